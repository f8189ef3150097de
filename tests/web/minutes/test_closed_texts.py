"""Minutes with a text that waits, about a record closed to the chair: the page says so, whom to ask, and the way forward."""

import pytest
from django.urls import reverse

from remit.casework.minutes import release_wording
from remit.records.answers import ReleasedWording
from remit.records.audit import AuditEvent
from remit.rules.outcomes import NotFound, Refused
from tests.casework.rooms import NEXT_DAY, Room, a_room
from tests.factories import staff, viewer_of
from tests.factories.children import number_of, restrict_to
from tests.web.minutes.test_minutes_pages import WHERE, extract_of, name, send, text, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return NEXT_DAY


@pytest.fixture
def the_room() -> Room:
    """A closed meeting; what was said of the first child names the second, and the first is restricted since."""
    the_room = a_room(cases=2).open()
    the_room.write(the_room(0), "discussion", f"Could live near {name(the_room, 1)}.")
    the_room.write(the_room(0), "alternatives-considered", "Stays with the aunt in Farbury.")
    the_room.settle()
    the_room.close()
    return the_room


@pytest.fixture
def named(the_room):
    """Somebody outside the forum who is named for the record."""
    named = staff()
    restrict_to(the_room(0).subject.person, named)
    return named


def secrets(the_room: Room) -> tuple[str, ...]:
    child = the_room(0).subject.person
    return (
        child.given_name,
        child.family_name,
        number_of(child),
        child.subject.ref,
        "Farbury",
        "Could live near",
    )


def test_the_page_says_what_waits_and_that_nobody_here_can_release_it(the_room, named, signed_in):
    for who in (the_room.week.chairing, the_room.week.coordinating):
        page = text(signed_in(who).get(WHERE))
        assert "1 text about a record that is closed to you may name another child." in page
        assert "information governance can name somebody" in page
        assert "1 restricted record is shown to the people named on it only, and not here." in page
        assert "Nothing is left to check" not in page
        assert not [secret for secret in secrets(the_room) if secret in page]


def test_it_names_by_seat_who_can_release_it(the_room, named, signed_in):
    restrict_to(the_room(0).subject.person, the_room.week.coordinating)

    page = text(signed_in(the_room.week.chairing).get(WHERE))

    assert "To have a wording released, ask in this forum’s seats: " in page
    assert the_room.week.coordinating.name not in page.split("To have a wording released")[1].split("</p>")[0]
    theirs = text(signed_in(the_room.week.coordinating).get(WHERE))
    assert "1 text may name another child. Release a wording" in theirs
    assert "closed to you" not in theirs


def test_the_chair_cannot_approve_it_unawares_and_learns_nothing_by_trying(the_room, named, signed_in):
    client = signed_in(the_room.week.chairing)

    refused = send(client, do="approve", seen=the_room.meeting.revision)

    assert refused.status_code == 409
    assert "about a record that is closed to you may name another child" in text(refused)
    assert "left out of the extract" in text(refused)
    assert not [secret for secret in secrets(the_room) if secret in text(refused)]
    assert the_room.meeting.minutes_approved_at is None


def test_the_chair_approves_with_it_left_out_of_the_extract(the_room, named, signed_in):
    client = signed_in(the_room.week.chairing)
    assert 'name="leave-out" value="on"' in text(client.get(WHERE))
    assert "Approve the minutes and leave it out" in text(client.get(WHERE))

    page = send(client, **{"do": "approve", "seen": the_room.meeting.revision, "leave-out": "on"})

    assert "The minutes are approved." in text(page)
    assert not [secret for secret in secrets(the_room) if secret in text(page)]
    left_out = ReleasedWording.objects.get()
    assert (left_out.wording, left_out.question, left_out.by) == ("", "discussion", the_room.week.chairing)
    assert AuditEvent.objects.get(verb="minutes.approved").detail["left_out"] == 1
    for where in (
        extract_of(the_room, 0),
        reverse("minutes_file", kwargs={"forum": "ror", "date": "2026-10-15"}),
    ):
        answer = client.get(where)
        assert answer.status_code == 404 or not [s for s in secrets(the_room) if s in words(answer)]


def test_who_is_named_then_has_the_extract_without_it(the_room, signed_in):
    child = the_room(0).subject.person
    the_room_s = the_room.week
    restrict_to(child, the_room_s.coordinating)
    send(
        signed_in(the_room_s.chairing),
        **{"do": "approve", "seen": the_room.meeting.revision, "leave-out": "on"},
    )

    extract = words(signed_in(the_room_s.coordinating).get(extract_of(the_room, 0)))

    assert "Stays with the aunt in Farbury." in extract
    assert "Could live near" not in extract


def test_who_is_named_and_runs_the_forum_releases_it_and_the_chair_approves(the_room, named, signed_in):
    restrict_to(the_room(0).subject.person, the_room.week.coordinating)
    release_wording(
        item_ref=the_room(0).ref,
        key="discussion",
        wording="Could live near another child.",
        seen=1,
        actor=the_room.coordinator,
        now=NEXT_DAY,
    )

    client = signed_in(the_room.week.chairing)
    assert "closed to you" not in text(client.get(WHERE))
    assert "The minutes are approved." in text(send(client, do="approve", seen=the_room.meeting.revision))


def test_leaving_out_is_only_for_what_is_closed_to_the_chair(the_room):
    """A text of a child the chair sees is read and released, not left out unread."""
    with pytest.raises(Refused, match="Discussion"):
        the_room.approve(leave_out=True)
    assert not ReleasedWording.objects.exists()


def test_who_is_not_named_does_not_release_it(the_room, named):
    with pytest.raises(NotFound):
        release_wording(
            item_ref=the_room(0).ref,
            key="discussion",
            wording="",
            seen=1,
            actor=viewer_of(the_room.week.chairing, now=NEXT_DAY),
            now=NEXT_DAY,
        )
