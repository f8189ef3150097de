"""What happened to one child, day by day, as far as a viewer may see it?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from remit.records.actions import Action, ActionUpdate
from remit.records.answers import Answer, Decision
from remit.records.children import Allocation
from remit.records.entry_details import values_of
from remit.records.meetings import AgendaItem
from remit.records.placements_list import EntryDetail, EntryEnding, Risk, Urgency
from remit.records.terms_store import terms_of
from remit.rules.access import ChildFacts, Part, open_to_member
from remit.rules.action_list import EntryValues
from remit.rules.clock import london_day
from remit.rules.viewers import Post, Viewer

Kind = Literal["list", "meeting", "action", "worker"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing on the time line: when, what, in which words, and where Remit has it from."""

    on: date
    kind: Kind
    title: str
    lines: tuple[tuple[str, str], ...] = ()
    source: str = ""
    link: tuple[str, str] | None = None
    """(forum, nominal date) of the meeting it belongs to."""


def events_of(
    viewer: Viewer, person: int, parts: frozenset[Part], facts: ChildFacts, *, now: datetime
) -> tuple[Event, ...]:
    """Everything this viewer may see of the child, newest first, in a fixed number of queries."""
    events: list[Event] = []
    if parts & {Part.ENTRY, Part.OUTCOMES, Part.DISCUSSIONS}:
        events += _workers(person)
    if Part.ENTRY in parts:
        events += _list_entries(person)
    if parts & {Part.OUTCOMES, Part.DISCUSSIONS}:
        events += _discussions(viewer, person, facts, now)
    events += _actions(viewer, person, parts)
    return tuple(sorted(events, key=lambda event: event.on, reverse=True))


def _workers(person: int) -> Iterator[Event]:
    for row in Allocation.objects.known().filter(person=person).select_related("team", "worker"):
        worker = row.worker.name if row.worker else "a worker to be named"
        yield Event(
            row.since, "worker", f"Allocated to {worker}, {row.team.name}", source=said_source(row.source)
        )


def _list_entries(person: int) -> Iterator[Event]:
    rows = EntryDetail.objects.known().filter(entry__person=person).order_by("entry_id", "since", "pk")
    before: dict[int, EntryValues] = {}
    for row in rows:
        values = values_of(row)
        title = "Changed on the action list" if row.entry_id in before else "Put on the action list"
        changed = _what_it_says(values, before.get(row.entry_id))
        if row.until != row.since and changed:
            on = row.since if row.entry_id in before else values.listed_on or row.since
            yield Event(on, "list", title, changed, said_source(row.source))
        before[row.entry_id] = values
    for ending in EntryEnding.objects.filter(entry__person=person, superseded_at__isnull=True):
        reason = EntryEnding.Reason(ending.reason).label
        yield Event(ending.on, "list", f"Left the action list: {reason}", source=said_source(ending.source))


LABELS = {
    "risk": "Risk of residential",
    "urgency": "Urgency",
    "days_to_place": "Days to place",
    "placement_required": "Placement required",
    "current_placement": "Current placement",
    "legal_status": "Legal status",
    "search_update": "Search update",
    "comments": "Comments",
}


def _what_it_says(values: EntryValues, before: EntryValues | None) -> tuple[tuple[str, str], ...]:
    changed = before.differences(values) if before else tuple(LABELS)
    return tuple(
        (label, text) for name, label in LABELS.items() if name in changed and (text := _shown(values, name))
    )


def _shown(values: EntryValues, name: str) -> str:
    if name == "risk":
        return Risk(values.risk).label
    if name == "urgency":
        return Urgency(values.urgency).label if values.urgency_written else ""
    if name == "days_to_place":
        return values.days_written if values.days_to_place is None else str(values.days_to_place)
    return str(getattr(values, name))


def _discussions(viewer: Viewer, person: int, facts: ChildFacts, now: datetime) -> Iterator[Event]:
    items = list(
        AgendaItem.objects.filter(subject=person, meeting__opened_at__isnull=False)
        .exclude(state=AgendaItem.State.WITHDRAWN)
        .select_related("meeting__forum", "meeting__terms")
        .order_by("-meeting__date")
    )
    seen = [item for item in items if _may_read(viewer, item, facts, now)]
    keys = [item.pk for item in seen]
    outcomes = {
        row.item_id: row for row in Decision.objects.filter(item__in=keys, superseded_at__isnull=True)
    }
    answers: dict[int, list[Answer]] = defaultdict(list)
    for answer in Answer.objects.filter(response__item__in=keys, superseded_at__isnull=True).select_related(
        "response"
    ):
        answers[answer.response.item_id].append(answer)
    for item in seen:
        yield _discussion(item, outcomes.get(item.pk), answers[item.pk])


def _may_read(viewer: Viewer, item: AgendaItem, facts: ChildFacts, now: datetime) -> bool:
    """Whether this viewer reads what was said: by the child, the forum, or a closed meeting."""
    meeting = item.meeting
    if viewer.staff_id in facts.allocated_to or facts.team in viewer.teams or viewer.holds(Post.DIRECTOR):
        return meeting.closed_at is not None
    if meeting.forum.slug in viewer.runs:
        return True
    if viewer.holds(Post.QUALITY_ASSURANCE) and meeting.closed_at is not None:
        return True
    # A member reads the forum's earlier discussions of a child who stands on an agenda they may see now.
    return any(
        sitting.forum == meeting.forum.slug
        and (sitting.forum in viewer.sits_on or viewer.staff_id in sitting.invited)
        and open_to_member(sitting, now=now)
        for sitting in facts.sittings
    )


def _discussion(item: AgendaItem, decision: Decision | None, answers: list[Answer]) -> Event:
    terms = terms_of(item.meeting.terms)
    names = {question.id: question.name for question in terms.questions}
    order = {question.id: place for place, question in enumerate(terms.questions)}
    texts = sorted(answers, key=lambda answer: order.get(answer.question, len(order)))
    outcome = terms.outcome(decision.outcome).name if decision else ""
    lines = [("Outcome", outcome)] if outcome else []
    lines += [(names.get(answer.question, answer.question), answer.value) for answer in texts if answer.value]
    section = terms.section(item.section).name
    return Event(
        item.meeting.date,
        "meeting",
        f"{terms.name}: {section.lower()}",
        tuple(lines),
        link=(item.meeting.forum.slug, item.meeting.nominal_date.isoformat()),
    )


def _actions(viewer: Viewer, person: int, parts: frozenset[Part]) -> Iterator[Event]:
    actions = Action.objects.filter(subject=person).select_related("lead").order_by("raised_at")
    if Part.OUTCOMES not in parts:
        actions = actions.filter(lead=viewer.staff_id, state=Action.State.OPEN)
    rows = list(actions)
    updates: dict[int, list[ActionUpdate]] = defaultdict(list)
    for update in ActionUpdate.objects.filter(action__in=rows).select_related("by").order_by("at"):
        updates[update.action_id].append(update)
    for row in rows:
        lines = [
            ("Lead", row.lead.name),
            ("Due", f"{row.due_on.day} {row.due_on:%B %Y}"),
            ("State", row.state),
        ]
        lines += [
            (
                f"{update.by.name}, {london_day(update.at).day} {london_day(update.at):%B %Y}",
                update.text or update.state,
            )
            for update in updates[row.pk]
        ]
        yield Event(london_day(row.raised_at), "action", row.what, tuple(lines))


def said_source(source: str) -> str:
    """Where a fact comes from, in words."""
    kind, _, name = source.partition(":")
    return {
        "import": "from an imported file",
        "staff": f"entered by {name}",
        "seed": "demonstration data",
    }.get(kind, "")
