"""Of which children did undoing a return leave something as it is, and what was recorded of them since?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from remit.reading import looks
from remit.reading.cohorts import ids_of
from remit.reading.sources import source_words
from remit.records.children import Person
from remit.records.facts import TABLES
from remit.records.placements_list import Import
from remit.records.visibility import visible_to
from remit.rules.clock import london_day
from remit.rules.facts import KIND_WORDS
from remit.rules.loads import A_PAGE
from remit.rules.text import shown_date
from remit.rules.viewers import Viewer


@dataclass(frozen=True, slots=True)
class LeftLine:
    """A child of whom something was left, and why."""

    person_id: str
    why: tuple[str, ...]
    child_ref: str
    """For the page of the child; empty where it is not this viewer's to open."""


@dataclass(frozen=True, slots=True)
class Left:
    """A page of those of whom something was left."""

    count: int
    page: int
    lines: tuple[LeftLine, ...]
    closed: int
    """Of this page, those whose record is restricted to others."""


def left_by_undoing(
    viewer: Viewer, row: Import, *, closed: Collection[int], page: int, now: datetime
) -> Left | None:
    """For who may open this load; None where nothing was left. `closed`: children whose record is restricted to others."""
    by_kind = left_by_kind(row)
    kinds = _kinds_of(by_kind)
    if not kinds:
        return None
    asked = sorted(kinds)[(page - 1) * A_PAGE : page * A_PAGE]
    persons = [person for person in asked if person not in closed]
    looks.shown(looks.LISTED, persons)
    ids, since = ids_of(persons), _recorded_since(row, by_kind, persons)
    seen = Person.objects.filter(visible_to(viewer, now=now), pk__in=persons)
    refs = dict(seen.values_list("pk", "subject__ref"))
    lines = [
        LeftLine(ids.get(one, ""), tuple(_why(one, kinds[one], since)), refs.get(one, "")) for one in persons
    ]
    return Left(len(kinds), page, tuple(lines), len(asked) - len(persons))


def left_by_kind(row: Import) -> Mapping[str, Sequence[int]]:
    """By kind of fact, the children of whom undoing this return left one."""
    if row.state != Import.State.UNDONE:
        return {}
    return cast(dict[str, list[int]], cast(dict[str, object], row.did).get("left", {}))


def _kinds_of(by_kind: Mapping[str, Sequence[int]]) -> dict[int, list[str]]:
    kinds: dict[int, list[str]] = defaultdict(list)
    for kind, persons in by_kind.items():
        for person in persons:
            kinds[person].append(kind)
    return kinds


Since = Mapping[tuple[str, int], tuple[str, datetime]]
"""By kind and child, from where the last fact comes that is known now, and when it was recorded."""


def _recorded_since(row: Import, by_kind: Mapping[str, Sequence[int]], persons: Sequence[int]) -> Since:
    found: dict[tuple[str, int], tuple[str, datetime]] = {}
    for kind in by_kind:
        rows = TABLES[kind].objects.known().filter(person__in=persons).exclude(source=f"import:{row.ref}")
        rows = rows.filter(recorded_at__gte=row.applied_at, recorded_at__lte=row.undone_at)
        for person, source, at in rows.order_by("recorded_at", "pk").values_list(
            "person_id", "source", "recorded_at"
        ):
            found[kind, person] = source, at
    words = source_words({source for source, _ in found.values()})
    return {place: (words[source], at) for place, (source, at) in found.items()}


def _why(person: int, kinds: Sequence[str], since: Since) -> Iterator[str]:
    for kind in kinds:
        what = KIND_WORDS[kind].capitalize()
        if (last := since.get((kind, person))) is None:
            yield f"{what}: changed since"
        else:
            source, at = last
            yield f"{what}: recorded on {shown_date(london_day(at))}. Source: {source}"
