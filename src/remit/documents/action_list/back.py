"""How is the action list written back as the file it was loaded from: its columns in their order, its own words?

A cell whose value has not changed since says what it said. One that has changed says it in the form the file uses: dates
as its other dates are written, a risk or an urgency in the word it uses for that one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO

import xlsxwriter

from remit.documents.action_list.copies import TAB, write_mark
from remit.documents.action_list.model import Column, Field, ListRow
from remit.documents.cells.dates import read_date
from remit.documents.cells.fault import CellFaultError
from remit.rules.action_list import EntryValues
from remit.rules.list_merge import OTHER

RISKS = {"high": "High", "medium": "Medium", "low": "Low", "unrated": ""}
URGENCIES = {"today": "Today", "within_5_days": "Within 5 days", "planned": "Planned", "not_known": ""}
TOLD: dict[str, tuple[str, ...]] = {
    Field.RISK: ("risk", "risk_written"),
    Field.URGENCY: ("urgency", "urgency_written"),
    Field.DAYS_TO_PLACE: ("days_to_place", "days_written"),
    Field.ON_LIST_SINCE: ("listed_on",),
    Field.LAST_ACTION_ON: ("last_action_on",),
    Field.WORKER_AND_MANAGER: ("worker", "manager"),
    **{
        one: (one.value,)
        for one in (
            Field.AGE, Field.TEAM, Field.WORKER, Field.MANAGER, Field.DUTY_WORKER, Field.REFERRER, Field.LEGAL_STATUS,
            Field.CURRENT_PLACEMENT, Field.PLACEMENT_REQUIRED, Field.SEARCH_UPDATE, Field.COMMENTS, Field.REFERENCE,
        )
    },
}  # fmt: skip
"""The values behind each column. A column that is not here tells who the child is."""
OWN_COLUMNS = (
    ("Person ID", Field.PERSON_ID), ("Name", Field.NAME), ("Date of birth", Field.DATE_OF_BIRTH), ("Team", Field.TEAM),
    ("Worker", Field.WORKER), ("Manager", Field.MANAGER), ("Legal status", Field.LEGAL_STATUS),
    ("Current placement", Field.CURRENT_PLACEMENT), ("Placement required", Field.PLACEMENT_REQUIRED),
    ("Urgency", Field.URGENCY), ("Days to place", Field.DAYS_TO_PLACE), ("Risk", Field.RISK),
    ("On list since", Field.ON_LIST_SINCE), ("Last action", Field.LAST_ACTION_ON), ("Search update", Field.SEARCH_UPDATE),
    ("Comments", Field.COMMENTS),
)  # fmt: skip
"""The columns where no file was loaded yet."""


@dataclass(frozen=True, slots=True)
class Who:
    """The child of a row."""

    person_id: str
    given_name: str
    family_name: str
    initials: str
    date_of_birth: date | None


@dataclass(frozen=True, slots=True)
class BackRow:
    """One child's row: what the file said (`cells`, by header) and what Remit then held, and what Remit holds now."""

    who: Who
    now: EntryValues
    was: EntryValues | None = None
    cells: Mapping[str, str] = field(default_factory=dict)
    apart: frozenset[str] = frozenset()
    """Cells in which the file said something else than Remit: they are written anew."""
    entry: str = ""
    """Reference of the entry, and the key of the row it is written from: so that the file is known again."""
    detail: int = 0


@dataclass(frozen=True, slots=True)
class ListBack:
    """The list as it is to be written."""

    filename: str
    sheet: str
    columns: tuple[tuple[str, str], ...]
    """(header, what it means; empty for one Remit has no name for)."""
    rows: tuple[BackRow, ...]
    mark: str = ""
    """By which this copy is known again when it comes back."""


def cells_loaded(row: ListRow, columns: Sequence[Column]) -> list[str]:
    """What stood in the cells of a row that was read, in the order of the columns."""
    extra = dict(row.extra)
    return [
        _loaded(row, column.field) if column.field else extra.get(column.header, "") for column in columns
    ]


def _loaded(row: ListRow, meant: Field) -> str:
    name = row.name
    if meant is Field.NAME:
        return name.as_written if name else row.initials
    if meant in (Field.FAMILY_NAME, Field.GIVEN_NAME):
        return (name.family if meant is Field.FAMILY_NAME else name.given) if name else ""
    if meant is Field.WORKER_AND_MANAGER:
        return " / ".join(part for part in (row.worker, row.manager) if part)
    said = getattr(row, meant.value)
    return said if isinstance(said, str) else str(said.as_written)


def written(back: ListBack) -> list[list[str]]:
    """The cells of every row, as text."""
    style = _Style.of(back)
    return [[_cell(row, header, meant, style) for header, meant in back.columns] for row in back.rows]


def _cell(row: BackRow, header: str, meant: str, style: _Style) -> str:
    if meant not in TOLD:
        return _not_told(row, header, meant, style)
    names = TOLD[meant]
    as_it_was = row.was is not None and row.apart.isdisjoint(names)
    if as_it_was and all(getattr(row.was, name) == getattr(row.now, name) for name in names):
        return row.cells.get(header, "")
    return _anew(row.now, meant, style)


def _not_told(row: BackRow, header: str, meant: str, style: _Style) -> str:
    """Who the child is, as the file has it or as Remit knows it; and columns Remit has no name for."""
    if not meant:
        said, before = dict(row.now.extra), dict(row.was.extra) if row.was else {}
        as_it_was = row.was is not None and f"{OTHER}{header}" not in row.apart
        return (
            row.cells.get(header, "")
            if as_it_was and said.get(header) == before.get(header)
            else said.get(header, "")
        )
    if row.cells.get(header):
        return row.cells[header]
    who = row.who
    known = {
        Field.PERSON_ID.value: who.person_id,
        Field.NAME.value: ", ".join(part for part in (who.family_name, who.given_name) if part),
        Field.FAMILY_NAME.value: who.family_name,
        Field.GIVEN_NAME.value: who.given_name,
        Field.INITIALS.value: who.initials,
        Field.DATE_OF_BIRTH.value: style.day(header, who.date_of_birth),
    }
    return known.get(meant, "")


def _anew(now: EntryValues, meant: str, style: _Style) -> str:
    match meant:
        case Field.RISK:
            return style.risks.get(now.risk, now.risk_written if now.risk == "unrated" else RISKS[now.risk])
        case Field.URGENCY:
            unknown = now.urgency_written if now.urgency == "not_known" else URGENCIES[now.urgency]
            return style.urgencies.get(now.urgency, unknown)
        case Field.DAYS_TO_PLACE:
            return now.days_written if now.days_to_place is None else str(now.days_to_place)
        case Field.ON_LIST_SINCE:
            return style.day(meant, now.listed_on)
        case Field.LAST_ACTION_ON:
            return style.day(meant, now.last_action_on)
        case Field.WORKER_AND_MANAGER:
            return " / ".join(part for part in (now.worker, now.manager) if part)
    said = getattr(now, meant)
    return "" if said is None else str(said)


@dataclass(frozen=True, slots=True)
class _Style:
    """How the file writes things: its word for each risk and urgency, and the form of its dates."""

    risks: Mapping[str, str]
    urgencies: Mapping[str, str]
    day_form: Callable[[date], str]

    @classmethod
    def of(cls, back: ListBack) -> _Style:
        loaded = [row.was for row in back.rows if row.was is not None]
        risks = Counter((one.risk, one.risk_written) for one in loaded if one.risk_written)
        urgencies = Counter((one.urgency, one.urgency_written) for one in loaded if one.urgency_written)
        dates = (Field.DATE_OF_BIRTH, Field.ON_LIST_SINCE, Field.LAST_ACTION_ON)
        headers = [header for header, meant in back.columns if meant in dates]
        texts = [text for row in back.rows for header in headers if (text := row.cells.get(header))]
        return cls(_commonest(risks), _commonest(urgencies), _form_of(texts))

    def day(self, header: str, day: date | None) -> str:
        return self.day_form(day) if day else ""


def _commonest(counts: Counter[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for (code, word), _ in counts.most_common():
        if code not in ("unrated", "not_known"):
            found.setdefault(code, word)
    return found


FORMS: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day:%d/%m/%y}",
    lambda day: f"{day:%d.%m.%Y}",
    lambda day: f"{day:%d-%m-%Y}",
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day.day}/{day.month}/{day.year}",
    lambda day: f"{day.day} {day:%B %Y}",
    lambda day: f"{day.day} {day:%b %Y}",
)
"""The forms in which dates are written, the commonest first."""


def _form_of(texts: Sequence[str]) -> Callable[[date], str]:
    """The form that the most of these dates have."""
    read = [(text, day) for text in texts[:500] if (day := _day(text))]
    return max(FORMS, key=lambda form: sum(form(day) == text for text, day in read))


def _day(text: str) -> date | None:
    try:
        return read_date(text).value
    except CellFaultError:
        return None


def as_excel(back: ListBack) -> bytes:
    """One sheet, headers above, every cell as text: nothing becomes a formula, a link or a number that lost its zeros."""
    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet(back.sheet)
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    for column, (header, _) in enumerate(back.columns):
        sheet.write_string(0, column, header, bold)
    for number, row in enumerate(written(back), start=1):
        for column, said in enumerate(row):
            if said:
                sheet.write_string(number, column, said, text)
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    tab = TAB if back.sheet.casefold() != TAB else f"{TAB} (2)"
    write_mark(book.add_worksheet(tab), back.mark, {row.entry: row.detail for row in back.rows})
    book.close()
    return made.getvalue()
