"""Whose terms does a command answer by, and how does it say that they, or what was handed in, cannot be used?"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from remit.commands import handed_in
from remit.rules.handed_in import Unusable

DONE, REFUSED, USAGE = 0, 1, 2


class NoSuchFolder(Exception):
    """The folder of an authority that is not there."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Let a command be asked for one JSON document, and by whose terms."""
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    add_source(parser)


def add_source(parser: argparse.ArgumentParser) -> None:
    """Let a command be asked by whose terms."""
    parser.add_argument(
        "--authority", type=Path, metavar="DIR", help="an authority's own folder (or REMIT_TERMS_DIR)"
    )
    parser.add_argument("--adopted", action="store_true", help="what the database has adopted")


def folder_of(args: argparse.Namespace) -> Path | None:
    """The authority's folder, as named on the command line or by REMIT_TERMS_DIR. Raises `NoSuchFolder`."""
    said = os.environ.get("REMIT_TERMS_DIR")
    folder: Path | None = getattr(args, "folder", None) or args.authority or (Path(said) if said else None)
    if folder is not None and not folder.is_dir():
        raise NoSuchFolder(f"There is no folder {folder}.")
    return folder


def answered(args: argparse.Namespace, answer: Callable[[Path | None], int]) -> int:
    """What the command answers with. 1: faults in what was handed in; 2: no such folder, or terms that cannot be read."""
    from remit.terms.faults import TermsRefused

    try:
        return answer(folder_of(args))
    except (TermsRefused, NoSuchFolder) as refused:
        print(refused, file=sys.stderr)
        return USAGE
    except Unusable as unusable:
        print(handed_in.faults_in_words(unusable), file=sys.stderr)
        if args.json:
            print(json.dumps(handed_in.fault_rows(unusable), ensure_ascii=False, indent=2))
        return REFUSED
