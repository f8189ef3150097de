"""What does `remit terms readings` answer with: for each reading, the other ways to read the clause, on real dates?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from remit.commands.terms.calendar import sitting_row, sitting_text
from remit.commands.terms.said import Row
from remit.commands.terms.sources import Source
from remit.rules.calendar import WorkCalendar
from remit.rules.forum_calendar import by_cadence, calendar_of
from remit.terms.bank_holidays import bank_holidays
from remit.terms.load import read_otherwise
from remit.terms.model import Clause, ForumTerms


def reading_rows(source: Source, forum: str, since: date, until: date) -> list[Row]:
    """The clauses that can be read otherwise: as it is read, and each other way, with the sittings each gives."""
    terms, _ = source.terms(forum)
    return [
        _row(terms, clause_id, clause, since, until)
        for clause_id, clause in terms.clauses.items()
        if clause.alternatives
    ]


def _row(terms: ForumTerms, clause_id: str, clause: Clause, since: date, until: date) -> Row:
    return {
        "clause": clause_id,
        "as_written": clause.as_written,
        "reading": clause.reading,
        "sittings": _sittings(terms, clause_id, since, until),
        "alternatives": [
            {
                "says": other.says,
                "change": other.change,
                "sittings": _sittings(read_otherwise(terms, other.change), clause_id, since, until),
            }
            for other in clause.alternatives
        ],
    }


def _sittings(terms: ForumTerms, clause_id: str, since: date, until: date) -> list[Row]:
    """The sittings, with what this clause wants done about each."""
    held = by_cadence(terms, since=since, until=until)
    rows = map(
        sitting_row, calendar_of(held, since=since, until=until, calendar=WorkCalendar(bank_holidays()))
    )
    return [
        {
            **{key: row[key] for key in ("date", "start", "end")},
            "deadlines": [due for due in row["deadlines"] if due["clause"] == clause_id],
            "after": [due for due in row["after"] if due["clause"] == clause_id],
            "warnings": row["warnings"],
        }
        for row in rows
    ]


def reading_text(row: Mapping[str, Any]) -> str:
    """A clause in words, with what each way of reading it comes to."""
    lines = [row["clause"], f"As written: {row['as_written']}", f"Read so: {row['reading']}"]
    lines += map(sitting_text, row["sittings"])
    for other in row["alternatives"]:
        lines += ["", f"Or: {other['says']}", *map(sitting_text, other["sittings"])]
    return "\n".join(lines)
