"""What does a workbook tell of a meeting held before Remit? Its sheets are known by what their headings mean, not by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from remit.documents.action_list.headers import letter
from remit.documents.action_list.meanings import meaning_of
from remit.documents.action_list.model import Fault, Field
from remit.documents.cells.dates import read_date
from remit.documents.cells.fault import CellFaultError
from remit.documents.cells.text import folded
from remit.documents.workbook.returned import Cell, ReturnedFile, Row, Tab

OUTCOME = ("outcome", "outcomes", "decision", "outcome of discussion")
ACTION_HEADS: Mapping[str, tuple[str, ...]] = {
    "what": ("action", "actions", "action agreed", "agreed action", "what"),
    "raised": ("date raised", "raised", "date", "raised on", "date of meeting"),
    "lead": ("lead", "owner", "who", "by whom", "responsible", "lead officer", "action owner"),
    "due": ("due", "due date", "by when", "deadline", "timescale", "target date"),
    "state": ("status", "state", "open/closed", "open or closed"),
    "update": ("update", "updates", "progress", "notes", "comments"),
}
"""What the columns of a tracker of actions can be called. To teach Remit another name, add it here."""
_DATE_IN_NAME = re.compile(r"(?<!\d)(\d{1,2})[-_. ](\d{1,2})[-_. ](\d{2,4})(?!\d)")
_IN_HEAD_OF_SHEET = 40


@dataclass
class PastCase:
    """What the workbook says of one child, by the number as it stands there."""

    number: Cell
    section: str = ""
    own_sheet: bool = False
    row: int | None = None
    risk: str = ""
    team: str = ""
    outcome: str = ""
    lines: list[tuple[str, str]] = field(default_factory=list)
    actions: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class PastBook:
    """A whole workbook of a meeting before Remit."""

    filename: str
    digest: str
    on: date | None
    cases: list[PastCase]
    faults: list[Fault]
    warnings: list[str]


def told_of_the_past(file: ReturnedFile) -> PastBook:
    """What the file tells. Nothing is guessed: a sheet whose headings mean nothing is a fault with a remedy."""
    reader = _Past(file)
    for tab in file.tabs:
        reader.read(tab)
    on = reader.on or _from_name(file.filename)
    if on is not None and not reader.on and reader.unread_date:
        reader.warnings.append(
            f"{reader.unread_date} cannot be read as a date, so the date in the name of the file was taken."
        )
    return PastBook(file.filename, file.digest, on, [*reader.cases.values()], reader.faults, reader.warnings)


def day_told(file: ReturnedFile) -> date | None:
    """The day on which the file says its meeting was, on any of its sheets; its name does not count here."""
    return next((day for tab in file.tabs if (day := _meeting_date(tab)[0]) is not None), None)


def _from_name(filename: str) -> date | None:
    """The date in a file's name, day first."""
    for day, month, year in _DATE_IN_NAME.findall(filename):
        try:
            return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
        except ValueError:
            continue
    return None


class _Past:
    def __init__(self, file: ReturnedFile) -> None:
        self.on: date | None = None
        self.unread_date = ""
        self.cases: dict[str, PastCase] = {}
        self.faults: list[Fault] = []
        self.warnings: list[str] = []
        self._sheets: dict[str, str] = {}
        self._summary: dict[str, dict[Field, str]] = {}
        self._own = {_number_of(tab) for tab in file.tabs} - {None}

    def read(self, tab: Tab) -> None:
        on, unread = _meeting_date(tab)
        self.on, self.unread_date = self.on or on, self.unread_date or unread
        if (number := _number_cell(tab)) is not None:
            self._sheet(tab, number)
            return
        head = _head_row(tab)
        if head is None:
            self.faults.append(
                Fault(
                    tab.name,
                    None,
                    "",
                    "No heading on this sheet means a child's number, so it cannot be told whom it is about.",
                    "Write a heading such as Person id above the numbers, or take the sheet out of the copy you load.",
                )
            )
        elif (columns := _action_columns(head)) is not None:
            self._tracker(tab, head, columns)
        else:
            self._list(tab, head)

    def _case(self, number: Cell) -> PastCase:
        if number.text in self.cases:
            return self.cases[number.text]
        known = self._summary.get(number.text, {})
        case = PastCase(number, risk=known.get(Field.RISK, ""), team=known.get(Field.TEAM, ""))
        self.cases[number.text] = case
        return case

    def _sheet(self, tab: Tab, number: Cell) -> None:
        if number.text in self._sheets:
            self.faults.append(
                Fault(
                    tab.name,
                    None,
                    "",
                    f"This sheet is about the same child as the sheet “{self._sheets[number.text]}”.",
                    "Keep one of the two, with all that was said in it, and delete the other.",
                )
            )
            return
        self._sheets[number.text] = tab.name
        case = self._case(number)
        case.section, case.own_sheet = tab.name, True
        for row in tab.rows:
            cells = [cell for _, cell in sorted(row.cells.items())]
            if len(cells) < 2:
                continue
            label, text = cells[0].text, cells[1].text
            meaning = meaning_of(label, "")
            if folded(label) in OUTCOME:
                case.outcome = text
            elif meaning is not None and meaning[0] is Field.TEAM:
                case.team = text
            elif meaning is not None and meaning[0] is Field.RISK:
                case.risk = text
            elif meaning is None or meaning[0] not in (Field.PERSON_ID, Field.INITIALS):
                case.lines.append((label, text))

    def _list(self, tab: Tab, head: Row) -> None:
        """A summary tells of cases that have sheets of their own; any other list of cases nobody chose."""
        heads = {at: cell.text for at, cell in head.cells.items()}
        meant = {at: found[0] for at, text in heads.items() if (found := meaning_of(text, "")) is not None}
        for row in _below(tab, head):
            said = {meant[at]: cell for at, cell in row.cells.items() if at in meant}
            number = said.get(Field.PERSON_ID)
            if number is None:
                continue
            if number.text in self._own:
                self._summary[number.text] = {name: cell.text for name, cell in said.items()}
                if number.text in self.cases:
                    case = self.cases[number.text]
                    case.risk = case.risk or said.get(Field.RISK, Cell("")).text
                continue
            case = self._case(number)
            case.section, case.row = tab.name, row.number
            case.team = said.get(Field.TEAM, Cell("")).text
            case.risk = said.get(Field.RISK, Cell("")).text
            case.lines += [
                (heads[at], cell.text)
                for at, cell in sorted(row.cells.items())
                if at in heads
                and meant.get(at) not in (Field.PERSON_ID, Field.INITIALS, Field.TEAM, Field.RISK)
            ]

    def _tracker(self, tab: Tab, head: Row, columns: Mapping[str, int]) -> None:
        numbers = next(at for at, cell in sorted(head.cells.items()) if _is_number(cell.text))
        for row in _below(tab, head):
            said = {name: row.cells[at].text for name, at in columns.items() if at in row.cells}
            if numbers not in row.cells:
                self.faults.append(
                    Fault(
                        tab.name,
                        row.number,
                        letter(numbers),
                        "This action names no child.",
                        "Write the child's number beside it.",
                    )
                )
                continue
            self._case(row.cells[numbers]).actions.append((said.get("what", ""), _told_of_action(said)))


def _told_of_action(said: Mapping[str, str]) -> str:
    parts = (("lead", "led by "), ("due", "due "), ("state", ""), ("raised", "raised "), ("update", ""))
    return ", ".join(f"{words}{said[name]}" for name, words in parts if said.get(name))


def _is_number(text: str) -> bool:
    found = meaning_of(text, "")
    return found is not None and found[0] is Field.PERSON_ID


def _number_cell(tab: Tab) -> Cell | None:
    """The number on a child's own sheet: beside a heading that means it, with no other heading in that row."""
    for row in tab.rows[:_IN_HEAD_OF_SHEET]:
        cells = [cell for _, cell in sorted(row.cells.items())]
        if cells and _is_number(cells[0].text):
            return cells[1] if len(cells) == 2 and meaning_of(cells[1].text, "") is None else None
    return None


def _number_of(tab: Tab) -> str | None:
    cell = _number_cell(tab)
    return cell.text if cell is not None else None


def _head_row(tab: Tab) -> Row | None:
    """The first row with a heading that means a child's number among others."""
    for row in tab.rows[:_IN_HEAD_OF_SHEET]:
        if len(row.cells) > 1 and any(_is_number(cell.text) for cell in row.cells.values()):
            return row
    return None


def _below(tab: Tab, head: Row) -> Iterator[Row]:
    return (row for row in tab.rows if row.number > head.number)


def _action_columns(head: Row) -> Mapping[str, int] | None:
    """The columns of a tracker of actions; none where no heading means an action."""
    found = {
        name: at
        for name, words in ACTION_HEADS.items()
        for at, cell in sorted(head.cells.items(), reverse=True)
        if folded(cell.text) in words
    }
    return found if "what" in found else None


def _meeting_date(tab: Tab) -> tuple[date | None, str]:
    """A date beside a heading that speaks of the meeting's date; and where one stands that cannot be read, its words."""
    for row in tab.rows[:_IN_HEAD_OF_SHEET]:
        cells: Sequence[Cell] = [cell for _, cell in sorted(row.cells.items())]
        for label, said in pairwise(cells):
            words = folded(label.text).split()
            if "date" in words and "meeting" in words:
                try:
                    return said.as_day or read_date(said.text).value, ""
                except CellFaultError:
                    return None, f"Sheet “{tab.name[:40]}”, row {row.number}: “{said.text[:40]}”"
    return None, ""
