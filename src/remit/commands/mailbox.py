"""`remit mailbox`: look through the mailbox now, and say what came in and what became of it. Never anybody's words.

The worker does the same once a minute. Which mailbox it is REMIT_IMAP_URL says.
"""

from __future__ import annotations

import argparse
import json
import sys

from remit.commands.arrival import taken_now

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
    from remit.commands.reading_mail import look
    from remit.rules.outcomes import Refused

    refuse_unsafe_server()
    if settings.MAILBOX is None:
        raise Refused("No mailbox is set.", remedy="Set REMIT_IMAP_URL, and run it again.")
    done = look(settings.MAILBOX, clock=taken_now, asked=True)
    if args.json:
        counts = {name.replace("-", "_"): done.became.get(name, 0) for name in WORDS}
        print(json.dumps({**counts, "trouble": done.trouble}, indent=2))
    else:
        told = ", ".join(f"{count} {WORDS[name]}" for name, count in done.became.items())
        print(f"{told or 'Nothing came in'}.{' ' + done.trouble if done.trouble else ''}", file=sys.stderr)
    return 1 if done.trouble else 0
