"""What does a file hold, read as an SSDA903 return? Asked only inside the process made for the file."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from remit.documents.cells.text import cell_text, letters_only
from remit.documents.returns import wire
from remit.documents.returns.cells import Cells
from remit.documents.returns.checks_episodes import check_episodes
from remit.documents.returns.checks_header import check_header, say_twins
from remit.documents.returns.checks_others import check_others, say_year
from remit.documents.returns.model import NOT_USED, Notice, Table, TableRead
from remit.documents.returns.opened import Opened, open_return
from remit.documents.returns.rows import Row, Values, read_rows
from remit.documents.returns.said import Said, no_row_below
from remit.documents.returns.tables import COLUMNS, Head, find_head, named_table, table_of
from remit.documents.returns.xml_form import XmlSheet
from remit.documents.uploads.grid import GridRow, GridSheet
from remit.documents.uploads.limits import ROOMS
from remit.documents.uploads.unreadable import UnreadableError
from remit.terms.codes import CodeSets, year_of

OTHERS: Sequence[Table] = (
    Table.REVIEWS,
    Table.UASC,
    Table.OC3,
    Table.MISSING,
    Table.WORKERS,
    Table.DEPRIVATION,
)
NEVER_EMPTY = frozenset({Table.HEADER, Table.EPISODES})
_TO_THE_END = "Check that the case system wrote the table to its end, and load it again."
_ANNEX_A = "Ofsted's Annex A"
_A_LIST = re.compile(r"list\s*\d{1,2}", re.IGNORECASE)
"""How the sheets of Annex A are called, some of whose columns are those of a header too."""
_OF_OTHERS: Sequence[tuple[str, frozenset[str]]] = (
    (_ANNEX_A, frozenset({"childuniqueid", "allocatedteam", "allocatedworker", "ageofchildyears"})),
    (
        "the children in need census",
        frozenset({"lachildid", "cinreferraldate", "cppstartdate", "personbirthdate"}),
    ),
    ("the school census", frozenset({"pupilid", "ncyearactual", "enrolstatus"})),
    ("a placements action list", frozenset({"dateaddedtolist", "urgency", "placementrequired"})),
)


def answer(content: bytes, request: Mapping[str, Any], allow_rows: Callable[[int], None]) -> Iterable[object]:
    """The job the sandbox is given: the return read, as plain values."""
    opened = open_return(content, str(request["filename"]), allow_rows, ROOMS["return"])
    reading = _Reading(CodeSets.from_json(request["codes"]), date.fromisoformat(str(request["today"])))
    reading.tables(opened)
    reading.checked(request.get("year"))
    return reading.plain(str(request["filename"]), hashlib.sha256(content).hexdigest())


class _Reading:
    """The tables of one return as they come together."""

    def __init__(self, codes: CodeSets, today: date) -> None:
        self._codes, self._today = codes, today
        self._cells, self._said = Cells(codes), Said()
        self._read: list[TableRead] = []
        self._values: dict[Table, Values] = {}
        self._unlinked: list[Notice] = []
        self._year = year_of(today)

    def tables(self, opened: Opened) -> None:
        """Find out which table each sheet is, and read those that are there once."""
        for fault in opened.faults:
            table = named_table(fault.table)
            self._said.fault(table.value if table else fault.table, *_rest(fault))
        for notice in opened.warnings:
            self._said.notice("were not read", notice.table, None, "", notice.says)
        found: dict[Table, list[GridSheet]] = defaultdict(list)
        for sheet in opened.sheets:
            table = self._table_of(sheet)
            if table is not None:
                found[table].append(sheet)
        for table, sheets in found.items():
            self._one(table, sheets)
        if not found and not self._said.faults:
            raise opened.misnamed or UnreadableError(
                "None of its tables is one of the SSDA903 return.",
                "Load the header and episodes tables, with the names of their columns in the first row.",
            )
        self._say_what_lacks(set(found))

    def _table_of(self, sheet: GridSheet) -> Table | None:
        try:
            head = find_head(sheet)
            table = None if _A_LIST.fullmatch(sheet.name.strip()) else table_of(head, sheet.name)
            if table is None:
                self._say_stranger(sheet)
            return table
        except UnreadableError as unreadable:
            self._say_unreadable(named_table(sheet.name), sheet, unreadable)
            return None

    def _say_stranger(self, sheet: GridSheet) -> None:
        first = next(iter(sheet.rows()), None)
        letters = {letters_only(cell_text(cell)) for cell in first.cells} if first else set()
        for what, marks in _OF_OTHERS:
            if letters & marks or (what == _ANNEX_A and _A_LIST.fullmatch(sheet.name.strip())):
                problem = f"“{sheet.name}” is not of the SSDA903 return. It looks like {what}."
                self._said.fault(
                    sheet.name,
                    (first.number or None) if first else None,
                    "",
                    problem,
                    "Take it out, and load it as what it is.",
                )
                return
        if sheet.name.lower().endswith((".csv", ".txt", ".tsv")):
            problem = f"“{sheet.name}” has no columns of the SSDA903 return."
            remedy = "Check that the first row names the columns as in the return, or take the file out."
            self._said.fault(sheet.name, (first.number or None) if first else None, "", problem, remedy)
        else:
            says = f"“{sheet.name}” is no table of the SSDA903 return, and was not read."
            self._said.notice("were not read", sheet.name, None, "", says)

    def _seen(self, table: Table, sheets: Sequence[GridSheet]) -> Sequence[GridSheet]:
        """Of sheets that hold the same table those that are not hidden, where there is one."""
        shown = [one for one in sheets if not one.hidden]
        for sheet in sheets:
            if sheet.hidden and shown:
                says = f"The sheet “{sheet.name}” is hidden, and was not read."
                self._said.notice("were not read", table.value, None, "", says)
        return shown or sheets

    def _one(self, table: Table, sheets: Sequence[GridSheet]) -> None:
        sheets = self._seen(table, sheets)
        if len(sheets) > 1:
            names = " and ".join(f"“{sheet.name}”" for sheet in sheets)
            problem = (
                f"There are {len(sheets)} {table.value} tables: {names}. Remit cannot know which is right."
            )
            self._said.fault(table.value, None, "", problem, "Leave one of them in, and load it again.")
            return
        sheet = sheets[0]
        if table in NOT_USED:
            self._read.append(TableRead(table, sheet.name, 0, used=False))
            return
        head = find_head(sheet)
        lacks = [] if head and isinstance(sheet, XmlSheet) else _lacking(table, head)
        if head is None or lacks:
            named = ", ".join(lacks)
            problem = f"“{sheet.name}” has no column {named}."
            remedy = f"The first row must name the columns; {table.value} needs at least {named}."
            self._said.fault(table.value, (head.row or None) if head else None, lacks[0], problem, remedy)
            return
        try:
            if not self._agree(table, sheet, head):
                return
            values = read_rows(sheet, table, head, self._cells, self._said)
        except UnreadableError as unreadable:
            self._say_unreadable(table, sheet, unreadable)
            return
        if table in NEVER_EMPTY and not values.count:
            problem = no_row_below(sheet.name)
            self._said.fault(table.value, head.row or None, "", problem, _TO_THE_END)
        self._values[table] = values
        self._read.append(TableRead(table, sheet.name, values.count, used=True))

    def _agree(self, table: Table, sheet: GridSheet, head: Head) -> bool:
        """Whether columns that stand there twice say the same. Where they do not, nobody knows which is right."""
        for name, second in head.repeated:
            first = head.at[name]
            row = next(
                (row for row in sheet.rows() if row.number > head.row and _differ(row, first, second)), None
            )
            if row is not None and head.named_alike(name, second):
                problem = (
                    f"There are two columns {name}, and on this row they do not say the same:"
                    f" “{_shown(row, first)}” and “{_shown(row, second)}”."
                )
                remedy = "Leave the column that is right, and load the file again."
                self._said.fault(table.value, row.number, name, problem, remedy)
                return False
            says = f"There are two columns {name}. The first was read."
            self._said.notice("stand there twice", table.value, head.row, name, says)
        return True

    def _say_unreadable(self, table: Table | None, sheet: GridSheet, unreadable: UnreadableError) -> None:
        about = unreadable.answer
        named = table.value if table else sheet.name
        self._said.fault(named, None, "", f"“{sheet.name}”: {about.problem}", about.remedy)

    def _say_what_lacks(self, found: set[Table]) -> None:
        for there, lacks in ((Table.HEADER, Table.EPISODES), (Table.EPISODES, Table.HEADER)):
            if there in found and lacks not in found:
                problem = f"There is a table of {there.value}, but none of {lacks.value}."
                remedy = "Load both together: each says of the same children what the other does not."
                self._said.fault(lacks.value, None, "", problem, remedy)

    def checked(self, year: object) -> None:
        """Everything that can be asked only once all tables are read."""
        self._year = int(str(year)) if year is not None else self._latest_year()
        header, episodes = self._values.get(Table.HEADER), self._values.get(Table.EPISODES)
        born: dict[str, date] | None = None
        if header is not None:
            check_header(header, self._said, year=self._year, today=self._today)
            born = {row[1]: row[3] for row in header.rows}
        aside = (one.child for one in self._said.set_aside if one.table == Table.HEADER)
        withheld = frozenset(aside) - frozenset(born or {})
        by_child: dict[str, list[Row]] = {}
        if episodes is not None:
            self._without_header(episodes, born, withheld)
            by_child = check_episodes(
                episodes, self._said, born=born or {}, year=self._year, today=self._today
            )
        if header is not None and episodes is not None:
            self._say_without_episodes(header, by_child)
            say_twins(header.rows, by_child, self._said)
        for table in OTHERS:
            if values := self._values.get(table):
                say_year(values, self._codes.tables.get(table.value), self._year, self._said)
                self._unlinked += check_others(
                    values, self._said, born=born, withheld=withheld, today=self._today
                )

    def _latest_year(self) -> int:
        """The year of the latest day an episode began or ended, of those that are not in the future."""
        if values := self._values.get(Table.EPISODES):
            days = [row[2] for row in values.rows]
            days += [row[8] - timedelta(days=1) for row in values.rows if row[8]]
        else:
            days = [row[3] for row in self._reviews()]
        return max((year_of(day) for day in days if day <= self._today), default=year_of(self._today))

    def _reviews(self) -> Sequence[Row]:
        values = self._values.get(Table.REVIEWS)
        return values.rows if values else ()

    def _without_header(
        self, values: Values, born: Mapping[str, date] | None, withheld: frozenset[str]
    ) -> None:
        """An episode of a child that the header does not have says nothing of whom it is about."""
        if born is None:
            return
        kept = []
        for row in values.rows:
            if row[1] in born:
                kept.append(row)
                continue
            self._said.aside(values.table.value, row[0], row[1])
            if row[1] not in withheld:
                problem = f"Child {row[1]} has an episode but is not in the header."
                remedy = "Add the child to the header, or take the episode out."
                self._said.fault(values.table.value, row[0], "CHILD", problem, remedy, of=(row[1],))
        values.rows = kept
        sound = {row[0] for row in kept}
        values.dated = [one for one in values.dated if one[0][0] in sound]

    def _say_without_episodes(self, header: Values, by_child: Mapping[str, object]) -> None:
        aside = {one.child for one in self._said.set_aside if one.table == Table.EPISODES}
        for row in header.rows:
            if row[1] not in by_child and row[1] not in aside:
                says = f"Child {row[1]} is in the header and has no episode: a care leaver, or somebody no longer looked after."
                self._said.notice("have no episode", header.table.value, row[0], "CHILD", says, of=(row[1],))

    def plain(self, filename: str, digest: str) -> Iterator[object]:
        """The return as plain values, in parts."""
        rows = {table: values.rows for table, values in self._values.items()}
        return wire.to_plain(
            {
                "filename": filename,
                "digest": digest,
                "year": self._year,
                "tables": [[one.table, one.name, one.rows, one.used] for one in self._read],
                "number_ids": sorted(self._cells.number_ids),
            },
            rows,
            self._said,
            self._unlinked,
        )


def _lacking(table: Table, head: Head | None) -> list[str]:
    """The columns the table cannot be read without. The XML form leaves out what is blank, so it is not asked there."""
    wanted = [column.name for column in COLUMNS[table] if column.must_stand]
    return [name for name in wanted if head is None or name not in head.at]


def _differ(row: GridRow, first: int, second: int) -> bool:
    """Whether the second of two columns says something, and not what the first says."""
    return _shown(row, second) not in ("", _shown(row, first))


def _shown(row: GridRow, at: int) -> str:
    return cell_text(row.cells[at])[:40] if at < len(row.cells) else ""


def _rest(fault: Any) -> tuple[int | None, str, str, str]:
    return fault.row, fault.column, fault.problem, fault.remedy
