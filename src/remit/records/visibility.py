"""Which children may this viewer see? The question of `rules.access`, asked of the whole table at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from remit.records.actions import Action
from remit.records.children import Allocation, Person, Restriction
from remit.records.meetings import AgendaItem, Attendance, Meeting
from remit.records.placements_list import EntryDetail
from remit.rules.access import LEFT_LIST_LOOK_BACK, ChildFacts, Sitting, look_back_began
from remit.rules.viewers import Post, Viewer

LONDON = ZoneInfo("Europe/London")


def visible_to(viewer: Viewer, *, now: datetime) -> Q:
    """A filter on `Person` that leaves whom this viewer may see; agrees with `access.may_see`."""
    day = now.astimezone(LONDON).date()
    granted = Q(pk__in=[])
    if viewer.holds(Post.DIRECTOR):
        granted = Q()
    else:
        for condition in _conditions(viewer, day, now):
            granted |= condition
    return granted & (Q(restricted=False) | Q(Exists(_named(viewer, day))))


def _conditions(viewer: Viewer, day: date, now: datetime) -> list[Q]:
    allocations = Allocation.objects.on(day).filter(person=OuterRef("pk"))
    items = AgendaItem.objects.filter(subject=OuterRef("pk")).exclude(state=AgendaItem.State.WITHDRAWN)
    found = [
        Q(Exists(allocations.filter(worker=viewer.staff_id))),
        Q(
            Exists(
                Action.objects.filter(subject=OuterRef("pk"), lead=viewer.staff_id, state=Action.State.OPEN)
            )
        ),
    ]
    if viewer.teams:
        found.append(Q(Exists(allocations.filter(team__in=viewer.teams))))
    if viewer.runs_from_list or viewer.holds(Post.BROKERAGE):
        found.append(Q(Exists(_listed(day).filter(entry__person=OuterRef("pk")))))
    if viewer.runs:
        found.append(Q(Exists(items.filter(meeting__forum__slug__in=viewer.runs))))
    if viewer.holds(Post.QUALITY_ASSURANCE):
        found.append(Q(Exists(items.filter(meeting__closed_at__isnull=False))))
    issued = items.filter(meeting__issued_at__lte=now).filter(
        Q(meeting__closed_at__isnull=True) | Q(meeting__closed_at__gt=look_back_began(now))
    )
    issued = issued.exclude(meeting__state=Meeting.State.CANCELLED)
    if viewer.sits_on:
        found.append(Q(Exists(issued.filter(meeting__forum__slug__in=viewer.sits_on))))
    found.append(Q(Exists(issued.filter(Exists(_invited(viewer))))))
    return found


def _listed(day: date) -> QuerySet[EntryDetail]:
    """What the list says of those on it, and of those who left it lately."""
    lately = Q(until__isnull=True) | Q(until__gt=day - LEFT_LIST_LOOK_BACK)
    found: QuerySet[EntryDetail] = EntryDetail.objects.known().filter(lately)
    return found


def _invited(viewer: Viewer) -> QuerySet[Attendance]:
    return seated().filter(meeting=OuterRef("meeting"), staff=viewer.staff_id)


def seated() -> QuerySet[Attendance]:
    """Who sits at meetings for a seat, substitutes too; an observer or who came for one case does not."""
    return Attendance.objects.filter(
        superseded_at__isnull=True,
        item__isnull=True,
        answer=Attendance.Answer.PRESENT,
        capacity__in=(
            Attendance.Capacity.HOLDER,
            Attendance.Capacity.DEPUTY,
            Attendance.Capacity.SUBSTITUTE,
        ),
    )


def _named(viewer: Viewer, day: date) -> QuerySet[Restriction]:
    return Restriction.objects.on(day).filter(person=OuterRef("pk"), staff=viewer.staff_id)


def child_facts(person_ids: Collection[int], *, now: datetime) -> dict[int, ChildFacts]:
    """What access depends on, for these children, in a fixed number of queries."""
    day = now.astimezone(LONDON).date()
    listed = set(_listed(day).filter(entry__person__in=person_ids).values_list("entry__person_id", flat=True))
    workers: dict[int, set[int]] = defaultdict(set)
    teams: dict[int, set[int]] = defaultdict(set)
    for person, worker, unit in (
        Allocation.objects.on(day)
        .filter(person__in=person_ids)
        .values_list("person_id", "worker_id", "team_id")
    ):
        teams[person].add(unit)
        if worker is not None:
            workers[person].add(worker)
    leads: dict[int, set[int]] = defaultdict(set)
    for person, lead in Action.objects.filter(subject__in=person_ids, state=Action.State.OPEN).values_list(
        "subject_id", "lead_id"
    ):
        leads[person].add(lead)
    sittings = _sittings(person_ids)
    named = _restrictions(person_ids, day)
    return {
        person: ChildFacts(
            on_action_list=person in listed,
            allocated_to=frozenset(workers[person]),
            teams=frozenset(teams[person]),
            sittings=tuple(sittings[person]),
            open_action_leads=frozenset(leads[person]),
            restricted_to=named.get(person),
        )
        for person in person_ids
    }


def _sittings(person_ids: Collection[int]) -> dict[int, list[Sitting]]:
    items = (
        AgendaItem.objects.filter(subject__in=person_ids)
        .exclude(state=AgendaItem.State.WITHDRAWN)
        .select_related("meeting__forum")
        .only(
            "subject_id", "meeting__issued_at", "meeting__closed_at", "meeting__state", "meeting__forum__slug"
        )
    )
    rows = list(items)
    invited: dict[int, set[int]] = defaultdict(set)
    present = seated().filter(meeting__in={row.meeting_id for row in rows}, staff__isnull=False)
    for at, staff in present.values_list("meeting_id", "staff_id"):
        invited[at].add(staff)
    sittings: dict[int, list[Sitting]] = defaultdict(list)
    for row in rows:
        sittings[row.subject_id].append(_sitting(row.meeting, frozenset(invited[row.meeting_id])))
    return sittings


def _sitting(meeting: Meeting, invited: frozenset[int]) -> Sitting:
    return Sitting(
        forum=meeting.forum.slug,
        issued_at=meeting.issued_at,
        closed_at=meeting.closed_at,
        invited=invited,
        cancelled=meeting.state == Meeting.State.CANCELLED,
    )


def _restrictions(person_ids: Collection[int], day: date) -> dict[int, frozenset[int]]:
    restricted = set(Person.objects.filter(pk__in=person_ids, restricted=True).values_list("pk", flat=True))
    named: dict[int, set[int]] = {person: set() for person in restricted}
    for person, staff in (
        Restriction.objects.on(day).filter(person__in=restricted).values_list("person_id", "staff_id")
    ):
        named[person].add(staff)
    return {person: frozenset(staff) for person, staff in named.items()}
