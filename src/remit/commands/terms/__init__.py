"""`remit terms`: what do the terms of reference say, which value gives effect to which clause, and do they hold together?

Needs no database: it reads the terms that ship, or an authority's folder. What it needs is imported when it runs.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from remit.commands import whose_terms
from remit.commands.dates import day

NEEDS_DJANGO = False


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `terms` and its parts to the command line; each sets `run`."""
    terms = subparsers.add_parser(
        "terms", help="what the terms of reference say, and whether they hold together"
    )
    parts = terms.add_subparsers(dest="part", required=True, metavar="PART")
    _part(parts, "list", "the forums, with their clauses counted")
    clauses = _part(parts, "clauses", "every clause with its reading, effects and the terms that give them")
    clauses.add_argument("forum", nargs="?", metavar="FORUM")
    clauses.add_argument("--inherited", action="store_true", help="with the clauses the forum inherits")
    clauses.add_argument(
        "--detail", action="store_true", help="with the values of each term and what is not run"
    )
    showing = _part(parts, "show", "the whole terms of a forum, as adopted versions keep them")
    showing.add_argument("forum", metavar="FORUM")
    _calendar(_part(parts, "calendar", "the sittings of a forum with what is due before and after each"))
    checking = _part(parts, "check", "what the terms leave open, contradict or do not do yet")
    checking.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
    _part(parts, "coverage", "the clauses with and without tests, by forum")
    _calendar(_part(parts, "readings", "the other ways to read a clause, worked out on real dates"))
    _adopt(_part(parts, "adopt", "adopt terms from a day; without --as it only shows what would change"))
    _part(parts, "schema", "the JSON Schema of a forum's file", source=False)


def _part(
    parts: argparse._SubParsersAction[argparse.ArgumentParser], name: str, says: str, *, source: bool = True
) -> argparse.ArgumentParser:
    part = parts.add_parser(name, help=says, description=says)
    part.add_argument("--json", action="store_true", help="one JSON document on standard output")
    if source:
        whose_terms.add_source(part)
    part.set_defaults(run=run, folder=None)
    return part


def _calendar(part: argparse.ArgumentParser) -> None:
    part.add_argument("forum", metavar="FORUM")
    part.add_argument("--from", dest="since", type=day, required=True, metavar="D")
    part.add_argument("--to", dest="until", type=day, required=True, metavar="D")


def _adopt(part: argparse.ArgumentParser) -> None:
    part.add_argument("forum", nargs="?", metavar="FORUM")
    part.add_argument("--from", dest="since", type=day, required=True, metavar="D")
    part.add_argument("--to", dest="until", type=day, metavar="D", help="preview until (a year on)")
    part.add_argument("--as", dest="as_user", metavar="USER", help="adopt, as this administrator")


def run(args: argparse.Namespace) -> int:
    """Carry out one part. 0 done, 1 refused or errors found, 2 a forum or folder that is not there."""
    from remit.commands.terms.parts import carry_out

    return carry_out(args)
