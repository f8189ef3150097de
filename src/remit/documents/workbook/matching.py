"""Which cell of a workbook that came back answers which question about whom, whatever was moved in it meanwhile?

A row is known by its hidden key, a case by its number, a question by its heading: so sheets may be renamed, rows moved,
columns put between. What cannot be told for certain is a fault or is left out with a word; it is never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from remit.documents.action_list.headers import letter
from remit.documents.action_list.meanings import meaning_of
from remit.documents.action_list.model import Fault, Field
from remit.documents.cells.text import folded
from remit.documents.workbook.model import Question
from remit.documents.workbook.returned import Cell, Origin, ReturnedFile, Row, Tab
from remit.documents.workbook.writing import EARLIER
from remit.rules.names import stem


@dataclass(frozen=True, slots=True)
class Expected:
    """A case of the meeting, with what is asked about it in the workbook."""

    item: str
    person_id: str
    questions: tuple[Question, ...]
    in_list: bool
    """It has a row in a list, not a sheet of its own."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a cell answers."""

    expected: Expected
    question: Question
    sheet: str
    cell: str
    row: int
    said: Cell


@dataclass
class Matched:
    """Everything found in the file."""

    given: list[Given] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unlinked: list[str] = field(default_factory=list)


_EMPTY = Cell("")


def matched(file: ReturnedFile, expected: Sequence[Expected], *, parts: Sequence[str] = ()) -> Matched:
    """The answers in the file. `parts`: tabs that are the workbook's own and ask nothing, by name."""
    found, taken = Matched(), dict[str, str]()
    tabs = sorted(file.tabs, key=lambda tab: not any(tab.name == case.person_id for case in expected))
    for tab in tabs:
        _Reader(tab, expected, found, taken, file.origin).read(own={folded(part) for part in parts})
    order = {tab.name: place for place, tab in enumerate(file.tabs)}
    found.given.sort(key=lambda one: (order[one.sheet], one.row, one.cell))
    return found


class _Reader:
    """Reads one tab."""

    def __init__(
        self,
        tab: Tab,
        expected: Sequence[Expected],
        found: Matched,
        taken: dict[str, str],
        origin: Origin | None,
    ) -> None:
        self._tab, self._expected, self._found, self._taken = tab, expected, found, taken
        self._origin = origin
        self._by_item = {case.item: case for case in expected}
        self._keys = {row.number: key for row in tab.rows if (key := self._key_in(row))}

    def read(self, *, own: set[str]) -> None:
        heads = self._list_heads()
        if heads is not None:
            self._list(heads)
        elif (case := self._case_here()) is not None:
            self._case(case)
        elif folded(self._tab.name) not in own:
            self._found.unlinked.append(
                f"Sheet “{self._tab.name[:40]}”: it is about no case of this workbook that can be told,"
                " so nothing was read from it."
            )

    def _key_in(self, row: Row) -> str:
        """The key in a row, wherever its column is now: an item of this meeting, a stroke, and a question or nothing."""
        for cell in row.cells.values():
            item, stroke, question = cell.text.partition("/")
            if stroke and item in self._by_item and (not question or " " not in question):
                return cell.text
        return ""

    def _fault(self, row: int | None, column: str, problem: str, remedy: str) -> None:
        self._found.faults.append(Fault(self._tab.name, row, column, problem, remedy))

    # A sheet of one case

    def _case_here(self) -> Expected | None:
        """Whose sheet it is: by the number in it, else by its key, else by its name."""
        number = self._number_in_it()
        if number is not None:
            return self._numbered(number, in_list=False)
        items = {key.partition("/")[0] for key in self._keys.values()}
        if len(items) == 1:
            return self._by_item[items.pop()]
        return self._numbered(Cell(self._tab.name), in_list=False)

    def _number_in_it(self) -> Cell | None:
        """What stands beside a heading that means the child's number, where it stands once in the sheet."""
        for row in self._tab.rows:
            for at, cell in sorted(row.cells.items()):
                meaning = meaning_of(cell.text, "")
                if meaning is not None and meaning[0] is Field.PERSON_ID and at + 1 in row.cells:
                    return row.cells[at + 1]
        return None

    def _numbered(self, said: Cell, *, in_list: bool) -> Expected | None:
        """The case of that number. One that lost its leading zeros is known where only one case fits."""
        cases = [case for case in self._expected if case.in_list == in_list]
        exact = [case for case in cases if case.person_id == said.text]
        if not exact and (said.is_number or said.text.isdecimal()):
            exact = [case for case in cases if stem(case.person_id) == stem(said.text)]
        return exact[0] if len(exact) == 1 else None

    def _case(self, case: Expected) -> None:
        if case.item in self._taken:
            self._fault(
                None,
                "",
                f"This sheet is about the same case as the sheet “{self._taken[case.item]}”.",
                "Keep one of the two, with all the answers in it, and delete the other.",
            )
            return
        self._taken[case.item] = self._tab.name
        for question in case.questions:
            row = self._row_of(question)
            if row is None and self._never_asked(question):
                continue
            if row is None:
                self._found.warnings.append(
                    f"Sheet “{self._tab.name}”: “{question.name}” is not there any more. What Remit has stays."
                )
            else:
                self._answer(case, question, row)

    def _never_asked(self, question: Question) -> bool:
        """Whether the file was made without it, as a worker's own sheet is without what others answer."""
        return self._origin is not None and question.key not in self._origin.versions

    def _row_of(self, question: Question) -> Row | None:
        """The row of a question: by its key, else by its heading above the earlier discussions."""
        for row in self._tab.rows:
            if self._keys.get(row.number) == question.key:
                return row
        for row in self._tab.rows:
            said = {folded(cell.text) for cell in row.cells.values()}
            if folded(EARLIER) in said:
                return None
            if folded(question.name) in said:
                return row
        return None

    def _answer(self, case: Expected, question: Question, row: Row) -> None:
        label = next(
            (at for at, cell in sorted(row.cells.items()) if folded(cell.text) == folded(question.name)), None
        )
        if label is None:
            others = [cell for cell in row.cells.values() if cell.text != question.key]
            if others:
                self._fault(
                    row.number,
                    letter(min(row.cells)),
                    f"The heading “{question.name}” is gone from its row; cells may have been merged.",
                    "Undo the merge, write the heading back and the answer beside it, and bring it in again.",
                )
            return
        self._give(case, question, row, label + 1)

    def _give(self, case: Expected, question: Question, row: Row, column: int) -> None:
        said = row.cells.get(column, _EMPTY)
        place = f"{letter(column)}{row.number}"
        self._found.given.append(Given(case, question, self._tab.name, place, row.number, said))

    # A list of cases

    def _list_heads(self) -> tuple[Row, int, Mapping[str, int]] | None:
        """The row of headings with the column of the numbers and of each question, where the tab is a list."""
        asked = {
            folded(one.name): one.name for case in self._expected if case.in_list for one in case.questions
        }
        keyed = {self._by_item[key.partition("/")[0]].in_list for key in self._keys.values()}
        if not asked or keyed == {False}:
            return None
        for row in self._tab.rows:
            questions = {
                asked[head]: at for at, cell in row.cells.items() if (head := folded(cell.text)) in asked
            }
            numbers = [at for at, cell in sorted(row.cells.items()) if _is_number_head(cell.text)]
            if questions and (numbers or keyed):
                return row, numbers[0] if numbers else -1, questions
        if keyed == {True}:
            self._fault(
                None,
                "",
                "The headings of this list are gone, so its columns cannot be told apart.",
                f"Write them back: {', '.join(sorted(asked.values()))}. Then bring it in again.",
            )
        return None

    def _list(self, heads: tuple[Row, int, Mapping[str, int]]) -> None:
        head, numbers, columns = heads
        for row in self._tab.rows:
            if row.number <= head.number:
                continue
            for case in self._cases_in(row, numbers):
                for question in case.questions:
                    if question.name in columns:
                        self._give(case, question, row, columns[question.name])

    def _cases_in(self, row: Row, numbers: int) -> Iterator[Expected]:
        """The case of a row: its number tells, since a hidden key may stay behind when rows are sorted."""
        said = row.cells.get(numbers)
        key = self._keys.get(row.number, "").partition("/")[0]
        case = self._numbered(said, in_list=True) if said is not None else self._by_item.get(key)
        if case is None:
            if said is not None:
                self._found.unlinked.append(
                    f"Sheet “{self._tab.name}”, row {row.number}: “{said.text[:40]}” is the number of no case"
                    " there, or of several."
                )
            return
        if case.item in self._taken:
            self._fault(
                row.number,
                "",
                "This case stands in the workbook twice.",
                "Keep one of the rows, with the whole answer in it, and delete the other.",
            )
            return
        self._taken[case.item] = self._tab.name
        yield case


def _is_number_head(text: str) -> bool:
    meaning = meaning_of(text, "")
    return meaning is not None and meaning[0] is Field.PERSON_ID
