"""`remit import people|seats|allocations FILE`: load who works here, who holds which seat, who works with which child.

Without `--apply` nothing is stored, so there is no import to name and `import_id` is null.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from remit.commands.importing.answers import Answer, not_loaded, outline, say, told, unreadable
from remit.commands.importing.carrying_out import USAGE, carry_out, content_of
from remit.rules.outcomes import NotAllowed, Refused
from remit.rules.viewers import Viewer

if TYPE_CHECKING:
    from remit.casework.staff_files import LoadedFile
    from remit.reading.staff_files import StaffPreview


def load(args: argparse.Namespace) -> int:
    """Preview a file, and load it where asked to. 0 done, 1 refused or faults, 2 no such file."""
    content = content_of(args.file)
    return (
        USAGE
        if content is None
        else carry_out(args, partial(_load, args, content), partial(say, args, where="sheet"))
    )


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
    rows = [
        {
            "row": line.row,
            KEYS[found.kind]: line.name,
            "kind": line.kind,
            "changes": {what: [before, after] for what, before, after in line.changes},
        }
        for line in found.lines
    ]
    return outline(
        loaded.import_ref if loaded else None,
        found.counts,
        told(((fault.table, fault) for fault in found.faults), where="sheet"),
        rows=rows,
        warnings=found.warnings,
        unlinked=found.unlinked,
    )


KEYS = {"people": "username", "seats": "seat", "allocations": "person_id"}
"""What a row of each kind is about."""
