"""What cannot be right in the episodes, one by one and in their order, and what should a person look at?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from remit.documents.returns.model import Table
from remit.documents.returns.rows import Row, Values
from remit.documents.returns.said import Said
from remit.rules.leavers import birthday
from remit.rules.returned import (
    OLDEST_TO_BEGIN,
    Crossed,
    Crossing,
    Span,
    crossings,
    held_until,
    in_turn,
    years_old,
)
from remit.rules.text import counted, shown_date
from remit.terms.codes import year_name, year_of
from remit.terms.cohort_codes_file import cohort_codes

_TABLE = Table.EPISODES.value
_SINCE, _NEW, _STATUS, _PLACE, _DEC, _ENDED = 2, 3, 4, 6, 8, 9
_GROWN = 18

_CROSSED = {
    Crossing.TWO_OPEN: (
        "leave two episodes open",
        "Child {child} has two open episodes, on rows {before} and {after}. The one that began last is taken as the current"
        " one. Give the other its DEC.",
    ),
    Crossing.OPEN_BEFORE: (
        "leave an episode open before another",
        "The episode on row {before} has no DEC, and another of child {child} began on {began} (row {after}). It was read as"
        " ended that day. Give it its DEC.",
    ),
    Crossing.OVERLAP: (
        "overlap",
        "The episodes of child {child} on rows {before} and {after} overlap: the first ends on {ended}, the second begins on"
        " {began}. The first was read as ended on {began}. Put one of the dates right.",
    ),
    Crossing.GAP: (
        "leave a gap",
        "The episode of child {child} on row {before} ends on {ended} because another begins that day (X1), but the next, on"
        " row {after}, begins on {began}. Where the child was between is not known. Put one of the dates or REC right.",
    ),
    Crossing.NEW_WITHOUT_START: (
        "come back without having started again",
        "Child {child} left care on {ended} (row {before}) and is looked after again from {began} (row {after}), but RNE is"
        " not S. It was read as a new period. Check REC and RNE.",
    ),
    Crossing.ENDED_AND_WENT_ON: (
        "end and go on the same day",
        "The episode of child {child} on row {before} says that care ended on {ended}, but another begins that day (row"
        " {after}). It was read as going on. Check REC.",
    ),
}


def check_episodes(
    values: Values, said: Said, *, born: Mapping[str, date], year: int, today: date
) -> dict[str, list[Row]]:
    """Set aside what cannot be right, and give the rest a child at a time, each row with when it stopped holding."""
    _refuse_codes_of_other_years(values, said, year)
    values.rows = [row for row in values.rows if _believable(row, said, born.get(row[1]), today)]
    by_child: dict[str, list[Row]] = defaultdict(list)
    for row in values.rows:
        by_child[row[1]].append(row)
    aside = {one.child for one in said.set_aside}
    going_on = 0
    dropped: set[int] = set()
    for child, rows in by_child.items():
        if len(rows) > 1:
            rows = by_child[child] = _once_each(child, rows, said, dropped)
        going_on += _in_order(child, rows, said)
        if child not in aside:
            _say_nothing_follows(child, rows, said)
    _say_grown_up(by_child, said, born, today)
    if dropped:
        values.rows = [row for row in values.rows if row[0] not in dropped]
    if going_on:
        have = "has" if going_on == 1 else "have"
        says = f"{counted(going_on, 'episode')} {have} a REC but no DEC. They were read as going on."
        said.notice("have a REC and no DEC", _TABLE, None, "REC", says)
    return by_child


def _refuse_codes_of_other_years(values: Values, said: Said, year: int) -> None:
    """A code must have been in use in one of the years of its episode."""
    out: set[int] = set()
    for row, column, code in values.dated:
        since, dec = row[_SINCE], row[_DEC]
        first = year_of(since)
        last = max(first, year_of(dec - timedelta(days=1)) if dec else year)
        if code.in_use(first, last):
            continue
        years = year_name(first) if first == last else f"{year_name(first)} to {year_name(last)}"
        said.fault(
            _TABLE,
            row[0],
            column.name,
            f"{code.code} ({code.says}) is not a code of {years}. It was in use {code.years}.",
            f"Write the code that {column.name} had in {year_name(last)}.",
        )
        out.add(row[0])
    if out:
        for row in values.rows:
            if row[0] in out:
                said.aside(_TABLE, row[0], row[1])
        values.rows = [row for row in values.rows if row[0] not in out]


def _believable(row: Row, said: Said, born: date | None, today: date) -> bool:
    since, dec = row[_SINCE], row[_DEC]
    column = "DECOM"
    if dec is not None and dec < since:
        column = "DEC"
        problem = f"The episode ends on {shown_date(dec)}, before it begins on {shown_date(since)}."
    elif since > today:
        problem = f"The episode begins on {shown_date(since)}, which is in the future."
    elif born is not None and since < born:
        problem = (
            f"The episode begins on {shown_date(since)}, before the child was born on {shown_date(born)}."
        )
    elif born is not None and years_old(born, since) > OLDEST_TO_BEGIN:
        problem = (
            f"The child would be {years_old(born, since)} when the episode begins on {shown_date(since)}."
        )
    else:
        _say_odd(row, said, born, today)
        return True
    said.fault(_TABLE, row[0], column, problem, "Put the date right in the case system.")
    said.aside(_TABLE, row[0], row[1])
    return False


def _say_odd(row: Row, said: Said, born: date | None, today: date) -> None:
    since, dec = row[_SINCE], row[_DEC]
    if born is not None and years_old(born, since) >= _GROWN:
        says = f"The child is {years_old(born, since)} when the episode begins."
        said.notice("begin at 18 or later", _TABLE, row[0], "DECOM", says)
    if dec is not None and dec > today:
        says = f"The episode ends on {shown_date(dec)}, which is in the future."
        said.notice("end in the future", _TABLE, row[0], "DEC", says)
    if dec is not None and not row[_ENDED]:
        said.notice(
            "have a DEC and no REC", _TABLE, row[0], "REC", "The episode ended, and REC does not say why."
        )


def _say_grown_up(
    by_child: Mapping[str, Sequence[Row]], said: Said, born: Mapping[str, date], today: date
) -> None:
    """Who is 18 by now, with an episode left open: nobody is looked after so any more."""
    codes = cohort_codes()
    age = codes.looked_after.until_age
    too_old = birthday(today, -age)
    for child, rows in by_child.items():
        if (day := born.get(child)) is None or day > too_old:
            continue
        open_row = next((row for row in rows if row[_DEC] is None), None)
        if open_row is None or codes.stays_looked_after(
            years_old(day, today), status=open_row[_STATUS], place=open_row[_PLACE], on=today
        ):
            continue
        says = (
            f"Child {child} turned {age} on {shown_date(birthday(day, age))} and the episode is open. They do not count as"
            " looked after from that day. Give the episode its DEC and REC."
        )
        said.notice("are open beyond 18", _TABLE, open_row[0], "DEC", says, of=(child,))


def _once_each(child: str, rows: Sequence[Row], said: Said, dropped: set[int]) -> list[Row]:
    seen: dict[tuple[object, ...], int] = {}
    kept = []
    for row in rows:
        before = seen.setdefault(tuple(row[1:]), row[0])
        if before == row[0]:
            kept.append(row)
            continue
        dropped.add(row[0])
        says = f"The episode of child {child} is on row {before} already, in the same words."
        said.notice("say the same twice", _TABLE, row[0], "CHILD", says, of=(child,))
    return kept


def _in_order(child: str, rows: Sequence[Row], said: Said) -> bool:
    """Give each row the day it stopped holding, and say what does not fit. Whether any has a REC and no DEC."""
    if len(rows) == 1:
        return _settle(rows[0], rows[0][_DEC])
    by_number = {row[0]: row for row in rows}
    spans = in_turn(Span(row[0], row[_SINCE], row[_DEC], row[_NEW], row[_ENDED]) for row in rows)
    for crossed in crossings(spans):
        _say_crossed(child, crossed, said)
    open_ones = 0
    for span, following in zip(spans, [*spans[1:], None], strict=True):
        open_ones += _settle(by_number[span.row], held_until(span, following))
    return open_ones > 0


def _say_nothing_follows(child: str, rows: Sequence[Row], said: Said) -> None:
    """X1 is no end of care: where the next episode is not told, nobody knows whether the child is looked after."""
    last = max(rows, key=lambda row: (row[_SINCE], row[_DEC] or date.max))
    if last[_ENDED] != "X1":
        return
    says = (
        f"The last episode of child {child} ends on {shown_date(last[_DEC])} because another begins that day (X1), but no"
        " other is in the file. It was read as the end of care. Add the next episode, or put REC right."
    )
    said.notice("end because another begins that is not told", _TABLE, last[0], "REC", says, of=(child,))


def _settle(row: Row, until: date | None) -> bool:
    dec = row[_DEC]
    row.append(dec)
    row[_DEC] = until
    if until is None and row[_ENDED]:
        row[_ENDED] = ""
        return True
    return False


def _say_crossed(child: str, crossed: Crossed, said: Said) -> None:
    kind, says = _CROSSED[crossed.how]
    before, after = crossed.before, crossed.after
    text = says.format(
        child=child,
        before=before.row,
        after=after.row,
        ended=shown_date(before.until) if before.until else "",
        began=shown_date(after.since),
    )
    column = "DEC" if crossed.how is not Crossing.NEW_WITHOUT_START else "RNE"
    said.notice(kind, _TABLE, after.row, column, text, of=(child,))
