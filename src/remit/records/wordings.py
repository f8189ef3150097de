"""In which words does somebody read what was written of a child at a forum?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from remit.records.answers import ReleasedWording
from remit.records.meetings import Meeting
from remit.rules.access import ChildFacts, Said, reads_by_forum
from remit.rules.viewers import Viewer

Released = tuple[int, str, int]
"""What a wording was released for: the item, the key of the text, and its version."""

Wording = Callable[[int, str, int, str], str]
"""The words in which somebody reads a text: item, key, version, and the text as written."""


def wording(
    viewer: Viewer, facts: ChildFacts, meeting: Meeting, released: Mapping[Released, str], *, now: datetime
) -> Wording:
    """A text may name other children. Who reads it by the forum reads it as written; who reads it by the child
    reads what the extract says, once the minutes are approved."""
    said = Said(meeting.forum.slug, meeting.closed_at, meeting.date)
    if reads_by_forum(viewer, facts, said, now=now):
        return lambda item, key, version, text: text
    if meeting.minutes_approved_at is None:
        return lambda item, key, version, text: ""
    return lambda item, key, version, text: released.get((item, key, version), text)


def released_of(items: Collection[int]) -> dict[Released, str]:
    """The wordings released for extracts of these items; one query, or none."""
    if not items:
        return {}
    rows = ReleasedWording.objects.filter(item__in=items, superseded_at__isnull=True)
    return {
        (item, key, version): text
        for item, key, version, text in rows.values_list("item_id", "question", "answer_version", "wording")
    }
