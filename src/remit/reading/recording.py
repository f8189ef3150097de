"""What is needed to record a fact of a child by hand, and which facts do imports contradict?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from remit.reading import looks
from remit.reading.children import name_of
from remit.reading.cohorts import ids_of, in_cohorts
from remit.reading.sources import source_words
from remit.records.children import Person
from remit.records.fact_store import held_facts
from remit.records.facts import Contradiction
from remit.records.visibility import child_facts
from remit.rules.access import may_see
from remit.rules.care_history import TEMPORARY
from remit.rules.clock import london_day
from remit.rules.cohorts import COHORTS, LISTED, History, history, membership
from remit.rules.fact_comparison import compare_facts
from remit.rules.facts import FIELDS, KIND_WORDS, Fact, Held
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.recording import why_not_record
from remit.rules.returns import after
from remit.rules.text import shown_date
from remit.rules.viewers import Viewer
from remit.terms.codes import code_sets
from remit.terms.cohort_codes_file import cohort_codes

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


@dataclass(frozen=True, slots=True)
class Version:
    """One of two versions of a fact: in words, from where, and what follows from it."""

    said: tuple[tuple[str, str], ...]
    source: str
    cohorts: tuple[str, ...]
    """The cohorts the child is in today if it is so, of those that the two versions do not share."""


@dataclass(frozen=True, slots=True)
class ContradictionLine:
    """A fact that somebody typed and an import says otherwise."""

    ref: str
    child_ref: str
    person_id: str
    name: str
    what: str
    raised_at: datetime
    typed: Version
    loaded: Version


def contradictions(viewer: Viewer, *, now: datetime) -> tuple[ContradictionLine, ...]:
    """The open contradictions about children this viewer may see, the oldest first."""
    seen = Person.objects.filter(in_cohorts(viewer, now=now)).values("pk")
    rows = list(
        Contradiction.objects.filter(state=Contradiction.State.OPEN, person__in=seen)
        .select_related("person__subject", "imported")
        .order_by("raised_at", "pk")[:MOST_SHOWN]
    )
    keys = {row.person_id for row in rows}
    looks.shown(looks.LISTED, keys)
    held = held_facts(keys)
    ids = ids_of(keys)
    found = [(row, _typed(row, held[row.person_id])) for row in rows]
    words = source_words(
        {f"import:{row.imported.ref}" for row in rows} | {one.source for _, one in found if one}
    )
    today = london_day(now)
    return tuple(
        _line(row, one, held[row.person_id], ids.get(row.person_id, ""), words, today)
        for row, one in found
        if one is not None
    )


def _typed(row: Contradiction, held: Sequence[Held]) -> Held | None:
    return next((one for one in held if (one.fact.kind, one.pk) == (row.kind, row.held_id)), None)


def _line(
    row: Contradiction, typed: Held, held: Sequence[Held], person_id: str, words: dict[str, str], today: date
) -> ContradictionLine:
    loaded = _loaded(row)
    others = [one._replace(provisional=False) for one in held if one is not typed]
    taken = after(others, compare_facts([loaded], [one for one in others if one.fact.kind == row.kind]))
    as_typed = _cohorts(history(row.person.date_of_birth, held), today)
    as_loaded = _cohorts(history(row.person.date_of_birth, taken), today)
    return ContradictionLine(
        ref=row.ref,
        child_ref=row.person.subject.ref,
        person_id=person_id,
        name=name_of(row.person),
        what=KIND_WORDS[row.kind].capitalize(),
        raised_at=row.raised_at,
        typed=Version(_said(typed.fact), words[typed.source], tuple(sorted(as_typed - as_loaded))),
        loaded=Version(
            _said(loaded), words[f"import:{row.imported.ref}"], tuple(sorted(as_loaded - as_typed))
        ),
    )


def _loaded(row: Contradiction) -> Fact:
    until = row.offered["until"]
    return Fact(
        row.kind,
        date.fromisoformat(row.offered["since"]),
        date.fromisoformat(until) if until else None,
        tuple(row.offered["said"]),
    )


def _cohorts(child: History, today: date) -> set[str]:
    codes = cohort_codes()
    return {
        cohort.name
        for cohort in COHORTS.values()
        if cohort.narrowed_by != LISTED and membership(cohort, child, on=today, codes=codes)
    }


def _said(fact: Fact) -> tuple[tuple[str, str], ...]:
    lines = [("From", shown_date(fact.since))]
    if fact.until is not None:
        lines.append(("Until", shown_date(fact.until)))
    for name, value in zip(FIELDS[fact.kind], fact.said, strict=True):
        if value not in (None, "") and name != "postcode":
            lines.append((name.replace("_", " ").capitalize(), str(value)))
    return tuple(lines)
