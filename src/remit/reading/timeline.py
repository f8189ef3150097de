"""What happened to one child, day by day, as far as a viewer may see it?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from remit.reading.child_file import (
    ANSWER,
    PAST,
    RELEASED,
    Words,
    actions_of,
    items_of,
    list_rows_of,
    words_of,
)
from remit.reading.events import Event
from remit.reading.fact_events import fact_events
from remit.reading.history import lines_of, source_of
from remit.reading.other_names import KEPT_BACK, without_others
from remit.reading.sources import source_words
from remit.reading.trajectory_events import trajectory_events
from remit.records.actions import Action, ActionUpdate
from remit.records.answers import Decision
from remit.records.children import Allocation
from remit.records.duty_facts import acts_of
from remit.records.entry_details import values_of
from remit.records.fact_lines import FactRow
from remit.records.history import past_of
from remit.records.item_texts import ACTION, OUTCOME_WHY
from remit.records.meetings import AgendaItem, Meeting
from remit.records.pathway_facts import TRAJECTORY
from remit.records.placements_list import EntryEnding, Risk, Urgency
from remit.records.terms_store import terms_of
from remit.records.wordings import Released, Wording, wording
from remit.rules.access import ChildFacts, Part, Said, hears_until, may_read, reads_by_forum
from remit.rules.action_list import EntryValues
from remit.rules.answer_kinds import shown_under
from remit.rules.clock import instant, london_day
from remit.rules.endings import Ending, ending
from remit.rules.minutes import extracts_are_out
from remit.rules.text import shown_date
from remit.rules.viewers import Viewer
from remit.terms.model import ForumTerms


def events_of(
    viewer: Viewer,
    person: int,
    parts: frozenset[Part],
    facts: ChildFacts,
    allocations: Iterable[Allocation],
    record: Sequence[FactRow],
    *,
    now: datetime,
) -> tuple[Event, ...]:
    """Everything this viewer may see of the child, newest first, in a fixed number of queries.

    `allocations`: whom the child is and was allocated to; `record`: the facts of its record.
    """
    events: list[Event] = []
    words_kept = [Words._make(row) for row in words_of(person=person)]
    if parts & {Part.ENTRY, Part.OUTCOMES, Part.DISCUSSIONS}:
        events += _workers(allocations)
    if Part.ENTRY in parts:
        events += _list_entries(person)
        events += fact_events(row for row in record if row.kind != TRAJECTORY)
    if Part.OUTCOMES in parts:
        events += _discussions(viewer, person, facts, words_kept, now)
        events += trajectory_events(viewer, facts, record, words_kept, now=now)
        if any(one.kind == PAST for one in words_kept):
            events += _before_remit(viewer, person, facts, now)
    events += _actions(viewer, person, facts, words_kept, now)
    words = source_words(event.source for event in events if event.source)
    told = (replace(event, source=words.get(event.source, "")) for event in events)
    return tuple(sorted(told, key=lambda event: event.on, reverse=True))


def discussed_by(
    viewer: Viewer, person: int, facts: ChildFacts, *, forum: str, now: datetime
) -> tuple[Event, ...]:
    """What that forum said of the child and asked for, as far as this viewer may read it, newest first."""
    kept = [Words._make(row) for row in words_of(person=person)]
    events = [
        *_discussions(viewer, person, facts, kept, now, forum=forum),
        *_actions(viewer, person, facts, kept, now, forum=forum),
    ]
    return tuple(sorted(events, key=lambda event: event.on, reverse=True))


def _before_remit(viewer: Viewer, person: int, facts: ChildFacts, now: datetime) -> Iterator[Event]:
    """What workbooks tell of meetings before Remit, for who reads what that forum said.

    Nobody has looked through these words for the names of other children, so who reads by the child alone is told that
    the child was discussed, and no words of it.
    """
    for row in past_of(person=person):
        forum, over = row.meeting.forum.slug, instant(row.meeting.date, time())
        said = Said(forum, over, row.meeting.date)
        if not may_read(viewer, facts, said, now=now):
            continue
        lines = lines_of(row) if reads_by_forum(viewer, facts, said, now=now) else ()
        part = "focus case" if row.own_sheet else row.section.lower()
        told = ", ".join(word for word in (f"{forum.upper()}: {part}", source_of(row.meeting)) if word)
        yield Event(row.meeting.date, "meeting", told, lines)


def _workers(allocations: Iterable[Allocation]) -> Iterator[Event]:
    for row in allocations:
        if row.until == row.since:  # put right on the day it was to begin: it never held
            continue
        worker = row.worker.name if row.worker else "a worker to be named"
        lines = [("Known from", row.told)] if row.told else []
        if row.provisional:
            lines.append(("State", "Typed, and not yet confirmed by a file of allocations"))
        title = f"Allocated to {worker}, {row.team.name}"
        yield Event(row.since, "worker", title, tuple(lines), source=row.source)


def _list_entries(person: int) -> Iterator[Event]:
    before: dict[int, EntryValues] = {}
    endings: dict[int, EntryEnding] = {}
    for row in list_rows_of(person=person):
        if hasattr(row, "ended"):  # it is there only where the join found one
            endings[row.entry_id] = row.ended
        values = values_of(row)
        title = "Changed on the action list" if row.entry_id in before else "Put on the action list"
        changed = _what_it_says(values, before.get(row.entry_id))
        if row.until != row.since and changed:
            on = row.since if row.entry_id in before else values.listed_on or row.since
            yield Event(on, "list", title, changed, row.source)
        before[row.entry_id] = values
    for one in endings.values():
        reason = EntryEnding.Reason(one.reason).label
        yield Event(one.on, "list", f"Left the action list: {reason}", source=one.source)


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


def _discussions(
    viewer: Viewer, person: int, facts: ChildFacts, kept: Sequence[Words], now: datetime, forum: str = ""
) -> Iterator[Event]:
    """`forum`: only of this one."""
    seen = [
        item
        for item in items_of(person=person)
        if _may_read(viewer, facts, item.meeting, now) and forum in ("", item.meeting.forum.slug)
    ]
    answers: dict[int, list[Words]] = defaultdict(list)
    for one in kept:
        if one.kind == ANSWER:
            answers[one.item].append(one)
    released = _released(kept)
    for item in seen:
        meeting = item.meeting
        words = wording(viewer, facts, meeting, released, now=now)
        by_forum = reads_by_forum(viewer, facts, _said(meeting), now=now)
        told = _discussion(item, answers[item.pk], words, reasons=by_forum)
        # The meeting's own page names other children: who reads by the child alone is not led there.
        yield told if by_forum else replace(told, link=None)


def _may_read(viewer: Viewer, facts: ChildFacts, meeting: Meeting, now: datetime) -> bool:
    return may_read(viewer, facts, _said(meeting), now=now)


def _said(meeting: Meeting) -> Said:
    return Said(meeting.forum.slug, meeting.closed_at, meeting.date)


def _released(kept: Iterable[Words]) -> dict[Released, str]:
    """Wordings released for extracts, by item, key and version."""
    return {(one.item, one.key, one.version): one.text for one in kept if one.kind == RELEASED}


def _discussion(item: AgendaItem, answers: list[Words], wording: Wording, *, reasons: bool) -> Event:
    """`reasons`: why a meeting closed without something is told too. It may name another child."""
    decision: Decision | None = getattr(item, "decided", None)
    terms = terms_of(item.meeting.terms)
    left = _left(item, decision, terms)
    names = {question.id: question.name for question in terms.questions}
    order = {question.id: place for place, question in enumerate(terms.questions)}
    lines = []
    if decision is not None or item.meeting.closed_at is not None:
        lines.append(("Outcome", left.words if reasons else left.name))
    if decision is not None:
        lines.append(("Why", wording(item.pk, OUTCOME_WHY, decision.version, decision.why)))
    for answer in sorted(answers, key=lambda answer: order.get(answer.key, len(order))):
        text = wording(item.pk, answer.key, answer.version, shown_under(terms, answer.key, answer.text))
        lines.append((names.get(answer.key, answer.key), text))
    return Event(
        item.meeting.date,
        "meeting",
        f"{terms.name}: {terms.section(item.section).name.lower()}",
        tuple((label, text) for label, text in lines if text),
        link=(item.meeting.forum.slug, item.meeting.nominal_date.isoformat()),
        extract=item.ref
        if item.is_case and left.extract and extracts_are_out(terms, acts_of(item.meeting))
        else "",
    )


def _left(item: Any, decision: Decision | None, terms: ForumTerms) -> Ending:
    reasons = {f"discussed:{item.ref}": item.undiscussed, f"outcome:{item.ref}": item.undecided}
    outcome = decision.outcome if decision else ""
    return ending(terms, ref=item.ref, state=item.state, outcome=outcome, waived=reasons)


def _actions(
    viewer: Viewer, person: int, facts: ChildFacts, kept: Sequence[Words], now: datetime, forum: str = ""
) -> Iterator[Event]:
    """What was asked of whom about the child: one's own open actions, and those of meetings one may read of.

    `forum`: only by this one.
    """
    updates: dict[int, list[ActionUpdate]] = defaultdict(list)
    asked: dict[int, Action] = {}
    for row in actions_of(person=person):
        asked[row.pk] = row
        if hasattr(row, "told"):  # it is there only where the join found one
            updates[row.pk].insert(0, row.told)
    may = (
        row
        for row in asked.values()
        if forum in ("", row.meeting.forum.slug) and _may_read_action(viewer, facts, row, now)
    )
    rows = sorted(may, key=lambda row: row.raised_at)
    released = _released(kept)
    by_child = [row for row in rows if not _reads_as_written(viewer, facts, row, now)]
    texts = [row.what for row in by_child] + [said.text for row in by_child for said in updates[row.pk]]
    without = without_others(texts, of=person, meeting_ids={row.meeting_id for row in by_child})
    for row in rows:
        words = without if row in by_child else {}
        what = words.get(row.what, row.what)
        if row in by_child and row.item_id is not None:
            what = released.get((row.item_id, f"{ACTION}{row.ref}", 1), what) or KEPT_BACK
        end = None if _leads(viewer, row) else hears_until(viewer, facts, row.meeting.forum.slug, now=now)
        state, told = _as_at(end, updates[row.pk]) if end else (row.state, updates[row.pk])
        yield _action(row, what, told, words, state)


def _as_at(end: datetime, updates: Iterable[ActionUpdate]) -> tuple[str, list[ActionUpdate]]:
    """How an action stood at that time, and what had been reported of it, in the order given."""
    told = [update for update in updates if update.at <= end]
    latest = max(told, key=lambda update: (update.at, update.pk), default=None)
    return (latest.state if latest else Action.State.OPEN), told


def _leads(viewer: Viewer, row: Action) -> bool:
    return row.lead_id == viewer.staff_id and row.state == Action.State.OPEN


def _may_read_action(viewer: Viewer, facts: ChildFacts, row: Action, now: datetime) -> bool:
    return _leads(viewer, row) or _may_read(viewer, facts, row.meeting, now)


def _reads_as_written(viewer: Viewer, facts: ChildFacts, row: Action, now: datetime) -> bool:
    """Who reads by the forum, and who has to do it. Others read the released wording, or one without other names:
    what was asked is what somebody has to do, so it is read before the minutes are approved too."""
    return _leads(viewer, row) or reads_by_forum(viewer, facts, _said(row.meeting), now=now)


def _action(
    row: Action, what: str, updates: Iterable[ActionUpdate], words: Mapping[str, str], state: str
) -> Event:
    lines = [
        ("Asked by", terms_of(row.meeting.terms).name),
        ("Lead", row.lead.name),
        ("Due", shown_date(row.due_on)),
        ("State", state),
    ]
    lines += [
        (
            f"{update.by.name}, {shown_date(london_day(update.at))}",
            words.get(update.text, update.text) or update.state,
        )
        for update in updates
    ]
    return Event(london_day(row.raised_at), "action", what, tuple(lines))
