"""What do lists 8 and 9 of Ofsted's Annex A say? Asked only inside the process made for the file."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, get_type_hints

from remit.documents.cells.text import folded
from remit.documents.returns import annex_a_words as words
from remit.documents.returns.annex_a_columns import DAYS, LEAVERS, LOOKED_AFTER
from remit.documents.returns.annex_a_doubts import (
    ListRead,
    say_grown_up,
    say_to_come,
    say_uncoded,
    say_what_lacks,
)
from remit.documents.returns.meant import (
    Understood,
    lacking,
    understand,
)
from remit.documents.returns.meant_columns import Columns, read_columns
from remit.documents.returns.model import LeaverRow, LookedAfterRow
from remit.documents.returns.opened import open_return
from remit.documents.returns.said import TO_THE_END, Said, no_row_below
from remit.documents.returns.wire import plain_columns, said_plain
from remit.documents.uploads.grid import GridSheet
from remit.documents.uploads.limits import ROOMS
from remit.documents.uploads.unreadable import UnreadableError
from remit.rules.returned import OLDEST_IN_A_RETURN, years_old
from remit.rules.text import shown_date

_NAMED_8 = re.compile(r"list[ _-]*8\b|^8\b|looked after|\b(lac|cla|cic)\b")
_NAMED_9 = re.compile(r"list[ _-]*9\b|^9\b|care[ _-]*leav|leaving[ _-]*care")
_NAMED_OTHER = re.compile(r"list[ _-]*(1|2|3|4|5|6|7|10|11|12)\b")
_CALLED = {"8": re.compile(r"list[ _-]*8\b|^8$"), "9": re.compile(r"list[ _-]*9\b|^9$")}
_ENOUGH = 4


def answer(content: bytes, request: Mapping[str, Any], allow_rows: Callable[[int], None]) -> Iterator[object]:
    """The job the sandbox is given: the rows of the lists as plain values, each list once it is read; last, all else."""
    opened = open_return(content, str(request["filename"]), allow_rows, ROOMS["return"])
    said, today = Said(), date.fromisoformat(str(request["today"]))
    for fault in opened.faults:
        said.fault(fault.table, fault.row, fault.column, fault.problem, fault.remedy)
    for notice in opened.warnings:
        said.notice("were not read", notice.table, notice.row, notice.column, notice.says)
    found = {name: _seen(sheets, said) for name, sheets in _lists(opened.sheets).items()}
    _say_headless(opened.sheets, found, said)
    if not found and not said.faults:
        raise opened.misnamed or UnreadableError(
            "It has no list 8 or 9 of Annex A.",
            "Load the workbook with the sheets “List 8” and “List 9”, or a .csv of one of them, with its headers.",
        )
    days: set[date | None] = set()
    for name, sheets in sorted(found.items()):
        one = _one(name, sheets, said)
        if one is None:
            continue
        days.update(*(one.rows.of(field) for field in DAYS if field in one.rows.says))
        _say_what_is_wrong(one, said, made_on=_made_on(days, today), today=today)
        if name == "8":
            say_grown_up(one, said, today, age=int(request["grown_up_at"]))
        for batch in plain_columns(_KINDS[name], _fields(_KINDS[name], one.rows, _OWN[name](one.rows))):
            yield [name, batch]
    digest = hashlib.sha256(content).hexdigest()
    yield {"filename": str(request["filename"]), "digest": digest, "lists": sorted(found), **said_plain(said)}


def _say_what_is_wrong(one: ListRead, said: Said, *, made_on: date, today: date) -> None:
    """Say what the rows of a list cannot mean, and take out those that are set aside for it."""
    one.rows = one.rows.without(_unbelievable(one, said, made_on, today))
    one.rows = one.rows.without(_begun_after_care(one, said))
    one.rows = one.rows.without(_said_again(one, said))
    say_uncoded(one, said)
    say_to_come(one, said, today)


def _lists(sheets: Sequence[GridSheet]) -> dict[str, list[tuple[GridSheet, Understood]]]:
    """Which sheet is which list: by its name where that says so, else by which list's columns fit better."""
    found: dict[str, list[tuple[GridSheet, Understood]]] = defaultdict(list)
    for sheet in sheets:
        eight = understand(sheet, LOOKED_AFTER, least=_ENOUGH)
        nine = understand(sheet, LEAVERS, least=_ENOUGH)
        name = folded(sheet.name)
        if _NAMED_OTHER.search(name):
            continue
        if nine and (_NAMED_9.search(name) or (not _NAMED_8.search(name) and _is_nine(eight, nine))):
            found["9"].append((sheet, nine))
        elif eight and (_NAMED_8.search(name) or _is_eight(eight)):
            found["8"].append((sheet, eight))
    return found


def _is_nine(eight: Understood | None, nine: Understood) -> bool:
    own = {"eligibility", "adviser", "pathway_review", "accommodation"} & set(nine.at)
    return len(own) > 1 and not (eight and _is_eight(eight))


def _is_eight(eight: Understood) -> bool:
    return len({"legal_status", "placement", "since", "placement_since", "provider"} & set(eight.at)) > 2


def _one(name: str, sheets: Sequence[tuple[GridSheet, Understood]], said: Said) -> ListRead | None:
    if len(sheets) > 1:
        names = " and ".join(f"“{sheet.name}”" for sheet, _ in sheets)
        problem = f"There are {len(sheets)} lists {name}: {names}."
        said.fault(f"List {name}", None, "", problem, "Leave one in.")
        return None
    sheet, understood = sheets[0]
    meanings = LOOKED_AFTER if name == "8" else LEAVERS
    if lacks := lacking(understood, meanings):
        problem = f"No column was recognised as {lacks[0].lower()}."
        said.fault(sheet.name, understood.row, "", problem, "Name it “Child Unique ID”.")
        return None
    say_what_lacks(name, sheet, understood, said)
    try:
        rows = read_columns(sheet, understood, meanings, said, child_field="child")
    except UnreadableError as unreadable:
        said.fault(sheet.name, None, "", unreadable.answer.problem, unreadable.answer.remedy)
        return None
    if not rows.rows and not said.set_aside:
        _say_empty(name, sheet, said)
    return ListRead(sheet.name, understood.headers, rows)


def _say_empty(name: str, sheet: GridSheet, said: Said) -> None:
    """A list 8 without anybody would have every child vanish; there may be a council without care leavers."""
    says = no_row_below(sheet.name)
    if name == "8":
        said.fault(sheet.name, None, "", says, TO_THE_END)
    else:
        said.notice("are empty", sheet.name, None, "", says)


def _say_headless(
    sheets: Sequence[GridSheet], found: Mapping[str, Sequence[tuple[GridSheet, Understood]]], said: Said
) -> None:
    """A sheet that is called list 8 or 9 and whose headings nobody recognises must not be missed in silence."""
    for name, called in _CALLED.items():
        if name in found:
            continue
        for sheet in sheets:
            first = next(iter(sheet.rows()), None)
            if first is not None and not sheet.hidden and called.search(folded(sheet.name)):
                problem = f"The headings of “{sheet.name}” were not recognised."
                remedy = (
                    "Let its first row name the columns as Ofsted does: “Child Unique ID”, “Date of Birth”."
                )
                said.fault(sheet.name, first.number, "", problem, remedy)


def _seen(
    sheets: Sequence[tuple[GridSheet, Understood]], said: Said
) -> Sequence[tuple[GridSheet, Understood]]:
    """Of sheets that hold the same list those that are not hidden, where there is one."""
    shown = [one for one in sheets if not one[0].hidden]
    for sheet, _ in sheets:
        if sheet.hidden and shown:
            says = f"The sheet “{sheet.name}” is hidden, and was not read."
            said.notice("are hidden", sheet.name, None, "", says)
    return shown or sheets


def _made_on(said: Iterable[date | None], today: date) -> date:
    """About when the lists were made: the latest day read so far that is not in the future. Ages are asked on it."""
    return max((one for one in said if one is not None and one <= today), default=today)


def _unbelievable(read: ListRead, said: Said, made_on: date, today: date) -> set[int]:
    """The places of the rows whose days cannot be right: each is said, and set aside."""
    rows, gone = read.rows, set()
    young = {
        born
        for born in set(rows.of("born"))
        if born and born <= today and years_old(born, made_on) <= OLDEST_IN_A_RETURN
    }
    for place, days in enumerate(zip(rows.of("born"), rows.of("since"), rows.of("until"), strict=True)):
        born, since, until = days
        if born in young and (since is None or (born <= since <= (until or today) and since <= today)):
            continue  # as nearly all are
        if not _believable(read, place, days, said, made_on, today):
            gone.add(place)
    return gone


def _believable(
    read: ListRead,
    place: int,
    days: tuple[date | None, date | None, date | None],
    said: Said,
    made_on: date,
    today: date,
) -> bool:
    born, since, until = days
    row = read.rows.rows[place]
    if born is not None and born > today:
        field, problem = "born", f"The date of birth, {shown_date(born)}, is in the future."
    elif born is not None and (age := years_old(born, made_on)) > OLDEST_IN_A_RETURN:
        field, problem = "born", f"Born on {shown_date(born)}, this person would be {age}."
    elif since is not None and since > today:
        field, problem = "since", f"Care begins on {shown_date(since)}, which is in the future."
    elif since is not None and until is not None and until < since:
        field, problem = (
            "until",
            f"Care ends on {shown_date(until)}, before it begins on {shown_date(since)}.",
        )
    else:
        if since is not None and born is not None and since < born:
            says = f"Care begins on {shown_date(since)}, before the birth on {shown_date(born)}. Both were read as they stand."
            said.notice("begin before birth", read.name, row, read.headers["since"], says)
        return True
    said.fault(read.name, row, read.headers[field], problem, "Put the date right, or take the row out.")
    said.aside(read.name, row, read.rows.of("child")[place])
    return False


def _begun_after_care(read: ListRead, said: Said) -> set[int]:
    """The places of the rows on which a legal status or a placement begins once care is over: each is said, and set aside."""
    rows, gone = read.rows, set()
    for field, what in (("legal_status_since", "The legal status"), ("placement_since", "The placement")):
        for place, (since, until) in enumerate(zip(rows.of(field), rows.of("until"), strict=True)):
            if since is None or until is None or since <= until or place in gone:
                continue
            problem = f"{what} begins on {shown_date(since)}, after care ended on {shown_date(until)}."
            remedy = "Put the date right, or take the row out."
            said.fault(read.name, rows.rows[place], read.headers[field], problem, remedy)
            said.aside(read.name, rows.rows[place], rows.of("child")[place])
            gone.add(place)
    return gone


def _said_again(read: ListRead, said: Said) -> set[int]:
    """The places of the rows that say of a child what an earlier row says in the same words."""
    rows, children = read.rows, read.rows.of("child")
    again: set[int] = set()
    if len(set(children)) == len(children):
        return again
    seen: dict[str, int] = {}
    for place, child in enumerate(children):
        before = seen.setdefault(child, place)
        if before == place:
            continue
        kind, words_after = "stand there twice", " too, and the rows do not say the same. Both were read."
        if rows.alike(before, place):
            kind, words_after = "say the same twice", " already, in the same words."
            again.add(place)
        says = f"{child} is on row {rows.rows[before]}{words_after}"
        said.notice(kind, read.name, rows.rows[place], read.headers["child"], says, of=(child,))
    return again


def _looked_after(rows: Columns) -> Mapping[str, Sequence[Any]]:
    """The rows of list 8, by the fields of `LookedAfterRow`."""
    return {
        "legal_status": rows.each("legal_status", lambda said: words.legal_status(said or "")),
        "legal_status_written": rows.text("legal_status"),
        "placement": rows.each("placement", lambda said: words.placement(said or "")),
        "placement_written": rows.text("placement"),
    }


def _leavers(rows: Columns) -> Mapping[str, Sequence[Any]]:
    """The rows of list 9, by the fields of `LeaverRow`."""
    home = rows.each("accommodation", lambda said: said or ("", None))
    suits = zip(home, rows.of("suitable"), strict=True)
    return {
        "eligibility": rows.each("eligibility", lambda said: words.eligibility(said or "")),
        "eligibility_written": rows.text("eligibility"),
        "accommodation": [letter for letter, _ in home],
        "suitable": [by_code if said is None else said for (_, by_code), said in suits],
    }


_KINDS: Mapping[str, type[LookedAfterRow] | type[LeaverRow]] = {"8": LookedAfterRow, "9": LeaverRow}
_OWN: Mapping[str, Callable[[Columns], Mapping[str, Sequence[Any]]]] = {"8": _looked_after, "9": _leavers}


def _fields(
    kind: type[LookedAfterRow] | type[LeaverRow], rows: Columns, own: Mapping[str, Sequence[Any]]
) -> Iterator[Sequence[Any]]:
    """A column for each field of the rows: what is not in `own` is as the sheet has it."""
    for name, said in get_type_hints(kind).items():
        if name in own:
            yield own[name]
        elif name == "row":
            yield rows.rows
        elif name == "child_is_number":
            yield [row in rows.numbers for row in rows.rows]
        else:
            yield rows.text(name) if said is str else rows.of(name)
