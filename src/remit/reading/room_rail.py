"""What is on the agenda of a meeting, part by part, and how far has it come?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from remit.reading import looks
from remit.reading.children import name_of
from remit.records.answers import Decision
from remit.records.children import Person
from remit.records.meetings import AgendaItem, Meeting
from remit.records.prepared import Given, prepared
from remit.records.visibility import Sight, asking, sight_at, visible
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


def rail(viewer: Viewer, meeting: Meeting, terms: ForumTerms, *, now: datetime, whole: bool = False) -> Rail:
    """The agenda as this viewer may see it, in one query; whose names are in it is noted as seen.

    `whole`: each item with all that the list said of it when the meeting opened, not its rating alone.
    """
    sight = sight_at(viewer, meeting.forum.slug)
    items = _standing(sight, whole, meeting=meeting.pk, **asking(viewer, now=now))
    people = {item.subject_id: item.subject.person for item in items if item.entry_id and item.seen}
    looks.shown(looks.LISTED, people)
    named = {outcome.id: outcome.name for outcome in terms.outcomes}
    lines = [_line(item, meeting, people, named) for item in items]
    sections = tuple(
        _section(section.id, terms, [line for line in lines if line.section == section.id])
        for section in terms.agenda.sections
        if section.only is None or any(line.section == section.id for line in lines)
    )
    return Rail(sections, {item.ref: item for item in items}, people)


@prepared
def _standing(sight: Sight, whole: bool) -> QuerySet[Any, Any]:
    """The items of a meeting, each with its child, whether that may be shown, its rating then and its outcome."""
    seen = Person.objects.filter(visible(sight), pk=OuterRef("subject"))
    left = Decision.objects.filter(item=OuterRef("pk"), superseded_at__isnull=True)
    return (
        AgendaItem.objects.filter(meeting=Given("meeting"))
        .exclude(state=AgendaItem.State.WITHDRAWN)
        .annotate(
            seen=Exists(seen),
            rated=F("snapshot__risk"),
            left=Subquery(left.values("outcome")[:1]),
        )
        .select_related("subject__person", *(["snapshot"] if whole else []))
        .order_by("position", "pk")
    )


def _section(section_id: str, terms: ForumTerms, lines: list[ItemLine]) -> SectionLine:
    section = terms.section(section_id)
    settled = sum(line.state != AgendaItem.State.PLANNED for line in lines)
    return SectionLine(section.id, section.name, section.takes, section.clause, tuple(lines), settled)


def _line(item: Any, meeting: Meeting, people: Mapping[int, Person], outcomes: Mapping[str, str]) -> ItemLine:
    person = people.get(item.subject_id)
    is_case = item.entry_id is not None
    return ItemLine(
        ref=item.ref,
        section=item.section,
        name=(name_of(person) if person else HIDDEN) if is_case else item.title,
        child_ref=item.subject.ref if person else "",
        is_case=is_case,
        hidden=is_case and person is None,
        risk=item.rated or "" if person else "",
        slot_at=item.slot_at,
        minutes=item.slot_minutes,
        state=item.state,
        outcome=outcomes.get(item.left, item.left or "") if person or not is_case else "",
        late=item.late,
        position=item.position,
        current=meeting.current_item_id == item.pk,
    )
