"""What does somebody watch over who owes nothing today: actions about their children, or what meetings wrote?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import OuterRef, Q, Subquery

from remit.reading import looks
from remit.reading.children import name_of
from remit.records.actions import Action
from remit.records.children import Allocation, Person
from remit.records.meetings import Meeting
from remit.records.terms_store import terms_by_id
from remit.records.visibility import visible_to
from remit.rules.clock import is_past, london_day
from remit.rules.viewers import Post, Viewer

MOST_COUNTED = 500
MOST_SHOWN = 10
LOOKING_AHEAD = timedelta(weeks=4)
LOOKING_BACK = timedelta(weeks=8)


@dataclass(frozen=True, slots=True)
class WatchedAction:
    """An open action about a child of one's own or one's teams. What it asks stands on its page, as its reader may read it."""

    ref: str
    child: str
    child_name: str
    team: str
    lead: str
    forum_name: str
    raised_on: date
    due_at: datetime
    past: bool
    """Whether it is past its date."""


@dataclass(frozen=True, slots=True)
class Watched:
    """Open actions about the children somebody answers for: the earliest due, and how many there are."""

    actions: tuple[WatchedAction, ...] = ()
    in_all: int = 0
    """At most `MOST_COUNTED` are counted."""
    past: int = 0
    answers: bool = False
    """Whether this viewer answers for children at all."""


def watched_actions(viewer: Viewer, *, now: datetime) -> Watched:
    """Those that closed meetings asked for, of the children allocated to this viewer or to their teams. One query."""
    if not (viewer.works_with_children or viewer.teams):
        return Watched()
    day = london_day(now)
    mine = Allocation.objects.on(day).filter(Q(worker=viewer.staff_id) | Q(team__in=viewer.teams))
    people = Person.objects.filter(visible_to(viewer, now=now), pk__in=mine.values("person"))
    team = mine.filter(person=OuterRef("subject")).order_by("pk").values("team__name")[:1]
    rows = list(
        Action.objects.filter(
            state=Action.State.OPEN, meeting__closed_at__isnull=False, subject__in=people.values("pk")
        )
        .exclude(lead=viewer.staff_id)
        .annotate(team=Subquery(team))
        .select_related("lead", "meeting__terms", "subject__person")
        .defer("meeting__terms__document")
        .order_by("due_at", "pk")[:MOST_COUNTED]
    )
    shown = rows[:MOST_SHOWN]
    looks.shown(looks.LISTED, {row.subject_id for row in shown})
    return Watched(
        actions=tuple(_action(row, row.team or "", now) for row in shown),
        in_all=len(rows),
        answers=True,
        past=sum(is_past(row.due_at, now=now) for row in rows),
    )


def _action(row: Action, team: str, now: datetime) -> WatchedAction:
    return WatchedAction(
        ref=row.ref,
        child=row.subject.ref,
        child_name=name_of(row.subject.person),
        team=team,
        lead=row.lead.name,
        forum_name=terms_by_id(row.meeting.terms_id, row.meeting.terms.digest).name,
        raised_on=row.meeting.date,
        due_at=row.due_at,
        past=is_past(row.due_at, now=now),
    )


@dataclass(frozen=True, slots=True)
class WatchedMeeting:
    """A meeting of any forum, for who assures the quality of what was said."""

    forum: str
    forum_name: str
    nominal: str
    date: date
    start: time
    closed: bool
    approved_at: datetime | None


def watched_meetings(viewer: Viewer, *, now: datetime) -> tuple[WatchedMeeting, ...]:
    """The coming meetings of every forum and those closed lately, in order of time; no child is in it. One query."""
    if not viewer.holds(Post.QUALITY_ASSURANCE):
        return ()
    day = london_day(now)
    coming = Q(date__gte=day, date__lte=day + LOOKING_AHEAD, closed_at__isnull=True)
    over = Q(date__gte=day - LOOKING_BACK, closed_at__isnull=False)
    rows = (
        Meeting.objects.filter(coming | over)
        .exclude(state=Meeting.State.CANCELLED)
        .select_related("forum", "terms")
        .defer("terms__document")
        .order_by("starts_at", "pk")
    )
    return tuple(
        WatchedMeeting(
            forum=row.forum.slug,
            forum_name=terms_by_id(row.terms_id, row.terms.digest).name,
            nominal=row.nominal_date.isoformat(),
            date=row.date,
            start=row.start,
            closed=row.closed_at is not None,
            approved_at=row.minutes_approved_at,
        )
        for row in rows
    )
