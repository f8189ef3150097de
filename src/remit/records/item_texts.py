"""Every free text that was written about an item, by a key of its own: what minutes and extracts are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from remit.records.actions import Action
from remit.records.answers import Answer, Decision, ReleasedWording
from remit.records.meetings import AgendaItem, Attendance, Meeting
from remit.records.terms_store import terms_of
from remit.terms.model import ForumTerms

OUTCOME_WHY, ITEM_WHY, ABSENCE, ACTION = "outcome-why", "item-why", "absence", "action:"


@dataclass(frozen=True, slots=True)
class ItemText:
    """A text as it was written, and the wording somebody released for the child's extract."""

    item: int
    key: str
    """The question's id; for other texts one of the words above, with the action's reference for an action."""
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
    """The texts of each item of a meeting, in the order of the forms, then the other texts; empty ones left out."""
    terms = terms_of(meeting.terms)
    found = [*_answers(meeting, terms), *_reasons(meeting), *_absences(meeting), *_actions(meeting)]
    released = _released(meeting)
    by_item: dict[int, list[ItemText]] = defaultdict(list)
    for text in found:
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


def _answers(meeting: Meeting, terms: ForumTerms) -> list[ItemText]:
    names = {question.id: (place, question.name) for place, question in enumerate(terms.questions)}
    known = Answer.objects.filter(response__item__meeting=meeting, superseded_at__isnull=True)
    rows = known.values_list("response__item_id", "question", "value", "version")
    ordered = sorted(rows, key=lambda row: (row[0], names.get(row[1], (len(names), ""))[0]))
    return [
        ItemText(item, question, names.get(question, (0, question))[1], value, version)
        for item, question, value, version in ordered
    ]


def _reasons(meeting: Meeting) -> list[ItemText]:
    decided = Decision.objects.filter(item__meeting=meeting, superseded_at__isnull=True)
    found = [
        ItemText(item, OUTCOME_WHY, "Why", why, version)
        for item, why, version in decided.values_list("item_id", "why", "version")
    ]
    items = AgendaItem.objects.filter(meeting=meeting).exclude(state=AgendaItem.State.WITHDRAWN)
    for item, why in items.values_list("pk", "why"):
        found.append(ItemText(item, ITEM_WHY, "Why it was discussed", why, 1))
    return found


def _absences(meeting: Meeting) -> list[ItemText]:
    rows = Attendance.objects.filter(meeting=meeting, item__isnull=False, superseded_at__isnull=True)
    return [
        ItemText(item, ABSENCE, "Why nobody who works with the child came", reason, pk)
        for pk, item, reason in rows.values_list("pk", "item_id", "reason")
    ]


def _actions(meeting: Meeting) -> list[ItemText]:
    rows = Action.objects.filter(meeting=meeting, item__isnull=False).order_by("due_at", "pk")
    return [
        ItemText(item, f"{ACTION}{ref}", "Action", what, 1)
        for item, ref, what in rows.values_list("item_id", "ref", "what")
    ]


def _released(meeting: Meeting) -> dict[tuple[int, str, int], str]:
    known = ReleasedWording.objects.filter(item__meeting=meeting, superseded_at__isnull=True)
    return {
        (item, key, version): wording
        for item, key, version, wording in known.values_list(
            "item_id", "question", "answer_version", "wording"
        )
    }
