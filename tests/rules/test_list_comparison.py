"""A file beside the list: new, changed, unchanged, vanished; and ids that could be several children."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remit.rules.action_list import EntryValues, newly_rated, touched_on, untouched_for, why_not_end
from remit.rules.calendar import WorkCalendar
from remit.rules.list_comparison import ChildDetails, IdIndex, Offered, compare, why_not_apply
from remit.terms.values import Span

HIGH = EntryValues(risk="high", risk_written="High")
DAY = timedelta(days=1)
TODAY = date(2026, 10, 14)

NOBODY = ChildDetails()


def row(number, person_id, values=HIGH, *, is_number=False, child=NOBODY):
    return Offered(number, person_id, is_number, lambda before: values, child)


def without_a_column(number, person_id, child=NOBODY):
    """A row of a file that has no column for comments: those on record stay."""
    return Offered(number, person_id, False, lambda before: before or EntryValues(risk="low"), child)


def held_against(rows, known=(), on_list=(), *, set_aside=(), children=None, kept=(), closed=()):
    """`known`: (id, person); `on_list`: persons with HIGH."""
    index = IdIndex(known)
    listed = dict.fromkeys(on_list, HIGH)
    return compare(
        rows,
        set_aside,
        listed,
        fitting=index.fitting,
        children=children or {},
        alike=index.alike,
        kept=kept,
        closed=closed,
    )


def kinds(comparison):
    return {one.person_id: one.kind for one in comparison.rows}


def test_rows_are_new_changed_or_unchanged():
    rows = [row(2, "A1"), row(3, "B2"), row(4, "C3", replace(HIGH, comments="more")), row(5, "D4")]
    found = held_against(rows, [("B2", 2), ("C3", 3), ("D4", 4)], [2, 3])
    assert kinds(found) == {"A1": "new", "B2": "unchanged", "C3": "changed", "D4": "new"}
    assert found.rows[2].changed == ("comments",)


@pytest.mark.parametrize(
    "known, person_id, is_number, means",
    [
        ([("007", 1)], "007", False, (1,)),
        ([("007", 1)], "7", False, ()),
        ([("007", 1)], "7", True, (1,)),
        ([("007", 1), ("7", 2)], "7", True, (1, 2)),
        ([("007", 1), ("7", 1)], "7", True, (1,)),
        ([], "7", True, ()),
        ([("000", 1)], "0", True, (1,)),
    ],
)
def test_a_text_means_itself_and_a_number_whatever_it_may_have_lost_zeros_of(
    known, person_id, is_number, means
):
    assert IdIndex(known).fitting(person_id, is_number) == means


def test_a_number_that_could_be_two_children_is_a_fault_and_neither_has_vanished():
    found = held_against([row(2, "7", is_number=True)], [("007", 1), ("7", 2)], [1, 2])
    assert [fault.row for fault in found.faults] == [2]
    assert found.vanished == ()


@pytest.mark.parametrize("second", [("7", True), ("007", False)])
def test_two_rows_for_one_child_are_both_faults(second):
    found = held_against([row(2, "007"), row(3, second[0], is_number=second[1])], [("007", 1)], [1])
    assert [fault.row for fault in found.faults] == [2, 3]
    assert (found.rows, found.vanished) == ((), ())


def test_an_unknown_id_twice_is_a_fault_too():
    assert len(held_against([row(2, "N1"), row(3, "N1")]).faults) == 2


def test_who_is_neither_named_nor_set_aside_nor_kept_has_vanished():
    known = [(f"P{person}", person) for person in range(1, 5)]
    found = held_against([row(2, "P1")], known, [1, 2, 3, 4], set_aside=[("P2", False)], kept=[3])
    assert found.vanished == (4,)
    assert found.on_list == 3


@pytest.mark.parametrize("listed", [[1], []], ids=["on the list", "not on it"])
def test_a_row_of_a_closed_record_says_what_the_file_says_and_nothing_else(listed):
    said = ChildDetails(initials="QZ", given_name="Somebody")
    known = {1: ChildDetails(initials="PO")}
    rows = [without_a_column(2, "P1", said), row(3, "P2")]
    found = held_against(rows, [("P1", 1)], listed, children=known, kept=[1], closed=[1])
    assert kinds(found) == {"P1": "withheld", "P2": "new"}
    told = found.rows[0]
    assert (told.values, told.before) == (EntryValues(risk="low"), None)
    assert (told.changed, told.fills, told.contradicts) == ((), (), ())
    assert (found.vanished, found.on_list) == ((), 0)


def test_a_file_of_nothing_but_closed_records_is_not_loaded():
    found = held_against([row(2, "P1")], [("P1", 1)], [1], kept=[1], closed=[1])
    refused = why_not_apply(found, faults=0, partial=False, confirmed_vanished=None)
    assert "a record you may not see" in refused.problem
    assert "data officer" in refused.remedy


def test_a_new_id_that_differs_in_zeros_only_is_pointed_out():
    found = held_against([row(2, "7"), row(3, "8")], [("007", 1)])
    assert [one.looks_like_another for one in found.rows] == [True, False]


def test_blank_details_are_filled_and_count_as_a_change():
    said = ChildDetails("Zosia", "Quarremby", "ZQ", date(2011, 4, 3))
    found = held_against(
        [row(2, "A1", child=said)], [("A1", 1)], [1], children={1: ChildDetails(initials="Z.Q.")}
    )
    assert found.rows[0].kind == "changed"
    assert found.rows[0].fills == ("given_name", "family_name", "date_of_birth")
    assert found.rows[0].contradicts == ()


def test_details_that_differ_are_pointed_out_and_not_filled():
    known, said = ChildDetails("Perrin", "", "P"), ChildDetails("Zosia", "Quarremby", "ZQ")
    assert known.contradicted_by(said) == ("given_name", "initials")
    assert known.filled_from(said) == ()


@pytest.mark.parametrize(
    "vanished, on_list, asked", [(0, 0, False), (1, 20, False), (2, 39, True), (1, 19, True), (0, 9, False)]
)
def test_more_than_five_in_a_hundred_is_many(vanished, on_list, asked):
    known = [(f"P{person}", person) for person in range(on_list)]
    rows = [row(2 + person, f"P{person}") for person in range(on_list - vanished)]
    assert held_against(rows, known, range(on_list)).many_vanished is asked


def test_what_stands_against_loading_a_file():
    one = held_against([row(2, "P1")], [("P1", 1), ("P2", 2)], [1, 2])
    fine = {"faults": 0, "partial": False, "confirmed_vanished": 1}
    assert why_not_apply(one, **fine) is None
    assert why_not_apply(one, **fine | {"confirmed_vanished": None}).field == "confirm_vanished"
    assert why_not_apply(one, **fine | {"faults": 1}).field == "partial"
    assert why_not_apply(one, **fine | {"faults": 1, "partial": True}) is None
    assert why_not_apply(held_against([]), faults=1, partial=True, confirmed_vanished=None) is not None


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # machines are busy
@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=30), st.sets(st.integers(1, 9)))
def test_every_row_is_compared_or_a_fault_and_nobody_named_has_vanished(numbers, on_list):
    known = [(f"{'00' if person % 2 else ''}{person}", person) for person in range(1, 15)]
    rows = [row(at, str(number), is_number=is_number) for at, (number, is_number) in enumerate(numbers)]
    found = held_against(rows, known, on_list)
    assert len(found.rows) + len(found.faults) == len(rows)
    index = IdIndex(known)
    named = {person for one in rows for person in index.fitting(one.person_id, one.id_is_number)}
    assert set(found.vanished) == on_list - named
    persons = [one.person for one in found.rows if one.person is not None]
    assert len(persons) == len(set(persons))


# Values


@pytest.mark.parametrize(
    "one, other, differing",
    [
        (HIGH, replace(HIGH, risk_written="H"), ()),
        (HIGH, replace(HIGH, risk="low", risk_written="L"), ("risk",)),
        (EntryValues(days_written="tbc"), EntryValues(days_written="?"), ("days_written",)),
        (
            EntryValues(days_to_place=3, days_written="3"),
            EntryValues(days_to_place=3, days_written="3 days"),
            (),
        ),
        (EntryValues(urgency_written="?"), EntryValues(urgency_written=""), ("urgency_written",)),
        (HIGH, replace(HIGH, risk="unrated", risk_written="N/A"), ("risk",)),
    ],
)
def test_another_spelling_is_no_difference_another_word_for_not_known_is(one, other, differing):
    assert one.differences(other) == differing


@pytest.mark.parametrize(
    "before, after, rated",
    [(None, "low", True), ("unrated", "high", True), ("low", "high", False), (None, "unrated", False)],
)
def test_who_is_newly_rated(before, after, rated):
    assert newly_rated(before, after) is rated


@pytest.mark.parametrize(
    "since, first, last_action, touched",
    [
        (TODAY, True, TODAY - 9 * DAY, TODAY - 9 * DAY),
        (TODAY, False, TODAY - 9 * DAY, TODAY),
        (TODAY - 3 * DAY, False, TODAY, TODAY),
        (TODAY - 3 * DAY, True, None, TODAY - 3 * DAY),
    ],
)
def test_when_an_entry_was_last_touched(since, first, last_action, touched):
    assert touched_on(since=since, first=first, last_action_on=last_action) == touched


@pytest.mark.parametrize(
    "after, days, flagged",
    [
        ("7 days", 6, None),
        ("7 days", 7, 7),
        ("1 week", 8, 8),
        ("5 working days", 6, None),
        ("5 working days", 7, 7),
    ],
)
def test_when_an_entry_is_flagged(after, days, flagged):
    span = Span.model_validate(after)
    assert untouched_for(TODAY - days * DAY, after=span, today=TODAY, calendar=WorkCalendar()) == flagged


def test_nothing_is_flagged_where_the_terms_flag_nothing():
    assert untouched_for(TODAY - 900 * DAY, after=None, today=TODAY, calendar=WorkCalendar()) is None


@pytest.mark.parametrize(
    "reason, on, field",
    [("x", TODAY, "reason"), ("home", TODAY + DAY, "on"), ("home", TODAY - 2 * DAY, "on")],
)
def test_an_ending_that_cannot_be(reason, on, field):
    refusal = why_not_end(reason, on, reasons=("home",), listed_on=TODAY - DAY, today=TODAY)
    assert refusal is not None
    assert refusal.field == field


def test_an_entry_may_end_on_its_first_day_and_today():
    for on in (TODAY - DAY, TODAY):
        assert why_not_end("home", on, reasons=("home",), listed_on=TODAY - DAY, today=TODAY) is None
