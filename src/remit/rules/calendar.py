"""Which days are worked, and on which does a forum sit?

A working day is Monday to Friday less the bank holidays of England, which are handed in.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from remit.terms.model import Meets, Span

DAY = timedelta(days=1)
FRIDAY = 4


@dataclass(frozen=True)
class WorkCalendar:
    """The working days of England, given its bank holidays by name."""

    bank_holidays: Mapping[date, str] = field(default_factory=lambda: MappingProxyType({}))

    def is_working(self, day: date) -> bool:
        """Whether this is a working day."""
        return day.weekday() <= FRIDAY and day not in self.bank_holidays

    def holiday(self, day: date) -> str | None:
        """The bank holiday this day is, by name."""
        return self.bank_holidays.get(day)

    def on_or_after(self, day: date) -> date:
        """This day if it is worked, else the next that is."""
        while not self.is_working(day):
            day += DAY
        return day

    def on_or_before(self, day: date) -> date:
        """This day if it is worked, else the last that was."""
        while not self.is_working(day):
            day -= DAY
        return day

    def after(self, day: date, count: int) -> date:
        """So many working days after a day, which is day 0. None after a day is that day itself."""
        for _ in range(count):
            day = self.on_or_after(day + DAY)
        return day

    def before(self, day: date, count: int) -> date:
        """The last day that leaves so many working days before this one: itself not counted, this one counted."""
        for _ in range(count):
            day = self.on_or_before(day) - DAY
        return self.on_or_before(day) if count else day

    def between(self, earlier: date, later: date) -> int:
        """Working days from a day to a later one, the first not counted, the last counted."""
        days = (later - earlier).days
        return sum(self.is_working(earlier + timedelta(days=gone)) for gone in range(1, days + 1))


def month_later(day: date, months: int) -> date:
    """The same day so many months on (or back), else that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def sittings(meets: Meets, *, since: date, until: date) -> Iterator[date]:
    """The days a forum sits by its cadence, from a day until (and without) another; bank holidays are not left out.

    `first` of the cadence says which weeks or months are meant; it limits nothing.
    """
    if meets.every.unit == "months":
        yield from _monthly(meets, since, until)
        return
    step = timedelta(weeks=meets.every.count)
    anchor = meets.first or since + timedelta(days=(meets.on.number - since.weekday()) % 7)
    day = anchor - step * ((anchor - since) // step)
    while day < until:
        yield day
        day += step


def _monthly(meets: Meets, since: date, until: date) -> Iterator[date]:
    start = meets.first or since
    behind = (since.year - start.year) * 12 + since.month - start.month
    months = behind - behind % meets.every.count
    while True:
        day = _weekday_of_month(meets, month_later(start.replace(day=1), months))
        if day >= until:
            return
        if day >= since:
            yield day
        months += meets.every.count


def _weekday_of_month(meets: Meets, first: date) -> date:
    """The second Tuesday, say, or the last, of the month that begins on that day."""
    if meets.week == "last":
        end = first.replace(day=monthrange(first.year, first.month)[1])
        return end - timedelta(days=(end.weekday() - meets.on.number) % 7)
    ahead = (meets.on.number - first.weekday()) % 7
    return first + timedelta(days=ahead, weeks=(meets.week or 1) - 1)


def less(day: date, span: Span, calendar: WorkCalendar) -> date:
    """The day that lies so much before another. A length given on the clock counts its whole days."""
    if span.unit == "working days":
        return calendar.before(day, span.count)
    if span.unit == "months":
        return month_later(day, -span.count)
    return day - span.fixed


def plus(day: date, span: Span, calendar: WorkCalendar) -> date:
    """The day that lies so much after another. A length given on the clock counts its whole days."""
    if span.unit == "working days":
        return calendar.after(day, span.count)
    if span.unit == "months":
        return month_later(day, span.count)
    return day + span.fixed
