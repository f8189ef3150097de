"""How does a case's sheet read?"""

from __future__ import annotations

from dataclasses import dataclass

from remit.reading.case_questions import Asked
from remit.reading.readiness import PartLine, Readiness
from remit.reading.sheet import Sheet, SheetPart, SheetQuestion
from remit.rules.sheets import PartState
from remit.web import formats
from remit.web.addresses import address

STATES = {
    PartState.EMPTY: ("Not begun", "grey"),
    PartState.BEGUN: ("Begun", "yellow"),
    PartState.COMPLETE: ("Complete", "green"),
}
STANDINGS = {
    "off": "This case was taken off the agenda. What was written is kept, and is offered again if the case comes back.",
    "cancelled": "This meeting was cancelled. What was written is kept, and is offered again at another meeting.",
    "over": "This meeting is over. What was written is kept as it was then.",
}
"""Why the sheet takes no more words, for as far as it does not."""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question, ready to be shown."""

    asked: Asked
    needed: bool
    offered: str
    """The earlier answer; empty where there is none."""
    offered_from: str
    taken_from: str


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of the sheet, ready to be shown."""

    id: str
    anchor: str
    title: str
    clause: str
    writes: bool
    state: str
    colour: str
    words: str
    """Since when it is complete and how, or by when it is due and who owes it."""
    overdue: bool
    missing: str
    offers: int
    complete: bool
    said: bool
    """Whether it is complete because somebody said so."""
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the page stands: its questions are saved below."""

    here: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """What the list of wrong answers at the top of the page asks for."""

    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class SheetView:
    """The sheet, ready to be shown."""

    sheet: Sheet
    place: Place
    caption: str
    when: str
    inset: str
    meeting_href: str
    parts: tuple[PartView, ...]
    case: CaseView
    writes: bool


def present(sheet: Sheet) -> SheetView:
    """The sheet of one case."""
    parts = tuple(_part(part) for part in sheet.parts)
    # What one fills in oneself stands first.
    ordered = tuple(sorted(parts, key=lambda part: not part.writes))
    return SheetView(
        sheet=sheet,
        place=Place(address("sheet", item=sheet.item)),
        caption=f"{sheet.forum_name}, {formats.weekday(sheet.on)}",
        when=f"{formats.weekday(sheet.on)}, {formats.time(sheet.slot_at or sheet.start)}",
        inset=STANDINGS.get(sheet.standing, ""),
        meeting_href=address("meeting", forum=sheet.forum, date=sheet.nominal)
        if sheet.may_see_meeting
        else "",
        parts=ordered,
        case=CaseView(tuple(one.asked for part in sheet.parts for one in part.questions)),
        writes=any(part.writes for part in parts),
    )


def _part(part: SheetPart) -> PartView:
    state, colour = STATES[part.state]
    return PartView(
        id=part.id,
        anchor=part.id.replace(":", "-"),
        title=part.filled_by,
        clause=part.clause,
        writes=part.writes,
        state=state,
        colour=colour,
        words=_words(part),
        overdue=part.overdue,
        missing="; ".join(part.missing),
        offers=part.offered if part.writes else 0,
        complete=part.state is PartState.COMPLETE,
        said=bool(part.said),
        questions=tuple(_question(one) for one in part.questions),
    )


def _words(part: SheetPart) -> str:
    if part.complete_at is not None:
        since = f"Complete since {formats.when(part.complete_at)}"
        if part.said == "unchanged":
            return f"{since}: {part.said_by} said that nothing has changed."
        return f"{since}: {part.said_by} said so." if part.said else f"{since}."
    if part.due_at is None:
        return ""
    owner = part.owner or "Nobody who works with the child is named"
    return f"To be done by {formats.due(part.due_at)}. {owner} owes it."


def _question(one: SheetQuestion) -> QuestionView:
    offer, taken = one.offer, one.taken
    return QuestionView(
        asked=one.asked,
        needed=one.needed,
        offered=offer.shown if offer else "",
        offered_from=f"{offer.forum_name}, answered {formats.date(offer.at)} by {offer.by}" if offer else "",
        taken_from=f"Taken over from {taken.forum_name}, {formats.date(taken.on)}" if taken else "",
    )


def named(sheet: Sheet, question: str) -> str:
    """What a question is called."""
    found = (one.asked for part in sheet.parts for one in part.questions)
    return next((asked.name for asked in found if asked.id == question), "")


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of a case's sheet in the list of what is missing."""

    title: str
    state: str
    colour: str
    missing: str
    owed: str


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in that list."""

    name: str
    href: str
    parts: tuple[PartRow, ...]


@dataclass(frozen=True, slots=True)
class ReadinessView:
    """How ready a meeting is, ready to be shown."""

    page: Readiness
    when: str
    counts: tuple[tuple[str, str], ...]
    missing: tuple[CaseRow, ...]
    """The cases of which something is missing."""
    silent: tuple[tuple[str, str], ...]
    room_href: str


def present_readiness(page: Readiness) -> ReadinessView:
    """What is missing before one meeting."""
    head = page.head
    done = sum(part.state is PartState.COMPLETE for part in page.parts)
    overdue = sum(part.overdue for part in page.parts)
    answered = page.seats - len(page.silent)
    rows = [
        CaseRow(
            case.line.name, address("sheet", item=case.line.ref), tuple(_missing(part) for part in lacking)
        )
        for case in page.cases
        if (lacking := [part for part in case.parts if part.state is not PartState.COMPLETE])
    ]
    counts = (
        ("Cases with a sheet", str(len(page.cases))),
        ("Parts complete", f"{done} of {len(page.parts)}"),
        ("Parts overdue", str(overdue)),
        ("Seats with an answer", f"{answered} of {page.seats}"),
    )
    issued = head.state in ("issued", "open")
    return ReadinessView(
        page=page,
        when=f"{formats.weekday(head.date)}, {formats.time(head.start)}",
        counts=counts,
        missing=tuple(rows),
        silent=page.silent,
        room_href=address("room_attendance", forum=head.forum, date=head.nominal) if issued else "",
    )


def _missing(part: PartLine) -> PartRow:
    state, colour = ("Overdue", "red") if part.overdue else STATES[part.state]
    owed = part.owner or "Nobody"
    if part.due_at is not None and part.owed_since is not None:
        owed = f"{owed}, by {formats.due(part.due_at)}; since {formats.date(part.owed_since)}"
    return PartRow(part.filled_by, state, colour, "; ".join(part.missing), owed)
