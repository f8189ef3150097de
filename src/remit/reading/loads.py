"""Which returns and files of staff were loaded on screen, and what would loading a held one do?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import QuerySet

from remit.reading import looks
from remit.reading.left_by_undoing import Left, left_by_kind, left_by_undoing
from remit.records.children import Person, Restriction
from remit.records.later_returns import later_return
from remit.records.loads import KeptPreview, LoadRun, PreviewPage
from remit.records.placements_list import Import
from remit.rules.clock import london_day
from remit.rules.loads import STEPS, LaterLoad
from remit.rules.outcomes import NotAllowed, NotFound, refuse_if
from remit.rules.permissions import (
    NAMES_CHILDREN,
    RETURNS,
    LoadKind,
    kinds_loaded_by,
    may_be_told_of_children,
    why_not_load,
    why_not_open_held,
)
from remit.rules.viewers import Viewer

LOADS_A_PAGE = 50
LONGEST_SILENCE = 120
"""Seconds without a sign of life after which work is said to have lost its process."""

CLOSED = "The record this row is about is restricted to named people, so what is wrong is not told here."
ASK_THEM = "Load the sound rows only, or ask somebody named for the record."
Line = Mapping[str, Any]
"""A line, fault or note of a preview, as it was kept."""


@dataclass(frozen=True, slots=True)
class Work:
    """The latest work on a file."""

    task: str
    state: str
    """waiting, running, done, refused, stopped or broken."""
    large: bool
    """It goes on in a process of its own."""
    steps: tuple[str, ...]
    step: int
    asked_at: datetime
    ended_at: datetime | None
    problem: str
    remedy: str
    revision: int
    lost: bool
    """It lost its process: another is to take it up."""

    @property
    def live(self) -> bool:
        """Whether it goes on or waits."""
        return self.state in ("waiting", "running")


@dataclass(frozen=True, slots=True)
class LoadLine:
    """A file that was offered for loading, and what became of it."""

    ref: str
    kind: str
    filename: str
    state: str
    version: int
    by: str
    at: datetime
    applied_at: datetime | None
    undone_at: datetime | None
    counts: Mapping[str, int]
    work: Work | None


@dataclass(frozen=True, slots=True)
class Loads:
    """A page of what was loaded, and which kinds of file this person may load."""

    lines: tuple[LoadLine, ...]
    page: int
    more: bool
    kinds: tuple[LoadKind, ...]


@dataclass(frozen=True)
class Shown:
    """A part of the preview of a held file."""

    basis: int
    at: datetime
    counts: Mapping[str, int]
    parts: Mapping[str, int]
    """How many lines each part has."""
    cohorts: Mapping[str, tuple[int, int]]
    """By cohort: how many would enter and leave."""
    part: str
    page: int
    lines: tuple[Mapping[str, Any], ...]
    closed: int
    """Lines of this page about records that were restricted to others since it was worked out."""


@dataclass(frozen=True, slots=True)
class SameFile:
    """The very same file, loaded or held already."""

    ref: str
    by: str
    at: datetime
    """When it was loaded, or where it is only held, uploaded."""
    loaded: bool


@dataclass(frozen=True, slots=True)
class Load:
    """One file, the work on it, its preview where there is one for this person, and what stands against undoing it."""

    line: LoadLine
    shown: Shown | None
    later: LaterLoad | None = None
    """The return that has to be undone before this one."""
    left: Left | None = None
    """Of whom undoing this return left something."""
    same: SameFile | None = None
    """Where the very same file was offered before."""


def loads(viewer: Viewer, *, page: int = 1, now: datetime) -> Loads:
    """What was offered for loading, the latest first, of the kinds this person may load. Refuses whoever may load none."""
    kinds = kinds_loaded_by(viewer)
    if not kinds:
        raise NotAllowed(
            "Only an administrator or a data officer can load data.", remedy="Ask one of them to load it."
        )
    first = (page - 1) * LOADS_A_PAGE
    rows = list(_listed(viewer, kinds)[first : first + LOADS_A_PAGE + 1])
    work = _latest([row.pk for row in rows])
    lines = tuple(_line(row, work.get(row.pk), now) for row in rows[:LOADS_A_PAGE])
    return Loads(lines, page, len(rows) > LOADS_A_PAGE, kinds)


def load(viewer: Viewer, *, ref: str, part: str = "summary", page: int = 1, now: datetime) -> Load:
    """One file with a part of its preview. Refuses whoever may not load it; not found where there is none such."""
    row = _one(viewer, ref)
    line = _line(row, _latest([row.pk]).get(row.pk), now)
    kept = _kept(viewer, row)
    shown = _shown(viewer, kept, part, page, now) if kept else None
    undoable = row.kind in RETURNS and row.state == Import.State.APPLIED
    held = row.state == Import.State.HELD
    return Load(
        line,
        shown,
        later=later_return(row) if undoable else None,
        left=_left(viewer, row, page, now) if row.state == Import.State.UNDONE else None,
        same=_same_file(viewer, row) if held else None,
    )


def kind_of_load(viewer: Viewer, *, ref: str, now: datetime) -> str:
    """Of which kind a file is. Refuses whoever may not load it; not found where there is none such."""
    return _one(viewer, ref).kind


def faults_of(viewer: Viewer, *, ref: str, now: datetime) -> tuple[Mapping[str, Any], ...] | None:
    """All that is wrong with a held file; None where there is no preview of it. Refuses whoever may not load it."""
    row = _one(viewer, ref)
    kept = _kept(viewer, row)
    if kept is None:
        return None
    pages = PreviewPage.objects.filter(preview=kept, part="faults").order_by("number")
    faults = [line for lines in pages.values_list("lines", flat=True) for line in cast(list[Line], lines)]
    told = _open_lines(faults, _closed(viewer, _persons(faults), now))
    looks.shown(looks.EXPORTED, _persons(told))
    return told


def _one(viewer: Viewer, ref: str) -> Import:
    row = _imports().filter(ref=ref).first()
    if row is None:
        raise NotFound("file")
    refuse_if(why_not_load(viewer, row.kind))
    if row.state == Import.State.HELD:
        refuse_if(why_not_open_held(viewer, row.kind, own=row.by_id == viewer.staff_id))
    return row


def _left(viewer: Viewer, row: Import, page: int, now: datetime) -> Left | None:
    persons = {person for some in left_by_kind(row).values() for person in some}
    closed = _closed(viewer, persons, now)
    return left_by_undoing(viewer, row, closed=closed, page=page, now=now)


def _same_file(viewer: Viewer, row: Import) -> SameFile | None:
    """One that was loaded rather than one that is held; the latest."""
    offered = _listed(viewer, [row.kind]).exclude(pk=row.pk).filter(digest=row.digest).order_by("-pk")
    for state in (Import.State.APPLIED, Import.State.HELD):
        if (one := offered.filter(state=state).first()) is not None:
            return SameFile(one.ref, one.by.name, one.applied_at or one.at, state == Import.State.APPLIED)
    return None


def _listed(viewer: Viewer, kinds: Collection[str]) -> QuerySet[Import]:
    listed = _imports().filter(kind__in=kinds)
    if may_be_told_of_children(viewer):
        return listed
    closed = Import.objects.filter(kind__in=NAMES_CHILDREN, state=Import.State.HELD)
    return listed.exclude(pk__in=closed.exclude(by=viewer.staff_id).values("pk"))


def _imports() -> QuerySet[Import]:
    return Import.objects.select_related("by").defer("content", "did", "endings", "mapping")


def _latest(imports: list[int]) -> dict[int, LoadRun]:
    return {run.imported_id: run for run in LoadRun.objects.filter(imported__in=imports).order_by("pk")}


def _kept(viewer: Viewer, row: Import) -> KeptPreview | None:
    if row.state != Import.State.HELD:
        return None
    return KeptPreview.objects.filter(imported=row, viewer=viewer.staff_id, version=row.version).first()


def _line(row: Import, run: LoadRun | None, now: datetime) -> LoadLine:
    return LoadLine(
        ref=row.ref,
        kind=row.kind,
        filename=row.filename,
        state=row.state,
        version=row.version,
        by=row.by.name,
        at=row.at,
        applied_at=row.applied_at,
        undone_at=row.undone_at,
        counts=cast(dict[str, int], row.counts),
        work=_work(run, now) if run else None,
    )


def _work(run: LoadRun, now: datetime) -> Work:
    heard = run.beat_at or run.asked_at
    live = run.state in (LoadRun.State.WAITING, LoadRun.State.RUNNING)
    return Work(
        task=run.task,
        state=run.state,
        large=run.large,
        steps=STEPS[run.task],
        step=run.step,
        asked_at=run.asked_at,
        ended_at=run.ended_at,
        problem=run.problem,
        remedy=run.remedy,
        revision=run.revision,
        lost=live and (now - heard).total_seconds() > LONGEST_SILENCE,
    )


def _shown(viewer: Viewer, kept: KeptPreview, part: str, page: int, now: datetime) -> Shown:
    said = cast(dict[str, Any], kept.said)
    found = PreviewPage.objects.filter(preview=kept, part=part, number=page)
    all_lines = cast(list[Line], found.values_list("lines", flat=True).first() or [])
    closed = _closed(viewer, _persons(all_lines), now) if part != "withheld" else set()
    lines = _open_lines(all_lines, closed)
    looks.shown(looks.LISTED, _persons(lines))
    return Shown(
        basis=kept.basis,
        at=kept.at,
        counts=said["counts"],
        parts=said["parts"],
        cohorts={name: (moves[0], moves[1]) for name, moves in said["cohorts"].items()},
        part=part,
        page=page,
        lines=lines,
        closed=len(all_lines) - len(lines),
    )


def _named(line: Line) -> set[int]:
    """The children on record of whom a line, fault or note tells."""
    person = line.get("person")
    return {*line.get("persons", ()), *(() if person is None else (person,))}


def _persons(lines: Iterable[Line]) -> set[int]:
    return set().union(*map(_named, lines))


def _open_lines(lines: Iterable[Line], closed: set[int]) -> tuple[Line, ...]:
    """The lines without those about children whose record is closed. Their faults stay by row: the file is still wrong."""
    told = ((line if closed.isdisjoint(_named(line)) else _closed_line(line)) for line in lines)
    return tuple(line for line in told if line is not None)


def _closed_line(line: Line) -> Line | None:
    return {**line, "problem": CLOSED, "remedy": ASK_THEM, "persons": []} if "problem" in line else None


def _closed(viewer: Viewer, persons: set[int], now: datetime) -> set[int]:
    """Those whose record is restricted to others by now."""
    if not persons:
        return set()
    restricted = set(Person.objects.filter(pk__in=persons, restricted=True).values_list("pk", flat=True))
    on = Restriction.objects.on(london_day(now))
    return restricted - set(on.filter(staff=viewer.staff_id).values_list("person_id", flat=True))
