"""What cannot be right in the header, and what should a person look at?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from remit.documents.returns.model import Table
from remit.documents.returns.rows import Row, Values
from remit.documents.returns.said import Said
from remit.rules.returned import OLDEST_IN_A_RETURN, alike, upn_fits, years_old
from remit.rules.text import counted, shown_date
from remit.terms.codes import year_name

_TABLE = Table.HEADER.value
_SEX, _BORN, _UPN = 2, 3, 5
_NO_UPN = frozenset({"UN1", "UN2", "UN3", "UN4", "UN5"})
_SAME_SEX = {"1": "M", "2": "F"}


def check_header(values: Values, said: Said, *, year: int, today: date) -> None:
    """Set aside what cannot be right; say what is odd."""
    values.rows = [row for row in _once_each(values.rows, said) if _believable(row, said, year, today)]
    _say_old_sex_codes(values, said, year)
    _say_upns(values.rows, said)


def _once_each(rows: Sequence[Row], said: Said) -> list[Row]:
    """Every child once. Two rows that say the same are one; two that differ are both set aside."""
    by_child: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_child[row[1]].append(row)
    if len(by_child) == len(rows):
        return list(rows)
    kept = []
    for child, same in by_child.items():
        if all(row[1:] == same[0][1:] for row in same):
            kept.append(same[0])
            for row in same[1:]:
                says = f"Child {child} is on row {same[0][0]} already, in the same words."
                said.notice("say the same twice", _TABLE, row[0], "CHILD", says, of=(child,))
            continue
        for row in same:
            others = ", ".join(str(other[0]) for other in same if other is not row)
            problem = f"Child {child} is on row {others} too, and the rows do not say the same."
            said.fault(_TABLE, row[0], "CHILD", problem, "Leave the row that is right.", of=(child,))
            said.aside(_TABLE, row[0], child)
    return sorted(kept, key=lambda row: int(row[0]))


def _believable(row: Row, said: Said, year: int, today: date) -> bool:
    born = row[_BORN]
    if born > today:
        problem = f"The date of birth, {shown_date(born)}, is in the future."
    elif (age := years_old(born, min(date(year + 1, 3, 31), today))) > OLDEST_IN_A_RETURN:
        problem = f"Born on {shown_date(born)}, this child would be {age} in the year of the return, {year_name(year)}."
    else:
        return True
    said.fault(_TABLE, row[0], "DOB", problem, "Put the date of birth right, or take the row out.")
    said.aside(_TABLE, row[0], row[1])
    return False


def _say_old_sex_codes(values: Values, said: Said, year: int) -> None:
    """SEX decides nothing and means the same under either code, so another year's code is read and said, not refused."""
    others = [(row, code) for row, _, code in values.dated if not code.in_use(year, year)]
    for row in values.rows:
        row[_SEX] = _SAME_SEX.get(row[_SEX], row[_SEX])
    if others:
        codes = ", ".join(sorted({f"{code.code} ({code.years})" for _, code in others}))
        says = f"SEX has codes of other years than {year_name(year)} on {counted(len(others), 'row')}: {codes}. They were read as what they mean."
        said.notice("have an older code", _TABLE, None, "SEX", says)


def _say_upns(rows: Sequence[Row], said: Said) -> None:
    by_upn: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        upn = row[_UPN]
        if upn and upn not in _NO_UPN:
            by_upn[upn].append(row)
    for upn, same in by_upn.items():
        if len(same) > 1:
            where = ", ".join(str(row[0]) for row in same)
            says = f"UPN {upn} is given to {len(same)} children, on rows {where}. They are kept apart."
            said.notice("share a UPN", _TABLE, same[0][0], "UPN", says)
        if not upn_fits(upn):
            says = f"UPN {upn} has a wrong check letter or length. It was loaded as it stands."
            said.notice("have a UPN that cannot be right", _TABLE, same[0][0], "UPN", says)


def say_twins(headers: Sequence[Row], episodes: Mapping[str, Sequence[Row]], said: Said) -> None:
    """Children born on one day who share a home or a first day: twins, or one child under two ids. Never linked."""
    groups = alike(
        (row[0], row[1], row[_BORN], _traits(episodes[row[1]])) for row in headers if row[1] in episodes
    )
    ids = {row[0]: row[1] for row in headers}
    for group in groups:
        children = ", ".join(f"{ids[row]} (row {row})" for row in group)
        says = (
            f"{children} were born on one day and share a home or a first day of care. They may be twins, or one child"
            " under two ids. They are kept apart."
        )
        of = tuple(ids[row] for row in group)
        said.notice("may be twins", _TABLE, group[0], "CHILD", says, of=of)


def _traits(episodes: Sequence[Row]) -> Sequence[str]:
    first = min(episodes, key=lambda row: row[2])
    return [f"began {first[2]}", *{f"home {row[11]}" for row in episodes if row[11]}]
