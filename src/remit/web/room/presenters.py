"""How does the room read? Words, colours and addresses for what reading found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from remit.casework.answers import Conflict
from remit.reading.room import RoomPage
from remit.reading.room_attendance import SeatLine
from remit.reading.room_case import Asked, Case, OutcomeChoice, Returning
from remit.reading.room_rail import ItemLine, SectionLine
from remit.rules.act_words import WAS, live_after_opening
from remit.web import formats
from remit.web.room.forms import labels

STATES = {
    "planned": ("To do", "grey"),
    "discussed": ("Discussed", "green"),
    "deferred": ("Put off", "yellow"),
}
MEETING_STATES = {
    "planned": "being prepared",
    "issued": "agenda issued",
    "open": "open",
    "closed": "closed",
    "cancelled": "cancelled",
}
LISTS = frozenset({"rest_of_cohort", "open_actions"})
"""Parts of the agenda that are one page, not a page an item."""


@dataclass(frozen=True, slots=True)
class RailItem:
    """An item beside the page."""

    name: str
    href: str
    here: bool
    current: bool
    when: str
    state: str
    colour: str
    outcome: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class RailPart:
    """A part of the agenda beside the page."""

    name: str
    href: str
    """Where it is one page."""
    here: bool
    items: tuple[RailItem, ...]
    words: str


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """An outcome to choose, with the questions that appear with it."""

    choice: OutcomeChoice
    questions: tuple[Asked, ...]
    words: str


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Two texts side by side."""

    name: str
    question: str
    yours: str
    theirs: str
    by: str
    at: datetime
    base: int


@dataclass(frozen=True, slots=True)
class RoomView:
    """A page of the room, ready to be shown."""

    template: str
    title: str
    caption: str
    state: str
    forum: str
    date: str
    runs: bool
    writes: bool
    is_open: bool
    closed: bool
    may_open: bool
    opening: str
    """Why the meeting cannot be opened yet; empty where it can or is."""
    move_href: str
    """Where the chair moves a meeting whose day is still to come."""
    revision: int
    visit: str
    parts_url: str
    join_link: str
    rail: tuple[RailPart, ...]
    attendance_here: bool
    seats: tuple[SeatLine, ...]
    services: tuple[tuple[str, str], ...]
    """Services from which substitutes come, each with the seats it fits."""
    missing: int
    """How many holders of seats nothing is recorded of, where there are several."""
    others_present: tuple[object, ...]
    present: int
    quorate: bool
    quoracy: str
    staff: tuple[str, ...]
    page: RoomPage
    case: Case | None
    questions: tuple[Asked, ...]
    outcomes: tuple[OutcomeView, ...]
    section: SectionLine | None
    as_of: str
    """Of when what the list says is shown."""
    left_to_note: int
    """How many items of this list are not taken yet."""
    here: str
    """The address of this very page."""
    first: bool
    last: bool
    next_href: str
    next_name: str


def left_to_note(page: RoomPage) -> tuple[ItemLine, ...]:
    """What is still to be taken in the list shown, as far as this person may say so."""
    lines = page.section.items if page.section else ()
    return tuple(line for line in lines if line.state == "planned" and not line.hidden)


def _opening(page: RoomPage) -> str:
    """Why the meeting does not open yet, and what to do."""
    unconfirmed = "The agenda is not confirmed yet." if page.head.state == "planned" else ""
    early = f"{page.early.problem} {page.early.remedy}" if page.early else ""
    return f"{unconfirmed} {early}".strip()


def present(page: RoomPage, *, visit: str, attendance: bool = False) -> RoomView:
    """The page, at an item, at a part of the agenda, or at who is there."""
    head = page.head
    at = {"forum": head.forum, "date": head.nominal}
    place, here, title = _place(page, at, attendance)
    flat = [line for part in page.sections for line in part.items]
    first, last = _ends(page)
    following = _next(page, flat)
    return RoomView(
        template="room/attendance.html"
        if attendance
        else ("room/item.html" if page.case else "room/section.html"),
        title=title,
        caption=f"{head.forum_name}, {formats.weekday(head.date)}",
        state=MEETING_STATES[head.state],
        forum=head.forum,
        date=head.nominal,
        runs=head.runs,
        writes=head.writes,
        is_open=head.is_open,
        closed=head.state == "closed",
        may_open=head.runs and head.state == "issued" and page.early is None,
        opening=_opening(page),
        move_href=reverse("move_meeting", kwargs=at) if page.early and head.chairs else "",
        revision=head.revision,
        visit=visit,
        parts_url=f"{reverse('room_parts', kwargs=at)}?{urlencode({**place, 'visit': visit})}",
        join_link=head.join_link,
        rail=tuple(_part(part, page, at) for part in page.sections),
        attendance_here=attendance,
        seats=page.seats,
        services=_services(page),
        missing=_missing(page),
        others_present=page.others_present,
        present=_present(page),
        quorate=page.quoracy.finding.met,
        quoracy=page.quoracy.finding.because,
        staff=tuple(labels(page.staff)),
        page=page,
        case=page.case,
        questions=tuple(one for one in page.case.questions if not one.outcomes) if page.case else (),
        outcomes=_outcomes(page.case) if page.case else (),
        section=page.section,
        as_of=_as_of(page),
        left_to_note=len(left_to_note(page)),
        here=here,
        first=first,
        last=last,
        next_href=_href(following, at) if following else "",
        next_name=following.name if following else "",
    )


def _place(page: RoomPage, at: dict[str, str], attendance: bool) -> tuple[dict[str, str], str, str]:
    """What the refresh asks for, the address and the heading of this page."""
    if page.case:
        ref = page.case.line.ref
        return {"item": ref}, reverse("room_item", kwargs={**at, "item": ref}), page.case.line.name
    if page.section:
        part = page.section
        return {"section": part.id}, reverse("room_section", kwargs={**at, "section": part.id}), part.name
    if attendance:
        return {"attendance": "1"}, reverse("room_attendance", kwargs=at), "Who is here"
    return {}, reverse("room", kwargs=at), "Add to the agenda"


def _part(part: SectionLine, page: RoomPage, at: dict[str, str]) -> RailPart:
    as_list = part.takes in LISTS
    settled = f"{part.settled} of {len(part.items)} done" if part.items and as_list else ""
    return RailPart(
        name=part.name,
        href=reverse("room_section", kwargs={**at, "section": part.id}) if as_list else "",
        here=bool(page.section and page.section.id == part.id)
        or bool(as_list and page.case and page.case.line.section == part.id),
        items=() if as_list else tuple(_item(line, page, at) for line in part.items),
        words=settled,
    )


def _item(line: ItemLine, page: RoomPage, at: dict[str, str]) -> RailItem:
    state, colour = STATES.get(line.state, (line.state, "grey"))
    named = line.state == "deferred" and bool(line.outcome)  # the outcome says it in the words of the terms
    if named:
        state = line.outcome
    if line.current and line.state == "planned":
        state, colour = "Now", "blue"
    return RailItem(
        name=line.name,
        href="" if line.hidden else _href(line, at),
        here=bool(page.case and page.case.line.ref == line.ref),
        current=line.current,
        when=formats.time(line.slot_at) if line.slot_at else "",
        state=state,
        colour=colour,
        outcome="" if named else line.outcome,
        hidden=line.hidden,
    )


def _href(line: ItemLine, at: dict[str, str]) -> str:
    return reverse("room_item", kwargs={**at, "item": line.ref})


def _as_of(page: RoomPage) -> str:
    """ "when the meeting opened"; "now", as long as the act that keeps it is still to come."""
    act = page.case.frozen_by if page.case else page.rest.frozen_by if page.rest else "meeting-opened"
    kept = page.case.frozen if page.case else True
    live = not kept or (live_after_opening(act) and page.head.closed_at is None)
    return "now" if live else f"when {WAS[act]}"


def _services(page: RoomPage) -> tuple[tuple[str, str], ...]:
    """The services substitutes come from, each with the seats it fits."""
    fits: dict[str, list[str]] = {}
    for seat in page.seats:
        for service in seat.services if seat.votes else ():
            fits.setdefault(service, []).append(seat.name)
    return tuple((service, "; ".join(seats)) for service, seats in fits.items())


def _missing(page: RoomPage) -> int:
    """How many holders are not recorded yet; with one alone their own button is enough."""
    stays = [stay for seat in page.seats for stay in seat.stays] + list(page.others_present)
    known = {stay.staff_id for stay in stays}
    holders = {
        holder.staff_id
        for seat in page.seats
        for holder in seat.holders
        if holder.capacity == "holder" and not holder.recorded
    }
    return len(holders - known) if len(holders - known) > 1 else 0


def _present(page: RoomPage) -> int:
    """How many people are in the room now."""
    stays = [stay for seat in page.seats for stay in seat.stays] + list(page.others_present)
    here = [stay for stay in stays if not stay.apologies and stay.left_at is None]
    return len({stay.staff_id or stay.name for stay in here})


def _outcomes(case: Case) -> tuple[OutcomeView, ...]:
    """Each question appears with the first outcome it is asked for."""
    shown: set[str] = set()
    views = []
    for choice in case.outcomes:
        questions = tuple(one for one in case.questions if choice.id in one.outcomes and one.id not in shown)
        shown |= {one.id for one in questions}
        words = _comes_back(case.returning) if choice.returns else ""
        views.append(OutcomeView(choice, questions, words))
    return tuple(views)


def _comes_back(found: Returning) -> str:
    """What becomes of a case that is left to come back."""
    if found.with_cohort:
        return "Comes back with the rest of the list."
    if found.on is None:
        return "Comes back to the next meeting."
    if found.later:
        return (
            f"Stands on the meeting of {formats.date(found.later)} already, and does not come back to the next one"
            f" on {formats.date(found.on)}."
        )
    return f"Comes back to the next meeting on {formats.date(found.on)}."


def in_order(page: RoomPage, section: str) -> list[str]:
    """The items of a part of the agenda by their places; what is put off has none."""
    part = next((one for one in page.sections if one.id == section), None)
    return [line.ref for line in part.items if line.state != "deferred"] if part else []


def _ends(page: RoomPage) -> tuple[bool, bool]:
    """Whether the item stands first, and whether last, in its part of the agenda; both where it cannot move."""
    if page.case is None or page.case.line.state == "deferred":
        return True, True
    refs = in_order(page, page.case.line.section)
    return refs[:1] == [page.case.line.ref], refs[-1:] == [page.case.line.ref]


def _next(page: RoomPage, flat: list[ItemLine]) -> ItemLine | None:
    """The next item that is still to do, after this one."""
    if page.case is None:
        return None
    refs = [line.ref for line in flat]
    behind = flat[refs.index(page.case.line.ref) + 1 :] if page.case.line.ref in refs else []
    return next((line for line in behind if line.state == "planned" and not line.hidden), None)


def conflict_view(conflict: Conflict, name: str = "") -> ConflictView:
    """Two texts side by side, as the panel shows them."""
    return ConflictView(
        conflict.question,
        name or conflict.question.replace("-", " ").capitalize(),
        conflict.mine,
        conflict.theirs,
        conflict.by,
        conflict.at,
        conflict.version,
    )
