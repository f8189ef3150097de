"""The register of a meeting as a table file: CSV for any program, Excel for people."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO

import xlsxwriter

from remit.documents.cells import safe_text
from remit.rules.text import shown_date


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A case as the register has it."""

    meeting: date
    person_id: str
    name: str
    section: str
    risk: str
    outcome: str
    worker_present: str
    seats_present: int
    seats_in_all: int
    team: str
    actions: int
    item: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """What one meeting wrote into the register."""

    forum: str
    short: str
    date: date
    lines: tuple[RegisterLine, ...]


HEADS = (
    "Meeting",
    "Person id",
    "Name",
    "Section",
    "Risk",
    "Outcome",
    "Worker or manager",
    "Seats present",
    "Seats in all",
    "Team",
    "Actions",
)


def filename(register: Register, ending: str) -> str:
    """`ror-register-2026-10-15.csv`."""
    return f"{register.short.lower()}-register-{register.date.isoformat()}.{ending}"


def _cells(line: RegisterLine) -> tuple[str | int, ...]:
    return (
        shown_date(line.meeting),
        line.person_id,
        line.name,
        line.section,
        line.risk.capitalize(),
        line.outcome,
        line.worker_present,
        line.seats_present,
        line.seats_in_all,
        line.team,
        line.actions,
    )


def as_csv(register: Register) -> bytes:
    """UTF-8 with a mark for Excel; a text that a program would run as a formula is kept as text."""
    made = StringIO()
    writer = csv.writer(made)
    writer.writerow(HEADS)
    for line in register.lines:
        writer.writerow([safe_text(cell) if isinstance(cell, str) else cell for cell in _cells(line)])
    return b"\xef\xbb\xbf" + made.getvalue().encode()


def as_excel(register: Register) -> bytes:
    """One sheet. Numbers of children are text, so that no leading zero is lost; nothing is a formula or a link."""
    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet("Register")
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    for column, head in enumerate(HEADS):
        sheet.write_string(0, column, head, bold)
    for row, line in enumerate(register.lines, start=1):
        for column, cell in enumerate(_cells(line)):
            if isinstance(cell, int):
                sheet.write_number(row, column, cell)
            else:
                sheet.write_string(row, column, cell, text)
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    return made.getvalue()
