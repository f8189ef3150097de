"""Which part of `remit terms` is asked for, and how does it end?"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from remit.commands.terms.clauses import (
    clause_rows,
    clause_text,
    coverage_rows,
    coverage_text,
    forum_row,
    short,
)
from remit.commands.terms.said import DONE, REFUSED, Row, as_json, say, wrong_usage
from remit.commands.terms.sources import Adopted, Files, Source
from remit.commands.whose_terms import NoSuchFolder, folder_of
from remit.rules.clock import london_day
from remit.rules.findings import TermsFinding
from remit.rules.terms_check import check
from remit.terms import load
from remit.terms.faults import TermsFault, TermsRefused
from remit.terms.model import ForumTerms


def carry_out(args: argparse.Namespace) -> int:
    """Carry out one part. 0 done, 1 refused or errors found, 2 a forum or folder that is not there."""
    if args.part == "schema":
        return say(args, ForumTerms.model_json_schema(by_alias=True), as_json)
    try:
        authority = folder_of(args)
    except NoSuchFolder as missing:
        return wrong_usage(str(missing))
    source: Source = Adopted() if args.adopted else Files(authority)
    try:
        forum = getattr(args, "forum", None)
        if forum and forum not in source.forums():
            return wrong_usage(f"There is no forum {forum}. There are: {', '.join(source.forums())}.")
        return PARTS[args.part](args, source)
    except TermsRefused as refused:
        print(refused, file=sys.stderr)
        if args.json:
            print(as_json([_fault_row(fault) for fault in refused.faults]))
        return REFUSED


def _list(args: argparse.Namespace, source: Source) -> int:
    rows = [forum_row(source, forum) for forum in source.forums()]
    return say(
        args,
        rows,
        lambda found: "\n".join(f"{row['id']:10} {row['clauses']:3}  {row['name']}" for row in found),
    )


def _clauses(args: argparse.Namespace, source: Source) -> int:
    forums = [args.forum] if args.forum else source.forums()
    inherited = args.inherited or not args.forum
    rows = clause_rows((source.terms(forum)[0] for forum in forums), inherited=inherited)
    in_short = args.json and not args.detail
    said = [short(row) for row in rows] if in_short else rows
    return say(args, said, lambda found: "\n\n".join(map(clause_text, found)))


def _show(args: argparse.Namespace, source: Source) -> int:
    return say(args, load.to_document(source.terms(args.forum)[0]), as_json)


def _calendar(args: argparse.Namespace, source: Source) -> int:
    from remit.commands.terms.calendar import calendar_rows, sitting_text

    if args.until < args.since:
        return wrong_usage("The last day is before the first.")
    rows = calendar_rows(source, args.forum, args.since, args.until)
    return say(args, rows, lambda found: "\n\n".join(map(sitting_text, found)))


def _coverage(args: argparse.Namespace, source: Source) -> int:
    rows = coverage_rows(source.terms(forum)[0] for forum in source.forums())
    return say(args, rows, coverage_text)


def _check(args: argparse.Namespace, source: Source) -> int:
    from remit.rules.terms_together import check_together

    rows, understood = [], []
    for forum in source.forums():
        try:
            terms, place = source.terms(forum)
        except TermsRefused as refused:
            rows += [_fault_row(fault) for fault in refused.faults]
            continue
        understood.append((terms, place))
        rows += [asdict(found) for found in check(terms, today=london_day(datetime.now(UTC)), place=place)]
    rows += [asdict(found) for found in check_together(understood, shared=source.shared)]
    rows += _routes(args, [terms for terms, _ in understood], source)
    rows = _each_once(rows)
    say(args, rows, lambda found: "\n".join(map(_finding_text, found)))
    return REFUSED if any(row["severity"] == "error" for row in rows) else DONE


def _routes(args: argparse.Namespace, forums: list[ForumTerms], source: Source) -> list[Row]:
    """What is wrong with the routes, as they fit these forums."""
    from remit.rules.routes_check import check_routes
    from remit.terms.routes_file import loaded_routes

    try:
        loaded = loaded_routes(folder_of(args))
    except TermsRefused as refused:
        return [_fault_row(fault) for fault in refused.faults]
    known = dict.fromkeys((*load.forum_ids(), *source.forums()))
    terms = {said.id: said for said in forums}
    found = check_routes(loaded.routes, terms, known=known, own=loaded.own)
    return [asdict(one.placed(loaded.place)) for one in found]


def _each_once(rows: list[Row]) -> list[Row]:
    """What several forums inherit, or share a file for, is found once."""
    return list({tuple(row.items()): row for row in rows}.values())


def _fault_row(fault: TermsFault) -> Row:
    return asdict(TermsFinding("error", fault.clause, fault.file, fault.line, fault.problem, fault.remedy))


def _finding_text(row: Mapping[str, Any]) -> str:
    where = f"{row['file']}:{row['line']}" if row["line"] else row["file"]
    return f"{where}: {row['severity']} {row['clause'] or ''}: {row['problem']} {row['remedy']}"


def _readings(args: argparse.Namespace, source: Source) -> int:
    from remit.commands.terms.readings import reading_rows, reading_text

    return say(
        args,
        reading_rows(source, args.forum, args.since, args.until),
        lambda found: "\n\n".join(map(reading_text, found)),
    )


def _adopt(args: argparse.Namespace, source: Source) -> int:
    from remit.commands.terms.adopting import adopt

    return adopt(args, source)


PARTS: dict[str, Callable[[argparse.Namespace, Source], int]] = {
    "list": _list,
    "clauses": _clauses,
    "show": _show,
    "calendar": _calendar,
    "check": _check,
    "coverage": _coverage,
    "readings": _readings,
    "adopt": _adopt,
}
