"""The items of an agenda as lines: whose case, at what time, and what is odd about the times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from remit.reading import looks
from remit.reading.children import name_of
from remit.reading.sittings import Found
from remit.records.children import Allocation, Identifier, Person
from remit.records.meetings import AgendaItem, Meeting
from remit.records.placements_list import EntryDetail
from remit.records.visibility import visible_to
from remit.rules.clock import london_day
from remit.rules.slots import Slot, warnings
from remit.rules.viewers import Post, Viewer

USUAL_MINUTES = 20


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


@dataclass(frozen=True, slots=True)
class _About:
    """What the lines of an agenda depend on besides its items."""

    people: Mapping[int, Any]
    """The children the reader may see, each with the id it is known by and its worker."""
    reads_list: bool


def lines_of(
    viewer: Viewer, found: Found, *, and_of: Iterable[int] = (), now: datetime
) -> tuple[Mapping[str, tuple[Line, ...]], Mapping[int, Person]]:
    """The lines of each section, in their order, and the children that may be named. Two queries, whatever their number.

    `and_of`: keys of others who are named elsewhere on the page, if the reader may see them.
    """
    meeting = found.meeting
    items = list(_items(meeting))
    subjects = {item.subject_id for item in items if item.entry_id}
    about = _About(_people(viewer, subjects.union(and_of), now), reads_list(viewer, found.head.forum))
    looks.shown(looks.LISTED, about.people)
    by_section: dict[str, list[AgendaItem]] = defaultdict(list)
    for item in items:
        by_section[item.section].append(item)
    slotted = {section.id for section in found.terms.agenda.sections if section.slot}
    odd = odd_times(meeting, [item for item in items if item.section in slotted])
    return {section: _numbered(rows, about, odd) for section, rows in by_section.items()}, about.people


def reads_list(viewer: Viewer, forum: str) -> bool:
    """Whether this reader of an agenda sees what the action list says: not who only assures the quality of what was said."""
    return forum in viewer.runs or forum in viewer.sits_on or not viewer.holds(Post.QUALITY_ASSURANCE)


def odd_times(meeting: Meeting, items: Sequence[AgendaItem]) -> Mapping[str, tuple[str, ...]]:
    """What a person should look at in the times, by item: gaps, overlaps, past the end."""
    slots = [
        Slot(item.ref, item.slot_minutes or USUAL_MINUTES, item.slot_at)
        for item in items
        if item.state != AgendaItem.State.DEFERRED
    ]
    found: dict[str, list[str]] = defaultdict(list)
    for one in warnings(slots, start=meeting.start, end=meeting.end):
        found[one.item].append(one.words)
    return {item: tuple(words) for item, words in found.items()}


def _items(meeting: Meeting) -> QuerySet[Any]:
    """What stands on the agenda; each case with its rating on the list now, none where it has left it."""
    listed = EntryDetail.objects.open().filter(entry=OuterRef("entry"))
    rows: QuerySet[Any] = (
        AgendaItem.objects.filter(meeting=meeting)
        .exclude(state=AgendaItem.State.WITHDRAWN)
        .annotate(rated=Subquery(listed.values("risk")[:1]))
        .select_related("snapshot", "deferred_to")
        .order_by("position", "pk")
    )
    return rows


def _people(viewer: Viewer, keys: Collection[int], now: datetime) -> dict[int, Any]:
    ids = Identifier.objects.open().filter(person=OuterRef("pk"), scheme=Identifier.PERSON_ID)
    allocated = Allocation.objects.on(london_day(now)).filter(person=OuterRef("pk"), worker__isnull=False)
    people = Person.objects.filter(visible_to(viewer, now=now), pk__in=keys).annotate(
        known_as=Subquery(ids.values("value")[:1]),
        works_with=Subquery(allocated.values("worker__name")[:1]),
    )
    return {person.pk: person for person in people.select_related("subject")}


def _numbered(items: Sequence[Any], about: _About, odd: Mapping[str, tuple[str, ...]]) -> tuple[Line, ...]:
    """The lines of one section; those put off keep their place on the page, but have no number of their own."""
    lines, number = [], 0
    for item in items:
        number += item.state != AgendaItem.State.DEFERRED
        lines.append(_line(item, number, about, odd.get(item.ref, ())))
    return tuple(lines)


def _line(item: Any, number: int, about: _About, odd: tuple[str, ...]) -> Line:
    person = about.people.get(item.subject_id)
    is_case = item.entry_id is not None
    seen = person is not None or not is_case
    name = name_of(person) if person else ""
    return Line(
        ref=item.ref,
        number=number,
        title=name if is_case else item.title,
        is_case=is_case,
        child=person.subject.ref if person else "",
        person_id=person.known_as or "" if person else "",
        worker=person.works_with or "" if person else "",
        rating=_rating(item, about) if seen else "",
        on_list=not is_case or item.rated is not None,
        late=item.late,
        why=item.why if seen and about.reads_list else "",
        came=item.suggestion if seen and about.reads_list else "",
        state=item.state,
        put_off_to=item.deferred_to.date if item.deferred_to else None,
        left_why=item.left_why if seen else "",
        at=item.slot_at,
        minutes=item.slot_minutes,
        ends=_end(item.slot_at, item.slot_minutes),
        warnings=odd,
    )


def _rating(item: Any, about: _About) -> str:
    if not about.reads_list or item.entry_id is None:
        return ""
    if item.snapshot is not None:
        return str(item.snapshot.risk)
    return item.rated or ""


def _end(at: time | None, minutes: int | None) -> time | None:
    if at is None or minutes is None:
        return None
    return time(*divmod(min(at.hour * 60 + at.minute + minutes, 24 * 60 - 1), 60))
