"""One text of minutes, to be corrected: of a draft itself, of approved minutes as a proposal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from remit.reading import looks
from remit.reading.children import name_of
from remit.reading.sittings import Found, Head, find_closed
from remit.records.answers import Answer, Decision
from remit.records.children import Person
from remit.records.corrections import MinutesCorrection
from remit.records.meetings import AgendaItem
from remit.records.visibility import hidden_from
from remit.rules.answer_kinds import shown_answer
from remit.rules.corrections import why_not_propose
from remit.rules.meeting_gates import why_not_correct
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.permissions import why_not_run
from remit.rules.viewers import Viewer
from remit.terms.model import Question


@dataclass(frozen=True, slots=True)
class Correction:
    """What was written, where, and its version."""

    head: Head
    item: str
    name: str
    """The child's, or what the item is called."""
    question: str
    question_name: str
    text: str
    version: int
    by: str
    at: datetime


def correction(
    viewer: Viewer, *, forum: str, nominal: str, item: str, question: str, now: datetime
) -> Correction:
    """A text of the minutes while they are a draft.

    Refuses: not theirs to run; no such text for this viewer; the meeting is not closed, or the minutes approved.
    """
    found = find_closed(viewer, forum=forum, nominal=nominal, now=now)
    refuse_if(why_not_run(viewer, forum))
    refuse_if(why_not_correct(found.head.state, approved=found.head.approved_at is not None))
    row = _item(viewer, found, item, now)
    asked = next((one for one in found.terms.questions if one.id == question), None)
    answer = _answer(row, question)
    if answer is None or asked is None:
        raise NotFound("text")
    return Correction(
        head=found.head,
        item=item,
        name=_shown(row),
        question=question,
        question_name=asked.name,
        text=shown_answer(asked.kind, answer.value),
        version=answer.version,
        by=answer.by.name,
        at=answer.at,
    )


@dataclass(frozen=True, slots=True)
class Proposing:
    """A text, or the outcome, of approved minutes as it stands."""

    head: Head
    item: str
    name: str
    key: str
    what: str
    text: str
    """Of an outcome its id."""
    reason: str
    version: int
    """0 where nothing was written."""
    outcomes: tuple[tuple[str, str], ...]
    """Where the outcome is corrected: those there are, by id and name."""
    unanswered: tuple[tuple[str, str], ...]
    """And the questions about this case that nobody answered, which an outcome may require."""


def proposing(viewer: Viewer, *, forum: str, nominal: str, item: str, key: str, now: datetime) -> Proposing:
    """What is to be corrected of approved minutes; `key` is the question's id, or "outcome".

    Refuses: not theirs to run; no such case or question for this viewer; the minutes a draft.
    """
    found = find_closed(viewer, forum=forum, nominal=nominal, now=now)
    refuse_if(why_not_run(viewer, forum))
    refuse_if(why_not_propose(approved=found.head.approved_at is not None))
    row = _item(viewer, found, item, now)
    asked = {
        question.id: question
        for form in found.terms.forms
        if row.section in form.sections
        for question in form.questions
    }
    if key == MinutesCorrection.OUTCOME and row.is_case:
        return _outcome(found, row, asked)
    if key not in asked:
        raise NotFound("text")
    answer = _answer(row, key)
    text = shown_answer(asked[key].kind, answer.value) if answer else ""
    version = answer.version if answer else 0
    return Proposing(found.head, item, _shown(row), key, asked[key].name, text, "", version, (), ())


def _outcome(found: Found, row: AgendaItem, asked: dict[str, Question]) -> Proposing:
    left = Decision.objects.filter(item=row, superseded_at__isnull=True).first()
    known = Answer.objects.filter(response__item=row, superseded_at__isnull=True).exclude(value="")
    said = set(known.values_list("question", flat=True))
    return Proposing(
        head=found.head,
        item=row.ref,
        name=_shown(row),
        key=MinutesCorrection.OUTCOME,
        what="Outcome",
        text=left.outcome if left else "",
        reason=left.why if left else "",
        version=left.version if left else 0,
        outcomes=tuple((one.id, one.name) for one in found.terms.outcomes),
        unanswered=tuple((one.id, one.name) for one in asked.values() if one.id not in said),
    )


def approved(viewer: Viewer, *, forum: str, nominal: str, now: datetime) -> bool:
    """Whether the minutes are approved, so that they are corrected by a proposal. Refuses: no such meeting for this viewer."""
    return find_closed(viewer, forum=forum, nominal=nominal, now=now).head.approved_at is not None


def noting(viewer: Viewer, *, forum: str, nominal: str, now: datetime) -> Head:
    """Approved minutes, to be corrected in words of one's own. Refuses: not theirs to run; the minutes a draft."""
    found = find_closed(viewer, forum=forum, nominal=nominal, now=now)
    refuse_if(why_not_run(viewer, forum))
    refuse_if(why_not_propose(approved=found.head.approved_at is not None))
    return found.head


def _item(viewer: Viewer, found: Found, ref: str, now: datetime) -> AgendaItem:
    rows = AgendaItem.objects.exclude(state=AgendaItem.State.WITHDRAWN)
    row = rows.filter(meeting=found.meeting, ref=ref).first()
    if row is not None and hidden_from(viewer, row.subject_id, now=now):
        looks.shown(looks.DENIED, [row.subject_id])
        row = None
    if row is None:
        raise NotFound("text")
    return row


def _answer(row: AgendaItem, question: str) -> Answer | None:
    known = Answer.objects.filter(response__item=row, question=question, superseded_at__isnull=True)
    return known.select_related("by").first()


def _shown(row: AgendaItem) -> str:
    """The child's name, who is noted as seen, or what the item is called."""
    child = Person.objects.filter(pk=row.subject_id).first()
    if child is not None:
        looks.shown(looks.OPENED, [row.subject_id])
    return row.title or (name_of(child) if child else "")
