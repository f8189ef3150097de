"""`remit worker`: hand what waits in the outbox to the mail server, for as long as it runs; at eight, make the day's digests.

It holds nothing that is not in the database: it may be stopped or killed at any moment, and several may run at once.
`--once` does one round and ends, for a timer. Mail goes where REMIT_SMTP_URL says; without it everything waits.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from threading import Event
from typing import TYPE_CHECKING

from remit.commands.arrival import taken_now

if TYPE_CHECKING:
    from remit.casework.delivery import Delivered

EVERY_SECONDS = 5.0


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `worker` to the command line."""
    says = "send the messages that wait in the outbox, as long as it runs"
    parser = subparsers.add_parser("worker", help=says, description=says)
    parser.add_argument("--once", action="store_true", help="one round, then end")
    parser.add_argument(
        "--json", action="store_true", help="with --once: one JSON document on standard output"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Deliver until stopped. 0 done or stopped politely; 1 where, with --once, the mail server did not answer."""
    from remit.commands.durable import refuse_unsafe_server

    refuse_unsafe_server()
    if args.once:
        done = one_round()
        _say(done, as_json=args.json)
        return 1 if done.server else 0
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    print("The worker runs. Ctrl-C stops it.", file=sys.stderr)
    was = ""
    while not stop.is_set():
        done = _unharmed_round()
        if done.server != was:
            print(done.server or "The mail server answers again.", file=sys.stderr)
            was = done.server
        stop.wait(EVERY_SECONDS)
    return 0


def one_round() -> Delivered:
    """Make the digests that are due; offer what waits to the mail server, once. Without one, messages are left waiting."""
    from django.conf import settings

    from remit.casework.delivery import Delivered, deliver
    from remit.casework.digests import post_digests, post_what_cannot_wait
    from remit.commands.mail_server import mail_server

    now = taken_now()
    post_digests(now=now)
    post_what_cannot_wait(now=now)
    if not settings.MAIL_SERVER:
        return Delivered(server="No mail server is set (REMIT_SMTP_URL), so messages wait.")
    with mail_server(settings.MAIL_SERVER, sender=settings.MAIL_FROM) as way:
        return deliver(way.send, clock=taken_now)


def _unharmed_round() -> Delivered:
    """A round that outlives a database that is away for a while: it says so, lets the connection go, and tries again."""
    from django.db import DatabaseError, connection

    from remit.casework.delivery import Delivered

    try:
        return one_round()
    except DatabaseError:
        connection.close()
        return Delivered(server="The database does not answer. The worker goes on trying.")


def _say(done: Delivered, *, as_json: bool) -> None:
    counts = {
        "handed_over": done.handed_over,
        "put_off": done.put_off,
        "failed": done.failed,
        "to_nobody": done.to_nobody,
    }
    if as_json:
        print(json.dumps({**counts, "trouble": done.server}, indent=2))
        return
    words = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items() if count)
    print(f"{words or 'Nothing waits'}.{' ' + done.server if done.server else ''}", file=sys.stderr)
