"""What does this person owe, by when, and which meetings and children are theirs?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from remit.reading import looks
from remit.reading.children import ChildLine, my_children, name_of
from remit.records.children import Allocation, Person
from remit.records.duties import Duty
from remit.records.meetings import AgendaItem, Attendance, Meeting
from remit.records.terms_store import terms_of
from remit.records.visibility import visible_to
from remit.rules.clock import is_past, london_day
from remit.rules.viewers import Viewer

WEEKS_AHEAD = timedelta(weeks=4)
MOST_DUTIES = 100


@dataclass(frozen=True, slots=True)
class OwedLine:
    """A duty of this viewer: what, by when, because of which clause, and where it is done."""

    what: str
    clause: str
    due_at: datetime
    overdue: bool
    forum: str
    forum_name: str
    meeting: str
    """Nominal date of the meeting it belongs to, as in its address; empty where none."""
    meeting_on: date | None
    action: str
    """Reference of the action whose update is owed; empty where none."""
    term: str
    subject_name: str


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting this viewer sits at, or comes to with a child."""

    forum: str
    forum_name: str
    nominal: str
    date: date
    start: time
    end: time
    state: str
    slot: time | None = None
    child_ref: str = ""
    child_name: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """Everything a person finds on their home page, but for their actions (`reading.actions.my_actions`)."""

    owed: tuple[OwedLine, ...]
    more_owed: bool
    meetings: tuple[MeetingLine, ...]
    cases_heard: tuple[MeetingLine, ...]
    children: tuple[ChildLine, ...]


def home(viewer: Viewer, *, now: datetime) -> Home:
    """This viewer's home page."""
    owed = _owed(viewer, now)
    return Home(
        owed=owed[:MOST_DUTIES],
        more_owed=len(owed) > MOST_DUTIES,
        meetings=_meetings(viewer, now),
        cases_heard=_cases_heard(viewer, now) if viewer.works_with_children or viewer.teams else (),
        children=my_children(viewer, now=now) if viewer.works_with_children else (),
    )


def _owed(viewer: Viewer, now: datetime) -> tuple[OwedLine, ...]:
    duties = list(
        Duty.objects.filter(owner=viewer.staff_id, state=Duty.State.OPEN)
        .select_related("meeting__forum", "meeting__terms", "action", "subject__person")
        .defer("meeting__terms__document")
        .order_by("due_at", "id")[: MOST_DUTIES + 1]
    )
    about = {duty.subject_id for duty in duties if hasattr(duty.subject, "person")}
    visible = set(
        Person.objects.filter(visible_to(viewer, now=now), pk__in=about).values_list("pk", flat=True)
    )
    looks.shown(looks.LISTED, visible)
    return tuple(_line(duty, visible, now) for duty in duties)


def _line(duty: Duty, visible: set[int], now: datetime) -> OwedLine:
    meeting = duty.meeting
    return OwedLine(
        what=duty.what,
        clause=duty.clause,
        due_at=duty.due_at,
        overdue=is_past(duty.due_at, now=now),
        forum=meeting.forum.slug if meeting else "",
        forum_name=forum_name(meeting) if meeting else "",
        meeting=meeting.nominal_date.isoformat() if meeting else "",
        meeting_on=meeting.date if meeting else None,
        action=duty.action.ref if duty.action else "",
        term=duty.term,
        subject_name=name_of(duty.subject.person) if duty.subject_id in visible else "",
    )


def _meetings(viewer: Viewer, now: datetime) -> tuple[MeetingLine, ...]:
    day = london_day(now)
    mine = Q(forum__slug__in=viewer.sits_on) | Q(
        attendance__staff=viewer.staff_id,
        attendance__superseded_at__isnull=True,
        attendance__item__isnull=True,
        attendance__answer=Attendance.Answer.PRESENT,
    )
    rows = (
        Meeting.objects.filter(mine, date__gte=day, date__lte=day + WEEKS_AHEAD)
        .select_related("forum", "terms")
        .defer("terms__document")
        .order_by("date", "start", "id")
        .distinct()
    )
    return tuple(_meeting_line(row) for row in rows)


def _cases_heard(viewer: Viewer, now: datetime) -> tuple[MeetingLine, ...]:
    """Coming meetings with a child of this viewer on an issued agenda: as the child's worker or a manager above."""
    day = london_day(now)
    allocated = Allocation.objects.on(day).filter(Q(worker=viewer.staff_id) | Q(team__in=viewer.teams))
    people = Person.objects.filter(visible_to(viewer, now=now), pk__in=allocated.values("person_id"))
    items = (
        AgendaItem.objects.filter(
            subject__in=people.values("pk"),
            meeting__date__gte=day,
            meeting__issued_at__isnull=False,
            meeting__closed_at__isnull=True,
            state=AgendaItem.State.PLANNED,
        )
        .exclude(meeting__state=Meeting.State.CANCELLED)
        .select_related("meeting__forum", "meeting__terms", "subject__person")
        .defer("meeting__terms__document")
        .order_by("meeting__date", "slot_at", "id")
    )
    rows = list(items)
    looks.shown(looks.LISTED, {item.subject_id for item in rows})
    return tuple(_meeting_line(item.meeting, item) for item in rows)


def _meeting_line(meeting: Meeting, item: AgendaItem | None = None) -> MeetingLine:
    return MeetingLine(
        forum=meeting.forum.slug,
        forum_name=forum_name(meeting),
        nominal=meeting.nominal_date.isoformat(),
        date=meeting.date,
        start=meeting.start,
        end=meeting.end,
        state=meeting.state,
        slot=item.slot_at if item else None,
        child_ref=item.subject.ref if item else "",
        child_name=name_of(item.subject.person) if item else "",
    )


def forum_name(meeting: Meeting) -> str:
    """The forum's name as the terms of that meeting have it."""
    return terms_of(meeting.terms).name
