"""What is needed to record a fact of a child by hand, and what was recorded of it meanwhile?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from remit.reading import looks
from remit.reading.children import name_of
from remit.reading.fact_words import said_of
from remit.reading.sources import source_words
from remit.records.children import Person
from remit.records.fact_store import held_facts, latest_facts
from remit.records.facts import TABLES
from remit.records.visibility import child_facts
from remit.rules.access import may_see
from remit.rules.care_history import TEMPORARY
from remit.rules.clock import london_day
from remit.rules.facts import FIELDS
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.recording import BY_HAND, why_not_record
from remit.rules.viewers import Viewer
from remit.terms.codes import code_sets
from remit.terms.cohort_codes_file import cohort_codes

Lines = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Recording:
    """The child a fact is recorded of, and the placements and legal statuses there are to choose."""

    key: int
    name: str
    places: tuple[tuple[str, str], ...]
    statuses: tuple[tuple[str, str], ...]
    latest: Mapping[str, int]
    """By kind, the key of the last fact on record."""
    born: date | None = None
    meanwhile: tuple[Lines, ...] = ()
    """What each fact that was recorded since somebody looked says, and where it comes from."""


def recording(
    viewer: Viewer,
    *,
    child_ref: str,
    kind: str = "",
    seen: Mapping[str, int] | None = None,
    now: datetime,
) -> Recording:
    """For the page on which a fact is recorded; with `seen`, what came after it of that kind.

    Refuses: no such child for this viewer; not theirs to record.
    """
    person = child_to_record(viewer, child_ref=child_ref, now=now)
    return Recording(
        person.pk,
        name_of(person),
        tuple(_places(now)),
        tuple(_in_use("LS", now)),
        latest_facts(person.pk),
        person.date_of_birth,
        tuple(_meanwhile(person.pk, kind, seen)) if seen is not None and kind in BY_HAND else (),
    )


def child_to_record(viewer: Viewer, *, child_ref: str, now: datetime) -> Person:
    """The child of whom this viewer records facts: that they were opened is logged.

    Refuses: no such child for this viewer; not theirs to record.
    """
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
    return person


def _meanwhile(person: int, kind: str, seen: Mapping[str, int]) -> Iterator[Lines]:
    last = seen.get(kind, 0)
    new = [one for one in held_facts([person], kinds=[kind])[person] if one.pk > last]
    before = TABLES[kind].objects.filter(person=person, pk__lte=last).values_list("since", *FIELDS[kind])
    known = set(before)
    # What was only ended by something else that began is told where nothing else is new.
    new = [one for one in new if (one.fact.since, *one.fact.said) not in known] or new
    words = source_words({one.source for one in new})
    for one in new:
        yield (*said_of(one.fact), ("Source", words[one.source]))


def _places(now: datetime) -> Iterator[tuple[str, str]]:
    """The kinds of placement; where the words of the code do not say that it is outside registration, that is added."""
    codes, today = cohort_codes(), london_day(now)
    for code, words in _in_use("PLACE", now):
        if codes.is_placement("unregistered", code, began=today):
            yield code, f"{words} (counts as a home outside registration)"
        elif not code.startswith(TEMPORARY):
            yield code, words


def _in_use(column: str, now: datetime) -> Iterator[tuple[str, str]]:
    """The codes of a column that are in use, this year or the last, in words."""
    year = london_day(now).year
    for one in sorted(code_sets().sets[column].values(), key=lambda one: one.code):
        if one.in_use(year - 1, year):
            yield one.code, f"{one.code}: {one.says}"
