"""`remit import ssda903|annex-a PATH`: load a return into the record.

Without `--apply` nothing is stored, so there is no import to name and `import_id` is null; that children were looked at
is logged all the same. A folder of CSV files is taken as one return.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from remit.commands.importing.answers import Answer, not_loaded, outline, say, told, unreadable
from remit.commands.importing.carrying_out import REFUSED, USAGE, carry_out, say_unread
from remit.documents.uploads.many_rows import many_rows
from remit.rules.clock import london_day
from remit.rules.outcomes import NotAllowed, Refused
from remit.rules.viewers import Viewer

if TYPE_CHECKING:
    from remit.casework.returns import Loaded
    from remit.reading.returns import ChildLine, FactLine, ReturnPreview


@many_rows()
def load(args: argparse.Namespace) -> int:
    """Preview a return, and load it where asked to. 0 done, 1 refused or faults, 2 no such file."""
    from remit.documents.returns import Unreadable, packed

    try:
        given = packed(args.file)
    except OSError as error:
        say_unread(args.file, error)
        return USAGE
    tell = partial(say, args, where="table")
    if isinstance(given, Unreadable):
        closed = Refused(given.problem, remedy=given.remedy, field="file")
        tell(unreadable(closed, where="table"), closed)
        return REFUSED
    return carry_out(args, partial(_load, args, *given), tell)


def _load(
    args: argparse.Namespace, content: bytes, name: str, viewer: Viewer, now: datetime
) -> tuple[Answer, Refused | None]:
    """The answer, and why nothing was loaded where something stood against it."""
    from remit.casework.returns import load_return
    from remit.documents.returns.understood import read_return
    from remit.reading.returns import preview_of_return

    try:
        read = read_return(args.kind, content, name, today=london_day(now))
        found = preview_of_return(viewer, read=read, now=now)
    except NotAllowed:
        raise
    except Refused as refusal:
        return unreadable(refusal, where="table"), refusal
    if not args.apply:
        return _answer(found, None), None
    try:
        loaded = load_return(
            content=content,
            read=read,
            basis=found.basis,
            partial=args.partial,
            actor=viewer,
            now=now,
        )
    except Refused as refusal:
        return not_loaded(_answer(found, None), refusal, where="table"), refusal
    return _answer(found, loaded), None


def _answer(found: ReturnPreview, loaded: Loaded | None) -> Answer:
    return outline(
        loaded.import_ref if loaded else None,
        found.counts,
        told(((fault.table, fault) for fault in found.faults), where="table"),
        rows=[_child(child) for child in (*found.children, *found.vanished)],
        warnings=found.warnings,
        unlinked=found.unlinked,
    )


def _child(child: ChildLine) -> Answer:
    return {
        "row": child.row,
        "person_id": child.person_id,
        "kind": child.kind,
        "changes": [_fact(fact) for fact in child.facts],
        "entered": list(child.entered),
        "left": list(child.left),
    }


def _fact(fact: FactLine) -> Answer:
    return {"fact": fact.kind, "act": fact.act, "before": fact.before, "after": fact.after}
