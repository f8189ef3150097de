"""`remit import people|seats|allocations FILE`: load who works here, who holds which seat, who works with which child.

Without `--apply` nothing is stored, so there is no import to name and `import_id` is null.
"""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from typing import TYPE_CHECKING

from remit.commands.arrival import taken_now
from remit.commands.importing.answers import COUNTS, Answer, not_loaded, nothing, say, unreadable
from remit.rules.outcomes import NotAllowed, Refused
from remit.rules.viewers import Viewer

if TYPE_CHECKING:
    from remit.casework.staff_files import LoadedFile
    from remit.reading.staff_files import StaffPreview

DONE, REFUSED, USAGE = 0, 1, 2


def load(args: argparse.Namespace) -> int:
    """Preview a file, and load it where asked to. 0 done, 1 refused or faults, 2 no such file."""
    from remit.reading.looks import looking
    from remit.reading.viewers import viewer_named

    try:
        content = args.file.read_bytes()
    except OSError as error:
        print(f"{args.file} could not be read: {error.strerror or error}.", file=sys.stderr)
        return USAGE
    now = taken_now()
    viewer = viewer_named(args.as_user, now=now)
    with looking(viewer, route=f"remit import {args.kind}", now=now):
        answer, refusal = _load(args, content, viewer, now)
    say(args, answer, refusal, where="sheet")
    return REFUSED if refusal is not None or (answer["faults"] and not args.partial) else DONE


def _load(
    args: argparse.Namespace, content: bytes, viewer: Viewer, now: datetime
) -> tuple[Answer, Refused | None]:
    """The answer, and why nothing was loaded where something stood against it."""
    from remit.casework.staff_files import load_staff_file
    from remit.documents.returns.staff_offered import read_staff_file
    from remit.reading.staff_files import preview_of_staff_file

    try:
        read = read_staff_file(args.kind, content, args.file.name)
        found = preview_of_staff_file(viewer, read=read, now=now)
    except NotAllowed:
        raise
    except Refused as refusal:
        return unreadable(refusal, where="sheet"), refusal
    if not args.apply:
        return _answer(found, None), None
    try:
        loaded = load_staff_file(read=read, basis=found.basis, partial=args.partial, actor=viewer, now=now)
    except Refused as refusal:
        return not_loaded(_answer(found, None), refusal, where="sheet"), refusal
    return _answer(found, loaded), None


def _answer(found: StaffPreview, loaded: LoadedFile | None) -> Answer:
    return {
        **nothing(),
        "import_id": loaded.import_ref if loaded else None,
        "applied": loaded is not None,
        **{name: found.counts.get(name, 0) for name in COUNTS},
        "rows": [
            {
                "row": line.row,
                KEYS[found.kind]: line.name,
                "kind": line.kind,
                "changes": {what: [before, after] for what, before, after in line.changes},
            }
            for line in found.lines
        ],
        "faults": [
            {
                "sheet": fault.table,
                "row": fault.row,
                "column": fault.column,
                "problem": fault.problem,
                "remedy": fault.remedy,
            }
            for fault in found.faults
        ],
        "warnings": list(found.warnings),
        "unlinked": list(found.unlinked),
    }


KEYS = {"people": "username", "seats": "seat", "allocations": "person_id"}
"""What a row of each kind is about."""
