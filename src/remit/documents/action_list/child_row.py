"""What does one child's row say, column by column?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from remit.documents.action_list.headers import Headers, unlabelled
from remit.documents.action_list.mapping import Mapping
from remit.documents.action_list.model import (
    Column,
    Fault,
    FaultyRow,
    Field,
    ListRow,
    PersonName,
    Risk,
    Urgency,
)
from remit.documents.action_list.values import (
    only_initials,
    read_age,
    read_days,
    read_name,
    read_person_id,
    read_two_people,
    text_up_to,
)
from remit.documents.action_list.words import risk_reader, urgency_reader
from remit.documents.cells.cell import Cell
from remit.documents.cells.dates import read_date
from remit.documents.cells.fault import CellFaultError
from remit.documents.cells.text import cell_text
from remit.documents.uploads.grid import CellValue, GridRow

_ROOM: dict[Field, int] = {
    Field.REFERENCE: 60, Field.INITIALS: 10, Field.FAMILY_NAME: 100, Field.GIVEN_NAME: 100, Field.TEAM: 120, Field.WORKER: 120,
    Field.MANAGER: 120, Field.DUTY_WORKER: 120, Field.REFERRER: 120, Field.LEGAL_STATUS: 120, Field.CURRENT_PLACEMENT: 200,
    Field.PLACEMENT_REQUIRED: 200, Field.SEARCH_UPDATE: 32_767, Field.COMMENTS: 32_767,
}  # fmt: skip
"""How many characters the record has room for."""
_NOTHING: dict[str, Any] = {
    "name": None, "date_of_birth": Cell(None, ""), "age": Cell(None, ""), "urgency": Cell(Urgency.NOT_KNOWN, ""),
    "days_to_place": Cell(None, ""), "risk": Cell(Risk.UNRATED, ""), "on_list_since": Cell(None, ""),
    "last_action_on": Cell(None, ""),
    **{field.value: "" for field in _ROOM if field not in (Field.FAMILY_NAME, Field.GIVEN_NAME)},
}  # fmt: skip
"""What a row says of the columns that its file does not have."""

Reader = Callable[[CellValue], Any]


class ChildReader:
    """Reads the rows that speak of a child, and remembers the words for risk and urgency it met."""

    def __init__(self, sheet: str, headers: Headers, mapping: Mapping) -> None:
        self.risk, self.urgency = risk_reader(mapping.risk), urgency_reader(mapping.urgency)
        self.unlabelled: dict[int, Column] = {}
        """Columns without a header in which something is written."""
        self._sheet = sheet
        self._id_column = next(column for column in headers.columns if column.field is Field.PERSON_ID)
        self._plan = self._readers(headers)
        self._plain = [column for column in headers.columns if column.field is None]
        labelled = {column.index for column in headers.columns}
        self._width = max(labelled) + 1
        self._gaps = [index for index in range(self._width) if index not in labelled]
        self._splits = Field.WORKER_AND_MANAGER in headers.fields
        self._joins = bool(headers.fields & {Field.FAMILY_NAME, Field.GIVEN_NAME})

    def read(self, row: GridRow, section: str) -> ListRow | tuple[FaultyRow, list[Fault]]:
        """The row understood, its team taken from the section where there is one; or all that is wrong with it."""
        cells = row.cells + ("",) * (self._width - len(row.cells))
        person_id, is_number = "", False
        faults: list[Fault] = []
        values = _NOTHING.copy()
        try:
            person_id, is_number = read_person_id(cells[self._id_column.index])
        except CellFaultError as wrong:
            faults.append(self._fault(row, self._id_column, wrong))
        for column, index, name, read in self._plan:
            try:
                values[name] = read(cells[index])
            except CellFaultError as wrong:
                faults.append(self._fault(row, column, wrong))
        if faults:
            return FaultyRow(row.number, person_id, is_number), faults
        self._rearrange(values)
        if section:
            values["team"] = section[: _ROOM[Field.TEAM]]
        return ListRow(row.number, person_id, is_number, extra=self._extra(cells), **values)

    def _rearrange(self, values: dict[str, Any]) -> None:
        """Put apart what stands in one column, and together what stands in two."""
        if self._splits:
            worker, manager = values.pop("worker_and_manager")
            values["worker"], values["manager"] = values["worker"] or worker, values["manager"] or manager
        if self._joins:
            family, given = values.pop("family_name", ""), values.pop("given_name", "")
            if family or given:
                values["name"] = PersonName(family, given, f"{family}, {given}".strip(", "))
        name = values["name"]
        if name is not None and not values["initials"] and only_initials(name.as_written):
            values["initials"], values["name"] = name.as_written, None

    def _extra(self, cells: tuple[CellValue, ...]) -> tuple[tuple[str, str], ...]:
        extra = [(column.header, text) for column in self._plain if (text := cell_text(cells[column.index]))]
        for index in (*self._gaps, *range(self._width, len(cells))):
            if says_something(cells[index]):
                column = self.unlabelled.setdefault(index, unlabelled(index))
                extra.append((column.header, cell_text(cells[index])))
        return tuple(extra)

    def _fault(self, row: GridRow, column: Column, wrong: CellFaultError) -> Fault:
        return Fault(self._sheet, row.number, column.header, wrong.problem, wrong.remedy)

    def _readers(self, headers: Headers) -> list[tuple[Column, int, str, Reader]]:
        readers: dict[Field, Reader] = {
            Field.NAME: read_name, Field.DATE_OF_BIRTH: read_date, Field.AGE: read_age, Field.URGENCY: self.urgency,
            Field.DAYS_TO_PLACE: read_days, Field.RISK: self.risk, Field.ON_LIST_SINCE: read_date,
            Field.LAST_ACTION_ON: read_date, Field.WORKER_AND_MANAGER: read_two_people,
            **{field: text_up_to(room) for field, room in _ROOM.items()},
        }  # fmt: skip
        return [
            (column, column.index, column.field.value, readers[column.field])
            for column in headers.columns
            if column.field and column.field is not Field.PERSON_ID
        ]


def says_something(cell: CellValue) -> bool:
    """Whether a cell without a header is worth keeping. A bare number there only counts the rows."""
    return cell != "" and not isinstance(cell, (float, int)) and cell_text(cell) != ""
