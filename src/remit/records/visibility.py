"""Which children may this viewer see? The question of `rules.access`, asked of the whole table at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, DateField, DateTimeField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from remit.records.actions import Action
from remit.records.children import Allocation, Person, Restriction
from remit.records.cohort_stays import CohortStay
from remit.records.meetings import AgendaItem, Attendance, Meeting
from remit.records.placements_list import EntryDetail
from remit.records.prepared import Given, GivenEach, prepared
from remit.rules.access import LEFT_LIST_LOOK_BACK, ChildFacts, Sitting, look_back_began
from remit.rules.clock import london_day
from remit.rules.forum_cohorts import FOLLOWABLE
from remit.rules.viewers import Post, Viewer


class Sight(NamedTuple):
    """The shape of a viewer's question: which of its conditions are there. It holds nothing of who the viewer is."""

    everybody: bool = False
    """Every child, but for restricted records."""
    listed: bool = False
    teams: bool = False
    runs: bool = False
    sits: bool = False
    follows: bool = False
    """Whom the cohorts of their forums hold."""
    closed: bool = False
    """Everybody a closed meeting discussed."""


EVERYBODY = Sight(everybody=True)
FEW_TEAMS = 100
"""Who answers for more is likely to see any child: for them it is quicker to begin with the children."""
Values = Mapping[str, Any]
PLACES: Values = {
    **{name: Given(name) for name in ("viewer", "day", "now", "left_after", "look_back_began")},
    **{name: GivenEach(name) for name in ("teams", "runs", "sits_on", "cohorts", "parts")},
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
        follows=bool(viewer.follows),
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
    day = london_day(now)
    return {
        "viewer": viewer.staff_id,
        "day": day,
        "now": now,
        "left_after": day - LEFT_LIST_LOOK_BACK,
        "look_back_began": look_back_began(now),
        "teams": viewer.teams,
        "runs": viewer.runs,
        "sits_on": viewer.sits_on,
        "cohorts": frozenset(cohort for cohort, _ in viewer.follows),
        "parts": frozenset(part for _, part in viewer.follows),
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


def _conditions(sight: Sight, said: Values) -> list[Q]:
    """One condition for each table: asking each table once is what makes the question cheap."""
    return [Q(Exists(rows.filter(**{child: OuterRef("pk")}))) for rows, child in _connecting(sight, said)]


def _connecting(sight: Sight, said: Values) -> list[tuple[QuerySet[Any], str]]:
    """What connects this viewer with children: rows of each table, and where they name the child."""
    allocated = Q(worker=said["viewer"]) | (Q(team__in=said["teams"]) if sight.teams else Q())
    items = AgendaItem.objects.exclude(state=AgendaItem.State.WITHDRAWN)
    found: list[tuple[QuerySet[Any], str]] = [
        (Allocation.objects.on(said["day"]).filter(allocated), "person"),
        (Action.objects.filter(lead=said["viewer"], state=Action.State.OPEN), "subject"),
        (items.filter(_at_meetings(sight, said)), "subject"),
    ]
    if sight.listed:
        found.append((_listed(said["left_after"]), "entry__person"))
    if sight.follows:
        found.append((_in_cohorts(said), "person"))
    return found


def visible_among_many(viewer: Viewer, *, now: datetime) -> Q:
    """As `visible_to`, for asking it of a table of very many children, of whom this viewer may see few.

    It begins with what connects the viewer with children, not with each child. Who answers for many teams, or follows
    whole cohorts, meets some of their children soon in any order, and for them that would take longer.
    """
    seen, sight = visible_to(viewer, now=now), sight_of(viewer)
    if sight.everybody or sight.follows or len(viewer.teams) > FEW_TEAMS:
        return seen
    first, *others = (
        rows.order_by().values(child) for rows, child in _connecting(sight, asking(viewer, now=now))
    )
    return Q(pk__in=first.union(*others)) & seen


def _in_cohorts(said: Values) -> QuerySet[CohortStay]:
    """Who is in one of these cohorts that day. No two cohorts have parts of one name, so that the two lists name the pairs."""
    return _stays_on(said["day"]).filter(cohort__in=said["cohorts"], part__in=said["parts"])


def _stays_on(day: Any) -> QuerySet[CohortStay]:
    return CohortStay.objects.filter(Q(until__isnull=True) | Q(until__gt=day), first__lte=day)


def _at_meetings(sight: Sight, said: Values) -> Q:
    """The items by which this viewer sees a child: of a forum they run, of an issued agenda they sit for, of a closed meeting."""
    sits = Q(Exists(seated().filter(meeting=OuterRef("meeting"), staff=said["viewer"])))
    if sight.sits:
        sits |= Q(meeting__forum__slug__in=said["sits_on"])
    lately = Q(meeting__members_until__isnull=True, meeting__closed_at__gt=said["look_back_began"])
    in_time = Q(meeting__closed_at__isnull=True) | lately | Q(meeting__members_until__gt=said["now"])
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
    """Who sits at meetings for a seat, substitutes too; an observer or who came for one case does not.

    Who left before the end is among them: they sat there, and read of the meeting what the others read.
    """
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
    """What access depends on, for these children. One query."""
    found: dict[tuple[int, str], list[_Fact]] = defaultdict(list)
    day = london_day(now)
    for row in map(_Fact._make, _facts(people=person_ids, day=day, left_after=day - LEFT_LIST_LOOK_BACK)):
        found[row.person, row.kind].append(row)
    return {person: _facts_of(person, found) for person in person_ids}


class _Fact(NamedTuple):
    """A row of what access to a child depends on; what its columns mean depends on its kind.

    Of a cohort its name stands under `forum` and its part under `state`.
    """

    kind: str
    person: int
    staff: Any
    at: Any
    """Key of a meeting or a team."""
    forum: str
    state: str
    issued_at: Any
    closed_at: Any
    members_until: Any
    on: Any


@prepared
def _facts() -> QuerySet[Any, Any]:
    """Whether listed, in which cohorts, allocated to whom, who leads an open action, at which meetings with whom, for whom
    alone."""
    people, day = GivenEach("people"), Given("day")
    no_key, no_time, no_day, nothing = (
        Cast(Value(None), BigIntegerField()),
        Cast(Value(None), DateTimeField()),
        Cast(Value(None), DateField()),
        Value(""),
    )
    no_meeting = (nothing, nothing, no_time, no_time, no_time, no_day)
    items = AgendaItem.objects.filter(subject__in=people).exclude(state=AgendaItem.State.WITHDRAWN)
    restricted = Person.objects.filter(pk__in=people, restricted=True).order_by()
    listed = _listed(Given("left_after")).filter(entry__person__in=people)
    followed = _stays_on(day).filter(person__in=people, cohort__in=sorted(FOLLOWABLE))
    allocated = Allocation.objects.on(day).filter(person__in=people)
    leads = Action.objects.filter(subject__in=people, state=Action.State.OPEN)
    there = items.filter(meeting__attendance__in=seated().filter(staff__isnull=False))
    named = Restriction.objects.on(day).filter(person__in=people)
    return restricted.values_list(Value("restricted"), "pk", no_key, no_key, *no_meeting).union(
        listed.values_list(Value("listed"), "entry__person_id", no_key, no_key, *no_meeting),
        followed.values_list(
            Value("followed"), "person_id", no_key, no_key, "cohort", "part", *no_meeting[2:]
        ),
        allocated.values_list(Value("allocated"), "person_id", "worker_id", "team_id", *no_meeting),
        leads.values_list(Value("leads"), "subject_id", "lead_id", no_key, *no_meeting),
        items.values_list(
            *(Value("item"), "subject_id", no_key, "meeting_id", "meeting__forum__slug", "meeting__state"),
            *("meeting__issued_at", "meeting__closed_at", "meeting__members_until", "meeting__date"),
        ),
        there.values_list(
            Value("there"), "subject_id", "meeting__attendance__staff_id", "meeting_id", *no_meeting
        ),
        named.values_list(Value("named"), "person_id", "staff_id", no_key, *no_meeting),
    )


def _facts_of(person: int, found: Mapping[tuple[int, str], list[_Fact]]) -> ChildFacts:
    def staff(kind: str) -> frozenset[int]:
        return frozenset(row.staff for row in found.get((person, kind), ()) if row.staff is not None)

    invited: dict[int, set[int]] = defaultdict(set)
    for row in found.get((person, "there"), ()):
        invited[row.at].add(row.staff)
    return ChildFacts(
        on_action_list=(person, "listed") in found,
        in_cohorts=frozenset((row.forum, row.state) for row in found.get((person, "followed"), ())),
        allocated_to=staff("allocated"),
        teams=frozenset(row.at for row in found.get((person, "allocated"), ())),
        sittings=tuple(_sitting(row, frozenset(invited[row.at])) for row in found.get((person, "item"), ())),
        open_action_leads=staff("leads"),
        restricted_to=staff("named") if (person, "restricted") in found else None,
    )


def _sitting(row: _Fact, invited: frozenset[int]) -> Sitting:
    return Sitting(
        forum=row.forum,
        issued_at=row.issued_at,
        closed_at=row.closed_at,
        invited=invited,
        cancelled=row.state == Meeting.State.CANCELLED,
        members_until=row.members_until,
        on=row.on,
    )
