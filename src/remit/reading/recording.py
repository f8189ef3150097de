"""What is needed to record a fact of a child by hand, and which facts do imports contradict?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from remit.reading import looks
from remit.reading.children import name_of
from remit.records.children import Person
from remit.records.visibility import child_facts
from remit.rules.access import may_see
from remit.rules.care_history import TEMPORARY
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.recording import why_not_record
from remit.rules.viewers import Viewer
from remit.terms.codes import code_sets

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Recording:
    """The child a fact is recorded of, and the placements and legal statuses there are to choose."""

    key: int
    name: str
    places: tuple[tuple[str, str], ...]
    statuses: tuple[tuple[str, str], ...]


def recording(viewer: Viewer, *, child_ref: str, now: datetime) -> Recording:
    """For the page on which a fact is recorded. Refuses: no such child for this viewer; not theirs to record."""
    person = Person.objects.select_related("subject").filter(subject__ref=child_ref).first()
    if person is None:
        raise NotFound("child")
    facts = child_facts([person.pk], now=now)[person.pk]
    if not may_see(viewer, facts, now=now).met:
        looks.shown(looks.DENIED, [person.pk])
        raise NotFound("child")
    works = viewer.staff_id in facts.allocated_to
    refuse_if(why_not_record(viewer, works_with_child=works, child_teams=facts.teams))
    looks.shown(looks.OPENED, [person.pk])
    places = (one for one in _in_use("PLACE", now) if not one[0].startswith(TEMPORARY))
    return Recording(person.pk, name_of(person), tuple(places), tuple(_in_use("LS", now)))


def _in_use(column: str, now: datetime) -> Iterator[tuple[str, str]]:
    """The codes of a column that are in use, this year or the last, in words."""
    year = london_day(now).year
    for one in sorted(code_sets().sets[column].values(), key=lambda one: one.code):
        if one.in_use(year - 1, year):
            yield one.code, f"{one.code}: {one.says}"
