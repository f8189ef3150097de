"""What is known, asked and remembered of the cases of a meeting, all of them at once, for its workbook?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet

from remit.documents.workbook import Past, Question
from remit.reading.actions import gathered
from remit.reading.discussions import MOST_EARLIER, Discussion, Told, answers_of, earlier, tell
from remit.reading.history import past_of_children
from remit.reading.listed_cases import cases_left
from remit.reading.sittings import Found
from remit.reading.workbook_facts import Known
from remit.records.answers import Answer
from remit.records.children import Allocation, Identifier
from remit.records.meetings import AgendaItem
from remit.records.placements_list import EntryDetail
from remit.records.standing import Standing
from remit.records.told_actions import with_meeting, with_updates
from remit.rules.clock import due_date, london_day
from remit.rules.meeting_gates import why_not_write
from remit.rules.permissions import why_not_answer
from remit.rules.room import asked_in_list
from remit.rules.text import shown_date
from remit.rules.viewers import Viewer
from remit.rules.workbook import asked_about, who_fills
from remit.terms.model import ForumTerms, Section
from remit.terms.model import Question as Asked


@dataclass(frozen=True, slots=True)
class Cases:
    """By the key of each item what is known and asked, by the child's what was said before."""

    known: Mapping[int, Known]
    questions: Mapping[int, tuple[Question, ...]]
    earlier: Mapping[int, tuple[Past, ...]]
    reads_answers: bool = True
    """Whether the reader sees how the forum left the case."""

    def listed_question(self, terms: ForumTerms, item: Standing) -> tuple[Question, ...]:
        """The question of a case that has a row in a list."""
        found = self.in_a_list(item, asked_in_list(terms, item.section))
        return tuple(one for one in found if one is not None)

    def in_a_list(self, item: Standing | None, asked: Asked | None) -> tuple[Question | None, ...]:
        """The one question of a list for this case, in its column; nothing to answer where the case is no item yet."""
        if asked is None:
            return ()
        mine = self.questions.get(item.pk, ()) if item else ()
        return (next((one for one in mine if one.key.endswith(f"/{asked.id}")), None),)


def cases_of(viewer: Viewer, found: Found, items: Sequence[Standing], *, history: bool = True) -> Cases:
    """Everything about these items for who sits at the meeting. Eight queries, however many there are.

    `history`: with what was said before.
    """
    known = known_of(found, items)
    before = _before(found, [item.subject_id for item in items]) if history else []
    answers = answers_of([*_models(items), *before])
    return Cases(
        known=known,
        questions={
            item.pk: _questions(viewer, found, item, known[item.pk], answers.get(item.pk, ()))
            for item in items
        },
        earlier=_with_the_past(found, _earlier(found, before, answers), items) if history else {},
    )


def _models(items: Sequence[Standing]) -> list[AgendaItem]:
    return [AgendaItem(pk=item.pk) for item in items]


def known_of(found: Found, items: Sequence[Standing]) -> dict[int, Known]:
    """What is known of the child of each item, as the list had it when it was kept, or has it now. Four queries."""
    subjects, day = [item.subject_id for item in items], found.meeting.date
    kept = {
        item.pk: item.snapshot
        for item in AgendaItem.objects.filter(pk__in=[item.pk for item in items]).select_related("snapshot")
    }
    unkept = [item.entry_id for item in items if kept.get(item.pk) is None and found.until is None]
    listed = {row.entry_id: row for row in EntryDetail.objects.open().filter(entry__in=unkept)}
    numbers = dict(
        Identifier.objects.on(day)
        .filter(person__in=subjects, scheme=Identifier.PERSON_ID)
        .values_list("person_id", "value")
    )
    held = {
        row.person_id: row
        for row in Allocation.objects.on(day).filter(person__in=subjects).select_related("worker", "team")
    }
    return {
        item.pk: _known(item, kept.get(item.pk) or listed.get(item.entry_id or 0), numbers, held)
        for item in items
    }


def _known(
    item: Standing, listed: EntryDetail | None, numbers: Mapping[int, str], held: Mapping[int, Allocation]
) -> Known:
    row = held.get(item.subject_id)
    return Known(
        person_id=numbers.get(item.subject_id, ""),
        initials=item.initials,
        team=row.team.name if row else "",
        worker=row.worker.name if row and row.worker else "",
        listed=listed,
        team_id=row.team_id if row else None,
        worker_id=row.worker_id if row else None,
    )


def live_cases(
    viewer: Viewer, found: Found, section: Section, now: datetime
) -> tuple[tuple[int, Known], ...]:
    """The cases nobody chose, as the list has them now, each with the key of its child. Two queries."""
    rows = cases_left(viewer, found.terms, section, forum=found.head.forum, not_at=found.meeting, now=now)
    return tuple((row.subject, Known(row.person_id, row.initials, "", "", row)) for row in rows)


def _questions(
    viewer: Viewer, found: Found, item: Standing, known: Known, answers: Sequence[Answer]
) -> tuple[Question, ...]:
    given = {answer.question: answer for answer in answers}
    rating = known.listed.risk if known.listed else ""
    takes = why_not_write(found.meeting.state) is None
    return tuple(
        question_of(
            found,
            item,
            form.id,
            asked,
            given.get(asked.id),
            is_open=takes and _may(viewer, found, asked, known),
        )
        for form, asked in asked_about(found.terms, item.section, rating)
    )


def question_of(
    found: Found,
    item: Standing,
    form: str,
    asked: Asked,
    given: Answer | None,
    *,
    is_open: bool,
    kept: str | None = None,
) -> Question:
    """A question with its answer and its cell; `kept`: the words its reader reads instead of those written."""
    return Question(
        key=f"{item.ref}/{asked.id}",
        form=form,
        name=asked.name,
        asks=asked.asks,
        hint=asked.hint or "",
        filled_by=who_fills(found.terms, asked),
        kind=asked.kind,
        choices=tuple(asked.choices),
        kept=kept if kept is not None else given.value if given else "",
        version=given.version if given else 0,
        open=is_open,
    )


def _may(viewer: Viewer, found: Found, asked: Asked, known: Known) -> bool:
    head = found.head
    works = known.worker_id == viewer.staff_id or known.team_id in viewer.teams
    refusal = why_not_answer(
        viewer,
        head.forum,
        filled_by_seat=asked.filled_by.seat,
        works_with_child=asked.filled_by.worker is not None and works,
        is_open=head.is_open,
    )
    return head.writes or refusal is None


def _before(found: Found, subjects: Collection[int]) -> list[Any]:
    """The items under which the forum discussed these children before, the latest first, each with how it was left."""
    if found.terms.earlier is None or not subjects:
        return []
    rows = AgendaItem.objects.filter(
        subject__in=subjects,
        title="",
        meeting__forum=found.meeting.forum_id,
        meeting__opened_at__isnull=False,
        meeting__starts_at__lt=found.meeting.starts_at,
    ).exclude(state=AgendaItem.State.WITHDRAWN)
    decided = FilteredRelation("decisions", condition=Q(decisions__superseded_at__isnull=True))
    told: QuerySet[Any] = rows.annotate(decided=decided)
    told = told.select_related("meeting__terms", "decided__by")
    latest: dict[int, list[Any]] = defaultdict(list)
    for row in told.defer("meeting__terms__document").order_by("-meeting__starts_at", "-pk"):
        latest[row.subject_id].append(row)
    return [row for kept in latest.values() for row in kept[:MOST_EARLIER]]


def _earlier(
    found: Found, before: Sequence[Any], answers: Mapping[int, list[Answer]]
) -> dict[int, tuple[Past, ...]]:
    actions: dict[int, list[Told]] = defaultdict(list)
    if before:
        asked = with_updates(with_meeting().filter(item__in=[row.pk for row in before]))
        for row, told in tell(gathered(asked), {}, now=found.meeting.starts_at, until=found.until):
            actions[row.item_id or 0].append(told)
    said = earlier(found.terms, before, answers, actions)
    by_child: dict[int, list[Past]] = defaultdict(list)
    for row, discussion in zip(before, said, strict=True):
        by_child[row.subject_id].append(_past(discussion))
    return {child: tuple(told) for child, told in by_child.items()}


def _with_the_past(
    found: Found, here: Mapping[int, tuple[Past, ...]], items: Sequence[Standing]
) -> dict[int, tuple[Past, ...]]:
    """With what was said before Remit, of which there is a workbook."""
    if found.terms.earlier is None:
        return dict(here)
    before = past_of_children(found.meeting.forum_id, [item.subject_id for item in items])
    return {child: (*here.get(child, ()), *before.get(child, ())) for child in {*here, *before}}


def _past(said: Discussion) -> Past:
    lines = [("Outcome", said.outcome), ("Why", said.why), *said.texts]
    lines += [("Action", _action(one)) for one in said.actions]
    return Past(said.date, said.section, tuple((label, text) for label, text in lines if text))


def _action(one: Told) -> str:
    line = one.line
    told = f"{line.what} ({line.lead}, due {shown_date(due_date(line.due_at))}, {line.state})"
    updates = [
        f"{shown_date(london_day(update.at))}, {update.by}: {update.text}"
        for update in one.updates
        if update.text
    ]
    return "\n".join([told, *updates])
