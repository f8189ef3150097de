"""When do the tests take place?"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london(written: str) -> datetime:
    """A moment on the clocks of London: london("2026-10-14 10:00")."""
    return datetime.fromisoformat(written).replace(tzinfo=LONDON)


NOW = london("2026-10-14 10:00")
"""A Wednesday: this week's cases are selected, the meeting is tomorrow."""
TODAY: date = NOW.date()
LONG_AGO = date(2026, 1, 5)
"""Since when made-up posts, seats and allocations hold, where a test does not say."""
