"""What does this person owe, by when, and which meetings and children are theirs?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, Literal

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from remit.reading import looks
from remit.reading.children import ChildLine, my_children, name_of
from remit.reading.room_rail import HIDDEN
from remit.records.children import Allocation, Person
from remit.records.duties import Duty
from remit.records.duty_steps import DutyStep
from remit.records.meetings import AgendaItem, Attendance, Meeting
from remit.records.prepared import Given, prepared
from remit.records.terms_store import terms_of
from remit.records.visibility import PLACES, Sight, asking, sight_of, visible, visible_to
from remit.rules.clock import is_past, london_day
from remit.rules.kept_list import owed_on_lists
from remit.rules.permissions import why_not_act_as, why_not_see_list
from remit.rules.reports import report_named
from remit.rules.sheets import owed_on_sheets
from remit.rules.viewers import Post, Viewer

WEEKS_AHEAD = timedelta(weeks=4)
OWED_AHEAD = timedelta(weeks=2)
ABOVE = frozenset({Post.TEAM_MANAGER, Post.SERVICE_MANAGER, Post.HEAD_OF_SERVICE, Post.DIRECTOR})
"""Posts of those who stand above others."""
UNFINISHED_FOR = timedelta(weeks=8)
"""So long a meeting that is not closed, or whose minutes are not approved, stays on the home page."""
MOST_DUTIES = 100
Next = Literal["", "select", "draft", "confirm", "read", "open", "room", "approve"]
"""What this viewer does next for a meeting."""


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
    asked: str
    """What the action asks, where its child may be seen; empty where none."""
    term: str
    met_by: str
    """The act that discharges it, as the terms name it; empty where none is known."""
    meeting_state: str
    subject_name: str
    owner: str
    """Who owes it; empty where nobody holds the seat or role."""
    escalated_at: datetime | None = None
    """Since when it is with this viewer, because it was not done in time; None where it is not."""
    report_for: str = ""
    """Of a report that is owed: the meeting or month it is for, as in its address; empty of other duties."""
    sheet: str = ""
    """Reference of the case whose sheet it is done on; empty where it is done elsewhere."""
    hidden: bool = False
    """Whether it is about a child whose record this viewer may not see: then there is no page to do it on."""
    on_list: bool = False
    """Whether it is done on the action list, and this viewer may see that."""


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
    drafted: bool = False
    approved: bool = False
    next: Next = ""
    confirmed: bool = True
    """Of a case: whether the agenda it stands on is confirmed; before, it has no time and may still leave."""
    slot: time | None = None
    part: str = ""
    """Of a case without a time of its own: the part of the agenda it stands in."""
    child_ref: str = ""
    child_name: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """Everything a person finds on their home page, but for their actions (`reading.actions.my_actions`)."""

    owed: tuple[OwedLine, ...]
    """Overdue, or due in the next two weeks."""
    later_owed: int
    """How many more are due later: `MOST_DUTIES` or more are said as so many."""
    owed_by_others: tuple[OwedLine, ...]
    """The same two weeks, in the forums this viewer runs."""
    escalated: tuple[OwedLine, ...]
    """What others did not do in time and has come to this viewer, as the manager above them or as chair."""
    meetings: tuple[MeetingLine, ...]
    cases_heard: tuple[MeetingLine, ...]
    children: tuple[ChildLine, ...]


def home(viewer: Viewer, *, now: datetime) -> Home:
    """This viewer's home page."""
    mine, others = _owed_by(viewer, now), _owed_by_others(viewer, now)
    escalated = _escalated_to(viewer, now)
    looks.shown(
        looks.LISTED,
        {one.duty.subject_id for one in (*mine, *others, *(one for one, _ in escalated)) if one.shown},
    )
    line = partial(_line, now=now, sees_list=why_not_see_list(viewer) is None)
    soon = tuple(line(one) for one in mine if one.duty.due_at <= now + OWED_AHEAD)
    return Home(
        owed=soon[:MOST_DUTIES],
        later_owed=len(mine) - len(soon[:MOST_DUTIES]),
        owed_by_others=tuple(line(one) for one in others),
        escalated=tuple(replace(line(one), escalated_at=at) for one, at in escalated),
        meetings=_meetings(viewer, now),
        cases_heard=_cases_heard(viewer, now) if viewer.works_with_children or viewer.teams else (),
        children=my_children(viewer, now=now) if viewer.works_with_children else (),
    )


@dataclass(frozen=True, slots=True)
class _Owed:
    """A duty on record, whether its child may be shown to this viewer, and the case it is done on where it may."""

    duty: Duty
    shown: bool
    heard: str

    @property
    def of_child(self) -> bool:
        return hasattr(self.duty.subject, "person")

    @property
    def closed(self) -> bool:
        """Whether it is about a child whose record is restricted, and not to this viewer."""
        return self.of_child and not self.shown and self.duty.subject.person.restricted

    @property
    def sheet(self) -> str:
        return self.heard if self.shown and _on_a_sheet(self.duty) else ""


def _owed_by(viewer: Viewer, now: datetime) -> list[_Owed]:
    return _read(_own_duties(sight_of(viewer), **asking(viewer, now=now)))


def _owed_by_others(viewer: Viewer, now: datetime) -> list[_Owed]:
    """What others owe, or nobody who could, in the forums this viewer runs."""
    if not viewer.runs:
        return []
    until = now + OWED_AHEAD
    return _read(_duties_of_others(sight_of(viewer), until=until, **asking(viewer, now=now)))


def _read(duties: Iterable[Any]) -> list[_Owed]:
    return [_Owed(row, row.shown, row.heard or "") for row in duties]


@prepared
def _own_duties(sight: Sight) -> QuerySet[Any, Any]:
    return _duties(sight).filter(owner=PLACES["viewer"])[: MOST_DUTIES + 1]


@prepared
def _duties_of_others(sight: Sight) -> QuerySet[Any, Any]:
    theirs = _duties(sight).filter(meeting__forum__slug__in=PLACES["runs"], due_at__lte=Given("until"))
    return theirs.exclude(owner=PLACES["viewer"])[:MOST_DUTIES]


def _duties(sight: Sight) -> QuerySet[Any, Any]:
    """What is open, the first due first."""
    return (
        Duty.objects.filter(state=Duty.State.OPEN)
        .select_related("meeting__forum", "meeting__terms", "action", "subject__person", "owner")
        .defer("meeting__terms__document")
        .annotate(shown=_shown(sight, ""), heard=_heard(""))
        .order_by("due_at", "id")
    )


def _escalated_to(viewer: Viewer, now: datetime) -> list[tuple[_Owed, datetime]]:
    """Of duties still open with the due time they were escalated for; the longest with this viewer first, since when."""
    if not (viewer.posts & ABOVE or viewer.chairs):
        return []
    rows: Any = _escalations(sight_of(viewer), **asking(viewer, now=now))
    return [(_Owed(row.duty, row.shown, row.heard or ""), row.at) for row in rows]


@prepared
def _escalations(sight: Sight) -> QuerySet[Any, Any]:
    steps = DutyStep.objects.filter(
        to=PLACES["viewer"],
        kind=DutyStep.Kind.ESCALATION,
        duty__state=Duty.State.OPEN,
        duty__due_at=F("due_at"),
    )
    whole = "duty__meeting__forum duty__meeting__terms duty__action duty__subject__person duty__owner"
    steps = steps.select_related(*whole.split()).defer("duty__meeting__terms__document")
    rows = steps.annotate(shown=_shown(sight, "duty__"), heard=_heard("duty__"))
    return rows.order_by("at", "id")[:MOST_DUTIES]


def _shown(sight: Sight, before: str) -> Exists:
    """Whether the child of a duty may be shown to the viewer. `before`: how the row comes to the duty."""
    return Exists(Person.objects.filter(visible(sight), pk=OuterRef(f"{before}subject")))


def _heard(before: str) -> Subquery:
    """The child's case at the meeting the duty belongs to."""
    there = AgendaItem.objects.filter(
        meeting=OuterRef(f"{before}meeting"), subject=OuterRef(f"{before}subject")
    )
    return Subquery(there.exclude(state=AgendaItem.State.WITHDRAWN).order_by("-pk").values("ref")[:1])


def _on_a_sheet(duty: Duty) -> bool:
    said = terms_of(duty.meeting.terms) if duty.meeting else None
    return said is not None and any(one.id == duty.term for one in owed_on_sheets(said))


def _line(one: _Owed, *, now: datetime, sees_list: bool) -> OwedLine:
    duty, hidden = one.duty, one.closed
    meeting, told = duty.meeting, one.shown or not one.of_child
    return OwedLine(
        what=duty.what,
        clause=duty.clause,
        due_at=duty.due_at,
        overdue=is_past(duty.due_at, now=now),
        forum=meeting.forum.slug if meeting else "",
        forum_name=forum_name(meeting) if meeting else "",
        meeting=meeting.nominal_date.isoformat() if meeting else "",
        meeting_on=meeting.date if meeting else None,
        action=duty.action.ref if duty.action and not hidden else "",
        asked=duty.action.what if duty.action and told else "",
        term=duty.term,
        met_by=_met_by(duty),
        meeting_state=meeting.state if meeting else "",
        subject_name=name_of(duty.subject.person) if one.shown else HIDDEN if hidden else "",
        owner=duty.owner.name if duty.owner else "",
        report_for=_report_for(duty),
        sheet=one.sheet,
        hidden=hidden,
        on_list=sees_list and _on_the_list(duty),
    )


def _on_the_list(duty: Duty) -> bool:
    said = terms_of(duty.meeting.terms) if duty.meeting else None
    return said is not None and any(owed.id == duty.term for owed, _ in owed_on_lists(said))


def _report_for(duty: Duty) -> str:
    """Where a duty is to share a report: the month it ends with, or the nominal date of the meeting it is shared at."""
    if duty.meeting is None or report_named(terms_of(duty.meeting.terms), duty.term) is None:
        return ""
    kind, _, occasion = duty.occasion.partition(":")
    return occasion if kind == "month" else duty.meeting.nominal_date.isoformat()


def _met_by(duty: Duty) -> str:
    said = terms_of(duty.meeting.terms).duties if duty.meeting else ()
    return next((one.met_by for one in said if one.id == duty.term), "")


def _meetings(viewer: Viewer, now: datetime) -> tuple[MeetingLine, ...]:
    """Meetings of the next weeks, and earlier ones that are not finished yet."""
    day = london_day(now)
    mine = Q(forum__slug__in=viewer.sits_on) | Q(
        attendance__staff=viewer.staff_id,
        attendance__superseded_at__isnull=True,
        attendance__item__isnull=True,
        attendance__answer=Attendance.Answer.PRESENT,
    )
    unfinished = Q(state__in=(Meeting.State.ISSUED, Meeting.State.OPEN)) | Q(
        state=Meeting.State.CLOSED, minutes_approved_at__isnull=True
    )
    when = Q(date__gte=day) | Q(date__gte=day - UNFINISHED_FOR) & unfinished
    rows = (
        Meeting.objects.filter(mine, when, date__lte=day + WEEKS_AHEAD)
        .select_related("forum", "terms")
        .defer("terms__document")
        .order_by("date", "start", "id")
        .distinct()
    )
    prepared: set[int] = set()
    lines = []
    for row in rows:
        lines.append(_meeting_line(row, next=_next(viewer, row, day, first=row.forum_id not in prepared)))
        if row.state == Meeting.State.PLANNED:
            prepared.add(row.forum_id)
    return tuple(lines)


def _next(viewer: Viewer, meeting: Meeting, day: date, *, first: bool) -> Next:
    """What this viewer does next for a meeting. `first`: no earlier one of its forum is still being prepared."""
    runs = meeting.forum.slug in viewer.runs
    match meeting.state:
        case Meeting.State.PLANNED:
            return _next_of_preparing(viewer, meeting) if runs and first else ""
        case Meeting.State.ISSUED:
            return "open" if runs and meeting.date <= day else "read"
        case Meeting.State.OPEN:
            return "room"
        case Meeting.State.CLOSED if meeting.minutes_approved_at is None:
            approver = terms_of(meeting.terms).minutes.approved_by
            return "approve" if why_not_act_as(viewer, meeting.forum.slug, approver) is None else ""
    return ""


def _next_of_preparing(viewer: Viewer, meeting: Meeting) -> Next:
    terms, slug = terms_of(meeting.terms), meeting.forum.slug
    if terms.selection and meeting.selected_at is None:
        return "select"
    if meeting.drafted_at is None:
        return "draft" if why_not_act_as(viewer, slug, terms.agenda.drafted_by) is None else ""
    return "confirm" if why_not_act_as(viewer, slug, terms.agenda.confirmed_by) is None else ""


def _cases_heard(viewer: Viewer, now: datetime) -> tuple[MeetingLine, ...]:
    """Coming meetings at which a child of this viewer is heard: as the child's worker or a manager above.

    A case that was chosen stands here at once, since what is owed for it begins then; what is only noted beside the
    cases chosen stands here from issue, when it is settled.
    """
    day = london_day(now)
    allocated = Allocation.objects.on(day).filter(Q(worker=viewer.staff_id) | Q(team__in=viewer.teams))
    people = Person.objects.filter(visible_to(viewer, now=now), pk__in=allocated.values("person_id"))
    items = (
        AgendaItem.objects.filter(
            subject__in=people.values("pk"),
            meeting__date__gte=day,
            meeting__closed_at__isnull=True,
            state=AgendaItem.State.PLANNED,
        )
        .exclude(meeting__state=Meeting.State.CANCELLED)
        .select_related("meeting__forum", "meeting__terms", "subject__person")
        .defer("meeting__terms__document")
        .order_by("meeting__date", "slot_at", "id")
    )
    rows = [item for item in items if item.meeting.issued_at or _chosen(item)]
    looks.shown(looks.LISTED, {item.subject_id for item in rows})
    rows.sort(
        key=lambda item: (
            item.meeting.date,
            item.slot_at is None,
            item.slot_at or item.meeting.start,
            item.pk,
        )
    )
    return tuple(_meeting_line(item.meeting, item) for item in rows)


def _chosen(item: AgendaItem) -> bool:
    return terms_of(item.meeting.terms).section(item.section).one_by_one


def _meeting_line(meeting: Meeting, item: AgendaItem | None = None, *, next: Next = "") -> MeetingLine:
    confirmed = meeting.issued_at is not None
    return MeetingLine(
        forum=meeting.forum.slug,
        forum_name=forum_name(meeting),
        nominal=meeting.nominal_date.isoformat(),
        date=meeting.date,
        start=meeting.start,
        end=meeting.end,
        state=meeting.state,
        drafted=meeting.drafted_at is not None,
        approved=meeting.minutes_approved_at is not None,
        next=next,
        confirmed=confirmed,
        slot=item.slot_at if item and confirmed else None,
        part=terms_of(meeting.terms).section(item.section).name if item and item.slot_at is None else "",
        child_ref=item.subject.ref if item else "",
        child_name=name_of(item.subject.person) if item else "",
    )


def forum_name(meeting: Meeting) -> str:
    """The forum's name as the terms of that meeting have it."""
    return terms_of(meeting.terms).name
