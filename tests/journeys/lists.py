"""The action list as the council keeps it in Excel, a week on: what stands on record, and what changed since."""

from io import BytesIO

from openpyxl import Workbook

from remit.records.children import Identifier
from remit.records.placements_list import EntryDetail

HEADINGS = [
    "Mosaic ID",
    "Initials",
    "Team",
    "At Risk of Residential",
    "Urgency",
    "Days to place",
    "Colour of folder",
]
URGENCIES = {"today": "Today", "within_5_days": "Within 5 days", "planned": "Planned", "not_known": "?"}


def standing() -> list[list[object]]:
    """The open list as rows of a sheet, by person id."""
    ids = dict(Identifier.objects.open().values_list("person_id", "value"))
    rows = [
        [
            ids[row.entry.person_id],
            row.entry.person.initials,
            row.team,
            row.risk.capitalize() if row.risk != "unrated" else None,
            row.urgency_written or URGENCIES[row.urgency],
            row.days_written or row.days_to_place,
            "green",
        ]
        for row in EntryDetail.objects.open().select_related("entry__person").order_by("pk")
    ]
    return sorted(rows, key=lambda row: str(row[0]))


def workbook(rows: list[list[object]]) -> bytes:
    """A workbook with a title above its headings, as teams keep it, and a closed sheet behind."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Action List"
    sheet.append(["Placements duty action list: do not save a copy"])
    sheet.append([])
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append(row)
    book.create_sheet("Closed").append(HEADINGS)
    content = BytesIO()
    book.save(content)
    return content.getvalue()
