"""How does the time line of a child tell placements, legal statuses, reviews and the other facts of the record?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from remit.reading.events import Event
from remit.records.fact_lines import TAKEN_BACK, FactRow
from remit.rules.facts import KIND_WORDS
from remit.rules.recording import BY_HAND
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
    rows = [*facts]
    typed = {_act(row, row.since) for row in rows if row.provisional}
    for row in rows:
        if row.kind == TAKEN_BACK:
            yield _taken_back(row)
            continue
        lines = [*_lines(row, codes)]
        if row.until is not None and row.kind != "review":
            lines.append(("Until", shown_date(row.until)))
        if row.told:
            lines.append(("Known from", row.told))
        if row.provisional:
            lines.append(("State", "Typed, and not yet confirmed by a return"))
        # What was ended when something else was typed is not taken back by itself.
        by_itself = row.provisional and row.kind in BY_HAND and _act(row, row.until) not in typed
        take_back = (row.kind, row.since.isoformat()) if by_itself else None
        title = _title(row, codes)
        yield Event(row.since, "record", title, tuple(lines), row.source, take_back=take_back)


def _act(row: FactRow, day: date | None) -> tuple[object, ...]:
    """The act that put a fact on record, and a day on which something it wrote begins or ends."""
    return row.kind, row.source, row.told, row.at, day


def _taken_back(row: FactRow) -> Event:
    what = KIND_WORDS[row.first].capitalize()
    since = f" of {shown_date(row.until)}" if row.until else ""
    return Event(row.since, "record", f"{what}{since} taken back", (("Why", row.told),), row.source)


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
    for (label, column), value in zip(SAID.get(row.kind, ()), row[6:9], strict=False):
        if column == LOCATION:
            yield label, LOCATIONS[str(value)]
        elif label and value:
            yield label, codes.says(column, str(value)) if column else str(value)
