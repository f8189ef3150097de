"""What does the action list say of a child, and how is a change of it kept? Rows are ended and begun, never overwritten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from remit.records.children import Restriction
from remit.records.key_lists import in_parts
from remit.records.placements_list import EntryDetail, EntryEnding, ListEntry
from remit.rules.action_list import RISK_ORDER, URGENCY_ORDER, VALUE_NAMES, EntryValues
from remit.rules.viewers import Viewer


def values_of(row: EntryDetail) -> EntryValues:
    """The values of a stored row."""
    plain = {name: getattr(row, name) for name in VALUE_NAMES if name != "extra"}
    extra = cast(list[list[str]], row.extra)
    return EntryValues(**plain, extra=tuple((header, text) for header, text in extra))


@dataclass(frozen=True, slots=True)
class Change:
    """What one entry is to say from a day on. `current` is None where it begins."""

    entry: ListEntry
    current: EntryDetail | None
    values: EntryValues


@dataclass(frozen=True, slots=True)
class End:
    """An entry leaves the list on a day, for a reason."""

    entry: ListEntry
    on: date
    reason: str
    note: str = ""


@dataclass(slots=True)
class _Writing:
    """Rows to supersede and to store, written together."""

    now: datetime
    superseded: list[int] = field(default_factory=list)
    rows: list[EntryDetail] = field(default_factory=list)

    def again(self, row: EntryDetail, *, until: date | None, source: str | None = None) -> None:
        """The same values for another span."""
        self.add(row.entry, values_of(row), row.since, until, source or row.source)

    def add(
        self, entry: ListEntry, values: EntryValues, since: date, until: date | None, source: str
    ) -> None:
        plain = {name: getattr(values, name) for name in VALUE_NAMES}
        plain["extra"] = [list(pair) for pair in values.extra]
        self.rows.append(
            EntryDetail(
                entry=entry,
                since=since,
                until=until,
                recorded_at=self.now,
                source=source,
                risk_order=RISK_ORDER[values.risk],
                urgency_order=URGENCY_ORDER[values.urgency],
                **plain,
            )
        )

    def write(self) -> list[int]:
        """Write them; answers with the keys of what was superseded."""
        for keys in in_parts(self.superseded):
            EntryDetail.objects.filter(pk__in=keys).update(superseded_at=self.now)
        EntryDetail.objects.bulk_create(self.rows, batch_size=500)
        return self.superseded


def put(changes: Iterable[Change], *, day: date, now: datetime, source: str) -> list[int]:
    """Store what entries say from that day on. Answers with the keys of the rows it superseded.

    A row that began earlier is superseded by the same row ending that day; one that began that very day
    was wrong and is superseded whole.
    """
    writing = _Writing(now)
    for change in changes:
        current, begins = change.current, day
        if current is not None:
            writing.superseded.append(current.pk)
            begins = max(day, current.since)
            if current.since < day:
                writing.again(current, until=day)
        writing.add(change.entry, change.values, begins, None, source)
    return writing.write()


def end(endings: Iterable[End], *, now: datetime, source: str) -> list[int]:
    """End these entries, each on its day with its reason. Answers with the keys of the rows it superseded.

    What the list said after that day is taken back. An entry that ends before Remit knew of it leaves an empty
    period behind, so that its ending has a row.
    """
    ending = list(endings)
    writing = _Writing(now)
    known = _known_rows([one.entry.pk for one in ending])
    for one in ending:
        rows = known[one.entry.pk]
        after = [row for row in rows if row.until is None or row.until > one.on]
        writing.superseded += [row.pk for row in after]
        begun = [row for row in after if row.since < one.on]
        for row in begun:
            writing.again(row, until=one.on, source=source)
        if not begun and len(after) == len(rows):
            writing.again(rows[0], until=rows[0].since, source=source)
    superseded = writing.write()
    EntryEnding.objects.bulk_create(
        EntryEnding(
            entry=one.entry, on=one.on, reason=one.reason, note=one.note, recorded_at=now, source=source
        )
        for one in ending
    )
    return superseded


def restore(entries: Mapping[int, Sequence[EntryDetail]], *, now: datetime) -> None:
    """Put back what these entries (by key) said before: their rows of then. With no rows the entry never was."""
    writing = _Writing(now)
    for entry, rows in _known_rows(list(entries)).items():
        before = entries[entry]
        first = min((row.since for row in before), default=date.min)
        writing.superseded += [row.pk for row in rows if row.since >= first]
    for before in entries.values():
        for row in before:
            writing.again(row, until=row.until)
    writing.write()


def _known_rows(entries: Sequence[int]) -> dict[int, list[EntryDetail]]:
    """What is known now of these entries, each from its first day on."""
    found: dict[int, list[EntryDetail]] = defaultdict(list)
    for keys in in_parts(entries):
        rows = EntryDetail.objects.known().filter(entry__in=keys).select_related("entry")
        for row in rows.order_by("since", "pk"):
            found[row.entry_id].append(row)
    return found


def open_details() -> dict[int, EntryDetail]:
    """Every open entry's row, by the person's key: a child stands on the list once."""
    rows = EntryDetail.objects.open().select_related("entry")
    return {row.entry.person_id: row for row in rows}


def latest_detail(entry_ref: str, viewer: Viewer, *, on: date) -> EntryDetail | None:
    """The last row known of an entry; None where there is none, or the record is restricted to others."""
    row: EntryDetail | None = (
        EntryDetail.objects.known()
        .filter(entry__ref=entry_ref)
        .select_related("entry__person")
        .order_by("-since", "-pk")
        .first()
    )
    if row is None or not row.entry.person.restricted:
        return row
    named = Restriction.objects.on(on).filter(person=row.entry.person_id, staff=viewer.staff_id).exists()
    return row if named else None
