"""Which return was loaded after another and stands on it? Returns are undone in turn, the one loaded last first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django.db.models import Q

from remit.records.facts import TABLES
from remit.records.placements_list import Import
from remit.rules.loads import LaterLoad
from remit.rules.permissions import RETURNS


def later_return(done: Import) -> LaterLoad | None:
    """The return loaded last, if that was after this one, it changed the record, and it has not been undone."""
    after = Q(applied_at__gt=done.applied_at) | Q(applied_at=done.applied_at, pk__gt=done.pk)
    loaded = Import.objects.filter(after, kind__in=RETURNS, state=Import.State.APPLIED)
    for one in loaded.only("ref", "filename", "applied_at", "counts").order_by("-applied_at", "-pk"):
        if _changed_something(one):
            assert one.applied_at is not None
            return LaterLoad(one.ref, one.filename, one.applied_at)
    return None


def _changed_something(loaded: Import) -> bool:
    """Whether anything of the record comes from this return. Its counts mostly say so."""
    counts = cast(Mapping[str, int], loaded.counts)
    if counts.get("new") or counts.get("changed"):
        return True
    if not counts.get("conflicts") and not counts.get("withheld"):
        return False
    # Of a child who is contradicted or restricted other facts may have changed, or a person took what the file said.
    source = f"import:{loaded.ref}"
    return any(table.objects.filter(source=source).exists() for table in TABLES.values())
