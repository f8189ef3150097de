"""What does a file of people, seats or allocations say, whichever it is? Bytes in; rows, faults and warnings out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from remit.documents.returns import (
    AllocationRow,
    Fault,
    Notice,
    RowsFile,
    SeatRow,
    StaffRow,
    Unreadable,
    read_allocations,
    read_people,
    read_seats,
)
from remit.rules.outcomes import Refused
from remit.rules.people_file import PersonSaid

KINDS = ("people", "seats", "allocations")


@dataclass(frozen=True)
class ReadStaffFile:
    """A file as read; the rows of its own kind only."""

    kind: str
    filename: str
    digest: str
    faults: tuple[Fault, ...]
    warnings: tuple[Notice, ...]
    people: tuple[PersonSaid, ...] = ()
    seats: tuple[SeatRow, ...] = ()
    allocations: tuple[AllocationRow, ...] = ()


def read_staff_file(kind: str, content: bytes, filename: str) -> ReadStaffFile:
    """The file as read. Refuses one from which nothing can be read."""
    if kind == "people":
        people = _readable(read_people(content, filename))
        return ReadStaffFile(*_said(kind, people), people=tuple(map(_person, people.rows)))
    if kind == "seats":
        seats = _readable(read_seats(content, filename))
        return ReadStaffFile(*_said(kind, seats), seats=seats.rows)
    allocations = _readable(read_allocations(content, filename))
    return ReadStaffFile(*_said(kind, allocations), allocations=allocations.rows)


def _said(
    kind: str, file: RowsFile[StaffRow] | RowsFile[SeatRow] | RowsFile[AllocationRow]
) -> tuple[str, str, str, tuple[Fault, ...], tuple[Notice, ...]]:
    return kind, file.filename, file.digest, file.faults, file.warnings


def _person(row: StaffRow) -> PersonSaid:
    units = {kind: name for kind in ("team", "service", "area") if (name := getattr(row, kind))}
    return PersonSaid(
        row=row.row,
        username=row.username or row.email.partition("@")[0].lower(),
        name=row.name,
        email=row.email,
        job_title=row.job_title,
        role=row.role,
        units=units,
        since=row.since,
        until=row.until,
    )


File = TypeVar("File")


def _readable(file: File | Unreadable) -> File:
    if isinstance(file, Unreadable):
        raise Refused(file.problem, remedy=file.remedy, field="file")
    return file
