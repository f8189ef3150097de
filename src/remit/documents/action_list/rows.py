"""What is each row of the sheet: a child, the heading of a section, a total, the headers again, or nothing?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from remit.documents.action_list.child_row import ChildReader, says_something
from remit.documents.action_list.headers import Headers
from remit.documents.action_list.mapping import Mapping
from remit.documents.action_list.model import Fault, FaultyRow, Field, ListRow
from remit.documents.action_list.sheets import says_over
from remit.documents.action_list.values import looks_like_id
from remit.documents.cells.text import cell_text, folded
from remit.documents.uploads.grid import CellValue, GridRow

_TOTAL = re.compile(
    r"((grand |sub-? ?)?totals?|count|number)( of)?( (children|cases|number|rows|count))?( on list)?\s*[:=]?\s*\d*"
)
_COUNTED = re.compile(r"\s*[:\-–]?\s*(\(\s*\d+\s*\))?$")
_LONGEST_HEADING = 200


class RowReader:
    """Reads the rows of one sheet in order, since a section's heading speaks for the rows below it."""

    def __init__(self, sheet: str, headers: Headers, mapping: Mapping) -> None:
        self.child = ChildReader(sheet, headers, mapping)
        self.rows: list[ListRow] = []
        self.faulty: list[FaultyRow] = []
        self.faults: list[Fault] = []
        self.left_out: dict[str, int] = {}
        """How many rows stand under each section that says it is closed."""
        self.empty_sections: list[tuple[int, str]] = []
        self.teams_from_sections = False
        self._headers = headers
        self._by_index = {column.index: column for column in headers.columns}
        self._id_index = next(
            index for index, column in self._by_index.items() if column.field is Field.PERSON_ID
        )
        self._first_index = min(self._by_index)
        self._has_team = Field.TEAM in headers.fields
        self._section: tuple[int, str] | None = None
        self._section_rows = 0

    def read(self, rows: Iterable[GridRow]) -> None:
        """Read every row below the headers."""
        for row in rows:
            if row.number > self._headers.last_row:
                self._read_row(row)
        self._end_section()

    def _read_row(self, row: GridRow) -> None:
        filled = self._filled(row.cells)
        first = next(filled, None)
        if first is None or self._is_total(row.cells[first]) or self._is_header(row.cells):
            return
        alone = next(filled, None) is None
        if alone and self._is_prepared(row.cells, first):
            return
        if alone and self._is_heading(row.cells, first):
            self._begin_section(row.number, cell_text(row.cells[first]))
        else:
            self._read_child(row)

    def _read_child(self, row: GridRow) -> None:
        self._section_rows += 1
        heading = self._section[1] if self._section else ""
        if heading and says_over(heading):
            self.left_out[heading] = self.left_out.get(heading, 0) + 1
            return
        read = self.child.read(row, "" if self._has_team else heading)
        if isinstance(read, ListRow):
            self.rows.append(read)
            self.teams_from_sections |= bool(heading) and not self._has_team
        else:
            self.faulty.append(read[0])
            self.faults += read[1]

    def _filled(self, cells: tuple[CellValue, ...]) -> Iterator[int]:
        for index, cell in enumerate(cells):
            if (
                cell != ""
                and (index in self._by_index or says_something(cell))
                and _says_more_than_spaces(cell)
            ):
                yield index

    def _is_total(self, cell: CellValue) -> bool:
        return isinstance(cell, str) and _TOTAL.fullmatch(folded(cell)) is not None

    def _is_header(self, cells: tuple[CellValue, ...]) -> bool:
        """Whether the headers are printed again, as at the top of a page."""
        cell = cells[self._id_index] if self._id_index < len(cells) else ""
        return isinstance(cell, str) and cell_text(cell) == self._by_index[self._id_index].header

    def _is_prepared(self, cells: tuple[CellValue, ...], index: int) -> bool:
        """Whether the row is numbered in advance, with no child on it yet."""
        column = self._by_index.get(index)
        return (
            column is not None and column.field is Field.REFERENCE and looks_like_id(cell_text(cells[index]))
        )

    def _is_heading(self, cells: tuple[CellValue, ...], index: int) -> bool:
        """Whether the only cell of a row heads the rows below: words, not an id, at the left of the list."""
        left = index <= self._id_index and (
            index not in self._by_index or index in (self._first_index, self._id_index)
        )
        text = cell_text(cells[index])
        return left and not looks_like_id(text) and any(map(str.isalpha, text))

    def _begin_section(self, number: int, text: str) -> None:
        self._end_section()
        heading = text[:_LONGEST_HEADING]
        self._section, self._section_rows = (number, _COUNTED.sub("", heading) or heading), 0

    def _end_section(self) -> None:
        if self._section and not self._section_rows:
            self.empty_sections.append(self._section)


def _says_more_than_spaces(cell: CellValue) -> bool:
    return not isinstance(cell, str) or not cell.isspace()
