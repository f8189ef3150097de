"""`remit seed`: fill an empty database with a made-up authority."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `seed` to the command line."""
    says = "fill an empty database with a made-up authority, relative to today"
    parser = subparsers.add_parser("seed", help=says, description=says)
    parser.add_argument(
        "--size",
        choices=["small", "authority", "largest", "england"],
        default="small",
        help="children looked after: 60, 600, 1,500 or 84,000; care leavers, staff and teams in proportion",
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another number, other people")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make it. Refuses where there are people on record already."""
    from remit.commands.arrival import taken_now
    from remit.commands.seeding.authority import seed_authority

    made = seed_authority(size=args.size, now=taken_now(), seed=args.seed)
    if args.json:
        print(json.dumps({"seed": args.seed, "size": args.size, **asdict(made)}, indent=2))
    else:
        print(
            f"Made {made.looked_after:,} children looked after{_not_told(made.not_told)}, {made.leavers:,} care leavers and {made.staff:,} staff,"
            f" with {made.facts:,} facts; {made.on_list} children on the action list, "
            f"{made.meetings_held} meetings held, the next on {made.coming}."
        )
    return 0


def _not_told(count: int) -> str:
    """Why the pages count fewer: the weekly return tells on Monday what the week brought."""
    return (
        f" ({count:,} of them since the last weekly return, so that Remit has yet to be told)"
        if count
        else ""
    )
