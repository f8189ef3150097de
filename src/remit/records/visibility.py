"""Which children may this viewer see? The question of `rules.access`, asked of the whole table at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from remit.records.actions import Action
from remit.records.children import Allocation, Person, Restriction
from remit.records.meetings import AgendaItem, Attendance, Meeting
from remit.records.placements_list import EntryDetail
from remit.records.prepared import Given, GivenEach
from remit.rules.access import LEFT_LIST_LOOK_BACK, ChildFacts, Sitting, look_back_began
from remit.rules.viewers import Post, Viewer

LONDON = ZoneInfo("Europe/London")


class Sight(NamedTuple):
    """The shape of a viewer's question: which of its conditions are there. It holds nothing of who the viewer is."""

    everybody: bool = False
    """Every child, but for restricted records."""
    listed: bool = False
    teams: bool = False
    runs: bool = False
    sits: bool = False
    closed: bool = False
    """Everybody a closed meeting discussed."""


EVERYBODY = Sight(everybody=True)
Values = Mapping[str, Any]
PLACES: Values = {
    **{name: Given(name) for name in ("viewer", "day", "now", "left_after", "look_back_began")},
    **{name: GivenEach(name) for name in ("teams", "runs", "sits_on")},
}
"""Where the values of a prepared question will stand; see `asking`."""


def sight_of(viewer: Viewer) -> Sight:
    """The shape of this viewer's question."""
    if viewer.holds(Post.DIRECTOR):
        return EVERYBODY
    return Sight(
        listed=viewer.runs_from_list or viewer.holds(Post.BROKERAGE),
        teams=bool(viewer.teams),
        runs=bool(viewer.runs),
        sits=bool(viewer.sits_on),
        closed=viewer.holds(Post.QUALITY_ASSURANCE),
    )


def sight_at(viewer: Viewer, forum: str) -> Sight:
    """The same for children who stand on an agenda of this forum: whoever runs it sees all, but for restricted records."""
    return EVERYBODY if forum in viewer.runs else sight_of(viewer)


def sight_of_list(viewer: Viewer) -> Sight:
    """The same for children on the list: whoever keeps it or works from it sees all, but for restricted records."""
    sight = sight_of(viewer)
    return EVERYBODY if sight.listed else sight


def asking(viewer: Viewer, *, now: datetime) -> Values:
    """The values this viewer's question is asked with."""
    day = _day(now)
    return {
        "viewer": viewer.staff_id,
        "day": day,
        "now": now,
        "left_after": day - LEFT_LIST_LOOK_BACK,
        "look_back_began": look_back_began(now),
        "teams": viewer.teams,
        "runs": viewer.runs,
        "sits_on": viewer.sits_on,
    }


def visible_to(viewer: Viewer, *, now: datetime) -> Q:
    """A filter on `Person` that leaves whom this viewer may see; agrees with `access.may_see`."""
    return visible(sight_of(viewer), asking(viewer, now=now))


def on_list_visible_to(viewer: Viewer, *, now: datetime) -> Q:
    """The same question asked of open rows of the action list, where most have a short answer."""
    return on_list_visible(sight_of_list(viewer), asking(viewer, now=now))


def on_list_visible(sight: Sight, said: Values = PLACES) -> Q:
    """As `on_list_visible_to`, from its shape."""
    if sight.everybody:
        return Q(entry__person__restricted=False) | Q(Exists(_named(said, "entry__person")))
    return Q(Exists(Person.objects.filter(visible(sight, said), pk=OuterRef("entry__person"))))


def at_forum_visible_to(viewer: Viewer, forum: str, *, now: datetime) -> Q:
    """The same question asked of children who stand on an agenda of this forum, where most have a short answer."""
    return visible(sight_at(viewer, forum), asking(viewer, now=now))


def visible(sight: Sight, said: Values = PLACES) -> Q:
    """As `visible_to`, from its shape; without values it can be prepared."""
    granted = Q()
    if not sight.everybody:
        granted = Q(pk__in=[])
        for condition in _conditions(sight, said):
            granted |= condition
    return granted & (Q(restricted=False) | Q(Exists(_named(said))))


def hidden_from(viewer: Viewer, subject_id: int, *, now: datetime) -> bool:
    """Whether this is a child whose record is restricted to others; one query. A forum is hidden from nobody."""
    closed = Person.objects.filter(pk=subject_id, restricted=True)
    return closed.exclude(Exists(_named(asking(viewer, now=now)))).exists()


def _day(now: datetime) -> date:
    return now.astimezone(LONDON).date()


def _conditions(sight: Sight, said: Values) -> list[Q]:
    """One condition for each table: asking each table once is what makes the question cheap."""
    allocated = Q(worker=said["viewer"]) | (Q(team__in=said["teams"]) if sight.teams else Q())
    leads = Action.objects.filter(subject=OuterRef("pk"), lead=said["viewer"], state=Action.State.OPEN)
    items = AgendaItem.objects.filter(subject=OuterRef("pk")).exclude(state=AgendaItem.State.WITHDRAWN)
    found = [
        Q(Exists(Allocation.objects.on(said["day"]).filter(allocated, person=OuterRef("pk")))),
        Q(Exists(leads)),
        Q(Exists(items.filter(_at_meetings(sight, said)))),
    ]
    if sight.listed:
        found.append(Q(Exists(_listed(said["left_after"]).filter(entry__person=OuterRef("pk")))))
    return found


def _at_meetings(sight: Sight, said: Values) -> Q:
    """The items by which this viewer sees a child: of a forum they run, of an issued agenda they sit for, of a closed meeting."""
    sits = Q(Exists(seated().filter(meeting=OuterRef("meeting"), staff=said["viewer"])))
    if sight.sits:
        sits |= Q(meeting__forum__slug__in=said["sits_on"])
    in_time = Q(meeting__closed_at__isnull=True) | Q(meeting__closed_at__gt=said["look_back_began"])
    seen = (
        Q(meeting__issued_at__lte=said["now"]) & in_time & ~Q(meeting__state=Meeting.State.CANCELLED) & sits
    )
    if sight.runs:
        seen |= Q(meeting__forum__slug__in=said["runs"])
    if sight.closed:
        seen |= Q(meeting__closed_at__isnull=False)
    return seen


def _listed(left_after: Any) -> QuerySet[EntryDetail]:
    """What the list says of those on it, and of those who left it lately."""
    lately = Q(until__isnull=True) | Q(until__gt=left_after)
    found: QuerySet[EntryDetail] = EntryDetail.objects.known().filter(lately)
    return found


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


def _named(said: Values, person: str = "pk") -> QuerySet[Restriction]:
    return Restriction.objects.on(said["day"]).filter(person=OuterRef(person), staff=said["viewer"])


def child_facts(person_ids: Collection[int], *, now: datetime) -> dict[int, ChildFacts]:
    """What access depends on, for these children, in a fixed number of queries."""
    day = _day(now)
    recent = _listed(day - LEFT_LIST_LOOK_BACK).filter(entry__person__in=person_ids)
    listed = set(recent.values_list("entry__person_id", flat=True))
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
