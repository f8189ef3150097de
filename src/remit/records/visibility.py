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
    day = _day(now)
    granted = Q(pk__in=[])
    if viewer.holds(Post.DIRECTOR):
        granted = Q()
    else:
        for condition in _conditions(viewer, day, now):
            granted |= condition
    return granted & (Q(restricted=False) | Q(Exists(_named(viewer, day))))


def on_list_visible_to(viewer: Viewer, *, now: datetime) -> Q:
    """The same question asked of open rows of the action list, where most have a short answer.

    Whoever keeps the list or runs a forum that works from it sees everybody on it, but for restricted records.
    """
    if viewer.runs_from_list or viewer.holds(Post.BROKERAGE):
        return Q(entry__person__restricted=False) | Q(Exists(_named(viewer, _day(now), "entry__person")))
    people = Person.objects.filter(visible_to(viewer, now=now), pk=OuterRef("entry__person"))
    return Q(Exists(people))


def at_forum_visible_to(viewer: Viewer, forum: str, *, now: datetime) -> Q:
    """The same question asked of children who stand on an agenda of this forum, where most have a short answer.

    Whoever runs the forum sees everybody on its agendas, but for restricted records.
    """
    if forum in viewer.runs:
        return Q(restricted=False) | Q(Exists(_named(viewer, _day(now))))
    return visible_to(viewer, now=now)


def hidden_from(viewer: Viewer, subject_id: int, *, now: datetime) -> bool:
    """Whether this is a child whose record is restricted to others; one query. A forum is hidden from nobody."""
    closed = Person.objects.filter(pk=subject_id, restricted=True)
    return closed.exclude(Exists(_named(viewer, _day(now)))).exists()


def _day(now: datetime) -> date:
    return now.astimezone(LONDON).date()


def _conditions(viewer: Viewer, day: date, now: datetime) -> list[Q]:
    """One condition for each table: asking each table once is what makes the question cheap."""
    allocated = Q(worker=viewer.staff_id) | (Q(team__in=viewer.teams) if viewer.teams else Q())
    leads = Action.objects.filter(subject=OuterRef("pk"), lead=viewer.staff_id, state=Action.State.OPEN)
    items = AgendaItem.objects.filter(subject=OuterRef("pk")).exclude(state=AgendaItem.State.WITHDRAWN)
    found = [
        Q(Exists(Allocation.objects.on(day).filter(allocated, person=OuterRef("pk")))),
        Q(Exists(leads)),
        Q(Exists(items.filter(_at_meetings(viewer, now)))),
    ]
    if viewer.runs_from_list or viewer.holds(Post.BROKERAGE):
        found.append(Q(Exists(_listed(day).filter(entry__person=OuterRef("pk")))))
    return found


def _at_meetings(viewer: Viewer, now: datetime) -> Q:
    """The items by which this viewer sees a child: of a forum they run, of an issued agenda they sit for, of a closed meeting."""
    sits = Q(Exists(_invited(viewer)))
    if viewer.sits_on:
        sits |= Q(meeting__forum__slug__in=viewer.sits_on)
    in_time = Q(meeting__closed_at__isnull=True) | Q(meeting__closed_at__gt=look_back_began(now))
    seen = Q(meeting__issued_at__lte=now) & in_time & ~Q(meeting__state=Meeting.State.CANCELLED) & sits
    if viewer.runs:
        seen |= Q(meeting__forum__slug__in=viewer.runs)
    if viewer.holds(Post.QUALITY_ASSURANCE):
        seen |= Q(meeting__closed_at__isnull=False)
    return seen


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


def _named(viewer: Viewer, day: date, person: str = "pk") -> QuerySet[Restriction]:
    return Restriction.objects.on(day).filter(person=OuterRef(person), staff=viewer.staff_id)


def child_facts(person_ids: Collection[int], *, now: datetime) -> dict[int, ChildFacts]:
    """What access depends on, for these children, in a fixed number of queries."""
    day = _day(now)
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
