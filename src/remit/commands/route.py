"""`remit route`: to which forums does a proposal go, in what order, by when, with which papers, and who comes?

Reads the proposal as JSON on standard input. Needs no database: it reads the terms that ship, or an authority's folder; with
`--adopted` those the database has, and the meetings as they were moved.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from remit.commands import handed_in, whose_terms

if TYPE_CHECKING:
    from remit.rules.routes import Line

NEEDS_DJANGO = False


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `route` to the command line."""
    says = "where a proposal goes, read as JSON on standard input"
    parser = subparsers.add_parser("route", help=says, description=says)
    whose_terms.add_arguments(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Say the route. 0 done, 1 faults in what was handed in, 2 no such folder, or its terms cannot be read."""
    return whose_terms.answered(args, lambda authority: _answer(args, authority))


def _answer(args: argparse.Namespace, authority: Path | None) -> int:
    lines = _lines(handed_in.document(handed_in.whole()), authority, adopted=args.adopted)
    rows = [_row(line) for line in lines]
    print(json.dumps(rows, ensure_ascii=False, indent=2) if args.json else _in_words(rows))
    return whose_terms.DONE


def _lines(given: Any, authority: Path | None, *, adopted: bool) -> tuple[Line, ...]:
    from remit.commands.terms.sources import Adopted, Files, Source
    from remit.rules.calendar import WorkCalendar
    from remit.rules.proposals import read_proposal
    from remit.rules.routes import route
    from remit.rules.sittings_ahead import SittingsAhead
    from remit.terms.bank_holidays import bank_holidays
    from remit.terms.routes_file import routes_of

    source: Source = Adopted() if adopted else Files(authority)
    routes = routes_of(authority)
    proposal = read_proposal(given, routes, forums=source.forums(), now=datetime.now(UTC))
    return route(proposal, routes, SittingsAhead(source.held, proposal), WorkCalendar(bank_holidays()))


def _row(line: Line) -> dict[str, Any]:
    from remit.rules.clock import local, written_due

    return {
        "order": line.order,
        "destination_type": line.destination_type,
        "forum": line.forum,
        "destination": line.destination,
        "clauses": list(line.clauses),
        "why": line.why,
        "meeting": local(line.meeting.starts_at).isoformat(timespec="seconds") if line.meeting else None,
        "submit_by": written_due(line.submit_by) if line.submit_by else None,
        "papers": list(line.papers),
        "approvals": list(line.approvals),
        "attend": list(line.attend),
        "exception": line.exception,
        "missing": list(line.missing),
    }


def _in_words(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return "No forum that is on hears this."
    return "\n\n".join("\n".join(_line_in_words(row)) for row in rows)


def _line_in_words(row: Mapping[str, Any]) -> list[str]:
    found = [f"{row['order']}. {row['destination']} ({', '.join(row['clauses'])})", f"   {row['why']}"]
    for label, key in (("Meets", "meeting"), ("In by", "submit_by"), ("But", "exception")):
        found += [f"   {label}: {row[key]}"] if row[key] else []
    for label, key in (
        ("Papers", "papers"),
        ("Approved by", "approvals"),
        ("Comes", "attend"),
        ("Not known", "missing"),
    ):
        found += [f"   {label}: {', '.join(row[key])}"] if row[key] else []
    return found
