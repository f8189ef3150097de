"""What would loading a return do to the record, child by child and cohort by cohort?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from remit.documents.returns import Fault
from remit.documents.returns.understood import ReadReturn, read_return
from remit.reading import looks
from remit.records.placements_list import Import
from remit.records.return_comparison import BesideTheRecord, beside_the_record
from remit.rules.clock import london_day
from remit.rules.fact_comparison import FactChange
from remit.rules.facts import FIELDS, KIND_WORDS, Fact
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.permissions import why_not_load_returns
from remit.rules.returns import ComparedChild
from remit.rules.viewers import Viewer

RETURNS = ("ssda903", "annex-a")
MOST_WARNINGS = 20


@dataclass(frozen=True, slots=True)
class FactLine:
    """What becomes of one fact: in which words, and what it says before and after, by field."""

    kind: str
    act: str
    words: str
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class ChildLine:
    """A child of the return."""

    row: int | None
    person_id: str
    kind: str
    facts: tuple[FactLine, ...] = ()
    entered: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    withheld: bool = False


@dataclass(frozen=True)
class ReturnPreview:
    """What applying a return would do."""

    ref: str | None
    version: int
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


def preview_of_return(viewer: Viewer, *, read: ReadReturn, now: datetime) -> ReturnPreview:
    """What loading a return that has been read would do now. For commands. Refuses whoever may not load returns."""
    refuse_if(why_not_load_returns(viewer))
    return _preview(viewer, read, None, now)


def preview_of_held_return(viewer: Viewer, *, ref: str, now: datetime) -> ReturnPreview:
    """What applying a held return would do now. Refuses whoever may not load returns; not found where not held."""
    refuse_if(why_not_load_returns(viewer))
    row = Import.objects.filter(ref=ref, state=Import.State.HELD, kind__in=RETURNS).first()
    if row is None:
        raise NotFound("import")
    read = read_return(row.kind, bytes(row.content or b""), row.filename, today=london_day(now))
    return _preview(viewer, read, row, now)


def _preview(viewer: Viewer, read: ReadReturn, held: Import | None, now: datetime) -> ReturnPreview:
    beside = beside_the_record(read.offered, viewer=viewer, on=london_day(now))
    found = beside.comparison
    differing = [child for child in found.children if child.kind != "unchanged"]
    looks.shown(
        looks.LISTED,
        [*found.vanished, *(child.person for child in found.children if child.person is not None)],
    )
    table = "header" if read.kind == "ssda903" else "List 8"
    ids = [Fault(table, one.row, "", one.problem, one.remedy) for one in found.faults]
    return ReturnPreview(
        ref=held.ref if held else None,
        version=held.version if held else 1,
        kind=read.kind,
        filename=read.filename,
        basis=found.basis,
        counts={
            "new": sum(child.person is None for child in found.children),
            "changed": found.count("changed"),
            "unchanged": found.count("unchanged"),
            "vanished": len(found.vanished),
            "conflicts": found.conflicts,
        },
        children=tuple(_child(child, beside) for child in found.children),
        vanished=tuple(ChildLine(None, beside.ids.get(person, ""), "vanished") for person in found.vanished),
        cohorts=_cohorts(differing),
        faults=(*read.faults, *ids),
        warnings=tuple(_warnings(read, beside)),
        unlinked=tuple(_unlinked(read, beside)),
    )


def _child(child: ComparedChild, beside: BesideTheRecord) -> ChildLine:
    if child.person in beside.withheld:
        return ChildLine(child.row, child.person_id, child.kind, withheld=True)
    return ChildLine(
        child.row,
        child.person_id,
        child.kind,
        tuple(_fact(change) for change in child.changes),
        child.entered,
        child.left,
    )


def _fact(change: FactChange) -> FactLine:
    return FactLine(
        kind=change.kind,
        act=change.act,
        words=KIND_WORDS[change.kind],
        before=said(change.before.fact) if change.before else None,
        after=said(change.after) if change.after else None,
    )


def said(fact: Fact) -> dict[str, object]:
    """A fact by the names of what it says, with its days; what is blank is left out."""
    named = {
        name: value
        for name, value in zip(FIELDS[fact.kind], fact.said, strict=True)
        if value not in (None, "")
    }
    return {"since": fact.since, "until": fact.until, **named}


def _cohorts(children: list[ComparedChild]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    entered: dict[str, list[str]] = defaultdict(list)
    left: dict[str, list[str]] = defaultdict(list)
    for child in children:
        for cohort in child.entered:
            entered[cohort].append(child.person_id)
        for cohort in child.left:
            left[cohort].append(child.person_id)
    return {cohort: (tuple(entered[cohort]), tuple(left[cohort])) for cohort in sorted({*entered, *left})}


def _warnings(read: ReadReturn, beside: BesideTheRecord) -> Iterator[str]:
    for notice in read.warnings:
        where = f"{notice.table}, row {notice.row}: " if notice.row else f"{notice.table}: "
        yield f"{where}{notice.says}"
    found = beside.comparison
    if found.older:
        yield "This return is older than what is on record: it is taken to say nothing of what came after it."
    alike = [child for child in found.children if child.looks_like_another]
    for child in alike[:MOST_WARNINGS]:
        yield f"{child.person_id} is new, but an id that differs from it only in the zeros before it is known."
    others = [child for child in found.children if child.contradicts]
    for child in others[:MOST_WARNINGS]:
        yield f"The file says something else about who {child.person_id} is. What is on record stays."
    if (more := max(len(alike) - MOST_WARNINGS, 0) + max(len(others) - MOST_WARNINGS, 0)) > 0:
        yield f"There are {more:,} more such rows."


def _unlinked(read: ReadReturn, beside: BesideTheRecord) -> Iterator[str]:
    for pair in beside.comparison.unlinked:
        yield (
            f"{pair.gone} is not in the file and {pair.new} is new in it: {pair.because}."
            " They may be one child. Remit does not link them."
        )
    unknown = {child.person_id for child in beside.comparison.unknown}
    for notice in read.strangers:
        yield f"{notice.table}, row {notice.row}: {notice.says}"
    if not read.strangers:
        for person_id in sorted(unknown):
            yield f"{person_id} is not known, and this file does not say who it is."
