"""What do the invitations to some meetings depend on? A fixed number of queries, however many the meetings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from remit.records.addressees import working_with
from remit.records.forums import SeatHolding
from remit.records.invitations import standing_replies
from remit.records.meetings import AgendaItem, Meeting
from remit.records.terms_store import terms_by_id
from remit.rules.clock import instant
from remit.rules.inviting import Case, InvitingFacts, Key
from remit.rules.slots import usual_minutes


def inviting_facts(meetings: Sequence[Meeting], *, today: date) -> Mapping[int, InvitingFacts]:
    """What the invitations to these meetings depend on; six queries, however many they are."""
    if not meetings:
        return {}
    keys = [one.pk for one in meetings]
    replies = standing_replies(keys).values()
    instead: dict[int, dict[Key, int]] = defaultdict(dict)
    for row in replies:
        if row.substitute is not None and row.substitute.is_active:
            at = row.invitation
            instead[at.meeting_id][at.staff_id, at.item_id] = row.substitute.pk
    cases = _cases(meetings, today)
    seats = _seats(meetings)
    return {
        one.pk: InvitingFacts(one.starts_at, one.ends_at, seats[one.pk], cases[one.pk], instead[one.pk])
        for one in meetings
    }


def _seats(meetings: Sequence[Meeting]) -> Mapping[int, dict[int, tuple[str, ...]]]:
    """Who holds or deputises for which seats on the day of each meeting."""
    held = SeatHolding.objects.known().filter(
        forum__in={one.forum_id for one in meetings}, staff__is_active=True
    )
    rows = list(held.order_by("pk"))
    found: dict[int, dict[int, tuple[str, ...]]] = {}
    for one in meetings:
        sits: dict[int, tuple[str, ...]] = {}
        for row in rows:
            if row.forum_id == one.forum_id and row.holds_on(one.date):
                sits[row.staff_id] = (*sits.get(row.staff_id, ()), row.seat)
        found[one.pk] = sits
    return found


def _cases(meetings: Sequence[Meeting], today: date) -> Mapping[int, tuple[Case, ...]]:
    """The cases that wait on each agenda, with who works with them today."""
    days = {one.pk: one.date for one in meetings}
    said = {one.pk: terms_by_id(one.terms_id, one.terms.digest) for one in meetings}
    rows = AgendaItem.objects.filter(meeting__in=list(days), title="", state=AgendaItem.State.PLANNED)
    items = list(rows.order_by("pk"))
    roles = frozenset[str]().union(*(one.workers for terms in said.values() for one in terms.invitations))
    theirs = (
        working_with([row.subject_id for row in items], sorted(roles, reverse=True), on=today)
        if items
        else {}
    )
    found: dict[int, list[Case]] = {pk: [] for pk in days}
    for row in items:
        minutes = row.slot_minutes or usual_minutes(said[row.meeting_id], row.section)
        starts, ends = _slot(days[row.meeting_id], row.slot_at, minutes)
        working = theirs.get(row.subject_id, {})
        found[row.meeting_id].append(Case(row.pk, row.subject_id, row.section, starts, ends, working))
    return {pk: tuple(cases) for pk, cases in found.items()}


def _slot(day: date, at: time | None, minutes: int) -> tuple[datetime | None, datetime | None]:
    if at is None:
        return None, None
    begins = instant(day, at)
    return begins, begins + timedelta(minutes=minutes)
