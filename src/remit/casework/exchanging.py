"""Keeping what a loaded list looked like, with the act that loads it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from remit.documents.action_list import ActionListFile
from remit.documents.action_list.back import cells_loaded
from remit.documents.action_list.model import Field
from remit.records.children import Identifier
from remit.records.key_lists import in_parts
from remit.records.list_exchanges import ExchangedRow, ListExchange, apart_as_kept
from remit.records.placements_list import EntryDetail, Import
from remit.rules.list_comparison import Compared

TEAM = "Team"


def keep_exchange(held: Import, file: ActionListFile, rows: Collection[Compared]) -> None:
    """Keep the columns of the file, and each row that was loaded with what the list says of its child now."""
    columns = [[column.header, column.field.value if column.field else ""] for column in file.columns]
    # Teams that stood above the rows as headings get a column: in a flat table there is no other place for them.
    sections = Field.TEAM in file.fields and not any(column.field == Field.TEAM for column in file.columns)
    exchange = ListExchange.objects.create(
        imported=held,
        sheet=file.sheet[:100],
        line=file.copy_of,
        columns=[*columns, *([[TEAM, Field.TEAM.value]] if sections else [])],
    )
    said = {row.row: row for row in file.rows}
    now = _said_now([row.person_id for row in rows if row.person is None], [row.person for row in rows])
    made = []
    for row in rows:
        detail = now.get(row.person if row.person is not None else row.person_id)
        if detail is None or row.row not in said:
            continue
        cells = cells_loaded(said[row.row], file.columns)
        if sections:
            cells.append(said[row.row].team)
        made.append(
            ExchangedRow(
                exchange=exchange,
                entry_id=detail.entry_id,
                place=row.row,
                cells=cells,
                loaded=detail,
                apart=apart_as_kept(row.apart),
            )
        )
    ExchangedRow.objects.bulk_create(made, batch_size=500)


def _said_now(ids: Collection[str], persons: Collection[int | None]) -> Mapping[int | str, EntryDetail]:
    """What the list says of each child, by key and, for those who came with this file, by id."""
    known = Identifier.objects.open().filter(scheme=Identifier.PERSON_ID)
    by_id: dict[str, int] = {}
    for part in in_parts(list(ids)):
        by_id.update(known.filter(value__in=part).values_list("value", "person_id"))
    wanted = [*(one for one in persons if one is not None), *by_id.values()]
    rows: dict[int | str, EntryDetail] = {}
    for keys in in_parts(wanted):
        for row in EntryDetail.objects.open().filter(entry__person__in=keys).select_related("entry"):
            rows[row.entry.person_id] = row
    return {**rows, **{value: rows[person] for value, person in by_id.items() if person in rows}}
