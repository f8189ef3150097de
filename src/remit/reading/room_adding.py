"""Which cases of the action list can be added to a meeting by hand?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from remit.reading import looks
from remit.reading.children import name_of
from remit.reading.room_rail import SectionLine
from remit.records.meetings import AgendaItem
from remit.records.placements_list import EntryDetail, Risk
from remit.records.visibility import on_list_visible_to
from remit.rules.viewers import Viewer


def cases_to_add(
    viewer: Viewer, *, meeting_id: int, sections: Iterable[SectionLine], now: datetime
) -> tuple[tuple[str, str, str], ...]:
    """Entries of the list as (reference, name and rating, initials on record), of the children this viewer may see; by name.

    A case that was chosen for the meeting is left out; one that stands on it among the others moves, and that is said.
    """
    named = {part.id: part for part in sections}
    items = AgendaItem.objects.filter(meeting=meeting_id, title="")
    stands = dict(items.exclude(state=AgendaItem.State.WITHDRAWN).values_list("subject_id", "section"))
    chosen = {
        subject
        for subject, section in stands.items()
        if section in named and named[section].takes == "selection"
    }
    rows = (
        EntryDetail.objects.open()
        .filter(on_list_visible_to(viewer, now=now))
        .select_related("entry__person")
        .order_by("entry__person__name_folded", "pk")
    )
    found = [row for row in rows if row.entry.person_id not in chosen]
    looks.shown(looks.LISTED, {row.entry.person_id for row in found})
    return tuple(
        (
            row.entry.ref,
            _words(row, named.get(stands.get(row.entry.person_id, ""))),
            row.entry.person.initials,
        )
        for row in found
    )


def _words(row: EntryDetail, part: SectionLine | None) -> str:
    words = f"{name_of(row.entry.person)}, {Risk(row.risk).label}"
    return f"{words} (now among {part.name[:1].lower()}{part.name[1:]}: moves)" if part else words
