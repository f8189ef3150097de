"""What cannot be right in the tables beside the header and the episodes: order of days, birth dates, children nobody knows?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from remit.documents.returns.model import Notice, Table
from remit.documents.returns.rows import Row, Values
from remit.documents.returns.said import Said
from remit.documents.returns.tables import COLUMNS, Holds
from remit.rules.text import shown_date
from remit.terms.codes import Code, year_name

_BORN = 2
_PERIODS = {Table.MISSING: (4, 5), Table.WORKERS: (4, 5), Table.DEPRIVATION: (3, 4)}
_REVIEWED = 3


def check_others(
    values: Values,
    said: Said,
    *,
    born: Mapping[str, date] | None,
    withheld: frozenset[str],
    today: date,
) -> list[Notice]:
    """Set aside what cannot be right; give back the rows of children the header does not have.

    `born`: the header's children, None where there is no header. `withheld`: children whose own header row is set aside.
    """
    unlinked = []
    kept = []
    seen: set[tuple[object, ...]] = set()
    table = values.table.value
    for row in values.rows:
        child = row[1]
        if child in withheld:
            said.aside(table, row[0], child)
            continue
        words = tuple(row[1:])
        if words in seen:
            says = f"Child {child} has this row already."
            said.notice("say the same twice", table, row[0], "CHILD", says, of=(child,))
            continue
        seen.add(words)
        known = born.get(child) if born is not None else None
        if not _believable(values.table, row, known or row[_BORN], said, today):
            said.aside(table, row[0], child)
            continue
        if born is not None and known is None:
            says = f"Child {child} is not in the header, so the row can be kept only where Remit knows the child already."
            unlinked.append(Notice(table, row[0], "CHILD", says, (child,)))
        elif known is not None and row[_BORN] is not None and row[_BORN] != known:
            says = f"DOB is {shown_date(row[_BORN])} here and {shown_date(known)} in the header. The header's was taken."
            said.notice("have another DOB than the header", table, row[0], "DOB", says)
        kept.append(row)
    values.rows = kept
    return unlinked


def _believable(table: Table, row: Row, born: date | None, said: Said, today: date) -> bool:
    if table in _PERIODS:
        since, until = (row[index] for index in _PERIODS[table])
        if until is not None and until < since:
            column = [one.name for one in COLUMNS[table] if one.holds is Holds.DAY][-1]
            problem = f"It ends on {shown_date(until)}, before it begins on {shown_date(since)}."
            said.fault(table.value, row[0], column, problem, "Put the date right in the case system.")
            return False
    if table is Table.REVIEWS:
        on = row[_REVIEWED]
        if born is not None and on < born:
            problem = f"The review on {shown_date(on)} is before the child was born on {shown_date(born)}."
            said.fault(table.value, row[0], "REVIEW", problem, "Put the date right in the case system.")
            return False
        if on > today:
            says = f"The review is on {shown_date(on)}, which is in the future. It counts from that day."
            said.notice("are in the future", table.value, row[0], "REVIEW", says)
    return True


def say_year(values: Values, years: Code | None, year: int, said: Said) -> None:
    """A table that its year's return does not have is read all the same, and said."""
    if years is not None and not years.in_use(year, year):
        says = f"The return of {year_name(year)} has no such table: it has been there {years.years}. It was read all the same."
        said.notice("are of another year", values.table.value, None, "", says)
