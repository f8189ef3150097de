"""`remit serve`: serve the pages with gunicorn."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from typing import NoReturn

from remit.rules.outcomes import Refused

NEEDS_DJANGO = False


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `serve` to the command line."""
    says = "serve the pages (behind a proxy that speaks https)"
    parser = subparsers.add_parser("serve", help=says, description=says)
    parser.add_argument("--bind", default="127.0.0.1:8000", metavar="HOST:PORT")
    parser.add_argument("--workers", type=int, default=2, metavar="N")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Collect the static files, then become the server. Refuses without REMIT_SECRET_KEY, and on a database that may forget."""
    import django
    from django.core.management import call_command
    from django.db import connection

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remit.settings")
    django.setup()

    from remit.commands.durable import refuse_unsafe_server

    refuse_unsafe_server()
    connection.close()  # this process becomes gunicorn and must not take a connection along
    call_command("collectstatic", verbosity=0, interactive=False)
    become_server(bind=args.bind, workers=args.workers, say=f"Remit is served at {args.bind}.")


def become_server(*, bind: str, workers: int, say: str) -> NoReturn:
    """Put gunicorn in the place of this process, so that every signal reaches it. Refuses where the port is taken."""
    host, _, port = bind.rpartition(":")
    refuse_taken_port(host, int(port), choose=f"--bind {host}:{int(port) + 1}")
    os.environ.update(REMIT_BIND=bind, REMIT_WORKERS=str(workers), REMIT_SAY_WHEN_READY=say)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "--config", "python:remit.commands.serving"])


def refuse_taken_port(host: str, port: int, *, choose: str) -> None:
    """Raise a refusal where something else listens there already. `choose`: what would name another."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as taken:
            raise Refused(
                f"Something else is using port {port} already.",
                remedy=f"Stop it, or choose another, such as {choose}.",
            ) from taken
