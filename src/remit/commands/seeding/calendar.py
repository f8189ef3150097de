"""Which weeks does the made-up authority have behind it, and when in a week is what done?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from remit.commands.seeding.timeline import clock, monday_of
from remit.records.holidays import working_calendar
from remit.rules.clock import london_day

THURSDAY = 3
HOW_MANY = 4
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Weeks:
    """The days of the meetings held, those that fell on a bank holiday, and the next one."""

    held: tuple[date, ...]
    cancelled: tuple[date, ...]
    coming: date
    live_from: date
    set_up: datetime
    """When accounts, children and seats were made: a good while before."""


def weeks_around(now: datetime) -> Weeks:
    """Four meetings behind and the coming one; a meeting on a bank holiday is cancelled, one is held the week before."""
    today = london_day(now)
    calendar = working_calendar()
    coming = today + timedelta(days=(THURSDAY - today.weekday()) % 7)
    cancelled = []
    while not calendar.is_working(coming):
        cancelled.append(coming)
        coming += WEEK
    held: list[date] = []
    day = (cancelled[0] if cancelled else coming) - WEEK
    while len(held) < HOW_MANY:
        (held if calendar.is_working(day) else cancelled).append(day)
        day -= WEEK
    live_from = monday_of(held[-1])
    return Weeks(
        tuple(reversed(held)),
        tuple(sorted(day for day in cancelled if day >= live_from)),
        coming,
        live_from,
        clock(live_from - 9 * WEEK, "09:00"),
    )


def working_day(day: date) -> date:
    """That day, or the next one that is worked."""
    return working_calendar().on_or_after(day)
