"""What does `remit terms list`, `clauses` and `coverage` answer with?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from remit.commands.terms.said import Row
from remit.commands.terms.sources import Source
from remit.terms.model import ForumTerms
from remit.terms.placed import placed
from remit.terms.running import not_running
from remit.terms.tested import tests_of


def forum_row(source: Source, forum: str) -> Row:
    """A forum in the list."""
    terms, _ = source.terms(forum)
    own = terms.own_clauses
    return {
        "id": terms.id,
        "name": terms.name,
        "decides": terms.decides,
        "clauses": len(own),
        "inherits": list(terms.inherits),
        "tested": sum(bool(tests_of(clause)) for clause in own),
        "on": _text(source.live_from(forum)),
        "approved_on": _text(terms.approved_on),
        "review_due": _text(terms.review_due),
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def clause_rows(forums: Iterable[ForumTerms], *, inherited: bool) -> list[Row]:
    """Each clause once, with every forum it holds for; a forum's own first, in its order."""
    rows: dict[str, Row] = {}
    for terms in forums:
        for clause_id in terms.clauses if inherited else terms.own_clauses:
            _merge(rows, clause_id, terms)
    return list(rows.values())


def _merge(rows: dict[str, Row], clause_id: str, terms: ForumTerms) -> None:
    clause = terms.clauses[clause_id]
    row = rows.setdefault(
        clause_id,
        {
            "id": clause_id,
            "forums": [],
            **clause.model_dump(mode="json", include={"says", "reading", "as_written", "set_by", "effects"}),
            "terms": [],
            "values": {},
            "tests": list(tests_of(clause_id)),
            "not_yet": [],
        },
    )
    row["forums"].append(terms.id)
    given = [term for term in placed(terms) if term.clause in (clause_id, clause.gives_way_to)]
    missing = [
        {"effect": line.effect, "missing": line.missing}
        for line in not_running(terms)
        if line.clause == clause_id
    ]
    for term in given:
        if term.path not in row["values"]:
            row["terms"].append(term.path)
            row["values"][term.path] = term.term.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    row["not_yet"] += [line for line in missing if line not in row["not_yet"]]


IN_SHORT = ("id", "forums", "says", "reading", "effects", "terms", "tests")


def short(row: Row) -> Row:
    """A clause without the values of its terms, the document's own wording and what is not run."""
    return {key: row[key] for key in IN_SHORT}


def clause_text(row: Mapping[str, Any]) -> str:
    """A clause in words."""
    lines = [f"{row['id']}  ({', '.join(row['effects'])}; {', '.join(row['forums'])})", f"  {row['says']}"]
    lines += [f"  As written: {row['as_written']}"] if row["as_written"] else []
    lines += [f"  Read so: {row['reading']}"] if row["reading"] else []
    lines += [f"  {path}: {_in_short(row['values'][path])}" for path in row["terms"]]
    lines += [f"  Tested by {test}" for test in row["tests"]]
    return "\n".join(lines + [f"  Not yet ({line['effect']}): {line['missing']}" for line in row["not_yet"]])


def _in_short(values: Mapping[str, Any]) -> str:
    """A term's own values; what stands below it in lists has a line of its own."""
    plain = {key: said for key, said in values.items() if key not in ("id", "clause")}
    parts = [f"{key} {_word(said)}" for key, said in plain.items() if not _has_terms(said)]
    return "; ".join(parts) or "see below it"


def _has_terms(said: object) -> bool:
    return isinstance(said, list) and any(isinstance(item, dict) and "clause" in item for item in said)


def _word(said: object) -> str:
    if isinstance(said, dict):
        return ", ".join(f"{key} {_word(value)}" for key, value in said.items() if key != "clause")
    if isinstance(said, list):
        return ", ".join(_word(item) for item in said)
    return "yes" if said is True else "no" if said is False else str(said)


def coverage_rows(forums: Iterable[ForumTerms]) -> list[Row]:
    """By forum, and once for what several inherit: which clauses have tests and which have none."""
    rows: dict[str, Row] = {}
    for terms in forums:
        for clause_id, clause in terms.clauses.items():
            name = clause.inherited_from or terms.id
            row = rows.setdefault(name, {"forum": name, "clauses": 0, "with_tests": {}, "without_tests": []})
            _count(row, clause_id)
    return list(rows.values())


def _count(row: Row, clause_id: str) -> None:
    if clause_id in row["with_tests"] or clause_id in row["without_tests"]:
        return
    row["clauses"] += 1
    tests = list(tests_of(clause_id))
    if tests:
        row["with_tests"][clause_id] = tests
    else:
        row["without_tests"].append(clause_id)


def coverage_text(rows: Iterable[Mapping[str, Any]]) -> str:
    """Coverage in words, a line a forum."""
    return "\n".join(
        f"{row['forum']:10} {len(row['with_tests']):3} of {row['clauses']:3} tested"
        + (f"; not: {', '.join(row['without_tests'])}" if row["without_tests"] else "")
        for row in rows
    )
