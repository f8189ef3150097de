"""What is in a mail that came in? Anybody may have written it: nothing in it is believed, run, fetched or answered."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from pathlib import PurePosixPath

from remit.documents.incoming.calendar_reply import CalendarReply, reply_in
from remit.documents.incoming.delivery_report import Report, report_in
from remit.documents.incoming.parts import (
    MOST_PARTS,
    TooManyParts,
    address_in,
    content_of,
    line,
    parts_of,
)

LARGEST = 35 * 1024 * 1024
"""Bytes of a mail that is fetched: the largest workbook taken, as mail writes it."""
LONGEST_HEAD = 256 * 1024
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls")
NOT_BY_A_PERSON = ("bulk", "junk", "list", "auto_reply")
_BROKEN = "It could not be read as a mail."


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that came along."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """A mail, as far as Remit is concerned with it."""

    identity: str
    sender: str
    """The address it says it is from, in small letters; anybody can write anything there."""
    automatic: bool
    """A machine wrote it, so nobody is to be answered (RFC 3834)."""
    report: Report | None = None
    reply: CalendarReply | None = None
    workbooks: tuple[Enclosed, ...] = ()


@dataclass(frozen=True, slots=True)
class Unopened:
    """A mail that was not read, and why."""

    identity: str
    why: str


def open_mail(raw: bytes) -> Opened | Unopened:
    """The mail, or why it is left alone. No mail makes this raise, or take long."""
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    unread = hashlib.sha256(raw).hexdigest()
    if len(head) > LONGEST_HEAD:
        return Unopened(unread, "Its head is longer than any mail’s is.")
    if len(raw) > LARGEST:
        return Unopened(unread, "It is too large.")
    if raw.lower().count(b"boundary=") > MOST_PARTS:
        return Unopened(unread, "It has more parts than any mail has.")
    try:
        mail = message_from_bytes(raw, policy=compat32)
        return _opened(mail, list(parts_of(mail)), body)
    except TooManyParts:
        return Unopened(unread, "It has more parts than any mail has.")
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
        return Unopened(unread, _BROKEN)


def _opened(mail: Message, parts: Sequence[Message], body: bytes) -> Opened:
    sender = address_in(line(mail, "From"))
    named = "\0".join((line(mail, "Message-ID").strip(), sender)).encode(errors="replace")
    return Opened(
        identity=hashlib.sha256(named + b"\0" + body).hexdigest(),
        sender=sender,
        automatic=_automatic(mail),
        report=report_in(mail, parts, sender),
        reply=reply_in(content_of(part) for part in parts if part.get_content_type() == "text/calendar"),
        workbooks=tuple(filter(None, map(_workbook, parts))),
    )


def _automatic(mail: Message) -> bool:
    said = line(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    return (
        said not in ("", "no")
        or line(mail, "Precedence").strip().lower() in NOT_BY_A_PERSON
        or line(mail, "Return-Path").strip() == "<>"
        or "List-Id" in mail
    )


def _workbook(part: Message) -> Enclosed | None:
    name = PurePosixPath((part.get_filename() or "").replace("\\", "/")).name
    name = "".join(sign for sign in name if sign.isprintable())[-200:]
    if not name.lower().endswith(WORKBOOKS):
        return None
    return Enclosed(name, content_of(part))
