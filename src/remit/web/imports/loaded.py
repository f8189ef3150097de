"""What became of the files of the action list, as their pages say it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from remit.reading.imports import ImportLine
from remit.reading.late_joining import said_after, said_undone
from remit.web import formats


@dataclass(frozen=True, slots=True)
class ImportShown:
    """An import, and what became of it."""

    ref: str
    filename: str
    sheet: str
    by: str
    at: str
    state: str
    colour: str
    held: bool
    applied: bool
    facts: tuple[tuple[str, str], ...]
    did: str
    heading: str
    undone: str
    """What undoing it came to; empty where it was not undone."""
    joined: str
    """Which agendas it put children on."""


STATES = {
    "held": ("Waiting", "yellow"),
    "applied": ("Loaded", "green"),
    "undone": ("Undone", "grey"),
    "dropped": ("Dropped", "grey"),
}
HEADINGS = {
    "held": "This file waits to be loaded",
    "applied": "This file was loaded",
    "undone": "Loading this file was undone",
    "dropped": "This file was dropped",
}


COUNTED = (
    ("new", "New on the list"),
    ("changed", "Changed"),
    ("unchanged", "Unchanged"),
    ("ended", "Taken off the list"),
    ("left", "Not in the file, but still on the list"),
    ("withheld", "Set aside, because the record is closed to who loaded it"),
)


def present_import(line: ImportLine) -> ImportShown:
    """One import as its page and the list of imports show it."""
    words, colour = STATES[line.state]
    counts = line.counts
    did = f"{counts.get('new', 0):,} new, {counts.get('changed', 0):,} changed" if counts else ""
    facts = _counted(counts) if line.state != "undone" else (("What it had done, before it was undone", did),)
    when = (("Loaded", formats.when(line.applied_at)), ("Undone", formats.when(line.undone_at)))
    return ImportShown(
        ref=line.ref,
        filename=line.filename,
        sheet=line.sheet,
        by=line.by,
        at=formats.when(line.at),
        state=words,
        colour=colour,
        held=line.state == "held",
        applied=line.state == "applied",
        facts=(("File", line.filename), ("By", line.by), *((text, at) for text, at in when if at), *facts),
        did=did,
        heading=HEADINGS[line.state],
        undone=_undone(line),
        joined=said_after(line.joined) if line.state == "applied" else "",
    )


def _counted(counts: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    """What was counted, in words; that nothing was set aside is not told."""
    return tuple(
        (text, f"{counts[name]:,}")
        for name, text in COUNTED
        if name in counts and (counts[name] or name != "withheld")
    )


def present_imports(lines: Sequence[ImportLine]) -> tuple[tuple[ImportShown, str], ...]:
    """The list of imports, each with what tells it from others of its name: which of them it is, the earliest first."""
    many = Counter(line.filename for line in lines)
    left = Counter(many)
    shown_lines = []
    for line in lines:
        number, of = left[line.filename], many[line.filename]
        left[line.filename] -= 1
        shown_lines.append((present_import(line), f"{number} of {of} files of this name" if of > 1 else ""))
    return tuple(shown_lines)


def _undone(line: ImportLine) -> str:
    if line.state != "undone":
        return ""
    said = (
        "The list is as it was before this file was loaded. Entries that changed since were left as they are."
    )
    return f"{said} {said_undone(line.joined)}".strip()
