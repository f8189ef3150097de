"""What does a command know when it starts: the time, and who acts?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from remit.rules.viewers import SERVICE_ACCOUNT as DATA_OFFICER
from remit.rules.viewers import Viewer

__all__ = ["DATA_OFFICER", "add_as", "looking_as", "taken_now"]


def taken_now() -> datetime:
    """The moment the command starts; nothing asks the clock again. A demonstration may have stopped it."""
    from django.conf import settings

    stopped: datetime | None = settings.FIXED_NOW
    return stopped or datetime.now(UTC)


@contextmanager
def looking_as(args: argparse.Namespace, name: str) -> Iterator[tuple[Viewer, datetime]]:
    """In whose eyes a command of that name looks (`--as`), and when it started; whom it is shown is logged as a look."""
    from remit.reading.looks import looking
    from remit.reading.viewers import viewer_named

    now = taken_now()
    viewer = viewer_named(args.as_user, now=now)
    with looking(viewer, route=f"remit {name}", now=now):
        yield viewer, now


def add_as(parser: argparse.ArgumentParser, *, by_default: str | None = None) -> None:
    """Add `--as USER`: whose rights the command has."""
    shown = f" (default {by_default})" if by_default else ""
    parser.add_argument(
        "--as",
        dest="as_user",
        metavar="USER",
        default=by_default,
        required=by_default is None,
        help=f"the account that acts{shown}",
    )
