"""Telling somebody that a message went to nobody, since whom it was for has left."""

from __future__ import annotations

from datetime import datetime

from remit.casework.links import home
from remit.casework.outbox import About, post
from remit.records.addressees import seated_as, working_with
from remit.records.messages import Message
from remit.rules.clock import london_day
from remit.rules.text import shown_date

KIND = "left"


def tell_of_leaver(message: Message, *, now: datetime) -> int:
    """Tell the manager of the child's team, else the forum's coordinators; answers with how many were told."""
    if message.kind == KIND or message.recipient is None:
        return 0
    text = (
        f"{message.recipient.name} does not work here any more. The message “{message.heading}” of"
        f" {shown_date(london_day(message.made_at))} was for them and went to nobody.\n\n"
        f"Please see to it that somebody else has what it asks for.\n\n{home()}\n"
    )
    told = [staff for staff in _in_their_place(message, now) if staff != message.recipient_id]
    for staff in told:
        post(
            key=f"{KIND}:{message.ref}:{staff}",
            kind=KIND,
            to=staff,
            heading="A message went to nobody, since its reader has left",
            text=text,
            about=About(message.clause, message.term, message.meeting_id, message.subject_id),
            now=now,
        )
    return len(told)


def _in_their_place(message: Message, now: datetime) -> list[int]:
    day = london_day(now)
    if message.subject_id is not None:
        managers = working_with([message.subject_id], ["team_manager"], on=day)
        if found := list(managers.get(message.subject_id, {})):
            return found
    return seated_as(message.meeting, "coordinator", on=day) if message.meeting else []
