"""What cannot be right in a return, asked of plain values."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.rules.returned import (
    Crossing,
    Span,
    alike,
    crossings,
    held_until,
    in_turn,
    upn_fits,
    upn_letter,
    years_old,
)

DAY = date(2026, 1, 1)


def span(row: int, since: int, until: int | None, *, new: str = "P", ended: str = "X1") -> Span:
    return Span(row, DAY + timedelta(since), None if until is None else DAY + timedelta(until), new, ended)


@pytest.mark.parametrize(
    "before, after, how",
    [
        (span(1, 0, 5), span(2, 5, None), None),
        (span(1, 0, 6), span(2, 5, None), Crossing.OVERLAP),
        (span(1, 0, 4), span(2, 5, None), Crossing.GAP),
        (span(1, 0, 4, ended="E4A"), span(2, 5, None, new="S"), None),
        (span(1, 0, 4, ended="E4A"), span(2, 5, None), Crossing.NEW_WITHOUT_START),
        (span(1, 0, 5, ended="E4A"), span(2, 5, None), Crossing.ENDED_AND_WENT_ON),
        (span(1, 0, None), span(2, 5, None), Crossing.TWO_OPEN),
        (span(1, 0, None), span(2, 5, 9), Crossing.OPEN_BEFORE),
    ],
)
def test_two_episodes_fit_or_it_is_known_how_they_do_not(before, after, how):
    assert [one.how for one in crossings([before, after])] == ([how] if how else [])


spans = st.lists(
    st.builds(
        lambda since, lasts: (since, None if lasts is None else since + lasts),
        st.integers(0, 60),
        st.none() | st.integers(0, 30),
    ),
    min_size=1,
    max_size=8,
).map(lambda pairs: [span(row, *pair) for row, pair in enumerate(pairs)])


@given(spans)
def test_no_two_episodes_hold_at_once_once_they_are_in_turn(found):
    ordered = in_turn(found)
    ends = [held_until(one, after) for one, after in zip(ordered, [*ordered[1:], None], strict=True)]
    for end, one, after in zip(ends, ordered, ordered[1:], strict=False):
        assert end is not None
        assert one.since <= end <= after.since


@given(spans)
def test_an_end_is_only_ever_brought_forward(found):
    ordered = in_turn(found)
    for one, after in zip(ordered, [*ordered[1:], None], strict=True):
        end = held_until(one, after)
        assert one.until is None or (end is not None and end <= one.until)


@given(st.integers(0, 10**12 - 1).map(lambda number: f"{number:012}"))
def test_a_upn_fits_with_its_own_check_letter_and_no_other(digits):
    letter = upn_letter(digits)
    assert upn_fits(letter + digits)
    other = "A" if letter != "A" else "B"
    assert not upn_fits(other + digits)


@pytest.mark.parametrize("upn", ["", "A12345678901", "A1234567890123", "1234567890123", "A12345678901?"])
def test_what_has_not_the_shape_of_a_upn_does_not_fit(upn):
    assert not upn_fits(upn)


def test_ages_are_whole_years():
    born = date(2008, 2, 29)
    assert [years_old(born, day) for day in (date(2026, 2, 28), date(2026, 3, 1), date(2008, 2, 28))] == [
        17,
        18,
        -1,
    ]


def test_children_born_on_one_day_who_share_a_home_are_alike():
    born, other = date(2012, 3, 27), date(2013, 1, 1)
    assert alike(
        [
            (2, "a", born, ["home X", "began 1"]),
            (3, "b", born, ["home X", "began 2"]),
            (4, "c", born, ["home Y", "began 3"]),
            (5, "d", other, ["home X", "began 1"]),
        ]
    ) == [(2, 3)]
