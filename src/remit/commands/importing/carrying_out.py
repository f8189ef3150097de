"""What do all imports by command have in common? A file is read, somebody asks, and what came of it is told."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from remit.commands.arrival import looking_as
from remit.commands.importing.answers import Answer
from remit.rules.outcomes import Refused
from remit.rules.viewers import Viewer

DONE, REFUSED, USAGE = 0, 1, 2

Found = tuple[Answer, Refused | None]
"""The answer, and why nothing was loaded where something stood against it."""


def content_of(file: Path) -> bytes | None:
    """What is in the file; None where it cannot be read, which is said then.

    Of a file that is too large only as much is read as shows that it is.
    """
    from remit.documents.uploads.limits import MAX_UPLOAD

    try:
        with file.open("rb") as opened:
            return opened.read(MAX_UPLOAD + 1)
    except OSError as error:
        say_unread(file, error)
        return None


def say_unread(file: Path, error: OSError) -> None:
    """Say that a file cannot be read, and why."""
    print(f"{file} could not be read: {error.strerror or error}.", file=sys.stderr)


def carry_out(
    args: argparse.Namespace,
    load: Callable[[Viewer, datetime], Found],
    tell: Callable[[Answer, Refused | None], None],
) -> int:
    """Load, or only preview, in the eyes of whoever asks, and tell what came of it. 0 done, 1 refused or faults."""
    with looking_as(args, f"import {args.kind}") as (viewer, now):
        answer, refusal = load(viewer, now)
    tell(answer, refusal)
    return REFUSED if refusal is not None or (answer["faults"] and not args.partial) else DONE
