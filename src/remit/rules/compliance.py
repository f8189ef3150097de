"""How often does a forum do what its own terms promise? Counts of duties, by what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from remit.rules.calendar import month_later
from remit.rules.clock import MIDNIGHT, instant

Became = Literal["met", "late", "missed", "waived", "overdue", "not_yet_due"]
"""What became of a duty: met in time or late, missed for good, waived; still open and overdue, or not due yet."""
IN_TIME: dict[Became, bool | None] = {
    "met": True,
    "late": False,
    "missed": False,
    "waived": False,
    "overdue": False,
    "not_yet_due": None,
}
"""Whether a duty that became this was done in time, wherever it is counted: to waive one makes no figure better."""
MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Tally:
    """How many duties came to what. What is void is nowhere in it."""

    met: int = 0
    late: int = 0
    missed: int = 0
    waived: int = 0
    overdue: int = 0
    not_yet_due: int = 0

    @property
    def fell_due(self) -> int:
        """The denominator: all whose time has come. Waived ones stay in it, so that waiving never makes a figure better."""
        return self.met + self.late + self.missed + self.waived + self.overdue

    @property
    def share_in_time(self) -> int | None:
        """Per cent met in time of all that fell due, rounded down; None where nothing did."""
        return self.met * 100 // self.fell_due if self.fell_due else None

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.met + other.met,
            self.late + other.late,
            self.missed + other.missed,
            self.waived + other.waived,
            self.overdue + other.overdue,
            self.not_yet_due + other.not_yet_due,
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """So many duties of one term of one forum, due in one month, came to this."""

    forum: str
    clause: str
    term: str
    month: date
    """Its first day."""
    became: Became
    count: int
    what: str = ""


def tally(rows: Iterable[Counted]) -> Tally:
    """All of these together."""
    return sum((Tally(**{row.became: row.count}) for row in rows), Tally())


def by_month(rows: Iterable[Counted], months: Sequence[date]) -> tuple[Tally, ...]:
    """One tally a month, in that order; a month without any is empty."""
    known = list(rows)
    return tuple(tally(row for row in known if row.month == month) for month in months)


def months_until(last: date, count: int = MONTHS_SHOWN) -> tuple[date, ...]:
    """The first days of so many months, of which this day's is the last."""
    first = last.replace(day=1)
    return tuple(month_later(first, back - count + 1) for back in range(count))


def live_since(live_from: date) -> datetime:
    """What was due before this instant raises no breach: the forum was not live yet."""
    return instant(live_from, MIDNIGHT)
