"""`remit demo`: a made-up authority served on this machine, with a sign-in page of one click."""

from __future__ import annotations

import argparse
import os
import sys

NEEDS_DJANGO = False
DEFAULT_PORT = 8000


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `demo` to the command line."""
    says = "serve a made-up authority at http://localhost:8000; Ctrl-C ends it"
    parser = subparsers.add_parser("demo", help=says, description=says)
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, metavar="N")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Set the database up, fill it, serve it. What an earlier demonstration of this week left is used again.

    Refuses where the port is taken, and where the people on record are not made up.
    """
    from remit.commands.main import django_ready
    from remit.commands.serve import become_server, refuse_taken_port

    os.environ["REMIT_DEMO"] = "1"
    os.environ.setdefault("REMIT_ADDRESS", f"http://localhost:{args.port}")
    refuse_taken_port("127.0.0.1", args.port, choose=f"--port {args.port + 1}")
    django_ready()
    prepare()
    become_server(
        bind=f"127.0.0.1:{args.port}",
        workers=2,
        say=f"Remit is at http://localhost:{args.port} (made-up data; Ctrl-C ends it).",
    )


def prepare() -> None:
    """Leave a database with made-up people of this week, and what waits in its outbox in the folder of mails."""
    from django.core.management import call_command

    from remit.commands.arrival import taken_now
    from remit.commands.seeding import keeping
    from remit.commands.worker import one_round

    now = taken_now()
    if keeping.is_stale(now):
        keeping.throw_away()
    call_command("migrate", verbosity=0, interactive=False)
    if keeping.is_empty():
        from remit.commands.seeding.authority import seed_small

        print("Making a small authority; this takes a few seconds.", file=sys.stderr)
        seed_small(now=now)
    else:
        keeping.refuse_real_people()
    one_round()
