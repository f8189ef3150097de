"""The register of a meeting as a table file: CSV for any program, Excel for people."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO

import xlsxwriter

from remit.documents.cells.safe import safe_text
from remit.rules.text import counted, shown_date

TEAM = "team"


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A case as the register has it."""

    meeting: date
    person_id: str
    name: str
    section: str
    risk: str
    outcome: str
    """How the case was left, in words; for a case that was not discussed, why."""
    worker_present: str
    """Whether the child's worker or manager came, in words."""
    seats_present: int
    seats_in_all: int
    team: str
    actions: int
    present: str = ""
    """Who was in the room for it, in words."""
    quorum: str = ""
    """Whether the forum was quorate at its time, in words; empty where it was not taken."""
    item: str = ""
    """Reference of the item whose extract can be handed out; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Register:
    """What one meeting wrote into the register."""

    forum: str
    short: str
    date: date
    columns: tuple[str, ...]
    """What the forum's terms want in it."""
    lines: tuple[RegisterLine, ...]
    hidden: int = 0
    """How many more cases there are, which whoever it is written for may not see."""


HEADS = {
    "meeting": ("Meeting",),
    "person": ("Person id", "Name"),
    "section": ("Section",),
    "rating": ("Risk",),
    "outcome": ("Outcome",),
    "presence": ("Worker or manager",),
    "attendance": ("Seats present", "Seats in all", "Present for this case", "Quorum"),
    TEAM: ("Team",),
    "actions": ("Actions",),
}
"""The columns of the file for each that the terms of a forum can want; the team stands in every register."""


def _columns(register: Register) -> list[str]:
    return [column for column in HEADS if column in register.columns or column == TEAM]


def filename(register: Register, ending: str) -> str:
    """`ror-register-2026-10-15.csv`."""
    return f"{register.short.lower()}-register-{register.date.isoformat()}.{ending}"


def _heads(register: Register) -> list[str]:
    return [head for column in _columns(register) for head in HEADS[column]]


def _cells(register: Register, line: RegisterLine) -> list[str | int]:
    found: dict[str, tuple[str | int, ...]] = {
        "meeting": (shown_date(line.meeting),),
        "person": (line.person_id, line.name),
        "section": (line.section,),
        "rating": (line.risk.capitalize(),),
        "outcome": (line.outcome,),
        "presence": (line.worker_present,),
        "attendance": (line.seats_present, line.seats_in_all, line.present, line.quorum),
        TEAM: (line.team,),
        "actions": (line.actions,),
    }
    return [cell for column in _columns(register) for cell in found[column]]


def _left_out(register: Register) -> str:
    """What the last line says of cases that are left out; empty where none is."""
    return f"{counted(register.hidden, 'more case')} you may not see" if register.hidden else ""


def as_csv(register: Register) -> bytes:
    """UTF-8 with a mark for Excel; a text that a program would run as a formula is kept as text."""
    made = StringIO()
    writer = csv.writer(made)
    writer.writerow(_heads(register))
    for line in register.lines:
        writer.writerow(
            [safe_text(cell) if isinstance(cell, str) else cell for cell in _cells(register, line)]
        )
    if left_out := _left_out(register):
        writer.writerow([left_out])
    return b"\xef\xbb\xbf" + made.getvalue().encode()


def as_excel(register: Register) -> bytes:
    """One sheet. Numbers of children are text, so that no leading zero is lost; nothing is a formula or a link."""
    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet("Register")
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    for column, head in enumerate(_heads(register)):
        sheet.write_string(0, column, head, bold)
    for row, line in enumerate(register.lines, start=1):
        for column, cell in enumerate(_cells(register, line)):
            if isinstance(cell, int):
                sheet.write_number(row, column, cell)
            else:
                sheet.write_string(row, column, cell, text)
    if left_out := _left_out(register):
        sheet.write_string(len(register.lines) + 1, 0, left_out, text)
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    return made.getvalue()
