"""Which children may this viewer see? The question of `rules.access`, asked of the whole table at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from remit.records.actions import Action
from remit.records.children import Allocation, Person, Restriction
from remit.records.meetings import AgendaItem, Attendance
from remit.records.placements_list import EntryDetail
from remit.rules.access import MEMBERS_LOOK_BACK, ChildFacts, Sitting
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
    if viewer.sees_action_list:
        found.append(Q(Exists(EntryDetail.objects.open().filter(entry__person=OuterRef("pk")))))
    if viewer.runs:
        found.append(Q(Exists(items.filter(meeting__forum__slug__in=viewer.runs))))
    if viewer.holds(Post.QUALITY_ASSURANCE):
        found.append(Q(Exists(items.filter(meeting__closed_at__isnull=False))))
    issued = items.filter(meeting__issued_at__lte=now).filter(
        Q(meeting__closed_at__isnull=True) | Q(meeting__closed_at__gt=now - MEMBERS_LOOK_BACK)
    )
    if viewer.sits_on:
        found.append(Q(Exists(issued.filter(meeting__forum__slug__in=viewer.sits_on))))
    found.append(Q(Exists(issued.filter(Exists(_invited(viewer))))))
    return found


def _invited(viewer: Viewer) -> QuerySet[Attendance]:
    return Attendance.objects.filter(
        meeting=OuterRef("meeting"), staff=viewer.staff_id, superseded_at__isnull=True, item__isnull=True
    ).exclude(answer=Attendance.Answer.APOLOGIES)


def _named(viewer: Viewer, day: date) -> QuerySet[Restriction]:
    return Restriction.objects.on(day).filter(person=OuterRef("pk"), staff=viewer.staff_id)


def child_facts(person_ids: Collection[int], *, now: datetime) -> dict[int, ChildFacts]:
    """What access depends on, for these children, in a fixed number of queries."""
    day = now.astimezone(LONDON).date()
    listed = set(
        EntryDetail.objects.open()
        .filter(entry__person__in=person_ids)
        .values_list("entry__person_id", flat=True)
    )
    workers: dict[int, set[int]] = defaultdict(set)
    team: dict[int, int] = {}
    for person, worker, unit in (
        Allocation.objects.on(day)
        .filter(person__in=person_ids)
        .values_list("person_id", "worker_id", "team_id")
    ):
        team[person] = unit
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
            team=team.get(person),
            sittings=tuple(sittings[person]),
            open_action_leads=frozenset(leads[person]),
            restricted_to=named.get(person),
        )
        for person in person_ids
    }


def _sittings(person_ids: Collection[int]) -> dict[int, list[Sitting]]:
    rows = list(
        AgendaItem.objects.filter(subject__in=person_ids)
        .exclude(state=AgendaItem.State.WITHDRAWN)
        .values_list(
            "subject_id", "meeting_id", "meeting__forum__slug", "meeting__issued_at", "meeting__closed_at"
        )
    )
    invited: dict[int, set[int]] = defaultdict(set)
    present = Attendance.objects.filter(
        meeting__in={row[1] for row in rows},
        superseded_at__isnull=True,
        item__isnull=True,
        staff__isnull=False,
    ).exclude(answer=Attendance.Answer.APOLOGIES)
    for meeting, staff in present.values_list("meeting_id", "staff_id"):
        invited[meeting].add(staff)
    sittings: dict[int, list[Sitting]] = defaultdict(list)
    for person, meeting, forum, issued, closed in rows:
        sittings[person].append(Sitting(forum, issued, closed, frozenset(invited[meeting])))
    return sittings


def _restrictions(person_ids: Collection[int], day: date) -> dict[int, frozenset[int]]:
    restricted = set(Person.objects.filter(pk__in=person_ids, restricted=True).values_list("pk", flat=True))
    named: dict[int, set[int]] = {person: set() for person in restricted}
    for person, staff in (
        Restriction.objects.on(day).filter(person__in=restricted).values_list("person_id", "staff_id")
    ):
        named[person].add(staff)
    return {person: frozenset(staff) for person, staff in named.items()}
