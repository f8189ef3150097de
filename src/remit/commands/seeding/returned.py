"""A worker's sheet comes back by mail, and one of its answers was changed on screen meanwhile: a person decides between the two."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from remit.casework.answers import save_answer
from remit.casework.incoming import Place, take_in
from remit.commands.mails.workbook_by_mail import came
from remit.commands.seeding import words
from remit.commands.seeding.mails import hand_over
from remit.documents.incoming import Enclosed, Opened
from remit.documents.workbook import CaseSheet, Workbook, write_workbook
from remit.documents.workbook.model import Question
from remit.reading.looks import looking
from remit.reading.workbook import workbook
from remit.records.meetings import AgendaItem
from remit.records.people import Staff
from remit.rules.viewers import Viewer

ON_SCREEN = timedelta(minutes=15)
"""So long after the worker took the sheet the coordinator writes down what was said on the telephone."""
BACK = timedelta(minutes=30)


def come_back(item: AgendaItem, *, worker: Viewer, coordinator: Viewer, when: datetime) -> None:
    """Let the worker take the sheet of their case at that moment, fill it in at a desk, and send it in by mail."""
    meeting = item.meeting
    with looking(worker, route="remit seed", now=when):
        taken = workbook(
            worker,
            forum=meeting.forum.slug,
            nominal=meeting.nominal_date.isoformat(),
            child=item.subject.ref,
            now=when,
        )
    for question, text in words.ON_THE_TELEPHONE.items():
        save_answer(
            item_ref=item.ref,
            question=question,
            text=text,
            base_version=1,
            actor=coordinator,
            now=when + ON_SCREEN,
        )
    _arrive(item, _written_in(taken, words.AT_A_DESK), taken.filename, worker, when + BACK)


def _written_in(book: Workbook, said: dict[str, str]) -> bytes:
    """The file with these answers in its cells; what it was made from stays as it was."""
    pages = tuple(
        replace(page, questions=tuple(_answered(one, said) for one in page.questions))
        if isinstance(page, CaseSheet)
        else page
        for page in book.sheets
    )
    return write_workbook(replace(book, sheets=pages))


def _answered(asked: Question, said: dict[str, str]) -> Question:
    return replace(asked, kept=said.get(asked.key.partition("/")[2], asked.kept))


def _arrive(item: AgendaItem, content: bytes, filename: str, worker: Viewer, at: datetime) -> None:
    address = Staff.objects.values_list("email", flat=True).get(pk=worker.staff_id)
    mail = Opened(f"{item.pk:064}", address, False, workbooks=(Enclosed(filename, content),))
    place = Place("remit@mail.council.example/INBOX", 2, item.pk)
    take_in(mail, place=place, workbook=came(mail, now=at), now=at)
    hand_over(at + timedelta(minutes=1))
