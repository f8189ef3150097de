"""What did this forum say of a child before, and which actions came of it? (ROR-11)"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from remit.reading.actions import ActionLine, UpdateLine, as_at, line_of
from remit.reading.history import lines_of, source_of
from remit.records.actions import Action
from remit.records.answers import Answer, Decision
from remit.records.children import Allocation, Identifier, Person
from remit.records.comments import Comment
from remit.records.history import PastDiscussion, past_of
from remit.records.meetings import AgendaItem, Meeting
from remit.records.prepared import Given, GivenEach, prepared
from remit.records.standing import Standing
from remit.records.terms_store import terms_by_id
from remit.rules.answer_kinds import shown_under
from remit.terms.model import ForumTerms

MOST_EARLIER = 12
"""Earlier discussions of a child that are shown, the latest first."""


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
    source: str = ""
    """Where Remit has it from, where it did not hold the meeting itself."""


def items_about(meeting: Meeting, terms: ForumTerms, item: Standing) -> list[Any]:
    """The item and those under which the forum discussed the child before this meeting, the latest first; one query.

    Each with how it was left (`decided`, if it was) and what the child is known by and allocated to on the day of this meeting.
    """
    before = terms.earlier is not None and item.is_case
    return _items_about(
        before,
        item=item.pk,
        day=meeting.date,
        subject=item.subject_id,
        forum=meeting.forum_id,
        starts_at=meeting.starts_at,
    )


@prepared
def _items_about(before: bool) -> QuerySet[Any, Any]:
    wanted = Q(pk=Given("item"))
    if before:
        opened = Q(meeting__opened_at__isnull=False, meeting__starts_at__lt=Given("starts_at"))
        same_child = Q(subject=Given("subject"), meeting__forum=Given("forum"))
        wanted |= same_child & opened & ~Q(state=AgendaItem.State.WITHDRAWN)
    ids = Identifier.objects.on(Given("day")).filter(person=OuterRef("subject"))
    held = Allocation.objects.on(Given("day")).filter(person=OuterRef("subject")).order_by("pk")
    comments = Comment.objects.filter(
        meeting=OuterRef("meeting"), subject=OuterRef("subject"), superseded_at__isnull=True
    )
    past = PastDiscussion.objects.filter(
        subject=OuterRef("subject"),
        meeting__forum=OuterRef("meeting__forum"),
        meeting__superseded_at__isnull=True,
    )
    rows: QuerySet[Any] = AgendaItem.objects.filter(wanted).annotate(
        decided=FilteredRelation("decisions", condition=Q(decisions__superseded_at__isnull=True)),
        number=Subquery(ids.values("value")[:1]),
        team_id=Subquery(held.values("team")[:1]),
        team=Subquery(held.values("team__name")[:1]),
        worker_id=Subquery(held.values("worker")[:1]),
        worker=Subquery(held.values("worker__name")[:1]),
        has_comments=Exists(comments),
        has_past=Exists(past),
    )
    return (
        rows.select_related("meeting__terms", "snapshot", "decided__by")
        .defer("meeting__terms__document", "snapshot__extra")
        .order_by("-meeting__starts_at", "-pk")[: MOST_EARLIER + 1]
    )


def answers_of(items: Iterable[AgendaItem]) -> Mapping[int, list[Answer]]:
    """The answers that hold for these items, by their keys; one query. Models, for readings only."""
    found: dict[int, list[Answer]] = defaultdict(list)
    for answer in _answers(items=[item.pk for item in items]):
        found[answer.response.item_id].append(answer)
    return found


@prepared
def _answers() -> QuerySet[Answer, Answer]:
    known = Answer.objects.filter(response__item__in=GivenEach("items"), superseded_at__isnull=True)
    return known.select_related("by", "response")


def earlier(
    terms: ForumTerms,
    items: Iterable[Any],
    answers: Mapping[int, Sequence[Answer]],
    actions: Mapping[int, Sequence[Told]],
) -> tuple[Discussion, ...]:
    """These earlier discussions, as far as the terms show them; answers and actions by the key of their item."""
    shows = terms.earlier.shows if terms.earlier else ()
    return tuple(
        _discussion(
            item,
            getattr(item, "decided", None) if "outcome" in shows else None,
            answers.get(item.pk, ()) if "answers" in shows else (),
            actions.get(item.pk, ()) if "actions" in shows else (),
        )
        for item in items
    )


def tell(
    actions: Iterable[tuple[Action, Sequence[UpdateLine]]],
    people: Mapping[int, Person] | Mapping[int, Standing],
    *,
    now: datetime,
    until: datetime | None = None,
) -> list[tuple[Action, Told]]:
    """These actions with their updates, as they are shown; `until`: as they stood then, to who hears nothing later."""
    told = []
    for row, updates in actions:
        line, said = line_of(row, people, now=now), tuple(updates)
        if until is not None:
            line, said = as_at(until, line, said)
        told.append((row, Told(line, row.version, said)))
    return told


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
        texts=tuple(
            (order.get(question, (0, question))[1], shown_under(terms, question, value))
            for question, value in texts
        ),
        actions=tuple(actions),
    )


def told_before(person: int, forum: int) -> tuple[Discussion, ...]:
    """What is kept of a child's discussions at a forum before Remit, the latest first. One query."""
    return tuple(
        Discussion(
            date=row.meeting.date,
            nominal="",
            section="Focus case" if row.own_sheet else row.section,
            outcome=row.outcome,
            why="",
            texts=tuple((label, text) for label, text in lines_of(row) if label != "Outcome"),
            actions=(),
            source=source_of(row.meeting),
        )
        for row in past_of(person=person)
        if row.meeting.forum_id == forum
    )
