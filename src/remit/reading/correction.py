"""One text of draft minutes, to be corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from remit.reading import looks
from remit.reading.children import name_of
from remit.reading.sittings import Head, find_closed
from remit.records.answers import Answer
from remit.records.children import Person
from remit.records.meetings import AgendaItem
from remit.records.visibility import hidden_from
from remit.rules.answer_kinds import shown_answer
from remit.rules.meeting_gates import why_not_correct
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.permissions import why_not_run
from remit.rules.viewers import Viewer


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
    row = AgendaItem.objects.filter(meeting=found.meeting, ref=item).first()
    if row is not None and hidden_from(viewer, row.subject_id, now=now):
        looks.shown(looks.DENIED, [row.subject_id])
        raise NotFound("text")
    known = Answer.objects.filter(response__item__ref=item, question=question, superseded_at__isnull=True)
    answer = known.filter(response__item__meeting=found.meeting).select_related("by").first()
    asked = next((one for one in found.terms.questions if one.id == question), None)
    if row is None or answer is None or asked is None:
        raise NotFound("text")
    child = Person.objects.filter(pk=row.subject_id).first()
    if child is not None:
        looks.shown(looks.OPENED, [row.subject_id])
    return Correction(
        head=found.head,
        item=item,
        name=row.title or (name_of(child) if child else ""),
        question=question,
        question_name=asked.name,
        text=shown_answer(asked.kind, answer.value),
        version=answer.version,
        by=answer.by.name,
        at=answer.at,
    )
