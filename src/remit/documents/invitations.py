"""How is somebody's calendar, or an invitation, written for their calendar programme?

As iCalendar (RFC 5545, 5546), and no child is in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vRecur,
    vText,
)

LONDON = ZoneInfo("Europe/London")
PRODUCT = "-//Remit//Calendar//EN"
ASK_AGAIN = timedelta(hours=1)
"""How often a calendar programme is asked to look for what is new."""


@dataclass(frozen=True, slots=True)
class Invited:
    """One meeting somebody comes to."""

    uid: str
    """The same for ever, wherever the meeting moves."""
    sequence: int
    """Rises with every move and with a cancellation."""
    as_of: datetime
    """When what stands here was last changed."""
    title: str
    starts_at: datetime
    ends_at: datetime
    about: Sequence[str]
    """Sentences; no child's name, initials or number."""
    place: str
    """How to join; empty where that is not known."""
    address: str
    """Of the meeting's page; empty where it has none."""
    cancelled: bool = False


def calendar_file(meetings: Sequence[Invited], *, name: str) -> bytes:
    """The meetings as one iCalendar object: lines folded and text escaped as the standard has it, times on London's clock."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", LONDON.key)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(_london())
    for meeting in meetings:
        calendar.add_component(_event(meeting))
    written: bytes = calendar.to_ical()
    return written


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, and who is asked: names and mail addresses. The answer goes to who asks."""

    by_name: str
    by: str
    name: str
    address: str


def invitation_file(meeting: Invited, asked: Asked) -> bytes:
    """One invitation, its update or its cancellation, for one person (RFC 5546: REQUEST, or CANCEL)."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if meeting.cancelled else "REQUEST")
    calendar.add_component(_london())
    event = _event(meeting)
    organizer = vCalAddress(f"mailto:{asked.by}")
    organizer.params["CN"] = vText(asked.by_name)
    event["organizer"] = organizer
    attendee = vCalAddress(f"mailto:{asked.address}")
    attendee.params["CN"] = vText(asked.name)
    attendee.params["CUTYPE"] = vText("INDIVIDUAL")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("FALSE" if meeting.cancelled else "TRUE")
    event.add("attendee", attendee, encode=False)
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def with_words_replaced(written: bytes, words: Mapping[str, str]) -> bytes:
    """An invitation with these words of its description replaced: what is secret is filled in when it goes, not before."""
    calendar = Calendar.from_ical(written)
    for event in calendar.walk("VEVENT"):
        said = str(event.get("description", ""))
        for before, after in words.items():
            said = said.replace(before, after)
        if said:
            event.pop("description")
            event.add("description", said)
    again: bytes = calendar.to_ical()
    return again


def _event(meeting: Invited) -> Event:
    event = Event()
    event.add("uid", meeting.uid)
    event.add("dtstamp", meeting.as_of.astimezone(UTC))
    event.add("sequence", meeting.sequence)
    event.add("summary", f"Cancelled: {meeting.title}" if meeting.cancelled else meeting.title)
    event.add("dtstart", meeting.starts_at.astimezone(LONDON))
    event.add("dtend", meeting.ends_at.astimezone(LONDON))
    event.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if meeting.cancelled else "OPAQUE")
    event.add("class", "PRIVATE")
    if meeting.about:
        event.add("description", "\n".join(meeting.about))
    if meeting.place and not meeting.cancelled:
        event.add("location", meeting.place)
    if meeting.address:
        event.add("url", meeting.address)
    return event


def _london() -> Timezone:
    """London's clock as it has been since 1996: forward on the last Sunday of March and back on that of October, at 1am GMT."""
    zone = Timezone()
    zone.add("tzid", LONDON.key)
    winter, summer = TimezoneStandard(), TimezoneDaylight()
    for part, name, starts, before, after, month in (
        (summer, "BST", datetime(1997, 3, 30, 1), 0, 1, 3),  # noqa: DTZ001 (on the clock that is described)
        (winter, "GMT", datetime(1996, 10, 27, 2), 1, 0, 10),  # noqa: DTZ001
    ):
        part.add("tzname", name)
        part.add("dtstart", starts)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("rrule", vRecur({"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"}))
        zone.add_component(part)
    return zone
