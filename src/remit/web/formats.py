"""How are dates, times and numbers written? As the GOV.UK style guide does, in London's time."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 (the filter below is called date)
from datetime import datetime, timedelta
from datetime import time as Time  # noqa: N812
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MIDNIGHT, MIDDAY = Time(0), Time(12)
NOT_KNOWN = ""


def local(moment: datetime) -> datetime:
    """The moment on a clock in London. A moment without its zone is a mistake of ours."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs its zone.")
    return moment.astimezone(LONDON)


def day_of(value: Date | datetime) -> Date:
    """The day in London."""
    return local(value).date() if isinstance(value, datetime) else value


def date(value: Date | datetime | None) -> str:
    """12 October 2026"""
    if value is None:
        return NOT_KNOWN
    day = day_of(value)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(value: Date | datetime | None) -> str:
    """12 Oct 2026, for tables"""
    if value is None:
        return NOT_KNOWN
    day = day_of(value)
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def weekday(value: Date | datetime | None) -> str:
    """Monday 12 October 2026"""
    return NOT_KNOWN if value is None else f"{DAYS[day_of(value).weekday()]} {date(value)}"


def time(value: datetime | Time | None) -> str:
    """4pm, 3:20pm, midday, midnight"""
    if value is None:
        return NOT_KNOWN
    clock = local(value).time() if isinstance(value, datetime) else value
    match clock.hour, clock.minute:
        case 0, 0:
            return "midnight"
        case 12, 0:
            return "midday"
        case hour, 0:
            return f"{hour % 12 or 12}{_half(hour)}"
        case hour, minute:
            return f"{hour % 12 or 12}:{minute:02}{_half(hour)}"


def _half(hour: int) -> str:
    return "pm" if hour >= 12 else "am"


def when(value: datetime | None) -> str:
    """12 October 2026, 3:20pm"""
    return NOT_KNOWN if value is None else f"{date(value)}, {time(value)}"


def due(value: datetime | Date | None) -> str:
    """Monday 12 October 2026, 4pm. The end of a day is the next midnight, and is written 11:59pm of the day it ends."""
    if not isinstance(value, datetime):
        return weekday(value)
    if local(value).time() == MIDNIGHT:
        return f"{weekday(day_of(value) - timedelta(days=1))}, 11:59pm"
    return f"{weekday(value)}, {time(value)}"


def between(start: datetime, end: datetime) -> str:
    """3:20pm to 3:40pm"""
    return f"{time(start)} to {time(end)}"


def count(number: int, one: str, many: str | None = None) -> str:
    """1 case, 2 cases, no cases; `many` where an s is not enough"""
    if number == 1:
        return f"1 {one}"
    return f"{f'{number:,}' if number else 'no'} {many or one + 's'}"


def pounds(pence: int | None) -> str:
    """£1,234 or £1,234.50, from whole pence"""
    if pence is None:
        return NOT_KNOWN
    sign, whole, rest = "-" if pence < 0 else "", *divmod(abs(pence), 100)
    return f"{sign}£{whole:,}.{rest:02}" if rest else f"{sign}£{whole:,}"


FILTERS = {
    "date": date,
    "short_date": short_date,
    "weekday": weekday,
    "time": time,
    "when": when,
    "due": due,
    "count": count,
    "pounds": pounds,
}
