"""How does the time line of a child tell placements, legal statuses, reviews and the other facts of the record?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from remit.reading.events import Event
from remit.records.fact_lines import FactRow
from remit.rules.text import shown_date
from remit.terms.codes import CodeSets, code_sets

LOCATION = "location"
LOCATIONS = {
    "in": "Inside the authority",
    "out": "Outside the authority",
    "": "Not known whether inside or outside",
}


def fact_events(facts: Iterable[FactRow]) -> Iterator[Event]:
    """An event for each of these facts, on the day it began."""
    codes = code_sets()
    for row in facts:
        lines = [*_lines(row, codes)]
        if row.until is not None and row.kind != "review":
            lines.append(("Until", shown_date(row.until)))
        if row.told:
            lines.append(("Known from", row.told))
        if row.provisional:
            lines.append(("State", "Typed, and not yet confirmed by a return"))
        yield Event(row.since, "record", _title(row, codes), tuple(lines), row.source)


def _title(row: FactRow, codes: CodeSets) -> str:
    titles = {
        "care": "Looked after",
        "placement": f"Placement: {codes.says('PLACE', row.first)}",
        "temporary": f"Away for a while: {codes.says('PLACE', row.first)}",
        "legal": f"Legal status: {codes.says('LS', row.first)}",
        "review": "Review held",
        "missing": "Missing" if row.first == "M" else "Away from the placement without leave",
        "order": "Deprivation of liberty authorised" if row.first == "dol" else f"Order: {row.first}",
        "worker": f"Social worker {row.first}",
        "unaccompanied": "Unaccompanied and seeking asylum",
        "leaver": f"Care leaver: {row.first.replace('_', ' ')}" if row.first else "Care leaver",
        "cost": "Weekly cost of the placement",
    }
    return titles[row.kind]


SAID: Mapping[str, tuple[tuple[str, str], ...]] = {
    "care": (("Need", "CIN"), ("Why it ended", "REC")),
    "placement": (("Code", ""), ("Provider", "PLACE_PROVIDER"), ("Where", LOCATION)),
    "temporary": (("Code", ""), ("Provider", "PLACE_PROVIDER")),
    "legal": (("Code", ""),),
    "review": (("Taking part", "REVIEW_CODE"),),
    "leaver": (("", ""), ("In touch", "IN_TOUCH")),
}
"""Of each kind: the label of each thing it says, and the code set that says it in words; no label: in the title."""


def _lines(row: FactRow, codes: CodeSets) -> Iterator[tuple[str, str]]:
    if row.kind == "cost":
        yield "A week", f"£{int(row.first) / 100:,.2f}"
    for (label, column), value in zip(SAID.get(row.kind, ()), row[6:], strict=False):
        if column == LOCATION:
            yield label, LOCATIONS[str(value)]
        elif label and value:
            yield label, codes.says(column, str(value)) if column else str(value)
