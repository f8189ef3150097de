"""What is on the agenda of a meeting, part by part, and how far has it come?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from remit.reading import looks
from remit.reading.actions import visible_people
from remit.reading.children import name_of
from remit.records.children import Person
from remit.records.closing_facts import outcomes_of
from remit.records.meetings import AgendaItem, Meeting
from remit.rules.viewers import Viewer
from remit.terms.model import ForumTerms

HIDDEN = "Restricted record"


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item on the agenda."""

    ref: str
    section: str
    name: str
    child_ref: str
    is_case: bool
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
    """The whole agenda, with what the rest of the page needs of it: models, for readings only."""

    sections: tuple[SectionLine, ...]
    items: Mapping[str, AgendaItem]
    people: Mapping[int, Person]

    def line(self, ref: str) -> ItemLine | None:
        """The line of that item."""
        return next((line for section in self.sections for line in section.items if line.ref == ref), None)


def rail(viewer: Viewer, meeting: Meeting, terms: ForumTerms, *, now: datetime) -> Rail:
    """The agenda as this viewer may see it, in three queries; whose names are in it is noted as seen."""
    items = list(
        AgendaItem.objects.filter(meeting=meeting)
        .exclude(state=AgendaItem.State.WITHDRAWN)
        .select_related("snapshot", "entry")
        .order_by("position", "pk")
    )
    people = visible_people(viewer, (item.subject_id for item in items if item.entry_id), now=now)
    looks.shown(looks.LISTED, people)
    outcomes = _names(terms, outcomes_of(meeting))
    lines = [_line(item, meeting, people, outcomes) for item in items]
    sections = tuple(
        _section(section.id, terms, [line for line in lines if line.section == section.id])
        for section in terms.agenda.sections
        if section.only is None or any(line.section == section.id for line in lines)
    )
    return Rail(sections, {item.ref: item for item in items}, people)


def _names(terms: ForumTerms, outcomes: Mapping[int, str]) -> dict[int, str]:
    named = {outcome.id: outcome.name for outcome in terms.outcomes}
    return {item: named.get(outcome, outcome) for item, outcome in outcomes.items()}


def _section(section_id: str, terms: ForumTerms, lines: list[ItemLine]) -> SectionLine:
    section = terms.section(section_id)
    settled = sum(line.state != AgendaItem.State.PLANNED for line in lines)
    return SectionLine(section.id, section.name, section.takes, section.clause, tuple(lines), settled)


def _line(
    item: AgendaItem, meeting: Meeting, people: Mapping[int, Person], outcomes: Mapping[int, str]
) -> ItemLine:
    person = people.get(item.subject_id)
    is_case = item.entry_id is not None
    return ItemLine(
        ref=item.ref,
        section=item.section,
        name=(name_of(person) if person else HIDDEN) if is_case else item.title,
        child_ref=person.subject.ref if person else "",
        is_case=is_case,
        hidden=is_case and person is None,
        risk=item.snapshot.risk if item.snapshot and person else "",
        slot_at=item.slot_at,
        minutes=item.slot_minutes,
        state=item.state,
        outcome=outcomes.get(item.pk, "") if person or not is_case else "",
        late=item.late,
        position=item.position,
        current=meeting.current_item_id == item.pk,
    )
