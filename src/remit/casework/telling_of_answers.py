"""Telling the coordinators of an answer to an invitation that asks something of them, or that was not taken."""

from __future__ import annotations

from datetime import datetime

from remit.casework.items import said
from remit.casework.links import meeting as meeting_page
from remit.casework.outbox import About, post
from remit.records.addressees import seated_as
from remit.records.invitations import Invitation, InvitationAnswer
from remit.records.meetings import Meeting
from remit.rules.answering import Reply, shown_hours, wish
from remit.rules.clock import london_day
from remit.rules.text import shown_day

KIND = "invitation-answer"


def tell_of_answer(meeting: Meeting, row: Invitation, made: InvitationAnswer, *, now: datetime) -> None:
    """The coordinators hear of who wishes for another time, and of who cannot come for a case."""
    wished = made.reply == "another_time"
    if not wished and (row.item_id is None or made.reply not in ("apologies", "substitute")):
        return
    who = row.staff.name
    name = said(meeting).name
    what = "asks for another time" if wished else "cannot come for a case"
    said_so = wish(Reply(made.reply, None, made.can_from, made.can_until))
    sentence = f"{who} ({row.role}) can come {said_so}." if wished else f"{who} ({row.role}) cannot come."
    if made.substitute is not None:
        sentence = f"{sentence} {made.substitute.name} comes in their place."
    text = (
        f"{sentence}\n\nThey were asked for {shown_day(meeting.date)}, "
        f"{shown_hours(row.starts_at, row.ends_at)}.\n\n{_page(meeting)}\n"
    )
    _post(meeting, row, f"{name}: {who} {what}", text, f"{made.pk}", now)


def tell_not_taken(row: Invitation, why: str, *, now: datetime) -> bool:
    """The coordinators hear of a reply that was not taken, once a day; whether it is news to them."""
    meeting = row.meeting
    text = (
        f"A reply to the invitation of {row.staff.name} to the meeting of {shown_day(meeting.date)} came {why}."
        f" It was not taken as their answer. Please ask them.\n\n{_page(meeting)}\n"
    )
    heading = f"{said(meeting).name}: a reply to an invitation was not taken"
    return _post(meeting, row, heading, text, f"not-taken:{row.ref}:{london_day(now).isoformat()}", now) > 0


def _post(meeting: Meeting, row: Invitation, heading: str, text: str, key: str, now: datetime) -> int:
    """Once to each coordinator; answers with to how many it is new."""
    posted = 0
    for staff in seated_as(meeting, "coordinator", on=london_day(now)):
        ref = post(
            key=f"{KIND}:{key}:{staff}",
            kind=KIND,
            to=staff,
            heading=heading,
            text=text,
            about=About(row.clause, row.term, meeting.pk),
            now=now,
        )
        posted += ref is not None
    return posted


def _page(meeting: Meeting) -> str:
    return meeting_page(meeting.forum.slug, meeting.nominal_date.isoformat())
