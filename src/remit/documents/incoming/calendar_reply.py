"""What does a calendar programme say to an invitation (RFC 5546)? Its answer, or that another time is proposed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar

LARGEST = 200_000
"""Bytes of an answer; what is longer is none."""
PROPOSES = "COUNTER"


@dataclass(frozen=True, slots=True)
class CalendarReply:
    """One answer, as it was written: nothing of it is checked here."""

    uid: str
    attendee: str
    """The address it says it is from."""
    partstat: str
    """ACCEPTED, DECLINED and so on; COUNTER where another time is proposed."""
    sequence: int
    delegated_to: str
    said_at: datetime | None


def reply_in(calendars: Iterable[bytes]) -> CalendarReply | None:
    """The first answer among these; None where there is none."""
    for content in calendars:
        if 0 < len(content) <= LARGEST and (found := _read(content)) is not None:
            return found
    return None


def _read(content: bytes) -> CalendarReply | None:
    try:
        calendar: Any = Calendar.from_ical(content)
        method = str(calendar.get("METHOD", "")).upper()
        if method not in ("REPLY", PROPOSES):
            return None
        event = calendar.walk("VEVENT")[0]
        attendees = event.get("ATTENDEE", [])
        if isinstance(attendees, list):
            if len(attendees) != 1:  # an answer is one person's
                return None
            (attendees,) = attendees
        return CalendarReply(
            uid=str(event.get("UID", ""))[:200],
            attendee=_address(attendees),
            partstat=PROPOSES
            if method == PROPOSES
            else str(attendees.params.get("PARTSTAT", "")).upper()[:40],
            sequence=_whole(event.get("SEQUENCE", 0)),
            delegated_to=_address(_first(attendees.params.get("DELEGATED-TO", ""))),
            said_at=_moment(event.get("DTSTAMP")),
        )
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OverflowError):
        return None


def _first(written: Any) -> Any:
    return (written or [""])[0] if isinstance(written, list) else written


def _address(written: Any) -> str:
    return str(written).strip().strip('"').lower().removeprefix("mailto:")[:254]


def _whole(written: Any) -> int:
    return min(max(int(written), 0), 2**31 - 1)


def _moment(written: Any) -> datetime | None:
    found = getattr(written, "dt", None)
    if not isinstance(found, datetime):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
