"""How does the agenda read that stands beside every page of the room?"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from remit.reading.room import RoomPage
from remit.reading.room_rail import ItemLine, SectionLine
from remit.web import formats

STATES = {
    "planned": ("To do", "grey"),
    "discussed": ("Discussed", "green"),
    "deferred": ("Put off", "yellow"),
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
class Neighbours:
    """Where an item stands among the others of its part, and which is taken next."""

    first: bool = True
    last: bool = True
    """First and last both, where it cannot move."""
    next_href: str = ""
    next_name: str = ""


def rail(page: RoomPage, at: dict[str, str]) -> tuple[RailPart, ...]:
    """The agenda, part by part."""
    return tuple(_part(part, page, at) for part in page.sections)


def neighbours(page: RoomPage, at: dict[str, str]) -> Neighbours:
    """What stands around the item of this page."""
    if page.case is None:
        return Neighbours()
    refs = in_order(page, page.case.line.section) if page.case.line.state != "deferred" else []
    here, following = page.case.line.ref, _next(page)
    return Neighbours(
        first=refs[:1] == [here] or not refs,
        last=refs[-1:] == [here] or not refs,
        next_href=item_href(following, at) if following else "",
        next_name=following.name if following else "",
    )


def in_order(page: RoomPage, section: str) -> list[str]:
    """The items of a part of the agenda by their places; what is put off has none."""
    part = next((one for one in page.sections if one.id == section), None)
    return [line.ref for line in part.items if line.state != "deferred"] if part else []


def item_href(line: ItemLine, at: dict[str, str]) -> str:
    """The page of an item in the room."""
    return reverse("room_item", kwargs={**at, "item": line.ref})


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
        href="" if line.hidden else item_href(line, at),
        here=bool(page.case and page.case.line.ref == line.ref),
        current=line.current,
        when=formats.time(line.slot_at) if line.slot_at else "",
        state=state,
        colour=colour,
        outcome="" if named else line.outcome,
        hidden=line.hidden,
    )


def _next(page: RoomPage) -> ItemLine | None:
    """The next item that is still to do, after the one of this page."""
    lines = [line for part in page.sections for line in part.items]
    refs = [line.ref for line in lines]
    here = page.case.line.ref if page.case else ""
    behind = lines[refs.index(here) + 1 :] if here in refs else []
    return next((line for line in behind if line.state == "planned" and not line.hidden), None)
