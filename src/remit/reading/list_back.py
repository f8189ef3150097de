"""The action list as it goes back into the file it came from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from remit.documents.action_list.back import OWN_COLUMNS, BackRow, ListBack, Who
from remit.reading import looks
from remit.reading.action_list import ids_of, open_rows
from remit.records.entry_details import values_of
from remit.records.list_exchanges import ExchangedRow, ListExchange, apart_of, last_exchange
from remit.records.placements_list import EntryDetail
from remit.rules.action_list import EntryValues
from remit.rules.clock import london_day
from remit.rules.outcomes import refuse_if
from remit.rules.permissions import why_not_see_list
from remit.rules.viewers import Viewer

SHEET = "Action list"


@dataclass(frozen=True, slots=True)
class _Kept:
    """A row of the file that was loaded last."""

    place: int
    cells: Mapping[str, str]
    was: EntryValues
    apart: frozenset[str]


def list_back(viewer: Viewer, *, now: datetime) -> ListBack:
    """The open list as this viewer may see it, in the columns of the file loaded last; children added since come last.

    Refuses whoever neither keeps the list nor runs a forum that works from it.
    """
    refuse_if(why_not_see_list(viewer))
    exchange = last_exchange()
    columns = _columns(exchange)
    kept = _kept(exchange, columns)
    rows = list(
        open_rows(viewer, now).select_related("entry__person").order_by("entry__person__name_folded", "pk")
    )
    rows.sort(key=lambda row: kept[row.entry_id].place if row.entry_id in kept else 2**31)
    people = [row.entry.person_id for row in rows]
    looks.shown(looks.EXPORTED, people)
    ids = ids_of(people)
    return ListBack(
        filename=_name(london_day(now)),
        sheet=(exchange.sheet if exchange else "")[:31] or SHEET,
        columns=columns,
        rows=tuple(_row(row, ids, kept.get(row.entry_id)) for row in rows),
        mark=_mark(viewer, rows, now),
    )


def _mark(viewer: Viewer, rows: Sequence[EntryDetail], now: datetime) -> str:
    """By which this copy is known again: no other has it."""
    told = ",".join(str(row.pk) for row in rows)
    return hashlib.sha256(f"{now.isoformat()} {viewer.staff_id} {told}".encode()).hexdigest()[:24]


def _name(today: date) -> str:
    return f"Action list {today:%d-%m-%y}.xlsx"


def _columns(exchange: ListExchange | None) -> tuple[tuple[str, str], ...]:
    if exchange is None:
        return tuple((header, meant.value) for header, meant in OWN_COLUMNS)
    return tuple((header, meant) for header, meant in cast(list[list[str]], exchange.columns))


def _kept(exchange: ListExchange | None, columns: tuple[tuple[str, str], ...]) -> dict[int, _Kept]:
    if exchange is None:
        return {}
    headers = [header for header, _ in columns]
    rows = ExchangedRow.objects.filter(exchange=exchange).select_related("loaded")
    return {
        row.entry_id: _Kept(
            place=row.place,
            cells=dict(zip(headers, cast(list[str], row.cells), strict=True)),
            was=values_of(row.loaded),
            apart=frozenset(apart_of(row)),
        )
        for row in rows
    }


def _row(row: EntryDetail, ids: Mapping[int, str], kept: _Kept | None) -> BackRow:
    person = row.entry.person
    return BackRow(
        who=Who(
            person_id=ids.get(person.pk, ""),
            given_name=person.given_name,
            family_name=person.family_name,
            initials=person.initials,
            date_of_birth=person.date_of_birth,
        ),
        now=values_of(row),
        was=kept.was if kept else None,
        cells=kept.cells if kept else {},
        apart=kept.apart if kept else frozenset(),
        entry=row.entry.ref,
        detail=row.pk,
    )
