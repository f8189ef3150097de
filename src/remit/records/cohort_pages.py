"""A part of a cohort at a time: the children after a key, filtered by team and age, with what tells them apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from remit.records.children import Allocation, Person
from remit.records.cohort_members import Member, candidates, candidates_between, histories, kept, member
from remit.records.cohort_stays import stood, turned
from remit.rules.cohort_moves import Move, moved
from remit.rules.cohorts import Cohort, membership
from remit.rules.leavers import birthday
from remit.terms.codes import code_sets
from remit.terms.cohort_codes_file import cohort_codes

LOOKED_AT = 400
"""Children asked about for one page where not many of them need be in the cohort."""
NEARLY_ALL = 2
"""Times a page, where the fact that narrows a cohort puts nearly everybody in who has it."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a page of a cohort is narrowed to."""

    team: int | None = None
    age_from: int | None = None
    age_to: int | None = None
    since: date | None = None
    """In the cohort from that day or later."""
    unallocated: bool = False
    """Only those with whom no worker and no team works."""


def filtered(asked: Filter, *, on: date) -> Q:
    """A filter on `Person` by team, by age and by whether anybody works with them, on a day."""
    found = Q()
    if asked.team is not None:
        held = Allocation.objects.on(on).filter(person=OuterRef("pk"), team=asked.team)
        found &= Q(Exists(held))
    if asked.unallocated:
        found &= ~Q(Exists(Allocation.objects.on(on).filter(person=OuterRef("pk"))))
    if asked.age_from is not None:
        found &= Q(date_of_birth__lte=birthday(on, -asked.age_from))
    if asked.age_to is not None:
        found &= Q(date_of_birth__gt=birthday(on, -(asked.age_to + 1)))
    return found


def how_many_unallocated(cohort: Cohort, *, on: date) -> int:
    """How many are in a cohort whose stays are kept, and have no worker and no team. One query; no restricted record counts."""
    return stood(cohort.id, Q(restricted=False) & filtered(Filter(unallocated=True), on=on), on=on).count()


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a cohort, and the key after which it goes on; None where that was all."""

    members: tuple[Member, ...]
    after: int | None


def part_of(
    cohort: Cohort,
    visible: Q,
    asked: Filter,
    *,
    on: date,
    known_at: datetime | None,
    after: int,
    size: int,
) -> Part:
    """The next children of a cohort, by key. A fixed number of queries."""
    if kept(cohort, known_at=known_at):
        return _kept_part(cohort, visible & filtered(asked, on=on), asked, on=on, after=after, size=size)
    who = Person.objects.filter(
        visible, candidates(cohort, on=on, known_at=known_at), filtered(asked, on=on), pk__gt=after
    )
    sparse = cohort.narrowed_by is None or asked.since is not None
    looked_at = LOOKED_AT if sparse else NEARLY_ALL * size
    keys = list(who.order_by("pk").values_list("pk", flat=True)[:looked_at])
    codes = cohort_codes()
    found: list[Member] = []
    people = Person.objects.filter(pk__in=keys).order_by("pk")
    for person, child in histories(people, cohort, until=on, known_at=known_at).items():
        place = membership(cohort, child, on=on, codes=codes)
        if place is not None and (asked.since is None or place.since >= asked.since):
            found.append(Member(person, place))
        if len(found) > size:
            return Part(tuple(found[:size]), found[size - 1].person)
    return Part(tuple(found), keys[-1] if len(keys) == looked_at else None)


def _kept_part(cohort: Cohort, people: Q, asked: Filter, *, on: date, after: int, size: int) -> Part:
    rows = stood(cohort.id, people, on=on, since=asked.since).filter(pk__gt=after)
    found = tuple(map(member, rows[: size + 1]))
    return Part(found[:size], found[size - 1].person if len(found) > size else None)


@dataclass(frozen=True, slots=True)
class Moved:
    """A child who entered or left."""

    person: int
    move: Move


@dataclass(frozen=True, slots=True)
class MovesPart:
    """Some who entered or left, and the key after which it goes on; None where that was all."""

    moved: tuple[Moved, ...]
    after: int | None


def moves_part(
    cohort: Cohort,
    visible: Q,
    *,
    first: date,
    last: date,
    known_at: datetime | None,
    after: int,
    size: int,
) -> MovesPart:
    """The next children who entered or left a cohort from the first day to the last, both included, by key."""
    if kept(cohort, known_at=known_at):
        there, looked_at = turned(cohort.id, first, last), 2 * size
    else:
        there = candidates_between(cohort, first=first - timedelta(days=1), last=last, known_at=known_at)
        looked_at = LOOKED_AT
    who = Person.objects.filter(visible, there, pk__gt=after).order_by("pk")
    keys = list(who.values_list("pk", flat=True)[:looked_at])
    codes = cohort_codes()
    places = {code: one.says for code, one in code_sets().sets["PLACE"].items()}
    found: list[Moved] = []
    children, end = 0, keys[-1] if len(keys) == looked_at else None
    # Who left a placement may be looked after on in another, which says why: so all facts of the kinds are asked for.
    people = Person.objects.filter(pk__in=keys).order_by("pk")
    for person, child in histories(people, cohort, until=last, known_at=known_at).items():
        theirs = moved(cohort, child, first=first, last=last, codes=codes, places=places)
        if theirs and children == size:
            return MovesPart(tuple(found), found[-1].person)
        children += bool(theirs)
        found += [Moved(person, move) for move in theirs]
    return MovesPart(tuple(found), end)
