"""Who entered a cohort in a period, who left it, when, and because of which fact?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal, NamedTuple

from remit.rules.cohort_stays import turning_days
from remit.rules.cohorts import (
    LISTED,
    OUT_OF_AUTHORITY,
    Cohort,
    History,
    Membership,
    in_care,
    membership,
    placed_there,
)
from remit.rules.facts import Fact
from remit.rules.leavers import birthday
from remit.rules.text import shown_date
from remit.terms.cohort_codes import CohortCodes

DAY = timedelta(days=1)
BIRTHDAYS = (16, 18, 21, 25)


class Move(NamedTuple):
    """A child who came into a cohort or went out of it: when, why, and by which source."""

    way: Literal["entered", "left"]
    on: date
    because: str
    source: str


def moved(
    cohort: Cohort,
    child: History,
    *,
    first: date,
    last: date,
    codes: CohortCodes,
    places: Mapping[str, str],
) -> tuple[Move, ...]:
    """Every entry of a child into a cohort and every leaving from the first day to the last, both included, by day.

    `places`: what each code of a placement says in words. Who came and went in between has both. Who was out of the cohort
    for less than a day has neither.
    """
    found: list[Move] = []
    before = membership(cohort, child, on=first - DAY, codes=codes)
    for day in sorted(day for day in turning_days(cohort, child, codes) if first <= day <= last):
        after = membership(cohort, child, on=day, codes=codes)
        if before is None and after is not None:
            found.append(Move("entered", day, after.because, after.source))
        elif before is not None and after is None:
            found.append(_left(cohort, child, before, day, codes, places))
        before = after
    return tuple(found)


def _left(
    cohort: Cohort,
    child: History,
    before: Membership,
    day: date,
    codes: CohortCodes,
    places: Mapping[str, str],
) -> Move:
    """The fact that put the child out: care that ended, a placement of another kind, or a fact of the cohort's own."""
    ended = [one for one in child.of("care") if one.fact.until == day]
    if "care" in cohort.kinds and child.on("care", day) is None and ended:
        return Move("left", day, f"Stopped being looked after on {shown_date(day)}", ended[-1].source)
    if cohort.in_care and child.on("care", day) is not None and in_care(child, day, codes) is None:
        for age in codes.last_ages:
            if child.born is not None and birthday(child.born, age) == day:
                return Move("left", day, f"Turned {age} on {shown_date(day)}", before.source)
    current = child.on("placement", day) if "placement" in cohort.kinds else None
    if current is not None:
        return Move("left", day, _placed(cohort, current.fact, places), current.source)
    cost = child.on("cost", day) if "cost" in cohort.kinds else None
    if cost is not None and isinstance(cost.fact.said[0], int):
        words = f"£{cost.fact.said[0] / 100:,.2f} a week since {shown_date(cost.fact.since)}"
        return Move("left", day, words, cost.source)
    return _ended(cohort, child, before, day)


def _placed(cohort: Cohort, fact: Fact, places: Mapping[str, str]) -> str:
    """A placement as the cohort's own page says it: where it is, if the cohort asks that, else of what kind."""
    code = str(fact.said[0])
    words = placed_there(fact) if cohort.id in OUT_OF_AUTHORITY else places.get(code, "In another placement")
    return f"{words} ({code}) since {shown_date(fact.since)}"


OVER = {
    LISTED: "Left the action list on",
    "placement": "The placement ended on",
    "unaccompanied": "Not counted as unaccompanied from",
    "leaver": "Not listed as a care leaver from",
}


def _ended(cohort: Cohort, child: History, before: Membership, day: date) -> Move:
    for kind in (cohort.narrowed_by or "leaver", "care"):
        over = [one for one in child.of(kind) if one.fact.until == day]
        if over:
            words = OVER.get(kind, "It ended on")
            return Move("left", day, f"{words} {shown_date(day)}", over[-1].source)
    if child.born is not None:
        for age in BIRTHDAYS:
            if birthday(child.born, age) == day:
                return Move("left", day, f"Turned {age} on {shown_date(day)}", before.source)
    begun = [one for kind in cohort.kinds for one in child.of(kind) if one.fact.since == day]
    if begun:
        return Move("left", day, f"What has been so since {shown_date(day)} says otherwise", begun[-1].source)
    return Move("left", day, "The facts on record no longer say so", before.source)
