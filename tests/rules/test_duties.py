"""What is owed, by whom, by when, what has become of it, and what has to change on record?"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.rules.action_rounds import Held, Report, Round, rounds
from remit.rules.deadlines import Occasion, WorkedOut
from remit.rules.duties import (
    ActionFacts,
    DutyState,
    Holders,
    ItemFacts,
    MeetingDuties,
    due_of,
    in_time_still,
    owed,
)
from remit.rules.duty_changes import KeptDuty, changes
from remit.terms import load
from remit.terms.model import ForumTerms
from remit.terms.references import dangling
from tests.rules.days import CALENDAR, london, meeting_on
from tests.rules.shipped import ROR

FORUM, BROKERAGE, CHILD, LEAD = 1, 10, 100, 20
DUE = london("3 Dec 2026 15:00")


def a_meeting(*, acts=None, actions=(), **fields) -> MeetingDuties:
    occasion = Occasion(meeting_on("26 Nov 2026"), meeting_on("3 Dec 2026"), acts or {})
    return MeetingDuties(
        id=7,
        forum=FORUM,
        occasion=occasion,
        holders=Holders({"brokerage": BROKERAGE}),
        actions=actions,
        **fields,
    )


def an_action(*turns: Round, **fields) -> ActionFacts:
    return ActionFacts(id=5, subject=CHILD, lead=LEAD, rounds=turns or (Round(0, DUE, None),), **fields)


def of(term: str, facts: MeetingDuties, terms: ForumTerms = ROR):
    found = [duty for duty in owed(terms, facts, CALENDAR) if duty.key.term == term]
    assert len(found) == 1, found
    return found[0]


def state(duty) -> DutyState:
    return duty.state_by(duty.due.due)


def test_a_planned_meeting_owes_its_selection_and_its_closing_to_whoever_holds_the_seat():
    duties = owed(ROR, a_meeting(), CALENDAR)
    assert [(duty.key.clause, duty.key.term, duty.owner, state(duty)) for duty in duties] == [
        ("ROR-8", "select-focus-cases", BROKERAGE, "open"),
        ("ROR-20", "complete-tracker", BROKERAGE, "open"),
        ("ROR-24", "keep-the-list", BROKERAGE, "open"),
    ]
    assert {duty.key.occasion for duty in duties} == {"meeting:7"}


def test_a_duty_of_an_empty_seat_belongs_to_nobody_yet():
    assert of("select-focus-cases", replace(a_meeting(), holders=Holders())).owner is None


@pytest.mark.parametrize(
    "selected, state_then",
    [
        ("23 Nov 2026 11:00", "met"),
        ("23 Nov 2026 11:01", "late"),
        ("26 Nov 2026 14:59", "late"),
    ],
)
def test_choosing_the_cases_is_met_until_eleven_and_late_after(selected, state_then):
    duty = of("select-focus-cases", a_meeting(acts={"selection-finished": london(selected)}))
    assert state(duty) == state_then
    assert duty.discharged_at == london(selected)
    assert duty.evidence == "selection-finished"


def test_once_the_meeting_opens_cases_can_no_longer_be_chosen():
    duty = of("select-focus-cases", a_meeting(acts={"meeting-opened": london("26 Nov 2026 15:00")}))
    assert state(duty) == "missed"
    assert duty.discharged_at == london("26 Nov 2026 15:00")


def test_closing_by_the_end_of_the_next_working_day_is_in_time_and_midnight_is_late():
    last = london("28 Nov 2026 00:00") - timedelta(microseconds=1)
    assert state(of("complete-tracker", a_meeting(acts={"meeting-closed": last}))) == "met"
    midnight = london("28 Nov 2026 00:00")
    assert state(of("complete-tracker", a_meeting(acts={"meeting-closed": midnight}))) == "late"


def test_every_action_owes_an_update_by_its_due_time_from_its_lead():
    duty = of("report-on-action", a_meeting(actions=(an_action(),)))
    assert (duty.owner, duty.due.due, duty.key.subject, duty.key.occasion) == (LEAD, DUE, CHILD, "action:5")
    assert state(duty) == "open"


@pytest.mark.parametrize(
    "named, instead, owner, state_then",
    [
        (None, None, LEAD, "open"),
        (frozenset({LEAD}), 30, LEAD, "open"),
        (frozenset({30, 31}), 30, 30, "open"),
        (frozenset({31}), None, LEAD, "void"),
    ],
    ids=["not restricted", "the lead is named", "somebody else is", "nobody who works with the child is"],
)
def test_who_owes_a_report_may_see_the_child(named, instead, owner, state_then):
    duty = of("report-on-action", a_meeting(actions=(an_action(named=named, instead=instead),)))
    assert (duty.owner, state(duty)) == (owner, state_then)


def test_what_was_reported_stays_met_once_the_record_is_closed_to_everybody():
    action = an_action(Round(0, DUE, DUE), named=frozenset())
    assert state(of("report-on-action", a_meeting(actions=(action,)))) == "met"


def test_an_update_by_the_due_time_meets_it():
    assert state(of("report-on-action", a_meeting(actions=(an_action(Round(0, DUE, DUE)),)))) == "met"


def test_a_later_date_begins_a_duty_of_its_own():
    first = london("1 Dec 2026 09:00")
    turns = rounds(london("11 Dec 2026 00:00"), [Report(first, moves=True)], finished_at=None)
    duties = [
        duty
        for duty in owed(ROR, a_meeting(actions=(an_action(*turns),)), CALENDAR)
        if duty.key.term == "report-on-action"
    ]
    assert [duty.key.occasion for duty in duties] == ["action:5", "action:5:1"]
    assert duties[0].met_at == first
    assert duties[0].due is None, "it keeps the due time it had"
    assert state(duties[1]) == "open"


def test_only_the_first_update_of_a_date_answers_for_it():
    one, two, three = (DUE + timedelta(hours=hours) for hours in (-9, -5, -1))
    turns = rounds(DUE, [Report(one), Report(two, moves=True), Report(three)], finished_at=None)
    assert [turn.updated_at for turn in turns] == [one, three]


WEEK = timedelta(days=7)


def week_by_week(number: int) -> list[Held]:
    """The forum met at the due time, and so many times in all, each a week after the last; it closes after two hours."""
    hours = timedelta(hours=2)
    return [Held(DUE + WEEK * n, DUE + WEEK * n + hours, DUE + WEEK * (n + 1)) for n in range(number)]


def told(reports, held, *, finished_at=None, sat=()) -> list[tuple]:
    turns = rounds(DUE, [Report(at) for at in reports], finished_at=finished_at, held=held, sat=sat)
    facts = a_meeting(actions=(an_action(*turns),))
    duties = [duty for duty in owed(ROR, facts, CALENDAR) if duty.key.term == "report-on-action"]
    return [(duty.due.due, state(duty)) for duty in duties]


def test_an_action_left_open_when_the_forum_has_met_is_asked_about_again_for_the_next_meeting():
    early = DUE - timedelta(days=1)
    assert told([early], []) == [(DUE, "met")]
    assert told([early], week_by_week(1)) == [(DUE, "met"), (DUE + WEEK, "open")]
    assert told([early], week_by_week(2)) == [(DUE, "met"), (DUE + WEEK, "missed"), (DUE + WEEK * 2, "open")]


def test_a_report_answers_for_the_meeting_it_comes_before_and_for_no_later_one():
    second = DUE + timedelta(days=3)
    assert told([second], week_by_week(1)) == [(DUE, "missed"), (DUE + WEEK, "met")]
    assert told([second], week_by_week(2))[1:] == [(DUE + WEEK, "met"), (DUE + WEEK * 2, "open")]


def test_what_is_finished_is_not_asked_about_again():
    done = DUE + timedelta(days=3)
    assert told([done], week_by_week(3), finished_at=done) == [(DUE, "missed"), (DUE + WEEK, "met")]


def test_a_report_older_than_the_meeting_before_the_due_day_does_not_count():
    before = meeting_on("26 Nov 2026")
    old, fresh = before.starts_at - timedelta(days=1), before.starts_at + timedelta(days=1)
    assert told([old], [], sat=[before]) == [(DUE, "open")]
    assert told([old, fresh], [], sat=[before]) == [(DUE, "met")]
    assert told([old], [], sat=[before], finished_at=old) == [(DUE, "met")]


def test_a_later_date_ends_what_was_asked_for_the_next_meeting_and_keeps_what_was_missed():
    moved = DUE + timedelta(days=3)
    later = DUE + timedelta(days=30)
    turns = rounds(later, [Report(moved, moves=True, was_due=DUE)], finished_at=None, held=week_by_week(2))
    assert [(turn.due, turn.updated_at, turn.missed_at is not None) for turn in turns] == [
        (None, None, True),
        (DUE + WEEK, moved, False),
        (later, None, False),
    ]


def test_terms_that_do_not_ask_again_owe_one_report_a_date():
    late = DUE + timedelta(days=9)
    turns = rounds(DUE, [Report(late)], finished_at=None, held=week_by_week(2))
    duties = tuple(duty.model_copy(update={"again": None}) for duty in ROR.duties)
    terms = ROR.model_copy(update={"duties": duties})
    duty = of("report-on-action", a_meeting(actions=(an_action(*turns),)), terms)
    assert (state(duty), duty.met_at) == ("late", late)


def test_a_cancelled_meeting_owes_nothing_any_more_and_says_why():
    facts = a_meeting(ended="the meeting was cancelled")
    assert [(state(duty), duty.void) for duty in owed(ROR, facts, CALENDAR)] == [
        ("void", "the meeting was cancelled")
    ] * 3


def test_what_was_done_before_the_meeting_was_cancelled_stays_done():
    facts = a_meeting(
        acts={"selection-finished": london("23 Nov 2026 10:00")}, ended="the meeting was cancelled"
    )
    assert state(of("select-focus-cases", facts)) == "met"


def test_a_meeting_before_the_forum_was_live_owes_nothing():
    assert owed(ROR, a_meeting(live=False), CALENDAR) == ()


def with_duty(**said) -> ForumTerms:
    document = load.to_document(ROR)
    document["duties"] = [*document["duties"], said]
    return load.from_document(document)


ASK_THE_WORKER = {
    "id": "tell-the-worker",
    "what": "Tell the child's worker",
    "per": "item",
    "owed_by": {"worker": "social_worker"},
    "due": {"days": 0, "after": "case-selected", "at": "moment"},
    "met_by": "outcome-recorded",
    "clause": "ROR-7",
}


def test_a_duty_for_each_case_is_owed_by_who_works_with_the_child_and_counted_from_its_own_act():
    chosen = london("23 Nov 2026 10:15")
    items = (ItemFacts(CHILD, {"case-selected": chosen}, {"social_worker": 31}), ItemFacts(101, {}, {}))
    duty = of("tell-the-worker", a_meeting(items=items), with_duty(**ASK_THE_WORKER))
    assert (duty.key.subject, duty.owner, duty.due.due) == (CHILD, 31, chosen)


def test_what_nobody_who_works_with_the_child_may_see_is_not_owed_but_what_was_missed_stays_missed():
    chosen, closed = london("23 Nov 2026 10:15"), london("26 Nov 2026 16:30")
    case = ItemFacts(CHILD, {"case-selected": chosen}, {"social_worker": 31}, named=frozenset({32}))
    asks = with_duty(**ASK_THE_WORKER, missed_when="meeting-closed")
    assert state(of("tell-the-worker", a_meeting(items=(case,)), asks)) == "void"
    over = a_meeting(items=(case,), acts={"meeting-closed": closed})
    assert of("tell-the-worker", over, asks).state_by(closed) == "missed"


@pytest.mark.parametrize(
    "came, due",
    [
        ("18 Nov 2026 10:00", "26 Nov 2026 00:00"),
        ("26 Nov 2026 09:30", "26 Nov 2026 15:00"),
        ("26 Nov 2026 15:30", "26 Nov 2026 16:30"),
    ],
)
def test_a_case_that_comes_on_after_its_time_can_still_be_in_time(came, due):
    facts = Occasion(meeting_on("26 Nov 2026"))
    assert in_time_still(WorkedOut(london("26 Nov 2026 00:00"), ()), london(came), facts).due == london(due)


@pytest.mark.parametrize("day, due", [("2 Dec 2026", "1 Dec 2026 00:00"), ("4 Dec 2026", "3 Dec 2026 00:00")])
def test_a_meeting_on_another_day_of_the_week_asks_for_nothing_that_was_due_before_the_choosing(day, due):
    chosen = london("30 Nov 2026 10:30")
    assert due_of(ROR, "social-work-part", Occasion(meeting_on(day)), CALENDAR, came=chosen) == london(due)


def test_a_case_taken_off_the_agenda_ends_what_was_owed_for_it():
    gone = ItemFacts(CHILD, {"case-selected": london("23 Nov 2026 10:15")}, {}, ended="taken off")
    duty = of("tell-the-worker", a_meeting(items=(gone,)), with_duty(**ASK_THE_WORKER))
    assert duty.void == "taken off"


def test_a_duty_that_follows_another_waits_until_that_is_done():
    terms = with_duty(
        id="draft-agenda",
        what="Draft the agenda",
        per="meeting",
        owed_by={"role": "coordinator"},
        due={"working_days": 1, "before": "meeting"},
        met_by="agenda-drafted",
        follows="select-focus-cases",
        clause="ROR-18",
    )
    waiting = {duty.key.term for duty in owed(terms, a_meeting(), CALENDAR)}
    done = a_meeting(acts={"selection-finished": london("23 Nov 2026 10:00")})
    assert "draft-agenda" not in waiting
    assert "draft-agenda" in {duty.key.term for duty in owed(terms, done, CALENDAR)}


def kept(duty, number: int = 1, **changed) -> KeptDuty:
    """The duty as reconcile would have stored it."""
    stored = KeptDuty(
        id=number,
        key=duty.key,
        owner=duty.owner,
        due=duty.due.due if duty.due else DUE,
        state=duty.state_by(duty.due.due if duty.due else DUE),
        because=duty.due.because if duty.due else (),
        discharged_at=duty.discharged_at,
    )
    return replace(stored, **changed)


def kinds(found) -> list[str]:
    return [change.kind for change in found]


OPEN = of("select-focus-cases", a_meeting())
MET = of("select-focus-cases", a_meeting(acts={"selection-finished": london("23 Nov 2026 10:00")}))
CANCELLED = of("select-focus-cases", a_meeting(ended="the meeting was cancelled"))


def test_what_is_settled_stays_settled_when_its_time_goes_back_with_the_meeting():
    for state in (DutyState.MET, DutyState.LATE, DutyState.MISSED, DutyState.WAIVED):
        kept_so = kept(MET, state=state, due=MET.due.latest + timedelta(days=4))
        assert changes([MET], [kept_so])[0].state is state


@pytest.mark.parametrize(
    "should, on_record, found",
    [
        (OPEN, None, ["create"]),
        (OPEN, kept(OPEN), []),
        (OPEN, kept(OPEN, owner=99), ["reassign"]),
        (OPEN, kept(OPEN, due=DUE), ["re-date"]),
        (OPEN, kept(OPEN, due=DUE, owner=99), ["re-date", "reassign"]),
        (OPEN, kept(OPEN, state=DutyState.VOID), ["revive"]),
        (OPEN, kept(MET), ["revive"]),
        (MET, kept(OPEN), ["discharge"]),
        (MET, kept(MET), []),
        # What is settled keeps its owner and its time, as long as that does not lie after the meeting.
        (MET, kept(MET, owner=99, due=MET.due.latest), []),
        (MET, kept(MET, owner=99, due=MET.due.latest + timedelta(minutes=1)), ["re-date"]),
        (MET, kept(OPEN, state=DutyState.WAIVED), []),
        (MET, kept(OPEN, state=DutyState.WAIVED, due=MET.due.latest + timedelta(minutes=1)), ["re-date"]),
        (CANCELLED, kept(OPEN), ["void"]),
        (CANCELLED, kept(OPEN, state=DutyState.VOID), []),
        (CANCELLED, None, []),
        (None, kept(OPEN), ["void"]),
        (None, kept(MET), []),
        (None, kept(OPEN, state=DutyState.WAIVED), []),
    ],
)
def test_only_what_differs_is_changed(should, on_record, found):
    changed = changes([should] if should else [], [on_record] if on_record else [])
    assert kinds(changed) == found


def test_what_is_void_names_the_fact_that_ended_it():
    assert changes([CANCELLED], [kept(OPEN)])[0].reason == "the meeting was cancelled"
    assert changes([], [kept(OPEN)])[0].reason == "the terms no longer ask for it"


def test_an_old_date_of_an_action_is_judged_by_the_time_it_had():
    late = DUE + timedelta(hours=1)
    first, _ = rounds(DUE + timedelta(days=7), [Report(late, moves=True)], finished_at=None)
    duty = of_round(first)
    change = changes([duty], [kept(duty, state=DutyState.OPEN, discharged_at=None)])[0]
    assert (change.kind, change.state) == ("discharge", "late")


def of_round(turn: Round):
    return next(
        duty
        for duty in owed(ROR, a_meeting(actions=(an_action(turn),)), CALENDAR)
        if duty.key.term == "report-on-action"
    )


MOMENTS = st.none() | st.datetimes(datetime(2026, 11, 1), datetime(2026, 12, 31)).map(
    lambda at: at.replace(tzinfo=DUE.tzinfo)
)


@given(
    MOMENTS,
    MOMENTS,
    MOMENTS,
    MOMENTS,
    st.booleans(),
    st.lists(st.tuples(MOMENTS.filter(bool), st.booleans(), MOMENTS), max_size=4),
    st.lists(MOMENTS.filter(bool), max_size=3),
)
def test_reconciling_twice_changes_nothing_the_second_time(
    selected, opened, closed, finished, cancelled, updates, closings
):
    done = {"selection-finished": selected, "meeting-opened": opened, "meeting-closed": closed}
    reports = [Report(*each) for each in sorted(updates, key=lambda each: each[0])]
    week = timedelta(days=7)
    held = [Held(at - timedelta(hours=2), at, at + week) for at in sorted(closings)]
    facts = a_meeting(
        acts={act: at for act, at in done.items() if at},
        actions=(an_action(*rounds(DUE, reports, finished_at=finished, held=held)),),
        ended="the meeting was cancelled" if cancelled else None,
    )
    should = owed(ROR, facts, CALENDAR)
    stored = [kept(change.owed, number) for number, change in enumerate(changes(should, []))]
    assert changes(should, stored) == ()


def test_a_letter_names_only_due_times_that_there_are():
    letter = ROR.letters[0]
    assert (letter.dues, dangling(ROR)) == (("social-work-part",), ())
    wrong = letter.model_copy(update={"says": "By {due social-works-part}."})
    (found,) = dangling(ROR.model_copy(update={"letters": (wrong,)}))
    assert (found.path, found.remedy) == ("letters.focus-case-mail.says", "Did you mean social-work-part?")
