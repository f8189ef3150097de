"""Who is in a cohort today or was on a past day, since when, because of which fact, as far as this viewer may see?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from remit.reading import looks
from remit.records.children import Identifier, Restriction
from remit.records.cohort_members import members
from remit.records.key_lists import in_parts
from remit.records.visibility import visible_among_many, visible_to
from remit.rules.clock import london_day
from remit.rules.cohorts import COHORTS, Cohort
from remit.rules.outcomes import Refused
from remit.rules.text import listed
from remit.rules.viewers import Post, Viewer


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A child in a cohort: the fact that put it there and when."""

    person_id: str
    since: date
    because: str
    source: str


@dataclass(frozen=True, slots=True)
class CohortList:
    """A cohort on a day, as known at a time."""

    id: str
    name: str
    as_of: date
    known_at: datetime | None
    members: tuple[MemberLine, ...]


def cohort_list(
    viewer: Viewer,
    *,
    name: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
    now: datetime,
) -> CohortList:
    """Everybody in a cohort whom this viewer may see. Refuses a cohort there is not."""
    cohort = cohort_named(name)
    on = as_of or london_day(now)
    found = members(cohort, in_cohorts(viewer, now=now), on=on, known_at=known_at)
    keys = [member.person for member in found]
    looks.shown(looks.LISTED, keys)
    ids = ids_of(keys, known_at=known_at)
    lines = (
        MemberLine(ids.get(one.person, ""), one.found.since, one.found.because, one.found.source)
        for one in found
    )
    return CohortList(
        cohort.id,
        cohort.name,
        on,
        known_at,
        tuple(sorted(lines, key=lambda line: line.person_id)),
    )


def cohort_named(name: str) -> Cohort:
    """The cohort of that id. Refuses where there is none."""
    cohort = COHORTS.get(name)
    if cohort is None:
        raise Refused(
            f'There is no cohort called "{name}".',
            remedy=f"Choose one of: {listed(list(COHORTS), last='or')}.",
        )
    return cohort


def in_cohorts(viewer: Viewer, *, now: datetime) -> Q:
    """Whom this viewer meets in a cohort: whom they may see; the data officer everybody but restricted children."""
    if not viewer.holds(Post.DATA_OFFICER):
        return visible_among_many(viewer, now=now)
    seen = visible_to(viewer, now=now)
    named = Restriction.objects.on(london_day(now)).filter(person=OuterRef("pk"), staff=viewer.staff_id)
    return seen | Q(restricted=False) | Q(Exists(named))


def ids_of(persons: Collection[int], *, known_at: datetime | None = None) -> dict[int, str]:
    """The number each of these children is known by now; by then, for who has none any more since their load was undone."""
    ids = _known_by(persons)
    if known_at is not None and (without := {*persons} - ids.keys()):
        ids |= _known_by(without, at=known_at)
    return ids


def _known_by(persons: Collection[int], *, at: datetime | None = None) -> dict[int, str]:
    return {
        person: value
        for part in in_parts(sorted(persons))
        for person, value in Identifier.objects.known(at)
        .filter(scheme=Identifier.PERSON_ID, person__in=part)
        .order_by("since", "pk")
        .values_list("person_id", "value")
    }
