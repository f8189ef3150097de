"""A workbook that comes by mail waits for somebody who is signed in; it changes nothing by itself."""

import datetime as dt

import pytest
from django.urls import reverse

from remit.casework.imports import let_old_files_go
from remit.casework.incoming import Place, take_in
from remit.commands.mails.workbook_by_mail import came
from remit.documents.incoming import Opened, open_mail
from remit.records.answers import Answer
from remit.records.audit import AuditEvent, Look
from remit.records.came_in import CameIn
from remit.records.messages import Message
from remit.records.placements_list import Import
from tests.casework.rooms import DURING, Room, a_room
from tests.documents.mails_that_came_in import a_mail
from tests.factories import staff, viewer_of
from tests.factories.workbooks import Edited
from tests.web.workbook.test_out import WHERE, got, number

pytestmark = pytest.mark.django_db

FILE = "Risk of Resi Tool 15-10-26.xlsx"
WORKER = "isolde@council.example"
COMING_IN = {"forum": "ror", "date": "2026-10-15"}


@pytest.fixture
def now() -> dt.datetime:
    return DURING


@pytest.fixture
def the_room(settings) -> Room:
    settings.FIXED_NOW = DURING
    room = a_room(cases=2, others=1).open()
    seated = room.week.coordinating
    seated.email = "coordinator@council.example"
    seated.save()
    return room


@pytest.fixture
def book(the_room, signed_in) -> Edited:
    """The workbook of the meeting, with an answer written into it."""
    out = Edited(got(signed_in(the_room.week.coordinating), WHERE).content)
    return out.answer(number(the_room), "Discussion", "Said in the workbook.")


_sent = iter(range(1, 1000))


def arrives(
    content: bytes,
    sender: str = "coordinator@council.example",
    name: str = FILE,
    at: dt.datetime = DURING,
    **heads: str,
) -> CameIn:
    number = next(_sent)
    raw = a_mail(f"Mail {number}", sender=sender, files={name: content}, **heads)
    mail = open_mail(raw)
    assert isinstance(mail, Opened)
    take_in(mail, place=Place("remit", 1, number), workbook=came(mail, now=at), now=at)
    return CameIn.objects.get(uid=number)


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.clause("ROR-9")
def test_it_waits_and_is_brought_in_by_whose_address_it_came_from_once_they_are_signed_in(
    the_room, book, signed_in
):
    row = arrives(book.saved())
    assert (row.became, row.staff, row.meeting) == ("held", the_room.week.coordinating, the_room.meeting)
    assert not Answer.objects.filter(value="Said in the workbook.").exists()
    told = Message.objects.get(kind="workbook-came")
    assert (told.recipient, told.address) == (the_room.week.coordinating, "coordinator@council.example")
    assert "/forums/ror/2026-10-15/workbook" in told.text
    client = signed_in(the_room.week.coordinating)
    listed = text(client.get(reverse("workbook_return", kwargs=COMING_IN)))
    assert f"By mail, from the address of {the_room.week.coordinating.name}" in listed
    look_over = reverse("workbook_returned", kwargs={**COMING_IN, "book": row.imported.ref})
    assert look_over in listed
    assert "Said in the workbook." in text(client.get(look_over))
    assert client.post(look_over, {"form_token": "in"}).status_code == 302
    assert Answer.objects.get(value="Said in the workbook.").by == the_room.week.coordinating


def test_who_runs_the_forum_may_bring_in_what_somebody_else_sent_and_undo_that(the_room, book, signed_in):
    sender = the_room.week.sitting
    sender.email = WORKER
    sender.save()
    row = arrives(book.saved(), sender="Somebody <ISOLDE@council.example>")
    assert (row.became, row.staff, row.imported.by) == ("held", sender, sender)
    client = signed_in(the_room.week.chairing)
    page = text(client.get(reverse("came_in")))
    assert f"from {sender.name}" in page
    look_over = reverse("workbook_returned", kwargs={**COMING_IN, "book": row.imported.ref})
    assert look_over in page
    assert client.get(look_over).status_code == 200
    seated = [seat.staff for seat in the_room.week.forum.seat_holdings.order_by("pk")]
    other = next(one for one in seated if one != sender and not viewer_of(one).runs)
    assert signed_in(other).get(look_over).status_code == 404
    client = signed_in(the_room.week.chairing)
    assert client.post(look_over, {"form_token": "in"}).status_code == 302
    assert Import.objects.get().by == the_room.week.chairing
    assert "Brought in" in text(client.get(reverse("came_in")))
    undo = reverse("workbook_undo", kwargs={**COMING_IN, "book": row.imported.ref})
    assert client.post(undo, {"form_token": "undo"}).status_code == 302


def test_keeping_it_shows_nobody_a_child_and_is_on_record_as_nobodys_act(book):
    before = Look.objects.count()
    row = arrives(book.saved())
    assert Look.objects.count() == before
    event = AuditEvent.objects.get(verb="workbook.came-by-mail")
    assert (event.actor_id, event.detail["imported"]) == (None, row.imported.ref)


def refused(content: bytes, why: str, **mail: str) -> CameIn:
    row = arrives(content, **mail)
    assert row.became == "set-aside"
    assert why in row.why
    assert not Import.objects.exists()
    return row


def test_from_an_address_nobody_has_it_is_not_opened_and_only_an_administrator_is_told(
    book, the_room, signed_in
):
    row = refused(book.saved(), "an address nobody here has", sender="stranger@elsewhere.example")
    assert not Message.objects.filter(kind="workbook-came").exists()
    assert (row.meeting, row.staff) == (None, None)
    assert "stranger" not in text(signed_in(the_room.week.coordinating).get(reverse("came_in")))


def test_from_somebody_with_nothing_to_answer_there_it_is_set_aside_for_the_forum(book, the_room, signed_in):
    staff("Corin Hadleigh", email="corin@council.example")
    refused(book.saved(), "the sender has nothing to answer", sender="corin@council.example")
    page = text(signed_in(the_room.week.coordinating).get(reverse("came_in")))
    assert "from Corin Hadleigh" in page
    assert "Set aside" in page


def test_with_macros_it_is_not_taken(book):
    refused(book.saved(), "holds macros", name="Tool.xlsm")


def test_one_that_cannot_be_read_or_says_no_meeting_is_set_aside(book):
    refused(b"PK\x03\x04 and nothing more", "could not be read")
    refused(Edited.of({"Sheet1": [["Anything"]]}).saved(), "does not say which meeting it was made for")


def test_after_the_meeting_it_comes_too_late(book, the_room):
    the_room.settle()
    the_room.close()
    refused(book.saved(), "")


def test_the_same_file_again_is_kept_once_and_ten_at_most_wait(book, the_room, monkeypatch):
    content = book.saved()
    arrives(content)
    assert arrives(content).why == "The same workbook came before. There is nothing more to do."
    monkeypatch.setattr("remit.casework.incoming_workbooks.MOST", 1)
    book.answer(number(the_room), "Discussion", "Other words.")
    assert "wait already" in arrives(book.saved()).why
    assert Import.objects.count() == 1
    assert Message.objects.filter(kind="workbook-came").count() == 2


def test_what_a_machine_sent_is_left_alone(book):
    assert arrives(book.saved(), Auto_Submitted="auto-replied").became == "not-ours"


def test_it_waits_for_weeks_where_an_upload_waits_for_a_day(book):
    row = arrives(book.saved())
    let_old_files_go(now=DURING + dt.timedelta(days=27))
    assert Import.objects.get(pk=row.imported_id).state == "held"
    let_old_files_go(now=DURING + dt.timedelta(days=29))
    assert Import.objects.get(pk=row.imported_id).content is None
