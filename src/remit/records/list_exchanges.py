"""What a loaded action list looked like: it is written back as the file it came from, and the next file is held against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from django.db import models
from django.db.models import QuerySet

from remit.records.entry_details import values_of
from remit.records.key_lists import in_parts
from remit.records.placements_list import EntryDetail, Import, ListEntry
from remit.rules.list_merge import Apart, Cell, Exchanged, apart_after, as_plain, from_plain

BY_HAND = "staff:"
"""Before the source of what a person typed here: nothing else is known to have come out of a file."""


class ListExchange(models.Model):
    """A list as it was loaded: its sheet and its columns in their order."""

    imported = models.OneToOneField(
        Import, primary_key=True, on_delete=models.PROTECT, related_name="exchange"
    )
    sheet = models.CharField(max_length=100)
    columns: models.JSONField[object, object] = models.JSONField()
    """[[header, what it means], ...]; a column Remit has no name for means ""."""
    line = models.CharField(max_length=40, blank=True)
    """Which copy of the list it was: the mark of the export it was made from; empty for one Remit did not write."""


class ExchangedRow(models.Model):
    """One child's row of it: what stood in each cell, and what the list said of the child once it was loaded."""

    exchange = models.ForeignKey(ListExchange, on_delete=models.PROTECT, related_name="rows")
    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    """The row of the file: their order is kept."""
    cells: models.JSONField[object, object] = models.JSONField()
    """The text of each cell, in the order of the columns."""
    loaded = models.ForeignKey(EntryDetail, on_delete=models.PROTECT, related_name="+")
    apart: models.JSONField[object, object] = models.JSONField(default=dict)
    """Cells in which the file and the list then differed: {cell: [what the file said, what Remit said]}, or null where
    they never agreed."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exchange", "entry"], name="one_row_an_entry_an_exchange")
        ]


def last_exchange() -> ListExchange | None:
    """The list that was loaded last, of those that stand."""
    standing = ListExchange.objects.filter(imported__state=Import.State.APPLIED)
    return standing.order_by("-imported__applied_at", "-pk").first()


def apart_as_kept(cells: Sequence[Apart]) -> dict[str, list[list[object]] | None]:
    """The cells in which a row and the list differ once it is loaded, as they are kept."""
    return {
        unit: [as_plain(side) for side in sides] if sides is not None else None
        for unit, sides in apart_after(cells).items()
    }


def apart_of(row: ExchangedRow) -> dict[str, tuple[Cell, Cell] | None]:
    """The cells in which a row and the list differed when it was loaded."""
    kept = cast(Mapping[str, list[list[object]] | None], row.apart)
    return {
        unit: (from_plain(unit, sides[0]), from_plain(unit, sides[1])) if sides is not None else None
        for unit, sides in kept.items()
    }


def exchanged(rows: Iterable[EntryDetail], *, line: str, written: Mapping[str, int]) -> dict[int, Exchanged]:
    """What file and record said of these entries when this copy of the list was last exchanged, by entry.

    It was loaded last; or, where it never was, written out: `written` holds the row each entry was written from, by its
    reference. An entry nobody typed into is taken to say what some file said; of any other nothing is known.
    """
    entries = {row.entry_id: row for row in rows}
    found = {
        entry: Exchanged(values_of(row.loaded), apart_of(row))
        for entry, row in _rows_loaded(list(entries), line).items()
    }
    written_out = _written(entries, found, written)
    for entry, row in entries.items():
        if entry not in found and entry in written_out:
            found[entry] = Exchanged(values_of(written_out[entry]))
        elif entry not in found and not row.source.startswith(BY_HAND):
            found[entry] = Exchanged(values_of(row))
    return found


def _rows_loaded(entries: Sequence[int], line: str) -> dict[int, ExchangedRow]:
    """The latest row of each entry in this copy of the list: a child may be missing from the last, in a row with faults."""
    last = _loaded(line).first()
    if last is None:
        return {}
    found = {row.entry_id: row for row in _rows(entries, last)}
    missing = [entry for entry in entries if entry not in found]
    for row in _rows(missing, None, line):
        found[row.entry_id] = row
    return found


def _loaded(line: str) -> QuerySet[ListExchange]:
    standing = ListExchange.objects.filter(imported__state=Import.State.APPLIED, line=line)
    return standing.order_by("-imported__applied_at", "-pk")


def _rows(entries: Sequence[int], exchange: ListExchange | None, line: str = "") -> Iterable[ExchangedRow]:
    rows = ExchangedRow.objects.select_related("loaded")
    if exchange is not None:
        rows = rows.filter(exchange=exchange)
    else:
        rows = rows.filter(exchange__in=_loaded(line).order_by().values("pk"))
        rows = rows.order_by("exchange__imported__applied_at", "pk")
    for keys in in_parts(entries):
        yield from rows.filter(entry__in=keys)


def _written(
    entries: Mapping[int, EntryDetail], found: Mapping[int, Exchanged], written: Mapping[str, int]
) -> dict[int, EntryDetail]:
    """The rows from which a copy was written, of entries it was not loaded for. A mark that fits no entry says nothing."""
    keys = [
        written[row.entry.ref]
        for entry, row in entries.items()
        if entry not in found and row.entry.ref in written
    ]
    return {
        row.entry_id: row
        for part in in_parts(keys)
        for row in EntryDetail.objects.filter(pk__in=part)
        if row.entry_id in entries
    }
