"""Which kinds of fact does the record hold of a child, and what does each say?

A fact holds for a period. Kinds that are `EXCLUSIVE` hold one at a time: a child has one placement, one legal status.
Times are days; `until` is the first day a fact no longer holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

Said = tuple[str | int | None, ...]
"""What a fact says, in the order of its kind's fields; None: the source does not speak of it."""

FIELDS: Mapping[str, tuple[str, ...]] = {
    "care": ("need", "why_ended"),
    "placement": ("place", "provider", "urn", "postcode", "location", "authority", "why_changed"),
    "temporary": ("place", "provider"),
    "legal": ("status",),
    "review": ("code",),
    "missing": ("sort",),
    "order": ("sort",),
    "worker": ("number", "why_changed"),
    "unaccompanied": ("why",),
    "leaver": ("category", "in_touch", "activity", "accommodation"),
    "details": ("sex", "ethnicity", "upn", "disability"),
    "cost": ("weekly_pence",),
}
EXCLUSIVE = frozenset(
    {"care", "placement", "temporary", "legal", "unaccompanied", "leaver", "details", "cost"}
)

KIND_WORDS: Mapping[str, str] = {
    "care": "period in care",
    "placement": "placement",
    "temporary": "temporary move",
    "legal": "legal status",
    "review": "review",
    "missing": "time missing",
    "order": "order",
    "worker": "social worker",
    "unaccompanied": "unaccompanied",
    "leaver": "care leaver",
    "details": "details",
    "cost": "weekly cost",
}


class Fact(NamedTuple):
    """One fact: of which kind, when it held, and what it says."""

    kind: str
    since: date
    until: date | None
    said: Said

    def value(self, name: str) -> str | int | None:
        """What it says under the name of one of its kind's fields."""
        return self.said[FIELDS[self.kind].index(name)]

    def held_on(self, day: date) -> bool:
        """Whether it held on that day."""
        return self.since <= day and (self.until is None or day < self.until)

    def overlaps(self, other: Fact) -> bool:
        """Whether there is a day on which both held."""
        starts = max(self.since, other.since)
        return (self.until is None or starts < self.until) and (other.until is None or starts < other.until)


class Held(NamedTuple):
    """A fact as the record has it: its key, where it comes from, and whether nobody but a person has said so."""

    pk: int
    fact: Fact
    source: str
    provisional: bool = False


def fact(kind: str, since: date, until: date | None = None, **said: str | int | None) -> Fact:
    """A fact by the names of what it says; what is not named is not spoken of."""
    unknown = set(said) - set(FIELDS[kind])
    if unknown:
        raise ValueError(f"a {kind} says nothing of {sorted(unknown)}")
    return Fact(kind, since, until, tuple(said.get(name) for name in FIELDS[kind]))


def blank(kind: str, name: str) -> str | int | None:
    """What stands where nobody has spoken of it."""
    return None if name == "weekly_pence" else ""


_BLANK: Mapping[str, Said] = {
    kind: tuple(blank(kind, name) for name in names) for kind, names in FIELDS.items()
}


def merged(offered: Fact, before: Fact | None) -> Fact:
    """The fact with what its source does not speak of taken from what is held, blank where nothing is."""
    if None not in offered.said:
        return offered
    kind, since, until, spoken = offered
    return Fact(kind, since, until, _filled(spoken, _BLANK[kind] if before is None else before.said))


@lru_cache(maxsize=16_384)
def _filled(spoken: Said, others: Said) -> Said:
    """What is said, with the others where nothing is. Thousands of facts say the same."""
    return tuple([other if value is None else value for value, other in zip(spoken, others, strict=True)])
