"""What would loading a file of people, seats or allocations do?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from remit.documents.returns import Fault
from remit.documents.returns.staff_offered import ReadStaffFile
from remit.reading import looks
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
    children: Mapping[str, int] = field(default_factory=dict)
    """The keys of the children whom lines are about, by the name of the line."""
    named: Mapping[Fault | str, tuple[int, ...]] = field(default_factory=dict)
    """The keys of the children whom a fault or note names, where it names any on record."""


def preview_of_staff_file(viewer: Viewer, *, read: ReadStaffFile, now: datetime) -> StaffPreview:
    """What loading a file that has been read would do now. For commands. Refuses whoever may not load it."""
    found = worked_out(viewer, read=read, now=now)
    children = {*found.children.values(), *chain.from_iterable(found.named.values())}
    if children:
        looks.shown(looks.LISTED, children)
    return found


def worked_out(viewer: Viewer, *, read: ReadStaffFile, now: datetime) -> StaffPreview:
    """The same where nobody is shown it yet: who shows it later logs whom it shows."""
    refuse_if(why_not_load_staff(viewer))
    found = _beside(viewer, read, now)
    sheet = read.faults[0].table if read.faults else read.filename
    own = [(Fault(sheet, one.row, one.column, one.problem, one.remedy), one.children) for one in found.faults]
    said = (f"Row {one.row}: {one.says}" if one.row else one.says for one in read.warnings)
    return StaffPreview(
        read.kind,
        read.filename,
        found.basis,
        found.counts,
        found.told,
        (*read.faults, *(fault for fault, _ in own)),
        (*said, *found.warnings),
        found.unlinked,
        {line.name: found.children[line.name] for line in found.told if line.name in found.children},
        {fault: children for fault, children in own if children},
    )


def _beside(viewer: Viewer, read: ReadStaffFile, now: datetime) -> FileComparison:
    on = london_day(now)
    if read.kind == "people":
        return people_beside_the_record(read.people, on=on)[0]
    if read.kind == "seats":
        return seats_beside_the_record(read.seats, on=on)
    return allocations_beside_the_record(read.allocations, viewer=viewer, on=on)
