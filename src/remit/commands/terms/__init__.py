"""`remit terms`: what do the terms of reference say, which value gives effect to which clause, and do they hold together?

Needs no database: it reads the terms that ship, or an authority's folder. What it needs is imported when it runs.
"""

from __future__ import annotations

import argparse
from pathlib import Path

NEEDS_DJANGO = False


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `terms` and its parts to the command line; each sets `run`."""
    terms = subparsers.add_parser(
        "terms", help="what the terms of reference say, and whether they hold together"
    )
    parts = terms.add_subparsers(dest="part", required=True, metavar="PART")
    listing = _part(parts, "list", "the forums, with their clauses counted")
    clauses = _part(parts, "clauses", "every clause with its reading, effects and the terms that give them")
    clauses.add_argument("forum", nargs="?", metavar="FORUM")
    showing = _part(parts, "show", "the whole terms of a forum, as adopted versions keep them")
    showing.add_argument("forum", metavar="FORUM")
    checking = _part(parts, "check", "what the terms leave open, contradict or do not do yet")
    checking.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
    _part(parts, "schema", "the JSON Schema of a forum's file", folder=False)
    for part in (listing, clauses, showing):
        part.set_defaults(folder=None)


def _part(
    parts: argparse._SubParsersAction[argparse.ArgumentParser], name: str, says: str, *, folder: bool = True
) -> argparse.ArgumentParser:
    part = parts.add_parser(name, help=says, description=says)
    part.add_argument("--json", action="store_true", help="one JSON document on standard output")
    if folder:
        part.add_argument(
            "--authority", type=Path, metavar="DIR", help="an authority's own folder (or REMIT_TERMS_DIR)"
        )
    part.set_defaults(run=run)
    return part


def run(args: argparse.Namespace) -> int:
    """Carry out one part. 0 done, 1 refused or errors found, 2 a forum or folder that is not there."""
    from remit.commands.terms.parts import carry_out

    return carry_out(args)
