"""`remit rate`: which colour do facts about a young person suggest, by which criterion, and what is not known?

Reads facts on standard input. Needs no database: the criteria are in the terms that ship, or in an authority's folder;
with `--adopted` in those the database has.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from remit.commands import handed_in, whose_terms
from remit.commands.whose_terms import DONE, REFUSED
from remit.rules.handed_in import Unusable

if TYPE_CHECKING:
    from remit.rules.ratings import AreaRating, Table

NEEDS_DJANGO = False


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `rate` to the command line."""
    says = "which colour facts about a young person suggest, read as JSON on standard input"
    parser = subparsers.add_parser("rate", help=says, description=says)
    whose_terms.add_arguments(parser)
    parser.add_argument(
        "--lines", action="store_true", help="facts of many: a JSON document a line, and one out for each"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Rate. 0 done, 1 faults in what was handed in, 2 no such folder, or no criteria in it."""
    return whose_terms.answered(args, lambda authority: _answer(args, authority))


def _answer(args: argparse.Namespace, authority: Path | None) -> int:
    from remit.commands.terms.said import wrong_usage
    from remit.rules.ratings import Table

    document = _criteria(authority, adopted=args.adopted)
    if document is None:
        return wrong_usage("None of the forums that are on has criteria to rate by.")
    return _many(Table(document)) if args.lines else _one(Table(document), as_json=args.json)


def _criteria(authority: Path | None, *, adopted: bool) -> Mapping[str, Any] | None:
    """The decision table of the first forum that has one."""
    if not adopted:
        from remit.terms.decision_tables import decision_table

        return decision_table(authority)
    from remit.commands.terms.sources import Adopted

    source = Adopted()
    found = (source.terms(forum)[0].criteria for forum in source.forums())
    return next((criteria.model_dump(mode="json") for criteria in found if criteria is not None), None)


def _one(table: Table, *, as_json: bool) -> int:
    ratings = table.rate(handed_in.document(handed_in.whole()))
    if as_json:
        rows = {area: _row(rating) for area, rating in ratings.items()}
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        print("\n".join(_in_words(area.name, ratings[area.id]) for area in table.areas))
    return DONE


def _many(table: Table) -> int:
    """One line out for each line in; a bad one answers its faults. The same answer is written as JSON once only."""
    written: dict[AreaRating, str] = {}
    code = DONE
    for line in handed_in.lines():
        try:
            facts = handed_in.document(line)
            answers = table.remembered(facts)
        except Unusable as unusable:
            sys.stdout.write(json.dumps(handed_in.fault_rows(unusable), ensure_ascii=False) + "\n")
            code = REFUSED
            continue
        parts = [f'"{area}": {_written(answer, facts, written)}' for area, answer in answers.items()]
        sys.stdout.write("{" + ", ".join(parts) + "}\n")
    return code


def _written(answer: AreaRating, facts: Mapping[str, Any], written: dict[AreaRating, str]) -> str:
    text = written.get(answer)
    if text is None:
        text = written[answer] = json.dumps(_row(answer), ensure_ascii=False)
    for key in answer.numbers:
        text = text.replace(f"{{{key}}}", str(facts[key]))
    return text


def _row(rating: AreaRating) -> dict[str, Any]:
    return {
        "rating": rating.rating,
        "criterion": rating.criterion,
        "because": rating.because,
        "also": list(rating.also),
        "nearest": list(rating.nearest),
        "missing": list(rating.missing),
    }


def _in_words(name: str, rating: AreaRating) -> str:
    return f"{name}: {rating.rating or 'no rating'}. {rating.because}"
