"""Counting: which of which, over which days, and what becomes of what is not known."""

from datetime import date

import pytest
from pydantic import ValidationError

from remit.rules.cohort_stays import KEPT
from remit.rules.figures_told import told
from remit.rules.measures import Thing, Things, Window, earliest, figure, has_small_numbers, window_of
from remit.terms import load
from remit.terms.counting import KnownCohort
from remit.terms.model import Count, Measure

OCTOBER = Window(date(2026, 10, 1), date(2026, 11, 1))
TODAY = date(2026, 11, 2)


def measure(**said):
    given = {"id": "one", "name": "One", "source": "The register", "period": "1 month", "clause": "ROR-1"}
    return Measure.model_validate({**given, "missing": "shown_apart", **said})


def item(day, child=1, **said):
    return Thing(date(2026, 10, day), said, child)


def among(of, *things, known_until=TODAY, **others):
    kinds = {(of, ""): things} | {tuple(name.split("_", 1)): found for name, found in others.items()}
    return Things(kinds, known_until)


ITEMS = among(
    "items",
    item(1, presence=True, outcome="home", team="North"),
    item(8, presence=False, outcome="home", team="South"),
    item(15, outcome="deferred", team="North"),
    item(22, presence=True, outcome="deferred"),
)
CAME = {"of": "items", "presence": True}


@pytest.mark.parametrize(
    "missing, counted, of, apart, left_out",
    [("shown_apart", 2, 3, 1, 0), ("left_out", 2, 3, 0, 1), ("counted_as_not", 2, 4, 0, 0)],
)
def test_what_is_not_known_is_shown_apart_left_out_or_counted_as_not(missing, counted, of, apart, left_out):
    share = measure(numerator=CAME, denominator={"of": "items"}, missing=missing)
    whole = figure(share, OCTOBER, ITEMS).whole
    assert (whole.counted, whole.of, whole.apart, whole.left_out) == (counted, of, apart, left_out)


def test_what_lies_outside_the_days_is_not_counted():
    early = Window(date(2026, 10, 2), date(2026, 10, 22))
    assert figure(measure(numerator={"of": "items"}), early, ITEMS).whole.counted == 2


def test_a_figure_is_divided_by_what_the_terms_name_and_what_is_not_known_is_a_group_too():
    by_both = measure(numerator={"of": "items"}, by=["team", "outcome"])
    found = figure(by_both, OCTOBER, ITEMS)
    assert [(group.by, group.tally.counted) for group in found.groups] == [
        (("", "deferred"), 1),
        (("North", "deferred"), 1),
        (("North", "home"), 1),
        (("South", "home"), 1),
    ]
    table = told(found, load.merged("ror")).tables[0]
    assert table.heads == ("Team", "Deferred", "home", "All")
    assert table.rows[-1] == ("All", "2", "2", "4")
    assert [row[0] for row in table.rows] == ["North", "Not known", "South", "All"]


AVOIDED = {
    "numerator": {
        "of": "items",
        "ratings": ["high"],
        "closes": True,
        "other_than": ["start"],
        "without": {"cohort": "residential", "within": "6 months"},
    },
    "denominator": {"of": "items", "ratings": ["high"], "closes": True},
}


def left(child, **said):
    return Thing(date(2026, 1, 15), {"rating": "high", "outcome": "home", "closes": True, **said}, child)


@pytest.mark.parametrize(
    "came, known_until, counted, of, apart",
    [
        (None, date(2026, 7, 16), 1, 1, 0),
        (None, date(2026, 7, 15), 0, 0, 1),
        (date(2026, 7, 15), date(2026, 9, 1), 0, 1, 0),
        (date(2026, 7, 16), date(2026, 9, 1), 1, 1, 0),
        (date(2026, 1, 14), date(2026, 9, 1), 1, 1, 0),
        (date(2026, 2, 1), date(2026, 3, 1), 0, 1, 0),
    ],
)
def test_a_start_is_avoided_when_none_came_in_six_months_and_until_then_nobody_knows(
    came, known_until, counted, of, apart
):
    year = Window(date(2026, 1, 1), date(2026, 9, 1))
    starts = (Thing(came, child=1),) if came else ()
    there = among("items", left(1), known_until=known_until, arrivals_residential=starts)
    whole = figure(measure(**AVOIDED), year, there).whole
    assert (whole.counted, whole.of, whole.apart) == (counted, of, apart)


def test_another_child_s_start_and_another_rating_change_nothing():
    year = Window(date(2026, 1, 1), date(2026, 9, 1))
    starts = (Thing(date(2026, 2, 1), child=2),)
    there = among(
        "items",
        left(1),
        left(3, outcome="start"),
        left(4, rating="low"),
        known_until=date(2026, 9, 1),
        arrivals_residential=starts,
    )
    whole = figure(measure(**AVOIDED), year, there).whole
    assert (whole.counted, whole.of) == (1, 2)


def test_who_was_there_twice_is_one_child_and_who_left_before_is_none():
    stays = (
        Thing(date(2026, 1, 1), child=1, until=date(2026, 10, 5)),
        Thing(date(2026, 10, 9), child=1),
        Thing(date(2026, 1, 1), child=2, until=date(2026, 10, 1)),
        Thing(date(2026, 11, 1), child=3),
    )
    found = Things({("stays", "residential"): stays}, TODAY)
    there = measure(numerator={"of": "stays", "cohort": "residential"})
    assert figure(there, OCTOBER, found).whole.counted == 1


def test_the_year_before_is_counted_beside_and_is_no_share():
    starts = [Thing(date(2026, 10, 5), child=1), *(Thing(date(2025, 10, day), child=day) for day in (6, 7))]
    found = Things({("arrivals", "residential"): starts}, TODAY)
    start = {"of": "arrivals", "cohort": "residential"}
    against = measure(numerator=start, denominator={**start, "earlier": "12 months"})
    counted = figure(against, OCTOBER, found)
    assert (counted.whole.counted, counted.whole.of, counted.compares) == (1, 2, True)
    assert told(counted, load.merged("ror")).headline.startswith("1, against 2 in the 1 month")
    assert earliest(against, OCTOBER) == date(2025, 10, 1)


def test_a_run_counts_each_month_that_is_over():
    starts = [Thing(date(2026, month, 9), child=month) for month in (3, 9, 9, 10)]
    found = Things({("arrivals", "residential"): starts}, TODAY)
    drawn = measure(
        numerator={"of": "arrivals", "cohort": "residential"}, chart={"shape": "run", "over": "3 months"}
    )
    until_today = window_of(drawn, TODAY)
    assert figure(drawn, until_today, found).months == (
        (date(2026, 8, 1), 0),
        (date(2026, 9, 1), 2),
        (date(2026, 10, 1), 1),
    )
    assert earliest(drawn, until_today) == date(2026, 8, 1)


@pytest.mark.parametrize(
    "said, words",
    [
        ({"numerator": {"of": "items"}, "source": None}, "Not measurable yet: nothing records it."),
        ({"numerator": "Children at home"}, "Not measurable yet: its terms say in words what is meant"),
    ],
)
def test_what_has_no_source_or_no_parts_is_not_counted_and_says_so(said, words):
    found = figure(measure(**said), OCTOBER, ITEMS)
    assert found.whole is None
    shown = told(found, load.merged("ror"))
    assert shown.why_not.startswith(words)
    assert shown.headline == ""
    assert shown.tables == ()


def test_a_count_below_five_is_a_small_number_and_none_is_not():
    none, few = measure(numerator={"of": "actions"}), measure(numerator={"of": "items"})
    assert not has_small_numbers([figure(none, OCTOBER, ITEMS)])
    assert has_small_numbers([figure(few, OCTOBER, ITEMS)])


@pytest.mark.parametrize(
    "said",
    [
        {"of": "meetings", "ratings": ["high"]},
        {"of": "arrivals"},
        {"of": "items", "cohort": "residential"},
        {"of": "seats", "outcomes": ["home"]},
    ],
)
def test_a_part_that_does_not_go_with_what_is_counted_is_refused(said):
    with pytest.raises(ValidationError):
        Count.model_validate(said)


@pytest.mark.parametrize(
    "said",
    [
        {"numerator": {"of": "seats"}, "by": ["team"]},
        {"numerator": "In words", "by": ["team"]},
        {"numerator": {"of": "items"}, "chart": {"shape": "bar"}},
        {"numerator": {"of": "items"}, "chart": {"shape": "run"}},
        {"numerator": {"of": "items"}, "period": "3 working days"},
    ],
)
def test_a_measure_that_could_not_be_divided_or_drawn_is_refused(said):
    with pytest.raises(ValidationError):
        measure(**said)


def test_terms_can_name_every_cohort_whose_stays_are_kept():
    assert set(KnownCohort.__args__) == {cohort.id for cohort in KEPT}
