"""What a file would do, or did, as the pages of loading say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from remit.reading.loads import Load, LoadLine, Shown, Work, pages_of
from remit.rules.loads import A_PAGE
from remit.web import formats
from remit.web.data.words import KINDS, about, cohort_words, fact_words

STATES = {
    "held": ("Not loaded yet", "blue"),
    "applied": ("Loaded", "green"),
    "undone": ("Undone", "yellow"),
    "dropped": ("Dropped", "grey"),
}
RETURN_TABS = (
    ("new", "New"),
    ("changed", "Changed"),
    ("conflict", "Contradictions"),
    ("vanished", "Not in the file"),
    ("withheld", "Restricted"),
    ("faults", "Faults"),
    ("notes", "To know"),
)
TASKS = {"preview": "Working out the preview", "apply": "Loading", "undo": "Undoing"}
BEING = {"preview": "Being previewed", "apply": "Being loaded", "undo": "Being undone"}
NOTHING_DONE = {
    "preview": "Nothing has been loaded.",
    "apply": "Nothing was loaded.",
    "undo": "Nothing was undone.",
}


@dataclass(frozen=True, slots=True)
class LineShown:
    """A file in the list of loads."""

    ref: str
    kind: str
    filename: str
    state: str
    colour: str
    did: str
    by: str
    when: str


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step of work, and whether it is done, goes on or is to come."""

    words: str
    state: str
    colour: str


@dataclass(frozen=True, slots=True)
class WorkShown:
    """Work that goes on."""

    title: str
    steps: tuple[StepShown, ...]
    words: str
    live: bool
    lost: bool
    revision: int


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
    changes_nothing: bool
    window: str
    previous: str
    next: str
    about: str


@dataclass(frozen=True, slots=True)
class PageShown:
    """One file."""

    ref: str
    version: int
    kind: str
    kind_words: str
    filename: str
    state: str
    colour: str
    held: bool
    applied: bool
    facts: tuple[tuple[str, str], ...]
    work: WorkShown | None
    problem: str
    remedy: str
    trouble: str
    """The heading over a problem."""
    preview: PreviewShown | None


def present_line(line: LoadLine) -> LineShown:
    """A file in the list."""
    state, colour = STATES[line.state]
    if line.work and line.work.live:
        state, colour = BEING[line.work.task], "turquoise"
    return LineShown(
        line.ref,
        KINDS[line.kind],
        line.filename,
        state,
        colour,
        did_words(line),
        line.by,
        formats.when(line.undone_at or line.applied_at or line.at),
    )


def did_words(line: LoadLine) -> str:
    """What loading it did, in a few words; empty where it was not loaded."""
    names = ("new", "changed", "unchanged")
    said = [f"{line.counts[name]:,} {name}" for name in names if name in line.counts]
    if line.counts.get("withheld"):
        said.append(f"{line.counts['withheld']:,} restricted")
    return ", ".join(said)


def present_load(page: Load) -> PageShown:
    """One file with its preview, what goes on with it, or what became of it."""
    line, work = page.line, page.line.work
    state, colour = STATES[line.state]
    ended_badly = bool(work and work.state in ("refused", "stopped", "broken") and line.state != "undone")
    return PageShown(
        ref=line.ref,
        version=line.version,
        kind=line.kind,
        kind_words=KINDS[line.kind],
        filename=line.filename,
        state=state,
        colour=colour,
        held=line.state == "held",
        applied=line.state == "applied",
        facts=tuple(_result(line)),
        work=present_work(work) if work and work.live else None,
        problem=_problem(work) if ended_badly and work else "",
        remedy=work.remedy if ended_badly and work else "",
        trouble=_trouble(work) if ended_badly and work else "",
        preview=_preview(page.shown, line) if page.shown else None,
    )


def _problem(work: Work) -> str:
    if work.state == "stopped":
        return f"{TASKS[work.task]} was stopped. {NOTHING_DONE[work.task]}"
    return work.problem


def _trouble(work: Work) -> str:
    if work.state == "stopped":
        return "Stopped"
    return "This file could not be read" if work.task == "preview" else NOTHING_DONE[work.task].rstrip(".")


def present_work(work: Work) -> WorkShown:
    """What goes on, step by step."""
    steps = tuple(
        StepShown(words, *_step(number, work.step)) for number, words in enumerate(work.steps, start=1)
    )
    words = f"Asked for on {formats.when(work.asked_at)}."
    if work.state == "waiting":
        words += " It begins as soon as the machine is free."
    return WorkShown(TASKS[work.task], steps, words, work.live, work.lost and work.live, work.revision)


def _step(number: int, step: int) -> tuple[str, str]:
    if number < step:
        return "Done", "green"
    return ("Now", "blue") if number == step else ("To come", "grey")


def _result(line: LoadLine) -> Iterator[tuple[str, str]]:
    yield "Kind", KINDS[line.kind]
    yield "Uploaded", f"{formats.when(line.at)}, by {line.by}"
    if line.applied_at:
        yield "Loaded", formats.when(line.applied_at)
        yield "What it did", did_words(line)
    if line.counts.get("vanished"):
        yield "Not in the file", f"{line.counts['vanished']:,}, who stayed as they were"
    if line.counts.get("conflicts"):
        yield "Contradictions", f"{line.counts['conflicts']:,}, for a person to settle"
    if line.undone_at:
        yield "Undone", formats.when(line.undone_at)
    if line.undone_at and "put_back" in line.counts:
        counts = line.counts
        said = f"{counts['taken_off']:,} taken out again, {counts['put_back']:,} put back"
        if counts["left"]:
            said += f", {counts['left']:,} left as they are because they changed since"
        yield "What undoing did", said


def _preview(shown: Shown, line: LoadLine) -> PreviewShown:
    counts, parts = shown.counts, shown.parts
    touched = counts["new"] + counts["changed"] + counts.get("conflicts", 0) + counts.get("withheld", 0)
    sound = touched + counts["unchanged"]
    total = parts.get(shown.part, 0)
    words = _title(shown.part)
    lines = tuple(map(_row, shown.lines)) if shown.part not in ("faults", "notes") else ()
    return PreviewShown(
        at=shown.at,
        basis=shown.basis,
        facts=tuple(_facts(shown, line)),
        tabs=tuple(_tabs(shown, line)),
        part=shown.part,
        title=words,
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
        changes_nothing=not touched,
        window=_window(shown.page, total),
        previous=_at(line.ref, shown.part, shown.page - 1) if shown.page > 1 else "",
        next=_at(line.ref, shown.part, shown.page + 1) if shown.page < pages_of(total) else "",
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
    yield "Not in the file", f"{_many(gone, line)}, who stay as they are" if gone else "None"
    if counts.get("withheld"):
        closed = _many(counts["withheld"], line)
        yield "Restricted", f"{closed}, loaded too; what changes is told only to those named for the record"
    faults = shown.parts["faults"]
    yield "Faults", formats.count(faults, "row or table", "rows or tables") if faults else "None"


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
        says.append(f"{what.replace('_', ' ').capitalize()}: {said}")
    moves = [f"Enters: {cohort_words(one)}" for one in line.get("entered", ())]
    moves += [f"Leaves: {cohort_words(one)}" for one in line.get("left", ())]
    return RowShown(str(line.get("row") or ""), str(line["id"]), tuple(says), tuple(moves))


def _window(page: int, total: int) -> str:
    if total <= A_PAGE:
        return ""
    return f"{(page - 1) * A_PAGE + 1:,} to {min(page * A_PAGE, total):,} of {total:,}"


def _at(ref: str, part: str, page: int) -> str:
    address = reverse("data_load", kwargs={"load": ref})
    said = f"{address}?part={part}" if part != "summary" else address
    return f"{said}&page={page}" if page > 1 else said
