"""The reply of a calendar programme to an invitation (RFC 5546, METHOD:REPLY): whose is it, and what becomes of it?

Whatever it may say, taking it does not raise: what is not taken is told to the coordinators, once a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction

from remit.casework.inviting_answers import (
    address_in,
    answer_invitation,
    people_meant,
    why_not_answered_now,
)
from remit.casework.telling_of_answers import tell_not_taken
from remit.records.invitations import Invitation, InvitationAnswer
from remit.records.meetings import Meeting
from remit.records.viewers import load_viewer
from remit.rules.answering import Reply, TooOften, of_a_calendar
from remit.rules.clock import london_day
from remit.rules.outcomes import Refused
from remit.rules.viewers import Viewer

Outcome = Literal[
    "taken",
    "unchanged",
    "unknown",
    "another-address",
    "earlier",
    "cancelled",
    "over",
    "not-an-answer",
    "too-often",
    "no-substitute",
]


@dataclass(frozen=True, slots=True)
class Replied:
    """What became of a calendar programme's reply."""

    outcome: Outcome
    invitation: str | None = None
    meeting: int | None = None
    told: bool = False
    """Whether the coordinators were told that it was not taken."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a reply says. `sequence`: of the invitation it answers; `delegated_to`: the address of who comes instead."""

    partstat: str
    sequence: int
    delegated_to: str = ""
    at: datetime | None = None


@transaction.atomic
def answer_by_reply(
    *,
    uid: str,
    attendee: str,
    partstat: str,
    sequence: int,
    delegated_to: str = "",
    said_at: datetime | None = None,
    now: datetime,
) -> Replied:
    """Take the reply of a calendar programme. Whatever it may say, it does not raise.

    `attendee`: the address it is from. One from another address than the invited person's is not taken, and the
    coordinators are told. One older than what was answered since changes nothing. Afterwards: `Replied.outcome`.
    """
    known = Invitation.objects.filter(uid=uid.strip())
    row = known.select_related("meeting__forum", "meeting__terms", "staff").first()
    if row is None:
        return Replied("unknown")
    outcome, why = _became(row, attendee, Said(partstat, sequence, delegated_to, said_at), now)
    told = bool(why) and tell_not_taken(row, why, now=now)
    return Replied(outcome, row.ref, row.meeting_id, told)


def _became(row: Invitation, attendee: str, said: Said, now: datetime) -> tuple[Outcome, str]:
    """What becomes of a reply to this invitation; and, where the coordinators are to hear of it, how it came."""
    actor = load_viewer(row.staff_id, on=london_day(now))
    if actor is None:
        return "over", ""
    if address_in(attendee) != address_in(row.staff.email):
        return "another-address", f"from another address than that of {row.staff.name}"
    reply = of_a_calendar(said.partstat)
    if reply is None:
        return "not-an-answer", ""
    if too_late := _too_late(row, said, now):
        return too_late, ""
    return _taken(row, _answer(reply, said), actor, now)


def _too_late(row: Invitation, said: Said, now: datetime) -> Outcome | None:
    """Why a reply changes nothing any more: the invitation takes none, or it was said of another time or before the last."""
    if why_not_answered_now(row.meeting, row, now) is not None:
        gone = row.state == Invitation.State.CANCELLED or row.meeting.state == Meeting.State.CANCELLED
        return "cancelled" if gone else "over"
    later = InvitationAnswer.objects.filter(invitation=row, at__gt=said.at) if said.at else None
    if said.sequence < row.time_sequence or (later is not None and later.exists()):
        return "earlier"
    return None


def _answer(reply: str, said: Said) -> Reply:
    """The answer, with the one person somebody sends; without one where nobody, or several, are meant."""
    found = people_meant(said.delegated_to) if reply == "substitute" else []
    return Reply(reply, substitute=found[0].pk if len(found) == 1 else None)


def _taken(row: Invitation, answer: Reply, actor: Viewer, now: datetime) -> tuple[Outcome, str]:
    """Answer as the invited person; a refusal becomes what is said of the reply."""
    try:
        with transaction.atomic():
            news = answer_invitation(
                invitation_ref=row.ref, said_is=answer, how="mail", seen=None, actor=actor, now=now
            )
    except TooOften:
        return "too-often", "after more answers than one invitation takes in a day"
    except Refused:
        if answer.reply == "substitute":
            return "no-substitute", "naming somebody in their place who may not come so"
        return "not-an-answer", "saying what this meeting does not offer"
    return ("taken" if news else "unchanged"), ""
