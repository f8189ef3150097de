"""How do a forum and a meeting read?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from remit.reading.duties import DutyLine
from remit.reading.forum_page import ForumPage, ReviewLine, SeatLine, Sitting
from remit.reading.meetings import Hub, Step
from remit.reading.sittings import Head
from remit.web import formats
from remit.web.addresses import address
from remit.web.clash_words import clash_words
from remit.web.forums.who_comes import ComingView, present_coming
from remit.web.meeting_words import stage

DUTY_STATES = {
    "open": ("To do", "blue"),
    "overdue": ("Overdue", "red"),
    "met": ("Done", "green"),
    "late": ("Done late", "yellow"),
    "missed": ("Missed", "red"),
    "waived": ("Waived", "grey"),
}
ROLES = {
    "chair": "chair",
    "deputy": "deputy chair",
    "member": "member",
    "coordinator": "coordinator, no vote",
}
SUBSTITUTES = {
    "same_service": "a substitute comes from the same service",
    "anyone": "anybody may substitute",
    "none": "no substitutes",
}


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty with its time, its arithmetic and what became of it."""

    what: str
    clause: str
    owner: str
    """Who owes it today, or that nobody does; empty where the reader is not told."""
    due: str
    state: str
    colour: str
    done: str
    because: tuple[str, ...]


def owed(line: DutyLine, *, named: bool = True) -> Owed:
    """A duty, ready to be shown; `named`: the reader is told who sits on the forum."""
    state, colour = DUTY_STATES[line.state]
    return Owed(
        what=line.what,
        clause=line.clause,
        owner=(line.owner or "nobody holds this seat") if named else "",
        due=formats.due(line.due_at),
        state=state,
        colour=colour,
        done=formats.when(line.discharged_at) if line.state in ("met", "late") else "",
        because=line.because,
    )


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in a list."""

    when: str
    hours: str
    href: str
    state: str
    colour: str
    notes: tuple[str, ...]
    move_href: str
    duties: tuple[Owed, ...]


def _row(forum: str, sitting: Sitting, *, named: bool, moves: bool = False) -> MeetingRow:
    state, colour = stage(sitting.state, drafted=sitting.drafted)
    notes = []
    if sitting.holiday and sitting.state != "cancelled":
        notes.append(f"Bank holiday: {sitting.holiday}. The chair moves or cancels this meeting.")
    if sitting.moved:
        notes.append(f"Moved from {sitting.nominal_day}.")
    if sitting.extraordinary:
        notes.append("An extraordinary meeting.")
    return MeetingRow(
        when=formats.weekday(sitting.date),
        hours=f"{formats.time(sitting.start)} to {formats.time(sitting.end)}",
        href=address("meeting", forum=forum, date=sitting.nominal) if sitting.opens else "",
        state=state,
        colour=colour,
        notes=tuple(notes),
        move_href=address("move_meeting", forum=forum, date=sitting.nominal)
        if moves and sitting.state in ("planned", "issued")
        else "",
        duties=tuple(owed(duty, named=named) for duty in sitting.duties),
    )


@dataclass(frozen=True, slots=True)
class Review:
    """What is said of the review of the terms."""

    words: str
    clause: str
    overdue: bool


def _review(line: ReviewLine | None) -> Review | None:
    if line is None:
        return None
    due = formats.date(line.due)
    words = {
        "overdue": f"These terms were due for review by {due}. The review is overdue.",
        "soon": f"These terms are due for review by {due}.",
        "later": f"Next review by {due}.",
    }[line.state]
    return Review(words, line.clause, overdue=line.state == "overdue")


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat as it is shown."""

    name: str
    about: str
    holders: tuple[str, ...]
    vacancies: int
    clause: str


def _seat(line: SeatLine, *, names_shown: bool) -> Seat:
    about = [ROLES[line.role]]
    if line.represents:
        about.append(f"for {', '.join(line.represents)}")
    if line.rotates:
        about.append("rotates")
    about.append(SUBSTITUTES[line.substitutes])
    holders = (*line.holders, *(f"{name} (deputy)" for name in line.deputies))
    told = holders if names_shown else (() if line.vacancies else ("Filled",))
    words = "; ".join(about)
    return Seat(line.name, f"{words[:1].upper()}{words[1:]}", told, line.vacancies, line.clause)


@dataclass(frozen=True, slots=True)
class ForumView:
    """A forum's page, ready to be shown."""

    forum: ForumPage
    review: Review | None
    seats: tuple[Seat, ...]
    coming: tuple[MeetingRow, ...]
    past: tuple[MeetingRow, ...]


def present_forum(page: ForumPage) -> ForumView:
    """One forum."""
    return ForumView(
        forum=page,
        review=_review(page.review),
        seats=tuple(_seat(seat, names_shown=page.names_shown) for seat in page.seats),
        coming=tuple(
            _row(page.slug, sitting, named=page.names_shown, moves=page.may_call) for sitting in page.coming
        ),
        past=tuple(_row(page.slug, sitting, named=page.names_shown) for sitting in page.past),
    )


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of a meeting, with the page it is done on."""

    title: str
    status: str
    colour: str
    notes: tuple[str, ...]
    link: str
    href: str


TITLES = {
    "select": ("Choose the cases", "Choose cases", "selection"),
    "agenda": ("Agenda", "Open the agenda", "agenda"),
    "meet": ("Meeting", "Go to the room", "room"),
    "close": ("Close", "Close the meeting", "closing"),
    "minutes": ("Minutes", "Open the minutes", "minutes"),
}


@dataclass(frozen=True, slots=True)
class HubView:
    """A meeting from outside, ready to be shown."""

    hub: Hub
    when: str
    state: str
    colour: str
    notes: tuple[str, ...]
    steps: tuple[StepView, ...]
    duties: tuple[Owed, ...]
    coming: ComingView | None
    join_link: str


def present_hub(hub: Hub) -> HubView:
    """One meeting."""
    head = hub.head
    state, colour = stage(head.state, drafted=head.drafted)
    notes = []
    if hub.holiday and head.state != "cancelled":
        notes.append(f"This meeting falls on a bank holiday ({hub.holiday}). The chair moves or cancels it.")
    if hub.moved:
        planned = formats.date(date.fromisoformat(head.nominal))
        notes.append(f"This meeting was moved from {planned}; its address keeps that date.")
    if hub.extraordinary:
        notes.append("This is an extraordinary meeting.")
    notes += [f"Clash: {clash_words(line)}" for line in hub.clashes]
    if hub.why_changed:
        what = "cancelled" if head.state == "cancelled" else "changed"
        notes.append(f"Why it was {what}: {hub.why_changed}")
    return HubView(
        hub=hub,
        when=f"{formats.weekday(head.date)}, {formats.time(head.start)} to {formats.time(head.end)}",
        state=state,
        colour=colour,
        notes=tuple(notes),
        steps=tuple(_step(hub, step) for step in hub.steps),
        duties=tuple(owed(duty) for duty in hub.duties),
        coming=present_coming(hub.coming),
        join_link=head.join_link,
    )


def _step(hub: Hub, step: Step) -> StepView:
    title, link, route = TITLES[step.stage]
    href = address(route, forum=hub.head.forum, date=hub.head.nominal) if _open_to(hub, step) else ""
    if step.done_at is not None:
        return StepView(title, "Done", "green", (formats.when(step.done_at), *step.notes), link, href)
    if step.stage == "meet" and hub.head.is_open:
        return StepView(title, "In session", "blue", step.notes, link, href)
    if step.stage == "agenda" and hub.drafted:
        return StepView(title, "Drafted", "yellow", step.notes, link, href)
    if step.stage == "meet" and hub.opens_later and hub.head.state == "issued":
        on = f"It opens on {formats.weekday(hub.head.date)}"
        return StepView(title, "Not done yet", "grey", (on, *step.notes), link, href)
    return StepView(title, "Not done yet", "grey", step.notes, link, href)


def _open_to(hub: Hub, step: Step) -> bool:
    """Whether the reader would find something on the page of this step."""
    head: Head = hub.head
    if head.state == "cancelled":
        return False
    issued = head.state in ("issued", "open", "closed")
    match step.stage:
        case "select":
            return head.runs
        case "agenda":
            return head.runs or (issued and hub.opens)
        case "meet":
            return issued and hub.opens and head.state != "closed"
        case "close":
            return head.runs and head.is_open
    return hub.reads_minutes
