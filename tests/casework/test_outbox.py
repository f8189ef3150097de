"""The outbox: a message exists if and only if the act does that calls for it, and once."""

import threading

import pytest
from django.db import connection, transaction
from django.db.models import Q

from remit.casework.outbox import About, Part, post, withdraw
from remit.records.audit import AuditEvent
from remit.records.messages import Message, waiting_for
from tests.factories import NOW, staff


def posted(key: str = "notice:1", **others: object) -> str | None:
    values = {"kind": "notice", "to": "outside@example.invalid", "heading": "A notice", "text": "Look here."}
    return post(key=key, now=NOW, **{**values, **others})


def test_a_message_waits_with_the_address_as_it_is_and_an_id_of_its_own(db):
    person = staff(email="somebody.here@example.invalid")
    ref = posted(to=person.pk, about=About(clause="ROR-7", term="selected-notice"), made_by=person.pk)
    row = Message.objects.get(ref=ref)
    assert (row.state, row.address, row.attempts) == ("waiting", "somebody.here@example.invalid", 0)
    assert row.message_id == f"<{ref}@remit.invalid>"
    assert list(waiting_for(NOW)) == [row]


def test_the_same_message_posted_again_is_there_once(db):
    assert posted() is not None
    assert posted() is None
    assert Message.objects.count() == AuditEvent.objects.filter(verb="message.posted").count() == 1


def test_an_act_that_is_refused_leaves_no_message(db):
    with transaction.atomic():
        posted()
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_a_message_is_on_record_with_whose_act_it_was_and_without_its_words(db):
    person = staff()
    ref = posted(made_by=person.pk)
    event = AuditEvent.objects.get(verb="message.posted")
    assert (event.actor_id, event.detail) == (person.pk, {"message": ref, "kind": "notice"})


def test_what_goes_along_is_kept_byte_for_byte(db):
    posted(parts=[Part("invite.ics", "text/calendar; method=REQUEST", b"\x00BEGIN")])
    part = Message.objects.get().parts.get()
    assert (part.name, bytes(part.content)) == ("invite.ics", b"\x00BEGIN")


def test_a_heading_is_one_line(db):
    posted(heading="Two\r\nBcc: everybody@example.invalid")
    assert Message.objects.get().heading == "Two Bcc: everybody@example.invalid"


def test_what_has_not_gone_is_taken_back_and_what_is_in_a_workers_hand_is_not(db):
    posted("notice:1"), posted("notice:2")
    Message.objects.filter(key="notice:2").update(taken_until=NOW.replace(hour=11))
    assert withdraw(Q(kind="notice"), why="The meeting is cancelled.", now=NOW) == 1
    assert list(Message.objects.order_by("key").values_list("state", flat=True)) == ["withdrawn", "waiting"]
    assert list(waiting_for(NOW)) == []


@pytest.mark.race
def test_two_at_once_make_one_message(own_database):
    """Each over a connection of its own, the second beginning before the first is done."""
    answers: list[str | None] = []
    begun = threading.Event()

    def second() -> None:
        begun.wait(30)
        answers.append(posted())
        connection.close()

    other = threading.Thread(target=second)
    other.start()
    with transaction.atomic():
        answers.append(posted())
        begun.set()
    other.join(30)
    assert len([ref for ref in answers if ref]) == 1
    assert Message.objects.count() == 1
