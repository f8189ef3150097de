"""How are many facts of many children read and written at once? A fixed number of statements, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from remit.records.bulk import insert, putting_down
from remit.records.cohort_stays import keep_first_stays, keep_stays
from remit.records.facts import TABLES, ChildFact
from remit.records.held_facts import held_facts as held_facts
from remit.records.held_facts import latest_facts as latest_facts
from remit.records.key_lists import in_parts
from remit.rules.fact_comparison import FactChange
from remit.rules.facts import FIELDS, Fact, Held


def put_facts(
    facts: Iterable[tuple[int, Fact]],
    *,
    now: datetime,
    source: str,
    provisional: bool = False,
    told: str = "",
) -> int:
    """Record these facts of these children (their keys), and keep their cohorts; answers with how many."""
    rows = list(facts)
    _put(rows, now=now, source=source, provisional=provisional, told=told)
    keep_stays({person for person, _ in rows})
    return len(rows)


def _put(
    facts: Iterable[tuple[int, Fact]], *, now: datetime, source: str, provisional: bool, told: str
) -> None:
    by_kind: dict[str, list[tuple[int, Fact]]] = defaultdict(list)
    for person, fact in facts:
        by_kind[fact.kind].append((person, fact))
    for kind, rows in by_kind.items():
        columns = (
            "person_id",
            "since",
            "until",
            "recorded_at",
            "source",
            "provisional",
            "told",
            *FIELDS[kind],
        )
        insert(
            TABLES[kind],
            columns,
            (
                (person, fact.since, fact.until, now, source, provisional, told, *fact.said)
                for person, fact in rows
            ),
        )


def put_first_facts(
    children: Iterable[tuple[int, date | None, Iterable[Fact]]], *, now: datetime, source: str
) -> None:
    """Record all that is held of children (key, day of birth, facts) put on record in the same act; keep their cohorts.

    Nothing is read back to tell these.
    """
    rows: list[tuple[int, Fact]] = []
    born: dict[int, date | None] = {}
    held: dict[int, list[Held]] = {}
    for person, birth, facts in children:
        born[person] = birth
        told = held[person] = [Held(0, fact, source) for fact in facts]
        rows += [(person, one.fact) for one in told]
    with putting_down():
        _put(rows, now=now, source=source, provisional=False, told="")
        keep_first_stays(born, held)


@dataclass(frozen=True, slots=True)
class Written:
    """What writing changes did: the keys of what it superseded, by kind."""

    superseded: Mapping[str, list[int]] = field(default_factory=dict)


def write_changes(
    changes: Iterable[tuple[int, FactChange]],
    *,
    now: datetime,
    source: str,
    provisional: bool = False,
    told: str = "",
) -> Written:
    """Carry out these changes of these children's facts, and keep their cohorts. Contradicted facts stay as they are."""
    persons: set[int] = set()
    superseded: dict[str, list[int]] = defaultdict(list)
    new: list[tuple[int, Fact]] = []
    for person, change in changes:
        if change.act == "contradicted":
            continue
        persons.add(person)
        if change.before is not None:
            superseded[change.kind].append(change.before.pk)
        if change.after is not None:
            new.append((person, change.after))
    supersede(superseded, now=now)
    _put(new, now=now, source=source, provisional=provisional, told=told)
    keep_stays(persons)
    return Written(dict(superseded))


def supersede(keys: Mapping[str, Sequence[int]], *, now: datetime) -> None:
    """Let these facts, by kind, hold no longer as known from now on. The caller keeps the cohorts, once all is written."""
    for kind, pks in keys.items():
        for part in in_parts(sorted(pks)):
            TABLES[kind].objects.filter(pk__in=part).update(superseded_at=now)


def put_again(rows: Iterable[ChildFact], *, now: datetime) -> None:
    """Let the same facts hold again, as known from now on. The caller keeps the cohorts, once all is written."""
    by_table: dict[type[ChildFact], list[ChildFact]] = defaultdict(list)
    for row in rows:
        by_table[type(row)].append(row.again(now=now))
    for table, again in by_table.items():
        table.objects.bulk_create(again, batch_size=2_000)


def spoken_of_by_facts(persons: Collection[int]) -> set[int]:
    """Those of these children of whom any fact is known now."""
    found: set[int] = set()
    for table in TABLES.values():
        found |= set(table.objects.known().filter(person__in=persons).values_list("person_id", flat=True))
    return found
