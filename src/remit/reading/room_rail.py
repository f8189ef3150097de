"""What is on the agenda of a meeting, part by part, and how far has it come?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from remit.reading import looks
from remit.reading.children import name_of
from remit.records.meetings import AgendaItem, Meeting
from remit.records.standing import Standing, standing
from remit.records.visibility import asking, sight_at
from remit.rules.viewers import Viewer
from remit.terms.model import ForumTerms

HIDDEN = "Restricted record"


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item on the agenda."""

    ref: str
    section: str
    name: str
    initials: str
    """Of the child, as on record; empty where the name may not be seen."""
    child_ref: str
    is_case: bool
    from_list: bool
    """Whether the action list says something of it."""
    hidden: bool
    """A child whose record this viewer may not see."""
    risk: str
    slot_at: time | None
    minutes: int | None
    state: str
    outcome: str
    late: bool
    position: int
    current: bool
    """Whether the meeting is at it now."""


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A part of the agenda."""

    id: str
    name: str
    takes: str
    clause: str
    items: tuple[ItemLine, ...]
    settled: int


@dataclass(frozen=True, slots=True)
class Rail:
    """The whole agenda, with what the rest of the page needs of it: rows, for readings only."""

    sections: tuple[SectionLine, ...]
    items: Mapping[str, Standing]
    people: Mapping[int, Standing]
    """The children that may be named, each by an item."""

    def line(self, ref: str) -> ItemLine | None:
        """The line of that item."""
        return next((line for section in self.sections for line in section.items if line.ref == ref), None)


def rail(viewer: Viewer, meeting: Meeting, terms: ForumTerms, *, now: datetime, whole: bool = False) -> Rail:
    """The agenda as this viewer may see it, in one query; whose names are in it is noted as seen.

    `whole`: each item with all that the list said of it when the meeting opened, not its rating alone.
    """
    sight = sight_at(viewer, meeting.forum.slug)
    items = list(standing(sight, asking(viewer, now=now), meeting=meeting.pk, whole=whole))
    people = {item.subject_id: item for item in items if item.is_case and item.seen}
    looks.shown(looks.LISTED, people)
    named = {outcome.id: outcome.name for outcome in terms.outcomes}
    lines = [_line(item, meeting, people, named) for item in items]
    sections = tuple(
        _section(section.id, terms, [line for line in lines if line.section == section.id])
        for section in terms.agenda.sections
        if section.only is None or any(line.section == section.id for line in lines)
    )
    return Rail(sections, {item.ref: item for item in items}, people)


def _section(section_id: str, terms: ForumTerms, lines: list[ItemLine]) -> SectionLine:
    section = terms.section(section_id)
    settled = sum(line.state != AgendaItem.State.PLANNED for line in lines)
    return SectionLine(section.id, section.name, section.takes, section.clause, tuple(lines), settled)


def _line(
    item: Standing, meeting: Meeting, people: Mapping[int, Standing], outcomes: Mapping[str, str]
) -> ItemLine:
    person = people.get(item.subject_id)
    is_case = item.is_case
    return ItemLine(
        ref=item.ref,
        section=item.section,
        name=(name_of(person) if person else HIDDEN) if is_case else item.title,
        initials=item.initials if person else "",
        child_ref=item.child_ref if person else "",
        is_case=is_case,
        from_list=item.entry_id is not None,
        hidden=is_case and person is None,
        risk=item.rated or "" if person else "",
        slot_at=item.slot_at,
        minutes=item.slot_minutes,
        state=item.state,
        outcome=outcomes.get(item.left or "", item.left or "") if person or not is_case else "",
        late=item.late,
        position=item.position,
        current=meeting.current_item_id == item.pk,
    )
