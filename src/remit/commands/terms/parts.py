"""What does each part of `remit terms` answer with?"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from remit.rules.clock import london_day
from remit.rules.terms_check import TermsFinding, check
from remit.terms import load
from remit.terms.faults import TermsFault, TermsRefused
from remit.terms.model import ForumTerms
from remit.terms.placed import placed

DONE, REFUSED, USAGE = 0, 1, 2
Row = dict[str, Any]


def carry_out(args: argparse.Namespace) -> int:
    """Carry out one part. 0 done, 1 refused or errors found, 2 a forum or folder that is not there."""
    if args.part == "schema":
        return _say(args, ForumTerms.model_json_schema(by_alias=True), _as_json)
    authority = _authority(args)
    if authority is not None and not authority.is_dir():
        return _usage(f"There is no folder {authority}.")
    try:
        return PARTS[args.part](args, authority)
    except TermsRefused as refused:
        print(refused, file=sys.stderr)
        if args.json:
            print(_as_json([_fault_row(fault) for fault in refused.faults]))
        return REFUSED


def _authority(args: argparse.Namespace) -> Path | None:
    named = args.folder or args.authority
    said = os.environ.get("REMIT_TERMS_DIR")
    return named or (Path(said) if said else None)


def _list(args: argparse.Namespace, authority: Path | None) -> int:
    rows = [_forum_row(forum, authority) for forum in load.forum_ids(authority)]
    return _say(
        args,
        rows,
        lambda found: "\n".join(f"{row['id']:10} {row['clauses']:3}  {row['name']}" for row in found),
    )


def _forum_row(forum_id: str, authority: Path | None) -> Row:
    terms = load.merged(forum_id, authority)
    return {
        "id": terms.id,
        "name": terms.name,
        "decides": terms.decides,
        "clauses": len(terms.clauses),
        "on": _text(load.live_from(forum_id, authority)),
        "approved_on": _text(terms.approved_on),
        "review_due": _text(terms.review_due),
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _clauses(args: argparse.Namespace, authority: Path | None) -> int:
    if args.forum and args.forum not in load.forum_ids(authority):
        return _no_forum(args.forum, authority)
    forums = [args.forum] if args.forum else load.forum_ids(authority)
    rows = [row for forum in forums for row in _clause_rows(load.merged(forum, authority))]
    return _say(args, rows, lambda found: "\n\n".join(map(_clause_text, found)))


def _clause_rows(terms: ForumTerms) -> list[Row]:
    paths: dict[str, list[str]] = {clause: [] for clause in terms.clauses}
    for term in placed(terms):
        paths[term.clause].append(term.path)
    missing = [(line.clause, {"effect": line.effect, "missing": line.missing}) for line in terms.not_yet]
    return [
        {
            "id": clause_id,
            "forums": [terms.id],
            **clause.model_dump(mode="json"),
            "terms": paths[clause_id],
            "not_yet": [line for named, line in missing if named == clause_id],
        }
        for clause_id, clause in terms.clauses.items()
    ]


def _clause_text(row: Mapping[str, Any]) -> str:
    lines = [f"{row['id']}  ({', '.join(row['effects'])})", f"  {row['says']}"]
    lines += [f"  Read so: {row['reading']}"] if row["reading"] else []
    lines += [f"  {path}" for path in row["terms"]]
    return "\n".join(lines + [f"  Not yet ({line['effect']}): {line['missing']}" for line in row["not_yet"]])


def _show(args: argparse.Namespace, authority: Path | None) -> int:
    if args.forum not in load.forum_ids(authority):
        return _no_forum(args.forum, authority)
    return _say(args, load.to_document(load.merged(args.forum, authority)), _as_json)


def _check(args: argparse.Namespace, authority: Path | None) -> int:
    rows = [row for forum in load.forum_ids(authority) for row in _findings(forum, authority)]
    _say(args, rows, lambda found: "\n".join(map(_finding_text, found)))
    return REFUSED if any(row["severity"] == "error" for row in rows) else DONE


def _findings(forum_id: str, authority: Path | None) -> list[Row]:
    try:
        loaded = load.loaded(forum_id, authority)
    except TermsRefused as refused:
        return [_fault_row(fault) for fault in refused.faults]
    today = london_day(datetime.now(UTC))
    return [asdict(found) for found in check(loaded.terms, today=today, place=loaded.place)]


def _fault_row(fault: TermsFault) -> Row:
    return asdict(TermsFinding("error", fault.clause, fault.file, fault.line, fault.problem, fault.remedy))


def _finding_text(row: Mapping[str, Any]) -> str:
    return f"{row['file']}:{row['line']}: {row['severity']} {row['clause'] or ''}: {row['problem']} {row['remedy']}"


def _no_forum(forum_id: str, authority: Path | None) -> int:
    return _usage(f"There is no forum {forum_id}. There are: {', '.join(load.forum_ids(authority))}.")


def _usage(problem: str) -> int:
    print(problem, file=sys.stderr)
    return USAGE


def _as_json(found: object) -> str:
    return json.dumps(found, ensure_ascii=False, indent=2)


def _say(args: argparse.Namespace, found: Any, in_words: Callable[[Any], str]) -> int:
    print(_as_json(found) if args.json else in_words(found))
    return DONE


PARTS: dict[str, Callable[[argparse.Namespace, Path | None], int]] = {
    "list": _list,
    "clauses": _clauses,
    "show": _show,
    "check": _check,
}
