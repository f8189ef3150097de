"""Workbooks as a commissioning team keeps its action list: a title above the headers, seventeen columns."""

import io
from collections.abc import Iterable, Sequence
from datetime import date

import xlsxwriter

from remit.rules.action_list import EntryValues

HEADERS = (
    "Mosaic ID", "Surname", "Forename", "Date of birth", "Age", "Team", "Social worker", "Team manager", "Legal status",
    "Current placement", "Placement required", "Urgency", "Days to place", "At Risk of Residential", "Date on list",
    "Search update", "Comments / next steps",
)  # fmt: skip
Cells = Sequence[object]


def cells(person_id: str, family: str, given: str, born: date | None, values: EntryValues) -> Cells:
    """The cells of one child, under HEADERS."""
    return (
        person_id, family, given, _day(born), values.age, values.team, values.worker, values.manager,
        values.legal_status, values.current_placement, values.placement_required, values.urgency_written,
        values.days_to_place, values.risk_written, _day(values.listed_on), values.search_update, values.comments,
    )  # fmt: skip


def workbook(rows: Iterable[Cells]) -> bytes:
    """A workbook of these rows."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Action list")
    sheet.write(0, 0, "Placements action list")
    sheet.write_row(2, 0, HEADERS)
    for place, row in enumerate(rows, start=3):
        sheet.write_row(place, 0, row)
    book.close()
    return out.getvalue()


def _day(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""
