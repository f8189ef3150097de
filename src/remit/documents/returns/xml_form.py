"""What does the XML form of the return hold? The same tables, child by child: each element with elements in it is a row.

The parser reads no document type and no entity of the file's own, so that nothing can be pulled in or blown up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat  # nosec B406

from remit.documents.uploads.grid import GridRow
from remit.documents.uploads.limits import Room
from remit.documents.uploads.unreadable import UnreadableError

MARK = "child"
"""The element of one child: what stands in it that is in no row of its own belongs to the child."""
_SAVE_AGAIN = "Make the XML again from your case system, and load that."
_DEEPEST = 12
_WIDEST = 20_000
"""Characters in one element; a return's longest is a postcode."""
_CHILD_TAGS = ("CHILDID", "CHILD_ID", "CHILD")
_BIRTH_TAGS = ("DOB",)


@dataclass
class XmlSheet:
    """One kind of element as a table. A row's number is the line its element begins on, or the next that is free:

    programmes write whole returns on one line, and no two rows of a table may have one number.
    """

    name: str
    columns: dict[str, int] = field(default_factory=dict)
    found: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    hidden: bool = False

    def rows(self) -> Iterator[GridRow]:
        """The names of the columns, then the rows."""
        yield GridRow(0, tuple(self.columns))
        for line, said in self.found:
            yield GridRow(line, tuple(said.get(column, "") for column in self.columns))

    def add(self, line: int, said: dict[str, str]) -> None:
        """One more row."""
        for column in said:
            self.columns.setdefault(column, len(self.columns))
        self.found.append((max(line, self.found[-1][0] + 1 if self.found else 1), said))


@dataclass
class _Element:
    tag: str
    line: int
    said: dict[str, str] = field(default_factory=dict)
    """What the elements without elements say that stand in this one."""
    text: list[str] = field(default_factory=list)
    has_elements: bool = False


class _Reader:
    """Takes the elements as they come, and makes rows of them."""

    def __init__(self, room: Room) -> None:
        self._room, self._rows = room, 0
        self.sheets: dict[str, XmlSheet] = {}
        self._open: list[_Element] = []
        self._about_child: list[tuple[str, _Element]] = []
        self._length = 0
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = _refuse_declaration
        self.parser.EntityDeclHandler = _refuse_declaration
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.buffer_text = True

    def _start(self, tag: str, _: dict[str, str]) -> None:
        if len(self._open) >= _DEEPEST:
            raise UnreadableError("The XML has elements too deep within each other.", _SAVE_AGAIN)
        if self._open:
            self._open[-1].has_elements = True
        self._open.append(_Element(tag.rpartition(":")[2].upper(), self.parser.CurrentLineNumber))
        self._length = 0

    def _text(self, text: str) -> None:
        self._length += len(text)
        if self._length > _WIDEST:
            raise UnreadableError("An element of the XML never seems to end.", _SAVE_AGAIN)
        self._open[-1].text.append(text)

    def _end(self, _: str) -> None:
        ended = self._open.pop()
        if not ended.has_elements:
            if self._open:
                self._open[-1].said[ended.tag] = "".join(ended.text).strip()
            return
        if not self._open:
            return
        is_child = ended.tag == "CHILD" or len(self._open) == 1
        self._about_child.append((MARK if is_child else ended.tag, ended))
        if is_child:
            self._child_ends()

    def _child_ends(self) -> None:
        """All that was said within one child becomes rows, each with the child's id and birth date."""
        everything = {tag: value for _, one in self._about_child for tag, value in one.said.items()}
        child = next((everything[tag] for tag in _CHILD_TAGS if tag in everything), "")
        born = next((everything[tag] for tag in _BIRTH_TAGS if tag in everything), "")
        for tag, one in self._about_child:
            said = {column: value for column, value in one.said.items() if column not in _CHILD_TAGS}
            if not said:
                continue
            row = {"CHILD": child, "DOB": born, **said}
            for name, columns in _apart(tag, row):
                self._rows += 1
                self.sheets.setdefault(name, XmlSheet(name)).add(one.line, columns)
        self._about_child.clear()
        if self._rows > self._room.rows:
            raise UnreadableError(
                f"The XML has more than {self._room.rows:,} rows, the most that Remit reads.",
                self._room.shorter,
            )


def sheets_of(content: bytes, room: Room) -> list[XmlSheet]:
    """The tables of an XML return. Raises UnreadableError."""
    reader = _Reader(room)
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as fault:
        raise UnreadableError(
            f"The XML cannot be read beyond line {fault.lineno}. The file may be cut off.", _SAVE_AGAIN
        ) from None
    except ValueError:
        raise UnreadableError("The XML is in an encoding that is not known.", _SAVE_AGAIN) from None
    return list(reader.sheets.values())


_FLAT = {"UASC": ("DUC",), "OC3": ("IN_TOUCH", "ACTIV", "ACCOM")}
"""Tables that the XML form writes among the child's own details."""


def _apart(tag: str, row: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """A row as the tables have it: what the form writes beside the header is a table of its own elsewhere."""
    if "ETHNIC" not in row and "SEX" not in row:
        yield tag, row
        return
    for name, columns in _FLAT.items():
        said = {column: row[column] for column in columns if row.get(column)}
        if said or (name == "UASC" and row.get("UASC") == "1"):
            yield name, {"CHILD": row["CHILD"], "DOB": row["DOB"], **said}
    beside = {column for columns in _FLAT.values() for column in columns}
    yield "HEADER", {column: value for column, value in row.items() if column not in beside}


def _refuse_declaration(*_: object) -> None:
    raise UnreadableError(
        "The XML declares a document type or entities of its own, which a return never does.", _SAVE_AGAIN
    )
