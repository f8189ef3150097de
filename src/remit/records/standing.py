"""What stands on the agenda of a meeting, and what did the list say of it then? Asked with every page of the room.

A meeting has sixty items or more, and the agenda beside each page names them all: so they come as plain rows, of what that needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from remit.records.answers import Decision
from remit.records.children import Person
from remit.records.meetings import AgendaItem
from remit.records.prepared import Given, prepared
from remit.records.visibility import Sight, Values, visible


class Kept(NamedTuple):
    """What the list said of a case, kept by the act that the terms name."""

    age: int | None
    team: str
    worker: str
    manager: str
    legal_status: str
    current_placement: str
    placement_required: str
    urgency: str
    days_to_place: int | None
    days_written: str
    search_update: str
    comments: str


class Standing(NamedTuple):
    """An item that was not withdrawn, with its child."""

    pk: int
    ref: str
    section: str
    position: int
    subject_id: int
    child_ref: str
    given_name: str
    family_name: str
    initials: str
    seen: bool
    """Whether the child may be shown to who asks."""
    entry_id: int | None
    title: str
    why: str
    suggestion: str
    left_why: str
    late: bool
    slot_at: time | None
    slot_minutes: int | None
    taken_at: datetime | None
    settled_at: datetime | None
    state: str
    rated: str | None
    """Its rating when it was kept."""
    left: str | None
    """The id of its outcome."""
    kept: Kept | None = None
    """Where the whole was asked for."""

    @property
    def is_case(self) -> bool:
        """Whether it is about a child, and no matter of business."""
        return not self.title


CHILD = ("subject__ref", *(f"subject__person__{name}" for name in ("given_name", "family_name", "initials")))
COLUMNS = (
    *("pk", "ref", "section", "position", "subject_id", *CHILD, "seen", "entry_id", "title", "why", "suggestion"),
    *("left_why", "late", "slot_at", "slot_minutes", "taken_at", "settled_at", "state", "snapshot__risk", "left"),
)  # fmt: skip
WHOLE = tuple(f"snapshot__{name}" for name in Kept._fields)


def standing(sight: Sight, said: Values, *, meeting: int, whole: bool) -> Iterator[Standing]:
    """The items of a meeting in their order; `whole`: with all that was kept of what the list said. One query."""
    for row in _standing(sight, whole, meeting=meeting, **said):
        kept = row[len(COLUMNS) + 1 :] if whole and row[len(COLUMNS)] is not None else None
        yield Standing._make((*row[: len(COLUMNS)], Kept._make(kept) if kept else None))


@prepared
def _standing(sight: Sight, whole: bool) -> QuerySet[Any, Any]:
    seen = Person.objects.filter(visible(sight), pk=OuterRef("subject"))
    left = Decision.objects.filter(item=OuterRef("pk"), superseded_at__isnull=True)
    rows: QuerySet[Any, Any] = (
        AgendaItem.objects.filter(meeting=Given("meeting"))
        .exclude(state=AgendaItem.State.WITHDRAWN)
        .annotate(seen=Exists(seen), left=Subquery(left.values("outcome")[:1]))
        .order_by("position", "pk")
    )
    return rows.values_list(*COLUMNS, *(("snapshot_id", *WHOLE) if whole else ()))
