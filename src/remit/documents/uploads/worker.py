"""What runs in the process that opens a file: read the request, be confined, do the one job, answer in JSON."""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
import time
from collections.abc import Callable
from typing import cast

from remit.documents.uploads.limits import (
    MAX_ANSWER,
    START_SECONDS,
    confine_process,
    seconds_for,
    stop_after,
)
from remit.documents.uploads.unreadable import UnreadableError

OUT_OF_MEMORY = 70

Job = Callable[[bytes, dict[str, object], Callable[[int], None]], object]
"""Takes the file, the request, and what to call once the number of rows is known; gives something JSON can hold."""


def main() -> None:
    """Do the job named in the request on standard input, and leave."""
    stop_after(START_SECONDS)
    gc.disable()  # this process lives for one file; looking for garbage would take as long as reading
    request = json.loads(sys.stdin.buffer.readline())
    job = _named(request.pop("job"))
    content = sys.stdin.buffer.read()
    confine_process()
    try:
        _answer(_outcome(job, content, request))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _outcome(job: Job, content: bytes, request: dict[str, object]) -> dict[str, object]:
    began = time.monotonic()
    stop_after(seconds_for(0))

    def allow_rows(rows: int) -> None:
        stop_after(max(seconds_for(rows) - (time.monotonic() - began), 0.01))

    try:
        return {"answer": job(content, request, allow_rows)}
    except UnreadableError as unreadable:
        return {"unreadable": [unreadable.answer.problem, unreadable.answer.remedy]}
    except MemoryError:
        raise
    except BaseException as bug:  # the parser's own panics are no Exceptions
        return {"bug": _whereabouts(bug)}


def _answer(outcome: dict[str, object]) -> None:
    text = json.dumps(outcome, ensure_ascii=False, separators=(",", ":")).encode()
    if len(text) > MAX_ANSWER:
        raise MemoryError
    sys.stdout.buffer.write(text)
    sys.stdout.buffer.flush()


def _whereabouts(bug: BaseException) -> str:
    """The kind of mistake and the lines it came through. Not its message, which may quote the file."""
    lines = []
    trace = bug.__traceback__
    while trace is not None:
        lines.append(f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(bug).__name__} in {' > '.join(lines)}"


def _named(job: str) -> Job:
    module, _, function = job.partition(":")
    return cast(Job, getattr(importlib.import_module(module), function))


if __name__ == "__main__":
    main()
