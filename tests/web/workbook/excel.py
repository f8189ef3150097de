"""Reading a workbook as a person with Excel would see it, and as a program would find what is hidden in it."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

from python_calamine import CalamineWorkbook, SheetVisibleEnum

SPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


class Excel:
    """An .xlsx file."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        self.parts = zipfile.ZipFile(io.BytesIO(content))

    @property
    def tabs(self) -> list[str]:
        """The tabs a person sees."""
        return [one.name for one in self.book.sheets_metadata if one.visible is SheetVisibleEnum.Visible]

    @property
    def unseen(self) -> dict[str, str]:
        """The tabs nobody sees, and how they are hidden."""
        return {
            one.name: str(one.visible).removeprefix("SheetVisibleEnum.")
            for one in self.book.sheets_metadata
            if one.visible is not SheetVisibleEnum.Visible
        }

    def rows(self, tab: str) -> list[list[object]]:
        """The rows of a tab from its first line on, without the hidden column and the empty cells at the end."""
        found = []
        for row in self.book.get_sheet_by_name(tab).to_python(skip_empty_area=False):
            cells = row[:25]
            while cells and cells[-1] == "":
                cells.pop()
            found.append(cells)
        return found

    def text(self, tab: str) -> str:
        return "\n".join(str(cell) for row in self.rows(tab) for cell in row if cell != "")

    def answer(self, tab: str, label: str) -> object:
        """What stands beside a label."""
        return next((row[1] if len(row) > 1 else "") for row in self.rows(tab) if row and row[0] == label)

    def xml(self, tab: str) -> str:
        """The sheet as it is stored."""
        names = [one.name for one in self.book.sheets_metadata]
        return self.parts.read(f"xl/worksheets/sheet{names.index(tab) + 1}.xml").decode()

    def open_cells(self, tab: str) -> set[str]:
        """The cells that can be written in while the sheet is protected."""
        styles = ElementTree.fromstring(self.parts.read("xl/styles.xml"))
        looks = styles.find("m:cellXfs", SPACE)
        unlocked = {
            number
            for number, look in enumerate(looks)
            if (kept := look.find("m:protection", SPACE)) is not None and kept.get("locked") == "0"
        }
        sheet = ElementTree.fromstring(self.xml(tab))
        return {
            cell.get("r") for cell in sheet.iter(f"{{{SPACE['m']}}}c") if int(cell.get("s", 0)) in unlocked
        }

    def whole(self) -> str:
        """Everything in the file, hidden or not."""
        return "\n".join(
            self.parts.read(name).decode(errors="replace")
            for name in self.parts.namelist()
            if re.search(r"\.(xml|rels)$", name)
        )
