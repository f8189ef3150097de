"""The room of a meeting: its agenda beside what is worked on now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from remit.reading import looks
from remit.reading.actions import gathered
from remit.reading.case_shown import Case
from remit.reading.comment_lines import CommentLine, told_by_members
from remit.reading.discussions import Told, tell
from remit.reading.room_attendance import Company, SeatLine, StaffOption, StayLine, attendance_of, company_of
from remit.reading.room_case import case
from remit.reading.room_present import InTheRoom
from remit.reading.room_rail import ItemLine, Rail, SectionLine, rail
from remit.reading.sittings import Found, Head, find, reads_minutes
from remit.records.actions import Action
from remit.records.answers import Answer
from remit.records.children import Person
from remit.records.meetings import AgendaItem
from remit.records.placements_list import Urgency
from remit.records.prepared import Given, GivenEach, prepared
from remit.records.standing import Kept, Standing
from remit.records.told_actions import with_meeting, with_updates
from remit.records.visibility import Sight, asking, sight_of, visible
from remit.rules.act_words import frozen_by
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound, Refused
from remit.rules.prompts import Prompt, before_outcome
from remit.rules.quoracy import Quoracy
from remit.rules.room import asked_in_list, why_not_open_early
from remit.rules.viewers import Viewer
from remit.terms.model import MeetingAct, Section

MOST_CLOSED = 200


@dataclass(frozen=True, slots=True)
class RestLine:
    """A case of the rest of the cohort: the facts the terms show, what was written of it, how it stands."""

    item: ItemLine
    facts: tuple[str, ...]
    comment: str
    by_members: tuple[CommentLine, ...]
    """What members wrote of it before, each under their name."""
    actions: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Rest:
    """The cases nobody chose, as they were when the meeting opened."""

    section: SectionLine
    columns: tuple[str, ...]
    question: str
    """The question whose answer stands in the list; empty where the form has none."""
    question_name: str
    frozen_by: MeetingAct
    """The act that keeps them as the list has them then."""
    lines: tuple[RestLine, ...]


@dataclass(frozen=True, slots=True)
class TrackerLine:
    """An action that came along, and whether its child's case was heard today."""

    told: Told
    heard: bool


@dataclass(frozen=True, slots=True)
class Tracker:
    """Actions of earlier meetings: open ones first, then closed ones (ROR-12)."""

    open: tuple[TrackerLine, ...]
    closed: tuple[TrackerLine, ...]
    more_closed: bool


@dataclass(frozen=True, slots=True)
class RoomPage:
    """What the room shows. One of `case`, `rest`, `tracker` is filled in, or none: then it shows who is there."""

    head: Head
    sections: tuple[SectionLine, ...]
    current: str
    """Reference of the item the meeting is at."""
    seats: tuple[SeatLine, ...]
    others_present: tuple[StayLine, ...]
    quoracy: Quoracy
    staff: tuple[StaffOption, ...]
    early: Refused | None = None
    """Why it does not open before its day; nothing once it is open."""
    case: Case | None = None
    rest: Rest | None = None
    tracker: Tracker | None = None
    section: SectionLine | None = None
    reads_minutes: bool = False
    """Whether there are minutes of it that this viewer can open."""
    prompts: tuple[Prompt, ...] = ()
    """What is still to be thought of before the case is settled."""


def room(
    viewer: Viewer, *, forum: str, nominal: str, now: datetime, item: str = "", section: str = ""
) -> RoomPage:
    """The room, at an item or at a part of the agenda.

    Refuses: no such meeting, item or part for this viewer.
    """
    found = find(viewer, forum=forum, nominal=nominal, now=now)
    is_list = any(one.id == section and one.takes == "rest_of_cohort" for one in found.terms.agenda.sections)
    agenda = rail(viewer, found.meeting, found.terms, now=now, whole=is_list)
    part = next((one for one in agenda.sections if one.id == section), None)
    if section and part is None:
        raise NotFound("part of the agenda")
    asked = agenda.items.get(item)
    company = company_of(found, item=asked.pk if asked else 0, with_staff=found.head.runs)
    seats, others, quorate = attendance_of(found, company, now=now)
    there = InTheRoom(found.terms, company.recorded, now=found.head.closed_at or now)
    opened = case(viewer, found, agenda, item, came=company.at_item, there=there, now=now) if item else None
    if item and opened is None:
        raise NotFound("agenda item")
    return RoomPage(
        head=found.head,
        sections=agenda.sections,
        current=next((line.ref for one in agenda.sections for line in one.items if line.current), ""),
        seats=seats,
        others_present=others,
        quoracy=quorate,
        staff=company.staff,
        early=None if found.head.opened_at else _early(found, now),
        case=opened,
        rest=_rest(found, agenda, part, now) if part and part.takes == "rest_of_cohort" else None,
        tracker=tracker(viewer, found, agenda, now) if part and part.takes == "open_actions" else None,
        section=part,
        reads_minutes=reads_minutes(viewer, found.head),
        prompts=_prompts(found, opened, company) if opened else (),
    )


def _prompts(found: Found, opened: Case, company: Company) -> tuple[Prompt, ...]:
    """Only while the case is open to be settled."""
    line = opened.line
    if not (line.is_case and found.head.is_open and line.state == AgendaItem.State.PLANNED):
        return ()
    return before_outcome(
        found.terms,
        line.section,
        rating=line.risk,
        answered=[one.id for one in opened.questions if one.value],
        came=[row.seat for row in company.at_item],
        open_actions=len(opened.open_actions),
    )


def _early(found: Found, now: datetime) -> Refused | None:
    return why_not_open_early(day=found.head.date, today=london_day(now))


def _rest(found: Found, agenda: Rail, part: SectionLine, now: datetime) -> Rest:
    section = found.terms.section(part.id)
    asked = asked_in_list(found.terms, part.id)
    items = [agenda.items[line.ref] for line in part.items]
    comments = _comments(items, asked.id) if asked else {}
    actions = _agreed_at(found, items, agenda, now)
    written = told_by_members(found) if section.comments else {}
    lines = tuple(
        RestLine(
            item=line,
            facts=_facts(section, item, line),
            comment=comments.get(item.pk, ""),
            by_members=written.get(item.subject_id, ()) if not line.hidden else (),
            actions=tuple(actions[item.pk]),
        )
        for line, item in zip(part.items, items, strict=True)
    )
    columns = tuple(COLUMNS.get(column, column) for column in section.columns if column in FACTS)
    return Rest(
        part, columns, asked.id if asked else "", asked.name if asked else "", frozen_by(section), lines
    )


FACTS: dict[str, Callable[[Kept], str]] = {
    "age": lambda row: "" if row.age is None else str(row.age),
    "team": lambda row: row.team,
    "worker": lambda row: row.worker,
    "manager": lambda row: row.manager,
    "legal_status": lambda row: row.legal_status,
    "current_placement": lambda row: row.current_placement,
    "placement_required": lambda row: row.placement_required,
    "urgency": lambda row: Urgency(row.urgency).label,
    "days_to_place": lambda row: row.days_written if row.days_to_place is None else str(row.days_to_place),
    "search_update": lambda row: row.search_update,
    "comments": lambda row: row.comments,
}
"""How a fact of an entry is shown. Name, number and rating stand in every list."""
COLUMNS = {
    "age": "Age",
    "team": "Team",
    "worker": "Worker",
    "manager": "Manager",
    "legal_status": "Legal status",
    "current_placement": "Current placement",
    "placement_required": "Placement required",
    "urgency": "Urgency",
    "days_to_place": "Days to place",
    "search_update": "Search update",
    "comments": "Comments on the list",
}


def _facts(section: Section, item: Standing, line: ItemLine) -> tuple[str, ...]:
    row = item.kept
    if row is None or line.hidden:
        return tuple("" for column in section.columns if column in FACTS)
    return tuple(FACTS[column](row) for column in section.columns if column in FACTS)


def _comments(items: list[Standing], question: str) -> dict[int, str]:
    """What is written of each item, by its key."""
    known = Answer.objects.filter(
        response__item__in=[item.pk for item in items], question=question, superseded_at__isnull=True
    )
    return dict(known.values_list("response__item_id", "value"))


def _agreed_at(found: Found, items: list[Standing], agenda: Rail, now: datetime) -> dict[int, list[Told]]:
    rows = _asked_for(items=[item.pk for item in items])
    by_item: dict[int, list[Told]] = defaultdict(list)
    for row, told in tell(gathered(rows), agenda.people, now=now, until=found.until):
        by_item[row.item_id or 0].append(told)
    return by_item


@prepared
def _asked_for() -> QuerySet[Any, Any]:
    return with_updates(with_meeting().filter(item__in=GivenEach("items")))


def tracker(viewer: Viewer, found: Found, agenda: Rail, now: datetime) -> Tracker:
    """The forum's actions of earlier meetings; closed ones as far as the meeting before brought them along."""
    shows = (
        found.terms.actions.tracker.shows
        if found.terms.actions and found.terms.actions.tracker
        else ("open",)
    )
    rows = _brought_along(
        sight_of(viewer),
        "closed" in shows,
        forum=found.meeting.forum_id,
        starts_at=found.meeting.starts_at,
        **asking(viewer, now=now),
    )
    forum = found.meeting.forum_id
    told = [(row, updates) for row, updates in gathered(rows) if row.seen or row.subject_id == forum]
    people = {row.subject_id: row.subject.person for row, _ in told if row.seen}
    looks.shown(looks.LISTED, people)
    heard = {item.subject_id for item in agenda.items.values() if item.state == AgendaItem.State.DISCUSSED}
    lines = [
        (row, TrackerLine(one, row.subject_id in heard))
        for row, one in tell(told, people, now=now, until=found.until)
    ]
    closed = [(row, line) for row, line in lines if line.told.line.state != Action.State.OPEN]
    closed.sort(key=lambda pair: (pair[0].ended_at, pair[0].pk), reverse=True)
    return Tracker(
        open=tuple(line for _, line in lines if line.told.line.state == Action.State.OPEN),
        closed=tuple(line for _, line in closed[:MOST_CLOSED]),
        more_closed=len(closed) > MOST_CLOSED,
    )


@prepared
def _brought_along(sight: Sight, closed: bool) -> QuerySet[Any, Any]:
    """The forum's actions of meetings before one: the open ones, and the closed ones that ended last."""
    before = with_meeting().filter(meeting__forum=Given("forum"), meeting__starts_at__lt=Given("starts_at"))
    wanted = Q(state=Action.State.OPEN)
    if closed:
        done = before.exclude(state=Action.State.OPEN).order_by("-ended_at", "-pk")
        wanted |= Q(pk__in=done.values("pk")[: MOST_CLOSED + 1])
    seen = Person.objects.filter(visible(sight), pk=OuterRef("subject"))
    rows = with_updates(before.filter(wanted).annotate(seen=Exists(seen)))
    return rows.select_related("subject__person")
