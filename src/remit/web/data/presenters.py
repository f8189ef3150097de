"""What became of a file that was uploaded, and what goes on with it, as the pages of loading say it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.urls import reverse

from remit.reading.left_by_undoing import Left, LeftLine
from remit.reading.loads import Load, LoadLine, SameFile, Work
from remit.rules.loads import A_PAGE, LaterLoad
from remit.rules.paging import pages_of, window
from remit.rules.permissions import RETURNS
from remit.web import formats
from remit.web.data.previews import PreviewShown, present_preview
from remit.web.data.words import KINDS, UNDONE, about

STATES = {
    "held": ("Not loaded yet", "blue"),
    "applied": ("Loaded", "green"),
    "undone": ("Undone", "yellow"),
    "dropped": ("Dropped", "grey"),
}
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
class LeftShown:
    """A page of the children of whom undoing a return left something."""

    lines: tuple[LeftLine, ...]
    opens: bool
    """Whether this person may open the page of a child at all."""
    closed: int
    window: str
    previous: str
    next: str


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
    facts: tuple[tuple[str, ...], ...]
    work: WorkShown | None
    problem: str
    remedy: str
    trouble: str
    """The heading over a problem."""
    preview: PreviewShown | None
    later: LaterLoad | None
    """The return that has to be undone before this one."""
    same: SameFile | None
    """Where the very same file was offered before."""
    left: LeftShown | None
    waiting: int
    """How many children have no worker and no team, where this file brought children or said who works with them."""
    lists_them: bool
    """Whether this person may open the page that names them."""


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
    if line.counts.get("conflicts"):
        said.append(formats.count(line.counts["conflicts"], "contradiction"))
    if line.counts.get("withheld"):
        said.append(f"{line.counts['withheld']:,} restricted")
    return ", ".join(said)


def undone_words(line: LoadLine) -> str:
    """What is said when a file has been undone: all of it, or how much of it was left."""
    left = line.counts.get("left", 0)
    if not left:
        return "The record is as it was before this file was loaded."
    one, many = about(line.kind)
    said = formats.count(left, f"{one} was", f"{many} were")
    why = " Why stands below." if line.kind in RETURNS else ""
    return f"The file has been undone, but for what changed since: {said} left as they are.{why}"


def present_load(page: Load, *, opens: Collection[str], waiting: int = 0) -> PageShown:
    """One file with its preview, what goes on with it, or what became of it. `opens`: what else this person may open."""
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
        facts=tuple(_result(line, opens)),
        work=present_work(work) if work and work.live else None,
        problem=_problem(work) if ended_badly and work else "",
        remedy=work.remedy if ended_badly and work else "",
        trouble=_trouble(work) if ended_badly and work else "",
        preview=present_preview(page.shown, line) if page.shown else None,
        later=page.later,
        same=page.same,
        left=_left(page.left, line.ref, opens) if page.left else None,
        waiting=waiting,
        lists_them="unallocated" in opens,
    )


def _left(left: Left, ref: str, opens: Collection[str]) -> LeftShown:
    last = pages_of(left.count, A_PAGE)
    address = reverse("data_load", kwargs={"load": ref})
    return LeftShown(
        lines=left.lines,
        opens="case" in opens,
        closed=left.closed,
        window=window(left.page, left.count, A_PAGE),
        previous=f"{address}?page={left.page - 1}" if left.page > 1 else "",
        next=f"{address}?page={left.page + 1}" if left.page < last else "",
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


def _result(line: LoadLine, opens: Collection[str]) -> Iterator[tuple[str, ...]]:
    yield "Kind", KINDS[line.kind]
    yield "Uploaded", f"{formats.when(line.at)}, by {line.by}"
    if line.applied_at:
        yield "Loaded", formats.when(line.applied_at)
        yield "What it did", did_words(line)
    if line.counts.get("vanished"):
        stayed = "which" if line.kind == "seats" else "who"
        yield "Not in the file", f"{line.counts['vanished']:,}, {stayed} stayed as they were"
    if line.counts.get("conflicts"):
        yield from _contradictions(line, opens)
    if line.undone_at:
        yield "Undone", formats.when(line.undone_at)
    if line.undone_at and "put_back" in line.counts:
        yield "What undoing did", _what_undoing_did(line)


def _what_undoing_did(line: LoadLine) -> str:
    """How much of what the file did is taken back, in the words of what the file is about."""
    counts = line.counts
    if line.kind not in UNDONE:
        said = [f"{counts['taken_off']:,} taken out again", f"{counts['put_back']:,} put back"]
    else:
        numbers = (counts["taken_off"], counts["put_back"])
        told = zip(numbers, UNDONE[line.kind], strict=True)
        said = [formats.count(number, *words) for number, words in told if number]
    if counts["left"]:
        said.append(f"{counts['left']:,} left as they are because they changed since")
    return ", ".join(said) or "Nothing was left to take back"


def _contradictions(line: LoadLine, opens: Collection[str]) -> Iterator[tuple[str, ...]]:
    said = f"{line.counts['conflicts']:,}, for a person to settle"
    if line.state == "undone":
        yield "Contradictions", f"{said}; those nobody had settled are asked no more"
    elif line.state == "applied" and "contradictions" in opens:
        yield "Contradictions", said, "See", reverse("contradictions")
    else:
        yield "Contradictions", said
