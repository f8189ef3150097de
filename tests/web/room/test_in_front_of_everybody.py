"""The room while a case is discussed: what was written before, prompts, the timer, notes that become actions, the projector."""

from datetime import datetime, timedelta

import pytest

from remit.casework.room import take_item
from remit.records.children import Person
from tests.casework.rooms import DURING, Room, a_room
from tests.factories import staff
from tests.web.room.test_room_pages import address, name, of_item, send, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return DURING + timedelta(minutes=2)


@pytest.fixture
def the_room() -> Room:
    return a_room(cases=2, others=1).open()


@pytest.fixture
def client(the_room, signed_in):
    return signed_in(the_room.week.coordinating)


@pytest.mark.clause("ROR-10")
def test_what_was_written_for_the_meeting_stands_before_the_discussion_and_the_outcome(the_room, client):
    the_room.write(the_room(0), "commissioning-considerations", "Two homes were asked")

    page = text(client.get(of_item(the_room)))

    places = [
        page.index(words)
        for words in ("Written for the meeting", "Two homes were asked", ">Discussion</h2>", ">Outcome</h2>")
    ]
    assert places == sorted(places)


@pytest.mark.clause("ROR-7")
def test_before_the_outcome_the_page_says_what_is_still_open(the_room, client):
    page = text(client.get(of_item(the_room)))
    assert "It is not recorded yet whether the social worker or team manager came." in page
    assert "Nothing is written yet under Alternatives considered." in page

    the_room.somebody_comes_for(the_room(0))
    the_room.write(the_room(0), "alternatives-considered", "Respite")
    page = text(client.get(of_item(the_room)))
    assert "It is not recorded yet" not in page
    assert "under Alternatives considered" not in page

    the_room.decide(the_room(0), "support-at-home")
    assert "Before the outcome" not in text(client.get(of_item(the_room)))


@pytest.mark.clause("ROR-15")
def test_the_timer_says_when_the_item_began_and_ends_without_javascript(the_room, client):
    take_item(item_ref=the_room(1).ref, actor=the_room.coordinator, now=DURING + timedelta(minutes=1))

    page = text(client.get(of_item(the_room, 1)))

    assert "Started 3:06pm, 20 minutes, ends 3:26pm." in page
    assert 'data-ends="2026-10-15T14:26:00+00:00" hidden' in page
    assert "Started" not in text(client.get(of_item(the_room, 0)))


def test_a_note_becomes_an_action_by_a_key_that_is_written_on_the_page(the_room, client, signed_in):
    page = text(client.get(of_item(the_room)))
    assert "then press F2 or the button under the note" in page
    assert 'data-to-action="discussion"' in page
    assert 'name="action-what"' in page
    assert 'name="action-lead"' in page
    assert "press F2" not in text(signed_in(the_room.week.sitting).get(of_item(the_room)))


@pytest.mark.parametrize("one_name_only", [False, True])
def test_on_a_projector_no_child_is_named_on_any_page_of_the_room_until_it_is_ended(
    the_room, client, one_name_only
):
    if one_name_only:
        Person.objects.filter(family_name__gt="").update(family_name="", initials="Q")
    named = [name(the_room, number).strip() for number in (0, 1)]
    person = the_room.other().subject.person
    named.append(f"{person.given_name} {person.family_name}".strip())
    pages = [
        of_item(the_room),
        address(the_room, "room_section", section="other"),
        address(the_room, "room_section", section="actions"),
        address(the_room, "room_attendance"),
        address(the_room, "room_add"),
        address(the_room, "room_parts") + f"?item={the_room(0).ref}&visit=x",
    ]
    assert all(any(one in text(client.get(page)) for one in named) for page in (pages[0], pages[1], pages[4]))

    page = send(client, address(the_room, "room_projector"), projector="on", back=of_item(the_room))

    assert page.redirect_chain[-1][0] == of_item(the_room)
    assert "remit-projected" in text(page)
    assert f"</span>{name(the_room)[0]}." in text(page)
    for where in pages:
        assert not [one for one in named if one in text(client.get(where))], where
    noted = send(client, pages[1], token="t2", do="note", item=the_room.other().ref)
    assert "is noted as discussed" in text(noted)
    assert named[2] not in text(noted)

    ended = send(client, address(the_room, "room_projector"), projector="off", back="//elsewhere.example")
    assert named[0] in text(ended)


def test_who_is_not_at_the_meeting_projects_nothing(the_room, signed_in):
    assert send(signed_in(staff()), address(the_room, "room_projector")).status_code in (403, 404)
