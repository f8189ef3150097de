"""What may be done with a meeting as it stands? Every state, every act."""

from datetime import date, time

import pytest

from remit.rules import meeting_gates as gates
from remit.rules.outcomes import Finding
from tests.rules.shipped import ROR

STATES = ("planned", "issued", "open", "closed", "cancelled")
TODAY = date(2026, 11, 23)
NEXT = date(2026, 12, 3)

ACTS = {
    "prepare": (lambda state: gates.why_not_prepare(state), {"planned", "issued", "open"}),
    "write": (lambda state: gates.why_not_write(state), {"planned", "issued", "open"}),
    "choose": (lambda state: gates.why_not_choose(state), {"planned", "issued"}),
    "finish": (lambda state: gates.why_not_finish_selection(state, finished=False, part=[1]), {"planned", "issued"}),
    "draft": (lambda state: gates.why_not_draft(state, selected=True, terms=ROR), {"planned"}),
    "issue": (lambda state: gates.why_not_issue(state, drafted=True, terms=ROR), {"planned"}),
    "open": (lambda state: gates.why_not_open(state, terms=ROR), {"issued"}),
    "in the room": (lambda state: gates.why_not_in_room(state), {"open"}),
    "close": (lambda state: gates.why_not_close(state, unsettled=[]), {"open"}),
    "approve": (lambda state: gates.why_not_approve_minutes(state, approved=False), {"closed"}),
    "move": (
        lambda state: gates.why_not_move(state, to=NEXT, today=TODAY, taken=(), why="a training day"),
        {"planned", "issued"},
    ),
    "cancel": (lambda state: gates.why_not_cancel(state, why="a training day", cases=0), {"planned", "issued"}),
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", ACTS)
def test_each_act_is_possible_in_its_states_only_and_every_no_says_what_to_do(act, state):
    why_not, allowed = ACTS[act]
    refusal = why_not(state)
    assert (refusal is None) is (state in allowed)
    if refusal is not None:
        assert refusal.problem.endswith(".")
        assert refusal.remedy.endswith(".")


def test_the_grid_walks_every_act_and_state():
    assert len(ACTS) * len(STATES) == 60


def test_a_closed_meeting_says_where_to_correct_it():
    refusal = gates.why_not_write("closed")
    assert refusal is not None
    assert "next meeting" in refusal.remedy


def test_a_selection_is_finished_once_and_by_somebody():
    assert gates.why_not_finish_selection("planned", finished=True, part=[1]) is not None
    nobody = gates.why_not_finish_selection("planned", finished=False, part=[])
    assert nobody is not None
    assert nobody.field == "part"


@pytest.mark.parametrize("stops, refused", [(False, False), (True, True)])
def test_brokerage_missing_stops_only_where_the_terms_say_so(stops, refused):
    missing = Finding("ROR-8", met=False, because="Nobody took part for brokerage")
    refusal = gates.why_not_finish_selection(
        "planned", finished=False, part=[1], taking_part=missing, stops=stops
    )
    assert (refusal is not None) is refused


def test_an_agenda_waits_for_its_cases_and_its_chair():
    undrafted = gates.why_not_draft("planned", selected=False, terms=ROR)
    assert undrafted is not None
    assert undrafted.clause == "ROR-8"
    unconfirmed = gates.why_not_issue("planned", drafted=False, terms=ROR)
    assert unconfirmed is not None
    assert unconfirmed.clause == "ROR-18"


def test_a_forum_that_chooses_no_cases_drafts_without():
    terms = ROR.model_copy(update={"selection": ()})
    assert gates.why_not_draft("planned", selected=False, terms=terms) is None


REQUIRED = frozenset({"interim-arrangements", "step-down-actions"})


@pytest.mark.parametrize(
    "answered, field",
    [
        (frozenset(), "interim-arrangements"),
        (frozenset({"interim-arrangements"}), "step-down-actions"),
        (frozenset({"step-down-actions"}), "interim-arrangements"),
    ],
)
def test_a_residential_start_needs_interim_arrangements_and_step_down_actions(answered, field):
    refusal = gates.why_not_record_outcome(ROR, "residential-start", answered=answered)
    assert refusal is not None
    assert (refusal.clause, refusal.field) == ("ROR-2", field)
    assert gates.why_not_record_outcome(ROR, "residential-start", answered=REQUIRED) is None


def test_putting_a_case_off_asks_why_and_the_other_outcomes_do_not():
    assert gates.why_not_record_outcome(ROR, "deferred", answered=()) is not None
    assert gates.why_not_record_outcome(ROR, "deferred", answered=(), why="no report yet") is None
    assert gates.why_not_record_outcome(ROR, "support-at-home", answered=()) is None


def test_an_outcome_the_terms_do_not_have_is_refused():
    refusal = gates.why_not_record_outcome(ROR, "sent-away", answered=())
    assert refusal is not None
    assert refusal.field == "outcome"


def test_a_meeting_does_not_close_over_what_is_unfinished_and_names_no_child():
    refusal = gates.why_not_close("open", unsettled=["Ruskinova has no outcome", "a seat has no answer"])
    assert refusal is not None
    assert refusal.problem == "2 things are unfinished."


@pytest.mark.parametrize(
    "to, why, field",
    [(date(2026, 11, 22), "x", "date"), (date(2026, 11, 26), "x", "date"), (NEXT, " ", "why")],
)
def test_a_meeting_is_not_moved_into_the_past_onto_another_or_without_a_reason(to, why, field):
    refusal = gates.why_not_move("planned", to=to, today=TODAY, taken={date(2026, 11, 26)}, why=why)
    assert refusal is not None
    assert refusal.field == field


def test_a_meeting_with_cases_is_not_cancelled_over_their_heads():
    assert gates.why_not_cancel("planned", why="a training day", cases=2) is not None
    assert gates.why_not_cancel("planned", why=" ", cases=0) is not None


@pytest.mark.parametrize(
    "until, refused", [(TODAY, True), (date(2026, 12, 31), False), (date(2031, 1, 1), True)]
)
def test_meetings_are_planned_for_days_to_come_within_reason(until, refused):
    assert (gates.why_not_plan(until, today=TODAY) is not None) is refused


def test_a_meeting_ends_after_it_starts():
    assert gates.why_not_hours(time(15), time(15)) is not None
    assert gates.why_not_hours(time(15), time(15, 1)) is None


@pytest.mark.parametrize(
    "on, taken, left",
    [(date(2026, 11, 22), (), ()), (NEXT, {NEXT}, ()), (NEXT, (), {NEXT}), (date(2029, 12, 1), (), ())],
)
def test_a_meeting_is_not_called_for_a_day_that_cannot_take_one(on, taken, left):
    refusal = gates.why_not_call(on, today=TODAY, taken=taken, left=left)
    assert refusal is not None
    assert refusal.field == "date"
    assert gates.why_not_call(TODAY, today=TODAY, taken=taken, left=left) is None
