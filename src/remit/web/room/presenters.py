"""How does a page of the room read? Words, colours and addresses for what reading found."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from remit.reading.case_questions import Asked
from remit.reading.case_shown import Case
from remit.reading.room import RoomPage
from remit.reading.room_rail import ItemLine, SectionLine
from remit.reading.sittings import Head
from remit.rules.act_words import WAS, live_after_opening
from remit.web import formats
from remit.web.room.company import CompanyView, company
from remit.web.room.outcomes import OutcomeView, outcomes
from remit.web.room.rail import Neighbours, RailPart, neighbours, rail
from remit.web.room.timer import Timer, timer


@dataclass(frozen=True, slots=True)
class Place:
    """Which page of the room this is."""

    template: str
    title: str
    here: str
    """Its address."""
    asks: dict[str, str]
    """What its refresh asks for."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether the meeting can be opened from here."""

    may: bool
    why_not: str
    """Why it cannot be opened yet; empty where it can or is."""
    move_href: str
    """Where the chair moves a meeting whose day is still to come."""


@dataclass(frozen=True, slots=True)
class RoomView:
    """A page of the room, ready to be shown."""

    place: Place
    head: Head
    caption: str
    opening: Opening
    visit: str
    parts_url: str
    rail: tuple[RailPart, ...]
    around: Neighbours
    attendance_here: bool
    company: CompanyView
    page: RoomPage
    case: Case | None
    before: tuple[Asked, ...]
    """What seats and workers write of it, mostly before the meeting: it stands first, and the discussion follows from it."""
    questions: tuple[Asked, ...]
    """What is written in the discussion."""
    timer: Timer | None
    projected: bool
    """Whether children stand here by their initials, in large letters."""
    outcomes: tuple[OutcomeView, ...]
    section: SectionLine | None
    as_of: str
    """Of when what the list says is shown."""
    left_to_note: int
    """How many items of this list are not taken yet."""

    @property
    def forum(self) -> str:
        """As addresses have it."""
        return self.head.forum

    @property
    def date(self) -> str:
        """As addresses have it."""
        return self.head.nominal

    @property
    def records(self) -> bool:
        """Whether this viewer records what happens in the room, now."""
        return self.head.runs and self.head.is_open

    @property
    def closed(self) -> bool:
        """Whether nothing changes any more."""
        return self.head.state == "closed"


def present(
    page: RoomPage, *, visit: str, attendance: bool = False, projected: bool = False, chosen: str = ""
) -> RoomView:
    """The page, at an item, at a part of the agenda, or at who is there.

    `projected`: children stand in it by their initials. `chosen`: an outcome that is not recorded, and stays chosen.
    """
    head = page.head
    at = {"forum": head.forum, "date": head.nominal}
    place = _place(page, at, attendance)
    query = urlencode({**place.asks, **({"outcome": chosen} if chosen else {}), "visit": visit})
    asked = [one for one in page.case.questions if not one.outcomes] if page.case else []
    return RoomView(
        place=place,
        head=head,
        caption=f"{head.forum_name}, {formats.weekday(head.date)}",
        opening=_opening(page, at),
        visit=visit,
        parts_url=f"{reverse('room_parts', kwargs=at)}?{query}",
        rail=rail(page, at),
        around=neighbours(page, at),
        attendance_here=attendance,
        company=company(page),
        page=page,
        case=page.case,
        before=tuple(one for one in asked if one.before),
        questions=tuple(one for one in asked if not one.before),
        timer=timer(page),
        projected=projected,
        outcomes=outcomes(page.case) if page.case else (),
        section=page.section,
        as_of=_as_of(page),
        left_to_note=len(left_to_note(page)),
    )


def left_to_note(page: RoomPage) -> tuple[ItemLine, ...]:
    """What is still to be taken in the list shown, as far as this person may say so."""
    lines = page.section.items if page.section else ()
    return tuple(line for line in lines if line.state == "planned" and not line.hidden)


def _opening(page: RoomPage, at: dict[str, str]) -> Opening:
    head = page.head
    unconfirmed = "The agenda is not confirmed yet." if head.state == "planned" else ""
    early = f"{page.early.problem} {page.early.remedy}" if page.early else ""
    return Opening(
        may=head.runs and head.state == "issued" and page.early is None,
        why_not=f"{unconfirmed} {early}".strip(),
        move_href=reverse("move_meeting", kwargs=at) if page.early and head.chairs else "",
    )


def _place(page: RoomPage, at: dict[str, str], attendance: bool) -> Place:
    if page.case:
        line = page.case.line
        here = reverse("room_item", kwargs={**at, "item": line.ref})
        return Place("room/item.html", line.name, here, {"item": line.ref})
    if page.section:
        part = page.section
        here = reverse("room_section", kwargs={**at, "section": part.id})
        return Place("room/section.html", part.name, here, {"section": part.id})
    if attendance:
        here = reverse("room_attendance", kwargs=at)
        return Place("room/attendance.html", "Who is here", here, {"attendance": "1"})
    return Place("room/section.html", "Add to the agenda", reverse("room", kwargs=at), {})


def _as_of(page: RoomPage) -> str:
    """ "when the meeting opened"; "now", as long as the act that keeps it is still to come."""
    act = page.case.frozen_by if page.case else page.rest.frozen_by if page.rest else "meeting-opened"
    kept = page.case.frozen if page.case else True
    live = not kept or (live_after_opening(act) and page.head.closed_at is None)
    return "now" if live else f"when {WAS[act]}"
