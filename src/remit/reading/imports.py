"""What would loading a file do, which files were loaded, and what became of them?"""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, TypeAlias, cast

from django.db.models import QuerySet

from remit.documents.action_list import ActionListFile, Fault, Field, Mapping
from remit.documents.action_list.entries import offered, set_aside, understood
from remit.documents.uploads.many_rows import many_rows
from remit.reading import looks
from remit.reading.action_list import ids_of
from remit.reading.children import name_of
from remit.reading.late_joining import Joining, joined, would_join
from remit.reading.list_conflicts import CellLine, conflict_lines, kept_lines, kinds_of, left_closed
from remit.reading.list_conflicts import Kind as ConflictKind
from remit.records.children import Person
from remit.records.entry_details import values_of
from remit.records.key_lists import in_parts
from remit.records.list_comparison import BesideTheList, Choices, Copy, beside_the_list
from remit.records.mappings import remembered_mapping
from remit.records.placements_list import ActionList, EntryEnding, Import
from remit.rules.action_list import EntryValues
from remit.rules.clock import london_day
from remit.rules.list_comparison import ASK_TO_LOAD, ChildDetails, Compared, IdFault, Kind, Offered
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.permissions import why_not_import
from remit.rules.text import counted
from remit.rules.viewers import Viewer

KIND = "action-list"
A_PAGE = 100
MOST_IMPORTS = 100
REASONS = tuple((reason.value, reason.label) for reason in EntryEnding.Reason)

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
class RowLine:
    """A row of the file, and what loading it would do."""

    row: int
    person_id: str
    kind: Kind
    child: ChildDetails
    values: EntryValues
    changes: tuple[tuple[str, object, object], ...] = ()
    """(field, before, after); blank details of the child that are filled come first."""
    withheld: bool = False
    """The child's record is restricted to others: the values are the file's own, and what is on record is not told."""


@dataclass(frozen=True, slots=True)
class GoneLine:
    """A child on the list whom the file does not name."""

    ref: str
    person_id: str
    name: str
    team: str
    risk: str
    listed_on: date | None
    reason: str = ""
    """Why the child left, where that has been said; empty where the entry stays."""
    on: date | None = None


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


@dataclass(frozen=True, slots=True)
class ImportLine:
    """An import in the list of imports."""

    ref: str
    filename: str
    sheet: str
    state: str
    by: str
    at: datetime
    applied_at: datetime | None
    undone_at: datetime | None
    counts: AnyMapping[str, int]
    joined: tuple[Joining, ...] = ()
    """The agendas on which it put children; not told in the list of imports."""


def imports(viewer: Viewer, *, now: datetime) -> tuple[ImportLine, ...]:
    """The latest imports. Refuses whoever may not load the list."""
    refuse_if(why_not_import(viewer))
    return tuple(_line(row) for row in _imports()[:MOST_IMPORTS])


def result(viewer: Viewer, *, ref: str, now: datetime) -> ImportLine:
    """What became of one import. Refuses whoever may not load the list; one that is not there is not found."""
    refuse_if(why_not_import(viewer))
    row = Import.objects.filter(kind=KIND, ref=ref).select_related("by").defer("content", "endings").first()
    if row is None:
        raise NotFound("import")
    return replace(_line(row), joined=joined(row))


def kind_of(viewer: Viewer, *, ref: str, now: datetime) -> str:
    """What an import had loaded; not found where there is none such. Whether it is theirs is for the verb to say."""
    kind = Import.objects.filter(ref=ref).values_list("kind", flat=True).first()
    if kind is None:
        raise NotFound("import")
    return kind


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
    endings = cast(dict[str, dict[str, str]], row.endings)
    held = Held(ref, row.version, mapping)
    return _preview(viewer, file, held, endings, cast(Choices, row.choices), part, page, now)


@many_rows()
def preview_of_file(
    viewer: Viewer, *, content: bytes, filename: str, sheet: str | None, now: datetime
) -> Preview:
    """What loading a file would do now, with nothing kept of it. Every row of it is shown. For commands."""
    refuse_if(why_not_import(viewer))
    file, _ = understood(content, filename, sheet=sheet, mapping=None, remembered=_remembered)
    return _preview(viewer, file, None, {}, {}, None, 1, now)


def _preview(
    viewer: Viewer,
    file: ActionListFile,
    held: Held | None,
    endings: AnyMapping[str, AnyMapping[str, str]],
    choices: Choices,
    part: Part | None,
    page: int,
    now: datetime,
) -> Preview:
    basis = ActionList.objects.values_list("revision", flat=True).get(pk=1)
    rows = offered(file)
    beside = beside_the_list(
        rows,
        set_aside(file),
        viewer=viewer,
        on=london_day(now),
        copy=Copy(file.copy_of, file.written),
        choices=choices,
    )
    comparison = beside.comparison
    conflicts, kept = conflict_lines(beside, file), kept_lines(beside, file)
    faults = (*file.faults, *(_id_fault(fault, file) for fault in comparison.faults))
    shown = _rows_of(comparison.rows, part, page)
    vanished = comparison.vanished if part is None else ()
    if part == "vanished":
        vanished = comparison.vanished[(page - 1) * A_PAGE : page * A_PAGE]
    cells = _cells_of(conflicts, kept, part, page)
    told = {line.row for line in (*cells[0], *cells[1])}
    shown_of = [*shown, *(row for row in comparison.rows if row.row in told)] if told else shown
    looks.shown(looks.LISTED, [*vanished, *(row.person for row in shown_of if row.person is not None)])
    gone_refs = {beside.current[person].entry.ref for person in comparison.vanished}
    return Preview(
        held=held,
        basis=basis,
        file=file,
        counts={
            **_counts(beside),
            "faults": len(faults),
            "conflicts": len(conflicts),
            "kept": len(kept),
        },
        many_vanished=comparison.many_vanished,
        endings_given=len(gone_refs & set(endings)),
        faults=faults if part in (None, "faults") else faults[:A_PAGE],
        warnings=(*file.warnings, *_warnings(beside)),
        part=part or "summary",
        page=page,
        rows=_row_lines(shown, beside, rows),
        gone=_gone(vanished, beside, endings),
        joining=would_join(beside),
        conflicts=cells[0],
        kept=cells[1],
        kinds=kinds_of(conflicts),
    )


def _counts(beside: BesideTheList) -> dict[str, int]:
    """How many rows and children come to what."""
    comparison = beside.comparison
    rows = {kind: len(comparison.of(kind)) for kind in ("new", "changed", "unchanged", "withheld")}
    gone = {"vanished": len(comparison.vanished), "on_list": comparison.on_list}
    return {**rows, **gone, "undecided": beside.undecided}


def _cells_of(
    conflicts: tuple[CellLine, ...], kept: tuple[CellLine, ...], part: Part | None, page: int
) -> tuple[tuple[CellLine, ...], tuple[CellLine, ...]]:
    """The cells that are shown: all of them to a command, of a page its own."""
    match part:
        case None:
            return conflicts, kept
        case "conflicts":
            return conflicts[(page - 1) * A_PAGE_OF_CELLS : page * A_PAGE_OF_CELLS], ()
        case "kept":
            return (), kept[(page - 1) * A_PAGE : page * A_PAGE]
    return (), ()


def _rows_of(rows: tuple[Compared, ...], part: Part | None, page: int) -> tuple[Compared, ...]:
    if part is None:
        return rows
    fitting = tuple(row for row in rows if row.kind == part)
    return fitting[(page - 1) * A_PAGE : page * A_PAGE]


def _row_lines(
    rows: tuple[Compared, ...], beside: BesideTheList, said: tuple[Offered, ...]
) -> tuple[RowLine, ...]:
    closed = {row.row for row in rows if row.person in beside.withheld}
    own = {row.row: row.merged_with(None) for row in said if row.row in closed}
    return tuple(
        RowLine(row.row, row.person_id, row.kind, row.child, own[row.row], withheld=True)
        if row.row in own
        else _row_line(row)
        for row in rows
    )


def _row_line(row: Compared) -> RowLine:
    filled = [(name, None, getattr(row.child, name)) for name in row.fills]
    before = row.before
    differing = (
        [(name, getattr(before, name), getattr(row.values, name)) for name in row.changed] if before else []
    )
    return RowLine(row.row, row.person_id, row.kind, row.child, row.values, tuple(filled + differing))


def _gone(
    vanished: tuple[int, ...], beside: BesideTheList, endings: AnyMapping[str, AnyMapping[str, str]]
) -> tuple[GoneLine, ...]:
    ids = ids_of(vanished)
    people = {
        person.pk: person for part in in_parts(vanished) for person in Person.objects.filter(pk__in=part)
    }
    lines = []
    for person in vanished:
        row = beside.current[person]
        values, said = values_of(row), endings.get(row.entry.ref, {})
        lines.append(
            GoneLine(
                ref=row.entry.ref,
                person_id=ids.get(person, ""),
                name=name_of(people[person]),
                team=values.team,
                risk=values.risk,
                listed_on=values.listed_on,
                reason=said.get("reason", ""),
                on=date.fromisoformat(said["on"]) if "on" in said else None,
            )
        )
    return tuple(lines)


def _id_fault(fault: IdFault, file: ActionListFile) -> Fault:
    column = next((column.header for column in file.columns if column.field is Field.PERSON_ID), "")
    return Fault(file.sheet, fault.row, column, fault.problem, fault.remedy)


def _warnings(beside: BesideTheList) -> tuple[str, ...]:
    rows = beside.comparison.rows
    alike = [row for row in rows if row.looks_like_another]
    otherwise = [row for row in rows if row.contradicts and row.person not in beside.withheld]
    closed = beside.comparison.of("withheld")
    said = [
        f"Row {row.row}: {row.person_id} is new, but an id that differs from it only in the zeros before it is known."
        " Check that it is another child."
        for row in alike[:20]
    ]
    if len(alike) > 20:
        said.append(f"There are {len(alike) - 20:,} more such ids.")
    said += [
        f"Row {row.row}: the file says something else about who {row.person_id} is. What is on record stays."
        for row in otherwise[:20]
    ]
    if len(otherwise) > 20:
        said.append(f"There are {len(otherwise) - 20:,} more such rows.")
    said += [
        f"Row {row.row}: {row.person_id} belongs to a record you may not see, so the row is set aside. {ASK_TO_LOAD}"
        for row in closed[:20]
    ]
    if len(closed) > 20:
        said.append(f"There are {len(closed) - 20:,} more rows set aside.")
    if (cells := left_closed(beside)) and beside.withheld:
        said.append(
            f"In {counted(cells, 'row')} of restricted records the file and Remit have both changed since they were last"
            " exchanged. What Remit has stays; ask somebody named for the record to load it."
        )
    return tuple(said)


def _remembered(signature: str) -> Mapping | None:
    kept = remembered_mapping(KIND, signature)
    return Mapping.from_json(kept) if kept is not None else None


def _imports() -> QuerySet[Import]:
    return Import.objects.filter(kind=KIND).select_related("by").defer("content", "did", "endings")


def _line(row: Import) -> ImportLine:
    return ImportLine(
        ref=row.ref,
        filename=row.filename,
        sheet=row.sheet,
        state=row.state,
        by=row.by.name,
        at=row.at,
        applied_at=row.applied_at,
        undone_at=row.undone_at,
        counts=cast(dict[str, int], row.counts),
    )
