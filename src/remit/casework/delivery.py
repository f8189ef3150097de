"""Handing the messages of the outbox over, one at a time: which is next, and what became of it.

A message is taken in one transaction, sent outside of any, and marked in another. A worker that is killed in between
leaves it taken; when its time is up another worker sends it, under the same Message-ID.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from remit.casework.acts import Event, about, audited, write_event
from remit.casework.answer_links import addresses_for, filled_in
from remit.casework.links import home
from remit.casework.locks import lock_message, lock_message_nobody_has
from remit.casework.told_of_leavers import tell_of_leaver
from remit.documents.invitations import with_words_replaced
from remit.documents.mail import CALENDAR, Enclosed, Letter
from remit.records.addressees import may_be_told_of
from remit.records.messages import Message, waiting_for
from remit.records.people import Staff
from remit.rules.clock import london_day
from remit.rules.delivery import (
    LEASE,
    Answer,
    Answered,
    given_up,
    may_attach,
    next_try,
    why_not_try_again,
)
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.viewers import Post, Viewer

log = logging.getLogger("remit.mail")

Send = Callable[[Letter], Answered]
"""Offers a mail to the mail server. It never raises for what a server may say or fail to say."""
Clock = Callable[[], datetime]

RESTRICTED = "The child's record has been restricted since, and they are not named in it."
LEFT = "They do not work here any more, so it went to nobody."
KEPT_BACK = "A file belongs to this mail. Files are not sent to this address: open it in Remit."
NO_ADDRESS = "No email address is kept for them."


@dataclass
class Delivered:
    """What a round did: handed over, put off, failed, gone to nobody."""

    handed_over: int = 0
    put_off: int = 0
    failed: int = 0
    to_nobody: int = 0
    server: str = ""
    """What was wrong with the mail server, where it was; the round ended there."""


def deliver(send: Send, *, clock: Clock, most: int = 500) -> Delivered:
    """Offer what waits to the mail server until nothing waits any more, it does not answer, or so many are done."""
    done = Delivered()
    for _ in range(most):
        taken = take(now=clock())
        if taken is None:
            break
        if isinstance(taken, Withdrawn):
            done.to_nobody += 1
            continue
        answered = _offered(send, taken.letter) if taken.letter.to else Answered(Answer.NEVER, NO_ADDRESS)
        _count(done, settle(taken, answered, now=clock()))
        if answered.answer == Answer.NOT_THERE:
            done.server = answered.words
            break
    return done


def _offered(send: Send, letter: Letter) -> Answered:
    """What was answered. A mail over which our own programme falls stops no other, and is tried again later."""
    try:
        return send(letter)
    except Exception as trouble:
        kind = type(trouble).__name__
        log.error("A message could not be offered: %s", kind)  # and no more: its words may be in the rest
        return Answered(Answer.NOT_NOW, f"It could not be offered ({kind}).")


@dataclass(frozen=True, slots=True)
class Taken:
    """A message in this worker's hand, until a time."""

    message: int
    until: datetime
    letter: Letter


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A message that came to its turn, but nobody is there to read it."""

    message: int


@transaction.atomic
def take(*, now: datetime) -> Taken | Withdrawn | None:
    """Take the message that has waited longest, so that no other worker has it; None where none waits."""
    row = lock_message_nobody_has(waiting_for(now))
    if row is None:
        return None
    person = Staff.objects.filter(pk=row.recipient_id).first() if row.recipient_id else None
    if why := _why_to_nobody(row, person, now):
        row.state, row.last_error, row.settled_at = Message.State.WITHDRAWN, why, now
        row.save(update_fields=["state", "last_error", "settled_at"])
        _on_record(row, now)
        if why == LEFT:
            tell_of_leaver(row, now=now)
        return Withdrawn(row.pk)
    row.taken_until, row.attempts = now + LEASE, row.attempts + 1
    row.address = person.email if person is not None else row.address
    row.save(update_fields=["taken_until", "attempts", "address"])
    return Taken(row.pk, row.taken_until, _letter(row, person, now))


@transaction.atomic
def settle(taken: Taken, answered: Answered, *, now: datetime) -> str:
    """Note what the mail server said; answers with the state the message is in now.

    A message that the server took is handed over whoever has it meanwhile: it has gone, and must not go again. One that
    came back by now stays returned.
    """
    rows = Message.objects.filter(pk=taken.message).exclude(state=Message.State.RETURNED)
    if answered.answer != Answer.TAKEN:
        rows = rows.filter(state=Message.State.WAITING, taken_until=taken.until)
    row = lock_message(rows)
    if row is None:  # another worker has it by now, and will say what became of it
        return Message.State.WAITING
    words = answered.words[:500]
    if answered.answer == Answer.TAKEN:
        row.state, row.handed_at, row.settled_at = Message.State.HANDED_OVER, now, now
    elif row.unwanted:
        row.state, row.settled_at, words = Message.State.WITHDRAWN, now, row.last_error
    elif given_up(answered, wanted_since=row.not_before, now=now):
        row.state, row.settled_at = Message.State.FAILED, now
    else:
        if answered.answer == Answer.NOT_THERE:  # nobody was there to be tried, so it was no try
            row.attempts -= 1
        row.next_try_at = next_try(row.attempts, now=now)
    row.taken_until, row.last_error = None, words
    row.save(
        update_fields=[
            *("state", "attempts", "handed_at", "settled_at", "next_try_at", "taken_until", "last_error")
        ]
    )
    if row.state != Message.State.WAITING:
        _on_record(row, now)
    return row.state


def _on_record(row: Message, now: datetime) -> None:
    said = Event(row.subject_id, row.meeting_id, row.clause, {"message": row.ref, "kind": row.kind})
    write_event(f"message.{row.state}", said, actor_id=None, at=now)


@audited("message.tried-again")
def try_again(*, message_ref: str, actor: Viewer, now: datetime) -> None:
    """Let a message that failed or came back be tried anew, to the address its reader has now.

    Refuses: no such message for the actor, who is an administrator or runs its forum; one of any other state; one to
    somebody who has left.
    """
    row = lock_message(Message.objects.filter(ref=message_ref))
    slug = row.meeting.forum.slug if row and row.meeting else ""
    if row is None or not (actor.holds(Post.ADMINISTRATOR) or slug in actor.runs):
        raise NotFound("message")
    gone = row.recipient is not None and row.recipient.has_left(london_day(now))
    refuse_if(why_not_try_again(row.state, leaver=row.recipient.name if row.recipient and gone else ""))
    row.state, row.attempts, row.not_before, row.next_try_at = Message.State.WAITING, 0, now, now
    row.settled_at = None
    row.save(update_fields=["state", "attempts", "not_before", "next_try_at", "settled_at"])
    about(meeting=row.meeting_id, message=row.ref)


def _count(done: Delivered, state: str) -> None:
    if state == Message.State.HANDED_OVER:
        done.handed_over += 1
    elif state == Message.State.FAILED:
        done.failed += 1
    elif state == Message.State.WITHDRAWN:
        done.to_nobody += 1
    else:
        done.put_off += 1


def _why_to_nobody(row: Message, person: Staff | None, now: datetime) -> str:
    """Why this message must not go to this person any more; empty where it may."""
    if row.unwanted:
        return row.last_error
    if person is None:
        return ""
    day = london_day(now)
    if person.has_left(day):
        return LEFT
    if row.subject_id is not None and not may_be_told_of(row.subject_id, person.pk, on=day):
        return RESTRICTED
    return ""


def _letter(row: Message, person: Staff | None, now: datetime) -> Letter:
    goes = may_attach(row.address, settings.ATTACH_TO)
    addresses = addresses_for(row.text, now=now)
    parts = [Enclosed(part.name, part.media_type, bytes(part.content)) for part in row.parts.order_by("pk")]
    enclosed = [
        replace(part, content=with_words_replaced(part.content, addresses)) if addresses else part
        for part in parts
        if goes or part.media_type.startswith(CALENDAR)
    ]
    kept_back = f"\n{KEPT_BACK}\n{home()}\n" if len(enclosed) < len(parts) else ""
    return Letter(
        message_id=row.message_id,
        to=row.address,
        name=person.name if person else "",
        heading=row.heading,
        text=filled_in(row.text, addresses) + kept_back,
        made_at=row.made_at,
        enclosed=enclosed,
    )
