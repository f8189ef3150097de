"""Every free text that was written about an item, by a key of its own: what minutes and extracts are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import DateTimeField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from remit.records.actions import Action
from remit.records.answers import Answer, Decision, ReleasedWording
from remit.records.comments import Comment
from remit.records.meetings import AgendaItem, Attendance, Meeting
from remit.records.prepared import Given, prepared
from remit.records.terms_store import terms_of
from remit.rules.answer_kinds import shown_under
from remit.terms.model import ForumTerms

OUTCOME_WHY, ITEM_WHY, ABSENCE, ACTION = "outcome-why", "item-why", "absence", "action:"
COMMENT = "comment:"


@dataclass(frozen=True, slots=True)
class ItemText:
    """A text as it was written, and the wording somebody released for the child's extract."""

    item: int
    key: str
    """The question's id; for other texts one of the words above, with the reference of the action, or of who wrote a comment."""
    name: str
    text: str
    version: int
    released: str | None = None
    """Of this very version; a wording of an earlier one does not count."""

    @property
    def issued(self) -> str:
        """The wording in which it enters the extract."""
        return self.text if self.released is None else self.released


def texts_of(meeting: Meeting) -> Mapping[int, tuple[ItemText, ...]]:
    """The texts of each item of a meeting, in the order of the forms, then the other texts; empty ones left out. One query."""
    rows = sorted(map(_Row._make, _written(meeting=meeting.pk)), key=lambda row: row.pk)
    released = {(row.item, row.key, row.version): row.text for row in rows if row.kind == "released"}
    by_item: dict[int, list[ItemText]] = defaultdict(list)
    for text in _in_order(terms_of(meeting.terms), rows):
        if text.text.strip():
            by_item[text.item].append(_with_release(text, released))
    return defaultdict(tuple, {item: tuple(texts) for item, texts in by_item.items()})


def _with_release(text: ItemText, released: Mapping[tuple[int, str, int], str]) -> ItemText:
    wording = released.get((text.item, text.key, text.version))
    return (
        text
        if wording is None
        else ItemText(text.item, text.key, text.name, text.text, text.version, wording)
    )


class _Row(NamedTuple):
    """A text, or a wording released for one; what its key and version are depends on its kind."""

    kind: str
    item: int
    key: str
    text: str
    version: int
    due: Any
    """Of an action, when it is due."""
    pk: int


@prepared
def _written() -> QuerySet[Any, Any]:
    """Answers, reasons, what was said of who did not come, actions, what members wrote, and the wordings released."""
    meeting, nothing, no_time = Given("meeting"), Value(""), Cast(Value(None), DateTimeField())
    now = {"superseded_at__isnull": True}
    answers = Answer.objects.filter(response__item__meeting=meeting, **now).order_by()
    decided = Decision.objects.filter(item__meeting=meeting, **now).order_by()
    items = AgendaItem.objects.filter(meeting=meeting).exclude(state=AgendaItem.State.WITHDRAWN).order_by()
    absences = Attendance.objects.filter(meeting=meeting, item__isnull=False, **now).order_by()
    actions = Action.objects.filter(meeting=meeting, item__isnull=False).order_by()
    released = ReleasedWording.objects.filter(item__meeting=meeting, **now).order_by()
    about = items.filter(subject=OuterRef("subject"), title="").values("pk")[:1]
    written = Comment.objects.filter(meeting=meeting, **now).annotate(item=Subquery(about)).order_by()
    comments = written.filter(item__isnull=False)
    return answers.values_list(
        Value("answer"), "response__item_id", "question", "value", "version", no_time, "pk"
    ).union(
        decided.values_list(Value("decided"), "item_id", nothing, "why", "version", no_time, "pk"),
        items.values_list(Value("why"), "pk", nothing, "why", Value(1), no_time, "pk"),
        absences.values_list(Value("absence"), "item_id", nothing, "reason", "pk", no_time, "pk"),
        actions.values_list(Value("action"), "item_id", "ref", "what", Value(1), "due_at", "pk"),
        comments.values_list(
            Value("comment"),
            "item",
            Concat(F("by__ref"), Value(" "), F("by__name")),
            "text",
            "version",
            no_time,
            "pk",
        ),
        released.values_list(
            Value("released"), "item_id", "question", "wording", "answer_version", no_time, "pk"
        ),
        all=True,
    )


def _in_order(terms: ForumTerms, rows: Sequence[_Row]) -> Iterator[ItemText]:
    """What members wrote, answers as the forms ask, then the reasons, who did not come, and the actions as they fall due."""
    names = {question.id: (place, question.name) for place, question in enumerate(terms.questions)}
    for row in sorted(
        (row for row in rows if row.kind == "comment"), key=lambda row: row.key.split(" ", 1)[1]
    ):
        ref, name = row.key.split(" ", 1)
        yield ItemText(row.item, f"{COMMENT}{ref}", f"Comment by {name}", row.text, row.version)
    unknown = len(names)
    answers = [row for row in rows if row.kind == "answer"]
    for row in sorted(answers, key=lambda row: names.get(row.key, (unknown, ""))[0]):
        name = names.get(row.key, (unknown, row.key))[1]
        yield ItemText(row.item, row.key, name, shown_under(terms, row.key, row.text), row.version)
    for kind, key, name in OTHERS:
        for row in rows:
            if row.kind == kind:
                yield ItemText(row.item, key, name, row.text, row.version)
    for row in sorted((row for row in rows if row.kind == "action"), key=lambda row: (row.due, row.pk)):
        yield ItemText(row.item, f"{ACTION}{row.key}", "Action", row.text, row.version)


OTHERS = (
    ("decided", OUTCOME_WHY, "Why"),
    ("why", ITEM_WHY, "Why it was discussed"),
    ("absence", ABSENCE, "Why nobody who works with the child came"),
)
"""Texts that answer no question: their kind, their key, and how they are called."""
