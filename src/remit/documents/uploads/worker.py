"""What runs in the process that opens a file: read the request, be confined, do the one job, answer in JSON."""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import cast

from remit.documents.uploads.limits import (
    ROOMS,
    START_SECONDS,
    Room,
    confine_process,
    seconds_for,
    stop_after,
)
from remit.documents.uploads.unreadable import UnreadableError

OUT_OF_MEMORY = 70

Job = Callable[[bytes, dict[str, object], Callable[[int], None]], Iterable[object]]
"""Takes the file, the request, and what to call once the number of rows is known; gives parts that JSON can hold.

Parts, because a long answer as one value would need its memory twice.
"""


def main() -> None:
    """Do the job named in the request on standard input, and leave."""
    stop_after(START_SECONDS)
    gc.disable()  # this process lives for one file; looking for garbage would take as long as reading
    request = json.loads(sys.stdin.buffer.readline())
    job, room = _named(request.pop("job")), ROOMS[request.pop("room")]
    content = sys.stdin.buffer.read()
    confine_process(room)
    try:
        _answer(_outcome(job, content, request, room), room)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    os._exit(0)  # letting go of a long file cell by cell takes as long as a tenth of reading it


def _outcome(job: Job, content: bytes, request: dict[str, object], room: Room) -> Iterator[dict[str, object]]:
    began = time.process_time()
    stop_after(seconds_for(0))

    def allow_rows(rows: int) -> None:
        stop_after(max(seconds_for(rows, room) - (time.process_time() - began), 0.01))

    try:
        for part in job(content, request, allow_rows):
            yield {"part": part}
    except UnreadableError as unreadable:
        yield {"unreadable": [unreadable.answer.problem, unreadable.answer.remedy]}
    except MemoryError:
        raise
    except BaseException as bug:  # the parser's own panics are no Exceptions
        yield {"bug": _whereabouts(bug)}


def _answer(outcome: Iterable[dict[str, object]], room: Room) -> None:
    left = room.answer
    for one in outcome:
        line = json.dumps(one, ensure_ascii=False, separators=(",", ":")).encode()
        left -= len(line)
        if left < 0:
            raise MemoryError
        sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


def _whereabouts(bug: BaseException) -> str:
    """The kind of mistake and the lines it came through. Not its message, which may quote the file."""
    steps = []
    trace = bug.__traceback__
    while trace is not None:
        steps.append(f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(bug).__name__} in {' > '.join(steps)}"


def _named(job: str) -> Job:
    module, _, function = job.partition(":")
    return cast(Job, getattr(importlib.import_module(module), function))


if __name__ == "__main__":
    main()
