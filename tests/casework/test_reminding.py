"""Who is reminded of what they owe, and to whom it goes when it is not done: as their home pages show it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from remit.casework.duties import reconcile
from remit.casework.planning import move_meeting
from remit.casework.reminding import take_steps
from remit.records.children import Person, Restriction
from remit.records.duties import Duty
from remit.records.duty_steps import DutyStep
from remit.records.people import PostHolding, TeamMembership
from remit.rules.viewers import Post
from remit.terms import load
from tests.casework.rooms import DURING, Room, a_room
from tests.casework.weeks import Week, a_week
from tests.factories import NOW, TODAY, a_team, london, staff
from tests.terms.test_kinds import ELSEWHERE

pytestmark = pytest.mark.django_db

OVERDUE = london("2026-10-13 11:01")
"""A working day after the focus cases were to be chosen."""


def a_waiting_week(slug: str = "ror", **options: object) -> Week:
    """A week in which nothing was done, its duties raised when it was planned."""
    week = a_week(slug, **options)
    reconcile(meeting_ids=[week.meeting.pk], now=london("2026-10-01 09:00"))
    return week


def managed(week: Week, seat: str = "brokerage"):
    """Put who holds the seat into a team, and answer with its managers, the nearest first."""
    team = a_team()
    TeamMembership.objects.create(
        staff=week.holder_of(seat), team=team, since=TODAY.replace(month=1), recorded_at=NOW, source="seed"
    )
    posts = [Post.TEAM_MANAGER, Post.SERVICE_MANAGER, Post.HEAD_OF_SERVICE]
    units = [team, team.parent, team.parent.parent]
    return [staff(posts=[(post, unit)]) for post, unit in zip(posts, units, strict=True)]


def shown(signed_in, settings, person, now) -> str:
    settings.FIXED_NOW = now
    return " ".join(signed_in(person).get("/").content.decode().split())


@pytest.mark.clause("ROR-14")
def test_what_is_a_working_day_overdue_stands_on_the_page_of_the_manager_above(signed_in, settings):
    week = a_waiting_week()
    manager, above, *_ = managed(week)

    take_steps(now=OVERDUE)

    page = shown(signed_in, settings, manager, OVERDUE)
    assert "Overdue, and now with you" in page
    assert "Choose the focus cases" in page
    assert week.holder_of("brokerage").name in page
    assert "Tuesday 13 October 2026, 11am" in page
    assert "now with you" not in shown(signed_in, settings, above, OVERDUE)


def test_it_leaves_the_page_once_it_is_done(signed_in, settings):
    week = a_waiting_week()
    manager, *_ = managed(week)
    take_steps(now=OVERDUE)
    week.finish()

    assert "now with you" not in shown(signed_in, settings, manager, OVERDUE)


def test_each_step_is_taken_once_and_who_owes_it_is_reminded_first():
    week = a_waiting_week()
    friday = london("2026-10-09 07:00")
    assert take_steps(now=friday) == 1
    assert take_steps(now=friday) == 0
    step = DutyStep.objects.get()
    assert (step.kind, step.to, step.duty.term) == (
        "reminder",
        week.holder_of("brokerage"),
        "select-focus-cases",
    )

    take_steps(now=OVERDUE)
    take_steps(now=OVERDUE)
    assert DutyStep.objects.filter(kind="escalation").count() == 1


def test_a_meeting_that_is_moved_is_reminded_of_anew(signed_in, settings):
    week = a_waiting_week()
    manager, *_ = managed(week)
    take_steps(now=OVERDUE)
    move_meeting(
        meeting_id=week.meeting.pk,
        to=week.meeting.date.replace(day=22),
        start=week.meeting.start,
        end=week.meeting.end,
        why="Half of us are away",
        seen=None,
        actor=week.chair,
        now=OVERDUE,
    )
    assert "now with you" not in shown(signed_in, settings, manager, OVERDUE)

    take_steps(now=london("2026-10-16 07:00"))
    assert DutyStep.objects.filter(kind="reminder", due_at=london("2026-10-19 11:00")).count() == 1


@pytest.mark.parametrize("in_charge, comes_to", [("service", 1), ("nobody", "chair")])
def test_where_no_manager_is_known_it_goes_further_up_and_last_to_the_chair(in_charge, comes_to):
    week = a_waiting_week()
    managers = managed(week)
    gone = managers[:1] if in_charge == "service" else managers
    PostHolding.objects.filter(staff__in=gone).delete()
    take_steps(now=OVERDUE)
    expected = week.chairing if comes_to == "chair" else managers[comes_to]
    assert DutyStep.objects.get(kind="escalation").to == expected


def test_elsewhere_it_goes_to_the_chair_two_days_after():
    week = a_waiting_week("huddle", terms=load.merged("huddle", ELSEWHERE))
    take_steps(now=london("2026-10-14 15:01"))
    duty = Duty.objects.get(term="choose-cases")
    assert [step.to for step in duty.steps.filter(kind="escalation")] == [week.chairing]


def test_what_was_due_before_the_forum_went_live_is_chased_by_nobody():
    a_waiting_week(live_from=TODAY)
    assert take_steps(now=OVERDUE) == 0


@pytest.fixture
def room() -> Room:
    return a_room(cases=1, others=0).open()


def test_a_restricted_record_goes_only_to_somebody_named_for_it(room, signed_in, settings):
    lead, late = staff(), london("2026-10-30 10:00")
    item = room(0)
    room.agree("Ring the school", item=item, lead=lead)
    team = a_team()
    manager = staff(posts=[(Post.TEAM_MANAGER, team)])
    named = staff(posts=[(Post.SERVICE_MANAGER, team.parent)])
    period = {"since": TODAY, "recorded_at": NOW, "source": "seed"}
    TeamMembership.objects.create(staff=lead, team=team, **period)
    Person.objects.filter(pk=item.subject_id).update(restricted=True)
    for one in (lead, named):
        Restriction.objects.create(person_id=item.subject_id, staff=one, **period)
    reconcile(meeting_ids=[room.id], now=DURING)

    take_steps(now=late)

    steps = DutyStep.objects.filter(kind="escalation", duty__term="report-on-action")
    assert [step.to for step in steps] == [named]
    assert "Ring the school" not in shown(signed_in, settings, manager, late)


@pytest.mark.long
def test_many_duties_take_as_many_queries_as_few(room):
    def queries(of: int) -> int:
        for number in range(of):
            room.agree(f"Number {of} {number}", item=room(0), lead=staff())
        with CaptureQueriesContext(
            connection,
        ) as asked:
            take_steps(now=london(f"2026-11-{of:02} 10:00"))
        return len(asked)

    assert queries(2) >= queries(20)
