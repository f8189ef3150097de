"""How does the choosing of cases read?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from remit.reading.listed_cases import ListedCase
from remit.reading.selection import Gone, Row, SelectionPage
from remit.rules.act_words import IS
from remit.rules.text import counted
from remit.web import formats
from remit.web.addresses import address
from remit.web.forums.presenters import Owed, owed
from remit.web.selection.forms import ChoicesForm

GROUPS = {"high": "High", "medium": "Medium", "low": "Low", "unrated": "Unrated"}
URGENCIES = {
    "today": "Needed today",
    "within_5_days": "Needed within 5 days",
    "planned": "Planned",
    "not_known": "Urgency not known",
}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in the table."""

    entry: str
    name: str
    child_href: str
    entry_href: str
    about: str
    needs: tuple[str, ...]
    earlier: str
    flags: tuple[tuple[str, str], ...]
    """(words, colour of the tag)."""
    chosen: bool
    ticked: bool
    can_be_ticked: bool
    asks_why: bool
    why: str
    why_error: str
    said: tuple[str, ...]
    """Why it was chosen, why it stands here, why it was left among the others."""
    late_href: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """A case we suggest, and why."""

    entry: str
    name: str
    reason: str
    asks_why: bool


@dataclass(frozen=True, slots=True)
class SelectionView:
    """The choosing of cases, ready to be shown."""

    page: SelectionPage
    when: str
    groups: tuple[tuple[str, str, tuple[CaseRow, ...]], ...]
    """(id, words, rows)."""
    suggested: tuple[Suggested, ...]
    ranking: tuple[str, ...]
    gone: str
    duty: Owed | None
    finished: str
    took_part: str
    late: str
    """When a case joins by itself; empty where none does."""


def present(page: SelectionPage, form: ChoicesForm, ticked: set[str] | None = None) -> SelectionView:
    """The page; `ticked` are the boxes as they were sent, where the form comes back."""
    return SelectionView(
        page=page,
        when=f"{formats.weekday(page.head.date)}, {formats.time(page.head.start)} to {formats.time(page.head.end)}",
        groups=tuple(
            (
                rating,
                f"{GROUPS[rating]}: {formats.count(len(rows), 'case')}",
                tuple(_row(page, row, form, ticked) for row in rows),
            )
            for rating, rows in page.groups
        ),
        suggested=tuple(
            Suggested(row.case.entry, row.case.name, row.suggestion.reason, row.asks_why)
            for row in page.suggested
        ),
        ranking=tuple(f"{row.case.name}: {_short(row.case)}" for row in page.chosen),
        gone=_gone(page.gone),
        duty=owed(page.duty) if page.duty else None,
        finished=formats.when(page.finished_at),
        took_part=", ".join(one.name for one in page.choosers if one.took_part),
        late=_late_words(page),
    )


def _late_words(page: SelectionPage) -> str:
    if page.late_between is None:
        return ""
    since, until = page.late_between
    return f"Cases rated after {IS[since]} and before {IS[until]} join by themselves, marked late"


def _gone(gone: Sequence[Gone]) -> str:
    closed = sum(one.closed for one in gone)
    off = len(gone) - closed
    said = []
    if off:
        words, them = ("case is", "it") if off == 1 else ("cases are", "them")
        said.append(
            f"{off} chosen {words} not on the list any more. Take {them} off on the page of the agenda."
        )
    if closed:
        words, keeps = (
            ("1 restricted record is", "it keeps its place")
            if closed == 1
            else (f"{closed} restricted records are", "they keep their places")
        )
        said.append(f"{words} chosen too: {keeps}, and only people named on the record see more.")
    return " ".join(said)


def _short(case: ListedCase) -> str:
    days = f", {counted(case.days_to_place, 'day')} to place" if case.days_to_place is not None else ""
    return f"{GROUPS[case.risk]}, {URGENCIES[case.urgency][:1].lower()}{URGENCIES[case.urgency][1:]}{days}"


def _row(page: SelectionPage, row: Row, form: ChoicesForm, ticked: set[str] | None) -> CaseRow:
    case, key = row.case, f"why_{row.case.entry}"
    asks = key in form.fields
    errors: Sequence[object] = form.errors.get(key, []) if form.is_bound else []
    return CaseRow(
        entry=case.entry,
        name=case.name,
        child_href=address("case", child=case.child),
        entry_href=address("list_entry_rate", entry=case.entry),
        about=", ".join(part for part in (case.person_id, _age(case), case.team) if part),
        needs=_needs(case),
        earlier=_earlier(case),
        flags=tuple(_flags(row)),
        chosen=row.chosen,
        ticked=case.entry in ticked if ticked is not None else row.chosen,
        can_be_ticked=page.open and row.can_be_chosen and not stays(page, row),
        asks_why=asks,
        why=str(form[key].value() or "") if asks else "",
        why_error=" ".join(str(error) for error in errors),
        said=tuple(_said(row)),
        late_href=_late(page, row),
    )


def stays(page: SelectionPage, row: Row) -> bool:
    """Whether a chosen case leaves with a reason only, on the page of the agenda."""
    return row.chosen and (page.finished_at is not None or row.came_back)


def _late(page: SelectionPage, row: Row) -> str:
    if not (row.may_be_left_out and page.open):
        return ""
    return address("selection_late", forum=page.head.forum, date=page.head.nominal, item=row.item)


def _age(case: ListedCase) -> str:
    return f"age {case.age}" if case.age is not None else ""


def _needs(case: ListedCase) -> tuple[str, ...]:
    urgency = URGENCIES[case.urgency]
    if case.days_to_place is not None:
        urgency = f"{urgency}, {counted(case.days_to_place, 'day')} to place"
    moves = [f"Needs: {case.placement_required}" if case.placement_required else ""]
    moves.append(f"Now: {case.current_placement}" if case.current_placement else "")
    return tuple(words for words in (urgency, *moves) if words)


def _earlier(case: ListedCase) -> str:
    if not case.discussed:
        return "Not discussed yet"
    times = {1: "once", 2: "twice"}.get(case.discussed, f"{case.discussed} times")
    return f"Discussed {times}, last {formats.short_date(case.last_discussed)}"


def _flags(row: Row) -> list[tuple[str, str]]:
    flags = []
    if row.late:
        flags.append(("Late", "yellow"))
    if row.suggestion.suggested and not row.chosen and not row.passed_over:
        flags.append(("Suggested", "blue"))
    if row.case.untouched_days is not None:
        flags.append((f"List entry untouched for {formats.count(row.case.untouched_days, 'day')}", "orange"))
    return flags


def _said(row: Row) -> list[str]:
    said = []
    if row.chosen and row.came:
        said.append(row.came)
    if row.why:
        said.append(f"Chosen because: {row.why}")
    if row.passed_over:
        said.append(f"An other case because: {row.passed_over}")
    return said
