"""Which files go along with a letter? None but where its reader's address is of a domain that the settings allow (ROR-13)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from remit.documents.mail import Enclosed
from remit.documents.workbook import Workbook, write_workbook
from remit.reading.looks import looking
from remit.reading.viewers import viewer_for
from remit.reading.workbook import workbook
from remit.reading.workbook_own import own_cases
from remit.records.messages import Message
from remit.records.terms_store import terms_of
from remit.rules.delivery import may_attach
from remit.rules.letters import letter_of, takes_case
from remit.rules.outcomes import NotFound, Refused
from remit.rules.viewers import Viewer
from remit.terms.model import Letter

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KIND, CARRIED = "letter", "sheet"


def files_for(message_id: str, *, now: datetime) -> tuple[Enclosed, ...]:
    """The workbook for who sits at the meeting, or the sheets of their own children, as they stand now.

    Whoever is in them is noted as exported to the reader. Nothing for any other mail.
    """
    if not settings.ATTACH_TO:
        return ()
    rows = Message.objects.select_related("meeting__forum", "meeting__terms")
    row = rows.filter(
        message_id=message_id, kind=KIND, recipient__isnull=False, meeting__isnull=False
    ).first()
    if row is None or row.meeting is None or not may_attach(row.address, settings.ATTACH_TO):
        return ()
    term = letter_of(terms_of(row.meeting.terms), row.term)
    viewer = viewer_for(row.recipient_id or 0, now=now)
    if term is None or CARRIED not in term.carries or viewer is None:
        return ()
    where = (row.meeting.forum.slug, row.meeting.nominal_date.isoformat())
    with looking(viewer, route="remit worker", now=now):
        try:
            books = enumerate(_theirs(viewer, term, *where, now))
            return tuple(Enclosed(_name(book, number), EXCEL, write_workbook(book)) for number, book in books)
        except Refused:  # nothing there is theirs any more; the link in the mail says so when it is opened
            return ()


def _name(made: Workbook, number: int) -> str:
    """Of several sheets each has a name of its own, and none a child's."""
    stem, dot, kind = made.filename.rpartition(".")
    return f"{stem} ({number + 1}){dot}{kind}" if number else made.filename


def _theirs(viewer: Viewer, term: Letter, forum: str, nominal: str, now: datetime) -> Iterator[Workbook]:
    try:
        yield workbook(viewer, forum=forum, nominal=nominal, now=now)
    except NotFound:
        own = own_cases(viewer, forum=forum, nominal=nominal, now=now)
        for item in own.items:
            if takes_case(term, item.section):
                yield workbook(viewer, forum=forum, nominal=nominal, now=now, child=item.child_ref)
