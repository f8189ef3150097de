"""`remit due [--forum F] [--as-of T] --as USER`: what is owed, by whom, by when, by which clause, and what became of it.

A child whom USER may not see stands under an opaque reference. A due time at the end of a day is printed as 23:59:59.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from remit.commands.arrival import DATA_OFFICER, add_as, looking_as
from remit.commands.dates import moment
from remit.commands.printing import print_rows
from remit.rules.clock import written_due

if TYPE_CHECKING:
    from remit.reading.due import DueLine


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `due` to the command line."""
    says = "what is owed, by whom, by when, and what has become of it"
    parser = subparsers.add_parser("due", help=says, description=says)
    parser.add_argument("--forum", metavar="FORUM", help="of this forum only")
    parser.add_argument("--as-of", type=moment, metavar="TIME", help="as it stood then; a day means its end")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    add_as(parser, by_default=DATA_OFFICER)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """List the duties."""
    from remit.reading.due import due

    with looking_as(args, "due") as (viewer, now):
        lines = due(viewer, forum=args.forum, as_of=args.as_of, now=now)
    if args.json:
        print_rows([_row(line) for line in lines])
        return 0
    for line in lines:
        print(
            f"{written_due(line.due_at)}\t{line.state}\t{line.forum}\t{line.clause}\t{line.owner}\t{line.subject}"
        )
    return 0


def _row(line: DueLine) -> dict[str, object]:
    return {
        "id": line.id,
        "clause": line.clause,
        "forum": line.forum,
        "meeting": line.meeting or None,
        "owner": line.owner or None,
        "subject": line.subject,
        "raised_at": written_due(line.raised_at),
        "due_at": written_due(line.due_at),
        "state": line.state,
        "discharged_at": written_due(line.discharged_at) if line.discharged_at else None,
        "evidence": line.evidence or None,
    }
