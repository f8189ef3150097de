"""What did this forum say of a child before, and which actions came of it? (ROR-11)"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from remit.reading.actions import ActionLine, UpdateLine, line_of, updates_of
from remit.records.actions import Action
from remit.records.answers import Answer, Decision
from remit.records.children import Person
from remit.records.meetings import AgendaItem, Meeting
from remit.records.terms_store import terms_by_id
from remit.terms.model import ForumTerms

MOST_EARLIER = 12


@dataclass(frozen=True, slots=True)
class Told:
    """An action with what was reported of it."""

    line: ActionLine
    version: int
    updates: tuple[UpdateLine, ...]


@dataclass(frozen=True, slots=True)
class Discussion:
    """One earlier discussion: when, in which part of the agenda, how the case was left, what was written."""

    date: date
    nominal: str
    section: str
    outcome: str
    why: str
    texts: tuple[tuple[str, str], ...]
    actions: tuple[Told, ...]


def earlier(
    meeting: Meeting, terms: ForumTerms, item: AgendaItem, people: Mapping[int, Person], *, now: datetime
) -> tuple[Discussion, ...]:
    """The forum's discussions of this child before this meeting, the latest first, as far as the terms show them."""
    if terms.earlier is None or item.entry_id is None:
        return ()
    rows = list(
        AgendaItem.objects.filter(
            subject=item.subject_id,
            meeting__forum=meeting.forum_id,
            meeting__opened_at__isnull=False,
            meeting__starts_at__lt=meeting.starts_at,
        )
        .exclude(state=AgendaItem.State.WITHDRAWN)
        .select_related("meeting__terms")
        .defer("meeting__terms__document")
        .order_by("-meeting__starts_at", "-pk")[:MOST_EARLIER]
    )
    shows = terms.earlier.shows
    decisions = _decisions(rows) if "outcome" in shows else {}
    answers = _answers(rows) if "answers" in shows else defaultdict(list)
    actions = _actions(rows, people, now) if "actions" in shows else defaultdict(list)
    return tuple(_discussion(row, decisions.get(row.pk), answers[row.pk], actions[row.pk]) for row in rows)


def _decisions(rows: list[AgendaItem]) -> dict[int, Decision]:
    known = Decision.objects.filter(item__in=[row.pk for row in rows], superseded_at__isnull=True)
    return {decision.item_id: decision for decision in known}


def _answers(rows: list[AgendaItem]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    known = Answer.objects.filter(
        response__item__in=[row.pk for row in rows], superseded_at__isnull=True
    ).exclude(value="")
    for item, question, value in known.values_list("response__item_id", "question", "value"):
        found[item].append((question, value))
    return found


def _actions(rows: list[AgendaItem], people: Mapping[int, Person], now: datetime) -> dict[int, list[Told]]:
    found: dict[int, list[Told]] = defaultdict(list)
    actions = list(
        Action.objects.filter(item__in=[row.pk for row in rows])
        .select_related("lead", "meeting__forum", "meeting__terms")
        .defer("meeting__terms__document")
        .order_by("due_at", "pk")
    )
    for told in tell(actions, people, now=now):
        found[told[0]].append(told[1])
    return found


def tell(actions: list[Action], people: Mapping[int, Person], *, now: datetime) -> list[tuple[int, Told]]:
    """These actions with their updates, each with the key of its item (0: none); one query more."""
    updates = updates_of(actions)
    return [
        (
            row.item_id or 0,
            Told(line_of(row, dict(people), now=now), row.version, tuple(updates.get(row.pk, ()))),
        )
        for row in actions
    ]


def _discussion(
    row: AgendaItem, decision: Decision | None, answers: list[tuple[str, str]], actions: list[Told]
) -> Discussion:
    terms = terms_by_id(row.meeting.terms_id, row.meeting.terms.digest)
    order = {question.id: (place, question.name) for place, question in enumerate(terms.questions)}
    last = (len(order), "")
    texts = sorted(answers, key=lambda pair: order.get(pair[0], last)[0])
    outcome = next((one.name for one in terms.outcomes if decision and one.id == decision.outcome), "")
    section = next((one.name for one in terms.agenda.sections if one.id == row.section), row.section)
    return Discussion(
        date=row.meeting.date,
        nominal=row.meeting.nominal_date.isoformat(),
        section=section,
        outcome=outcome,
        why=decision.why if decision else "",
        texts=tuple((order.get(question, (0, question))[1], value) for question, value in texts),
        actions=tuple(actions),
    )
