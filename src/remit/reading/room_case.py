"""One item of a meeting: who the child is, what was said before, what is asked now, who came, how it is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from remit.reading import looks
from remit.reading.discussions import Discussion, Told, earlier, earlier_items, kept_of, tell
from remit.reading.room_rail import ItemLine, Rail
from remit.reading.sittings import Found
from remit.records.actions import Action
from remit.records.answers import Answer
from remit.records.children import Allocation, Identifier, Person
from remit.records.meetings import AgendaItem, Attendance
from remit.records.placements_list import EntryDetail, Urgency
from remit.rules.permissions import why_not_answer
from remit.rules.viewers import Viewer
from remit.terms.model import ForumTerms, Question


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer as it stands."""

    id: str
    name: str
    asks: str
    hint: str
    clause: str
    choices: tuple[str, ...]
    value: str
    version: int
    by: str
    at: datetime | None
    writes: bool
    """Whether this viewer may answer it now."""
    outcomes: tuple[str, ...]
    """Outcomes (ids) for which alone it is asked; empty: for every one."""


@dataclass(frozen=True, slots=True)
class OutcomeChoice:
    """An outcome that can be recorded, and what it needs."""

    id: str
    name: str
    clause: str
    needs: tuple[str, ...]
    """Names of the questions it requires."""
    asks_why: bool
    returns: bool


@dataclass(frozen=True, slots=True)
class Left:
    """How the case is left now."""

    outcome: str
    name: str
    why: str
    version: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PresenceLine:
    """Somebody who came for the case, or why nobody did."""

    ref: str
    name: str
    service: str
    came: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Expected:
    """Whom the terms ask to come for this case."""

    id: str
    clause: str
    who: tuple[str, ...]
    reason_if_absent: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One item, whole."""

    line: ItemLine
    why: str
    suggestion: str
    summary: tuple[tuple[str, str], ...]
    frozen: bool
    questions: tuple[Asked, ...]
    outcomes: tuple[OutcomeChoice, ...]
    needs_outcome: bool
    left: Left | None
    actions: tuple[Told, ...]
    open_actions: tuple[Told, ...]
    """Open actions of this forum about the child from earlier meetings."""
    earlier: tuple[Discussion, ...]
    expected: tuple[Expected, ...]
    presence: tuple[PresenceLine, ...]
    put_off: str


def case(viewer: Viewer, found: Found, agenda: Rail, ref: str, *, now: datetime) -> Case | None:
    """One item of this meeting; none where it does not stand there or is a record this viewer may not see."""
    line, item = agenda.line(ref), agenda.items.get(ref)
    if line is None or item is None or line.hidden:
        return None
    person = agenda.people.get(item.subject_id)
    if person:
        looks.shown(looks.OPENED, [person.pk])
    works = Allocation.objects.on(found.meeting.date).filter(person=item.subject_id)
    held = works.select_related("team", "worker").first() if person else None
    detail = item.snapshot or _now(item)
    before = earlier_items(found.meeting, found.terms, item)
    kept = kept_of([item.pk, *(one.pk for one in before)])
    actions = _actions(found, item, agenda.people, now)
    decision = kept.decisions.get(item.pk)
    names = {outcome.id: outcome.name for outcome in found.terms.outcomes}
    return Case(
        line=line,
        why=item.why,
        suggestion=item.suggestion,
        summary=_summary(person, held, detail, found) if person else (),
        frozen=item.snapshot is not None,
        questions=_questions(viewer, found, item, held, kept.answers.get(item.pk, ())),
        outcomes=_outcomes(found.terms) if item.entry_id else (),
        needs_outcome=_needs_outcome(found.terms, item.section),
        left=Left(
            decision.outcome,
            names.get(decision.outcome, decision.outcome),
            decision.why,
            decision.version,
            decision.by.name,
            decision.at,
        )
        if decision
        else None,
        actions=tuple(actions.at.get(item.pk, ())),
        open_actions=actions.still_open,
        earlier=earlier(found.terms, before, kept, actions.at),
        expected=_expected(found.terms, item, held),
        presence=_presence(item),
        put_off=item.left_why if item.state == AgendaItem.State.DEFERRED else "",
    )


def _now(item: AgendaItem) -> EntryDetail | None:
    detail: EntryDetail | None = (
        EntryDetail.objects.open().filter(entry=item.entry_id).first() if item.entry_id else None
    )
    return detail


def _summary(
    person: Person, held: Allocation | None, detail: EntryDetail | None, found: Found
) -> tuple[tuple[str, str], ...]:
    """The child in a few rows: from the record, and from what the list says (or said when the meeting opened)."""
    ids = Identifier.objects.on(found.meeting.date).filter(person=person)
    number = ids.values_list("value", flat=True).first() or ""
    rows = [("Person id", number), ("Initials", person.initials)]
    if detail is not None:
        days = detail.days_written if detail.days_to_place is None else str(detail.days_to_place)
        rows += [
            ("Age", "" if detail.age is None else str(detail.age)),
            ("Urgency", Urgency(detail.urgency).label),
            ("Days to place", days),
            ("Legal status", detail.legal_status),
            ("Current placement", detail.current_placement),
            ("Placement required", detail.placement_required),
            ("Search update", detail.search_update),
            ("Comments on the list", detail.comments),
        ]
    team = held.team.name if held else (detail.team if detail else "")
    worker = held.worker.name if held and held.worker else (detail.worker if detail else "")
    rows += [("Team", team), ("Social worker", worker)]
    return tuple((label, text) for label, text in rows if text)


def _questions(
    viewer: Viewer, found: Found, item: AgendaItem, held: Allocation | None, known: Sequence[Answer]
) -> tuple[Asked, ...]:
    answers = {answer.question: answer for answer in known}
    rating = item.snapshot.risk if item.snapshot else ""
    asked = [
        question
        for form in found.terms.forms
        if item.section in form.sections
        for question in form.questions
        if question.when is None or not question.when.rating or rating in question.when.rating
    ]
    return tuple(_asked(viewer, found, question, answers.get(question.id), held) for question in asked)


def _asked(
    viewer: Viewer, found: Found, question: Question, answer: Answer | None, held: Allocation | None
) -> Asked:
    head = found.head
    works = question.filled_by.worker is not None and held is not None
    mine = works and held is not None and (held.worker_id == viewer.staff_id or held.team_id in viewer.teams)
    may = head.state in ("planned", "issued", "open") and (
        head.writes
        or why_not_answer(
            viewer,
            head.forum,
            filled_by_seat=question.filled_by.seat,
            works_with_child=mine,
            is_open=head.is_open,
        )
        is None
    )
    return Asked(
        id=question.id,
        name=question.name,
        asks=question.asks,
        hint=question.hint or "",
        clause=question.clause,
        choices=tuple(question.choices),
        value=answer.value if answer else "",
        version=answer.version if answer else 0,
        by=answer.by.name if answer else "",
        at=answer.at if answer else None,
        writes=may,
        outcomes=tuple(question.when.outcome) if question.when else (),
    )


def _outcomes(terms: ForumTerms) -> tuple[OutcomeChoice, ...]:
    return tuple(
        OutcomeChoice(
            outcome.id,
            outcome.name,
            outcome.clause,
            tuple(terms.question(question).name for question in outcome.requires),
            outcome.asks_why,
            outcome.returns,
        )
        for outcome in terms.outcomes
    )


def _needs_outcome(terms: ForumTerms, section: str) -> bool:
    return terms.section(section).takes == "selection"


@dataclass(frozen=True, slots=True)
class _Actions:
    """What this forum asked about the child: by the key of the item it was agreed at, and what is open from before."""

    at: Mapping[int, Sequence[Told]]
    still_open: tuple[Told, ...]


def _actions(found: Found, item: AgendaItem, people: Mapping[int, Person], now: datetime) -> _Actions:
    """All of them, with their updates; two queries."""
    rows = Action.objects.filter(meeting__forum=found.meeting.forum_id).select_related(
        "lead", "meeting__forum", "meeting__terms"
    )
    if item.entry_id is None:
        rows = rows.filter(item=item)
    else:
        rows = rows.filter(subject=item.subject_id)
    asked = list(rows.defer("meeting__terms__document").order_by("due_at", "pk"))
    told = [one for _, one in tell(asked, people, now=now)]
    at: dict[int, list[Told]] = defaultdict(list)
    for row, one in zip(asked, told, strict=True):
        at[row.item_id or 0].append(one)
    still_open = (
        one
        for row, one in zip(asked, told, strict=True)
        if row.item_id != item.pk
        and row.state == Action.State.OPEN
        and row.meeting.starts_at < found.meeting.starts_at
    )
    return _Actions(at, tuple(still_open))


def _expected(terms: ForumTerms, item: AgendaItem, held: Allocation | None) -> tuple[Expected, ...]:
    return tuple(
        Expected(
            asked.id,
            asked.clause,
            tuple(_who(worker, held) for worker in asked.any_of),
            asked.reason_if_absent,
        )
        for asked in terms.presenters
        if item.section in asked.sections
    )


def _who(worker: str, held: Allocation | None) -> str:
    words = worker.replace("_", " ")
    if worker == "social_worker" and held and held.worker:
        return f"{words} {held.worker.name}"
    return words


def _presence(item: AgendaItem) -> tuple[PresenceLine, ...]:
    rows = Attendance.objects.filter(item=item, superseded_at__isnull=True).select_related("staff")
    return tuple(
        PresenceLine(
            row.ref,
            row.staff.name if row.staff else row.name,
            row.service,
            row.answer == Attendance.Answer.PRESENT,
            row.reason,
        )
        for row in rows.order_by("pk")
    )
