"""Can a file stop the product? No: it is opened in a process of its own, bound in time and memory, that may die of it.

A fresh interpreter is started instead of a fork, which is not safe inside a server with threads. The child binds itself
before it looks at the file: the kernel ends it when its time is up (2 seconds of processor time, and 1 more for each 10,000
rows once it has counted them) or refuses it memory. The parent waits no longer, by the clock, than the longest of these.
"""

from __future__ import annotations

import json
import logging
import signal
import subprocess  # nosec B404
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from remit.documents.uploads.limits import LONGEST_SECONDS, ROOMS, START_SECONDS, Room, too_large
from remit.documents.uploads.unreadable import Unreadable
from remit.documents.uploads.worker import OUT_OF_MEMORY

log = logging.getLogger(__name__)

_AT_ONCE = threading.BoundedSemaphore(2)
_SOURCES = Path(__file__).parents[3]

EMPTY = Unreadable("The file is empty.", "Check that it was saved, and upload it again.")
TOO_LONG = "Reading the file took too long, and was stopped."
TOO_MUCH = "Reading the file needs more memory than Remit gives to one file."
DAMAGED = Unreadable(
    "The file could not be read. It may be damaged.",
    "Open it in Excel, save it under a new name as an Excel workbook (.xlsx), and upload that.",
)
BUSY = Unreadable("Remit is busy reading other files.", "Upload the file again in a minute.")

Take = Callable[[Any], Any]
"""Is given a part, and answers with what is kept of it."""


def run(
    job: str,
    content: bytes,
    request: dict[str, object],
    *,
    room: str = "list",
    take: Take | None = None,
) -> list[Any] | Unreadable:
    """The parts the job ("module:function") makes of the file, or why it cannot be read. No file makes it raise.

    `room` says which of `limits.ROOMS` the file is given. `take` is given each part while the next is made.
    """
    if not content:
        return EMPTY
    if len(content) > ROOMS[room].upload:
        return too_large(room)
    if not _AT_ONCE.acquire(timeout=LONGEST_SECONDS):
        return BUSY
    try:
        return _outcome(job, content, request, room, take)
    finally:
        _AT_ONCE.release()


def _outcome(
    job: str, content: bytes, request: dict[str, object], room: str, take: Take | None
) -> list[Any] | Unreadable:
    asked = json.dumps({**request, "job": job, "room": room}).encode() + b"\n"
    # The command is fixed; the file only ever goes in on standard input.
    child = subprocess.Popen(  # nosec B603
        [sys.executable, "-P", "-m", "remit.documents.uploads.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": str(_SOURCES), "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    late = threading.Timer(START_SECONDS + ROOMS[room].longest_seconds + 1, child.kill)
    lines: SimpleQueue[bytes | None] = SimpleQueue()
    # Left in the order that lets nothing be waited for in vain: a child that is killed ends what is sent and received.
    with child, ThreadPoolExecutor(max_workers=2) as beside:
        try:
            late.start()
            helpers = beside.submit(_send, child, (asked, content)), beside.submit(_receive, child, lines)
            answer = _parts(iter(lines.get, None), take)
            for one in helpers:
                one.result()  # raises what kept the file from being sent, or the answer from being received, whole
            code = child.wait()
        except BaseException:
            child.kill()
            raise
        finally:
            late.cancel()
    return answer if code == 0 else _why_ended(code, ROOMS[room])


def _send(child: subprocess.Popen[bytes], parts: Sequence[bytes]) -> None:
    """Hand the file over. That the child ends without having read it all is told by how it ends."""
    assert child.stdin
    with suppress(BrokenPipeError), child.stdin as into:
        for part in parts:
            into.write(part)


def _receive(child: subprocess.Popen[bytes], into: SimpleQueue[bytes | None]) -> None:
    """What it answers, line by line, as it comes: it never waits for its parts to be taken, and makes the next.

    No more waits here to be taken than its room lets it answer. A line that is cut off, where it was ended in the middle,
    is none.
    """
    assert child.stdout
    try:
        for line in child.stdout:
            if line.endswith(b"\n"):
                into.put(line)
    finally:
        into.put(None)


def _parts(lines: Iterable[bytes], take: Take | None) -> list[Any] | Unreadable:
    parts: list[Any] = []
    for line in lines:
        outcome = json.loads(line)
        if "unreadable" in outcome:
            return Unreadable(*outcome["unreadable"])
        if "bug" in outcome:
            log.error("Reading a file failed: %s", outcome["bug"])
            return DAMAGED
        part = outcome["part"]
        parts.append(take(part) if take else part)
    return parts


def _why_ended(code: int, room: Room) -> Unreadable:
    if code in (-signal.SIGPROF, -signal.SIGXCPU, -signal.SIGKILL):
        return Unreadable(TOO_LONG, room.shorter)
    if code in (OUT_OF_MEMORY, -signal.SIGABRT):
        return Unreadable(TOO_MUCH, room.shorter)
    log.error("The process reading a file ended with code %s.", code)
    return DAMAGED
