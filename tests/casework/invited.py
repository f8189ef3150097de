"""Invitations that were sent, and what a calendar programme reads in them and answers."""

from __future__ import annotations

from datetime import datetime

from icalendar import Calendar, Event, vCalAddress

from remit.casework.answer_links import new_address
from remit.casework.inviting import invite_ahead
from remit.documents.mail import Letter
from remit.records.invitations import Invitation
from remit.records.meetings import AgendaItem, Meeting
from remit.records.people import Staff
from tests.factories import NOW, a_team, a_unit, staff


def invited(
    meeting: Meeting, staff: Staff, *, item: AgendaItem | None = None, now: datetime = NOW
) -> Invitation:
    """Send what the terms want by now; answers with this person's invitation, to the meeting or to the time of a case."""
    invite_ahead(now=now)
    return Invitation.objects.get(meeting=meeting, staff=staff, item=item)


def secret_of(invitation: Invitation, *, now: datetime = NOW) -> str:
    """The secret part of a new address under which it is answered."""
    return new_address(invitation, now=now).rsplit("/", 1)[1]


def a_colleague(service: str = "Fostering and sufficiency", *, email: str = "other@council.example") -> Staff:
    """Somebody who works in that service."""
    return staff(team=a_team(service=a_unit("service", service, parent=a_unit("area"))), email=email)


def calendar_of(letter: Letter) -> Calendar:
    """What a calendar programme reads of a mail."""
    (part,) = [one for one in letter.enclosed if one.media_type.startswith("text/calendar")]
    return Calendar.from_ical(part.content)


def event_of(letter: Letter) -> Event:
    """The meeting in it."""
    (event,) = calendar_of(letter).walk("VEVENT")
    return event


def reply_of(
    invitation: Invitation,
    partstat: str,
    *,
    attendee: str | None = None,
    sequence: int | None = None,
    delegated_to: str = "",
    said_at: datetime = NOW,
) -> bytes:
    """What a calendar programme sends back (RFC 5546, METHOD:REPLY)."""
    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//Some programme//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "REPLY")
    event.add("uid", invitation.uid)
    event.add("dtstamp", said_at)
    event.add("sequence", invitation.sequence if sequence is None else sequence)
    event.add("dtstart", invitation.starts_at)
    who = vCalAddress(f"mailto:{attendee or invitation.staff.email}")
    who.params["PARTSTAT"] = partstat
    if delegated_to:
        who.params["DELEGATED-TO"] = f"mailto:{delegated_to}"
    event.add("attendee", who, encode=False)
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
