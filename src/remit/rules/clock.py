"""Which instant is a local time, was something in time, and how is a time shown?

People write and read the time of England; instants are kept and compared in UTC, so that no sum is done on a wall clock.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from remit.rules.text import shown_date

LONDON = ZoneInfo("Europe/London")
MIDNIGHT = time(0, 0)


def instant(day: date, at: time) -> datetime:
    """The instant at which clocks in England show this time.

    Of the hour that comes twice in October the first is meant. An hour that is skipped in March counts from the time
    before the change: 1:30am is the instant shown as 2:30am.
    """
    return datetime.combine(day, at.replace(fold=0, tzinfo=None), tzinfo=LONDON).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The next midnight. It does not belong to the day any more."""
    return instant(day + timedelta(days=1), MIDNIGHT)


def local(at: datetime) -> datetime:
    """The same instant as clocks in England show it."""
    return at.astimezone(LONDON)


def london_day(at: datetime) -> date:
    """The day it is in England at that instant."""
    return local(at).date()


def ends_a_day(due: datetime) -> bool:
    """Whether this due time is the end of a day. A due time at midnight always is."""
    return local(due).time() == MIDNIGHT


def in_time(at: datetime, due: datetime) -> bool:
    """Whether something done then was in time: 4pm is, for 4pm; midnight is not, for the end of the day."""
    return at < due if ends_a_day(due) else at <= due


def is_past(due: datetime, *, now: datetime) -> bool:
    """Whether doing it now would be late."""
    return not in_time(now, due)


def due_date(due: datetime) -> date:
    """The day something is due on: what is due at the end of a day is due on that day."""
    shown = local(due)
    return shown.date() - timedelta(days=1) if ends_a_day(due) else shown.date()


def shown_clock(at: time) -> str:
    """4pm, 3:30pm, 11:59pm, midday; midnight only where a day begins with it."""
    if at.replace(second=0, microsecond=0) == MIDNIGHT:
        return "midnight"
    if (at.hour, at.minute) == (12, 0):
        return "midday"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def shown_time(at: datetime) -> str:
    """The time of day of something that happened or begins: 4pm."""
    return shown_clock(local(at).time())


def shown_due_time(due: datetime) -> str:
    """The time of day of a due time: 4pm, and the end of a day as 11:59pm."""
    return "11:59pm" if ends_a_day(due) else shown_time(due)


def shown_moment(at: datetime) -> str:
    """12 October 2026 at 4pm."""
    return f"{shown_date(london_day(at))} at {shown_time(at)}"


def shown_due(due: datetime) -> str:
    """12 October 2026 at 4pm, or at 11:59pm for the end of that day."""
    return f"{shown_date(due_date(due))} at {shown_due_time(due)}"


def written_due(due: datetime) -> str:
    """A due time for machines, in local time with its offset: the end of a day is 23:59:59."""
    shown = local(due - timedelta(seconds=1)) if ends_a_day(due) else local(due)
    return shown.isoformat(timespec="seconds")
