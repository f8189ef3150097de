"""`remit import`: load the placements action list or a return from a file, and take that back.

    remit import action-list FILE [--sheet NAME] [--apply] [--partial] [--confirm-vanished N] [--json] [--as USER]
    remit import ssda903|annex-a|people|seats|allocations PATH [--apply] [--partial] [--json] [--as USER]
    remit import FORUM-tool FILE [--meeting DATE] [--apply] [--partial] [--json] [--as USER]
    remit import undo ID [--json] [--as USER]

Without `--apply` nothing is stored, so there is no import to name and `import_id` is null; that children were looked
at is logged all the same. Vanished children stay on the list: why they left is said on the page of the list.
So is, which text stands where a cell was changed in the file and in Remit: such a cell stays as Remit has it. `conflicts`
counts these cells, and each stands with its row.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from remit.commands.arrival import DATA_OFFICER, add_as, taken_now
from remit.commands.importing import returns, staff_files, workbooks
from remit.commands.importing.answers import Answer, not_loaded, nothing, told, unreadable
from remit.commands.importing.carrying_out import DONE, USAGE, carry_out, content_of
from remit.rules.outcomes import NotAllowed, Refused
from remit.rules.past_meetings import HISTORY
from remit.rules.text import counted
from remit.rules.viewers import Viewer
from remit.rules.workbook_merge import WORKBOOK
from remit.terms.shipped import shipped_forums

if TYPE_CHECKING:
    from remit.casework.loading import Applied
    from remit.reading.imports import GoneLine, Preview, RowLine
    from remit.reading.list_conflicts import CellLine

RETURNS = {
    "ssda903": "an SSDA903 return (a folder of .csv files, a .zip, a workbook, or the XML form)",
    "annex-a": "lists 8 and 9 of Annex A (.xlsx)",
}
TOOL = "-tool"
STAFF_FILES = {
    "people": "staff with their roles, in teams and services (.xlsx or .csv)",
    "seats": "who holds which seat of a forum, and who is the deputy (.xlsx or .csv)",
    "allocations": "who works with which child (.xlsx or .csv)",
}


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `import` and its kinds to the command line."""
    parser = subparsers.add_parser("import", help="load a file, or take back what one did")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    listing = kinds.add_parser("action-list", help="the placements action list (.xlsx, .xlsm or .csv)")
    listing.add_argument("file", type=Path, metavar="FILE")
    listing.add_argument("--sheet", metavar="NAME", help="read this sheet instead of the one proposed")
    listing.add_argument("--apply", action="store_true", help="load it; without this nothing is stored")
    listing.add_argument("--partial", action="store_true", help="load the sound rows of a file with faults")
    listing.add_argument(
        "--confirm-vanished", type=int, metavar="N", help="yes, so many children are not in the file"
    )
    listing.set_defaults(kind_run=load)
    for kind, says in {**RETURNS, **STAFF_FILES}.items():
        part = kinds.add_parser(kind, help=says, description=says)
        part.add_argument("file", type=Path, metavar="PATH")
        part.add_argument("--apply", action="store_true", help="load it; without this nothing is stored")
        part.add_argument("--partial", action="store_true", help="load the sound rows of a file with faults")
        part.add_argument("--json", action="store_true", help="one JSON document on standard output")
        add_as(part, by_default=DATA_OFFICER)
        part.set_defaults(kind_run=returns.load if kind in RETURNS else staff_files.load)
    for forum in shipped_forums():
        _add_workbook(kinds, forum)
    undoing = kinds.add_parser("undo", help="put the list back as it was before an import")
    undoing.add_argument("import_id", metavar="ID")
    undoing.set_defaults(kind_run=undo)
    for part in (listing, undoing):
        part.add_argument("--json", action="store_true", help="one JSON document on standard output")
        add_as(part, by_default=DATA_OFFICER)


def _add_workbook(
    kinds: argparse._SubParsersAction[argparse.ArgumentParser], forum: str
) -> argparse.ArgumentParser:
    """The workbook of a forum's meetings, under the forum's own name."""
    part = kinds.add_parser(f"{forum}{TOOL}", description="What people wrote into the workbook of a meeting.")
    part.add_argument("file", type=Path, metavar="FILE")
    part.add_argument(
        "--meeting",
        type=date.fromisoformat,
        metavar="DATE",
        help="which one, where the file does not say",
    )
    part.add_argument("--apply", action="store_true", help="bring it in; without this nothing is stored")
    part.add_argument("--partial", action="store_true", help="bring in what is sound of a file with faults")
    part.add_argument("--json", action="store_true", help="one JSON document on standard output")
    add_as(part, by_default=DATA_OFFICER)
    part.set_defaults(kind_run=workbooks.load, forum=forum)
    return part


def run(args: argparse.Namespace) -> int:
    """Carry out one kind of import, or its undoing."""
    return int(args.kind_run(args))


def load(args: argparse.Namespace) -> int:
    """Preview a list, and load it where asked to. 0 done, 1 refused or faults, 2 no such file."""
    content = content_of(args.file)
    return USAGE if content is None else carry_out(args, partial(_load, args, content), partial(_say, args))


def _load(
    args: argparse.Namespace, content: bytes, viewer: Viewer, now: datetime
) -> tuple[Answer, Refused | None]:
    """The answer, and why nothing was loaded where something stood against it."""
    from remit.casework.loading import load_action_list
    from remit.reading.imports import preview_of_file, result
    from remit.reading.late_joining import said_after

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


def undo(args: argparse.Namespace) -> int:
    """Undo an import. 0 done, 1 refused."""
    from remit.casework.history import undo_past_meeting
    from remit.casework.staff_files import undo_staff_file
    from remit.casework.undoing import undo_import
    from remit.casework.undoing_returns import undo_return
    from remit.casework.workbook import undo_workbook
    from remit.reading.imports import kind_of, result
    from remit.reading.late_joining import said_undone
    from remit.reading.viewers import viewer_named

    now = taken_now()
    viewer = viewer_named(args.as_user, now=now)
    kind = kind_of(viewer, ref=args.import_id, now=now)
    verbs: dict[str, Callable[..., Any]] = {
        **dict.fromkeys(RETURNS, undo_return),
        **dict.fromkeys(STAFF_FILES, undo_staff_file),
        WORKBOOK: undo_workbook,
        HISTORY: undo_past_meeting,
    }
    verb = verbs.get(kind, undo_import)
    undone = verb(import_ref=args.import_id, actor=viewer, now=now)
    listing = kind not in RETURNS and kind not in STAFF_FILES and kind not in (WORKBOOK, HISTORY)
    agendas = said_undone(result(viewer, ref=args.import_id, now=now).joined) if listing else ""
    if args.json:
        said = {name: getattr(undone, name) for name in ("taken_off", "put_back", "left")}
        told = {"warnings": [agendas] if agendas else []}
        print(json.dumps(nothing() | {"import_id": args.import_id, "undone": True, **said, **told}, indent=2))
    else:
        gone = "taken off the list" if listing else "taken back"
        print(
            f"Undone: {undone.taken_off} {gone}, {undone.put_back} put back,"
            f" {undone.left} left because they changed since."
        )
        if agendas:
            print(agendas)
    return DONE


def _answer(found: Preview, applied: Applied | None) -> Answer:
    from remit.reading.late_joining import said_before

    cells: dict[int, list[Answer]] = defaultdict(list)
    for line in found.conflicts:
        cells[line.row].append(_conflict(line))
    return {
        "import_id": applied.import_ref if applied else None,
        "applied": applied is not None,
        **{name: found.counts[name] for name in ("new", "changed", "unchanged", "vanished")},
        "conflicts": len(found.conflicts),
        "rows": [*(_row(line, cells.get(line.row, [])) for line in found.rows), *map(_gone, found.gone)],
        "faults": told(((fault.sheet, fault) for fault in found.faults), where="sheet"),
        "warnings": [*map(said_before, found.joining), *found.warnings],
        "unlinked": [],
    }


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
        print(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    for warning in answer["warnings"]:
        print(warning, file=sys.stderr)
    said = refusal.problem if refusal is not None else ""
    for fault in (one for one in answer["faults"] if one["problem"] != said):
        where = ", ".join(
            part
            for part in (fault["sheet"], f"row {fault['row']}" if fault["row"] else "", fault["column"])
            if part
        )
        print(f"{where}: {fault['problem']} {fault['remedy']}", file=sys.stderr)
    for one in (cell for row in answer["rows"] for cell in row.get("conflicts", ())):
        print(
            f"{one['sheet']}, {one['cell']}: {one['question']} was changed on both sides. It stays as Remit has it,"
            " until somebody chooses on the page of the list.",
            file=sys.stderr,
        )
    closed = sum(row["kind"] == "withheld" for row in answer["rows"])
    aside = f"{closed} set aside, " if closed else ""
    done = f"Loaded as {answer['import_id']}" if answer["applied"] else "Nothing was stored"
    print(
        f"{done}: {answer['new']} new, {answer['changed']} changed, {answer['unchanged']} unchanged,"
        f" {answer['vanished']} not in the file, {_conflicts(answer)}{aside}{counted(len(answer['faults']), 'fault')}."
    )


def _conflicts(answer: Answer) -> str:
    found = answer["conflicts"]
    return f"{counted(found, 'cell')} changed on both sides, " if found else ""
