"""Which locks does a verb take, and in which order? All of them are taken here, so that no two verbs wait for each other.

The order, which every verb keeps (docs/decisions/0013): the forum, the action list, an import, accounts, what they hold
(seats, posts), children, meetings; of each kind by key, lowest first. A verb may leave out what it does not need, and may
take again what it has; it never goes back. Everything else (items, answers, actions, duties, attendance) belongs to a
meeting and is written under that meeting's lock. Whoever needs more of a forum's meetings than one it was given locks
the forum first: then no meeting is planned, moved, cancelled or closed meanwhile, and which comes next stands still.

A message stands outside this order: it is locked alone, by the one act that says what became of it.

Rows are locked against change but not against being referred to (`no_key`): a decision may name its author while an
administrator changes that account.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

from remit.records.children import Person
from remit.records.forums import Forum, SeatHolding
from remit.records.meetings import AgendaItem, Meeting
from remit.records.messages import Message
from remit.records.numbered_locks import lock_number
from remit.records.people import PostHolding, Staff, TeamMembership
from remit.records.placements_list import ActionList, Import
from remit.records.sittings import around, next_sitting
from remit.rules.outcomes import NotFound, Stale

ORDER: tuple[type[Model], ...] = (
    Forum,
    ActionList,
    Import,
    Staff,
    SeatHolding,
    PostHolding,
    TeamMembership,
    Person,
    Meeting,
)
"""What is locked, in the order in which it is."""

DIGESTS = 0x5245_4D49_5401
"""The number of the lock under which digests are made."""
Row = TypeVar("Row", bound=Model)


def locked(rows: QuerySet[Row]) -> QuerySet[Row]:
    """These rows, by key, locked when they are fetched."""
    return rows.select_for_update(of=("self",), no_key=True).order_by("pk")


def lock_message(rows: QuerySet[Message]) -> Message | None:
    """Lock the first of these messages; None where there is none."""
    return locked(rows).first()


def lock_message_nobody_has(waiting: QuerySet[Message]) -> Message | None:
    """Lock the first of these, in their order, that no other worker is looking at; where rows cannot be passed over, the first."""
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True, of=("self",), no_key=True)
    return waiting.first()


def lock_children_of(meeting_id: int) -> None:
    """Lock the children whose cases a meeting has, before the meeting: for who writes on what is kept of them."""
    cases = AgendaItem.objects.filter(meeting=meeting_id, title="").values("subject")
    list(locked(Person.objects.filter(pk__in=cases)))


def lock_for_digests() -> bool:
    """Whether this is the one worker that makes digests now. It does not wait for another that does.

    A lock of its own, held until the transaction ends: nothing else that is locked, a list that is loaded least of all, holds
    digests up. The embedded database lets one write at a time anyway.
    """
    return lock_number(DIGESTS)


def lock_forum(slug: str) -> Forum:
    """Lock a forum: who plans its meetings, fills its seats or adopts its terms does so one after the other."""
    forum = locked(Forum.objects.filter(slug=slug)).first()
    if forum is None:
        raise NotFound("forum")
    return forum


def lock_forum_of(meeting_id: int) -> Forum:
    """Lock the forum of a meeting, before the meeting."""
    forum = locked(Forum.objects.filter(meetings=meeting_id)).first()
    if forum is None:
        raise NotFound("meeting")
    return forum


def lock_action_list() -> ActionList:
    """Lock the action list."""
    return locked(ActionList.objects.filter(pk=1)).get()


def lock_meetings(meeting_ids: Collection[int]) -> dict[int, Meeting]:
    """Lock these meetings, by key; answers with those there are."""
    rows = Meeting.objects.select_related("forum", "terms").filter(pk__in=meeting_ids)
    return {meeting.pk: meeting for meeting in locked(rows)}


def lock_meeting(meeting_id: int, *, seen: int | None = None) -> Meeting:
    """Lock a meeting, and refuse where it moved since the actor saw it (`seen` is its revision; None: not asked)."""
    return _as_seen(lock_meetings([meeting_id]).get(meeting_id), seen)


def lock_with_next(meeting_id: int, *, seen: int | None = None) -> Meeting:
    """Lock a forum, and with one of its meetings the one to which cases are put off, and those to which some were."""
    lock_forum_of(meeting_id)
    following = next_sitting(Meeting.objects.get(pk=meeting_id))
    put_off = AgendaItem.objects.filter(meeting=meeting_id, deferred_to__isnull=False)
    others = {*put_off.values_list("deferred_to_id", flat=True), *([following.pk] if following else [])}
    return _as_seen(lock_meetings({meeting_id, *others}).get(meeting_id), seen)


def lock_around(forum: Forum, *days: date, also: Collection[int] = ()) -> dict[int, Meeting]:
    """Lock all meetings of a locked forum whose duties may be counted from one on these days; and `also` these."""
    return lock_meetings({*around(forum.pk, *days), *also})


def _as_seen(meeting: Meeting | None, seen: int | None) -> Meeting:
    if meeting is None:
        raise NotFound("meeting")
    if seen is not None and meeting.revision != seen:
        raise Stale
    return meeting
