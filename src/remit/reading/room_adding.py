"""Which cases of the action list can be added to a meeting by hand?"""

from __future__ import annotations

from datetime import datetime

from remit.reading import looks
from remit.reading.children import name_of
from remit.records.children import Person
from remit.records.placements_list import EntryDetail, Risk
from remit.records.visibility import visible_to
from remit.rules.viewers import Viewer


def cases_to_add(viewer: Viewer, *, now: datetime) -> tuple[tuple[str, str], ...]:
    """Entries of the list as (reference, name and rating), of the children this viewer may see; by name."""
    rows = (
        EntryDetail.objects.open()
        .filter(entry__person__in=Person.objects.filter(visible_to(viewer, now=now)).values("pk"))
        .select_related("entry__person")
        .order_by("entry__person__name_folded", "pk")
    )
    found = list(rows)
    looks.shown(looks.LISTED, {row.entry.person_id for row in found})
    return tuple((row.entry.ref, f"{name_of(row.entry.person)}, {Risk(row.risk).label}") for row in found)
