"""Two verbs whose locks meet: what one does before the other is stored is neither missed nor a deadlock."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import OperationalError

from remit.casework import planning
from remit.casework.action_list import rate_entry
from remit.casework.duties import sweep
from remit.casework.imports import HELD_FOR
from remit.casework.locks import lock_meeting
from remit.casework.people import end_account
from remit.casework.seats import leave_seat
from remit.casework.terms import adopt_terms
from remit.records.audit import AuditEvent
from remit.records.duties import Duty
from remit.records.forums import SeatHolding
from remit.records.meetings import Meeting
from remit.records.placements_list import EntryDetail, Import
from remit.rules.outcomes import NotFound
from remit.rules.viewers import Post
from remit.terms.load import merged
from tests.casework.lists import a_list, apply, brokerage, hold
from tests.casework.rooms import DURING, a_room
from tests.casework.weeks import Week, a_later_meeting, a_week, rated
from tests.factories import NOW, TODAY, staff, viewer_of
from tests.meanwhile import locked_otherwise, meanwhile

pytestmark = pytest.mark.race


def rating(entry) -> Callable[[], None]:
    seen, actor = EntryDetail.objects.open().get(entry=entry).pk, brokerage()
    return lambda: rate_entry(entry_ref=entry.ref, seen=seen, risk="high", actor=actor, now=NOW)


def a_week_and_an_unrated_case() -> tuple[Week, Callable[[], None]]:
    week, entry = a_week(), rated("unrated")
    assert week.coordinating
    assert week.coordinator
    assert week.holder_of("brokerage")
    return week, rating(entry)


def verbs() -> list[str]:
    both = ("selection.finished", "entry.rated")
    return list(AuditEvent.objects.filter(verb__in=both).order_by("id").values_list("verb", flat=True))


def test_a_case_rated_while_the_selection_is_being_finished_joins_late(own_database):
    week, rate = a_week_and_an_unrated_case()

    ours, theirs = meanwhile(week.finish, rate)

    assert (ours.error, theirs.error) == (None, None)
    assert verbs() == ["selection.finished", "entry.rated"]
    assert week.meeting.items.get().late


def test_without_the_lock_it_falls_between_choosing_and_joining(own_database):
    week, rate = a_week_and_an_unrated_case()

    with locked_otherwise(no=True):
        ours, theirs = meanwhile(week.finish, rate)

    assert (ours.error, theirs.error) == (None, None)
    assert not week.meeting.items.exists()


def test_a_selection_finished_while_a_case_is_being_rated_is_finished_after_it(own_database):
    week, rate = a_week_and_an_unrated_case()

    ours, theirs = meanwhile(rate, week.finish)

    assert (ours.error, theirs.error) == (None, None)
    assert verbs() == ["entry.rated", "selection.finished"]
    assert not week.meeting.items.exists(), "it was on the list to be chosen"


def ending_the_writer() -> tuple[Callable[[], object], Callable[[], object], Callable[[], object]]:
    """The coordinator writes at a meeting while an administrator ends that very account."""
    the_room = a_room(cases=1).open()
    item, coordinator = the_room(0), the_room.coordinator
    administrator = viewer_of(staff(posts=[Post.ADMINISTRATOR]))
    ending = lambda: end_account(staff_id=coordinator.staff_id, actor=administrator, now=DURING)  # noqa: E731
    writing = lambda: the_room.write(item, "discussion", "Said", actor=coordinator)  # noqa: E731
    return lambda: lock_meeting(the_room.id), ending, writing


def test_an_account_that_is_being_ended_may_still_be_named_as_the_author(own_database):
    holding, ending, writing = ending_the_writer()

    ours, theirs = meanwhile(holding, ending, then=writing)

    assert (ours.error, theirs.error) == (None, None)


def test_a_lock_against_being_named_would_be_a_deadlock(own_database):
    holding, ending, writing = ending_the_writer()

    with locked_otherwise(no_key=False):
        ours, theirs = meanwhile(holding, ending, then=writing)

    assert [type(one.error) for one in (ours, theirs) if one.error] == [OperationalError]


def an_old_import_and_a_new() -> tuple[Callable[[], object], Callable[[], object]]:
    """Applying a file held too long, while another upload is about to drop it."""
    actor = brokerage()
    old = hold(a_list("0070001,AB,High,Today,1,Looking"), actor, now=NOW - HELD_FOR - timedelta(hours=1))
    applying = lambda: apply(old, actor)  # noqa: E731
    holding = lambda: hold(a_list("0070002,CD,Low,Planned,,"), actor)  # noqa: E731
    return applying, holding


def test_an_upload_does_not_drop_what_is_being_applied(own_database):
    applying, holding = an_old_import_and_a_new()

    ours, theirs = meanwhile(applying, holding)

    assert (ours.error, theirs.error) == (None, None)
    states = Import.objects.order_by("at").values_list("state", flat=True)
    assert list(states) == ["applied", "held"]
    assert Import.objects.get(state="held").basis == 1, "it is compared with the list as it then was"


def test_what_an_upload_dropped_is_not_applied(own_database):
    applying, holding = an_old_import_and_a_new()

    ours, theirs = meanwhile(holding, applying)

    assert ours.error is None
    assert "dropped" in theirs.error.problem
    assert not EntryDetail.objects.exists()


def test_a_meeting_moved_while_its_neighbour_closes_leaves_one_set_of_duties(own_database):
    the_room = a_room(cases=1).open()
    the_room.settle()
    later, seen, chair = the_room.later, the_room.meeting.revision, the_room.chair
    closing = lambda: the_room.close(seen=seen)  # noqa: E731
    assert the_room.coordinator

    def moving() -> None:
        planning.move_meeting(
            meeting_id=later.pk,
            seen=None,
            to=later.date + timedelta(days=1),
            start=later.start,
            end=later.end,
            why="Illness",
            actor=chair,
            now=DURING,
        )

    ours, theirs = meanwhile(closing, moving)

    assert (ours.error, theirs.error) == (None, None)
    assert not sweep(now=DURING).changes


def test_terms_are_adopted_once(own_database):
    a_week()
    actor = viewer_of(staff(posts=[Post.ADMINISTRATOR]))
    changed = merged("ror").model_copy(update={"short": "ROR2"})

    def adopting() -> bool:
        return adopt_terms(terms=changed, effective_from=TODAY, actor=actor, now=NOW).new

    ours, theirs = meanwhile(adopting, adopting)

    assert (ours.error, theirs.error) == (None, None)
    assert (ours.value, theirs.value) == (True, False)
    assert set(Meeting.objects.values_list("terms__effective_from", flat=True)) == {TODAY}


def test_a_holding_ended_with_its_account_is_not_left_once_more(own_database):
    week = a_week()
    a_later_meeting(week)
    sweep(now=NOW)
    leaving, actor = week.holder_of("brokerage"), viewer_of(staff(posts=[Post.ADMINISTRATOR]))
    held = SeatHolding.objects.get(staff=leaving)
    until = TODAY + timedelta(days=1)

    ours, theirs = meanwhile(
        lambda: end_account(staff_id=leaving.pk, actor=actor, now=NOW),
        lambda: leave_seat(holding_id=held.pk, until=until, actor=actor, now=NOW),
    )

    assert (ours.error, type(theirs.error)) == (None, NotFound)
    assert SeatHolding.objects.known().get(staff=leaving).until == TODAY
    assert not Duty.objects.filter(owner=leaving, state="open").exists()
