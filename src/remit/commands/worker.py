"""`remit worker`: hand what waits in the outbox to the mail server, for as long as it runs; at eight, make the day's digests.
Once a minute it looks through the mailbox.

It holds nothing that is not in the database: it may be stopped or killed at any moment, and several may run at once.
`--once` does one round and ends, for a timer. Mail goes where REMIT_SMTP_URL says; without it everything waits. The
mailbox is the one REMIT_IMAP_URL names; without it none is read.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Event
from typing import TYPE_CHECKING

from remit.commands.arrival import taken_now

if TYPE_CHECKING:
    from remit.casework.delivery import Delivered
    from remit.commands.mails.reading_mail import Looked
    from remit.documents.mail import Letter
    from remit.rules.delivery import Answered

EVERY_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    sent: Delivered
    came_in: Looked

    @property
    def trouble(self) -> str:
        """What was wrong with a server; empty where nothing was."""
        return " ".join(filter(None, (self.sent.server, self.came_in.trouble)))


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
    """Deliver until stopped. 0 done or stopped politely; 1 where, with --once, a server did not answer."""
    from remit.commands.durable import refuse_unsafe_server

    refuse_unsafe_server()
    if args.once:
        done = one_round()
        _say(done, as_json=args.json)
        return 1 if done.trouble else 0
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    print("The worker runs. Ctrl-C stops it.", file=sys.stderr)
    was = ""
    while not stop.is_set():
        done = _unharmed_round()
        if done.trouble != was:
            print(done.trouble or "The mail server answers again.", file=sys.stderr)
            was = done.trouble
        stop.wait(EVERY_SECONDS)
    return 0


def one_round() -> Round:
    """Make the digests that are due; offer what waits to the mail server, once; look through the mailbox."""
    from django.conf import settings

    from remit.casework.digests import post_digests, post_what_cannot_wait
    from remit.commands.mails.reading_mail import Looked, look

    now = taken_now()
    post_digests(now=now)
    post_what_cannot_wait(now=now)
    sent = _sent()
    came_in = look(settings.MAILBOX, clock=taken_now) if settings.MAILBOX else Looked(looked=False)
    return Round(sent, came_in)


def _sent() -> Delivered:
    """Without a mail server messages are left waiting."""
    from django.conf import settings

    from remit.casework.delivery import Delivered, deliver
    from remit.commands.mails.mail_server import mail_server

    if not settings.MAIL_SERVER:
        return Delivered(server="No mail server is set (REMIT_SMTP_URL), so messages wait.")
    with mail_server(settings.MAIL_SERVER, sender=settings.MAIL_FROM) as way:
        return deliver(_with_files(way.send), clock=taken_now)


def _with_files(send: Callable[[Letter], Answered]) -> Callable[[Letter], Answered]:
    """Each letter with the files its reader may have, where the settings allow any."""
    from remit.reading.letter_files import files_for

    def offer(letter: Letter) -> Answered:
        files = files_for(letter.message_id, now=taken_now())
        return send(replace(letter, enclosed=(*letter.enclosed, *files)) if files else letter)

    return offer


def _unharmed_round() -> Round:
    """A round that outlives a database that is away for a while: it says so, lets the connection go, and tries again."""
    from django.db import DatabaseError, connection

    from remit.casework.delivery import Delivered
    from remit.commands.mails.reading_mail import Looked

    try:
        return one_round()
    except DatabaseError:
        connection.close()
        away = "The database does not answer. The worker goes on trying."
        return Round(Delivered(server=away), Looked(looked=False))


def _say(done: Round, *, as_json: bool) -> None:
    counts = {
        "handed_over": done.sent.handed_over,
        "put_off": done.sent.put_off,
        "failed": done.sent.failed,
        "to_nobody": done.sent.to_nobody,
    }
    came_in = sum(done.came_in.became.values())
    if as_json:
        print(json.dumps({**counts, "came_in": came_in, "trouble": done.trouble}, indent=2))
        return
    told = {**counts, "came in": came_in}
    words = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in told.items() if count)
    print(f"{words or 'Nothing waits'}.{' ' + done.trouble if done.trouble else ''}", file=sys.stderr)
