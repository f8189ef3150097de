"""`remit mailbox`: look through the mailbox now, and say what came in and what became of it. Never anybody's words.

No child stands in what it says: neither the words of a mail nor the name of a file. The worker does the same once a
minute. Which mailbox it is REMIT_IMAP_URL says.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from remit.commands.arrival import taken_now
from remit.commands.printing import print_answer
from remit.rules.clock import local
from remit.rules.text import shown_date

if TYPE_CHECKING:
    from remit.reading.came_in import CameInLine

KINDS = {"bounce": "a mail that came back", "reply": "an answer", "workbook": "a workbook", "other": "a mail"}
WORDS = {
    "returned": "came back",
    "noted": "noted",
    "answered": "answered",
    "held": "kept to be looked over",
    "set-aside": "set aside",
    "not-ours": "not for Remit",
}


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `mailbox` to the command line."""
    says = "look through the mailbox now: mails that came back, and what people sent"
    parser = subparsers.add_parser("mailbox", help=says, description=says)
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Look once. 1 where there is no mailbox, or its server did not answer."""
    from django.conf import settings

    from remit.commands.durable import refuse_unsafe_server
    from remit.commands.mails.reading_mail import look
    from remit.reading.came_in import read_just_now
    from remit.rules.outcomes import Refused

    refuse_unsafe_server()
    if settings.MAILBOX is None:
        raise Refused("No mailbox is set.", remedy="Set REMIT_IMAP_URL, and run it again.")
    done = look(settings.MAILBOX, clock=taken_now, asked=True)
    lines = read_just_now(done.mails)
    if args.json:
        counts = {name.replace("-", "_"): done.became.get(name, 0) for name in WORDS}
        print_answer({**counts, "trouble": done.trouble, "mails": [_mail(line) for line in lines]})
    else:
        for line in lines:
            print("\t".join(_said(line)))
        told = ", ".join(f"{count} {WORDS[name]}" for name, count in done.became.items())
        print(f"{told or 'Nothing came in'}.{' ' + done.trouble if done.trouble else ''}", file=sys.stderr)
    return 1 if done.trouble else 0


def _mail(line: CameInLine) -> dict[str, Any]:
    return {
        "id": line.ref,
        "at": local(line.at).isoformat(timespec="seconds"),
        "kind": line.kind,
        "from": line.who or None,
        "forum": line.forum or None,
        "meeting": line.meeting or None,
        "message": line.about or None,
        "to": line.to or None,
        "became": line.became,
        "why": line.why or None,
    }


def _said(line: CameInLine) -> tuple[str, ...]:
    about = line.about or (f"{line.forum_name}, {shown_date(line.held_on)}" if line.held_on else "")
    return (KINDS[line.kind], line.who or "–", about or "–", WORDS[line.became], line.why)
