"""What was answered about a child lately, here or at another forum, that may be taken over into a sheet?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from remit.records.answers import Answer
from remit.records.meetings import AgendaItem, Meeting
from remit.records.terms_store import terms_by_id
from remit.records.visibility import child_facts
from remit.records.wordings import released_of, wording
from remit.rules.access import Said, may_read
from remit.rules.answer_kinds import read_answer, shown_answer
from remit.rules.clock import instant
from remit.rules.outcomes import Refused
from remit.rules.viewers import Viewer
from remit.terms.model import Question

TAKEN = "taken"
"""How the source of an answer begins that was taken over."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An answer given before to the same question about the same child."""

    question: str
    kept: str
    shown: str
    at: datetime
    by: str
    forum: str
    forum_name: str
    nominal: str
    """Date of the meeting it was given for, as in its address."""
    item: str
    """Reference of the item it was given about."""

    @property
    def source(self) -> str:
        """How an answer says that it was taken over from here."""
        return f"{TAKEN}:{self.forum}:{self.nominal}"


def taken_from(source: str) -> tuple[str, date] | None:
    """Of an answer that was taken over: the forum, and the nominal date of the meeting."""
    kind, _, rest = source.partition(":")
    forum, _, nominal = rest.rpartition(":")
    return (forum, date.fromisoformat(nominal)) if kind == TAKEN else None


def _answered_elsewhere(item: AgendaItem, questions: Iterable[str], since: date) -> list[Answer]:
    """What was answered of the same child to these questions, from a day on, the latest first."""
    rows = Answer.objects.filter(
        response__subject=item.subject_id,
        question__in=list(questions),
        row_key="",
        superseded_at__isnull=True,
        at__gte=instant(since, time.min),
    )
    return list(
        rows.exclude(value="")
        .exclude(response__item=item)
        .select_related("by", "response__item__meeting__forum", "response__item__meeting__terms")
        .defer("response__item__meeting__terms__document")
        .order_by("-at", "-pk")
    )


def offers(
    item: AgendaItem, asked: Iterable[Question], *, viewer: Viewer, since: date | None, now: datetime
) -> Mapping[str, Offer]:
    """The latest answer to each of these questions that this viewer may read, given from a day on. Three queries, or none.

    Somebody's own words are theirs to read wherever they wrote them; others' as `rules.access.may_read` says, and in the
    words in which the time line tells them: who reads by the child alone is offered nothing of minutes not yet approved.
    """
    wanted = {question.id: question for question in asked}
    if not wanted or since is None:
        return {}
    rows = _answered_elsewhere(item, wanted, since)
    if not rows:
        return {}
    facts = child_facts([item.subject_id], now=now)[item.subject_id]
    released = released_of({row.response.item_id for row in rows if row.by_id != viewer.staff_id})
    found: dict[str, Offer] = {}
    for row in rows:
        meeting = row.response.item.meeting
        text = shown_answer(wanted[row.question].kind, row.value)
        if row.by_id != viewer.staff_id:
            words = wording(viewer, facts, meeting, released, now=now)
            reads = may_read(viewer, facts, _said(meeting), now=now)
            text = words(row.response.item_id, row.question, row.version, text) if reads else ""
        offer = _offer(row, wanted[row.question], text) if text else None
        if offer is not None:
            found.setdefault(row.question, offer)
    return found


def _said(meeting: Meeting) -> Said:
    return Said(meeting.forum.slug, meeting.closed_at, meeting.date)


def _offer(row: Answer, asked: Question, shown: str) -> Offer | None:
    """None where another forum asks another kind of thing under the same name."""
    try:
        kept = read_answer(asked, shown)
    except Refused:
        return None
    item = row.response.item
    terms = terms_by_id(item.meeting.terms_id, item.meeting.terms.digest)
    return Offer(
        question=row.question,
        kept=kept,
        shown=shown,
        at=row.at,
        by=row.by.name,
        forum=item.meeting.forum.slug,
        forum_name=terms.name,
        nominal=item.meeting.nominal_date.isoformat(),
        item=item.ref,
    )
