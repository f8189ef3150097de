"""Making a forum's calendar, and moving, cancelling or adding single meetings."""

from datetime import date, time, timedelta

import pytest

from remit.casework.duties import sweep
from remit.casework.planning import call_meeting, cancel_meeting, move_meeting, plan_ahead, plan_meetings
from remit.records.audit import AuditEvent
from remit.records.duties import Duty
from remit.records.meetings import Meeting
from remit.rules.clock import shown_due
from remit.rules.outcomes import NotAllowed, Refused, Stale
from tests import races
from tests.factories import NOW, TODAY, a_forum, an_entry, london, viewer_of
from tests.factories.forums import in_seat


@pytest.fixture
def forum(db):
    return a_forum()


@pytest.fixture
def coordinator(forum):
    return viewer_of(in_seat(forum, "coordinator"))


@pytest.fixture
def chair(forum):
    return viewer_of(in_seat(forum, "chair"))


def plan(coordinator, until: date, now=NOW):
    return plan_meetings(forum="ror", until=until, actor=coordinator, now=now)


def dates() -> list[date]:
    return list(Meeting.objects.order_by("date").values_list("date", flat=True))


def move(meeting, chair, to: date, **options):
    said = {
        "seen": None,
        "start": time(15),
        "end": time(16, 30),
        "why": "a training day",
        "now": NOW,
        **options,
    }
    return move_meeting(meeting_id=meeting.pk, to=to, actor=chair, **said)


@pytest.mark.clause("ROR-3")
def test_a_weekly_forum_has_a_meeting_every_thursday_from_three_to_half_past_four(coordinator):
    planned = plan(coordinator, TODAY + timedelta(weeks=4))

    assert [f"{day:%a %d %b}" for day in planned.dates] == [
        "Thu 15 Oct",
        "Thu 22 Oct",
        "Thu 29 Oct",
        "Thu 05 Nov",
    ]
    first, *_, last = Meeting.objects.order_by("date")
    assert (first.start, first.end) == (time(15), time(16, 30))
    assert first.starts_at == london("2026-10-15 15:00")
    assert last.starts_at == london("2026-11-05 15:00"), "the clocks went back in between"


def test_planning_again_doubles_nothing_and_says_so(coordinator):
    plan(coordinator, TODAY + timedelta(weeks=4))

    assert plan(coordinator, TODAY + timedelta(weeks=4)).dates == ()
    assert len(dates()) == 4


def test_meetings_on_bank_holidays_are_planned_and_named(forum, coordinator):
    terms = forum.terms_versions.get()
    terms.document = {**terms.document, "meets": {**terms.document["meets"], "on": "Monday"}}
    terms.digest = "monday"
    terms.save()

    planned = plan(coordinator, date(2027, 1, 1))

    assert planned.on_holidays == ((date(2026, 12, 28), "Boxing Day (observed)"),)
    assert date(2026, 12, 28) in dates()


def test_nothing_is_planned_before_the_forum_is_live(forum, coordinator):
    forum.live_from = TODAY + timedelta(weeks=2)
    forum.save()

    assert plan(coordinator, TODAY + timedelta(weeks=4)).dates == (date(2026, 10, 29), date(2026, 11, 5))


def test_a_moved_meeting_keeps_its_nominal_date_and_is_not_planned_again(coordinator, chair):
    plan(coordinator, TODAY + timedelta(weeks=2))
    meeting = Meeting.objects.earliest("date")

    move(meeting, chair, date(2026, 10, 16), start=time(9), end=time(10))
    plan(coordinator, TODAY + timedelta(weeks=2))

    meeting.refresh_from_db()
    assert (meeting.nominal_date, meeting.date) == (date(2026, 10, 15), date(2026, 10, 16))
    assert meeting.starts_at == london("2026-10-16 09:00")
    assert meeting.why_changed == "a training day"
    assert len(dates()) == 2


def test_a_meeting_that_moves_takes_its_duties_along(coordinator, chair):
    plan(coordinator, TODAY + timedelta(weeks=3))
    meeting = Meeting.objects.get(nominal_date=date(2026, 10, 22))

    move(meeting, chair, date(2026, 10, 27))

    duty = Duty.objects.get(meeting=meeting, term="select-focus-cases")
    assert shown_due(duty.due_at) == "26 October 2026 at 11am"
    assert duty.because == ["Monday before 27 October 2026 is 26 October 2026, 11am"]


def test_a_cancelled_meeting_stays_and_owes_nothing(coordinator, chair):
    plan(coordinator, TODAY + timedelta(weeks=2))
    meeting = Meeting.objects.earliest("date")

    cancel_meeting(meeting_id=meeting.pk, seen=0, why="nobody can come", actor=chair, now=NOW)
    plan(coordinator, TODAY + timedelta(weeks=2))

    assert Meeting.objects.get(nominal_date=meeting.nominal_date).state == "cancelled"
    duties = Duty.objects.filter(occasion=f"meeting:{meeting.pk}")
    assert set(duties.values_list("state", "evidence")) == {("void", "the meeting was cancelled")}


def test_a_meeting_with_a_case_on_its_agenda_is_not_cancelled(coordinator, chair):
    from remit.casework.selection import select_case

    plan(coordinator, TODAY + timedelta(weeks=2))
    meeting = Meeting.objects.earliest("date")
    select_case(
        meeting_id=meeting.pk, entry_ref=an_entry(risk="high").ref, seen=None, actor=coordinator, now=NOW
    )

    with pytest.raises(Refused, match="1 item would be lost"):
        cancel_meeting(meeting_id=meeting.pk, seen=None, why="nobody can come", actor=chair, now=NOW)


def test_two_meetings_are_not_held_on_one_day(coordinator, chair):
    plan(coordinator, TODAY + timedelta(weeks=2))
    meeting = Meeting.objects.earliest("date")

    with pytest.raises(Refused) as refused:
        move(meeting, chair, date(2026, 10, 22))
    assert refused.value.field == "date"


def test_a_stale_page_moves_nothing(coordinator, chair):
    plan(coordinator, TODAY + timedelta(weeks=2))
    meeting = Meeting.objects.earliest("date")
    move(meeting, chair, date(2026, 10, 16), seen=0)

    with pytest.raises(Stale):
        move(meeting, chair, date(2026, 10, 20), seen=0)


def test_the_chair_calls_a_meeting_out_of_turn(coordinator, chair):
    plan(coordinator, TODAY + timedelta(weeks=2))

    called = call_meeting(
        forum="ror", on=date(2026, 10, 19), start=time(9), end=time(10), actor=chair, now=NOW
    )

    meeting = Meeting.objects.get(pk=called)
    assert (meeting.extraordinary, meeting.nominal_date) == (True, date(2026, 10, 19))
    assert Duty.objects.filter(meeting=meeting).count() == 3
    with pytest.raises(Refused):
        call_meeting(forum="ror", on=date(2026, 10, 22), start=time(9), end=time(10), actor=chair, now=NOW)


def test_closing_keeps_twelve_weeks_planned(forum):
    plan_ahead(forum="ror", now=NOW)

    assert dates()[-1] == date(2027, 1, 6) - timedelta(days=6)
    assert len(dates()) == 12


def test_who_does_not_run_the_forum_plans_nothing_and_who_does_not_chair_moves_nothing(forum, coordinator):
    plan(coordinator, TODAY + timedelta(weeks=2))
    meeting = Meeting.objects.earliest("date")
    member = viewer_of(in_seat(forum, "member"))

    with pytest.raises(NotAllowed):
        plan(member, TODAY + timedelta(weeks=3))
    with pytest.raises(NotAllowed):
        move(meeting, coordinator, date(2026, 10, 16))
    with pytest.raises(NotAllowed):
        cancel_meeting(meeting_id=meeting.pk, seen=None, why="x", actor=coordinator, now=NOW)
    with pytest.raises(NotAllowed):
        call_meeting(
            forum="ror", on=date(2026, 10, 19), start=time(9), end=time(10), actor=coordinator, now=NOW
        )


def test_each_of_these_acts_is_on_the_record(coordinator, chair):
    plan(coordinator, TODAY + timedelta(weeks=3))
    one, two, _ = Meeting.objects.order_by("date")
    move(one, chair, date(2026, 10, 16))
    cancel_meeting(meeting_id=two.pk, seen=None, why="nobody can come", actor=chair, now=NOW)
    call_meeting(forum="ror", on=date(2026, 10, 19), start=time(9), end=time(10), actor=chair, now=NOW)

    assert list(AuditEvent.objects.order_by("id").values_list("verb", "meeting_id")) == [
        ("meetings.planned", None),
        ("meeting.moved", one.pk),
        ("meeting.cancelled", two.pk),
        ("meeting.called", Meeting.objects.get(extraordinary=True).pk),
    ]


def each_once() -> int:
    """How many duties there are when one that stands twice is counted once."""
    return Duty.objects.values("meeting", "term", "occasion").distinct().count()


@pytest.mark.race
def test_two_who_plan_at_once_make_one_calendar(own_database):
    coordinator = viewer_of(in_seat(a_forum(), "coordinator"))
    soon, later = TODAY + timedelta(weeks=3), TODAY + timedelta(weeks=5)

    outcomes = races.at_once(*[lambda: plan(coordinator, soon)] * 2)

    assert [outcome.error for outcome in outcomes] == [None, None]
    assert sorted(len(outcome.value.dates) for outcome in outcomes) == [0, 3]
    assert AuditEvent.objects.filter(verb="meetings.planned").count() == 2
    assert Duty.objects.count() == each_once()
    with races.locks_taken_out():
        outcomes = races.at_once(*[lambda: plan(coordinator, later)] * 2)
    assert any(outcome.error for outcome in outcomes), "without the lock only the database stops the second"


@pytest.mark.race
def test_two_sweeps_at_once_make_each_duty_once(own_database):
    coordinator = viewer_of(in_seat(a_forum(), "coordinator"))
    plan(coordinator, TODAY + timedelta(weeks=3))
    made = Duty.objects.count()
    Duty.objects.all().delete()

    outcomes = races.at_once(*[lambda: sweep(now=NOW).changes] * 2)

    assert [outcome.error for outcome in outcomes] == [None, None]
    assert sorted(outcome.value.get("create", 0) for outcome in outcomes) == [0, made]
    assert Duty.objects.count() == each_once() == made
    Duty.objects.all().delete()
    with races.locks_taken_out():
        outcomes = races.at_once(*[lambda: sweep(now=NOW).changes] * 2)
    assert [outcome.value.get("create", 0) for outcome in outcomes] == [made, made], (
        "both believe they made them"
    )
