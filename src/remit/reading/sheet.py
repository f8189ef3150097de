"""The sheet of one case before its meeting: who the child is, what each person fills in, what was said before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Literal

from django.db.models import OuterRef, Subquery

from remit.reading import looks
from remit.reading.case_questions import Allocated, Asked, asked_of
from remit.reading.children import name_of
from remit.reading.discussions import answers_of
from remit.reading.room_case import summary_of
from remit.reading.sittings import Found, found, found_in_room
from remit.records.answers import Answer, PartSaid
from remit.records.children import Allocation, Identifier
from remit.records.duties import Duty
from remit.records.meetings import AgendaItem, Meeting
from remit.records.offers import Offer, offers, taken_from
from remit.records.placements_list import EntryDetail
from remit.records.sheets import answered_of, said_of
from remit.records.terms_store import terms_by_id
from remit.records.visibility import child_facts
from remit.records.wordings import Wording, released_of, wording
from remit.rules.access import ChildFacts, reads_by_child
from remit.rules.clock import is_past, london_day
from remit.rules.outcomes import NotFound
from remit.rules.sheets import Filled, Part, PartState, filled, offered_from, owed_for, parts, still_said
from remit.rules.viewers import Viewer
from remit.terms.model import FilledBy, ForumTerms, Owed

Standing = Literal["ahead", "open", "over", "off", "cancelled"]
"""Where the case stands: before its meeting or at it, after it, off its agenda, or the meeting does not take place."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Where an answer was taken over from."""

    forum_name: str
    on: date
    """The nominal date of that meeting."""


@dataclass(frozen=True, slots=True)
class SheetQuestion:
    """A question of the sheet, what may be taken over into it, and what was."""

    asked: Asked
    needed: bool
    offer: Offer | None
    taken: Taken | None


@dataclass(frozen=True, slots=True)
class SheetPart:
    """What one person fills in, and how far it has come."""

    id: str
    filled_by: str
    """The seat's name, or what the worker is to the child."""
    worker: bool
    clause: str
    writes: bool
    questions: tuple[SheetQuestion, ...]
    state: PartState
    missing: tuple[str, ...]
    """Names of the questions that are needed and have no answer."""
    complete_at: datetime | None
    said: Literal["", "complete", "unchanged"]
    said_by: str
    owner: str
    """Who owes it; empty where nobody is held to it."""
    due_at: datetime | None
    overdue: bool

    @property
    def offered(self) -> int:
        """To how many questions an earlier answer is offered."""
        return sum(one.offer is not None for one in self.questions)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A case's sheet."""

    item: str
    child: str
    """Opaque reference of the child."""
    name: str
    standing: Standing
    forum: str
    forum_name: str
    nominal: str
    on: date
    start: time
    slot_at: time | None
    revision: int
    may_see_meeting: bool
    """Whether the pages of the meeting are this viewer's to open."""
    late: bool
    summary: tuple[tuple[str, str], ...]
    frozen: bool
    parts: tuple[SheetPart, ...]


def sheet(viewer: Viewer, *, item: str, now: datetime) -> Sheet:
    """The sheet of a case, for who works with the child, who runs the forum, and its members from the issue on.

    Who reads it for the child alone reads what is theirs to write, and what others wrote as the time line tells it.

    Refuses: no such case for this viewer; a case of which nothing is asked before the meeting.
    """
    row = _load(item)
    seen, reader = _seen(viewer, row, now)
    looks.shown(looks.OPENED, [row.subject_id])
    listed = EntryDetail.objects.open().filter(entry=row.entry_id)
    detail = row.snapshot or (listed.first() if seen.until is None or reader.by_child else None)
    asked = parts(seen.terms, row.section, rating=detail.risk if detail else "")
    if not asked:
        raise NotFound("sheet")
    held = _allocated(row)
    return Sheet(
        item=item,
        child=row.subject.ref,
        name=name_of(row.subject.person),
        standing=_standing(row),
        forum=seen.head.forum,
        forum_name=seen.head.forum_name,
        nominal=seen.head.nominal,
        on=seen.head.date,
        start=seen.head.start,
        slot_at=row.slot_at,
        revision=seen.head.revision,
        may_see_meeting=seen.head.runs or not reader.by_child,
        late=row.late,
        summary=summary_of(row.subject.person, row.number, held, detail),
        frozen=row.snapshot is not None,
        parts=_parts(reader, seen, row, asked, held, now),
    )


def _load(ref: str) -> Any:
    """The item, withdrawn or not, with its child and meeting; a model, for readings only."""
    ids = Identifier.objects.open().filter(person=OuterRef("subject"), scheme=Identifier.PERSON_ID)
    row = (
        AgendaItem.objects.filter(ref=ref, title="")
        .annotate(number=Subquery(ids.values("value")[:1]))
        .select_related("meeting__forum", "meeting__terms", "meeting__minutes_approved_by")
        .select_related("subject__person", "snapshot")
        .defer("meeting__terms__document", "snapshot__extra")
        .first()
    )
    if row is None:
        raise NotFound("sheet")
    return row


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads the sheet."""

    viewer: Viewer
    facts: ChildFacts
    by_child: bool
    """Whether they may because of the child, and not because they sit there."""

    def reads(self, row: Any, asked: Asked, answer: Answer | None, words: Wording) -> Asked:
        """A question with its answer in the words that are this reader's: as written where they may write it, or did."""
        if answer is None or not self.by_child or asked.writes or answer.by_id == self.viewer.staff_id:
            return asked
        told = words(row.pk, asked.id, answer.version, asked.value)
        if told == asked.value:
            return asked
        return replace(asked, value=told, parts=("", "", ""), held_back=not told)


def _seen(viewer: Viewer, row: Any, now: datetime) -> tuple[Found, _Reader]:
    """The meeting, where this viewer may see the sheet, and as whom; a "no" is logged."""
    facts = child_facts([row.subject_id], now=now)[row.subject_id]
    closed = facts.restricted_to is not None and viewer.staff_id not in facts.restricted_to
    try:
        if closed:
            raise NotFound("sheet")
        if reads_by_child(viewer, facts):
            return found(viewer, row.meeting, sits=False), _Reader(viewer, facts, by_child=True)
        if row.state == AgendaItem.State.WITHDRAWN:
            raise NotFound("sheet")
        return found_in_room(viewer, row.meeting, now=now), _Reader(viewer, facts, by_child=False)
    except NotFound:
        looks.shown(looks.DENIED, [row.subject_id])
        raise NotFound("sheet") from None


def _standing(row: AgendaItem) -> Standing:
    if row.meeting.state == Meeting.State.CANCELLED:
        return "cancelled"
    if row.meeting.closed_at is not None:
        return "over"
    if row.state == AgendaItem.State.WITHDRAWN:
        return "off"
    return "open" if row.meeting.opened_at is not None else "ahead"


def _allocated(row: AgendaItem) -> Allocated | None:
    found = Allocation.objects.on(row.meeting.date).filter(person=row.subject_id).order_by("pk")
    held = found.values_list("team_id", "team__name", "worker_id", "worker__name").first()
    return Allocated(*held) if held else None


def _parts(
    reader: _Reader, seen: Found, row: Any, asked: Sequence[Part], held: Allocated | None, now: datetime
) -> tuple[SheetPart, ...]:
    viewer = reader.viewer
    answers = {answer.question: answer for answer in answers_of([row]).get(row.pk, ())}
    since, said = answered_of([row.pk])[row.pk], said_of([row.pk]).get(row.pk, {})
    ahead = _standing(row) in ("ahead", "open")
    released = released_of([row.pk]) if reader.by_child and row.meeting.minutes_approved_at else {}
    words = wording(viewer, reader.facts, row.meeting, released, now=now)
    shown = {
        question.id: reader.reads(
            row,
            asked_of(viewer, seen, question, answers.get(question.id), held),
            answers.get(question.id),
            words,
        )
        for part in asked
        for question in part.questions
    }
    bare = [q for part in asked for q in part.questions if ahead and shown[q.id].writes and q.id not in since]
    offered = offers(row, bare, viewer=viewer, since=offered_from(seen.terms, london_day(now)), now=now)
    duties = _duties(row)
    forums = _forums(answers.values())
    return tuple(
        _part(
            seen.terms,
            part,
            filled(part, since, said_at=said[part.id].at if part.id in said else None),
            tuple(
                SheetQuestion(
                    asked=shown[one.id] if ahead else replace(shown[one.id], writes=False),
                    needed=one in part.needed and one.required == "to_complete",
                    offer=offered.get(one.id),
                    taken=_taken(shown[one.id].source, forums),
                )
                for one in part.questions
            ),
            _holding(part, since, said.get(part.id)),
            _next_due(duties, owed_for(seen.terms, part)),
            now,
        )
        for part in asked
    )


def _next_due(duties: Mapping[str, Duty], owed: Iterable[Owed]) -> Duty | None:
    """Of what is owed in a part, what is due first of that which is still open; else what was due first."""
    there = [duty for one in owed if (duty := duties.get(one.id)) is not None]
    return min(there, key=lambda duty: (duty.state != Duty.State.OPEN, duty.due_at), default=None)


def _holding(part: Part, since: Mapping[str, datetime], said: PartSaid | None) -> PartSaid | None:
    return said if said is not None and still_said(part, since, said.at) else None


def _part(
    terms: ForumTerms,
    part: Part,
    stands: Filled,
    questions: tuple[SheetQuestion, ...],
    said: PartSaid | None,
    duty: Duty | None,
    now: datetime,
) -> SheetPart:
    open_duty = duty is not None and duty.state == Duty.State.OPEN
    return SheetPart(
        id=part.id,
        filled_by=filler(terms, part.filled_by),
        worker=part.filled_by.worker is not None,
        clause=part.questions[0].clause,
        writes=any(one.asked.writes for one in questions),
        questions=questions,
        state=stands.state,
        missing=tuple(one.name for one in stands.missing),
        complete_at=stands.complete_at,
        said="" if said is None else "unchanged" if said.what == PartSaid.What.UNCHANGED else "complete",
        said_by=said.by.name if said else "",
        owner=duty.owner.name if duty and duty.owner else "",
        due_at=duty.due_at if duty and open_duty else None,
        overdue=open_duty and duty is not None and is_past(duty.due_at, now=now),
    )


def filler(terms: ForumTerms, filled_by: FilledBy) -> str:
    """Who fills a part in, as people say it."""
    if filled_by.seat is not None:
        return terms.seat(filled_by.seat).name
    return (filled_by.worker or filled_by.role or "").replace("_", " ").capitalize()


def _duties(row: AgendaItem) -> Mapping[str, Duty]:
    """What is owed for this case at this meeting, by its term; what is void is left out."""
    rows = Duty.objects.filter(meeting=row.meeting_id, subject=row.subject_id, action__isnull=True)
    return {one.term: one for one in rows.exclude(state=Duty.State.VOID).select_related("owner")}


def _forums(answers: Iterable[Answer]) -> Mapping[str, str]:
    """The names of the forums that answers were taken over from; one query, or none."""
    origins = [origin for answer in answers if (origin := taken_from(answer.source))]
    slugs, days = {slug for slug, _ in origins}, {day for _, day in origins}
    if not origins:
        return {}
    rows = Meeting.objects.filter(forum__slug__in=slugs, nominal_date__in=days)
    told = rows.values_list("forum__slug", "terms_id", "terms__digest")
    return {slug: terms_by_id(version, digest).name for slug, version, digest in told}


def _taken(source: str, forums: Mapping[str, str]) -> Taken | None:
    origin = taken_from(source)
    return Taken(forums.get(origin[0], origin[0]), origin[1]) if origin else None
