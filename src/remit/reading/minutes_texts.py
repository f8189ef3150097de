"""A text of the minutes: as it was written, whom it may name, and the wording released for the extract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from remit.documents.minutes import MinutesAction
from remit.documents.names import Mention, NamedChild, index_of, mentions, without_mentions
from remit.records.actions import Action
from remit.records.item_texts import ABSENCE, ACTION, COMMENT, ITEM_WHY, OUTCOME_WHY, ItemText
from remit.records.known_children import children_known
from remit.records.meetings import AgendaItem, Meeting
from remit.records.standing import Standing


@dataclass(frozen=True, slots=True)
class TextLine:
    """A text of an item: as written, whom it may name, and the wording released for the extract."""

    key: str
    name: str
    text: str
    version: int
    mentions: tuple[Mention, ...]
    released: str | None
    suggestion: str
    """The text without the names found, to begin a wording from."""

    @property
    def is_action(self) -> bool:
        """Whether it is what an action asks, which stands in the table of actions too."""
        return self.key.startswith(ACTION)

    @property
    def is_answer(self) -> bool:
        """Whether it answers a question of a form, and so can be corrected while the minutes are a draft."""
        return not self.key.startswith((ACTION, COMMENT)) and self.key not in (OUTCOME_WHY, ITEM_WHY, ABSENCE)

    @property
    def needs_release(self) -> bool:
        """Whether it may name another child, and nobody has released a wording."""
        return bool(self.mentions) and self.released is None


def index_of_children(subjects: Iterable[int]) -> Mapping[tuple[str, ...], list[tuple[int, bool]]]:
    """Every child on record by the words that name it; those of the meeting (`subjects`) by a part of the name too."""
    near = set(subjects)
    return index_of(
        NamedChild(child.subject, child.given_name, child.family_name, child.ids, child.near)
        for child in children_known(near=near)
    )


def text_line(
    text: ItemText, item: AgendaItem | Standing, index: Mapping[tuple[str, ...], list[tuple[int, bool]]]
) -> TextLine:
    """One text of an item with the other children it may name, and how it reads without them."""
    found = mentions(text.text, index, of=[item.subject_id]) if item.is_case else ()
    return TextLine(
        text.key,
        text.name,
        text.text,
        text.version,
        found,
        text.released,
        without_mentions(text.text, found),
    )


def actions_of(meeting: Meeting) -> dict[int, list[MinutesAction]]:
    """Actions of the meeting by item; those about no item under 0."""
    found: dict[int, list[MinutesAction]] = {}
    rows = Action.objects.filter(meeting=meeting).select_related("lead").order_by("due_at", "pk")
    for row in rows:
        found.setdefault(row.item_id or 0, []).append(
            MinutesAction(row.what, row.lead.name, row.due_at, f"{ACTION}{row.ref}")
        )
    return found
