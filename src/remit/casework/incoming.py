"""A mail that came in, and what becomes of it: once, in one transaction with its row. Nobody is answered.

Who a mail is from nobody can know: its sender is what somebody wrote there. So a mail changes nothing about a child; it
marks what it reports on, or is kept for a person to look over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from remit.casework.acts import Event, write_event
from remit.casework.incoming_replies import take_reply
from remit.casework.incoming_workbooks import Came, keep_workbook
from remit.casework.locks import lock_message
from remit.casework.told_of_leavers import tell_of_leaver
from remit.documents.incoming import Opened, Report, Unopened
from remit.records.came_in import CameIn
from remit.records.messages import Message
from remit.records.refs import new_ref
from remit.rules.bounces import FAILED, came_back
from remit.rules.clock import london_day

Became, Kind = CameIn.Became, CameIn.Kind
UNKNOWN = "It says that a mail came back which Remit did not send, so nothing was changed."
ON_ITS_WAY = "The mail server says that the mail is on its way or was passed on. There is nothing to do."
AGAIN = "It came back before. There is nothing more to do."
LEFT = "It came back, and they do not work here any more. Whoever is there in their place was told."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail lies on its server."""

    mailbox: str
    validity: int
    uid: int


def known_since(mailbox: str, validity: int, first: int) -> dict[int, str]:
    """What became of the mails that lie there from a UID on, of those that were read."""
    there = CameIn.objects.filter(mailbox=mailbox, validity=validity, uid__gte=first)
    return dict(there.values_list("uid", "became"))


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A mail that was read: its reference, and what became of it."""

    ref: str
    became: str


@transaction.atomic
def take_in(mail: Opened | Unopened, *, place: Place, workbook: Came | None = None, now: datetime) -> TakenIn:
    """Do what a mail asks for and note it; answers with what became of it. One that was read before does nothing.

    `workbook`: the one it brings, where it brings one and somebody wrote it.
    """
    ref = new_ref()
    row = CameIn(
        ref=ref,
        identity=mail.identity,
        mailbox=place.mailbox,
        validity=place.validity,
        uid=place.uid,
        at=now,
        kind=Kind.OTHER,
        became=Became.NOT_OURS,
    )
    CameIn.objects.bulk_create([row], ignore_conflicts=True)  # two at once: the second waits, then finds it
    made = CameIn.objects.filter(ref=ref).first()
    if made is None:
        return TakenIn(*CameIn.objects.values_list("ref", "became").get(identity=mail.identity))
    if isinstance(mail, Unopened):
        made.why = mail.why
    elif mail.report is not None:
        made.kind, made.sender = Kind.BOUNCE, mail.sender
        _came_back(made, mail.report, now)
    elif mail.reply is not None:
        take_reply(made, mail.reply, mail.sender, now=now)
    elif workbook is not None:
        made.sender = mail.sender
        keep_workbook(made, workbook, now=now)
    made.save()
    return TakenIn(made.ref, made.became)


def _came_back(row: CameIn, report: Report, now: datetime) -> None:
    message = _message_of(report)
    if message is None:
        row.became, row.why = Became.SET_ASIDE, UNKNOWN
        return
    row.message_id, row.meeting_id, row.became = message.pk, message.meeting_id, Became.NOTED
    if report.action != FAILED:
        row.why = ON_ITS_WAY
    elif message.state == Message.State.RETURNED:
        row.why = AGAIN
    else:
        row.became, row.why = Became.RETURNED, _returned(message, report, now)


def _message_of(report: Report) -> Message | None:
    """The message a report is about, locked: the first of the ids in it that is one of ours."""
    theirs = Message.objects.filter(message_id__in=report.about)
    keys = {found: key for key, found in theirs.values_list("pk", "message_id")}
    key = next((keys[one] for one in report.about if one in keys), None)
    return lock_message(Message.objects.filter(pk=key)) if key is not None else None


def _returned(message: Message, report: Report, now: datetime) -> str:
    """Mark a message as returned; answers with why, and what to do."""
    person = message.recipient
    gone = person is not None and person.has_left(london_day(now))
    why = LEFT if gone else came_back(report.status)
    message.state, message.last_error, message.settled_at = Message.State.RETURNED, why, now
    message.taken_until = None
    message.save(update_fields=["state", "last_error", "settled_at", "taken_until"])
    said = Event(
        message.subject_id,
        message.meeting_id,
        message.clause,
        {"message": message.ref, "kind": message.kind, "status": report.status},
    )
    write_event("message.returned", said, actor_id=None, at=now)
    if gone:
        tell_of_leaver(message, now=now)
    return why
