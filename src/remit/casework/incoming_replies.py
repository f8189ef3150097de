"""An answer to an invitation that a calendar programme sent: taken as that person's, or set aside with the reason.

Whose it is, `calendar_replies` knows; here it is said what became of it.
"""

from __future__ import annotations

from datetime import datetime

from remit.casework.calendar_replies import answer_by_reply
from remit.casework.outbox import MAIL_DOMAIN
from remit.documents.incoming import CalendarReply
from remit.records.came_in import CameIn
from remit.rules.answering import MOST_A_DAY

Became = CameIn.Became
SAYS: dict[str, tuple[Became, str]] = {
    "taken": (Became.ANSWERED, "Their answer stands with the meeting."),
    "unchanged": (Became.NOTED, "They had answered so already. There is nothing to do."),
    "unknown": (Became.SET_ASIDE, "It answers an invitation that Remit does not know, so nothing was taken."),
    "another-address": (
        Became.SET_ASIDE,
        "It came from another address than that of whom was invited, so it was not taken."
        " Ask them to answer by the link in their own invitation.",
    ),
    "earlier": (
        Became.NOTED,
        "It answers a time that has changed since, or is older than what they said later. It was not taken.",
    ),
    "cancelled": (Became.NOTED, "The invitation was taken back meanwhile. There is nothing to do."),
    "over": (Became.NOTED, "The meeting has begun or is over, so it was not taken."),
    "not-an-answer": (
        Became.SET_ASIDE,
        "Their calendar sent no answer Remit can take. Where they want another time, the link in their invitation asks for it.",
    ),
    "too-often": (
        Became.SET_ASIDE,
        f"This invitation was answered {MOST_A_DAY} times within a day, so no more is taken for now: the last answer"
        " taken stands. Ask them what holds. You can record it with the meeting, or they answer again tomorrow.",
    ),
    "no-substitute": (
        Became.SET_ASIDE,
        "They send somebody who may not come in their place, or nobody known. Ask them who comes.",
    ),
}


def take_reply(row: CameIn, reply: CalendarReply, sender: str, *, now: datetime) -> None:
    """Take the answer, or note on the row why not. One to a meeting that is not Remit's is left alone."""
    if not reply.uid.endswith(f"@{MAIL_DOMAIN}"):
        return
    found = answer_by_reply(
        uid=reply.uid,
        attendee=reply.attendee if reply.attendee == sender else sender,
        partstat=reply.partstat,
        sequence=reply.sequence,
        delegated_to=reply.delegated_to,
        said_at=reply.said_at,
        now=now,
    )
    row.kind, row.sender, row.meeting_id = CameIn.Kind.REPLY, sender, found.meeting
    row.became, row.why = SAYS[found.outcome]
