"""What people owe, as their home page shows it, and how it is kept up to date."""

import io
import json
from contextlib import redirect_stdout
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from remit.casework import actions
from remit.casework.duties import reconcile, sweep
from remit.casework.planning import cancel_meeting, plan_meetings
from remit.casework.seats import fill_seat, leave_seat
from remit.commands.main import main
from remit.reading.home import home
from remit.reading.looks import looking
from remit.records.actions import Action
from remit.records.duties import Duty
from remit.records.forums import SeatHolding
from remit.records.meetings import Meeting
from remit.records.people import Staff
from remit.rules.clock import shown_due
from remit.rules.viewers import Post
from remit.terms import load
from tests.casework.rooms import AFTER, DURING, NEXT_DAY, Room, a_room, hold_the_next
from tests.factories import NOW, a_forum, a_meeting, london, staff, viewer_of
from tests.factories.forums import in_seat

pytestmark = pytest.mark.django_db


def owed(person: Staff, now=NOW) -> list[tuple[str, str, str, bool]]:
    """What the person's home page says they owe: clause, what, by when, overdue."""
    viewer = viewer_of(person, now=now)
    with looking(viewer, route="home", now=now):
        lines = home(viewer, now=now).owed
    return [(line.clause, line.what, shown_due(line.due_at), line.overdue) for line in lines]


def duty(term: str, **where) -> Duty:
    return Duty.objects.get(term=term, **where)


def brokerage(forum) -> Staff:
    return SeatHolding.objects.get(forum=forum, seat="brokerage").staff


def planned(until: date, now=NOW):
    forum = a_forum()
    plan_meetings(forum="ror", until=until, actor=viewer_of(in_seat(forum, "coordinator")), now=now)
    return forum


@pytest.mark.clause("ROR-8")
@pytest.mark.parametrize(
    "now, meeting, shown",
    [
        ("2026-11-20 09:00", "2026-11-26", "23 November 2026 at 11am"),
        ("2026-05-22 09:00", "2026-05-28", "26 May 2026 at 11am"),  # Monday is the spring bank holiday
        ("2026-12-28 09:00", "2026-12-31", "29 December 2026 at 11am"),  # Boxing Day, observed
    ],
)
def test_brokerage_sees_that_the_focus_cases_are_to_be_chosen_by_eleven(now, meeting, shown):
    at = london(now)
    forum = planned(date.fromisoformat(meeting) + timedelta(days=1), now=at)

    assert ("ROR-8", "Choose the focus cases", shown, False) in owed(brokerage(forum), now=at)


@pytest.mark.clause("ROR-20")
def test_brokerage_sees_that_the_meeting_is_to_be_closed_by_the_end_of_the_next_working_day():
    forum = planned(date(2026, 12, 25), now=london("2026-12-23 09:00"))

    lines = owed(brokerage(forum), now=london("2026-12-30 00:00"))

    assert (
        "ROR-20",
        "Close the meeting, which completes the tracker",
        "29 December 2026 at 11:59pm",
        True,
    ) in lines


@pytest.fixture
def room() -> Room:
    return a_room(cases=1, others=0).open()


def lead(room: Room) -> Staff:
    return room.week.sitting


@pytest.mark.clause("ROR-4")
def test_who_leads_an_action_owes_an_update_by_the_next_meeting(room):
    room.agree("Ask the school for a report")

    assert owed(lead(room)) == [("ROR-4", "Say how the action stands", "22 October 2026 at 3pm", False)]
    assert owed(lead(room), now=london("2026-10-22 15:01"))[0][3], (
        "overdue a minute after the meeting started"
    )


def update(room: Room, **options) -> Duty:
    action = Action.objects.get()
    options = {"text": "The school answers next week.", "now": NEXT_DAY, **options}
    return actions.update_action(
        action_ref=action.ref, seen=action.version, actor=viewer_of(lead(room), now=options["now"]), **options
    )


@pytest.mark.clause("ROR-4")
def test_an_update_in_time_meets_it_and_one_after_is_late(room):
    room.agree()
    update(room)

    assert owed(lead(room)) == []
    assert (duty("report-on-action").state, duty("report-on-action").discharged_at) == ("met", NEXT_DAY)


def test_an_update_after_the_meeting_started_is_late(room):
    room.agree()
    update(room, now=london("2026-10-22 15:01"))

    assert duty("report-on-action").state == "late"


@pytest.fixture
def closed(room) -> Room:
    """The meeting has agreed on an action and is over."""
    room.agree("Ask the school for a report")
    room.settle()
    room.close()
    return room


@pytest.mark.clause("ROR-4")
def test_what_is_still_open_when_the_group_has_met_is_asked_about_for_its_next_meeting(closed):
    update(closed)
    assert owed(lead(closed)) == []

    hold_the_next(closed)

    assert owed(lead(closed), now=london("2026-10-23 09:00")) == [
        ("ROR-4", "Say how the action stands", "29 October 2026 at 3pm", False)
    ]
    assert [duty.state for duty in Duty.objects.filter(term="report-on-action").order_by("id")] == [
        "met",
        "open",
    ]
    update(closed, now=london("2026-10-28 12:00"))
    assert owed(lead(closed), now=london("2026-10-28 13:00")) == []


@pytest.mark.clause("ROR-4")
def test_a_meeting_without_the_report_counts_as_missed_and_only_the_next_one_is_asked_for(closed):
    hold_the_next(closed)

    assert [each[2] for each in owed(lead(closed), now=london("2026-10-23 09:00"))] == [
        "29 October 2026 at 3pm"
    ]
    missed = Duty.objects.get(term="report-on-action", state="missed")
    assert (missed.evidence, shown_due(missed.discharged_at)) == ("meeting-closed", "22 October 2026 at 4pm")


@pytest.mark.clause("ROR-4")
def test_a_report_from_weeks_before_the_due_day_does_not_answer_for_it(room):
    a_meeting(room.week.forum, date(2026, 10, 29))
    room.agree(due_on=date(2026, 11, 3))

    update(room)

    assert [each[2] for each in owed(lead(room), now=london("2026-10-26 09:00"))] == [
        "3 November 2026 at 11:59pm"
    ]
    update(room, now=london("2026-11-02 09:00"))
    assert owed(lead(room), now=london("2026-11-02 10:00")) == []


def test_what_is_finished_is_not_asked_about_again_and_sweeping_finds_nothing_to_do(closed):
    update(closed, finished=True)

    hold_the_next(closed)

    assert owed(lead(closed), now=london("2026-10-23 09:00")) == []
    assert not sweep(now=london("2026-10-23 09:00")).changes


def test_a_later_date_owes_another_update_by_then_and_the_first_stays_as_it_was(room):
    room.agree()
    update(room, due_on=date(2026, 10, 27))

    assert owed(lead(room)) == [("ROR-4", "Say how the action stands", "27 October 2026 at 11:59pm", False)]
    first, second = Duty.objects.filter(term="report-on-action").order_by("id")
    assert (first.state, shown_due(first.due_at)) == ("met", "22 October 2026 at 3pm")
    assert second.occasion == f"{first.occasion}:1"


def test_finishing_an_action_answers_for_it(room):
    room.agree()
    update(room, finished=True)

    assert Duty.objects.filter(term="report-on-action", state="met").count() == 1
    assert owed(lead(room)) == []


def test_choosing_cases_after_eleven_is_late_and_closing_the_same_day_is_in_time():
    room = a_room(cases=1, others=0).closed()  # the selection of this week is finished on its Wednesday

    assert duty("select-focus-cases", meeting=room.meeting).state == "late"
    closing = duty("complete-tracker", meeting=room.meeting)
    assert (closing.state, closing.discharged_at, closing.evidence) == ("met", AFTER, "meeting-closed")


def test_who_takes_over_a_seat_takes_over_what_is_open(room):
    administrator = viewer_of(staff(posts=[Post.ADMINISTRATOR]))
    holding = SeatHolding.objects.get(seat="brokerage")
    leave_seat(holding_id=holding.pk, until=NOW.date(), actor=administrator, now=NOW)
    assert Duty.objects.get(term="complete-tracker", meeting=room.meeting).owner is None

    successor = staff()
    fill_seat(
        forum="ror", seat="brokerage", staff_id=successor.pk, since=NOW.date(), actor=administrator, now=NOW
    )
    assert "ROR-20" in [clause for clause, *_ in owed(successor, now=DURING)]


def test_a_deputy_answers_for_a_seat_nobody_holds():
    from tests.factories import seat

    forum = a_forum(seats=False)
    deputy = seat(forum, "brokerage", capacity="deputy")
    meeting = a_meeting(forum)
    reconcile(meeting_ids=[meeting.pk], now=NOW)
    assert duty("select-focus-cases").owner == deputy

    holder = seat(forum, "brokerage")
    reconcile(meeting_ids=[meeting.pk], now=NOW)
    assert duty("select-focus-cases").owner == holder


def test_duties_are_never_deleted(room):
    room.agree()
    before = set(Duty.objects.values_list("pk", flat=True))
    chair = viewer_of(room.week.chairing)
    cancel_meeting(meeting_id=room.later.pk, seen=None, why="nobody can come", actor=chair, now=NOW)

    assert before <= set(Duty.objects.values_list("pk", flat=True))


def test_what_lies_before_the_forum_was_live_is_no_breach():
    forum = a_forum(live_from=NOW.date())
    before = a_meeting(forum, NOW.date() - timedelta(days=7))
    reconcile(meeting_ids=[before.pk], now=NOW)
    assert not Duty.objects.exists()


def test_a_waived_duty_is_left_alone():
    meeting = a_meeting(a_forum())
    reconcile(meeting_ids=[meeting.pk], now=NOW)
    Duty.objects.filter(term="select-focus-cases").update(state="waived", evidence="training day")
    Meeting.objects.filter(pk=meeting.pk).update(selected_at=NOW)

    assert reconcile(meeting_ids=[meeting.pk], now=NOW) == {"create": 1}  # sending the mail, which follows
    assert duty("select-focus-cases").evidence == "training day"


DAYS = [
    "2026-11-28 10:00",  # a Saturday
    "2026-12-28 10:00",  # a bank holiday
    "2028-02-29 10:00",
    "2026-03-29 00:30",  # the clocks go forward
    "2026-03-29 02:30",
    "2026-10-25 00:30",  # they go back
    "2026-10-25 01:30",
    "2026-12-31 23:59",
    "2027-01-01 00:00",
]


@pytest.mark.parametrize("day", DAYS)
def test_sweeping_again_changes_nothing_whatever_the_day(day, settings):
    now = london(day)
    planned(now.date() + timedelta(weeks=8), now=now)
    for meeting in Meeting.objects.order_by("date")[:2]:
        Action.objects.create(
            subject_id=meeting.forum_id,
            meeting=meeting,
            what="Ask for a report",
            lead=staff(),
            due_on=meeting.date,
            due_at=meeting.starts_at,
            raised_by=staff(),
            raised_at=now,
        )

    assert sweep(now=now).changes == {"create": 2}
    before = list(Duty.objects.order_by("pk").values())
    assert sweep(now=now).changes == {}
    assert list(Duty.objects.order_by("pk").values()) == before


def test_a_sweep_goes_chunk_by_chunk_and_on_from_where_one_stopped():
    planned(NOW.date() + timedelta(weeks=9))
    Duty.objects.all().delete()
    ids = list(Meeting.objects.order_by("pk").values_list("pk", flat=True))

    swept = sweep(now=NOW, after=ids[2], chunk=2)

    assert (swept.meetings, swept.last, swept.changes) == (6, ids[-1], {"create": 21})
    assert set(Duty.objects.values_list("meeting", flat=True)) == set(ids[3:])


def test_the_sweep_command_says_what_it_changed(settings):
    settings.FIXED_NOW = NOW
    planned(NOW.date() + timedelta(weeks=2))
    Duty.objects.filter(term="select-focus-cases").update(owner=None)

    said = io.StringIO()
    with redirect_stdout(said):
        assert main(["sweep", "--json"]) == 0
    counts = json.loads(said.getvalue())["changes"]
    assert counts == {"create": 0, "re-date": 0, "reassign": 2, "discharge": 0, "revive": 0, "void": 0}


def queries_for(meetings: int) -> int:
    Meeting.objects.all().delete()
    forum = a_forum() if not SeatHolding.objects.exists() else SeatHolding.objects.first().forum
    rows = [a_meeting(forum, NOW.date() + timedelta(days=7 * week)) for week in range(meetings)]
    with CaptureQueriesContext(connection) as captured:
        reconcile(meeting_ids=[row.pk for row in rows], now=NOW)
    Duty.objects.all().delete()
    return sum(asked["sql"].startswith("SELECT") for asked in captured.captured_queries)


@pytest.mark.long
def test_reconciling_asks_as_many_questions_for_sixty_meetings_as_for_three():
    queries_for(1)  # reads the terms once
    assert queries_for(3) == queries_for(60) <= 16


@pytest.mark.clause("ROR-8")
def test_a_reading_of_the_terms_bites():
    """Were Monday's bank holiday not to move the task, it would be due on the holiday."""
    document = load.to_document(load.merged("ror"))
    for said in document["duties"]:
        if said["id"] == "select-focus-cases":
            said["due"] = {**said["due"], "holiday": "none", "at": "12:00"}
    forum = a_forum(terms=load.from_document(document))
    now = london("2026-05-22 09:00")
    plan_meetings(
        forum="ror", until=date(2026, 5, 29), actor=viewer_of(in_seat(forum, "coordinator")), now=now
    )

    assert ("ROR-8", "Choose the focus cases", "25 May 2026 at midday", False) in owed(
        brokerage(forum), now=now
    )
