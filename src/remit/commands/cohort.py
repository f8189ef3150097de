"""`remit cohort NAME [--as-of D] [--known-at T] --as USER`: who is in a cohort, since when and because of which fact.

`--as-of`: on that day instead of today. `--known-at`: by what Remit had been told by then; a day alone means its end.
`out-of-authority` lists who is known to be placed outside; `out-of-authority-unknown` and `out-of-authority-in` the others.
"""

from __future__ import annotations

import argparse

from remit.commands.arrival import add_as, looking_as
from remit.commands.dates import day, moment
from remit.commands.printing import print_rows


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `cohort` to the command line."""
    says = "who is in a cohort on a day, since when and because of which fact"
    parser = subparsers.add_parser("cohort", help=says, description=says)
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--as-of", type=day, metavar="DAY", help="on that day, such as 2026-10-01")
    parser.add_argument(
        "--known-at", type=moment, metavar="TIME", help="as known then, such as 2026-10-01T16:00"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    add_as(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """List the cohort."""
    from remit.reading.cohorts import cohort_list

    with looking_as(args, "cohort") as (viewer, now):
        found = cohort_list(viewer, name=args.name, as_of=args.as_of, known_at=args.known_at, now=now)
    if args.json:
        rows = [
            {
                "person_id": line.person_id,
                "since": line.since.isoformat(),
                "because": line.because,
                "source": line.source,
            }
            for line in found.members
        ]
        print_rows(rows)
        return 0
    for line in found.members:
        print(f"{line.person_id}\t{line.since.isoformat()}\t{line.because}\t{line.source}")
    return 0
