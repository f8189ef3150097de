"""What does a child's own worker, or a manager above, have of a case that comes before a forum they do not sit on?"""

from __future__ import annotations

from datetime import date, datetime

from remit.documents.workbook import Past, Question
from remit.reading import looks
from remit.reading.discussions import answers_of
from remit.reading.sittings import Found, found
from remit.reading.timeline import discussed_by
from remit.reading.workbook_cases import Cases, known_of, question_of
from remit.records.children import Allocation, Person
from remit.records.meetings import AgendaItem, Meeting
from remit.records.standing import Standing, standing
from remit.records.visibility import asking, child_facts, sight_of
from remit.rules.access import parts_seen, reads_by_child
from remit.rules.meeting_gates import why_not_write
from remit.rules.outcomes import NotFound
from remit.rules.viewers import Viewer
from remit.rules.workbook import asked_about


def own_case(
    viewer: Viewer, *, forum: str, nominal: str, child: str, now: datetime
) -> tuple[Found, Standing, Cases]:
    """The child's item at that meeting for who works with the child. Refuses: no such case that is theirs."""
    seen = found(viewer, _meeting(forum, nominal), sits=False)
    person = Person.objects.filter(subject__ref=child).first()
    if person is None:
        raise NotFound("case")
    facts = child_facts([person.pk], now=now)[person.pk]
    if not (reads_by_child(viewer, facts) and parts_seen(viewer, facts, now=now)):
        looks.shown(looks.DENIED, [person.pk])
        raise NotFound("case")
    rows = standing(sight_of(viewer), asking(viewer, now=now), meeting=seen.meeting.pk, whole=True)
    item = next((row for row in rows if row.subject_id == person.pk and row.seen), None)
    if item is None:
        raise NotFound("case")
    known = known_of(seen, [item])
    past = discussed_by(viewer, person.pk, facts, forum=forum, now=now)
    earlier = tuple(Past(event.on, event.title, event.lines) for event in past if event.on < seen.head.date)
    questions = _questions(viewer, seen, item, known[item.pk].listed)
    return seen, item, Cases(known, {item.pk: questions}, {person.pk: earlier}, reads_answers=False)


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


def _questions(viewer: Viewer, seen: Found, item: Standing, listed: object) -> tuple[Question, ...]:
    """Those put to who works with the child; what is said at the meeting is not among them."""
    given = {row.question: row for row in answers_of([AgendaItem(pk=item.pk)]).get(item.pk, ())}
    works = _works_with(viewer, seen.meeting, item.subject_id)
    takes = why_not_write(seen.meeting.state) is None and works
    return tuple(
        question_of(seen, item, form.id, asked, given.get(asked.id), is_open=takes)
        for form, asked in asked_about(seen.terms, item.section, getattr(listed, "risk", ""))
        if asked.filled_by.worker is not None
    )


def _works_with(viewer: Viewer, meeting: Meeting, subject: int) -> bool:
    """As the verb that takes answers asks it: allocated to them, or to a team they answer for, on the day of the meeting."""
    allocated = Allocation.objects.on(meeting.date).filter(person=subject)
    return (
        allocated.filter(worker=viewer.staff_id).exists() or allocated.filter(team__in=viewer.teams).exists()
    )
