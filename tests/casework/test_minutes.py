"""Minutes stay a draft until the chair approves them, and no extract names another child."""

import pytest

from remit.casework import minutes
from remit.records.answers import ReleasedWording
from remit.rules.outcomes import NotAllowed, NotFound, Refused, Stale
from tests.casework.rooms import NEXT_DAY, Room, a_room
from tests.factories import a_child
from tests.factories.children import number_of

pytestmark = pytest.mark.django_db


def with_text(text: str, *, question: str = "discussion", cases: int = 2) -> Room:
    """A closed meeting at which this was written about the first case."""
    the_room = a_room(cases=cases).open()
    the_room.write(the_room(0), question, text)
    the_room.settle()
    the_room.close()
    return the_room


def name_of(the_room: Room, number: int) -> str:
    person = the_room(number).subject.person
    return f"{person.given_name} {person.family_name}"


def release(
    the_room: Room, wording: str, *, key: str = "discussion", seen: int = 1, **options: object
) -> None:
    options = {"actor": the_room.coordinator, "now": NEXT_DAY, **options}
    minutes.release_wording(item_ref=the_room(0).ref, key=key, wording=wording, seen=seen, **options)


def test_the_chair_approves_the_minutes_of_a_closed_meeting():
    the_room = with_text("Nobody else is named here.")

    the_room.approve()

    meeting = the_room.meeting
    assert (meeting.minutes_approved_at, meeting.minutes_approved_by) == (NEXT_DAY, the_room.week.chairing)


def test_nobody_else_approves_them():
    the_room = with_text("Nobody else is named here.")

    for actor in (the_room.coordinator, the_room.member):
        with pytest.raises(NotAllowed, match="Only the chair"):
            the_room.approve(actor=actor)

    assert the_room.meeting.minutes_approved_at is None


def test_minutes_of_an_open_meeting_are_not_approved():
    with pytest.raises(Refused, match="draft until the meeting is closed"):
        a_room(cases=1).open().approve()


def test_minutes_are_approved_once_and_as_they_were_read():
    the_room = with_text("Nobody else is named here.")
    with pytest.raises(Stale):
        the_room.approve(seen=the_room.meeting.revision - 1)
    the_room.approve()

    with pytest.raises(Refused, match="approved already"):
        the_room.approve()


def test_a_text_that_names_another_child_of_the_meeting_waits_for_a_wording():
    the_room = a_room(cases=2).open()
    the_room.write(the_room(0), "discussion", f"Could move in with {name_of(the_room, 1).upper()}.")
    the_room.settle()
    the_room.close()

    with pytest.raises(Refused, match="1 text may name another child: Discussion"):
        the_room.approve()

    release(the_room, "Could move in with another child.")
    the_room.approve()


@pytest.mark.parametrize("by", ["name", "number"])
def test_a_child_who_is_not_on_the_agenda_is_found_by_full_name_and_number(by):
    child = a_child("Quillony", "Farthingmoor")

    the_room = with_text(
        "With quillony farthingmoor." if by == "name" else f"See {number_of(child)}.", cases=1
    )

    with pytest.raises(Refused, match="may name another child"):
        the_room.approve()


def test_an_action_that_names_another_child_waits_as_well():
    the_room = a_room(cases=2).open()
    action = the_room.agree(f"Ask the carer of {name_of(the_room, 1)}", item=the_room(0))
    the_room.settle()
    the_room.close()

    with pytest.raises(Refused, match="may name another child"):
        the_room.approve()
    release(the_room, "Ask the carer", key=f"action:{action.ref}")
    the_room.approve()


def test_a_wording_that_still_names_the_other_child_is_refused():
    the_room = a_room(cases=2).open()
    the_room.write(the_room(0), "discussion", f"With {name_of(the_room, 1)}.")
    the_room.settle()
    the_room.close()

    with pytest.raises(Refused) as refused:
        release(the_room, f"Perhaps with {name_of(the_room, 1)}.")

    assert refused.value.field == "wording"
    assert not ReleasedWording.objects.exists()


def test_a_word_that_only_looks_like_a_name_can_be_confirmed():
    the_room = a_room(cases=2).open()
    given = the_room(1).subject.person.given_name
    the_room.write(the_room(0), "discussion", f"{given} is a village.")
    the_room.settle()
    the_room.close()

    release(the_room, f"{given} is a village.")

    the_room.approve()
    assert the_room.meeting.minutes_approved_at is not None


def test_a_later_wording_takes_the_place_of_the_earlier_one():
    the_room = with_text("Said.")
    release(the_room, "First.")
    release(the_room, "Second.")

    assert ReleasedWording.objects.get(superseded_at__isnull=True).wording == "Second."
    assert ReleasedWording.objects.count() == 2


def test_a_wording_is_for_a_text_that_is_there_and_was_read():
    the_room = with_text("Said.")

    with pytest.raises(NotFound):
        release(the_room, "x", key="interim-arrangements")
    with pytest.raises(Stale):
        release(the_room, "x", seen=2)


def test_wording_is_released_between_closing_and_approval_by_who_runs_the_forum():
    the_room = a_room(cases=1).open()
    the_room.write(the_room(0), "discussion", "Said.")
    with pytest.raises(Refused, match="draft until"):
        release(the_room, "x")
    the_room.settle()
    the_room.close()
    with pytest.raises(NotAllowed):
        release(the_room, "x", actor=the_room.member)
    the_room.approve()
    with pytest.raises(Refused, match="approved already"):
        release(the_room, "x")
