"""What waits to be sent, what has gone, and what went wrong: for who runs a forum, and for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from remit.reading import looks
from remit.records.children import Person
from remit.records.messages import Message
from remit.records.refs import ALPHABET
from remit.records.terms_store import terms_of
from remit.records.visibility import visible_to
from remit.rules.clock import london_day
from remit.rules.delivery import TRIED_AGAIN, why_not_try_again
from remit.rules.outcomes import NotAllowed, refuse_if
from remit.rules.viewers import SERVICE_ACCOUNT, Post, Viewer

A_PAGE = 30
STATES = tuple(Message.State)


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message: to whom, of what kind, and what became of it. Never its words."""

    ref: str
    kind: str
    clause: str
    term: str
    forum: str
    forum_name: str
    meeting: str
    """Nominal date; empty where it belongs to no meeting."""
    to: str
    """Name of the recipient, or the address of somebody outside."""
    address: str
    copied: bool
    heading: str
    child: str
    """Opaque reference of a child this viewer may see; empty otherwise."""
    child_name: str
    state: str
    attempts: int
    why: str
    made_at: datetime
    not_before: datetime
    next_try_at: datetime
    handed_at: datetime | None
    message_id: str
    can_retry: bool
    why_not_retry: str
    """Of one that failed or came back and cannot be tried again: why, and what to do instead."""


@dataclass(frozen=True, slots=True)
class Outbox:
    """A page of messages, the newest first, with how many there are of each state."""

    lines: tuple[MessageLine, ...]
    counts: tuple[tuple[str, int], ...]
    state: str
    after: str
    """From where the next page goes on; empty where this is the last."""
    server: bool
    """Whether a mail server is set; without one everything waits."""
    folder: bool
    """Whether mail goes into a folder, as in a demonstration, and not to anybody."""


def outbox(viewer: Viewer, *, state: str = "", after: str = "", most: int = A_PAGE, now: datetime) -> Outbox:
    """The messages of the forums this person runs; an administrator, or the service account, gets all without any child.

    Refuses whoever is none of these.
    """
    theirs = _theirs(viewer)
    counted = dict(theirs.order_by().values_list("state").annotate(Count("pk")))
    rows = theirs.filter(state=state) if state in STATES else theirs
    if after and set(after) <= set(ALPHABET):
        rows = rows.filter(pk__lt=Message.objects.filter(ref=after).values("pk"))
    rows = rows.select_related("recipient", "meeting__forum", "meeting__terms").order_by("-pk")
    found = list(rows[: most + 1])
    shown = found[:most]
    seen = _children_seen(viewer, shown, now)
    looks.shown(looks.LISTED, seen)
    return Outbox(
        lines=tuple(_line(row, seen, london_day(now)) for row in shown),
        counts=tuple((name.value, counted.get(name.value, 0)) for name in STATES),
        state=state if state in STATES else "",
        after=shown[-1].ref if len(found) > most else "",
        server=bool(settings.MAIL_SERVER),
        folder=settings.MAIL_SERVER.startswith("file:"),
    )


def why_not_look_after(viewer: Viewer) -> NotAllowed | None:
    """Mail is looked after by who runs a forum, and by administrators."""
    if viewer.runs or viewer.holds(Post.ADMINISTRATOR):
        return None
    return NotAllowed(
        "You do not run a forum, so you have no messages to look after.",
        remedy="Ask the coordinator of the forum, or an administrator.",
    )


def _theirs(viewer: Viewer) -> QuerySet[Message, Message]:
    refuse_if(None if viewer.username == SERVICE_ACCOUNT else why_not_look_after(viewer))
    if _told_of_all(viewer):
        return Message.objects.all()
    return Message.objects.filter(meeting__forum__slug__in=viewer.runs)


def _told_of_all(viewer: Viewer) -> bool:
    """Administrators, and whoever runs the commands: they see to it that mail goes, whatever it is about."""
    return viewer.holds(Post.ADMINISTRATOR) or viewer.username == SERVICE_ACCOUNT


def _children_seen(viewer: Viewer, rows: list[Message], now: datetime) -> dict[int, Person]:
    """The children among these whom the viewer may see; who is told of all messages sees none, whatever else they hold."""
    asked = {row.subject_id for row in rows if row.subject_id is not None}
    if not asked or _told_of_all(viewer):
        return {}
    allowed: Q = visible_to(viewer, now=now)
    return {row.pk: row for row in Person.objects.filter(allowed, pk__in=asked).select_related("subject")}


def _line(row: Message, seen: dict[int, Person], day: date) -> MessageLine:
    gone = row.recipient if row.recipient and row.recipient.has_left(day) else None
    why_not = why_not_try_again(row.state, leaver=gone.name if gone else "")
    child = seen.get(row.subject_id) if row.subject_id is not None else None
    return MessageLine(
        ref=row.ref,
        kind=row.kind,
        clause=row.clause,
        term=row.term,
        forum=row.meeting.forum.slug if row.meeting else "",
        forum_name=terms_of(row.meeting.terms).name if row.meeting else "",
        meeting=row.meeting.nominal_date.isoformat() if row.meeting else "",
        to=row.recipient.name if row.recipient else row.address,
        address=row.address,
        copied=row.copied,
        heading=row.heading,
        child=child.subject.ref if child else "",
        child_name=_called(child) if child else "",
        state=row.state,
        attempts=row.attempts,
        why=row.last_error,
        made_at=row.made_at,
        not_before=row.not_before,
        next_try_at=row.next_try_at,
        handed_at=row.handed_at,
        message_id=row.message_id,
        can_retry=why_not is None,
        why_not_retry=f"{why_not.problem} {why_not.remedy}" if why_not and row.state in TRIED_AGAIN else "",
    )


def _called(child: Person) -> str:
    return f"{child.given_name} {child.family_name}".strip() or child.initials
