"""Fifty who take the last slot, two who approve the minutes: one does, the others are told."""

from __future__ import annotations

from datetime import time

import pytest

from remit.casework import agenda
from remit.records.audit import AuditEvent
from remit.records.meetings import AgendaItem
from remit.rules.outcomes import Refused, Stale
from tests.casework.rooms import Room, a_room
from tests.casework.weeks import a_week, rated
from tests.factories import NOW
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
