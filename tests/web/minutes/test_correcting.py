"""Correcting a text between closing and approval, as who runs the forum does it."""

from datetime import datetime

import pytest
from django.urls import reverse

from remit.records.answers import Answer
from remit.records.audit import AuditEvent, Look
from tests.casework.rooms import NEXT_DAY, Room, a_room
from tests.factories.children import restrict_to

pytestmark = pytest.mark.django_db

WHERE = "/forums/ror/2026-10-15/minutes"


@pytest.fixture
def now() -> datetime:
    return NEXT_DAY


@pytest.fixture
def the_room() -> Room:
    """A closed meeting, its minutes a draft."""
    the_room = a_room(cases=2).open()
    the_room.write(the_room(0), "discussion", "Siad in haste.")
    the_room.settle()
    the_room.close()
    return the_room


@pytest.fixture
def client(the_room, signed_in):
    return signed_in(the_room.week.chairing)


def address(the_room: Room, number: int = 0, question: str = "discussion") -> str:
    parts = {"forum": "ror", "date": "2026-10-15", "item": the_room(number).ref, "question": question}
    return reverse("minutes_correct", kwargs=parts)


def send(client, where: str, *, token: str = "t1", **data: object):
    return client.post(where, data | {"form_token": token}, follow=True)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_text_is_corrected_from_the_draft_and_what_stood_there_is_kept(the_room, client):
    assert address(the_room) in text(client.get(WHERE))

    page = send(client, address(the_room), seen=1, text="Said in haste.")

    assert "The text is corrected." in text(page)
    assert "Said in haste." in text(page)
    assert list(Answer.objects.order_by("version").values_list("value", flat=True)) == [
        "Siad in haste.",
        "Said in haste.",
    ]
    assert AuditEvent.objects.get(verb="answer.corrected").subject_id == the_room(0).subject_id


def test_of_two_who_correct_one_text_the_second_sees_the_first_and_loses_nothing(the_room, client, signed_in):
    send(signed_in(the_room.week.coordinating), address(the_room), seen=1, text="Said first.")

    page = send(client, address(the_room), seen=1, text="Said second.")

    assert page.status_code == 409
    assert "Somebody else has corrected this text" in text(page)
    assert "Said first." in text(page)
    assert "Said second.</textarea>" in text(page)
    again = send(client, address(the_room), token="t2", seen=2, text="Said by both.")
    assert "Said by both." in text(again)


@pytest.mark.parametrize("words, said", [("  ", "Enter"), ("x" * 20_001, "20,000 characters")])
def test_a_correction_leaves_words_and_not_too_many(the_room, client, words, said):
    page = send(client, address(the_room), seen=1, text=words)

    assert page.status_code == 422
    assert said in text(page)
    assert Answer.objects.get().value == "Siad in haste."


def test_a_corrected_text_is_read_for_names_again(the_room, client):
    other = the_room(1).subject.person

    page = send(
        client, address(the_room), seen=1, text=f"Could live near {other.given_name} {other.family_name}."
    )

    assert "1 text may name another child" in text(page)


def test_once_approved_the_words_stand_until_a_correction_is_approved(the_room, client):
    the_room.approve()

    page = send(client, address(the_room), seen=1, text="Later.")

    assert page.status_code == 422
    assert "Enter why this is corrected" in text(page)
    assert "stand until whoever approves them has approved the correction" in text(page)
    assert Answer.objects.get().value == "Siad in haste."


def test_before_closing_the_words_change_in_the_room(signed_in):
    the_room = a_room(cases=1).open()
    the_room.write(the_room(0), "discussion", "Said.")

    page = signed_in(the_room.week.chairing).get(address(the_room))

    assert page.status_code == 422
    assert "The meeting is not closed yet." in text(page)


def test_who_only_sits_on_the_forum_corrects_nothing(the_room, signed_in):
    page = send(signed_in(the_room.week.sitting), address(the_room), seen=1, text="Mine.")

    assert page.status_code == 403
    assert Answer.objects.get().value == "Siad in haste."


@pytest.mark.look
def test_what_is_not_there_or_closed_to_them_is_not_found(the_room, client):
    assert client.get(address(the_room, 1)).status_code == 404
    assert client.get(address(the_room, question="nosuch")).status_code == 404
    restrict_to(the_room(0).subject.person, the_room.week.sitting)
    assert not Look.objects.filter(kind="denied").exists()
    assert client.get(address(the_room)).status_code == 404
    assert send(client, address(the_room), seen=1, text="Seen anyway.").status_code == 404
    tried = Look.objects.filter(kind="denied", route="minutes_correct", viewer=the_room.week.chairing)
    assert list(tried.values_list("persons__subject_id", flat=True)) == [the_room(0).subject_id] * 2
