"""Keeping what loading a file would do, a page of lines at a time, for the person it was worked out for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from remit.documents.returns import Fault
from remit.reading.returns import ChildLine, FactLine, ReturnPreview
from remit.reading.staff_files import StaffPreview
from remit.records.loads import KeptPreview, PreviewPage
from remit.records.placements_list import Import
from remit.rules.holdings import Line
from remit.rules.loads import A_PAGE
from remit.rules.viewers import Viewer

KINDS = ("new", "changed", "conflict", "vanished", "withheld")
PAGES_AT_ONCE = 200
Row = dict[str, Any]


def keep_preview(held: Import, viewer: Viewer, found: ReturnPreview | StaffPreview, now: datetime) -> None:
    """Keep a preview in the place of the one before. Not a verb: nothing of the record changes."""
    parts = dict(_parts(found))
    cohorts = {} if isinstance(found, StaffPreview) else found.cohorts
    said = {
        "counts": dict(found.counts),
        "parts": {part: len(lines) for part, lines in parts.items()},
        "cohorts": {name: [len(entered), len(left)] for name, (entered, left) in cohorts.items()},
    }
    with transaction.atomic():
        KeptPreview.objects.filter(imported=held, viewer=viewer.staff_id).delete()
        kept = KeptPreview.objects.create(
            imported=held,
            viewer_id=viewer.staff_id,
            version=held.version,
            basis=found.basis,
            at=now,
            said=said,
        )
        PreviewPage.objects.bulk_create(_pages(kept, parts), batch_size=PAGES_AT_ONCE)


def _pages(kept: KeptPreview, parts: Mapping[str, Sequence[Row]]) -> Iterator[PreviewPage]:
    for part, lines in parts.items():
        for number, first in enumerate(range(0, len(lines), A_PAGE), start=1):
            yield PreviewPage(
                preview=kept, part=part, number=number, lines=list(lines[first : first + A_PAGE])
            )


def _parts(found: ReturnPreview | StaffPreview) -> Iterator[tuple[str, list[Row]]]:
    lines = list(_lines(found))
    for kind in KINDS:
        yield kind, [line for line in lines if line["kind"] == kind]
    # Whom the words name goes with them, so that who is shown them is logged, and who is restricted since left out.
    yield "faults", [_fault(fault, found.named.get(fault, ())) for fault in found.faults]
    notes = (*found.warnings, *found.unlinked)
    yield "notes", [{"says": says, "persons": list(found.named.get(says, ()))} for says in notes]
    if isinstance(found, ReturnPreview):
        yield from _cohorts(found)


FAULT = ("table", "row", "column", "problem", "remedy")
"""What is kept of a fault, with the keys of the children it names."""


def _fault(fault: Fault, persons: Sequence[int]) -> Row:
    return {**{name: getattr(fault, name) for name in FAULT}, "persons": list(persons)}


def _lines(found: ReturnPreview | StaffPreview) -> Iterator[Row]:
    if isinstance(found, StaffPreview):
        yield from (_staff_line(line, found.children.get(line.name)) for line in found.lines)
        return
    for child in (*found.children, *found.vanished):
        yield _child(child)


def _staff_line(line: Line, person: int | None) -> Row:
    changes = [list(change) for change in line.changes]
    return {"row": line.row, "id": line.name, "kind": line.kind, "person": person, "changes": changes}


def _child(line: ChildLine) -> Row:
    return {
        "row": line.row,
        "id": line.person_id,
        "kind": line.kind,
        "person": line.person,
        "facts": [_fact(fact) for fact in line.facts],
        "entered": list(line.entered),
        "left": list(line.left),
    }


def _fact(fact: FactLine) -> Row:
    return {
        "kind": fact.kind,
        "act": fact.act,
        "before": _plain(fact.before),
        "after": _plain(fact.after),
    }


def _plain(said: Mapping[str, object] | None) -> Row | None:
    """A fact as JSON has it."""
    if said is None:
        return None
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}


def _cohorts(found: ReturnPreview) -> Iterator[tuple[str, list[Row]]]:
    persons = {child.person_id: child.person for child in found.children}
    for cohort, moves in found.cohorts.items():
        for way, ids in zip(("entered", "left"), moves, strict=True):
            yield f"{way}-{cohort}", _ids(ids, persons)


def _ids(ids: Iterable[str], persons: Mapping[str, int | None]) -> list[Row]:
    return [{"id": person_id, "person": persons.get(person_id)} for person_id in ids]
