"""How does it read what a workbook tells of a meeting before Remit?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from remit.documents.action_list.model import Fault
from remit.documents.workbook.returned import ReturnedFile
from remit.reading.history import PastPreview
from remit.reading.past_books import PastBookLine
from remit.rules.past_meetings import PastSaid
from remit.web import formats
from remit.web.addresses import address

STATES = {
    "held": ("Not loaded yet", "blue"),
    "applied": ("Loaded", "green"),
    "replaced": ("A later file took its place", "grey"),
    "undone": ("Undone", "yellow"),
    "dropped": ("Let go", "grey"),
}


@dataclass(frozen=True, slots=True)
class LineView:
    """A workbook in the list."""

    line: PastBookLine
    state: str
    colour: str
    told: str
    when: str


def present_line(line: PastBookLine) -> LineView:
    """One that was uploaded or loaded."""
    state, colour = STATES[line.state]
    about = f"{formats.date(line.on)}, {formats.count(line.children, 'child', 'children')}" if line.on else ""
    return LineView(line, state, colour, about, formats.when(line.at))


@dataclass(frozen=True, slots=True)
class DiscussionView:
    """What would be kept of one child, which is its row of the register too."""

    number: str
    part: str
    risk: str
    team: str
    outcome: str
    written: tuple[tuple[str, str], ...]
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreviewView:
    """What loading it would keep, ready to be shown."""

    facts: tuple[tuple[str, str], ...]
    discussions: tuple[DiscussionView, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    unlinked: tuple[str, ...]
    loads: int
    """Children of whom loading it keeps something; none where all of it is kept already."""
    partial: bool


def present_preview(found: PastPreview) -> PreviewView:
    """The preview of a held workbook."""
    actions = sum(len(one.actions) for one in found.said)
    own = sum(one.own_sheet for one in found.said)
    return PreviewView(
        facts=(
            ("Meeting", formats.weekday(found.on)),
            ("Discussions", f"{len(found.said)}, of these {formats.count(own, 'focus case')}"),
            ("Actions", f"{actions}, kept as they stood then" if actions else "None"),
            ("Rows of the register", str(len(found.said))),
            ("Not on record", formats.count(len(found.unlinked), "number").capitalize()),
            ("Faults", str(len(found.faults)) if found.faults else "None"),
        ),
        discussions=tuple(_discussion(one, found.numbers[one.subject]) for one in found.said),
        faults=found.faults,
        notes=found.warnings,
        unlinked=found.unlinked,
        loads=0 if found.unchanged else len(found.said),
        partial=bool(found.faults),
    )


def _discussion(one: PastSaid, number: str) -> DiscussionView:
    return DiscussionView(
        number=number,
        part="Focus case" if one.own_sheet else one.section or "Actions only",
        risk=one.risk,
        team=one.team,
        outcome=one.outcome,
        written=one.lines,
        actions=tuple(f"{what} ({told})" if told else what for what, told in one.actions),
    )


def merged_at(file: ReturnedFile) -> str:
    """Where a workbook that Remit made is merged; empty where Remit did not make it, or that cannot be told."""
    if file.origin is None:
        return ""
    try:
        date.fromisoformat(file.origin.meeting)
    except ValueError:
        return ""
    known = file.origin.forum.replace("-", "").isalnum() and file.origin.forum.isascii()
    return address("workbook_return", forum=file.origin.forum, date=file.origin.meeting) if known else ""
