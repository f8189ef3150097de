"""Two who prepare one meeting at the same time: one of them is told that it moved, and nothing counts twice."""

from datetime import time

import pytest

from remit.casework import agenda, selection
from remit.casework.selection import Choices
from remit.records.audit import AuditEvent
from remit.records.meetings import AgendaItem, Meeting, SelectionPart
from remit.rules.outcomes import Refused, Stale
from tests import races
from tests.casework.weeks import Week, a_week, rated
from tests.factories import NOW

pytestmark = pytest.mark.race


def errors(outcomes) -> list[type]:
    return sorted((type(outcome.error) for outcome in outcomes if outcome.error), key=str)


def choosing(week: Week, entry, seen: int):
    choices = Choices(offered=[entry.ref], ticked=[entry.ref])
    return lambda: selection.choose_cases(
        meeting_id=week.meeting.pk, choices=choices, seen=seen, actor=week.coordinator, now=NOW
    )


def test_of_two_who_choose_from_the_same_page_one_is_told_it_moved(own_database):
    week = a_week()
    first, second, third, fourth = (rated("high") for _ in range(4))
    assert week.coordinator
    seen = week.revision

    outcomes = races.at_once(choosing(week, first, seen), choosing(week, second, seen))

    assert errors(outcomes) == [Stale]
    assert week.meeting.items.count() == 1
    assert AuditEvent.objects.filter(verb="case.selected").count() == 1
    seen = week.revision
    with races.locks_taken_out():
        outcomes = races.at_once(choosing(week, third, seen), choosing(week, fourth, seen))
    assert errors(outcomes) == [], "without the lock neither notices the other"
    assert week.meeting.items.count() == 3


def test_of_two_who_finish_at_once_one_finishes(own_database):
    week = a_week()
    people = [week.coordinating, week.holder_of("brokerage")]
    assert week.coordinator

    outcomes = races.at_once(lambda: week.finish(people[0]), lambda: week.finish(people[1]))

    assert errors(outcomes) == [Refused]
    assert SelectionPart.objects.count() == 1
    assert AuditEvent.objects.filter(verb="selection.finished").count() == 1
    Meeting.objects.update(selected_at=None)
    SelectionPart.objects.all().delete()
    with races.locks_taken_out():
        outcomes = races.at_once(lambda: week.finish(people[0]), lambda: week.finish(people[1]))
    assert errors(outcomes) == [], "without the lock both finish"
    assert SelectionPart.objects.count() == 2


def test_of_two_who_set_times_from_the_same_page_one_is_told_it_moved(own_database):
    week = a_week()
    first, second = week.choose(rated("high"), rated("high"))
    week.finish()
    week.draft()

    def setting(item: AgendaItem, seen: int):
        return lambda: agenda.set_slot(
            item_ref=item.ref, at=time(15, 10), minutes=30, seen=seen, actor=week.coordinator, now=NOW
        )

    seen = week.revision
    outcomes = races.at_once(setting(first, seen), setting(second, seen))

    assert errors(outcomes) == [Stale]
    assert AuditEvent.objects.filter(verb="agenda.slot-set").count() == 1
    seen = week.revision
    with races.locks_taken_out():
        outcomes = races.at_once(setting(first, seen), setting(second, seen))
    assert errors(outcomes) == [], "without the lock both times are set"
