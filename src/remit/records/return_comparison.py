"""How does a return stand against the record, as far as this viewer may know?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import Max

from remit.records.contradictions import Asked, Version, as_kept, raised
from remit.records.fact_store import held_facts
from remit.records.facts import TABLES, CarePeriod
from remit.records.persons import known_children
from remit.rules.fact_comparison import FactChange
from remit.rules.facts import Held
from remit.rules.returns import (
    ComparedChild,
    OfferedReturn,
    RecordFacts,
    ReturnComparison,
    compare_return,
)
from remit.rules.viewers import Viewer
from remit.terms.cohort_codes_file import cohort_codes


@dataclass(frozen=True)
class BesideTheRecord:
    """The comparison, with what it was made against."""

    comparison: ReturnComparison
    withheld: frozenset[int]
    """Children whose record is restricted to others: loaded, but what it says is not shown."""
    ids: Mapping[int, str]
    held: Mapping[int, Sequence[Held]]
    raised: frozenset[Version]
    """Contradictions that wait for a person, or that a person has settled for what was typed."""

    @property
    def told(self) -> tuple[ComparedChild, ...]:
        """The children of whom it may be told what the return would do."""
        children = self.comparison.children
        return (
            tuple(child for child in children if child.person not in self.withheld)
            if self.withheld
            else children
        )

    @property
    def counts(self) -> dict[str, int]:
        """How many children are of each kind; of those that are withheld only how many they are. Conflicts: facts."""
        told = self.told
        kinds = Counter(child.kind for child in told)
        return {
            "new": kinds["new"],
            "changed": kinds["changed"],
            "unchanged": kinds["unchanged"],
            "vanished": len(self.comparison.vanished),
            "conflicts": sum(
                change.act == "contradicted"
                for child in told
                if child.kind == "conflict"
                for change in child.changes
            ),
            "withheld": len(self.comparison.children) - len(told),
        }

    def to_raise(self) -> list[Asked]:
        """The contradictions nobody has been asked about yet."""
        found = (
            asked_of(child.person, change)
            for child in self.comparison.children
            if child.kind == "conflict"
            for change in child.changes
            if change.act == "contradicted" and child.person is not None
        )
        return [one for one in found if one.version not in self.raised]


def beside_the_record(
    offered: OfferedReturn, *, viewer: Viewer, on: date, cohorts: bool = True
) -> BesideTheRecord:
    """Hold a return against the record, in a number of queries that does not grow with its children.

    `cohorts`: also work out who enters and leaves which; applying does without.
    """
    known = known_children(viewer, on=on)
    looked_after = set(CarePeriod.objects.open().values_list("person_id", flat=True))
    meant = [known.ids.fitting(child.person_id, child.id_is_number) for child in offered.children]
    named = set(chain.from_iterable(meant))
    gone = looked_after - named if offered.whole else set()
    held = held_facts(named | gone)
    ids = {person: value for value, person in known.ids.pairs()}
    record = RecordFacts(
        fitting=known.ids.fitting,
        meant=meant,
        alike=known.ids.alike,
        children=known.details,
        held=held,
        ids=ids,
        looked_after=looked_after,
        latest=_latest(),
        kept=known.withheld,
    )
    comparison = compare_return(offered, record, today=on, codes=cohort_codes() if cohorts else None)
    return BesideTheRecord(comparison, known.withheld, ids, held, raised())


def _latest() -> date | None:
    """The last day on which a placement or a legal status that an import brought began."""
    days = [
        TABLES[kind].objects.known().filter(source__startswith="import:").aggregate(last=Max("since"))["last"]
        for kind in ("placement", "legal")
    ]
    return max((day for day in days if day is not None), default=None)


def asked_of(person: int, change: FactChange) -> Asked:
    """A contradiction as it is put before a person."""
    assert change.before is not None
    assert change.after is not None
    said = change.after
    return Asked(person, change.kind, change.before.pk, as_kept(said.since, said.until, said.said))
