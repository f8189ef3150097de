"""Is the action list kept until a meeting: was each of its entries touched lately enough, and since when?

What counts is the list on the day the duty is due: an entry that would be flagged on that day is behind. So a list that was
brought up to date for a meeting stays so for it, whatever time passes; and one is looked at as it was when it was due, then
as it was when it could no longer be made good.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from remit.rules.calendar import WorkCalendar, less, plus
from remit.rules.clock import MIDNIGHT, due_date, in_time, instant
from remit.terms.model import Cohort, Evidence, ForumTerms, Owed
from remit.terms.values import Span

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ListRow:
    """What the list said of an entry, from when Remit was told of it until it said something else or the entry left."""

    touched: date
    rating: str
    told_at: datetime
    gone_at: datetime | None = None

    def stood_at(self, at: datetime) -> bool:
        """Whether the list said this at that time."""
        return self.told_at <= at and (self.gone_at is None or self.gone_at > at)


@dataclass(frozen=True, slots=True)
class Kept:
    """Since when a list is kept for a meeting; None while entries are `behind`, or while it is too early to say."""

    at: datetime | None
    behind: int = 0


def kept_cohort(terms: ForumTerms, owed: Owed) -> Cohort | None:
    """The cohort of which somebody is held to keep the list; None where it is something else that is owed, or nothing is flagged."""
    if not (owed.runs and isinstance(owed.met_by, Evidence) and owed.met_by.kept):
        return None
    cohort = next((one for one in terms.cohorts if one.id == owed.met_by.kept), None)
    return cohort if cohort is not None and cohort.untouched is not None else None


def owed_on_lists(terms: ForumTerms) -> tuple[tuple[Owed, Cohort], ...]:
    """What is owed under these terms that is met by keeping a list, each with the cohort that stands on it."""
    found = ((owed, kept_cohort(terms, owed)) for owed in terms.owed)
    return tuple((owed, cohort) for owed, cohort in found if cohort is not None)


def is_on_list(cohort: Cohort, rating: str) -> bool:
    """Whether an entry with that rating is on the list of a forum."""
    theirs = (*cohort.discussed, *cohort.shown)
    return not theirs or rating in theirs


def counts_from(due: datetime, after: Span, calendar: WorkCalendar) -> date:
    """The first day from which touching an entry keeps it from being flagged on the day something is due."""
    day = due_date(due)
    first = less(day, after, calendar)
    while plus(first, after, calendar) <= day:
        first += DAY
    while plus(first - DAY, after, calendar) > day:
        first -= DAY
    return first


def kept(
    rows: Iterable[ListRow], *, first: date, due: datetime, ends: datetime | None, now: datetime
) -> Kept:
    """How a list stands for a duty that is due then. `first`: from which day on touching counts (`counts_from`); `ends`:
    when it could no longer be made good, where it was.

    In time where nothing is behind when it is due, whatever comes on later; late where nothing is behind some time after.
    """
    begins = instant(first, MIDNIGHT)
    behind = [row for row in rows if row.touched < first]
    last_in_time = due if in_time(due, due) else due - timedelta(microseconds=1)
    looked_at = min(last_in_time, now)
    if left := _standing(behind, looked_at):
        if now <= last_in_time:
            return Kept(None, left)
        looked_at = min(now, ends) if ends is not None else now
        if left := _standing(behind, looked_at):
            return Kept(None, left)
    if now < begins:
        return Kept(None)
    return Kept(max([begins, *(row.gone_at for row in behind if row.gone_at and row.gone_at <= looked_at)]))


def _standing(behind: Sequence[ListRow], at: datetime) -> int:
    return sum(row.stood_at(at) for row in behind)
