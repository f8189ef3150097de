"""`remit import action-list FILE`: load the placements action list.

Without `--apply` nothing is stored, so there is no import to name and `import_id` is null; that children were looked
at is logged all the same. Vanished children stay on the list: why they left is said on the page of the list.
So is, which text stands where a cell was changed in the file and in Remit: such a cell stays as Remit has it. `conflicts`
counts these cells, and each stands with its row.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from remit.commands.importing.answers import (
    Answer,
    fault_line,
    not_loaded,
    outline,
    told,
    unreadable,
)
from remit.commands.importing.carrying_out import USAGE, carry_out, content_of
from remit.commands.printing import print_answer
from remit.rules.outcomes import NotAllowed, Refused
from remit.rules.text import counted
from remit.rules.viewers import Viewer

if TYPE_CHECKING:
    from remit.casework.loading import Applied
    from remit.reading.list_conflicts import CellLine
    from remit.reading.list_lines import GoneLine, RowLine
    from remit.reading.list_preview import Preview


def load(args: argparse.Namespace) -> int:
    """Preview a list, and load it where asked to. 0 done, 1 refused or faults, 2 no such file."""
    content = content_of(args.file)
    return USAGE if content is None else carry_out(args, partial(_load, args, content), partial(_say, args))


def _load(
    args: argparse.Namespace, content: bytes, viewer: Viewer, now: datetime
) -> tuple[Answer, Refused | None]:
    """The answer, and why nothing was loaded where something stood against it."""
    from remit.casework.loading import load_action_list
    from remit.reading.imports import result
    from remit.reading.late_joining import said_after
    from remit.reading.list_preview import preview_of_file

    name = args.file.name
    try:
        found = preview_of_file(viewer, content=content, filename=name, sheet=args.sheet, now=now)
    except NotAllowed:
        raise
    except Refused as refusal:
        return unreadable(refusal, where="sheet"), refusal
    if not args.apply:
        return _answer(found, None), None
    try:
        applied = load_action_list(
            content=content,
            filename=name,
            sheet=args.sheet,
            basis=found.basis,
            partial=args.partial,
            confirmed_vanished=args.confirm_vanished,
            actor=viewer,
            now=now,
        )
    except Refused as refusal:
        return not_loaded(_answer(found, None), refusal, where="sheet"), refusal
    joined = said_after(result(viewer, ref=applied.import_ref, now=now).joined)
    return _answer(found, applied) | {"warnings": [*([joined] if joined else []), *found.warnings]}, None


def _answer(found: Preview, applied: Applied | None) -> Answer:
    from remit.reading.late_joining import said_before

    cells: dict[int, list[Answer]] = defaultdict(list)
    for line in found.conflicts:
        cells[line.row].append(_conflict(line))
    return outline(
        applied.import_ref if applied else None,
        {**found.counts, "conflicts": len(found.conflicts)},
        told(((fault.sheet, fault) for fault in found.faults), where="sheet"),
        warnings=[*map(said_before, found.joining), *found.warnings],
        rows=[*(_row(line, cells.get(line.row, [])) for line in found.rows), *map(_gone, found.gone)],
    )


def _row(line: RowLine, conflicts: list[Answer]) -> Answer:
    changes = {} if line.withheld else {name: [_plain(old), _plain(new)] for name, old, new in line.changes}
    return {
        "row": line.row,
        "person_id": line.person_id,
        "kind": line.kind,
        "risk": line.values.risk,
        "urgency": line.values.urgency,
        "days_to_place": line.values.days_to_place,
        "changes": changes,
        "extra": [] if line.withheld else [list(pair) for pair in line.values.extra],
        "conflicts": conflicts,
    }


def _conflict(line: CellLine) -> Answer:
    from remit.reading.list_conflicts import said
    from remit.rules.list_merge import OTHER

    return {
        "sheet": line.sheet,
        "cell": line.cell,
        "question": line.unit.removeprefix(OTHER),
        "theirs": _plain(said(line.theirs)),
        "ours": _plain(said(line.ours)),
        "base": _plain(said(line.base)),
    }


def _gone(line: GoneLine) -> Answer:
    return {"row": None, "person_id": line.person_id, "kind": "vanished", "entry": line.ref}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _say(args: argparse.Namespace, answer: Answer, refusal: Refused | None) -> None:
    if refusal is not None:
        print(f"{refusal.problem} {refusal.remedy}", file=sys.stderr)
    if args.json:
        print_answer(answer)
        return
    said = refusal.problem if refusal is not None else ""
    faults = (fault_line(one, "sheet") for one in answer["faults"] if one["problem"] != said)
    cells = (cell for row in answer["rows"] for cell in row.get("conflicts", ()))
    for line in (*answer["warnings"], *faults, *map(_undecided, cells)):
        print(line, file=sys.stderr)
    closed = sum(row["kind"] == "withheld" for row in answer["rows"])
    aside = f"{closed} set aside, " if closed else ""
    done = f"Loaded as {answer['import_id']}" if answer["applied"] else "Nothing was stored"
    print(
        f"{done}: {answer['new']} new, {answer['changed']} changed, {answer['unchanged']} unchanged,"
        f" {answer['vanished']} not in the file, {_conflicts(answer)}{aside}{counted(len(answer['faults']), 'fault')}."
    )


def _undecided(cell: Answer) -> str:
    return (
        f"{cell['sheet']}, {cell['cell']}: {cell['question']} was changed on both sides. It stays as Remit has it,"
        " until somebody chooses on the page of the list."
    )


def _conflicts(answer: Answer) -> str:
    found = answer["conflicts"]
    return f"{counted(found, 'cell')} changed on both sides, " if found else ""
