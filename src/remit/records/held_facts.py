"""What facts are held of many children, read in a number of statements that does not grow with them?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Max, Q, QuerySet, Value

from remit.records.facts import TABLES
from remit.records.key_lists import in_parts
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


def latest_facts(person: int) -> dict[str, int]:
    """By kind, the key of what was written last of a child, still known or not: what comes later has a greater one.

    Facts are written one load or act after another, under one lock.
    """
    last = [
        table.objects.filter(person=person).order_by().values(kind=Value(kind)).annotate(last=Max("pk"))
        for kind, table in TABLES.items()
    ]
    return dict(last[0].union(*last[1:], all=True).values_list("kind", "last"))


def _filters(among: QuerySet[Any, Any] | None, wanted: frozenset[int] | None) -> list[Q]:
    """Which rows to ask for."""
    if wanted is None:
        return [Q() if among is None else Q(person__in=among)]
    return among_keys(wanted)


def among_keys(persons: Collection[int], column: str = "person") -> list[Q]:
    """Filters by child that together leave the rows of these children, and perhaps of some between them.

    Many whose keys lie close together are asked for by the range of their keys: a list of thousands takes the driver
    longer than the rows that are left over take to be passed by.
    """
    keys = sorted(persons)
    if len(keys) > FEW and keys[-1] - keys[0] < CLOSE * len(keys):
        return [Q((f"{column}__gte", keys[0]), (f"{column}__lte", keys[-1]))]
    return [Q((f"{column}__in", part)) for part in in_parts(keys)]
