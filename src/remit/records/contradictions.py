"""Which versions of a fact wait for a person, and how is another put before one?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from remit.records.facts import Contradiction
from remit.records.placements_list import Import
from remit.rules.facts import Fact

ALLOCATION = "allocation"
"""The kind of a contradiction about who works with a child; the others are kinds of facts."""
Version = tuple[str, int, str]
"""A typed fact (kind, key) and what an import said instead."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an import said of a child instead of what was typed (kind, key)."""

    person: int
    kind: str
    held: int
    offered: dict[str, object]

    @property
    def version(self) -> Version:
        """What tells it from others."""
        return self.kind, self.held, repr(sorted(self.offered.items()))


def as_kept(since: date, until: date | None, said: Sequence[object]) -> dict[str, object]:
    """What an import said instead, as it is kept."""
    return {
        "since": since.isoformat(),
        "until": until.isoformat() if until else None,
        "said": list(said),
    }


def offered_fact(asked: Contradiction) -> Fact:
    """What an import said instead, as it was kept."""
    until = asked.offered["until"]
    return Fact(
        asked.kind,
        date.fromisoformat(asked.offered["since"]),
        date.fromisoformat(until) if until else None,
        tuple(asked.offered["said"]),
    )


def raised() -> frozenset[Version]:
    """Contradictions that wait for a person, or that a person has settled for what was typed."""
    asked = Contradiction.objects.filter(state__in=(Contradiction.State.OPEN, Contradiction.State.KEPT))
    return frozenset(
        (kind, held, repr(sorted(offered.items())))
        for kind, held, offered in asked.values_list("kind", "held_id", "offered")
    )


def put_before_a_person(found: Iterable[Asked], *, imported: Import, now: datetime) -> None:
    """Raise each; an earlier one about the same fact is overtaken."""
    rows = [
        Contradiction(
            person_id=one.person,
            kind=one.kind,
            held_id=one.held,
            offered=one.offered,
            imported=imported,
            raised_at=now,
        )
        for one in found
    ]
    for row in rows:
        earlier = Contradiction.objects.filter(
            kind=row.kind, held_id=row.held_id, state=Contradiction.State.OPEN
        )
        earlier.update(state=Contradiction.State.OVERTAKEN, settled_at=now)
    Contradiction.objects.bulk_create(rows)
