"""How large may a file be, and how much time and memory may reading it take?"""

from __future__ import annotations

import resource
import signal
from dataclasses import dataclass
from pathlib import Path

from remit.documents.uploads.unreadable import Unreadable

MEGABYTE = 1024 * 1024

MAX_UPLOAD = 25 * MEGABYTE
MAX_UNPACKED = 200 * MEGABYTE
"""All parts of a workbook together, unpacked."""
MAX_RATIO = 100
"""Unpacked against packed, asked of what unpacks to more than 10 MB. Real lists pack 10 to 40 times smaller."""
MAX_PARTS = 2_000
MAX_ROWS = 100_000
MAX_COLUMNS = 702
"""A to ZZ."""
MAX_ANSWER = 64 * MEGABYTE

MEMORY = 256 * MEGABYTE
"""On top of what the interpreter and its libraries hold before the file is touched."""
FIRST_SECONDS = 2
ROWS_A_SECOND = 10_000
LONGEST_SECONDS = FIRST_SECONDS + MAX_ROWS // ROWS_A_SECOND
START_SECONDS = 10
"""For the interpreter to start on a busy machine; no byte of the file has been looked at yet."""


_FEWER_YEARS = (
    "Save copies with fewer years in them, each with its header and its episodes, and load one after another."
)


@dataclass(frozen=True, slots=True)
class Room:
    """How much a kind of file is given: a return holds a council's years, a list the children of one week."""

    upload: int
    rows: int
    unpacked: int
    memory: int
    answer: int
    shorter: str
    """What to do with a file that is too long."""

    @property
    def longest_seconds(self) -> int:
        """The processor time the longest file of this kind may take."""
        return FIRST_SECONDS + self.rows // ROWS_A_SECOND


ROOMS = {
    "list": Room(
        MAX_UPLOAD,
        MAX_ROWS,
        MAX_UNPACKED,
        MEMORY,
        MAX_ANSWER,
        "Save a copy with only the open list in it, and upload that.",
    ),
    "return": Room(
        80 * MEGABYTE,
        400_000,
        300 * MEGABYTE,
        512 * MEGABYTE,
        256 * MEGABYTE,
        _FEWER_YEARS,
    ),
}


LIST = ROOMS["list"]


_TOO_LARGE = Unreadable(
    f"The file is larger than {MAX_UPLOAD // MEGABYTE} MB.",
    "Save a copy with only the list in it and upload that.",
)


def too_large(room: str) -> Unreadable:
    """What is said of a file larger than its kind may be."""
    if ROOMS[room].upload == MAX_UPLOAD:
        return _TOO_LARGE
    return Unreadable(
        f"The file is larger than {ROOMS[room].upload // MEGABYTE} MB.",
        _FEWER_YEARS,
    )


def seconds_for(rows: int, room: Room = LIST) -> float:
    """The processor time reading so many rows may take."""
    return FIRST_SECONDS + min(rows, room.rows) / ROWS_A_SECOND


def confine_process(room: Room) -> None:
    """Bind this process to its memory, and let it leave nothing behind: no core dump, no file, no work after time."""
    held = _address_space()
    if held is not None:
        resource.setrlimit(resource.RLIMIT_AS, (held + room.memory, held + room.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    processor = room.longest_seconds + START_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor))


def stop_after(seconds: float) -> None:
    """Have the kernel end this process after so much more processor time, whatever it is doing. A later call moves the end.

    Not by the clock: a busy machine would refuse sound files. That a process which waits for nothing is not waited for
    without end is up to who started it.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds)


def _address_space() -> int | None:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return None
    return pages * resource.getpagesize()
