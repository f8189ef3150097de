"""What did this forum say of a child before, and which actions came of it? (ROR-11)"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Kept:
    """What is on record of some items: how each was left, and what was answered. Models, for readings only."""

    decisions: Mapping[int, Decision]
    answers: Mapping[int, list[Answer]]


def kept_of(items: Collection[int]) -> Kept:
    """The decisions and answers that hold for these items (their keys); two queries."""
    decisions = Decision.objects.filter(item__in=items, superseded_at__isnull=True).select_related("by")
    answers: dict[int, list[Answer]] = defaultdict(list)
    known = Answer.objects.filter(response__item__in=items, superseded_at__isnull=True)
    for answer in known.select_related("by", "response"):
        answers[answer.response.item_id].append(answer)
    return Kept({decision.item_id: decision for decision in decisions}, answers)


def earlier_items(meeting: Meeting, terms: ForumTerms, item: AgendaItem) -> list[AgendaItem]:
    """The items under which the forum discussed this child before this meeting, the latest first."""
    if terms.earlier is None or item.entry_id is None:
        return []
    return list(
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


def earlier(
    terms: ForumTerms, items: Iterable[AgendaItem], kept: Kept, actions: Mapping[int, Sequence[Told]]
) -> tuple[Discussion, ...]:
    """These earlier discussions, as far as the terms show them; `actions` by the key of their item."""
    shows = terms.earlier.shows if terms.earlier else ()
    return tuple(
        _discussion(
            item,
            kept.decisions.get(item.pk) if "outcome" in shows else None,
            kept.answers.get(item.pk, ()) if "answers" in shows else (),
            actions.get(item.pk, ()) if "actions" in shows else (),
        )
        for item in items
    )


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
    row: AgendaItem, decision: Decision | None, answers: Sequence[Answer], actions: Sequence[Told]
) -> Discussion:
    terms = terms_by_id(row.meeting.terms_id, row.meeting.terms.digest)
    order = {question.id: (place, question.name) for place, question in enumerate(terms.questions)}
    last = (len(order), "")
    texts = [(answer.question, answer.value) for answer in answers if answer.value]
    texts.sort(key=lambda pair: order.get(pair[0], last)[0])
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
