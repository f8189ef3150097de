"""What stands on a meeting's agenda, in the order of its terms, and what can its reader do with it?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from remit.reading import looks
from remit.reading.actions import ActionLine, line_of
from remit.reading.agenda_lines import Line, lines_of, reads_list
from remit.reading.last_minutes import Opening, opening
from remit.reading.listed_cases import ListedCase, cases_kept, cases_left
from remit.reading.minutes_closed import who_can
from remit.reading.sittings import Found, Head, find_closed
from remit.records.actions import Action
from remit.records.children import Person
from remit.records.duty_facts import acts_of, around_of
from remit.records.forums import SeatHolding
from remit.records.meetings import AgendaItem, Meeting
from remit.records.prepared import Given, GivenEach, prepared
from remit.records.told_actions import with_meeting
from remit.records.visibility import Sight, asking, sight_of, visible
from remit.rules.access import Sitting, open_to_member
from remit.rules.act_words import frozen_by
from remit.rules.clock import london_day
from remit.rules.comments import why_not_comment, why_not_take_comments
from remit.rules.deadlines import Occasion, stands_at
from remit.rules.meeting_gates import why_not_draft, why_not_issue, why_not_prepare
from remit.rules.outcomes import Refused
from remit.rules.permissions import why_not_act_as
from remit.rules.preparing import rest_stands
from remit.rules.selection import minutes_between
from remit.rules.viewers import Post, Viewer
from remit.terms.model import MeetingAct, Section

MOST_ACTIONS = 200


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the agenda."""

    id: str
    name: str
    takes: str
    clause: str
    usual_minutes: int | None
    slot_clause: str = ""
    """The clause that gives its cases their time; empty where they have none."""
    lines: tuple[Line, ...] = ()
    columns: tuple[str, ...] = ()
    """Which facts of the action list it shows."""
    cases: tuple[ListedCase, ...] = ()
    """The other cases: as the list stands now, or as it stood when the meeting opened."""
    frozen: bool = False
    frozen_by: MeetingAct = "meeting-opened"
    """The act that keeps the other cases as the list has them then."""
    actions: tuple[ActionLine, ...] = ()
    stands: bool = False
    """Whether the other cases stand on the agenda one by one."""
    comments: str = ""
    """Whether its cases take comments now: "write" or "read"; empty where they do not."""
    reports: tuple[tuple[str, str], ...] = ()
    """Of the analysis: the reports that are shared here, by id and name."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """The agenda of one meeting."""

    head: Head
    clause: str
    parts: tuple[Part, ...]
    minutes_planned: int
    minutes_in_all: int
    selected_at: datetime | None
    drafted_at: datetime | None
    issued_at: datetime | None
    why_not_draft: Refused | None
    why_not_confirm: Refused | None
    drafts: bool
    confirms: bool
    confirmed_by: tuple[str, ...]
    """Who can confirm it; for who runs the forum."""
    changes: bool
    """Whether this reader can change it now."""
    reorderable: bool
    next_meeting: date | None
    """Where an item can be put off to."""
    chooses: bool
    """Whether its cases are chosen from a list."""
    reopened: tuple[tuple[datetime, str], ...]
    opening: Opening | None
    """The minutes it opens with."""
    named_here: tuple[str, ...] = ()
    """For who runs the forum: seats that run it too and are named on a record that is closed to this reader."""


def agenda(viewer: Viewer, *, forum: str, nominal: str, now: datetime) -> Agenda:
    """The agenda: for who runs the forum from the start, for members once it is issued, and while they may look back.

    Refuses: no such agenda for this viewer.
    """
    found = find_closed(viewer, forum=forum, nominal=nominal, now=now)
    meeting, terms = found.meeting, found.terms
    runs, said = found.head.runs, terms.agenda
    lines = lines_of(viewer, found, now=now)
    actions = _open_actions(viewer, found, now)
    around = around_of(meeting)
    return Agenda(
        head=found.head,
        clause=said.clause,
        parts=tuple(_parts(viewer, found, lines, actions, around.occasion, now)),
        minutes_planned=sum(
            line.minutes or 0 for rows in lines.values() for line in rows if _takes_time(line)
        ),
        minutes_in_all=minutes_between(meeting.start, meeting.end),
        selected_at=meeting.selected_at,
        drafted_at=meeting.drafted_at,
        issued_at=meeting.issued_at,
        why_not_draft=why_not_draft(meeting.state, selected=meeting.selected_at is not None, terms=terms),
        why_not_confirm=why_not_issue(meeting.state, drafted=meeting.drafted_at is not None, terms=terms),
        drafts=why_not_act_as(viewer, forum, said.drafted_by) is None,
        confirms=why_not_act_as(viewer, forum, said.confirmed_by) is None,
        confirmed_by=_holders(found, said.confirmed_by, now) if runs else (),
        changes=runs and why_not_prepare(meeting.state) is None,
        reorderable=said.reorderable,
        next_meeting=around.next_day if runs else None,
        chooses=bool(terms.selection),
        reopened=around.reopened if runs else (),
        opening=opening(found),
        named_here=_named_here(found, lines, now) if runs else (),
    )


def _named_here(found: Found, lines: Mapping[str, tuple[Line, ...]], now: datetime) -> tuple[str, ...]:
    """Whom to ask about the records that are closed to the reader; nothing is asked where there are none."""
    closed = [line.ref for rows in lines.values() for line in rows if line.closed]
    if not closed:
        return ()
    subjects = AgendaItem.objects.filter(meeting=found.meeting, ref__in=closed).values_list(
        "subject_id", flat=True
    )
    return who_can(found, set(subjects), now)


def _takes_time(line: Line) -> bool:
    return line.at is not None and line.state != AgendaItem.State.DEFERRED


def _holders(found: Found, role: str, now: datetime) -> tuple[str, ...]:
    seats = [seat.id for seat in found.terms.seats if seat.role == role]
    return tuple(_names(forum=found.meeting.forum_id, seats=seats, day=london_day(now)))


@prepared
def _names() -> QuerySet[Any, str]:
    held = SeatHolding.objects.on(Given("day")).filter(forum=Given("forum"), seat__in=GivenEach("seats"))
    in_use = held.filter(staff__is_active=True).order_by("since", "id")
    return in_use.values_list("staff__name", flat=True)


def _parts(
    viewer: Viewer,
    found: Found,
    lines: Mapping[str, tuple[Line, ...]],
    actions: tuple[ActionLine, ...],
    occasion: Occasion,
    now: datetime,
) -> Iterator[Part]:
    """The sections that stand on this agenda, in the order of the terms."""
    happened = acts_of(found.meeting)
    for section in found.terms.agenda.sections:
        rows = lines.get(section.id, ())
        stands = section.only is None or stands_at(section.only, occasion)
        if not stands and not rows:
            continue
        rest = section.takes == "rest_of_cohort"
        yield Part(
            id=section.id,
            name=section.name,
            takes=section.takes,
            clause=section.clause,
            usual_minutes=int(section.slot.usual.fixed.total_seconds() // 60) if section.slot else None,
            slot_clause=section.slot.clause if section.slot else "",
            lines=() if rest else rows,
            columns=section.columns,
            cases=_other_cases(viewer, found, section, now, stands=bool(rows)) if rest else (),
            frozen=rest and frozen_by(section) in happened,
            frozen_by=frozen_by(section),
            actions=actions if section.takes == "open_actions" else (),
            stands=rest and (bool(rows) or rest_stands(section, happened)),
            comments=_comments(viewer, found, section, happened),
            reports=_reports(found, occasion) if section.takes == "analysis" else (),
        )


def _reports(found: Found, occasion: Occasion) -> tuple[tuple[str, str], ...]:
    sitting = (one for one in found.terms.reports if one.runs and one.at_a_sitting)
    return tuple((one.id, one.name) for one in sitting if stands_at(one.due, occasion))


def _comments(viewer: Viewer, found: Found, section: Section, happened: Collection[str]) -> str:
    said, head = section.comments, found.head
    if said is None or said.since not in happened or head.closed_at or viewer.holds(Post.QUALITY_ASSURANCE):
        return ""
    writes = why_not_comment(viewer, head.forum, said, found.terms, present=True) is None
    takes = why_not_take_comments(section, head.state, happened=happened) is None
    return "write" if writes and takes else "read"


def _other_cases(
    viewer: Viewer, found: Found, section: Section, now: datetime, *, stands: bool
) -> tuple[ListedCase, ...]:
    """The cases nobody chose: live from the list for who sees the list, then as they stood at the act the terms name."""
    meeting = found.meeting
    if not reads_list(viewer, found.head.forum):
        return ()
    if stands or rest_stands(section, acts_of(meeting)):
        # They are items of the meeting by now, and logged with its lines.
        return cases_kept(
            viewer, meeting, forum=found.head.forum, section=section.id, now=now, today=london_day(now)
        )
    if not (found.head.runs and viewer.sees_action_list):
        return ()
    cases = cases_left(viewer, found.terms, section, forum=found.head.forum, not_at=meeting, now=now)
    looks.shown(looks.LISTED, [case.subject for case in cases])
    return cases


def _open_actions(viewer: Viewer, found: Found, now: datetime) -> tuple[ActionLine, ...]:
    """Open actions that earlier meetings of the forum asked for: those whose meeting the reader may look back at.

    What is about a child the reader may not see is left out.
    """
    if not any(section.takes == "open_actions" for section in found.terms.agenda.sections):
        return ()
    forum, runs = found.meeting.forum_id, found.head.runs
    rows = _brought_along(
        sight_of(viewer),
        forum=forum,
        starts_at=found.meeting.starts_at,
        **asking(viewer, now=now),
    )
    shown = [
        row
        for row in rows
        if (row.seen or row.subject_id == forum)
        and (runs or row.lead_id == viewer.staff_id or _looks_back(row.meeting, now))
    ]
    people = {row.subject_id: row.subject.person for row in shown if row.seen}
    looks.shown(looks.LISTED, people)
    return tuple(line_of(row, people, now=now) for row in shown)


@prepared
def _brought_along(sight: Sight) -> QuerySet[Any, Any]:
    seen = Person.objects.filter(visible(sight), pk=OuterRef("subject"))
    rows = with_meeting().filter(
        meeting__forum=Given("forum"), meeting__starts_at__lt=Given("starts_at"), state=Action.State.OPEN
    )
    asked: QuerySet[Any] = rows.annotate(seen=Exists(seen)).select_related(
        *("lead", "meeting__forum", "meeting__terms", "subject__person")
    )
    return asked.only(*OF_AN_ACTION).order_by("due_at", "pk")[:MOST_ACTIONS]


OF_AN_ACTION = (
    *("ref", "what", "due_at", "state", "lead__name", "subject__ref"),
    *(f"subject__person__{name}" for name in ("given_name", "family_name", "initials")),
    *(f"meeting__{name}" for name in ("date", "issued_at", "closed_at", "members_until")),
    *("meeting__forum__slug", "meeting__terms__digest"),
)
"""What a line of an action says, and what decides whether it is shown."""


def _looks_back(meeting: Meeting, now: datetime) -> bool:
    until = meeting.members_until
    sitting = Sitting(meeting.forum.slug, meeting.issued_at, meeting.closed_at, members_until=until)
    return open_to_member(sitting, now=now)
