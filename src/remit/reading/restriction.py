"""Who alone may see a child's record, and which records are so restricted?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from remit.reading import looks
from remit.reading.children import name_of
from remit.records.children import Allocation, Person, Restriction
from remit.records.people import PostHolding, Staff
from remit.records.visibility import child_facts
from remit.rules.access import ChildFacts, may_see
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.permissions import why_not_see_log
from remit.rules.staff import why_not_restrict
from remit.rules.viewers import Post, Viewer


@dataclass(frozen=True, slots=True)
class NamedLine:
    """Somebody who may see the record."""

    staff: int
    name: str
    job: str
    since: date
    why: str
    """Empty for who does not see the child: a reason may speak of it."""
    here: bool
    """Whether the account is in use."""


@dataclass(frozen=True, slots=True)
class RestrictionPage:
    """Who may see one child's record, and whom there is to name."""

    key: int
    ref: str
    name: str
    """Empty where the viewer knows the child by its key only."""
    restricted: bool
    version: int
    named: tuple[NamedLine, ...]
    near: tuple[tuple[int, str], ...]
    """Who works with the child or manages who does, and is not named; empty where the viewer knows the key only."""
    people: tuple[tuple[int, str], ...]
    """Everybody who could be named."""
    reader: int
    """The reader's own account, where they see the child and could lock themselves out; otherwise nought."""

    def locks_out(self, named: Collection[int]) -> bool:
        """Whether the reader, who sees the record now, would not if these alone were named."""
        return bool(self.reader) and self.reader not in named


@dataclass(frozen=True, slots=True)
class RestrictedLine:
    """A restricted record by its opaque key."""

    ref: str
    since: date | None
    named: tuple[str, ...]
    """Nobody who works here: then nobody sees the record."""


def restriction(viewer: Viewer, *, child_ref: str, now: datetime) -> RestrictionPage:
    """Who may see one child's record. Information governance is told by the child's key only, and learns no name.

    Refuses: no such child for this viewer; not theirs to say.
    """
    person = Person.objects.select_related("subject").filter(subject__ref=child_ref).first()
    if person is None:
        raise NotFound("child")
    facts = child_facts([person.pk], now=now)[person.pk]
    sees = may_see(viewer, facts, now=now).met
    if not sees and not viewer.holds(Post.INFORMATION_GOVERNANCE):
        looks.shown(looks.DENIED, [person.pk])
        raise NotFound("child")
    refuse_if(why_not_restrict(viewer, child_teams=facts.teams))
    if sees:
        looks.shown(looks.OPENED, [person.pk])
    named = _named(person, with_reasons=sees)
    there = {line.staff for line in named}
    people = tuple(each for each in _everybody() if each[0] not in there)
    near = _near(person, facts, now) if sees else set()
    return RestrictionPage(
        key=person.pk,
        ref=child_ref,
        name=name_of(person) if sees else "",
        restricted=person.restricted,
        version=Restriction.version_of(person.pk),
        named=named,
        near=tuple(each for each in people if each[0] in near),
        people=people,
        reader=viewer.staff_id if sees else 0,
    )


def restricted_records(viewer: Viewer) -> tuple[RestrictedLine, ...]:
    """Every restricted record by its key, with who may see it. Refuses: not information governance."""
    refuse_if(why_not_see_log(viewer))
    since: dict[int, date] = {}
    named: dict[int, list[str]] = defaultdict(list)
    rows = Restriction.objects.open().filter(person__restricted=True).select_related("staff")
    for row in rows.order_by("staff__name_folded", "pk"):
        since[row.person_id] = min(since.get(row.person_id, row.since), row.since)
        if row.staff.is_active:
            named[row.person_id].append(row.staff.name)
    known = Person.objects.filter(restricted=True).order_by("subject__ref")
    return tuple(
        RestrictedLine(ref, since.get(pk), tuple(named[pk]))
        for pk, ref in known.values_list("pk", "subject__ref")
    )


def _named(person: Person, *, with_reasons: bool) -> tuple[NamedLine, ...]:
    rows = Restriction.objects.open().filter(person=person).select_related("staff")
    return tuple(
        NamedLine(
            staff=row.staff_id,
            name=row.staff.name,
            job=row.staff.job_title,
            since=row.since,
            why=row.why if with_reasons else "",
            here=row.staff.is_active,
        )
        for row in rows.order_by("staff__name_folded", "pk")
    )


def _everybody() -> Iterable[tuple[int, str]]:
    staff = Staff.objects.filter(is_active=True, is_service_account=False).order_by("name_folded", "pk")
    return [
        (pk, f"{name}, {job}" if job else name)
        for pk, name, job in staff.values_list("pk", "name", "job_title")
    ]


def _near(person: Person, facts: ChildFacts, now: datetime) -> set[int]:
    """The child's worker, and the managers of the team, its service and its area."""
    day = london_day(now)
    units: set[int] = set()
    for team, service, area in (
        Allocation.objects.on(day)
        .filter(person=person)
        .values_list("team_id", "team__parent_id", "team__parent__parent_id")
    ):
        units |= {team, service, area} - {None}
    held = PostHolding.objects.on(day).filter(unit__in=units)
    return set(facts.allocated_to) | set(held.values_list("staff_id", flat=True))
