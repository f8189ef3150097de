"""A file of who works with which child of the made-up authority, loaded as a council's own is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from remit.casework.staff_files import beside, load_staff_file
from remit.commands.seeding.people import People
from remit.documents.returns import AllocationRow
from remit.documents.returns.staff_offered import ReadStaffFile
from remit.reading.viewers import viewer_named
from remit.records.people import Staff
from remit.rules.clock import london_day


def allocate_from_a_file(
    people: People, children: Iterable[tuple[str, str, str]], filename: str, now: datetime
) -> None:
    """Load a file of who works with which child: (person id, key of the worker or nothing, team)."""
    usernames = dict(Staff.objects.values_list("pk", "username"))
    rows = tuple(
        AllocationRow(
            row=number,
            child=person_id,
            child_is_number=False,
            worker=usernames[people.staff[worker]] if worker else "",
            team=team,
            since=london_day(now),
            until=None,
        )
        for number, (person_id, worker, team) in enumerate(children, start=2)
    )
    digest = sha256(repr(rows).encode()).hexdigest()
    read = ReadStaffFile("allocations", filename, digest, (), (), allocations=rows)
    officer = viewer_named("data-officer", now=now)
    found, _ = beside(read, officer, london_day(now))
    load_staff_file(read=read, basis=found.basis, actor=officer, now=now)
