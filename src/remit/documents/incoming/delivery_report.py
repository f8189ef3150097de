"""Is this mail the report that another one could not be delivered (RFC 3464), and of which?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_string
from email.message import Message
from email.policy import compat32

from remit.documents.incoming.parts import line, named_in, text_of
from remit.documents.mail import OURS

POSTMASTERS = ("mailer-daemon", "postmaster", "microsoftexchange")
"""Who reports by hand, as it were: old servers write no report a machine could read."""
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True, slots=True)
class Report:
    """What a server said became of a mail."""

    about: tuple[str, ...]
    """Message-IDs that stand in it, the likeliest first."""
    action: str
    """"failed", "delayed", "delivered", "relayed" or "expanded"; "failed" where a postmaster wrote in words only."""
    status: str
    """Like "5.1.1" (RFC 3463); empty where none is said."""


def report_in(mail: Message, parts: Sequence[Message], sender: str) -> Report | None:
    """The report a mail is; None where it is none."""
    said = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    by_hand = sender.partition("@")[0].startswith(POSTMASTERS)
    if said is None and not by_hand:
        return None
    action, status = _said(said) if said is not None else ("failed", "")
    return Report(_about(mail, parts), action, status)


def _said(status: Message) -> tuple[str, str]:
    """Of the addresses reported on the first that failed, else the first: ours have one."""
    inner = status.get_payload()
    blocks = [one for one in inner if isinstance(one, Message)] if isinstance(inner, list) else []
    if not blocks:  # its content was encoded, which the standard does not allow and some servers do
        blocks = [message_from_string(text, policy=compat32) for text in text_of(status).split("\n\n")]
    told = [(line(block, "Action").strip().lower(), _status(block)) for block in blocks if "Action" in block]
    failed = [one for one in told if one[0] == "failed"]
    return (failed or told or [("failed", "")])[0]


def _status(block: Message) -> str:
    found = STATUS.search(line(block, "Status"))
    return found.group() if found else ""


def _about(mail: Message, parts: Sequence[Message]) -> tuple[str, ...]:
    """The original's own Message-ID, then what the report says it answers, then what stands in its words."""
    found: list[str] = []
    for part in parts[1:]:
        heads = part
        if part.get_content_type() == "text/rfc822-headers":
            heads = message_from_string(text_of(part), policy=compat32)
        found += [one for name in (OURS, "Message-ID") for one in named_in(line(heads, name))]
    for name in ("In-Reply-To", "X-Failed-Message-ID", "References"):
        found += named_in(line(mail, name))
    for part in parts:
        if part.get_content_maintype() == "text":
            found += named_in(text_of(part))
    return tuple(dict.fromkeys(found))[:50]
