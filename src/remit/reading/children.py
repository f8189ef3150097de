"""Which children may this person find, and what does one child's time line say?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery

from remit.reading import looks
from remit.reading.events import Event
from remit.reading.pathway import Way, ways_of
from remit.reading.timeline import events_of
from remit.records.children import Allocation, Identifier, Person
from remit.records.fact_lines import facts_told
from remit.records.key_lists import in_parts
from remit.records.pathway_facts import ON_A_WAY, way_parts
from remit.records.people import Staff, Unit
from remit.records.prepared import Given, GivenEach, prepared
from remit.records.visibility import child_facts, visible_to
from remit.rules.access import ChildFacts, Part, grants, knows_until, parts_seen
from remit.rules.clock import london_day
from remit.rules.names import folded, stem
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.recording import why_not_record
from remit.rules.staff import why_not_allocate, why_not_restrict
from remit.rules.trajectories import why_not_plan
from remit.rules.viewers import Viewer

MOST_FOUND = 50
"""A longer answer is no answer: the search is to be narrowed."""


@dataclass(frozen=True, slots=True)
class ChildLine:
    """A child in a list: what tells it from another, and no more."""

    ref: str
    person_id: str
    name: str
    date_of_birth: date | None
    team: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, of the children this viewer may see."""

    asked: str
    children: tuple[ChildLine, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One child, as far as this viewer may see it."""

    ref: str
    person_id: str
    name: str
    initials: str
    date_of_birth: date | None
    team: str
    worker: str
    restricted: bool
    protected_address: str
    because: tuple[str, ...]
    """Why the viewer sees this child."""
    parts: frozenset[Part]
    events: tuple[Event, ...]
    ways: tuple[Way, ...] = ()
    """Where the child stands on the way through each forum."""
    may_allocate: bool = False
    """Whether this viewer may say who works with the child."""
    may_record: bool = False
    """Whether this viewer may record facts of the child by hand."""
    may_plan: bool = False
    """Whether this viewer may change the child's trajectory."""
    may_restrict: bool = False
    """Whether this viewer may say who alone may see the record."""


@dataclass(frozen=True, slots=True)
class Allocating:
    """What is needed to say who works with a child: who does now, and whom there is to choose."""

    key: int
    name: str
    worker: int | None
    team: int | None
    workers: tuple[tuple[int, str], ...]
    teams: tuple[tuple[int, str], ...]


def find_children(viewer: Viewer, *, asked: str, now: datetime) -> Found:
    """Children whose name has each of these words in it, whose initials they are, or whose id begins like them."""
    words = folded(asked.replace(",", " "))
    if not words:
        return Found(asked, (), more=False)
    people = Person.objects.filter(visible_to(viewer, now=now))
    by_id = Identifier.objects.open().filter(stem__startswith=stem(words)).values("person_id")
    by_name = Q()
    for word in words.split():
        by_name &= Q(name_folded__contains=word)
    by_initials = Q(initials__iexact=asked.strip())
    matching = people.filter(by_name | by_initials | Q(pk__in=by_id))
    keys = list(matching.order_by("name_folded", "pk").values_list("pk", flat=True)[: MOST_FOUND + 1])
    shown = keys[:MOST_FOUND]
    looks.shown(looks.LISTED, shown)
    return Found(asked, lines(shown, on=london_day(now)), more=len(keys) > MOST_FOUND)


def my_children(viewer: Viewer, *, now: datetime) -> tuple[ChildLine, ...]:
    """The children allocated to this viewer today."""
    day = london_day(now)
    allocated = Allocation.objects.on(day).filter(worker=viewer.staff_id).values("person_id")
    keys = Person.objects.filter(visible_to(viewer, now=now), pk__in=allocated).order_by("name_folded", "pk")
    shown = list(keys.values_list("pk", flat=True))
    looks.shown(looks.LISTED, shown)
    return lines(shown, on=day)


def lines(keys: Collection[int], *, on: date, team_on: date | None = None) -> tuple[ChildLine, ...]:
    """These children as lines, by name; one query. `team_on`: with the team of another day."""
    return tuple(
        ChildLine(
            ref=person.subject.ref,
            person_id=person.number or "",
            name=name_of(person),
            date_of_birth=person.date_of_birth,
            team=person.team or "",
        )
        for person in _people(keys=keys, day=on, team_on=team_on or on)
    )


def lines_by_key(keys: Collection[int], *, on: date, team_on: date | None = None) -> dict[int, ChildLine]:
    """Each of these children as a line, by its key; however many they are. `team_on`: with the team of another day."""
    found: dict[int, ChildLine] = {}
    for part in in_parts(sorted(keys)):
        refs = dict(Person.objects.filter(pk__in=part).values_list("subject__ref", "pk"))
        found |= {refs[line.ref]: line for line in lines(part, on=on, team_on=team_on)}
    return found


@prepared
def _people() -> QuerySet[Any, Any]:
    ids = Identifier.objects.on(Given("day")).filter(person=OuterRef("pk"))
    teams = Allocation.objects.on(Given("team_on")).filter(person=OuterRef("pk"))
    people: QuerySet[Any] = Person.objects.filter(pk__in=GivenEach("keys")).annotate(
        number=Subquery(ids.values("value")[:1]), team=Subquery(teams.values("team__name")[:1])
    )
    return people.select_related("subject").order_by("name_folded", "pk")


class Named(Protocol):
    """A child, or a row that says what it is called."""

    @property
    def given_name(self) -> str: ...
    @property
    def family_name(self) -> str: ...
    @property
    def initials(self) -> str: ...


def name_of(person: Named) -> str:
    """The name as it is shown; the initials where no name is known."""
    return f"{person.given_name} {person.family_name}".strip() or person.initials or "Name not known"


def case(viewer: Viewer, *, child_ref: str, now: datetime) -> Case:
    """One child's page. A child this viewer may not see is not found, and the attempt is logged.

    Refuses: no such child for this viewer; only an action of theirs is about the child, not the case.
    """
    person, facts, parts, allocations = seen(viewer, child_ref, now)
    looks.shown(looks.OPENED, [person.pk])
    until = knows_until(viewer, facts, now=now)
    allocations = tuple(one for one in allocations if until is None or one.since <= until)
    held = _held(allocations, until or london_day(now))
    told = facts_told(person.pk, *way_parts(person.pk)) if Part.ENTRY in parts else []
    record = [row for row in told if row.kind not in ON_A_WAY]
    return Case(
        ref=child_ref,
        person_id=person.number or "",
        name=name_of(person),
        initials=person.initials,
        date_of_birth=person.date_of_birth,
        team=held.team.name if held else "",
        worker=held.worker.name if held and held.worker else "",
        restricted=person.restricted,
        protected_address=person.protected_address if Part.ADDRESS in parts else "",
        because=tuple(grant.because for grant in grants(viewer, facts, now=now)),
        parts=parts,
        events=events_of(viewer, person.pk, parts, facts, allocations, record, now=now),
        ways=ways_of(viewer, told, parts, facts, now=now),
        may_allocate=why_not_allocate(viewer, child_teams=facts.teams) is None,
        may_record=why_not_record(
            viewer,
            works_with_child=viewer.staff_id in facts.allocated_to,
            child_teams=facts.teams,
        )
        is None,
        may_plan=why_not_plan(
            viewer, works_with_child=viewer.staff_id in facts.allocated_to, child_teams=facts.teams
        )
        is None,
        may_restrict=why_not_restrict(viewer, child_teams=facts.teams) is None,
    )


def allocating(viewer: Viewer, *, child_ref: str, now: datetime) -> Allocating:
    """Who works with a child, and who could. Refuses: no such child for this viewer; not theirs to say."""
    person, facts, _, allocations = seen(viewer, child_ref, now)
    refuse_if(why_not_allocate(viewer, child_teams=facts.teams))
    looks.shown(looks.OPENED, [person.pk])
    held = _held(allocations, london_day(now))
    staff = Staff.objects.filter(is_active=True, is_service_account=False).order_by("name_folded", "pk")
    teams = Unit.objects.filter(kind=Unit.Kind.TEAM).order_by("name_folded", "pk")
    return Allocating(
        key=person.pk,
        name=name_of(person),
        worker=held.worker_id if held else None,
        team=held.team_id if held else None,
        workers=tuple(
            (row.pk, f"{row.name}, {row.job_title}" if row.job_title else row.name) for row in staff
        ),
        teams=tuple(teams.values_list("pk", "name")),
    )


def still_sees(viewer: Viewer, *, child_ref: str, now: datetime) -> bool:
    """Whether this viewer sees the child; nothing of it is shown."""
    return Person.objects.filter(visible_to(viewer, now=now), subject__ref=child_ref).exists()


Seen = tuple[Any, ChildFacts, frozenset[Part], tuple[Allocation, ...]]


def seen(viewer: Viewer, child_ref: str, now: datetime) -> Seen:
    """The child, what this viewer may see of it, and whom it is and was allocated to; two queries.

    One they may not see is not found, and the attempt is logged.
    """
    rows = _child(ref=child_ref, day=london_day(now))
    if not rows:
        raise NotFound("child")
    person = rows[0]
    facts = child_facts([person.pk], now=now)[person.pk]
    parts = parts_seen(viewer, facts, now=now)
    if not parts:
        looks.shown(looks.DENIED, [person.pk])
        raise NotFound("child")
    # An allocation is there only where the join found one.
    return person, facts, parts, tuple(row.works for row in rows if hasattr(row, "works"))


def _held(allocations: Iterable[Allocation], day: date) -> Allocation | None:
    """The allocation that holds on that day."""
    return next((one for one in allocations if one.holds_on(day)), None)


@prepared
def _child() -> QuerySet[Any, Any]:
    """The child of that reference, with the number it is known by, once for each allocation (`works`) or once without."""
    ids = Identifier.objects.on(Given("day")).filter(person=OuterRef("pk"))
    works = FilteredRelation("allocations", condition=Q(allocations__superseded_at__isnull=True))
    rows: QuerySet[Any] = Person.objects.filter(subject__ref=Given("ref"))
    rows = rows.annotate(number=Subquery(ids.values("value")[:1]), works=works)
    return rows.select_related("subject", "works__team", "works__worker").order_by("works__pk")
