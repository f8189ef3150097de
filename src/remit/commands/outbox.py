"""`remit outbox [--state STATE] [--as USER]`: the messages there are, to whom, and what became of each. Never their words.

A coordinator sees those of their forums; an administrator, and `data-officer` where nobody is named, all of them but
no child. "handed-over" means that the mail server took it; whether it was delivered Remit cannot know.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import TYPE_CHECKING

from remit.commands.arrival import DATA_OFFICER, add_as, looking_as
from remit.commands.printing import print_rows

if TYPE_CHECKING:
    from remit.reading.messages import MessageLine

STATES = ("waiting", "handed-over", "failed", "withdrawn", "returned")
MOST = 1000


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `outbox` to the command line."""
    says = "the messages that wait, were handed to the mail server, failed, were withdrawn or came back"
    parser = subparsers.add_parser("outbox", help=says, description=says)
    parser.add_argument("--state", choices=STATES, default="", help="only those")
    parser.add_argument(
        "--most", type=int, default=MOST, metavar="N", help="the newest so many (default 1000)"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    add_as(parser, by_default=DATA_OFFICER)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """List the messages, the newest first."""
    from remit.reading.messages import outbox

    with looking_as(args, "outbox") as (viewer, now):
        found = outbox(viewer, state=args.state, most=args.most, now=now)
    if not args.json:
        for line in found.lines:
            print(f"{_at(line.made_at)}\t{line.state}\t{line.kind}\t{line.to}\t{line.heading}\t{line.why}")
        return 0
    print_rows([_row(line) for line in found.lines])
    return 0


def _row(line: MessageLine) -> dict[str, object]:
    return {
        "id": line.ref,
        "message_id": line.message_id,
        "kind": line.kind,
        "clause": line.clause or None,
        "term": line.term or None,
        "forum": line.forum or None,
        "meeting": line.meeting or None,
        "to": line.to,
        "address": line.address or None,
        "copied": line.copied,
        "heading": line.heading,
        "child": line.child or None,
        "state": line.state,
        "attempts": line.attempts,
        "why": line.why or None,
        "made_at": _at(line.made_at),
        "not_before": _at(line.not_before),
        "handed_at": _at(line.handed_at),
    }


def _at(moment: datetime | None) -> str | None:
    from remit.rules.clock import local

    return local(moment).isoformat(timespec="seconds") if moment else None
