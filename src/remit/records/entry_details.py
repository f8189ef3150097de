"""What does the action list say of a child, and how is a change of it kept? Rows are ended and begun, never overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import cast

from remit.records.placements_list import EntryDetail, EntryEnding, ListEntry
from remit.rules.action_list import RISK_ORDER, URGENCY_ORDER, EntryValues


def values_of(row: EntryDetail) -> EntryValues:
    """The values of a stored row."""
    plain = {part.name: getattr(row, part.name) for part in fields(EntryValues) if part.name != "extra"}
    extra = cast(list[list[str]], row.extra)
    return EntryValues(**plain, extra=tuple((header, text) for header, text in extra))


@dataclass(frozen=True, slots=True)
class Change:
    """What one entry is to say from a day on: `values`, or nothing more where it ends (`values` is None)."""

    entry: ListEntry
    current: EntryDetail | None
    values: EntryValues | None


def put(changes: Iterable[Change], *, day: date, now: datetime, source: str) -> None:
    """Store what entries say from that day on, in three statements whatever their number.

    A row that began earlier is superseded by the same row ending that day; one that began that very day
    was wrong and is superseded whole.
    """
    superseded, rows = [], []
    for change in changes:
        current = change.current
        if current is not None:
            superseded.append(current.pk)
            if current.since < day:
                told_by = source if change.values is None else current.source
                rows.append(_row(change.entry, values_of(current), current.since, day, now, told_by))
            elif change.values is None:
                # An entry that ends on the day it began leaves an empty period behind, so that its ending has a row.
                rows.append(_row(change.entry, values_of(current), current.since, current.since, now, source))
        if change.values is not None:
            rows.append(_row(change.entry, change.values, _begins(current, day), None, now, source))
    EntryDetail.objects.filter(pk__in=superseded).update(superseded_at=now)
    EntryDetail.objects.bulk_create(rows, batch_size=500)


def _begins(current: EntryDetail | None, day: date) -> date:
    return day if current is None else max(day, current.since)


def _row(
    entry: ListEntry, values: EntryValues, since: date, until: date | None, now: datetime, source: str
) -> EntryDetail:
    plain = asdict(values)
    plain["extra"] = [list(pair) for pair in values.extra]
    return EntryDetail(
        entry=entry,
        since=since,
        until=until,
        recorded_at=now,
        source=source,
        risk_order=RISK_ORDER[values.risk],
        urgency_order=URGENCY_ORDER[values.urgency],
        **plain,
    )


def end(
    entries: Iterable[tuple[ListEntry, EntryDetail, str, str]], *, on: date, now: datetime, source: str
) -> None:
    """End these entries on that day, each with its reason and a note."""
    ending = list(entries)
    put([Change(entry, current, None) for entry, current, _, _ in ending], day=on, now=now, source=source)
    EntryEnding.objects.bulk_create(
        EntryEnding(entry=entry, on=on, reason=reason, note=note, recorded_at=now, source=source)
        for entry, _, reason, note in ending
    )


def open_details() -> dict[int, EntryDetail]:
    """Every open entry's row, by the person's key: a child stands on the list once."""
    rows = EntryDetail.objects.open().select_related("entry", "entry__person")
    return {row.entry.person_id: row for row in rows}
