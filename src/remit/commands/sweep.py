"""`remit sweep`: bring every duty and every cohort up to date, take leavers' accounts out of use, do work that waits.

Files held for longer than a day are dropped with their previews.

Safe at any time and as often as wanted; the second time changes nothing. Ctrl-C stops it between two chunks; what it has
done stays, and the next sweep of that day goes on from there.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from remit.commands.arrival import taken_now
from remit.commands.seeding.progress import Progress

if TYPE_CHECKING:
    from remit.rules.duty_changes import Kind

KINDS: tuple[Kind, ...] = ("create", "re-date", "reassign", "discharge", "revive", "void")
STOPPED = 130
LONG = 5_000
"""Of so many and more it is said how far it has come."""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `sweep` to the command line."""
    says = "work out every duty and every cohort again, and change what is not as it should be"
    parser = subparsers.add_parser("sweep", help=says, description=says)
    parser.add_argument(
        "--after", type=int, default=0, metavar="ID", help="go on behind this meeting's number"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Sweep, and say what changed. 0 done, 130 stopped."""
    from remit.casework.sweeping import sweep_all
    from remit.commands.work import work_off

    try:
        with _ended_like_by_hand():
            swept = sweep_all(now=taken_now(), after=args.after, told=_Shown())
        work_off()
    except KeyboardInterrupt:
        print("Stopped. What is done stays; sweep again to go on from there.", file=sys.stderr)
        return STOPPED
    counts = {kind: swept.duties.get(kind, 0) for kind in KINDS}
    if args.json:
        said = {"meetings": swept.meetings, "last": swept.last, "changes": counts, "leavers": swept.leavers}
        said |= {"children": swept.children, "cohorts": swept.stays, "files": swept.files}
        said |= {"steps": swept.steps, "invitations": swept.invitations}
        print(json.dumps(said, indent=2))
        return 0
    changed = [f"{count} {kind}" for kind, count in counts.items() if count]
    changed += [f"{swept.stays:,} in cohorts"] if swept.stays else []
    changed += [f"{swept.steps} reminded or escalated"] if swept.steps else []
    changed += [f"{swept.invitations} invitations posted"] if swept.invitations else []
    changed += [f"{swept.files} held too long and dropped"] if swept.files else []
    print(
        f"{swept.meetings} meetings and {swept.children:,} children swept: {', '.join(changed) or 'nothing to change'}.",
        file=sys.stderr,
    )
    return 0


class _Shown:
    """Shows how far a long sweep has come."""

    def __init__(self) -> None:
        self._bars: dict[str, Progress] = {}

    def __call__(self, part: str, done: int, whole: int) -> None:
        if whole >= LONG:
            self._bars.setdefault(part, Progress(whole, part)).done(done)


@contextmanager
def _ended_like_by_hand() -> Iterator[None]:
    """Whoever ends the process politely ends it as Ctrl-C does."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
