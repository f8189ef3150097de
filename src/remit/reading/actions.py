"""Whose actions are these, how do they stand, and what was reported of them?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet

from remit.reading import looks
from remit.reading.children import name_of
from remit.reading.other_names import KEPT_BACK, without_others
from remit.records.actions import Action, ActionUpdate
from remit.records.answers import ReleasedWording
from remit.records.children import Person
from remit.records.duties import Duty, owed_by
from remit.records.item_texts import ACTION
from remit.records.standing import Standing
from remit.records.terms_store import terms_by_id
from remit.records.told_actions import with_meeting
from remit.records.visibility import child_facts, hidden_from, visible_to
from remit.rules.access import ChildFacts, Said, hears_until, may_read, reads_by_forum
from remit.rules.clock import is_past
from remit.rules.outcomes import NotFound
from remit.rules.permissions import why_not_update_action
from remit.rules.viewers import Viewer

MOST_ACTIONS = 200


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action in a list."""

    ref: str
    what: str
    lead: str
    forum: str
    forum_name: str
    raised_on: date
    """The day of the meeting that asked for it."""
    due_at: datetime
    overdue: bool
    """Whether it is past its date. Whether a word on it is owed and late is another question: `report_late`."""
    state: str
    child_name: str
    """Empty where it is about no child, or about one this viewer may not see."""
    child_ref: str
    updated_at: datetime | None = None
    """When it was last reported on; said of one's own actions only."""
    asked_by: datetime | None = None
    """By when a report is owed; said of one's own actions only. None: nothing is asked until the forum has met."""
    report_late: bool = False
    """Whether that time is over."""
    child_initials: str = ""
    """As on record, where the child is named."""


@dataclass(frozen=True, slots=True)
class UpdateLine:
    """What somebody reported of an action."""

    text: str
    by: str
    at: datetime
    finished: bool
    moved_to: date | None
    cancelled: bool = False
    was_due_at: datetime | None = None
    """When it was due until then, where it was moved."""


@dataclass(frozen=True, slots=True)
class ActionPage:
    """One action with its updates, and whether this viewer may add one."""

    line: ActionLine
    version: int
    nominal: str
    clause: str
    updates: tuple[UpdateLine, ...]
    may_update: bool
    may_cancel: bool


def my_actions(viewer: Viewer, *, now: datetime) -> tuple[ActionLine, ...]:
    """The open actions this viewer leads, the earliest due first."""
    mine = with_asked(with_meeting()).filter(lead=viewer.staff_id, state=Action.State.OPEN)
    rows = list(mine.order_by("due_at", "pk")[:MOST_ACTIONS])
    people = visible_people(viewer, (row.subject_id for row in rows), now=now)
    looks.shown(looks.LISTED, people)
    # An open action lets its lead see the child, unless the record is restricted to others: then not its words either.
    shown = (row for row in rows if row.subject_id in people or row.subject_id == row.meeting.forum_id)
    return tuple(line_of(row, people, now=now) for row in shown)


def action(viewer: Viewer, *, action_ref: str, now: datetime) -> ActionPage:
    """One action: for its lead, who runs the forum, and who sees what forums decided about the child.

    Also for who owes a report of it in the lead's place.

    Refuses: no such action for this viewer.
    """
    owes = Exists(owed_by(viewer.staff_id).filter(action=OuterRef("pk")))
    row: Any = with_asked(with_meeting()).filter(ref=action_ref).annotate(owes=owes).first()
    if row is None:
        raise NotFound("action")
    facts = _facts_of(row, now)
    if not _may_read(viewer, row, facts, now):
        if row.subject_id != row.meeting.forum_id:
            looks.shown(looks.DENIED, [row.subject_id])
        raise NotFound("action")
    people = visible_people(viewer, [row.subject_id], now=now)
    looks.shown(looks.OPENED, people)
    terms = terms_by_id(row.meeting.terms_id, row.meeting.terms.digest)
    refusal = why_not_update_action(viewer, row.meeting.forum.slug, lead_id=row.lead_id, owes=row.owes)
    line, updates = line_of(row, people, now=now), tuple(updates_of([row]).get(row.pk, ()))
    if not _has_to_do(viewer, row) and (end := hears_until(viewer, facts, row.meeting.forum.slug, now=now)):
        line, updates = as_at(end, line, updates)
    if _reads_by_child(viewer, row, facts, now):
        line, updates = _without_others(row, line, updates)
    return ActionPage(
        line=line,
        version=row.version,
        nominal=row.meeting.nominal_date.isoformat(),
        clause=terms.actions.clause if terms.actions else "",
        updates=updates,
        may_update=refusal is None and row.state == Action.State.OPEN,
        may_cancel=row.meeting.forum.slug in viewer.runs and row.state == Action.State.OPEN,
    )


def general_actions(viewer: Viewer, *, forum: str, nominal: str, now: datetime) -> tuple[ActionLine, ...]:
    """What a meeting asked for about the forum's own work: for who runs the forum."""
    if forum not in viewer.runs:
        return ()
    rows = with_meeting().filter(meeting__forum__slug=forum, meeting__nominal_date=nominal, item__isnull=True)
    about_itself = rows.filter(subject=F("meeting__forum_id")).order_by("due_at", "pk")
    return tuple(line_of(row, {}, now=now) for row in about_itself)


def with_asked(rows: QuerySet[Action]) -> QuerySet[Action]:
    """Actions with when they were last reported on, and by when a report is owed."""
    owed = Q(duties__state=Duty.State.OPEN)
    return rows.annotate(updated_at=Max("updates__at"), asked_by=Min("duties__due_at", filter=owed))


def gathered(rows: Iterable[Any]) -> list[tuple[Any, tuple[UpdateLine, ...]]]:
    """Each action with its updates, from rows of `with_updates`."""
    found: dict[int, tuple[Any, list[UpdateLine]]] = {}
    for row in rows:
        _, updates = found.setdefault(row.pk, (row, []))
        if hasattr(row, "told"):  # it is there only where the join found one
            updates.append(_update_line(row.told))
    return [(action, tuple(updates)) for action, updates in found.values()]


def _facts_of(row: Action, now: datetime) -> ChildFacts:
    """What access to the child depends on; of the forum's own business there is nothing of the kind."""
    if row.subject_id == row.meeting.forum_id:
        return ChildFacts()
    return child_facts([row.subject_id], now=now)[row.subject_id]


def _said(row: Action) -> Said:
    return Said(row.meeting.forum.slug, row.meeting.closed_at, row.meeting.date)


def _has_to_do(viewer: Viewer, row: Any) -> bool:
    return bool(row.owes) or (row.lead_id == viewer.staff_id and row.state == Action.State.OPEN)


def _may_read(viewer: Viewer, row: Any, facts: ChildFacts, now: datetime) -> bool:
    leads = _has_to_do(viewer, row)
    forum = row.meeting.forum.slug
    if row.subject_id == row.meeting.forum_id:
        return leads or forum in viewer.runs or forum in viewer.sits_on
    if leads or forum in viewer.runs:
        return not hidden_from(viewer, row.subject_id, now=now)
    return may_read(viewer, facts, _said(row), now=now)


def as_at(
    end: datetime, line: ActionLine, updates: Iterable[UpdateLine]
) -> tuple[ActionLine, tuple[UpdateLine, ...]]:
    """The same for a line: for who sat at the meeting, and no longer hears what comes after."""
    every = tuple(updates)
    told = tuple(update for update in every if update.at <= end)
    moved = [update.was_due_at for update in every if update.at > end and update.was_due_at is not None]
    ended = next((update for update in told if update.finished or update.cancelled), None)
    state = Action.State.OPEN
    if ended:
        state = Action.State.DONE if ended.finished else Action.State.CANCELLED
    # The latest stands first; what counts then is from where it was moved the first time since.
    due_at = moved[-1] if moved else line.due_at
    updated_at = told[0].at if told else None
    return replace(line, state=state, due_at=due_at, overdue=False, updated_at=updated_at), told


def _reads_by_child(viewer: Viewer, row: Action, facts: ChildFacts, now: datetime) -> bool:
    """Whether this reader, who may read the action, neither has to do it nor reads what the forum said."""
    if row.subject_id == row.meeting.forum_id or row.lead_id == viewer.staff_id:
        return False
    return not reads_by_forum(viewer, facts, _said(row), now=now)


def _without_others(
    row: Action, line: ActionLine, updates: tuple[UpdateLine, ...]
) -> tuple[ActionLine, tuple[UpdateLine, ...]]:
    """The same in the wording released for the child, or without the names of other children."""
    texts = [line.what, *(update.text for update in updates)]
    words = without_others(texts, of=row.subject_id, meeting_ids=[row.meeting_id])
    released = ReleasedWording.objects.filter(
        item=row.item_id, question=f"{ACTION}{row.ref}", superseded_at__isnull=True
    )
    wording = released.values_list("wording", flat=True).first() if row.item_id else None
    what = words.get(line.what, line.what) if wording is None else wording or KEPT_BACK
    return replace(line, what=what), tuple(
        replace(update, text=words.get(update.text, update.text)) for update in updates
    )


def visible_people(viewer: Viewer, subject_ids: Iterable[int], *, now: datetime) -> dict[int, Person]:
    """Those of these subjects that are children this viewer may see, by key."""
    wanted = set(subject_ids)
    if not wanted:
        return {}
    people = Person.objects.filter(visible_to(viewer, now=now), pk__in=wanted).select_related("subject")
    return {person.pk: person for person in people}


def line_of(
    row: Action, people: Mapping[int, Person] | Mapping[int, Standing], *, now: datetime
) -> ActionLine:
    """An action as a line; `people` are the children that may be named."""
    person = people.get(row.subject_id)
    return ActionLine(
        ref=row.ref,
        what=row.what,
        lead=row.lead.name,
        forum=row.meeting.forum.slug,
        forum_name=terms_by_id(row.meeting.terms_id, row.meeting.terms.digest).name,
        raised_on=row.meeting.date,
        due_at=row.due_at,
        overdue=row.state == Action.State.OPEN and is_past(row.due_at, now=now),
        state=row.state,
        child_name=name_of(person) if person else "",
        child_ref=_ref_of(person) if person else "",
        child_initials=person.initials if person else "",
        updated_at=getattr(row, "updated_at", None),
        asked_by=(asked_by := getattr(row, "asked_by", None)),
        report_late=asked_by is not None and is_past(asked_by, now=now),
    )


def _ref_of(person: Person | Standing) -> str:
    return person.child_ref if isinstance(person, Standing) else person.subject.ref


def updates_of(rows: Sequence[Action]) -> dict[int, list[UpdateLine]]:
    """What was reported of these actions, the latest first; one query."""
    found: dict[int, list[UpdateLine]] = {}
    updates = ActionUpdate.objects.filter(action__in=[row.pk for row in rows]).select_related("by")
    for update in updates.order_by("-at", "-pk"):
        found.setdefault(update.action_id, []).append(_update_line(update))
    return found


def _update_line(update: ActionUpdate) -> UpdateLine:
    done = update.state == Action.State.DONE
    cancelled = update.state == Action.State.CANCELLED
    return UpdateLine(update.text, update.by.name, update.at, done, update.due_on, cancelled)
