"""`remit import`: load the placements action list or a return from a file, and take that back.

    remit import action-list FILE [--sheet NAME] [--apply] [--partial] [--confirm-vanished N] [--json] [--as USER]
    remit import ssda903|annex-a|people|seats|allocations PATH [--apply] [--partial] [--json] [--as USER]
    remit import FORUM-tool FILE [--meeting DATE] [--apply] [--partial] [--json] [--as USER]
    remit import undo ID [--json] [--as USER]

Each kind has its own file in `importing`, which says what loading it does.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from remit.commands.arrival import DATA_OFFICER, add_as, taken_now
from remit.commands.importing import action_list, returns, staff_files, workbooks
from remit.commands.importing.answers import nothing
from remit.commands.importing.carrying_out import DONE
from remit.commands.printing import print_answer
from remit.rules.past_meetings import HISTORY
from remit.rules.workbook_merge import WORKBOOK
from remit.terms.shipped import shipped_forums

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
    listing.add_argument("file", type=_path, metavar="FILE")
    listing.add_argument("--sheet", metavar="NAME", help="read this sheet instead of the one proposed")
    listing.add_argument(
        "--confirm-vanished", type=int, metavar="N", help="yes, so many children are not in the file"
    )
    _loads(listing, action_list.load)
    for kind, says in {**RETURNS, **STAFF_FILES}.items():
        part = kinds.add_parser(kind, help=says, description=says)
        part.add_argument("file", type=_path, metavar="PATH")
        _loads(part, returns.load if kind in RETURNS else staff_files.load)
    for forum in shipped_forums():
        _add_workbook(kinds, forum)
    undoing = kinds.add_parser("undo", help="take back what an import did, but for what has changed since")
    undoing.add_argument("import_id", metavar="ID")
    _answers(undoing, undo)


def _path(text: str) -> Path:
    """A file or folder that is named: nothing is no name for the folder one happens to be in."""
    if not text.strip():
        raise argparse.ArgumentTypeError(
            "the path is empty. Name a file or a folder; the folder you are in is “.”."
        )
    return Path(text)


def _loads(part: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    """What is asked of every kind that loads a file."""
    part.add_argument("--apply", action="store_true", help="load it; without this nothing is stored")
    part.add_argument("--partial", action="store_true", help="load what is sound of a file with faults")
    _answers(part, run)


def _answers(part: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    part.add_argument("--json", action="store_true", help="one JSON document on standard output")
    add_as(part, by_default=DATA_OFFICER)
    part.set_defaults(kind_run=run)


def _add_workbook(kinds: argparse._SubParsersAction[argparse.ArgumentParser], forum: str) -> None:
    """The workbook of a forum's meetings, under the forum's own name."""
    part = kinds.add_parser(f"{forum}{TOOL}", description="What people wrote into the workbook of a meeting.")
    part.add_argument("file", type=_path, metavar="FILE")
    part.add_argument(
        "--meeting",
        type=date.fromisoformat,
        metavar="DATE",
        help="which one, where the file does not say",
    )
    _loads(part, workbooks.load)
    part.set_defaults(forum=forum)


def run(args: argparse.Namespace) -> int:
    """Carry out one kind of import, or its undoing."""
    return int(args.kind_run(args))


def undo(args: argparse.Namespace) -> int:
    """Undo an import. 0 done, 1 refused."""
    from remit.casework.undoing import undo_import
    from remit.reading.imports import kind_of, result
    from remit.reading.late_joining import said_undone
    from remit.reading.viewers import viewer_named

    now = taken_now()
    viewer = viewer_named(args.as_user, now=now)
    verb = _verb_that_undoes(kind_of(viewer, ref=args.import_id, now=now))
    listing = verb is undo_import
    undone = verb(import_ref=args.import_id, actor=viewer, now=now)
    agendas = said_undone(result(viewer, ref=args.import_id, now=now).joined) if listing else ""
    if args.json:
        said = {name: getattr(undone, name) for name in ("taken_off", "put_back", "left")}
        told = {"warnings": [agendas] if agendas else []}
        print_answer(nothing() | {"import_id": args.import_id, "undone": True, **said, **told})
    else:
        gone = "taken off the list" if listing else "taken back"
        print(
            f"Undone: {undone.taken_off} {gone}, {undone.put_back} put back,"
            f" {undone.left} left because they changed since."
        )
        if agendas:
            print(agendas)
    return DONE


def _verb_that_undoes(kind: str) -> Callable[..., Any]:
    """By what an import of that kind is taken back; a list, where it is no other."""
    from remit.casework.history import undo_past_meeting
    from remit.casework.staff_files import undo_staff_file
    from remit.casework.undoing import undo_import
    from remit.casework.undoing_returns import undo_return
    from remit.casework.workbook import undo_workbook

    verbs: dict[str, Callable[..., Any]] = {
        **dict.fromkeys(RETURNS, undo_return),
        **dict.fromkeys(STAFF_FILES, undo_staff_file),
        WORKBOOK: undo_workbook,
        HISTORY: undo_past_meeting,
    }
    return verbs.get(kind, undo_import)
