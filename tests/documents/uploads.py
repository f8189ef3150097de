"""Files a council might send, and files nobody should: made in memory for one test."""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence

import openpyxl

SHEET_1 = "xl/worksheets/sheet1.xml"
HEADERS = ["Mosaic ID", "Initials", "Team", "At Risk of Residential", "Urgency", "Days to place"]


def rows(count: int) -> list[list[object]]:
    """Sound rows under HEADERS."""
    return [[str(900_001 + at), "qz", "Locality West", "High", "Planned", 5] for at in range(count)]


def workbook(
    *sheets: Sequence[Sequence[object]], names: Sequence[str] = (), hidden: Sequence[str] = ()
) -> bytes:
    """A workbook of these sheets, each a list of rows."""
    book = openpyxl.Workbook()
    for at, cells in enumerate(sheets):
        sheet = book.active if at == 0 else book.create_sheet()
        sheet.title = names[at] if at < len(names) else f"Sheet{at + 1}"
        sheet.sheet_state = "hidden" if sheet.title in hidden else "visible"
        for row in cells:
            sheet.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table(*lines: Sequence[object], encoding: str = "utf-8", separator: str = ",") -> bytes:
    """A .csv of these lines."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(lines)
    return out.getvalue().encode(encoding)


def rewritten(content: bytes, change: Callable[[bytes], bytes], part: str = SHEET_1) -> bytes:
    """The workbook with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


def long_workbook(count: int) -> bytes:
    """A workbook of so many rows, written straight as XML: the library would take minutes."""
    cells = "".join(
        f'<row r="{at}"><c r="A{at}" t="inlineStr"><is><t>{900_000 + at}</t></is></c>'
        f'<c r="B{at}" t="inlineStr"><is><t>note {at * 7919 % 100_003}</t></is></c></row>'
        for at in range(2, count + 2)
    )
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>Mosaic ID</t></is></c><c r="B1" t="inlineStr"><is><t>Team</t></is></c></row>'

    def fill(sheet: bytes) -> bytes:
        return sheet.replace(b"<sheetData/>", f"<sheetData>{head}{cells}</sheetData>".encode()).replace(
            b"<sheetData></sheetData>", f"<sheetData>{head}{cells}</sheetData>".encode()
        )

    return rewritten(workbook([]), fill)
