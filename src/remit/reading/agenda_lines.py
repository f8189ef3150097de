"""The items of an agenda as lines: whose case, at what time, and what is odd about the times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from remit.reading import looks
from remit.reading.children import name_of
from remit.reading.sittings import Found
from remit.records.children import Allocation, Identifier, Person
from remit.records.meetings import AgendaItem, Meeting
from remit.records.placements_list import EntryDetail
from remit.records.prepared import Given, prepared
from remit.records.terms_store import terms_of
from remit.records.visibility import Sight, asking, sight_at, visible
from remit.rules.clock import london_day
from remit.rules.slots import Slot, clock_at, minute_of, usual_minutes, warnings
from remit.rules.viewers import Post, Viewer


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the agenda."""

    ref: str
    number: int
    """Its place in its section, the first is 1."""
    title: str
    """The child's name, or the matter of business; empty where the reader may not see the child."""
    is_case: bool
    child: str
    """Opaque reference of the child; empty for business, or where the reader may not see the child."""
    person_id: str
    worker: str
    rating: str
    """Empty where the reader does not see the action list."""
    on_list: bool
    """Whether the child is on the action list still."""
    late: bool
    why: str
    came: str
    state: str
    put_off_to: date | None
    left_why: str
    at: time | None
    minutes: int | None
    ends: time | None
    warnings: tuple[str, ...]

    @property
    def closed(self) -> bool:
        """A child whose record the reader may not see: nothing but its time is shown, and nothing of it changed."""
        return self.is_case and not self.child


def lines_of(viewer: Viewer, found: Found, *, now: datetime) -> Mapping[str, tuple[Line, ...]]:
    """The lines of each section, in their order. One query, whatever their number."""
    meeting, forum = found.meeting, found.head.forum
    held_on = london_day(now) if found.until is None else meeting.date
    items = _items(sight_at(viewer, forum), meeting=meeting.pk, held_on=held_on, **asking(viewer, now=now))
    looks.shown(looks.LISTED, (item.subject_id for item in items if item.is_case and item.seen))
    by_section: dict[str, list[Any]] = defaultdict(list)
    for item in items:
        by_section[item.section].append(item)
    slotted = {section.id for section in found.terms.agenda.sections if section.slot}
    odd = odd_times(meeting, [item for item in items if item.section in slotted])
    rated = reads_list(viewer, forum)
    return {section: _numbered(rows, rated, odd, found.until is None) for section, rows in by_section.items()}


def reads_list(viewer: Viewer, forum: str) -> bool:
    """Whether this reader of an agenda sees what the action list says: not who only assures the quality of what was said."""
    return forum in viewer.runs or forum in viewer.sits_on or not viewer.holds(Post.QUALITY_ASSURANCE)


def odd_times(meeting: Meeting, items: Sequence[AgendaItem]) -> Mapping[str, tuple[str, ...]]:
    """What a person should look at in the times, by item: gaps, overlaps, past the end."""
    terms = terms_of(meeting.terms)
    slots = [
        Slot(item.ref, item.slot_minutes or usual_minutes(terms, item.section), item.slot_at)
        for item in items
        if item.state != AgendaItem.State.DEFERRED
    ]
    found: dict[str, list[str]] = defaultdict(list)
    for one in warnings(slots, start=meeting.start, end=meeting.end):
        found[one.item].append(one.words)
    return {item: tuple(words) for item, words in found.items()}


@prepared
def _items(sight: Sight) -> QuerySet[Any, Any]:
    """What stands on the agenda; each case with its child, its rating when the meeting opened and on the list now."""
    seen = Person.objects.filter(visible(sight), pk=OuterRef("subject"))
    listed = EntryDetail.objects.open().filter(entry=OuterRef("entry"))
    ids = Identifier.objects.open().filter(person=OuterRef("subject"), scheme=Identifier.PERSON_ID)
    allocated = Allocation.objects.on(Given("held_on")).filter(
        person=OuterRef("subject"), worker__isnull=False
    )
    return (
        AgendaItem.objects.filter(meeting=Given("meeting"))
        .exclude(state=AgendaItem.State.WITHDRAWN)
        .annotate(
            seen=Exists(seen),
            rated=Subquery(listed.values("risk")[:1]),
            rated_then=F("snapshot__risk"),
            known_as=Subquery(ids.values("value")[:1]),
            works_with=Subquery(allocated.values("worker__name")[:1]),
            put_off_to=F("deferred_to__date"),
        )
        .select_related("subject__person")
        .order_by("position", "pk")
    )


def _numbered(
    items: Sequence[Any], reads_list: bool, odd: Mapping[str, tuple[str, ...]], today: bool
) -> tuple[Line, ...]:
    """The lines of one section; those put off keep their place on the page, but have no number of their own."""
    lines, number = [], 0
    for item in items:
        number += item.state != AgendaItem.State.DEFERRED
        lines.append(_line(item, number, reads_list, odd.get(item.ref, ()), today))
    return tuple(lines)


def _line(item: Any, number: int, reads_list: bool, odd: tuple[str, ...], today: bool) -> Line:
    """`today`: with what the list says now."""
    is_case = item.is_case
    person = item.subject.person if is_case and item.seen else None
    seen = person is not None or not is_case
    return Line(
        ref=item.ref,
        number=number,
        title=(name_of(person) if person else "") if is_case else item.title,
        is_case=is_case,
        child=item.subject.ref if person else "",
        person_id=item.known_as or "" if person else "",
        worker=item.works_with or "" if person else "",
        rating=_rating(item, today) if seen and reads_list and is_case else "",
        on_list=item.entry_id is None or not today or item.rated is not None,
        late=item.late,
        why=item.why if seen and reads_list else "",
        came=item.suggestion if seen and reads_list else "",
        state=item.state,
        put_off_to=item.put_off_to,
        left_why=item.left_why if seen else "",
        at=item.slot_at,
        minutes=item.slot_minutes,
        ends=_end(item.slot_at, item.slot_minutes),
        warnings=odd,
    )


def _rating(item: Any, today: bool) -> str:
    return item.rated_then or (item.rated if today else "") or ""


def _end(at: time | None, minutes: int | None) -> time | None:
    if at is None or minutes is None:
        return None
    return clock_at(minute_of(at) + minutes)
