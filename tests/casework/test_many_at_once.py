"""Fifty who take the last slot, two who approve the minutes, minutes and a hand on one trajectory: one does, the others are told."""

from __future__ import annotations

from datetime import time

import pytest
from django.db import IntegrityError

from remit.casework import agenda
from remit.casework.corrections import approve_corrections, propose_correction
from remit.casework.trajectories import change_trajectory
from remit.records.audit import AuditEvent
from remit.records.corrections import MinutesVersion
from remit.records.meetings import AgendaItem
from remit.records.trajectories import Trajectory
from remit.rules.outcomes import Refused, Stale
from remit.rules.trajectories import Plan
from tests.casework.rooms import NEXT_DAY, Room, a_room
from tests.casework.weeks import a_week, rated
from tests.factories import NOW, a_team, allocate, staff, viewer_of
from tests.races import Outcome, at_once, locks_taken_out

pytestmark = pytest.mark.race
PEOPLE, LAST = 50, time(16, 10)


def errors(outcomes: list[Outcome]) -> list[type]:
    return [type(outcome.error) for outcome in outcomes if outcome.error]


def test_of_fifty_who_take_the_last_slot_from_the_same_page_one_gets_it(own_database):
    week = a_week()
    items = week.choose(*(rated("high") for _ in range(3)))
    week.finish()
    week.draft()
    seen, actor = week.revision, week.coordinator

    def taking(item: AgendaItem):
        return lambda: agenda.set_slot(
            item_ref=item.ref, at=LAST, minutes=20, shift_later=False, seen=seen, actor=actor, now=NOW
        )

    outcomes = at_once(*(taking(items[number % len(items)]) for number in range(PEOPLE)))

    assert errors(outcomes) == [Stale] * (PEOPLE - 1)
    assert week.meeting.items.filter(slot_at=LAST).count() == 1
    assert AuditEvent.objects.filter(verb="agenda.slot-set").count() == 1
    assert week.revision == seen + 1


@pytest.fixture
def closed(own_database) -> Room:
    return a_room(cases=1).closed()


def two_approvals(closed: Room):
    seen, chair = closed.meeting.revision, closed.chair
    return [lambda: closed.approve(seen=seen, actor=chair) for _ in range(2)]


def test_of_two_who_approve_the_minutes_one_does_and_the_other_is_told(closed):
    outcomes = at_once(*two_approvals(closed))

    (told,) = [outcome.error for outcome in outcomes if outcome.error]
    assert isinstance(told, Refused)
    assert AuditEvent.objects.filter(verb="minutes.approved").count() == 1


def test_without_the_lock_both_approve(closed):
    with locks_taken_out():
        outcomes = at_once(*two_approvals(closed))

    assert errors(outcomes) == []


@pytest.fixture
def planning(own_database):
    """Minutes that begin a child's trajectory, and somebody who writes one by hand at that moment."""
    room = a_room(cases=1).open()
    room.write(room(0), "interim-arrangements", "Carers hold on.")
    room.write(room(0), "step-down-actions", "Weekends at home.")
    room.decide(room(0), "residential-start")
    room.settle()
    room.close()
    child = room(0).subject.person
    worker = staff()
    allocate(child, worker, a_team())
    child_ref, actor, seen, chair = child.subject.ref, viewer_of(worker), room.meeting.revision, room.chair

    def by_hand():
        plan = Plan("An aunt helps.", "Back to the aunt.", None)
        return change_trajectory(
            child_ref=child_ref, seen=0, plan=plan, why="She asked", actor=actor, now=NEXT_DAY
        )

    return [lambda: room.approve(seen=seen, actor=chair), by_hand]


def test_minutes_that_begin_a_trajectory_and_a_hand_that_writes_one_come_one_after_the_other(planning):
    approved, written = at_once(*planning)

    assert approved.error is None
    assert written.error is None or isinstance(written.error, Stale)
    (held,) = Trajectory.objects.filter(superseded_at__isnull=True)
    assert held.forum_id is not None, "what the forum decided is the last word, or the only one"
    assert held.version == (1 if written.error else 2)


def test_without_the_lock_only_the_database_stops_the_second_trajectory(planning):
    with locks_taken_out():
        outcomes = at_once(*planning)

    assert errors(outcomes) == [IntegrityError]


def two_corrections_approved(closed: Room):
    closed.approve()
    propose_correction(
        item_ref=closed(0).ref,
        key="discussion",
        text="Said.",
        seen=0,
        why="Left out",
        actor=closed.coordinator,
        now=NEXT_DAY,
    )
    seen, chair = closed.meeting.revision, closed.chair
    return [
        lambda: approve_corrections(meeting_id=closed.id, seen=seen, actor=chair, now=NEXT_DAY)
        for _ in range(2)
    ]


def test_of_two_who_approve_a_correction_one_does_and_the_other_is_told(closed):
    outcomes = at_once(*two_corrections_approved(closed))

    assert errors(outcomes) == [Stale]
    assert AuditEvent.objects.filter(verb="minutes.corrected").count() == 1
    assert MinutesVersion.objects.count() == 1


def test_without_the_lock_the_database_alone_keeps_a_version_from_being_made_twice(closed):
    acts = two_corrections_approved(closed)
    with locks_taken_out():
        outcomes = at_once(*acts)

    assert Stale not in errors(outcomes)
    assert MinutesVersion.objects.count() == 1
