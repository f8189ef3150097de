"""What would loading a file of people, seats or allocations do?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from remit.documents.returns import Fault
from remit.documents.returns.staff_offered import ReadStaffFile
from remit.reading import looks
from remit.records.persons import known_children
from remit.records.staff_comparison import (
    allocations_beside_the_record,
    people_beside_the_record,
    seats_beside_the_record,
)
from remit.rules.clock import london_day
from remit.rules.holdings import FileComparison, Line
from remit.rules.outcomes import refuse_if
from remit.rules.permissions import why_not_load_staff
from remit.rules.viewers import Viewer


@dataclass(frozen=True)
class StaffPreview:
    """What applying a file would do."""

    kind: str
    filename: str
    basis: int
    counts: Mapping[str, int]
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    warnings: tuple[str, ...]
    unlinked: tuple[str, ...]


def preview_of_staff_file(viewer: Viewer, *, read: ReadStaffFile, now: datetime) -> StaffPreview:
    """What loading a file that has been read would do now. Refuses whoever may not load it."""
    refuse_if(why_not_load_staff(viewer))
    found = _beside(viewer, read, now)
    if read.kind == "allocations":
        _log(viewer, found, now)
    sheet = read.faults[0].table if read.faults else read.filename
    own = (Fault(sheet, one.row, one.column, one.problem, one.remedy) for one in found.faults)
    said = (f"Row {one.row}: {one.says}" if one.row else one.says for one in read.warnings)
    return StaffPreview(
        read.kind,
        read.filename,
        found.basis,
        found.counts,
        found.lines,
        (*read.faults, *own),
        (*said, *found.warnings),
        found.unlinked,
    )


def _beside(viewer: Viewer, read: ReadStaffFile, now: datetime) -> FileComparison:
    on = london_day(now)
    if read.kind == "people":
        return people_beside_the_record(read.people, on=on)[0]
    if read.kind == "seats":
        return seats_beside_the_record(read.seats, on=on)
    return allocations_beside_the_record(read.allocations, viewer=viewer, on=on)


def _log(viewer: Viewer, found: FileComparison, now: datetime) -> None:
    ids = dict(known_children(viewer, on=london_day(now)).ids.pairs())
    looks.shown(looks.LISTED, {ids[line.name] for line in found.lines if line.name in ids})
