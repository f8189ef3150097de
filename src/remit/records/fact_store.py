"""How are many facts of many children read and written at once? A fixed number of statements, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from remit.records.bulk import insert
from remit.records.entry_details import in_parts
from remit.records.facts import TABLES
from remit.rules.fact_comparison import FactChange
from remit.rules.facts import FIELDS, Fact, Held

ROWS_AT_ONCE = 2_000
FEW, CLOSE = 500, 4


def held_facts(
    persons: Collection[int] | None = None,
    *,
    among: QuerySet[Any, Any] | None = None,
    kinds: Iterable[str] = tuple(TABLES),
    known_at: datetime | None = None,
) -> dict[int, list[Held]]:
    """The facts of these children as known at a time (default now), by child and, within a kind, by day.

    `persons`: their keys; `among`: a query for their keys, where they are many; neither: of all.
    """
    found: dict[int, list[Held]] = defaultdict(list)
    wanted = None if persons is None else frozenset(persons)
    parts = _filters(among, wanted)
    for kind in kinds:
        fields = FIELDS[kind]
        known = TABLES[kind].objects.known(known_at).order_by("since", "pk")
        for part in parts:
            for row in (
                known.filter(part)
                .values_list("pk", "person_id", "since", "until", "source", "provisional", *fields)
                .iterator(chunk_size=ROWS_AT_ONCE)
            ):
                pk, person, since, until, source, provisional, *said = row
                if wanted is None or person in wanted:
                    found[person].append(Held(pk, Fact(kind, since, until, tuple(said)), source, provisional))
    return found


def _filters(among: QuerySet[Any, Any] | None, wanted: frozenset[int] | None) -> list[Q]:
    """Which rows to ask for. Many children whose keys lie close together are asked for by the range of their keys:
    a list of thousands takes the driver longer than the rows that are left over take to be passed by.
    """
    if wanted is None:
        return [Q() if among is None else Q(person__in=among)]
    keys = sorted(wanted)
    if len(keys) > FEW and keys[-1] - keys[0] < CLOSE * len(keys):
        return [Q(person__gte=keys[0], person__lte=keys[-1])]
    return [Q(person__in=part) for part in in_parts(keys)]


def put_facts(
    facts: Iterable[tuple[int, Fact]],
    *,
    now: datetime,
    source: str,
    provisional: bool = False,
    told: str = "",
) -> int:
    """Record these facts of these children (their keys); answers with how many. For loading much at once."""
    by_kind: dict[str, list[tuple[int, Fact]]] = defaultdict(list)
    for person, fact in facts:
        by_kind[fact.kind].append((person, fact))
    for kind, rows in by_kind.items():
        columns = (
            "person_id",
            "since",
            "until",
            "recorded_at",
            "source",
            "provisional",
            "told",
            *FIELDS[kind],
        )
        insert(
            TABLES[kind],
            columns,
            (
                (person, fact.since, fact.until, now, source, provisional, told, *fact.said)
                for person, fact in rows
            ),
        )
    return sum(len(rows) for rows in by_kind.values())


@dataclass(frozen=True, slots=True)
class Written:
    """What writing changes did: the keys of what it superseded, by kind."""

    superseded: Mapping[str, list[int]] = field(default_factory=dict)


def write_changes(
    changes: Iterable[tuple[int, FactChange]],
    *,
    now: datetime,
    source: str,
    provisional: bool = False,
    told: str = "",
) -> Written:
    """Carry out these changes of these children's facts. Contradicted facts stay as they are."""
    superseded: dict[str, list[int]] = defaultdict(list)
    new: list[tuple[int, Fact]] = []
    for person, change in changes:
        if change.act == "contradicted":
            continue
        if change.before is not None:
            superseded[change.kind].append(change.before.pk)
        if change.after is not None:
            new.append((person, change.after))
    supersede(superseded, now=now)
    put_facts(new, now=now, source=source, provisional=provisional, told=told)
    return Written(dict(superseded))


def supersede(keys: Mapping[str, Sequence[int]], *, now: datetime) -> None:
    """Let these facts, by kind, hold no longer as known from now on."""
    for kind, pks in keys.items():
        for part in in_parts(sorted(pks)):
            TABLES[kind].objects.filter(pk__in=part).update(superseded_at=now)


def spoken_of_by_facts(persons: Collection[int]) -> set[int]:
    """Those of these children of whom any fact is known now."""
    found: set[int] = set()
    for table in TABLES.values():
        found |= set(table.objects.known().filter(person__in=persons).values_list("person_id", flat=True))
    return found
