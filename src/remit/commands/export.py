"""`remit export`: write what a meeting hands out into a folder.

    remit export FORUM-tool --meeting DATE [--person ID] --as USER --out DIR
    remit export minutes|register|pack --meeting DATE [--forum FORUM] --as USER --out DIR
    remit export analysis|monthly-pack --meeting DATE [--forum FORUM] --as USER --out DIR
    remit export extract --meeting DATE --person ID [--forum FORUM] --as USER --out DIR
    remit export action-list --as USER --out DIR

DATE is the date a meeting is held, or the one it was planned for. Where several forums meet that day, say which with
`--forum`. An analysis that is shared at some meetings only is that of the next one whose turn it is. The action list
comes in the columns of the file that was loaded last. With `--json` one document says what was written where.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from remit.commands.arrival import add_as, looking_as
from remit.rules.outcomes import Refused

if TYPE_CHECKING:
    from remit.commands.exporting.documents import Made

DONE, USAGE = 0, 2
TOOL = "-tool"
"""Ends what names a forum's workbook: `ror-tool` is that of the forum `ror`."""
REPORTS = ("analysis", "monthly-pack")
"""The reports shared at the meeting, and those of the month it stands in; each in every form there is."""
WHATS = ("minutes", "extract", "register", "pack", *REPORTS)
ACTION_LIST = "action-list"
"""Belongs to no meeting."""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `export` to the command line."""
    parser = subparsers.add_parser(
        "export",
        help="write a meeting's workbook, minutes, extract, register or reports, or the action list, into a folder",
    )
    parser.add_argument(
        "what",
        type=_what,
        metavar="WHAT",
        help=f"FORUM{TOOL} (as ror{TOOL}), {', '.join(WHATS)}, {ACTION_LIST}",
    )
    parser.add_argument("--meeting", type=date.fromisoformat, metavar="DATE", help="2026-11-12")
    parser.add_argument("--forum", metavar="FORUM", help="where several forums meet that day")
    parser.add_argument("--person", metavar="ID", default="", help="one child alone, by the number")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    add_as(parser)


def _what(word: str) -> str:
    if word in (*WHATS, ACTION_LIST) or (word.endswith(TOOL) and word != TOOL):
        return word
    raise argparse.ArgumentTypeError(f"there is nothing called {word} to export")


def run(args: argparse.Namespace) -> int:
    """Write it. 0 done, 1 refused, 2 wrong usage."""
    from remit.commands.exporting.documents import made, the_list

    if args.what != ACTION_LIST and args.meeting is None:
        print("Say which meeting with --meeting DATE.", file=sys.stderr)
        return USAGE
    if args.what == "extract" and not args.person:
        print("An extract is about one child: say which with --person.", file=sys.stderr)
        return USAGE
    if args.person and args.what in ("minutes", "register", "pack", *REPORTS):
        print(f"The {args.what} cannot be cut down to one child; export the extract.", file=sys.stderr)
        return USAGE
    with looking_as(args, f"export {args.what}") as (viewer, now):
        if args.what == ACTION_LIST:
            files: tuple[Made, ...] = (the_list(viewer, now=now),)
        else:
            forum = args.what.removesuffix(TOOL) if args.what.endswith(TOOL) else args.forum
            files = made(viewer, what=args.what, forum=forum, on=args.meeting, person=args.person, now=now)
    return _say(args, [_written(args.out, one) for one in files])


def _written(out: Path, one: Made) -> Path:
    """The file, whole or not at all."""
    folder = out / one.folder if one.folder else out
    path = folder / one.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.draft")
        draft.write_bytes(one.content)
        draft.replace(path)
    except OSError as error:
        raise Refused(
            f"{path} could not be written: {error.strerror}.", remedy="Name another folder with --out."
        ) from None
    return path


def _say(args: argparse.Namespace, paths: list[Path]) -> int:
    if args.json:
        print(json.dumps({"written": [str(path) for path in paths]}, ensure_ascii=False, indent=2))
    else:
        for path in paths:
            print(path)
    return DONE
