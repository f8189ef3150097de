"""Which are the bank holidays of England? Computed by the `holidays` package; nothing is fetched."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

import holidays

from remit.rules.calendar import WorkCalendar

FIRST_YEAR, LAST_YEAR = 1990, 2080
"""Nothing in the record lies before, and no meeting is planned beyond."""


@cache
def working_calendar() -> WorkCalendar:
    """The working days of England, made once in a process."""
    named = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, LAST_YEAR + 1))
    return WorkCalendar(MappingProxyType(dict(named.items())))
