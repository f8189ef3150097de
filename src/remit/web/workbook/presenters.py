"""How does what a workbook would change read?"""

from __future__ import annotations

from dataclasses import dataclass

from remit.reading.sittings import Head
from remit.reading.workbook_return import AnswerLine, Kind, ReturnPreview
from remit.web import formats
from remit.web.workbook.forms import WORDS, BringInForm, keep_field, seen_field

SAYS: dict[Kind, tuple[str, str]] = {
    "new": ("New", "green"),
    "changed": ("Changed", "blue"),
    "emptied": ("Stays: empty in the workbook", "grey"),
    "not_theirs": ("Stays: not yours to answer", "grey"),
    "kept": ("Stays: changed in Remit only", "grey"),
    "unchanged": ("The same", "grey"),
    "conflict": ("Changed on both sides", "yellow"),
}


@dataclass(frozen=True, slots=True)
class Radio:
    """One way to settle a conflict."""

    id: str
    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ConflictView:
    """An answer changed on both sides, each text beside the other."""

    id: str
    field: str
    seen: str
    version: int
    title: str
    theirs: str
    ours: str
    by: str
    base: str
    knows_base: bool
    radios: tuple[Radio, ...]
    error: str


@dataclass(frozen=True, slots=True)
class LineView:
    """An answer of the file."""

    where: str
    name: str
    state: str
    colour: str
    theirs: str
    ours: str


@dataclass(frozen=True, slots=True)
class ReturnView:
    """The preview of a workbook, ready to be shown."""

    head: Head
    filename: str
    summary: str
    conflicts: tuple[ConflictView, ...]
    lines: tuple[LineView, ...]
    same: int
    faults: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    takes: int
    """Answers that bringing it in writes, those to be chosen among them."""
    partial: bool


def present_return(found: ReturnPreview, form: BringInForm) -> ReturnView:
    """The preview."""
    counts = found.counts
    told = [line for line in found.lines if line.kind not in ("conflict", "unchanged", "kept")]
    words = [
        f"{counts['new']} new",
        f"{counts['changed']} changed",
        f"{counts['conflicts']} changed on both sides",
        f"{counts['unchanged']} as they are",
        formats.count(len(found.faults), "fault"),
    ]
    return ReturnView(
        head=found.head,
        filename=found.filename,
        summary=", ".join(words),
        conflicts=tuple(_conflict(line, form) for line in found.conflicts),
        lines=tuple(map(_line, told)),
        same=len(found.lines) - len(told) - len(found.conflicts),
        faults=tuple(
            (_where(fault.sheet, fault.column), fault.problem, fault.remedy) for fault in found.faults
        ),
        notes=(*found.warnings, *found.unlinked),
        takes=counts["new"] + counts["changed"] + counts["conflicts"],
        partial=bool(found.faults),
    )


def _where(sheet: str, cell: str) -> str:
    return f"{sheet}, {cell}" if cell else sheet


def _line(line: AnswerLine) -> LineView:
    state, colour = SAYS[line.kind]
    return LineView(_where(line.sheet, line.cell), line.name, state, colour, line.theirs, line.ours)


def _conflict(line: AnswerLine, form: BringInForm) -> ConflictView:
    field = keep_field(line.key)
    chosen = form.chosen(line)
    errors = list(form.errors.get(field, ())) if form.is_bound else []
    return ConflictView(
        id=field,
        field=field,
        seen=seen_field(line.key),
        version=line.version,
        title=f"{line.name}, {_where(line.sheet, line.cell)}",
        theirs=line.theirs,
        ours=line.ours,
        by=line.by,
        base=line.base or "",
        knows_base=line.base is not None,
        radios=tuple(
            Radio(f"{field}-{offer}", offer, WORDS[offer], offer == chosen) for offer in line.offers
        ),
        error=str(errors[0]) if errors else "",
    )
