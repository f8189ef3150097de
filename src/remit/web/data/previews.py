"""What loading a file would do, as the pages of loading say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from remit.reading.loads import LoadLine, Shown
from remit.rules.loads import A_PAGE
from remit.rules.paging import pages_of, window
from remit.web import formats
from remit.web.data.words import KINDS, about, cohort_words, fact_words

RETURN_TABS = (
    ("new", "New"),
    ("changed", "Changed"),
    ("conflict", "Contradictions"),
    ("vanished", "Not in the file"),
    ("withheld", "Restricted"),
    ("faults", "Faults"),
    ("notes", "To know"),
)


@dataclass(frozen=True, slots=True)
class RowShown:
    """A line of a preview."""

    row: str
    name: str
    says: tuple[str, ...]
    moves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CohortShown:
    """A cohort that would change, and where it is told who enters and leaves."""

    name: str
    entered: int
    entered_at: str
    left: int
    left_at: str


@dataclass(frozen=True, slots=True)
class PreviewShown:
    """The page of a preview."""

    at: datetime
    basis: int
    facts: tuple[tuple[str, str], ...]
    tabs: tuple[tuple[str, str, bool], ...]
    part: str
    title: str
    lines: tuple[RowShown, ...]
    rows: bool
    """Whether any line has a row of the file."""
    tells: bool
    """Whether any line tells what changes."""
    faults: tuple[Mapping[str, Any], ...]
    notes: tuple[str, ...]
    cohorts: tuple[CohortShown, ...]
    closed: int
    fault_count: int
    whole: bool
    """It can be loaded whole: nothing is wrong with it, and it changes something."""
    partial: bool
    """Some of it is sound, and only that can be loaded."""
    sound: str
    empty: bool
    """There was no row in it to hold against the record."""
    unlinked: bool
    """Every row that was in it names somebody who is not on record."""
    window: str
    previous: str
    next: str
    about: str


def present_preview(shown: Shown, line: LoadLine) -> PreviewShown:
    """A part of the preview, with the others as tabs and its lines a page at a time."""
    counts, parts = shown.counts, shown.parts
    touched = counts["new"] + counts["changed"] + counts.get("conflicts", 0) + counts.get("withheld", 0)
    sound = touched + counts["unchanged"]
    total = parts.get(shown.part, 0)
    lines = tuple(map(_row, shown.lines)) if shown.part not in ("faults", "notes") else ()
    return PreviewShown(
        at=shown.at,
        basis=shown.basis,
        facts=tuple(_facts(shown, line)),
        tabs=tuple(_tabs(shown, line)),
        part=shown.part,
        title=_title(shown.part),
        lines=lines,
        rows=any(one.row for one in lines),
        tells=any(one.says or one.moves for one in lines),
        faults=shown.lines if shown.part == "faults" else (),
        notes=tuple(str(one["says"]) for one in shown.lines) if shown.part == "notes" else (),
        cohorts=tuple(_cohorts(shown, line)),
        closed=shown.closed,
        fault_count=parts["faults"],
        whole=bool(touched and not parts["faults"]),
        partial=bool(touched and parts["faults"]),
        sound=formats.count(sound, *about(line.kind)),
        empty=not (sound or parts["faults"] or parts.get("notes")),
        unlinked=not (sound or parts["faults"]) and bool(parts.get("notes")),
        window=window(shown.page, total, A_PAGE),
        previous=_at(line.ref, shown.part, shown.page - 1) if shown.page > 1 else "",
        next=_at(line.ref, shown.part, shown.page + 1) if shown.page < pages_of(total, A_PAGE) else "",
        about=about(line.kind)[0].capitalize(),
    )


def _title(part: str) -> str:
    way, _, cohort = part.partition("-")
    if way in ("entered", "left"):
        return f"{'Would enter' if way == 'entered' else 'Would leave'}: {cohort_words(cohort)}"
    return dict(RETURN_TABS).get(part, "Summary")


def _facts(shown: Shown, line: LoadLine) -> Iterator[tuple[str, str]]:
    counts = shown.counts
    yield "Kind", KINDS[line.kind]
    yield "Uploaded", f"{formats.when(line.at)}, by {line.by}"
    yield "New", _many(counts["new"], line)
    yield "Changed", _many(counts["changed"], line)
    if counts.get("conflicts"):
        yield "Contradictions", f"{counts['conflicts']:,}, which a person settles; nothing typed is lost"
    yield "Unchanged", _many(counts["unchanged"], line)
    gone = counts["vanished"]
    stay = "which" if line.kind == "seats" else "who"
    yield "Not in the file", f"{_many(gone, line)}, {stay} stay as they are" if gone else "None"
    if counts.get("withheld"):
        closed = _many(counts["withheld"], line)
        yield "Restricted", f"{closed}, loaded too; what changes is told only to those named for the record"
    faults = shown.parts["faults"]
    yield "Faults", f"{faults:,}" if faults else "None"


def _many(number: int, line: LoadLine) -> str:
    return formats.count(number, *about(line.kind)) if number else "None"


def _tabs(shown: Shown, line: LoadLine) -> Iterator[tuple[str, str, bool]]:
    yield "Summary", _at(line.ref, "summary", 1), shown.part == "summary"
    for part, words in RETURN_TABS:
        count = shown.parts.get(part, 0)
        if count or part in ("new", "changed", "faults"):
            yield f"{words} ({count:,})", _at(line.ref, part, 1), shown.part == part


def _cohorts(shown: Shown, line: LoadLine) -> Iterator[CohortShown]:
    for cohort, (entered, left) in shown.cohorts.items():
        yield CohortShown(
            cohort_words(cohort),
            entered,
            _at(line.ref, f"entered-{cohort}", 1) if entered else "",
            left,
            _at(line.ref, f"left-{cohort}", 1) if left else "",
        )


def _row(line: Mapping[str, Any]) -> RowShown:
    says = [fact_words(fact) for fact in line.get("facts", ())]
    for what, before, after in line.get("changes", ()):
        said = f"{before} → {after}" if before and after else after or f"{before}, no longer"
        named = what.replace("_", " ")
        says.append(f"{named[:1].upper()}{named[1:]}: {said}")  # the rest may be the name of a team
    moves = [f"Enters: {cohort_words(one)}" for one in line.get("entered", ())]
    moves += [f"Leaves: {cohort_words(one)}" for one in line.get("left", ())]
    return RowShown(str(line.get("row") or ""), str(line["id"]), tuple(says), tuple(moves))


def _at(ref: str, part: str, page: int) -> str:
    address = reverse("data_load", kwargs={"load": ref})
    said = f"{address}?part={part}" if part != "summary" else address
    return f"{said}&page={page}" if page > 1 else said
