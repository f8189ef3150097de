"""What a file would do, as the pages of an import say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from remit.documents.action_list import ActionListFile, Column, Fault
from remit.reading.late_joining import said_before
from remit.reading.list_conflicts import CellLine
from remit.reading.list_lines import GoneLine, RowLine
from remit.reading.list_preview import A_PAGE, A_PAGE_OF_CELLS, Part, Preview
from remit.rules.list_comparison import ASK_TO_LOAD, ChildDetails
from remit.rules.list_merge import OTHER, Cell, Choice
from remit.rules.paging import on_page, pages_of, window
from remit.rules.text import listed
from remit.web.action_list.words import LABELS, days_words, shown, urgency_words
from remit.web.imports.forms import FIELD_LABELS, KEPT

TABS: tuple[tuple[Part, str, str], ...] = (
    ("summary", "Summary", ""),
    ("new", "New", "new"),
    ("changed", "Changed", "changed"),
    ("conflicts", "Changed on both sides", "conflicts"),
    ("kept", "Changed in Remit only", "kept"),
    ("vanished", "Not in the file", "vanished"),
    ("faults", "Faults", "faults"),
    ("withheld", "Set aside", "withheld"),
    ("unchanged", "Unchanged", "unchanged"),
    ("columns", "Columns", ""),
)

ONLY_WHERE_THERE_ARE = ("withheld", "conflicts", "kept")
WAYS: Mapping[Choice, str] = {"theirs": "Take the file’s", "ours": "Keep what is in Remit"}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file."""

    row: str
    who: str
    person_id: str
    risk: str
    urgency: str
    days: str
    team: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetShown:
    """A sheet that can be read instead."""

    name: str
    why: str
    read: bool


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """A column, and what it was taken to mean."""

    letter: str
    header: str
    meaning: str
    kept: bool
    said: bool
    """A person said so."""


@dataclass(frozen=True, slots=True)
class CellShown:
    """A cell in which the file and Remit differ."""

    id: str
    cell: str
    who: str
    person_id: str
    name: str
    theirs: str
    ours: str
    base: str
    knows_base: bool
    radios: tuple[tuple[str, str, str, bool], ...]
    """(id, value, words, chosen)."""


@dataclass(frozen=True, slots=True)
class PreviewShown:
    """The page of a preview."""

    ref: str
    version: int
    filename: str
    sheet: str
    sheets: tuple[SheetShown, ...]
    facts: tuple[tuple[str, str], ...]
    tabs: tuple[tuple[str, str, bool], ...]
    part: str
    rows: tuple[Row, ...]
    gone: tuple[GoneLine, ...]
    faults: tuple[Fault, ...]
    fault_count: int
    warnings: tuple[str, ...]
    columns: tuple[ColumnShown, ...]
    kept_columns: str
    loads: bool
    """Whether loading would change anything."""
    sound: int
    ask_partial: bool
    ask_vanished: bool
    endings_given: int
    vanished: int
    number: int
    previous: str
    next: str
    window: str
    withheld: int
    """Rows of records this person may not see, which are set aside."""
    ask_to_load: str
    joining: tuple[str, ...]
    """The agendas on which loading it puts children."""
    at: Mapping[str, str]
    """The address of each part."""
    conflicts: tuple[CellShown, ...]
    kept: tuple[CellShown, ...]
    kinds: tuple[tuple[str, str], ...]
    conflict_count: int
    undecided: int
    kept_count: int


def present_preview(page: Preview) -> PreviewShown:
    """The preview, with its parts as tabs and its lines a page at a time."""
    assert page.held is not None
    counts, ref = page.counts, page.held.ref
    sound = counts["new"] + counts["changed"] + counts["unchanged"]
    kept = [column.header for column in page.file.columns if column.field is None]
    total = counts.get(page.part, 0)
    return PreviewShown(
        ref=ref,
        version=page.held.version,
        filename=page.file.filename,
        sheet=page.file.sheet,
        sheets=_sheets(page.file),
        facts=_facts(page),
        tabs=tuple(
            _tab(page, part, words, counted)
            for part, words, counted in TABS
            if part not in ONLY_WHERE_THERE_ARE or counts[counted]
        ),
        part=page.part,
        rows=tuple(map(_row, page.rows)),
        gone=page.gone,
        faults=tuple(on_page(page.faults, page.page, A_PAGE)) if page.part == "faults" else (),
        fault_count=counts["faults"],
        warnings=page.warnings,
        columns=tuple(map(_column, page.file.columns)),
        kept_columns=listed([f"“{header}”" for header in kept]),
        loads=bool(counts["new"] or counts["changed"] or page.endings_given or _settled(counts)),
        sound=sound,
        ask_partial=bool(counts["faults"] and sound),
        ask_vanished=page.many_vanished,
        endings_given=page.endings_given,
        vanished=counts["vanished"],
        number=page.page,
        previous=_address(ref, page.part, page.page - 1) if page.page > 1 else "",
        next=_address(ref, page.part, page.page + 1) if page.page < pages_of(total, _most(page)) else "",
        window=window(page.page, total, _most(page)),
        withheld=counts["withheld"],
        ask_to_load=ASK_TO_LOAD,
        joining=tuple(map(said_before, page.joining)),
        at={part: _address(ref, part, 1) for part, _, _ in TABS},
        conflicts=tuple(_cell(line, number) for number, line in enumerate(page.conflicts, start=1)),
        kept=tuple(_cell(line, number) for number, line in enumerate(page.kept, start=1)),
        kinds=_kinds(page),
        conflict_count=counts["conflicts"],
        undecided=counts["undecided"],
        kept_count=counts["kept"],
    )


def _settled(counts: Mapping[str, int]) -> bool:
    """Whether somebody chose a text: that is worth loading, though the list may stay as it is."""
    return counts["conflicts"] > counts["undecided"]


def _kinds(page: Preview) -> tuple[tuple[str, str], ...]:
    """What can be decided at once, in words."""
    everything = f"All {page.counts['conflicts']:,} cells"
    return (("", everything), *((kind.unit, f"{_name(kind.unit)} ({kind.count:,})") for kind in page.kinds))


def _cell(line: CellLine, number: int) -> CellShown:
    field = f"keep-{number}"
    return CellShown(
        id=field,
        cell=line.cell,
        who=who(line.child),
        person_id=line.person_id,
        name=_name(line.unit),
        theirs=_said(line.unit, line.theirs),
        ours=_said(line.unit, line.ours),
        base=_said(line.unit, line.base) if line.base else "",
        knows_base=line.base is not None,
        radios=tuple((f"{field}-{way}", way, words, line.choice == way) for way, words in WAYS.items()),
    )


def _name(unit: str) -> str:
    return LABELS.get(unit) or unit.removeprefix(OTHER)


def _said(unit: str, cell: Cell) -> str:
    """What a cell says: what it means, and how that was written where it is not known."""
    known, written = shown(unit, cell[0]), str(cell[1]) if len(cell) > 1 else ""
    return written if written and cell[0] in (None, "unrated", "not_known") else known


def _tab(page: Preview, part: Part, words: str, counted: str) -> tuple[str, str, bool]:
    assert page.held is not None
    count = f" ({page.counts[counted]:,})" if counted else ""
    return f"{words}{count}", _address(page.held.ref, part, 1), part == page.part


def _address(ref: str, part: str, page: int) -> str:
    address = reverse("import_preview", kwargs={"held": ref})
    return f"{address}?part={part}" + (f"&page={page}" if page > 1 else "")


def _most(page: Preview) -> int:
    """How many lines of this part stand on a page."""
    return A_PAGE_OF_CELLS if page.part == "conflicts" else A_PAGE


def _facts(page: Preview) -> tuple[tuple[str, str], ...]:
    counts = page.counts
    sheet = (("Sheet", page.file.sheet),) if len(page.file.sheets) > 1 else ()
    return (
        ("File", page.file.filename),
        *sheet,
        ("New on the list", f"{counts['new']:,}"),
        ("Changed", f"{counts['changed']:,}"),
        ("Unchanged", f"{counts['unchanged']:,}"),
        ("On the list, but not in the file", f"{counts['vanished']:,}"),
        *((("Cells changed on both sides", f"{counts['conflicts']:,}"),) if counts["conflicts"] else ()),
        *((("Cells that stay as Remit has them", f"{counts['kept']:,}"),) if counts["kept"] else ()),
        ("Faults", f"{counts['faults']:,}"),
        *((("Set aside", f"{counts['withheld']:,}"),) if counts["withheld"] else ()),
    )


def _sheets(file: ActionListFile) -> tuple[SheetShown, ...]:
    return tuple(SheetShown(offer.name, offer.why, offer.name == file.sheet) for offer in file.sheets)


def _column(column: Column) -> ColumnShown:
    meaning = FIELD_LABELS[column.field] if column.field else KEPT
    return ColumnShown(column.letter, column.header, meaning, column.field is None, not column.guessed)


def who(child: ChildDetails) -> str:
    """The child as the row names them."""
    return f"{child.given_name} {child.family_name}".strip() or child.initials


def _row(line: RowLine) -> Row:
    if line.withheld:
        changes: tuple[str, ...] = ("The record of this child is restricted: what it says is not shown.",)
    else:
        changes = tuple(_change(name, old, new) for name, old, new in line.changes)
    return Row(
        row=f"{line.row}",
        who=who(line.child),
        person_id=line.person_id,
        risk=line.values.risk,
        urgency=urgency_words(line.values),
        days=days_words(line.values),
        team=line.values.team,
        changes=changes,
    )


def _change(name: str, before: object, after: object) -> str:
    return f"{LABELS[name]}: {shown(name, before) or 'nothing'} → {shown(name, after) or 'nothing'}"
