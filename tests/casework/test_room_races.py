"""Two at once in the room and before it: one answer, one closing, one action. First each accident is shown to happen without the lock."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from remit.casework import actions
from remit.casework.answers import Conflict, save_answer
from remit.records.actions import ActionUpdate
from remit.records.answers import Answer
from remit.records.audit import AuditEvent
from remit.records.meetings import RegisterEntry
from remit.records.people import Staff
from remit.rules.outcomes import Refused, Stale
from remit.rules.viewers import Post
from tests.casework.rooms import NEXT_DAY, Room, a_room
from tests.casework.weeks import a_week, rated
from tests.factories import NOW, a_child, a_team, staff, viewer_of
from tests.races import Outcome, at_once, locks_taken_out

pytestmark = pytest.mark.race


@pytest.fixture
def the_room(own_database: str) -> Room:
    return a_room(cases=1).open()


def errors(outcomes: list[Outcome]) -> list[type | None]:
    """What each of them raised."""
    return [type(outcome.error) if outcome.error else None for outcome in outcomes]


def two_answers(the_room: Room) -> list[Callable[[], object]]:
    item, coordinator, chair = the_room(0), the_room.coordinator, the_room.chair
    return [
        lambda: the_room.write(item, "discussion", "From the coordinator.", actor=coordinator),
        lambda: the_room.write(item, "discussion", "From the chair.", actor=chair),
    ]


def test_of_two_who_save_one_answer_the_second_gets_both_texts(the_room):
    outcomes = at_once(*two_answers(the_room))

    assert sorted(map(str, errors(outcomes))) == sorted(map(str, [None, Conflict]))
    conflict = next(outcome.error for outcome in outcomes if outcome.error)
    kept = Answer.objects.get()
    assert {conflict.mine, conflict.theirs} == {"From the coordinator.", "From the chair."}
    assert (kept.value, kept.version) == (conflict.theirs, 1)
    assert AuditEvent.objects.filter(verb="answer.saved").count() == 1


def test_without_the_lock_the_second_is_told_nothing_of_the_first(the_room):
    with locks_taken_out():
        outcomes = at_once(*two_answers(the_room))

    assert Conflict not in errors(outcomes)


def two_closings(the_room: Room) -> list[Callable[[], object]]:
    the_room.settle()
    seen, coordinator, chair = the_room.meeting.revision, the_room.coordinator, the_room.chair
    return [
        lambda: the_room.close(seen=seen, actor=coordinator),
        lambda: the_room.close(seen=seen, actor=chair),
    ]


def test_of_two_who_close_one_meeting_one_does_and_the_other_is_told(the_room):
    outcomes = at_once(*two_closings(the_room))

    refused = [outcome.error for outcome in outcomes if outcome.error]
    assert [type(error) for error in refused] == [Refused]
    assert "closed" in refused[0].problem
    assert RegisterEntry.objects.count() == 2
    assert AuditEvent.objects.filter(verb="meeting.closed").count() == 1


def test_without_the_lock_the_second_is_not_told(the_room):
    closings = two_closings(the_room)
    with locks_taken_out():
        outcomes = at_once(*closings)

    assert not any(isinstance(outcome.error, Refused) for outcome in outcomes)


def two_updates(the_room: Room) -> list[Callable[[], object]]:
    agreed, coordinator = the_room.agree(), the_room.coordinator
    lead = viewer_of(the_room.week.sitting)

    def update(text: str, actor: object) -> Callable[[], object]:
        return lambda: actions.update_action(
            action_ref=agreed.ref, seen=1, text=text, actor=actor, now=NEXT_DAY
        )

    return [update("From its lead.", lead), update("From the coordinator.", coordinator)]


def test_of_two_who_update_one_action_the_second_sees_the_first(the_room):
    outcomes = at_once(*two_updates(the_room))

    assert sorted(map(str, errors(outcomes))) == sorted(map(str, [None, Stale]))
    assert ActionUpdate.objects.count() == 1


def test_without_the_lock_both_updates_are_taken(the_room):
    updates = two_updates(the_room)
    with locks_taken_out():
        outcomes = at_once(*updates)

    assert errors(outcomes) == [None, None]
    assert ActionUpdate.objects.count() == 2


@pytest.fixture
def on_a_sheet(own_database: str) -> list[Callable[[], object]]:
    """A worker and their manager who write one answer on a case's sheet, before the meeting."""
    team, worker = a_team(), staff()
    manager = staff(posts=[(Post.TEAM_MANAGER, team)])
    (item,) = a_week().choose(rated("high", child=a_child(worker=worker, team=team)))

    def writes(person: Staff, text: str) -> Callable[[], object]:
        return lambda: save_answer(
            item_ref=item.ref,
            question="childs-view",
            text=text,
            base_version=0,
            actor=viewer_of(person),
            now=NOW,
        )

    return [writes(worker, "With an aunt."), writes(manager, "With a friend.")]


def test_of_two_who_save_one_answer_on_a_sheet_the_second_gets_both_texts(on_a_sheet):
    outcomes = at_once(*on_a_sheet)

    assert sorted(map(str, errors(outcomes))) == sorted(map(str, [None, Conflict]))
    conflict = next(outcome.error for outcome in outcomes if outcome.error)
    kept = Answer.objects.get()
    assert {conflict.mine, conflict.theirs} == {"With an aunt.", "With a friend."}
    assert (kept.value, kept.version) == (conflict.theirs, 1)
    assert AuditEvent.objects.filter(verb="answer.saved").count() == 1


def test_without_the_lock_the_second_on_a_sheet_is_told_nothing_of_the_first(on_a_sheet):
    with locks_taken_out():
        outcomes = at_once(*on_a_sheet)

    assert Conflict not in errors(outcomes)
