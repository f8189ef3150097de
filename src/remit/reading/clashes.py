"""Which other meetings are at the same time, and who is wanted at both?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import time

from remit.reading.names_shown import names_shown
from remit.records.meetings import Meeting
from remit.records.sitters import sitters
from remit.records.terms_store import terms_by_id
from remit.rules.clashes import Shared, Sitter, at_once, shared_on
from remit.rules.deadlines import MeetingTime
from remit.rules.viewers import Viewer
from remit.terms.model import ForumTerms


@dataclass(frozen=True, slots=True)
class At:
    """A meeting that takes place, with the terms it is held on."""

    terms: ForumTerms
    held: MeetingTime
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class ClashLine:
    """Another meeting at the same time, and who is wanted at both."""

    forum_name: str
    start: time
    end: time
    clause: str
    you: bool
    """Whether the reader is wanted at both."""
    people: tuple[str, ...]
    """The others, where the reader is told who sits on both forums."""
    others: int
    """How many there are besides whom the reader is not told of."""
    services: tuple[str, ...]
    """Services with a seat on both, of which one has no holder."""


def clashes_of(
    viewer: Viewer, meeting: At, others: Iterable[At], who: Sequence[Sitter]
) -> tuple[ClashLine, ...]:
    """The clashes of one meeting with others."""
    return tuple(_lines(viewer, meeting, others, who))


def clashes_at(viewer: Viewer, meeting: Meeting) -> tuple[ClashLine, ...]:
    """The clashes of a meeting on record. Two queries; none for one that is over or cancelled."""
    if meeting.state in (Meeting.State.CANCELLED, Meeting.State.CLOSED):
        return ()
    rows = (
        Meeting.objects.filter(starts_at__lt=meeting.ends_at, ends_at__gt=meeting.starts_at)
        .exclude(state__in=(Meeting.State.CANCELLED, Meeting.State.CLOSED))
        .exclude(pk=meeting.pk)
        .select_related("terms")
        .defer("terms__document")
        .order_by("starts_at", "id")
    )
    others = [taking_place(row) for row in rows]
    who = sitters(meeting.date, meeting.date) if others else ()
    return clashes_of(viewer, taking_place(meeting), others, who)


def taking_place(row: Meeting) -> At:
    """A meeting on record, as it takes place."""
    terms = terms_by_id(row.terms_id, row.terms.digest)
    return At(terms, MeetingTime(row.date, row.starts_at, row.ends_at), row.start, row.end)


def _lines(viewer: Viewer, meeting: At, others: Iterable[At], who: Sequence[Sitter]) -> Iterator[ClashLine]:
    for other in others:
        if other.terms.id == meeting.terms.id or not at_once(meeting.held, other.held):
            continue
        shared = shared_on(meeting.held.day, meeting.terms, other.terms, who)
        if shared:
            yield _line(viewer, meeting, other, shared)


def _line(viewer: Viewer, meeting: At, other: At, shared: Shared) -> ClashLine:
    told = names_shown(viewer, meeting.terms.id) and names_shown(viewer, other.terms.id)
    besides = [name for name, staff in shared.people if staff != viewer.staff_id]
    return ClashLine(
        forum_name=other.terms.name,
        start=other.start,
        end=other.end,
        clause=meeting.terms.meets.clause,
        you=len(besides) < len(shared.people),
        people=tuple(besides) if told else (),
        others=0 if told else len(besides),
        services=shared.services,
    )
