"""What does a child's own worker, or a manager above, have of a case that comes before a forum they do not sit on?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from remit.documents.workbook import Past, Question
from remit.reading import looks
from remit.reading.discussions import answers_of
from remit.reading.sittings import Found, found
from remit.reading.timeline import discussed_by
from remit.reading.workbook_cases import Cases, known_of, question_of
from remit.reading.workbook_facts import Known
from remit.records.children import Person
from remit.records.meetings import AgendaItem, Meeting
from remit.records.standing import Standing, standing
from remit.records.visibility import asking, child_facts, sight_of
from remit.records.wordings import released_of, wording
from remit.rules.access import ChildFacts, parts_seen, reads_by_child
from remit.rules.meeting_gates import why_not_write
from remit.rules.outcomes import NotFound
from remit.rules.viewers import Viewer
from remit.rules.workbook import asked_about
from remit.terms.model import Question as Asked


@dataclass(frozen=True, slots=True)
class OwnCases:
    """The items of a meeting that are about children this viewer works with, and the questions put to them."""

    found: Found
    items: tuple[Standing, ...]
    cases: Cases


def own_cases(viewer: Viewer, *, forum: str, nominal: str, now: datetime, child: str = "") -> OwnCases:
    """All of them at a meeting, or the one about that child. Refuses: there is none that is theirs."""
    seen = found(viewer, _meeting(forum, nominal), sits=False)
    rows = standing(sight_of(viewer), asking(viewer, now=now), meeting=seen.meeting.pk, whole=True)
    items = [row for row in rows if row.is_case and row.seen and child in ("", row.child_ref)]
    facts = child_facts([row.subject_id for row in items], now=now)
    own = tuple(
        row
        for row in items
        if reads_by_child(viewer, facts[row.subject_id])
        and parts_seen(viewer, facts[row.subject_id], now=now)
    )
    if not own:
        _deny(child)
        raise NotFound("case")
    known = known_of(seen, own)
    earlier = {}
    for row in own if child else ():
        told = discussed_by(viewer, row.subject_id, facts[row.subject_id], forum=forum, now=now)
        past = (Past(event.on, event.title, event.lines) for event in told if event.on < seen.head.date)
        earlier[row.subject_id] = tuple(past)
    return OwnCases(
        seen,
        own,
        Cases(known, _questions(viewer, seen, own, known, facts, now), earlier, reads_answers=False),
    )


def _deny(child: str) -> None:
    """Note whom somebody asked for who is not theirs."""
    person = Person.objects.filter(subject__ref=child).first() if child else None
    if person is not None:
        looks.shown(looks.DENIED, [person.pk])


def _meeting(forum: str, nominal: str) -> Meeting:
    try:
        day = date.fromisoformat(nominal)
    except ValueError:
        raise NotFound("case") from None
    rows = Meeting.objects.select_related("forum", "terms", "minutes_approved_by").defer("terms__document")
    meeting = rows.filter(forum__slug=forum, nominal_date=day).first()
    if meeting is None:
        raise NotFound("case")
    return meeting


def _questions(
    viewer: Viewer,
    seen: Found,
    items: tuple[Standing, ...],
    known: dict[int, Known],
    facts: Mapping[int, ChildFacts],
    now: datetime,
) -> dict[int, tuple[Question, ...]]:
    """Those put to who works with the child; what is said at the meeting is not among them."""
    answers = answers_of([AgendaItem(pk=item.pk) for item in items])
    takes = why_not_write(seen.meeting.state) is None
    released = released_of([item.pk for item in items]) if seen.meeting.minutes_approved_at else {}

    def question(item: Standing, form: str, asked: Asked) -> Question:
        """As written where it is this viewer's to write, or they wrote it; else as the time line tells it."""
        given = next((row for row in answers.get(item.pk, ()) if row.question == asked.id), None)
        writes = takes and _works(viewer, known[item.pk])
        kept = None
        if given is not None and not writes and given.by_id != viewer.staff_id:
            words = wording(viewer, facts[item.subject_id], seen.meeting, released, now=now)
            kept = words(item.pk, asked.id, given.version, given.value)
        return question_of(seen, item, form, asked, given, is_open=writes, kept=kept)

    return {
        item.pk: tuple(
            question(item, form.id, asked)
            for form, asked in asked_about(
                seen.terms, item.section, getattr(known[item.pk].listed, "risk", "")
            )
            if asked.filled_by.worker is not None
        )
        for item in items
    }


def _works(viewer: Viewer, known: Known) -> bool:
    """As the verb that takes answers asks it: allocated to them, or to a team they answer for, on the day of the meeting."""
    return known.worker_id == viewer.staff_id or known.team_id in viewer.teams
