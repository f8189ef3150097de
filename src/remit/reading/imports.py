"""Which files of the action list were loaded, and what became of them?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from django.db.models import QuerySet

from remit.reading.late_joining import Joining, joined
from remit.reading.list_preview import KIND
from remit.records.placements_list import EntryEnding, Import
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.permissions import why_not_import
from remit.rules.viewers import Viewer

MOST_IMPORTS = 100
REASONS = tuple((reason.value, reason.label) for reason in EntryEnding.Reason)


@dataclass(frozen=True, slots=True)
class ImportLine:
    """An import in the list of imports."""

    ref: str
    filename: str
    sheet: str
    state: str
    by: str
    at: datetime
    applied_at: datetime | None
    undone_at: datetime | None
    counts: Mapping[str, int]
    joined: tuple[Joining, ...] = ()
    """The agendas on which it put children; not told in the list of imports."""


def imports(viewer: Viewer, *, now: datetime) -> tuple[ImportLine, ...]:
    """The latest imports. Refuses whoever may not load the list."""
    refuse_if(why_not_import(viewer))
    return tuple(_line(row) for row in _imports()[:MOST_IMPORTS])


def result(viewer: Viewer, *, ref: str, now: datetime) -> ImportLine:
    """What became of one import. Refuses whoever may not load the list; one that is not there is not found."""
    refuse_if(why_not_import(viewer))
    row = Import.objects.filter(kind=KIND, ref=ref).select_related("by").defer("content", "endings").first()
    if row is None:
        raise NotFound("import")
    return replace(_line(row), joined=joined(row))


def kind_of(viewer: Viewer, *, ref: str, now: datetime) -> str:
    """What an import had loaded; not found where there is none such. Whether it is theirs is for the verb to say."""
    kind = Import.objects.filter(ref=ref).values_list("kind", flat=True).first()
    if kind is None:
        raise NotFound("import")
    return kind


def _imports() -> QuerySet[Import]:
    return Import.objects.filter(kind=KIND).select_related("by").defer("content", "did", "endings")


def _line(row: Import) -> ImportLine:
    return ImportLine(
        ref=row.ref,
        filename=row.filename,
        sheet=row.sheet,
        state=row.state,
        by=row.by.name,
        at=row.at,
        applied_at=row.applied_at,
        undone_at=row.undone_at,
        counts=cast(dict[str, int], row.counts),
    )
