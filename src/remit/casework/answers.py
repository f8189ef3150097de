"""Writing down what is said: one answer a call, a new version for each change, and nobody's words lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from remit.casework.acts import about, audited, touch
from remit.casework.duties import reconcile_meeting
from remit.casework.items import lock_item, said
from remit.records.answers import Answer, Response
from remit.records.children import Allocation
from remit.records.meetings import AgendaItem, Attendance, Meeting
from remit.rules.answer_kinds import shown_answer, tidied
from remit.rules.meeting_gates import why_not_correct, why_not_correct_to, why_not_write
from remit.rules.outcomes import NotFound, Refused, Stale, refuse_if
from remit.rules.permissions import why_not_answer, why_not_run
from remit.rules.sheets import owed_on_sheets
from remit.rules.viewers import Viewer
from remit.terms.model import FilledBy, Form, Question


@dataclass(frozen=True, slots=True)
class Saved:
    """An answer as it stands now."""

    question: str
    version: int
    changed: bool


class Conflict(Stale):
    """Somebody else changed the same answer. Nothing was saved; here are both texts, for a person to choose."""

    def __init__(self, *, question: str, mine: str, theirs: str, version: int, by: str, at: datetime) -> None:
        super().__init__("Somebody else has changed this text since you began.")
        self.question = question
        self.mine = mine
        self.theirs = theirs
        self.version = version
        """The version of `theirs`: what is chosen is saved with this as its base."""
        self.by = by
        self.at = at


@audited("answer.saved")
def save_answer(
    *, item_ref: str, question: str, text: str, base_version: int, actor: Viewer, now: datetime
) -> Saved:
    """Save one answer; `base_version` is the version the actor began from, 0 where there was none.

    Refuses: the question is not asked here; the meeting is closed; not theirs to answer; too long; none of its kind.
    Raises `Conflict` with both texts where somebody else saved another text meanwhile. Who sends what they were shown
    has written nothing, and what somebody else saved stands.
    """
    meeting, item = lock_item(item_ref, actor=actor, now=now)
    form, asked = question_of(meeting, item, question)
    check_may_write(meeting, item, asked.filled_by, actor, now=now)
    written = tidied(asked, text)
    current = current_answer(item, question)
    about(question=question, clause=asked.clause)
    if current is not None and current.value == written:
        about(unchanged=True)
        return Saved(question, current.version, changed=False)
    if (current.version if current else 0) != base_version:
        if current is not None and written == _was(item, question, base_version):
            about(unchanged=True)
            return Saved(question, current.version, changed=False)
        raise _conflict(asked, written, current)
    if current is None and not written:
        about(unchanged=True)
        return Saved(question, 0, changed=False)
    saved = write_answer(meeting, item, form, question, written, current, actor, now)
    touch(meeting)
    if owed_on_sheets(said(meeting)) and bool(written) != bool(current and current.value):
        reconcile_meeting(meeting, now=now)
    about(version=saved.version)
    return Saved(question, saved.version, changed=True)


@audited("answer.corrected")
def correct_answer(
    *, item_ref: str, question: str, text: str, base_version: int, actor: Viewer, now: datetime
) -> Saved:
    """Correct what was written, between closing and approval; what stood before is kept, and a wording is released anew.

    Refuses: not theirs to run; not closed, or the minutes approved; nothing was written there, or nothing would be left;
    too long. Raises `Conflict` with both texts where somebody else corrected it meanwhile.
    """
    meeting, item = lock_item(item_ref, actor=actor, now=now)
    refuse_if(why_not_run(actor, meeting.forum.slug))
    refuse_if(why_not_correct(meeting.state, approved=meeting.minutes_approved_at is not None))
    form, asked = question_of(meeting, item, question)
    current = current_answer(item, question)
    if current is None or not current.value:
        raise NotFound("text")
    written = tidied(asked, text)
    refuse_if(why_not_correct_to(written, name=asked.name))
    about(question=question, clause=asked.clause)
    if current.value == written:
        about(unchanged=True)
        return Saved(question, current.version, changed=False)
    if current.version != base_version:
        raise _conflict(asked, written, current)
    saved = write_answer(meeting, item, form, question, written, current, actor, now)
    touch(meeting)
    about(version=saved.version)
    return Saved(question, saved.version, changed=True)


def question_of(meeting: Meeting, item: AgendaItem, question: str) -> tuple[Form, Question]:
    """A question asked about this item, and its form. Refuses one that is not asked there."""
    for form in said(meeting).forms:
        if item.section in form.sections:
            for asked in form.questions:
                if asked.id == question:
                    return form, asked
    raise NotFound("question")


def check_may_write(
    meeting: Meeting, item: AgendaItem, filled_by: FilledBy, actor: Viewer, *, now: datetime
) -> None:
    """Refuses, where the meeting takes no more words, or these are not the actor's to write."""
    refuse_if(why_not_write(meeting.state))
    refuse_if(
        why_not_answer(
            actor,
            meeting.forum.slug,
            filled_by_seat=filled_by.seat,
            works_with_child=filled_by.worker is not None and _works_with(item, meeting, actor),
            present=_at_the_table(meeting, actor, now),
            is_open=meeting.state == Meeting.State.OPEN,
        )
    )


def _works_with(item: AgendaItem, meeting: Meeting, actor: Viewer) -> bool:
    allocated = Allocation.objects.on(meeting.date).filter(person=item.subject_id)
    return allocated.filter(worker=actor.staff_id).exists() or allocated.filter(team__in=actor.teams).exists()


def _at_the_table(meeting: Meeting, actor: Viewer, now: datetime) -> frozenset[int]:
    """The actor, where recorded as being at this meeting for a seat and not gone by now."""
    here = Attendance.objects.filter(
        meeting=meeting, staff=actor.staff_id, superseded_at__isnull=True, item__isnull=True
    ).exclude(seat="")
    staying = Q(left_at__isnull=True) | Q(left_at__gt=now)
    there = here.filter(staying, answer=Attendance.Answer.PRESENT).exists()
    return frozenset({actor.staff_id}) if there else frozenset()


def current_answer(item: AgendaItem, question: str) -> Answer | None:
    """The answer as it stands, with who gave it."""
    return (
        Answer.objects.select_related("by")
        .filter(response__item=item, question=question, row_key="", superseded_at__isnull=True)
        .first()
    )


def _was(item: AgendaItem, question: str, version: int) -> str | None:
    """What the answer was in that version; None where there never was such a one."""
    if version == 0:
        return ""
    rows = Answer.objects.filter(response__item=item, question=question, row_key="", version=version)
    return rows.values_list("value", flat=True).first()


def _conflict(asked: Question, mine: str, current: Answer | None) -> Refused:
    if current is None:
        return Stale()
    return Conflict(
        question=asked.id,
        mine=shown_answer(asked.kind, mine),
        theirs=shown_answer(asked.kind, current.value),
        version=current.version,
        by=current.by.name,
        at=current.at,
    )


def write_answer(
    meeting: Meeting,
    item: AgendaItem,
    form: Form,
    question: str,
    text: str,
    current: Answer | None,
    actor: Viewer,
    now: datetime,
    source: str = "",
) -> Answer:
    """Keep an answer as a new version; `source` where it is not the actor's own writing."""
    response, _ = Response.objects.get_or_create(
        item=item, form=form.id, defaults={"subject_id": item.subject_id, "terms_id": meeting.terms_id}
    )
    if current is not None:
        current.superseded_at = now
        current.save(update_fields=["superseded_at"])
    return Answer.objects.create(
        response=response,
        question=question,
        value=text,
        version=current.version + 1 if current else 1,
        by_id=actor.staff_id,
        at=now,
        source=source or f"staff:{actor.username}",
    )
