"""Days and calendars as tests write them."""

from datetime import date, datetime, time

from remit.records.holidays import working_calendar
from remit.rules.clock import LONDON
from remit.rules.deadlines import MeetingTime

CALENDAR = working_calendar()


def day(written: str) -> date:
    """day("26 Nov 2026")."""
    return datetime.strptime(written, "%d %b %Y").date()


def london(written: str) -> datetime:
    """london("26 Nov 2026 16:00"): a moment on the clocks of England."""
    return datetime.strptime(written, "%d %b %Y %H:%M").replace(tzinfo=LONDON)


def meeting_on(written: str, start: str = "15:00", end: str = "16:30") -> MeetingTime:
    """When a meeting of that day is."""
    return MeetingTime.on(day(written), time.fromisoformat(start), time.fromisoformat(end))
