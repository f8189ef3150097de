"""What would loading a return do to the record, child by child and cohort by cohort?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from remit.documents.returns import Fault, Notice
from remit.documents.returns.understood import ReadReturn
from remit.documents.uploads.many_rows import many_rows
from remit.reading import looks
from remit.records.return_comparison import BesideTheRecord, beside_the_record
from remit.rules.clock import london_day
from remit.rules.fact_comparison import FactChange
from remit.rules.facts import FIELDS, KIND_WORDS, Fact
from remit.rules.names import stem
from remit.rules.outcomes import refuse_if
from remit.rules.permissions import why_not_load_returns
from remit.rules.returns import ComparedChild
from remit.rules.viewers import Viewer

WITHHELD = "withheld"
MOST_WARNINGS = 20
STRANGERS = 5
"""So many children in a file, and not one of them on record, are told: it may be another council's file."""


class FactLine(NamedTuple):
    """What becomes of one fact: in which words, and what it says before and after, by field."""

    kind: str
    act: str
    words: str
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None


class ChildLine(NamedTuple):
    """A child of the return."""

    row: int | None
    person_id: str
    kind: str
    """new, changed, unchanged, conflict, vanished; or withheld: the record is restricted to others, and nothing is told."""
    changes: Sequence[FactChange] = ()
    entered: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    person: int | None = None
    """The child's key, where the child is on record."""

    @property
    def facts(self) -> Iterator[FactLine]:
        """What becomes of each fact, put into words as they are told."""
        return map(_fact, self.changes)


@dataclass(frozen=True)
class ReturnPreview:
    """What applying a return would do."""

    kind: str
    filename: str
    basis: int
    counts: Mapping[str, int]
    children: tuple[ChildLine, ...]
    """Every child of the return, those who stay as they are too."""
    vanished: tuple[ChildLine, ...]
    cohorts: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    """By cohort: the ids of who would enter it today, and of who would leave it."""
    faults: tuple[Fault, ...]
    warnings: tuple[str, ...]
    unlinked: tuple[str, ...]
    named: Mapping[Fault | str, tuple[int, ...]] = field(default_factory=dict)
    """The keys of the children whom a fault or note names, where it names any on record."""


def preview_of_return(viewer: Viewer, *, read: ReadReturn, now: datetime) -> ReturnPreview:
    """What loading a return that has been read would do now. For commands. Refuses whoever may not load returns."""
    found = worked_out(viewer, read=read, now=now)
    lines = (*found.children, *found.vanished)
    named = chain.from_iterable(found.named.values())
    looks.shown(looks.LISTED, [*(line.person for line in lines if line.person is not None), *named])
    return found


@many_rows()
def worked_out(viewer: Viewer, *, read: ReadReturn, now: datetime) -> ReturnPreview:
    """The same where nobody is shown it yet: who shows it later logs whom it shows."""
    refuse_if(why_not_load_returns(viewer))
    beside = beside_the_record(read.offered, viewer=viewer, on=london_day(now))
    found = beside.comparison
    table = "header" if read.kind == "ssda903" else "List 8"
    ids = [(Fault(table, one.row, "", one.problem, one.remedy), one.persons) for one in found.faults]
    of = _Named(beside)
    warnings, unlinked = list(_warnings(read, beside, of)), list(_unlinked(read, beside, of))
    own = [(fault, of(fault)) for fault in read.faults]
    named: list[tuple[Fault | str, tuple[int, ...]]] = [*own, *ids, *warnings, *unlinked]
    return ReturnPreview(
        kind=read.kind,
        filename=read.filename,
        basis=found.basis,
        counts=beside.counts,
        children=tuple(_child(child, beside) for child in found.children),
        vanished=tuple(
            ChildLine(None, beside.ids.get(person, ""), "vanished", person=person)
            for person in found.vanished
        ),
        cohorts=_cohorts(beside.told),
        faults=(*read.faults, *(fault for fault, _ in ids)),
        warnings=tuple(says for says, _ in warnings),
        unlinked=tuple(says for says, _ in unlinked),
        named={says: persons for says, persons in named if persons},
    )


def _child(child: ComparedChild, beside: BesideTheRecord) -> ChildLine:
    if child.person in beside.withheld:
        return ChildLine(child.row, child.person_id, WITHHELD, person=child.person)
    return ChildLine(
        child.row,
        child.person_id,
        child.kind,
        child.changes,
        child.entered,
        child.left,
        child.person,
    )


def _fact(change: FactChange) -> FactLine:
    kind, act, before, after = change.kind, change.act, change.before, change.after
    return FactLine(
        kind, act, KIND_WORDS[kind], said(before.fact) if before else None, said(after) if after else None
    )


def said(fact: Fact) -> dict[str, object]:
    """A fact by the names of what it says, with its days; what is blank is left out.

    Postcodes are addresses, of a carer often: they are told in no list.
    """
    named = {
        name: value
        for name, value in zip(_TOLD[fact.kind], fact.said, strict=True)
        if name and value is not None and value != ""
    }
    return {"since": fact.since, "until": fact.until, **named}


_TOLD = {kind: [name if name != "postcode" else "" for name in names] for kind, names in FIELDS.items()}


def _cohorts(children: Iterable[ComparedChild]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    entered: dict[str, list[str]] = defaultdict(list)
    left: dict[str, list[str]] = defaultdict(list)
    for child in children:
        for cohort in child.entered:
            entered[cohort].append(child.person_id)
        for cohort in child.left:
            left[cohort].append(child.person_id)
    return {cohort: (tuple(entered[cohort]), tuple(left[cohort])) for cohort in sorted({*entered, *left})}


class _Named:
    """The children on record whom a fault or a notice of a reader of returns names, by the ids it gives."""

    def __init__(self, beside: BesideTheRecord) -> None:
        self._by_id = {value: person for person, value in beside.ids.items()}
        # An id that lost its zeros means a child all the same.
        found = beside.comparison.children
        self._by_id |= {child.person_id: child.person for child in found if child.person is not None}

    def __call__(self, said: Fault | Notice) -> tuple[int, ...]:
        return tuple(self._by_id[one] for one in said.children if one in self._by_id)


Note = tuple[str, tuple[int, ...]]
"""What it says, and the keys of the children on record whom it names."""


def _warnings(read: ReadReturn, beside: BesideTheRecord, of: _Named) -> Iterator[Note]:
    for notice in read.warnings:
        where = notice.table if notice.row is None else f"{notice.table}, row {notice.row}"
        yield f"{where}: {notice.says}" if where else notice.says, of(notice)
    found = beside.comparison
    if beside.ids and len(found.children) >= STRANGERS and all(one.person is None for one in found.children):
        yield (
            f"None of the {len(found.children):,} children in this file is on record. Check that it is your own council's, and"
            " that it writes ids as the files before it did.",
            (),
        )
    if found.older:
        yield (
            "This return is older than what is on record: it is taken to say nothing of what came after it.",
            (),
        )
    alike = [child for child in found.children if child.looks_like_another]
    by_stem: dict[str, list[int]] = defaultdict(list)
    for person, value in beside.ids.items() if alike else ():
        by_stem[stem(value)].append(person)
    for child in alike[:MOST_WARNINGS]:
        yield (
            f"{child.person_id} is new, but an id that differs from it only in the zeros before it is known.",
            tuple(by_stem[stem(child.person_id)]),
        )
    others = [child for child in beside.told if child.contradicts]
    for child in others[:MOST_WARNINGS]:
        yield (
            f"The file says something else about who {child.person_id} is. What is on record stays.",
            (child.person,) if child.person is not None else (),
        )
    if (more := max(len(alike) - MOST_WARNINGS, 0) + max(len(others) - MOST_WARNINGS, 0)) > 0:
        yield f"There are {more:,} more such rows.", ()


def _unlinked(read: ReadReturn, beside: BesideTheRecord, of: _Named) -> Iterator[Note]:
    gone = {beside.ids.get(person, ""): person for person in beside.comparison.vanished}
    for pair in beside.comparison.unlinked:
        yield (
            f"{pair.gone} is not in the file and {pair.new} is new in it: {pair.because}."
            " They may be one child. Remit does not link them.",
            (gone[pair.gone],),
        )
    unknown = {child.person_id for child in beside.comparison.unknown}
    for notice in read.strangers:
        yield f"{notice.table}, row {notice.row}: {notice.says}", of(notice)
    if not read.strangers:
        for person_id in sorted(unknown):
            yield f"{person_id} is not known, and this file does not say who it is.", ()
