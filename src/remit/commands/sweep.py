"""`remit sweep`: bring every duty up to date, and take leavers' accounts out of use. Safe at any time and as often as wanted; the second time changes nothing."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from remit.commands.arrival import taken_now

if TYPE_CHECKING:
    from remit.rules.duty_changes import Kind

KINDS: tuple[Kind, ...] = ("create", "re-date", "reassign", "discharge", "revive", "void")


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `sweep` to the command line."""
    says = "work out every duty again, and change those that are not as they should be"
    parser = subparsers.add_parser("sweep", help=says, description=says)
    parser.add_argument(
        "--after", type=int, default=0, metavar="ID", help="go on behind this meeting's number"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Sweep, and say what changed."""
    from remit.casework.duties import sweep
    from remit.casework.leaving import let_leavers_go

    now = taken_now()
    left = let_leavers_go(now=now)
    swept = sweep(now=now, after=args.after)
    counts = {kind: swept.changes.get(kind, 0) for kind in KINDS}
    if args.json:
        said = {"meetings": swept.meetings, "last": swept.last, "changes": counts, "leavers": left}
        print(json.dumps(said, indent=2))
        return 0
    changed = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
    print(f"{swept.meetings} meetings swept: {changed or 'nothing to change'}.", file=sys.stderr)
    return 0
