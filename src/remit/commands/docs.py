"""`remit docs`: write the reference pages that are made from the product itself, or see whether they are current.

Needs no database. Works in a checkout, where the tests and the documents are.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

NEEDS_DJANGO = False
DONE, REFUSED, USAGE = 0, 1, 2


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `docs` to the command line."""
    says = "write the reference pages that are made from the product itself"
    parser = subparsers.add_parser("docs", help=says, description=says)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; end with 1 if a page is not current"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the pages, or tell which are not current. Ends with 2 outside a checkout."""
    import remit

    root = Path(remit.__file__).parents[2]
    if not (root / "tests").is_dir() or not (root / "docs").is_dir():
        print("The reference pages are made in a checkout, with its tests beside it.", file=sys.stderr)
        return USAGE
    from remit.commands.reference.pages import pages, stale
    from remit.terms.faults import TermsRefused

    try:
        made = pages(root)
    except TermsRefused as refused:
        print(refused, file=sys.stderr)
        return REFUSED
    old = stale(root, made)
    if args.check:
        for name in old:
            print(f"{name} is not current. Run `remit docs`.", file=sys.stderr)
        return REFUSED if old else DONE
    for name in old:
        path = root / name
        if name in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[name], encoding="utf-8")
        else:
            path.unlink()
        print(f"{'wrote' if name in made else 'took away'} {name}")
    return DONE
