"""What would loading a file do to the action list? Row by row, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias, TypeVar, cast

from remit.documents.action_list import ActionListFile, Fault, Field, Mapping
from remit.documents.action_list.entries import offered, set_aside, understood
from remit.documents.uploads.many_rows import many_rows
from remit.reading import looks
from remit.reading.late_joining import Joining, would_join
from remit.reading.list_conflicts import CellLine, conflict_lines, kept_lines, kinds_of
from remit.reading.list_conflicts import Kind as ConflictKind
from remit.reading.list_lines import Endings, GoneLine, RowLine, gone_lines, row_lines
from remit.reading.list_warnings import warnings_of
from remit.records.list_comparison import BesideTheList, Choices, Copy, beside_the_list
from remit.records.mappings import remembered_mapping
from remit.records.placements_list import ActionList, Import
from remit.rules.clock import london_day
from remit.rules.list_comparison import Compared, IdFault
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.paging import on_page
from remit.rules.permissions import why_not_import
from remit.rules.viewers import Viewer

KIND = "action-list"
A_PAGE = 100

A_PAGE_OF_CELLS = 25
"""Cells changed on both sides are shown in full, one below the other."""

Part: TypeAlias = Literal[
    "summary",
    "new",
    "changed",
    "conflicts",
    "kept",
    "vanished",
    "faults",
    "withheld",
    "unchanged",
    "columns",
]


@dataclass(frozen=True, slots=True)
class Held:
    """The import a preview belongs to; a preview of a file that is not held has none."""

    ref: str
    version: int
    mapping: Mapping


@dataclass(frozen=True, slots=True)
class Preview:
    """What loading a file would do to the list as it stands at `basis`. Each kind of line is shown a page at a time."""

    held: Held | None
    basis: int
    file: ActionListFile
    counts: AnyMapping[str, int]
    """How many rows are new, changed, unchanged, withheld, vanished, faults; how many are on the list; how many cells were
    changed on both sides (`conflicts`, of them `undecided`), and in Remit alone (`kept`)."""
    many_vanished: bool
    endings_given: int
    faults: tuple[Fault, ...]
    warnings: tuple[str, ...]
    part: Part
    page: int
    rows: tuple[RowLine, ...]
    gone: tuple[GoneLine, ...]
    joining: tuple[Joining, ...]
    """The agendas on which loading it puts children by itself."""
    conflicts: tuple[CellLine, ...]
    """Cells changed in the file and in Remit."""
    kept: tuple[CellLine, ...]
    """Cells changed in Remit alone, which stay."""
    kinds: tuple[ConflictKind, ...]
    """The conflicts by column, on all pages."""


Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class _Window:
    """Which lines are shown: of a page those of its part, so many at a time; to a command, which names no part, all of them."""

    part: Part | None
    page: int

    def of(self, part: Part, lines: Sequence[Line], most: int = A_PAGE) -> tuple[Line, ...]:
        """Those of these lines that are shown, which belong to that part."""
        if self.part is None:
            return tuple(lines)
        return tuple(on_page(lines, self.page, most)) if part == self.part else ()

    def rows(self, rows: Sequence[Compared]) -> tuple[Compared, ...]:
        """The rows that are shown: a part has those of its kind."""
        if self.part is None:
            return tuple(rows)
        return self.of(self.part, [row for row in rows if row.kind == self.part])


@many_rows()
def preview(viewer: Viewer, *, ref: str, part: Part = "summary", page: int = 1, now: datetime) -> Preview:
    """What applying a held import would do now. Refuses whoever may not load the list; not found where not held."""
    refuse_if(why_not_import(viewer))
    row = Import.objects.filter(ref=ref, state=Import.State.HELD, kind=KIND).first()
    if row is None:
        raise NotFound("import")
    mapping = Mapping.from_json(row.mapping)
    file, _ = understood(
        bytes(row.content or b""),
        row.filename,
        sheet=row.sheet or None,
        mapping=mapping,
        remembered=_remembered,
    )
    held = Held(ref, row.version, mapping)
    endings, choices = cast(Endings, row.endings), cast(Choices, row.choices)
    return _preview(viewer, file, held, endings, choices, _Window(part, page), now)


@many_rows()
def preview_of_file(
    viewer: Viewer, *, content: bytes, filename: str, sheet: str | None, now: datetime
) -> Preview:
    """What loading a file would do now, with nothing kept of it. Every row of it is shown. For commands."""
    refuse_if(why_not_import(viewer))
    file, _ = understood(content, filename, sheet=sheet, mapping=None, remembered=_remembered)
    return _preview(viewer, file, None, {}, {}, _Window(None, 1), now)


def _preview(
    viewer: Viewer,
    file: ActionListFile,
    held: Held | None,
    endings: Endings,
    choices: Choices,
    window: _Window,
    now: datetime,
) -> Preview:
    # Read before the list is compared: a list that changes in between is then refused as changed, not loaded unseen.
    basis = ActionList.objects.values_list("revision", flat=True).get(pk=1)
    rows = offered(file)
    copy = Copy(file.copy_of, file.written)
    beside = beside_the_list(
        rows, set_aside(file), viewer=viewer, on=london_day(now), copy=copy, choices=choices
    )
    comparison = beside.comparison
    conflicts, kept = conflict_lines(beside, file), kept_lines(beside, file)
    faults = (*file.faults, *(_id_fault(fault, file) for fault in comparison.faults))
    page = _Page.of(beside, conflicts, kept, window)
    looks.shown(looks.LISTED, page.children(comparison.rows))
    return Preview(
        held=held,
        basis=basis,
        file=file,
        counts={**_counts(beside), "faults": len(faults), "conflicts": len(conflicts), "kept": len(kept)},
        many_vanished=comparison.many_vanished,
        endings_given=_endings_given(beside, endings),
        faults=faults if window.part in (None, "faults") else faults[:A_PAGE],
        warnings=(*file.warnings, *warnings_of(beside)),
        part=window.part or "summary",
        page=window.page,
        rows=row_lines(page.rows, beside, rows),
        gone=gone_lines(page.vanished, beside, endings),
        joining=would_join(beside),
        conflicts=page.conflicts,
        kept=page.kept,
        kinds=kinds_of(conflicts),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines that are shown."""

    rows: tuple[Compared, ...]
    vanished: tuple[int, ...]
    conflicts: tuple[CellLine, ...]
    kept: tuple[CellLine, ...]

    @classmethod
    def of(
        cls,
        beside: BesideTheList,
        conflicts: Sequence[CellLine],
        kept: Sequence[CellLine],
        window: _Window,
    ) -> _Page:
        """What stands in that window."""
        return cls(
            window.rows(beside.comparison.rows),
            window.of("vanished", beside.comparison.vanished),
            window.of("conflicts", conflicts, A_PAGE_OF_CELLS),
            window.of("kept", kept),
        )

    def children(self, rows: Sequence[Compared]) -> list[int]:
        """Everybody who is shown: in a row, in a cell of one, or as not in the file."""
        told = {line.row for line in (*self.conflicts, *self.kept)}
        shown = [*self.rows, *(row for row in rows if row.row in told)] if told else self.rows
        return [*self.vanished, *(row.person for row in shown if row.person is not None)]


def _endings_given(beside: BesideTheList, endings: Endings) -> int:
    """Of how many children who are not in the file it is said why they left."""
    gone = {beside.current[person].entry.ref for person in beside.comparison.vanished}
    return len(gone & set(endings))


def _counts(beside: BesideTheList) -> dict[str, int]:
    """How many rows and children come to what."""
    comparison = beside.comparison
    rows = {kind: len(comparison.of(kind)) for kind in ("new", "changed", "unchanged", "withheld")}
    gone = {"vanished": len(comparison.vanished), "on_list": comparison.on_list}
    return {**rows, **gone, "undecided": beside.undecided}


def _id_fault(fault: IdFault, file: ActionListFile) -> Fault:
    column = next((column.header for column in file.columns if column.field is Field.PERSON_ID), "")
    return Fault(file.sheet, fault.row, column, fault.problem, fault.remedy)


def _remembered(signature: str) -> Mapping | None:
    kept = remembered_mapping(KIND, signature)
    return Mapping.from_json(kept) if kept is not None else None
