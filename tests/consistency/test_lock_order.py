"""Does every verb take its locks in the one order? All tests watch that; here every verb is walked, and the watch itself tried."""

from datetime import time, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from remit.casework import decisions, planning, selection
from remit.casework.children import allocate
from remit.casework.duties import sweep
from remit.casework.locks import lock_action_list, lock_forum_of, lock_meeting, lock_meetings
from remit.casework.people import end_account
from remit.records.duties import Duty
from remit.records.meetings import AgendaItem, Meeting
from remit.records.people import PostHolding, Staff, TeamMembership
from remit.rules.viewers import Post
from tests.casework.lists import a_list, brokerage, load
from tests.casework.rooms import DURING, a_room
from tests.casework.weeks import a_later_meeting, a_week, rated
from tests.consistency.every_verb import CARRIED_OUT
from tests.factories import NOW, TODAY, a_child, a_team, staff, viewer_of
from tests.lock_order import OutOfOrder, watched
from tests.remembered import built_anew

WALKED = set(CARRIED_OUT.values())


@pytest.mark.long
def test_every_verb_takes_its_locks_in_the_one_order(a_watch_over_locks, db):
    for carry_out in CARRIED_OUT.values():
        before = transaction.savepoint()
        with built_anew():
            carry_out()
        transaction.savepoint_rollback(before)

    assert len(WALKED) >= 25
    assert a_watch_over_locks.taken >= 400
    assert a_watch_over_locks.faults == []
    together = a_watch_over_locks.chains
    assert {("Forum", "Meeting"), ("Forum", "SeatHolding"), ("ActionList", "Meeting")} <= together


def test_a_list_loaded_after_the_selection_locks_list_import_and_meetings_in_turn(a_watch_over_locks, db):
    week = a_week()
    week.finish()

    load(a_list("0070001,AB,High,Today,1,Looking"), brokerage())

    assert week.meeting.items.count() == 1
    assert ("ActionList", "Import", "Meeting") in a_watch_over_locks.chains


def test_ending_an_account_locks_all_that_it_held_before_the_meetings(a_watch_over_locks, db):
    week = a_week()
    later = a_later_meeting(week)
    sweep(now=NOW)
    leaving = week.holder_of("brokerage")
    held = {"since": TODAY, "recorded_at": NOW, "source": "seed"}
    PostHolding.objects.create(staff=leaving, post=Post.BROKERAGE.value, **held)
    TeamMembership.objects.create(staff=leaving, team=a_team(), **held)

    end_account(staff_id=leaving.pk, actor=viewer_of(staff(posts=[Post.ADMINISTRATOR])), now=NOW)

    assert {later.pk, week.meeting.pk} <= set(
        Duty.objects.filter(state="open").values_list("meeting", flat=True)
    )
    locked = ("Staff", "SeatHolding", "PostHolding", "TeamMembership", "Meeting")
    assert locked in a_watch_over_locks.chains


def test_allocating_a_child_locks_it_before_the_meetings(a_watch_over_locks, db):
    a_week()
    sweep(now=NOW)
    child, team = a_child(), a_team()

    allocate(
        child_id=child.pk,
        worker_id=None,
        team_id=team.pk,
        since=TODAY,
        told="A letter",
        actor=viewer_of(staff(posts=[Post.DATA_OFFICER])),
        now=NOW,
    )

    assert ("Person", "Meeting") in a_watch_over_locks.chains


def test_meetings_are_locked_by_key_even_where_the_next_one_was_called_later(a_watch_over_locks, db):
    """The meeting right after this one has the higher key here, and the lower key in the week after."""
    the_room = a_room(cases=2).open()
    at = {"start": time(10), "end": time(11), "actor": the_room.chair, "now": DURING}
    between = planning.call_meeting(forum="ror", on=the_room.later.date - timedelta(days=2), **at)
    assert between > the_room.later.pk > the_room.id

    the_room.decide(the_room(0), "deferred", why="No time")
    put_off_to = the_room(0).deferred_to_id
    the_room.decide(the_room(0), "support-at-home", seen=1)
    selected = Meeting.objects.get(pk=between)
    again = selection.select_case(
        meeting_id=selected.pk, entry_ref=rated("high").ref, seen=None, actor=the_room.coordinator, now=DURING
    )
    decisions.defer_item(item_ref=again, why="No time", actor=the_room.coordinator, now=DURING)
    planning.move_meeting(
        meeting_id=the_room.later.pk, seen=None, to=the_room.later.date + timedelta(days=1), why="Ill", **at
    )

    assert put_off_to == between
    assert AgendaItem.objects.get(ref=again).deferred_to_id == the_room.later.pk
    assert ("Forum", "Meeting") in a_watch_over_locks.chains


def out_of_order(act) -> str:
    with pytest.raises(OutOfOrder) as found, watched(), transaction.atomic():
        act()
    return str(found.value)


def test_the_watch_sees_a_list_locked_after_a_meeting(db):
    week = a_week()
    assert "ActionList 1 is locked after" in out_of_order(
        lambda: [lock_meeting(week.meeting.pk), lock_action_list()]
    )


def test_the_watch_sees_an_earlier_meeting_locked_after_a_later(db):
    week = a_week()
    later = a_later_meeting(week)
    assert "is locked after" in out_of_order(lambda: [lock_meeting(later.pk), lock_meeting(week.meeting.pk)])


def test_the_watch_sees_a_forum_locked_after_its_meeting(db):
    week = a_week()
    assert "Forum" in out_of_order(lambda: [lock_meeting(week.meeting.pk), lock_forum_of(week.meeting.pk)])


def test_the_watch_sees_a_meeting_changed_that_was_not_locked(db):
    week = a_week()
    assert "changed and was not locked" in out_of_order(
        lambda: Meeting.objects.get(pk=week.meeting.pk).save()
    )


def test_the_watch_sees_a_lock_taken_elsewhere(db):
    a_week()
    said = out_of_order(lambda: list(Staff.objects.select_for_update().values_list("pk", flat=True)))
    assert "not locked through" in said


def test_meetings_are_locked_by_key_whatever_order_they_are_named_in(db):
    week = a_week()
    later = a_later_meeting(week)
    with watched() as watch, transaction.atomic():
        assert list(lock_meetings([later.pk, week.meeting.pk])) == sorted([later.pk, week.meeting.pk])
    assert watch.taken == 2


def test_locks_are_taken_in_one_place_only():
    files = [path for path in Path("src/remit").rglob("*.py") if "select_for_update(" in path.read_text()]
    assert {str(path) for path in files} == {"src/remit/casework/locks.py", "src/remit/records/persons.py"}
