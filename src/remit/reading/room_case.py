"""One item of a meeting: who the child is, what was said before, what is asked now, who came, how it is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from remit.reading import looks
from remit.reading.actions import gathered
from remit.reading.case_questions import Allocated, questions
from remit.reading.case_shown import Case, Expected, Left, OutcomeChoice, PresenceLine, Returning
from remit.reading.children import Named
from remit.reading.comment_lines import told_of
from remit.reading.discussions import Discussion, Told, answers_of, earlier, items_about, tell, told_before
from remit.reading.room_present import InTheRoom
from remit.reading.room_rail import Rail
from remit.reading.sittings import Found
from remit.records.actions import Action
from remit.records.answers import Answer, Decision
from remit.records.meetings import AgendaItem, Attendance
from remit.records.placements_list import EntryDetail, Urgency
from remit.records.prepared import Given, prepared
from remit.records.returning import sittings_after
from remit.records.standing import Standing
from remit.records.told_actions import with_meeting, with_updates
from remit.rules.act_words import frozen_by
from remit.rules.deadline_words import in_words
from remit.rules.viewers import Viewer
from remit.terms.model import ForumTerms


def case(
    viewer: Viewer,
    found: Found,
    agenda: Rail,
    ref: str,
    *,
    came: Iterable[Attendance],
    there: InTheRoom,
    now: datetime,
) -> Case | None:
    """One item of this meeting; none where it does not stand there or is a record this viewer may not see.

    `came`: who is recorded for this very item; `there`: who for the meeting.
    """
    line, item = agenda.line(ref), agenda.items.get(ref)
    if line is None or item is None or line.hidden:
        return None
    person = agenda.people.get(item.subject_id)
    if person:
        looks.shown(looks.OPENED, [person.subject_id])
    known = _known(found, item, agenda.people, now)
    this, terms, actions = known.this, found.terms, known.actions
    held = _allocated(this) if person and this.team_id else None
    detail = this.snapshot or (_now(item) if found.until is None else None)
    return Case(
        line=line,
        why=item.why,
        suggestion=item.suggestion,
        summary=summary_of(person, this.number, held, detail) if person else (),
        frozen=this.snapshot is not None,
        frozen_by=frozen_by(terms.section(this.section)),
        questions=questions(viewer, found, this, held, known.answers.get(item.pk, ())),
        outcomes=_outcomes(terms) if item.is_case else (),
        returning=_returning(found, item),
        needs_outcome=terms.section(item.section).one_by_one,
        left=_left(terms, getattr(this, "decided", None)),
        actions=tuple(actions.at.get(item.pk, ())),
        open_actions=actions.still_open,
        earlier=known.earlier,
        expected=_expected(terms, item, held),
        presence=tuple(_presence(row) for row in came),
        by_members=told_of(found, item.subject_id) if this.has_comments else (),
        put_off=item.left_why if item.state == AgendaItem.State.DEFERRED else "",
        usual_due=in_words(terms.actions.due) if terms.actions else "as the terms say",
        present=there.present_for(item.taken_at, item.settled_at),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What is on record about the child of an item at this forum."""

    this: Any
    """The item, with what was asked for along with it."""
    answers: Mapping[int, Sequence[Answer]]
    """By the key of the item."""
    actions: _Actions
    earlier: tuple[Discussion, ...]


def _known(found: Found, item: Standing, people: Mapping[int, Standing], now: datetime) -> _Known:
    about = {one.pk: one for one in items_about(found.meeting, found.terms, item)}
    this = about.pop(item.pk)
    answers = answers_of([this, *about.values()])
    actions = _actions(found, item, people, now)
    tells = this.has_past and found.terms.earlier is not None
    past = told_before(item.subject_id, found.meeting.forum_id) if tells else ()
    before = (*earlier(found.terms, about.values(), answers, actions.at), *past)
    return _Known(this, answers, actions, before)


def _allocated(this: Any) -> Allocated:
    return Allocated(this.team_id, this.team, this.worker_id, this.worker)


def _left(terms: ForumTerms, decision: Decision | None) -> Left | None:
    if decision is None:
        return None
    name = next((one.name for one in terms.outcomes if one.id == decision.outcome), decision.outcome)
    return Left(decision.outcome, name, decision.why, decision.version, decision.by.name, decision.at)


def _now(item: Standing) -> EntryDetail | None:
    detail: EntryDetail | None = (
        EntryDetail.objects.open().filter(entry=item.entry_id).first() if item.entry_id else None
    )
    return detail


def summary_of(
    person: Named, number: str | None, held: Allocated | None, detail: EntryDetail | None
) -> tuple[tuple[str, str], ...]:
    """The child in a few rows: from the record, and from what the list says (or said when the meeting opened)."""
    rows = [("Person id", number or ""), ("Initials", person.initials)]
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
    team = held.team if held else (detail.team if detail else "")
    worker = held.worker if held and held.worker else (detail.worker if detail else "")
    rows += [("Team", team), ("Social worker", worker)]
    return tuple((label, text) for label, text in rows if text)


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


def _returning(found: Found, item: Standing) -> Returning:
    """What carries cases over puts none on a meeting that has the child already, deferred there or not."""
    if not item.is_case or not found.head.is_open:
        return Returning()
    if found.terms.section(item.section).takes == "rest_of_cohort":
        return Returning(with_cohort=True)
    meeting = found.meeting
    rows = sittings_after(forum=meeting.forum_id, after=meeting.starts_at, subject=item.subject_id)
    if not rows:
        return Returning()
    following, stands, there = rows[0]
    later = next((day for day, is_there, _ in rows if is_there), None) if there and not stands else None
    return Returning(following, later)


@dataclass(frozen=True, slots=True)
class _Actions:
    """What this forum asked about the child: by the key of the item it was agreed at, and what is open from before."""

    at: Mapping[int, Sequence[Told]]
    still_open: tuple[Told, ...]


def _actions(found: Found, item: Standing, people: Mapping[int, Standing], now: datetime) -> _Actions:
    """All of them, with their updates; one query."""
    by_child = item.is_case
    which = item.subject_id if by_child else item.pk
    rows = _asked_for(by_child, forum=found.meeting.forum_id, which=which)
    told = tell(gathered(rows), people, now=now, until=found.until)
    at: dict[int, list[Told]] = defaultdict(list)
    for row, one in told:
        at[row.item_id or 0].append(one)
    still_open = (
        one
        for row, one in told
        if row.item_id != item.pk
        and one.line.state == Action.State.OPEN
        and row.meeting.starts_at < found.meeting.starts_at
    )
    return _Actions(at, tuple(still_open))


@prepared
def _asked_for(by_child: bool) -> QuerySet[Any, Any]:
    """Actions of a forum about a child, or else of one item."""
    which = {"subject" if by_child else "item": Given("which")}
    return with_updates(with_meeting().filter(meeting__forum=Given("forum"), **which))


def _expected(terms: ForumTerms, item: Standing, held: Allocated | None) -> tuple[Expected, ...]:
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


def _who(worker: str, held: Allocated | None) -> str:
    words = worker.replace("_", " ")
    if worker == "social_worker" and held and held.worker:
        return f"{words} {held.worker}"
    return words


def _presence(row: Attendance) -> PresenceLine:
    name = row.staff.name if row.staff else row.name
    return PresenceLine(row.ref, name, row.service, row.answer == Attendance.Answer.PRESENT, row.reason)
