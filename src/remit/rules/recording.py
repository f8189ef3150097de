"""May this fact of a child be put on record by hand, and may a contradiction be settled? Plain facts in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from remit.rules.fact_comparison import FactChange
from remit.rules.facts import KIND_WORDS, Fact
from remit.rules.outcomes import NotAllowed, Refused, Stale
from remit.rules.text import shown_date
from remit.rules.viewers import Post, Viewer

BY_HAND = ("placement", "review", "legal", "order", "cost")
"""What a named role records by hand, besides who works with the child."""
LOCATIONS = ("in", "out", "")
ORDERS = ("dol",)


def why_not_record(
    viewer: Viewer, *, works_with_child: bool, child_teams: Collection[int]
) -> NotAllowed | None:
    """Recording facts of a child by hand: who works with the child, managers above, brokerage, the data officer."""
    keeps = viewer.holds(Post.DATA_OFFICER) or viewer.holds(Post.BROKERAGE)
    if keeps or works_with_child or viewer.teams.intersection(child_teams):
        return None
    return NotAllowed(
        "You cannot record this for this child.",
        remedy="Ask who works with the child, the manager of their team, or brokerage.",
    )


def why_not_told(told: str) -> Refused | None:
    """Whether it is said where what is typed is known from."""
    if told.strip():
        return None
    return Refused(
        "Say where you have it from.", remedy="Such as: email from the home, 3 October.", field="told"
    )


def why_not_record_fact(
    fact: Fact,
    *,
    told: str,
    born: date | None,
    today: date,
    places: Collection[str],
    statuses: Collection[str],
) -> Refused | None:
    """Whether a person can put this on record. `places`, `statuses`: the codes of placements and of legal statuses."""
    if fact.kind not in BY_HAND:
        return Refused("This comes from returns only.", remedy="Load the return.", field="kind")
    if (untold := why_not_told(told)) is not None:
        return untold
    if (wrong := next(wrong_days(fact.since, fact.until, born=born, today=today), None)) is not None:
        return wrong
    return _why_not_said(fact, places, statuses)


def wrong_days(since: date, until: date | None, *, born: date | None, today: date) -> Iterator[Refused]:
    """All that is wrong with the days of a fact that a person puts on record, each with the field it is about."""
    if since > today:
        yield Refused("The day cannot be in the future.", remedy="Enter today or earlier.", field="since")
    elif born is not None and since < born:
        yield Refused("The child was not born yet on that day.", remedy="Check the day.", field="since")
    if until is not None and until < since:
        yield Refused("It cannot end before it began.", remedy="Enter a later day.", field="until")


def _why_not_said(fact: Fact, places: Collection[str], statuses: Collection[str]) -> Refused | None:
    if fact.kind == "legal" and fact.value("status") not in statuses:
        return Refused("Choose a legal status.", remedy="One of those listed.", field="status")
    if fact.kind == "placement":
        if fact.value("place") not in places:
            return Refused("Choose a kind of placement.", remedy="One of those listed.", field="place")
        if fact.value("location") not in (*LOCATIONS, None):
            return Refused("Choose where the placement is.", remedy="One of those listed.", field="location")
    if fact.kind == "order" and fact.value("sort") not in ORDERS:
        return Refused("Choose which order it is.", remedy="One of those listed.", field="sort")
    cost = fact.value("weekly_pence") if fact.kind == "cost" else 1
    if not isinstance(cost, int) or not 0 < cost <= 10_000_000:
        return Refused(
            "Enter what a week costs, in pounds.", remedy="From 1p to 100,000 pounds.", field="cost"
        )
    return None


def why_not_replace(changes: Iterable[FactChange], *, seen: Mapping[str, int]) -> Stale | None:
    """Whether what a person records takes the place only of what they could see: `seen` is the last key by kind."""
    for change in changes:
        if (before := change.before) is not None and before.pk > seen.get(change.kind, 0):
            what = KIND_WORDS[change.kind]
            day = shown_date(before.fact.since)
            return Stale(f"A fact was recorded meanwhile ({what}, {day}), so nothing was recorded now.")
    return None
