"""Putting a message in the outbox, as part of the act that calls for it, and taking it back before it has gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr

from django.db.models import Q

from remit.casework.acts import Event, write_event
from remit.records.messages import Message, MessagePart
from remit.records.people import Staff
from remit.records.refs import new_ref

MAIL_DOMAIN = "remit.invalid"
"""Stands behind the @ of a Message-ID. It need not be a host: the reference before it is what makes it unique."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something that goes along with a message. A `text/calendar` part is offered to calendars, any other is attached."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class About:
    """What a message belongs to, as keys: the term and clause that ask for it, the meeting, and the child it concerns."""

    clause: str = ""
    term: str = ""
    meeting: int | None = None
    child: int | None = None


NOTHING_IN_PARTICULAR = About()


def post(
    *,
    key: str,
    kind: str,
    to: int | str,
    heading: str,
    text: str,
    about: About = NOTHING_IN_PARTICULAR,
    parts: Sequence[Part] = (),
    copied: bool = False,
    not_before: datetime | None = None,
    made_by: int | None = None,
    now: datetime,
) -> str | None:
    """Put a message in the outbox; answers with its reference, or None where a message of that key is there already.

    Call it inside a verb: the message then exists if and only if the act does. `to` is the key of an account, or the
    address of somebody outside; `made_by` the key of whose act this is, None for the machine's. `key` is what makes it
    this message, as "invitation:<meeting>:<staff>:<sequence>". Neither heading nor text may name a child or give
    initials: they carry a link to a page that asks who looks.
    """
    ref = new_ref()
    row = Message(
        ref=ref,
        key=key,
        kind=kind,
        clause=about.clause,
        term=about.term,
        meeting_id=about.meeting,
        subject_id=about.child,
        recipient_id=to if isinstance(to, int) else None,
        address=_address(to),
        copied=copied,
        heading=" ".join(heading.split()),  # a line break in it would begin another line of the mail's head
        text=text,
        message_id=f"<{ref}@{MAIL_DOMAIN}>",
        made_at=now,
        made_by_id=made_by,
        not_before=not_before or now,
        next_try_at=not_before or now,
    )
    made = _put(row)
    if made is None:
        return None
    _enclose(made, parts)
    said = Event(about.child, about.meeting, about.clause, {"message": ref, "kind": kind})
    write_event("message.posted", said, actor_id=made_by, at=now)
    return ref


def _put(row: Message) -> int | None:
    """Store it, and answer with its key; None where one of its `key` is there. Of two at once the second waits, then finds it."""
    Message.objects.bulk_create([row], ignore_conflicts=True)
    made: int | None = Message.objects.filter(ref=row.ref).values_list("pk", flat=True).first()
    return made


def _enclose(message: int, parts: Sequence[Part]) -> None:
    MessagePart.objects.bulk_create(
        MessagePart(message_id=message, name=part.name, media_type=part.media_type, content=part.content)
        for part in parts
    )


def withdraw(which: Q, *, why: str, now: datetime) -> int:
    """Take back the messages meant that have not gone; answers with how many.

    One that a worker has in hand this moment goes if the mail server takes it, and is withdrawn if it does not:
    whoever calls this posts what puts it right.
    """
    free = Q(taken_until__isnull=True) | Q(taken_until__lte=now)
    waiting = Message.objects.filter(which, state=Message.State.WAITING)
    # First: one that is given back between these two is caught at its next turn.
    waiting.update(unwanted=True, last_error=why)
    return waiting.filter(free).update(state=Message.State.WITHDRAWN, last_error=why, settled_at=now)


def _address(to: int | str) -> str:
    """Where a message to them goes today; empty where no address is kept, which its delivery then says."""
    if isinstance(to, str):
        return parseaddr(to)[1]
    return Staff.objects.values_list("email", flat=True).get(pk=to)
