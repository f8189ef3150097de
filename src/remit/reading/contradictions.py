"""Which facts that somebody typed do imports contradict, and what follows from either version?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from remit.reading import looks
from remit.reading.children import name_of
from remit.reading.cohorts import ids_of, in_cohorts
from remit.reading.fact_words import said_of
from remit.reading.sources import source_words
from remit.records.children import Allocation, Person
from remit.records.contradictions import ALLOCATION, offered_fact
from remit.records.fact_store import held_facts
from remit.records.facts import Contradiction
from remit.records.people import Staff
from remit.records.visibility import child_facts
from remit.rules.clock import london_day
from remit.rules.cohort_turns import after
from remit.rules.cohorts import COHORTS, LISTED, History, history, membership
from remit.rules.fact_comparison import compare_facts
from remit.rules.facts import KIND_WORDS, Fact, Held
from remit.rules.recording import why_not_record
from remit.rules.staff import why_not_allocate
from remit.rules.text import shown_date
from remit.rules.viewers import Viewer
from remit.terms.cohort_codes_file import cohort_codes

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Version:
    """One of two versions of a fact: in words, from where, and what follows from it."""

    said: tuple[tuple[str, str], ...]
    source: str
    follows: str
    """What follows from it and not from the other, in a sentence."""


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
    settles: bool = True
    """Whether it is this viewer's to say which is so."""
    asks: str = "Who works with the child, the manager of their team or brokerage says which is so."
    """Whose it is, where it is not this viewer's."""


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
    facts = [row for row in rows if row.kind != ALLOCATION]
    others = [row for row in rows if row.kind == ALLOCATION]
    ids = ids_of(keys)
    found = {
        line.ref: line
        for line in (*_of_facts(viewer, facts, ids, now), *_of_workers(viewer, others, ids, now))
    }
    return tuple(found[row.ref] for row in rows if row.ref in found)


def _of_facts(
    viewer: Viewer, rows: Sequence[Contradiction], ids: Mapping[int, str], now: datetime
) -> Iterator[ContradictionLine]:
    """Placements, reviews and the like. What was typed and moved since is not asked about any more."""
    if not rows:
        return
    held = held_facts({row.person_id for row in rows})
    found = [(row, _typed(row, held[row.person_id])) for row in rows]
    words = source_words(
        {f"import:{row.imported.ref}" for row in rows} | {one.source for _, one in found if one}
    )
    children = child_facts([row.person_id for row in rows], now=now)
    for row, one in found:
        if one is not None:
            child = children[row.person_id]
            works = viewer.staff_id in child.allocated_to
            refused = why_not_record(viewer, works_with_child=works, child_teams=child.teams)
            line = _line(row, one, held[row.person_id], ids.get(row.person_id, ""), words, london_day(now))
            yield replace(line, settles=refused is None)


def _typed(row: Contradiction, held: Sequence[Held]) -> Held | None:
    return next((one for one in held if (one.fact.kind, one.pk) == (row.kind, row.held_id)), None)


def _line(
    row: Contradiction,
    typed: Held,
    held: Sequence[Held],
    person_id: str,
    words: Mapping[str, str],
    today: date,
) -> ContradictionLine:
    loaded = offered_fact(row)
    others = [one._replace(provisional=False) for one in held if one is not typed]
    taken = after(others, compare_facts([loaded], [one for one in others if one.fact.kind == row.kind]))
    as_typed = cohorts_of(history(row.person.date_of_birth, held), today)
    as_loaded = cohorts_of(history(row.person.date_of_birth, taken), today)
    return ContradictionLine(
        ref=row.ref,
        child_ref=row.person.subject.ref,
        person_id=person_id,
        name=name_of(row.person),
        what=KIND_WORDS[row.kind].capitalize(),
        raised_at=row.raised_at,
        typed=Version(said_of(typed.fact), words[typed.source], _follows(as_typed - as_loaded)),
        loaded=Version(said_of(loaded), words[f"import:{row.imported.ref}"], _follows(as_loaded - as_typed)),
    )


def _follows(cohorts: Collection[str]) -> str:
    if not cohorts:
        return "If it is so, the child is in no cohort that the other version leaves out."
    return f"If it is so, the child is in: {', '.join(sorted(cohorts))}."


def _of_workers(
    viewer: Viewer, rows: Sequence[Contradiction], ids: Mapping[int, str], now: datetime
) -> Iterator[ContradictionLine]:
    """Who works with a child: the allocation that was typed, and the one of the file."""
    if not rows:
        return
    typed = {
        one.pk: one
        for one in Allocation.objects.known()
        .filter(pk__in=[row.held_id for row in rows])
        .select_related("worker", "team")
    }
    said = {row.pk: offered_fact(row) for row in rows}
    names = dict(
        Staff.objects.filter(username__in=[str(one.said[0]) for one in said.values()]).values_list(
            "username", "name"
        )
    )
    words = source_words(
        {f"import:{row.imported.ref}" for row in rows} | {one.source for one in typed.values()}
    )
    children = child_facts([row.person_id for row in rows], now=now)
    for row in rows:
        if (held := typed.get(row.held_id)) is None:
            continue
        yield ContradictionLine(
            ref=row.ref,
            child_ref=row.person.subject.ref,
            person_id=ids.get(row.person_id, ""),
            name=name_of(row.person),
            what="Who works with the child",
            raised_at=row.raised_at,
            typed=_allocated_by_hand(held, words[held.source]),
            loaded=_allocated_by_file(said[row.pk], names, words[f"import:{row.imported.ref}"]),
            settles=why_not_allocate(viewer, child_teams=children[row.person_id].teams) is None,
            asks="The manager of the child's team or brokerage says which is so.",
        )


def _allocated_by_hand(held: Allocation, source: str) -> Version:
    worker = held.worker.name if held.worker else ""
    return _allocated(worker, held.team.name, (held.since, held.until), source, held.told)


def _allocated_by_file(offered: Fact, names: Mapping[str, str], source: str) -> Version:
    username, team = map(str, offered.said)
    return _allocated(names.get(username, username), team, (offered.since, offered.until), source)


def _allocated(
    worker: str, team: str, days: tuple[date, date | None], source: str, told: str = ""
) -> Version:
    since, until = days
    said = [("From", shown_date(since))]
    if until is not None:
        said.append(("Until", shown_date(until)))
    said += [("Worker", worker or "Not named yet"), ("Team", team)]
    if told:
        said.append(("Known from", told))
    if worker:
        follows = f"If it is so, {worker} sees the record and owes what the child's worker owes."
    else:
        follows = f"If it is so, no worker is named: what one would owe falls to the manager of {team}."
    return Version(tuple(said), source, follows)


def cohorts_of(child: History, today: date) -> set[str]:
    """The cohorts a child is in that day by what the record holds, the action list left out."""
    codes = cohort_codes()
    return {
        cohort.name
        for cohort in COHORTS.values()
        if cohort.narrowed_by != LISTED and membership(cohort, child, on=today, codes=codes)
    }
