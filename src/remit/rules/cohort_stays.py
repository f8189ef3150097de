"""From which day to which day was a child in a cohort, by the facts as they are known now?

`cohorts.membership` answers for one day. Its answer can only turn on a day on which a fact begins or ends, on a birthday
or another day the definitions of care leavers name, or when a threshold does. Asked on each of these, it gives the
answer for all days at once, which can be kept and does not grow stale as days go by.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date
from typing import NamedTuple, cast

from remit.rules.cohorts import (
    COHORTS,
    LISTED,
    Cohort,
    History,
    Membership,
    leaving_care,
    may_have_been_in,
    membership,
)
from remit.rules.leavers import birthday
from remit.terms.cohort_codes import CohortCodes

KEPT = tuple(cohort for cohort in COHORTS.values() if cohort.narrowed_by != LISTED)
"""The cohorts whose stays are kept: the action list has rows of its own."""
KINDS = frozenset(kind for cohort in KEPT for kind in cohort.kinds)
"""The kinds of fact they follow from."""
_NO_DAYS: frozenset[date | None] = frozenset()


class Stay(NamedTuple):
    """The same answer from a day until (and without) another; None: until further notice."""

    cohort: str
    first: date
    until: date | None
    found: Membership


def stays(child: History, codes: CohortCodes) -> Iterator[Stay]:
    """Every stay of a child in a cohort, by cohort and by day."""
    adult = _of_an_adult(child, codes)
    for cohort in KEPT:
        if cohort.narrowed_by is not None and cohort.narrowed_by not in child.facts:
            continue  # as most are
        if may_have_been_in(cohort, child, codes):
            yield from _stays_in(cohort, child, codes, _days(cohort, child, codes, adult))


def _stays_in(cohort: Cohort, child: History, codes: CohortCodes, days: AbstractSet[date]) -> Iterator[Stay]:
    first, current = date.min, None
    for day in sorted(days):
        found = membership(cohort, child, on=day, codes=codes)
        if found == current:
            continue
        if current is not None:
            yield Stay(cohort.id, first, day, current)
        first, current = day, found
    if current is not None:
        yield Stay(cohort.id, first, None, current)


def turning_days(cohort: Cohort, child: History, codes: CohortCodes) -> set[date]:
    """Every day on which the child's place in a cohort may turn; between two of them it does not."""
    return _days(cohort, child, codes, _of_an_adult(child, codes))


def _days(cohort: Cohort, child: History, codes: CohortCodes, adult: AbstractSet[date | None]) -> set[date]:
    """The same, where the days on which an adult's care may turn are known."""
    days: set[date | None] = set()
    for kind in cohort.kinds:
        days.update(one.fact.since for one in child.of(kind))
        if kind != "review":  # a review that was held stays held
            days.update(one.fact.until for one in child.of(kind))
    if cohort.narrowed_by == "cost":
        days.update(day for row in codes.costs.weekly_pence for day in (row.since, row.until))
    if cohort.narrowed_by is None:
        leaving = leaving_care(child, codes)
        return leaving.turning_days(days) if leaving else set()
    if cohort.in_care:
        days |= adult
    days.discard(None)
    return cast(set[date], days)


def _of_an_adult(child: History, codes: CohortCodes) -> frozenset[date | None]:
    """Of whoever was looked after beyond the eighteenth birthday by an episode: when that may turn."""
    if child.born is None:
        return _NO_DAYS
    grown = birthday(child.born, codes.looked_after.until_age)
    if all(one.fact.until is not None and one.fact.until <= grown for one in child.of("care")):
        return _NO_DAYS
    days = {birthday(child.born, age) for age in codes.last_ages}
    for one in (*child.of("legal"), *child.of("placement")):
        days.update(day for day in (one.fact.since, one.fact.until) if day is not None and day > grown)
    return frozenset(days).union(codes.days_of_adults)
