"""Which cases are suggested, why, how many fit, and what stands in the way?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.rules.selection import (
    RISKS,
    URGENCIES,
    Candidate,
    capacity,
    in_order,
    joins_late,
    over_capacity,
    stops_without,
    suggestions,
    took_part,
    why_not_leave_out,
    why_not_select,
)
from tests.rules.shipped import ROR

SELECTION = ROR.selection[0]

CANDIDATES = st.builds(
    Candidate,
    st.text("abcdef", min_size=1, max_size=4),
    st.sampled_from(list(RISKS)),
    st.sampled_from(list(URGENCIES)),
    st.none() | st.integers(0, 99),
)
LISTS = st.lists(CANDIDATES, max_size=30, unique_by=lambda one: one.key)


@pytest.mark.parametrize("minutes, holds", [(90, 4), (60, 3), (20, 1), (19, 0), (120, 6)])
def test_a_meeting_holds_as_many_cases_as_its_length_has_slots(minutes, holds):
    assert capacity(ROR, SELECTION, minutes=minutes) == holds


def test_a_number_in_the_terms_is_the_capacity():
    assert capacity(ROR, SELECTION.model_copy(update={"capacity": 6}), minutes=90) == 6


def test_cases_are_ranked_by_risk_then_urgency_then_days_and_what_is_not_known_comes_last():
    cases = [
        Candidate("low-today", "low", "today", 0),
        Candidate("medium-planned", "medium", "planned", 3),
        Candidate("high-unknown", "high", "not_known", 1),
        Candidate("high-today-unknown", "high", "today", None),
        Candidate("high-today-2", "high", "today", 2),
        Candidate("unrated", "unrated", "today", 0),
        Candidate("high-5", "high", "within_5_days", 5),
    ]
    assert [one.key for one in suggestions(SELECTION, cases, holds=9)] == [
        "high-today-2",
        "high-today-unknown",
        "high-5",
        "high-unknown",
        "medium-planned",
        "low-today",
        "unrated",
    ]


@pytest.mark.parametrize(
    "case, holds, reason",
    [
        (Candidate("a", "high", "today", 2), 1, "High risk, placement needed today, 2 days to place"),
        (Candidate("a", "medium", "planned", 1), 1, "Medium risk, planned move, 1 day to place"),
        (Candidate("a", "high"), 0, "High risk, urgency not known, days to place not known; the meeting holds 0, and others come first"),
        (Candidate("a", "unrated", "today", 2), 1, "Not rated yet: rate it first"),
    ],
)  # fmt: skip
def test_each_suggestion_says_why(case, holds, reason):
    assert suggestions(SELECTION, [case], holds=holds)[0].reason == reason


def test_a_low_case_is_not_suggested_and_says_what_it_takes():
    only = suggestions(SELECTION, [Candidate("a", "low", "today", 1)], holds=4)[0]
    assert not only.suggested
    assert "only with a reason" in only.reason


@given(LISTS, st.integers(0, 8))
def test_no_more_are_suggested_than_fit_and_only_those_that_are_the_rule(cases, holds):
    found = suggestions(SELECTION, cases, holds=holds)
    by_key = {one.key: one for one in cases}
    suggested = [one.key for one in found if one.suggested]
    as_a_rule = sum(one.risk in SELECTION.as_a_rule for one in cases)
    assert len(suggested) == min(holds, as_a_rule)
    assert all(by_key[key].risk in SELECTION.as_a_rule for key in suggested)
    assert [one.rank for one in found] == list(range(1, len(cases) + 1))


@given(LISTS)
def test_the_order_in_which_cases_come_changes_nothing(cases):
    assert suggestions(SELECTION, cases, holds=4) == suggestions(SELECTION, cases[::-1], holds=4)


def test_other_terms_rank_otherwise():
    by_urgency = SELECTION.model_copy(update={"rank_by": ("urgency", "risk")})
    cases = [Candidate("high", "high", "planned"), Candidate("medium", "medium", "today")]
    assert in_order(by_urgency, cases) == ("medium", "high")
    assert in_order(SELECTION, cases) == ("high", "medium")


def test_more_cases_than_fit_are_a_warning():
    cases = [Candidate(str(number), "high") for number in range(6)]
    finding = over_capacity(SELECTION, cases, holds=4)
    assert not finding.met
    assert finding.because.startswith("6 cases chosen, but the meeting holds 4")
    assert over_capacity(SELECTION, cases[:4], holds=4).met


def test_cases_that_only_keep_their_place_count_but_leave_what_the_meeting_holds():
    cases = [Candidate(str(number), "high") for number in range(5)]
    finding = over_capacity(SELECTION, cases, holds=4, unranked=26)
    assert finding.because.startswith("31 cases chosen, but the meeting holds 4.")
    assert finding.because.endswith("the last 27 cases may not be reached")


@pytest.mark.parametrize(
    "risk, why, field",
    [("low", "", "why"), ("low", "  ", "why"), ("unrated", "looks urgent", None), ("n/a", "", None)],
)
def test_a_low_case_needs_a_reason_and_an_unrated_one_its_rating(risk, why, field):
    refusal = why_not_select(ROR, SELECTION, risk=risk, why=why)
    assert refusal is not None
    assert refusal.field == field
    assert refusal.remedy


@pytest.mark.parametrize("risk, why", [("high", ""), ("medium", ""), ("low", "three moves this year")])
def test_the_others_can_be_chosen(risk, why):
    assert why_not_select(ROR, SELECTION, risk=risk, why=why) is None


def test_where_the_terms_do_not_ask_nobody_is_asked():
    lenient = SELECTION.model_copy(update={"asks_why": (), "rated_first": False})
    assert why_not_select(ROR, lenient, risk="low") is None
    assert why_not_select(ROR, lenient, risk="unrated") is None


@pytest.mark.parametrize(
    "risk, happened, joins",
    [
        ("high", ["selection-finished"], True),
        ("low", ["selection-finished", "agenda-confirmed"], True),
        ("unrated", ["selection-finished"], False),
        ("high", [], False),
        ("high", ["selection-finished", "meeting-opened"], False),
    ],
)
def test_a_case_rated_between_selection_and_meeting_joins(risk, happened, joins):
    discussed = ROR.cohort(SELECTION.cohort).discussed
    assert joins_late(SELECTION, risk=risk, discussed=discussed, happened=happened) is joins


@pytest.mark.parametrize(
    "happened, joins",
    [
        (["selection-finished"], False),
        (["selection-finished", "agenda-confirmed"], True),
        (["selection-finished", "agenda-confirmed", "meeting-opened"], True),
        (["selection-finished", "agenda-confirmed", "meeting-opened", "meeting-closed"], False),
    ],
)
def test_late_is_between_the_two_acts_that_the_terms_name(happened, joins):
    late = SELECTION.late.model_copy(update={"since": "agenda-confirmed", "until": "meeting-closed"})
    theirs = SELECTION.model_copy(update={"late": late})
    assert joins_late(theirs, risk="high", discussed=["high"], happened=happened) is joins


def test_only_a_low_late_case_may_be_left_out_and_with_a_reason():
    assert why_not_leave_out(SELECTION, risk="high", why="no room") is not None
    assert why_not_leave_out(SELECTION, risk="low", why=" ") is not None
    assert why_not_leave_out(SELECTION, risk="low", why="found a carer") is None


def test_brokerage_missing_is_a_warning_and_under_other_terms_a_stop():
    without = took_part(ROR, SELECTION, [{"fostering"}, set()])
    assert without is not None
    assert not without.met
    assert "brokerage" in without.because
    there = took_part(ROR, SELECTION, [{"fostering"}, {"brokerage"}])
    assert there is not None
    assert there.met
    assert not stops_without(SELECTION)
    assert SELECTION.taking_part is not None
    stops = SELECTION.taking_part.model_copy(update={"absent": "stop"})
    assert stops_without(SELECTION.model_copy(update={"taking_part": stops}))


def test_terms_that_want_nobody_in_particular_ask_for_nobody():
    assert took_part(ROR, SELECTION.model_copy(update={"taking_part": None}), []) is None
