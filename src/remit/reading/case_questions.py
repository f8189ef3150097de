"""What is asked about a case, what was answered, and may this viewer answer it now?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from remit.reading.sittings import Found
from remit.records.answers import Answer
from remit.records.meetings import AgendaItem
from remit.rules.answer_kinds import date_parts, shown_answer
from remit.rules.permissions import why_not_answer
from remit.rules.viewers import Viewer
from remit.rules.workbook_merge import WORKBOOK
from remit.terms.model import Question, QuestionKind


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer as it stands."""

    id: str
    name: str
    asks: str
    hint: str
    clause: str
    kind: QuestionKind
    choices: tuple[str, ...]
    value: str
    """As people read it; what is sent back so is understood."""
    parts: tuple[str, str, str]
    """Day, month and year of a date in figures; empty ones for another kind."""
    version: int
    by: str
    at: datetime | None
    writes: bool
    """Whether this viewer may answer it now."""
    outcomes: tuple[str, ...]
    """Outcomes (ids) for which alone it is asked; empty: for every one."""
    before: bool
    """Whether a seat or the child's worker answers it, so that it may be there when the discussion begins."""
    source: str = ""
    """Where the answer came from, as it is kept."""
    from_workbook: bool = False
    """Whether the answer came in with a workbook: whoever brought that in did not write it here."""
    held_back: bool = False
    """Whether it has an answer whose words are not for this viewer, or not yet."""


@dataclass(frozen=True, slots=True)
class Allocated:
    """Whom the child is allocated to on the day of the meeting."""

    team_id: int
    team: str
    worker_id: int | None
    worker: str | None


def questions(
    viewer: Viewer, found: Found, item: AgendaItem, held: Allocated | None, known: Sequence[Answer]
) -> tuple[Asked, ...]:
    """The questions of the forms for this part of the agenda, each with its answer of those that are known."""
    answers = {answer.question: answer for answer in known}
    rating = item.snapshot.risk if item.snapshot else ""
    asked = [
        question
        for form in found.terms.forms
        if item.section in form.sections
        for question in form.questions
        if question.when is None or not question.when.rating or rating in question.when.rating
    ]
    return tuple(asked_of(viewer, found, question, answers.get(question.id), held) for question in asked)


def asked_of(
    viewer: Viewer, found: Found, question: Question, answer: Answer | None, held: Allocated | None
) -> Asked:
    """A question as this viewer meets it, with its answer as it stands."""
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
        kind=question.kind,
        choices=tuple(question.choices),
        value=shown_answer(question.kind, answer.value) if answer else "",
        parts=date_parts(question.kind, answer.value if answer else ""),
        version=answer.version if answer else 0,
        by=answer.by.name if answer else "",
        at=answer.at if answer else None,
        writes=may,
        outcomes=tuple(question.when.outcome) if question.when else (),
        before=question.filled_by.role is None,
        source=answer.source if answer else "",
        from_workbook=answer is not None and answer.source.startswith(f"{WORKBOOK}:"),
    )
