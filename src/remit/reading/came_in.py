"""What came in by mail, and what became of it: for who runs a forum, and for administrators. No child stands in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count, Max, QuerySet

from remit.reading.messages import why_not_look_after
from remit.records.came_in import CameIn, MailLookedAt
from remit.records.refs import ALPHABET
from remit.records.terms_store import terms_of
from remit.rules.outcomes import refuse_if
from remit.rules.viewers import Post, Viewer

A_PAGE = 30


@dataclass(frozen=True, slots=True)
class MailboxState:
    """The mailbox that is read, and how that goes."""

    address: str
    looked_at: datetime | None
    trouble: str
    trouble_since: datetime | None


@dataclass(frozen=True, slots=True)
class CameInLine:
    """One mail that came in."""

    ref: str
    at: datetime
    kind: str
    became: str
    why: str
    who: str
    """Whose address it came from, or the address; empty where a server wrote it."""
    forum: str
    forum_name: str
    meeting: str
    held_on: date | None
    about: str
    """Heading of the message it reports on."""
    to: str
    """Whom that message was for."""
    book: str
    """Reference of a workbook that waits, for who may bring it in."""
    book_state: str
    """What became of a workbook since."""
    dealt_with_at: datetime | None
    dealt_with_by: str


@dataclass(frozen=True, slots=True)
class CameInPage:
    """A page of mails, the newest first."""

    mailbox: MailboxState | None
    """None where none is set."""
    lines: tuple[CameInLine, ...]
    elsewhere: int
    """Mails that were not for Remit, for who may see all: they lie unread in a folder of their own."""
    latest: datetime | None
    """When the last of these came."""
    after: str
    waiting: int
    """How many of this viewer's were set aside and are not dealt with."""
    only_waiting: bool
    """Only these are listed."""


def mailbox_state() -> MailboxState | None:
    """How the reading of the mailbox goes; None where none is set."""
    if settings.MAILBOX is None:
        return None
    name = settings.MAILBOX.name
    row = MailLookedAt.objects.filter(mailbox=name).first()
    if row is None:
        return MailboxState(name, None, "", None)
    return MailboxState(name, row.looked_at, row.trouble, row.trouble_since)


def set_aside(viewer: Viewer) -> int:
    """How many mails that concern this viewer were set aside and are not dealt with. Refuses whoever looks after none."""
    refuse_if(why_not_look_after(viewer))
    return _waiting(_theirs(viewer)).count()


def came_in(viewer: Viewer, *, after: str = "", only_waiting: bool = False, now: datetime) -> CameInPage:
    """The mails that concern the forums this person runs; for an administrator all that were for Remit.

    Refuses whoever runs no forum and is no administrator.
    """
    refuse_if(why_not_look_after(viewer))
    rows = _theirs(viewer)
    waiting = _waiting(rows).count()
    rows = _waiting(rows) if only_waiting else rows
    if after and set(after) <= set(ALPHABET):
        rows = rows.filter(pk__lt=CameIn.objects.filter(ref=after).values("pk"))
    found = list(_told(rows)[: A_PAGE + 1])
    alone = CameIn.objects.filter(became=CameIn.Became.NOT_OURS)
    left = alone.aggregate(count=Count("pk"), latest=Max("at")) if viewer.holds(Post.ADMINISTRATOR) else {}
    return CameInPage(
        mailbox=mailbox_state(),
        lines=tuple(_line(row, viewer.runs) for row in found[:A_PAGE]),
        elsewhere=left.get("count", 0),
        latest=left.get("latest"),
        after=found[A_PAGE - 1].ref if len(found) > A_PAGE else "",
        waiting=waiting,
        only_waiting=only_waiting,
    )


def read_just_now(refs: Collection[str]) -> tuple[CameInLine, ...]:
    """These mails, in the order they were read, for who runs Remit and had the mailbox read. No child stands in them."""
    return tuple(_line(row, frozenset()) for row in _told(CameIn.objects.filter(ref__in=refs)).reverse())


def _told(rows: QuerySet[CameIn, CameIn]) -> QuerySet[CameIn, CameIn]:
    """The newest first, with all that is told of them."""
    told = rows.select_related(
        "staff", "message__recipient", "meeting__forum", "meeting__terms", "imported", "dealt_with_by"
    )
    return told.defer("imported__content").order_by("-pk")


def _waiting(rows: QuerySet[CameIn, CameIn]) -> QuerySet[CameIn, CameIn]:
    return rows.filter(became=CameIn.Became.SET_ASIDE, dealt_with_at__isnull=True)


def _theirs(viewer: Viewer) -> QuerySet[CameIn, CameIn]:
    rows = CameIn.objects.exclude(became=CameIn.Became.NOT_OURS)
    if viewer.holds(Post.ADMINISTRATOR):
        return rows
    return rows.filter(meeting__forum__slug__in=viewer.runs)


def _line(row: CameIn, runs: Collection[str]) -> CameInLine:
    """One mail, for who runs these forums."""
    message, meeting = row.message, row.meeting
    recipient = message.recipient if message else None
    book = row.imported
    theirs = book is not None and meeting is not None and meeting.forum.slug in runs
    return CameInLine(
        ref=row.ref,
        at=row.at,
        kind=row.kind,
        became=row.became,
        why=row.why,
        who=row.staff.name if row.staff else row.sender if row.kind != CameIn.Kind.BOUNCE else "",
        forum=meeting.forum.slug if meeting else "",
        forum_name=terms_of(meeting.terms).name if meeting else "",
        meeting=meeting.nominal_date.isoformat() if meeting else "",
        held_on=meeting.date if meeting else None,
        about=message.heading if message else "",
        to=recipient.name if recipient else message.address if message else "",
        book=book.ref if book is not None and theirs and book.state == "held" else "",
        book_state=book.state if book is not None else "",
        dealt_with_at=row.dealt_with_at,
        dealt_with_by=row.dealt_with_by.name if row.dealt_with_by else "",
    )
