"""The page of a cohort: who is in it on a day, who came and who went, as far as this viewer may see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from remit.reading import looks
from remit.reading.children import ChildLine, lines_by_key
from remit.reading.cohorts import cohort_named, ids_of, in_cohorts
from remit.reading.sources import source_words
from remit.records.cohort_members import Member, members
from remit.records.cohort_pages import Filter as Filter
from remit.records.cohort_pages import Moved, filtered, moves_part, part_of
from remit.records.people import Unit
from remit.rules.clock import london_day
from remit.rules.cohorts import CATEGORIES, COHORTS, Cohort
from remit.rules.leavers import age_on
from remit.rules.names import folded
from remit.rules.outcomes import Refused
from remit.rules.viewers import Viewer

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A child in a cohort, with the fact that put it there."""

    ref: str
    person_id: str
    name: str
    age: int | None
    team: str
    category: str
    """Which sort of care leaver."""
    since: date
    because: str
    source: str


@dataclass(frozen=True, slots=True)
class CohortPage:
    """A page of a cohort."""

    id: str
    name: str
    as_of: date
    known_at: datetime | None
    apart: tuple[tuple[str, str], ...]
    """Id and name of the cohorts listed apart from this one."""
    lines: tuple[Line, ...]
    next: int | None
    """After which child the next page begins; None where this is the last."""


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A child who entered or left a cohort."""

    ref: str
    person_id: str
    name: str
    on: date
    because: str
    source: str


@dataclass(frozen=True, slots=True)
class CohortMoves:
    """Who entered and who left a cohort between two days."""

    id: str
    name: str
    first: date
    last: date
    known_at: datetime | None
    entered: tuple[MoveLine, ...]
    left: tuple[MoveLine, ...]
    next: int | None
    """After which child the next page begins; None where this is the last."""


def cohort_names() -> tuple[tuple[str, str], ...]:
    """Every cohort: its id and its name."""
    return tuple((one.id, one.name) for one in COHORTS.values())


TO_CHOOSE_FROM = 100
"""Teams; more of them are not chosen from but looked for."""


def teams() -> tuple[tuple[int, str], ...]:
    """Every team, by name, to narrow a cohort to; empty where there are too many to choose from."""
    rows = Unit.objects.filter(kind=Unit.Kind.TEAM).order_by("name_folded", "pk").values_list("pk", "name")
    found = tuple(rows[: TO_CHOOSE_FROM + 1])
    return found if len(found) <= TO_CHOOSE_FROM else ()


def team_named(name: str) -> int | None:
    """The team of that name, however it is written; None where there is none, or more than one."""
    wanted = Unit.objects.filter(kind=Unit.Kind.TEAM, name_folded=folded(name.strip()))
    keys = list(wanted.values_list("pk", flat=True)[:2])
    return keys[0] if len(keys) == 1 else None


def cohort_page(
    viewer: Viewer,
    *,
    name: str,
    asked: Filter,
    as_of: date | None = None,
    known_at: datetime | None = None,
    after: int = 0,
    now: datetime,
) -> CohortPage:
    """A page of a cohort, narrowed as asked. Refuses a cohort there is not."""
    cohort = cohort_named(name)
    on = as_of or london_day(now)
    part = part_of(
        cohort, in_cohorts(viewer, now=now), asked, on=on, known_at=known_at, after=after, size=A_PAGE
    )
    looks.shown(looks.LISTED, [one.person for one in part.members])
    lines = _lines(part.members, on, now)
    return CohortPage(cohort.id, cohort.name, on, known_at, _apart(cohort), lines, part.after)


def _apart(cohort: Cohort) -> tuple[tuple[str, str], ...]:
    return tuple((name, COHORTS[name].name) for name in cohort.apart)


def cohort_export(
    viewer: Viewer,
    *,
    name: str,
    asked: Filter,
    as_of: date | None = None,
    known_at: datetime | None = None,
    now: datetime,
) -> CohortPage:
    """Everybody in a cohort, narrowed as asked, for a file. Refuses a cohort there is not."""
    cohort = cohort_named(name)
    on = as_of or london_day(now)
    visible = in_cohorts(viewer, now=now) & filtered(asked, on=on)
    found = [
        one
        for one in members(cohort, visible, on=on, known_at=known_at)
        if asked.since is None or one.found.since >= asked.since
    ]
    looks.shown(looks.EXPORTED, [one.person for one in found])
    return CohortPage(cohort.id, cohort.name, on, known_at, _apart(cohort), _lines(found, on, now), None)


def _lines(found: Collection[Member], on: date, now: datetime) -> tuple[Line, ...]:
    keys = [one.person for one in found]
    # The team of the day asked about, by which a cohort is narrowed too: not the one the child is with today.
    children = lines_by_key(keys, on=london_day(now), team_on=on)
    words = source_words({one.found.source for one in found})
    lines = []
    for one in found:
        child = children[one.person]
        lines.append(
            Line(
                ref=child.ref,
                person_id=child.person_id,
                name=child.name,
                age=age_on(child.date_of_birth, on) if child.date_of_birth else None,
                team=child.team,
                category=CATEGORIES.get(one.found.part, one.found.part),
                since=one.found.since,
                because=one.found.because,
                source=words[one.found.source],
            )
        )
    return tuple(lines)


def cohort_moves(
    viewer: Viewer,
    *,
    name: str,
    first: date,
    last: date,
    known_at: datetime | None = None,
    after: int = 0,
    now: datetime,
) -> CohortMoves:
    """A page of who entered a cohort and who left it from one day to another, both included, by day.

    Refuses a cohort there is not, and days the wrong way round.
    """
    cohort = cohort_named(name)
    if last < first:
        raise Refused("The second day is before the first.", remedy="Enter a later day.", field="last")
    part = moves_part(
        cohort,
        in_cohorts(viewer, now=now),
        first=first,
        last=last,
        known_at=known_at,
        after=after,
        size=A_PAGE,
    )
    found = sorted(part.moved, key=lambda one: (one.move.on, one.person))
    keys = sorted({one.person for one in found})
    looks.shown(looks.LISTED, keys)
    children, ids = lines_by_key(keys, on=london_day(now)), ids_of(keys, known_at=known_at)
    words = source_words({one.move.source for one in found})

    def told(way: str) -> tuple[MoveLine, ...]:
        return tuple(
            _move_line(one, children[one.person], ids.get(one.person, ""), words[one.move.source])
            for one in found
            if one.move.way == way
        )

    return CohortMoves(
        cohort.id, cohort.name, first, last, known_at, told("entered"), told("left"), part.after
    )


def _move_line(one: Moved, child: ChildLine, person_id: str, source: str) -> MoveLine:
    return MoveLine(child.ref, person_id, child.name, one.move.on, one.move.because, source)
