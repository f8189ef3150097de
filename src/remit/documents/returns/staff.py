"""What do the files of people, seats and allocations say? A plain layout of one heading row, headings by their meaning.

people       Username | Name | Email | Job title | Role | Team | Service | Area | From | Until
seats        Forum | Seat | Username | Deputy | From | Until
allocations  Child id | Worker | Team | From | Until

A person with two posts or teams stands on two rows. `Until` is the first day that it is no longer so: the day a leaver has
left. Blank cells are not known; a heading that is not there is not spoken of. Headings may stand in any order.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from remit.documents.cells.fault import CellFaultError
from remit.documents.cells.text import cell_text, folded
from remit.documents.returns.meant import (
    Line,
    Meaning,
    Understood,
    day,
    lacking,
    lines,
    short,
    text,
    understand,
    yes_no,
)
from remit.documents.returns.model import AllocationRow, SeatRow, StaffRow
from remit.documents.returns.opened import open_return
from remit.documents.returns.said import TO_THE_END, Said, no_row_below
from remit.documents.returns.wire import days_of, plain_rows, said_plain
from remit.documents.uploads.grid import CellValue, GridSheet
from remit.documents.uploads.limits import ROOMS
from remit.documents.uploads.unreadable import UnreadableError
from remit.rules.staff import USERNAME
from remit.rules.text import shown_date
from remit.rules.viewers import Post

_NO_POST = frozenset(
    {
        "",
        "member",
        "worker",
        "social worker",
        "senior social worker",
        "advanced practitioner",
        "newly qualified social worker",
        "asye",
        "personal adviser",
        "personal advisor",
        "practitioner",
        "family support worker",
        "social work assistant",
        "business support",
        "none",
    }
)
"""Roles that are no post of their own: what they may see comes from their team, their cases and their seats."""
_OTHER_WORDS = {
    "qa": Post.QUALITY_ASSURANCE,
    "ig": Post.INFORMATION_GOVERNANCE,
    "admin": Post.ADMINISTRATOR,
    "placements": Post.BROKERAGE,
    "commissioning": Post.BROKERAGE,
    "director of childrens services": Post.DIRECTOR,
}


def _username(value: CellValue) -> str:
    said = short(value).lower()
    if said and not USERNAME.fullmatch(said):
        raise CellFaultError(
            f"“{said}” cannot be a user name.", "Use small letters, figures, full stops, hyphens and @ only."
        )
    return said


def _email(value: CellValue) -> str:
    said = text(value)
    if said and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", said):
        raise CellFaultError(
            f"“{said[:60]}” is not an email address.", "Write one address, or leave it blank."
        )
    return said


def _role(value: CellValue) -> str:
    said = folded(cell_text(value)).replace("_", " ").replace("'", "").replace("’", "")
    if said in _NO_POST:
        return ""
    post = next((one for one in Post if one.value.replace("_", " ") == said), _OTHER_WORDS.get(said))
    if post is None:
        known = ", ".join(one.value.replace("_", " ") for one in Post)
        raise CellFaultError(
            f"“{cell_text(value)[:60]}” is not a role.", f"Write one of {known}, or leave it blank."
        )
    return post.value


def _deputy(value: CellValue) -> bool:
    said = folded(cell_text(value))
    if said in ("holder", "member", "lead", "main"):
        return False
    return True if said in ("deputy", "dep") else bool(yes_no(value))


_FROM = Meaning(
    "since", "From", (r"from|start( date)?|since|date from|start(ed|s)( on)?", r".*(start|from).*"), day
)
_UNTIL = Meaning(
    "until",
    "Until",
    (
        r"until|end( date)?|to|left( on)?|leaving date|date left|last day|ended( on)?|ends( on)?",
        r".*(end|until|leav|left).*",
    ),
    day,
)
_USERNAME = Meaning(
    "username",
    "Username",
    (r"user ?name|user ?id|login|log ?in( name)?|account( name)?|network id", r".*user ?name.*|.*login.*"),
    _username,
)
_TEAM = Meaning("team", "Team", (r"team( name)?|allocated team", r".*team.*"), text)
PEOPLE = (
    _USERNAME,
    Meaning("email", "Email", (r"e ?mail( address)?|work e ?mail", r".*e ?mail.*"), _email),
    Meaning("given", "First name", (r"(first|given) ?names?|forenames?",), text),
    Meaning("family", "Last name", (r"(last|family) ?name|surname",), text),
    Meaning("name", "Name", (r"(full |display |staff |worker )?name|person|member of staff|staff",), text),
    Meaning("job_title", "Job title", (r"job( title)?|title|position|designation",), text),
    Meaning("role", "Role", (r"role|post|remit role|permission|access( role)?",), _role),
    _TEAM,
    Meaning("service", "Service", (r"service( area)?( name)?", r".*service.*"), text),
    Meaning("area", "Area", (r"area|division|directorate|head of service area",), text),
    _FROM,
    _UNTIL,
)
SEATS = (
    Meaning("forum", "Forum", (r"forum|panel|meeting|forum (id|name)", r".*(forum|panel).*"), text, must_stand=True, must_say=True),
    Meaning("seat", "Seat", (r"seat( id| name)?", r".*seat.*"), text, must_stand=True, must_say=True),
    Meaning("username", "Username", (*_USERNAME.headers, r"holder|held by|person|name|e ?mail( address)?"), text, must_stand=True, must_say=True),
    Meaning("deputy", "Deputy", (r"deputy( y/?n)?|capacity|holder or deputy|as", r".*deputy.*"), _deputy),
    _FROM,
    _UNTIL,
)  # fmt: skip
ALLOCATIONS = (
    Meaning("child", "Child id", (
        r"(child|person|client)s? ?(id|identifier|ref|reference|number)|child unique id",
        r"child|id|person|(unique|case|lcs|mosaic|system) (id|ref|reference|number)",
    ), short, must_stand=True, must_say=True),
    Meaning("worker", "Worker", (
        r"worker|(allocated |social |case ?)(social )?worker|allocated to|user ?name",
        r".*worker.*|(personal )?advis[eo]r|name",
    ), text, must_stand=True),
    _TEAM,
    _FROM,
    _UNTIL,
)  # fmt: skip


@dataclass(frozen=True)
class _Layout:
    """A kind of file: what its columns mean, and the row a line becomes (None where it says nothing)."""

    meanings: Sequence[Meaning]
    row: type[Any]
    made: Callable[[Line, Understood, str, Said], Any | None]
    says: str


def answer(content: bytes, request: Mapping[str, Any], allow_rows: Callable[[int], None]) -> Iterable[object]:
    """The job the sandbox is given: the file read as what it is said to be, as plain values."""
    layout = _LAYOUTS[str(request["kind"])]
    opened = open_return(content, str(request["filename"]), allow_rows, ROOMS["list"])
    said = Said()
    for fault in opened.faults:
        said.fault(fault.table, fault.row, fault.column, fault.problem, fault.remedy)
    for notice in opened.warnings:
        said.notice("were not read", notice.table, notice.row, notice.column, notice.says)
    sheet, understood = _chosen(opened.sheets, layout, said)
    if lacks := lacking(understood, layout.meanings):
        missing = ", ".join(lacks)
        said.fault(
            sheet.name,
            understood.row,
            "",
            f"No column was recognised as {missing}.",
            f"Name the columns {layout.says}.",
        )
        return _plain(request, content, [], layout.row, said)
    for unknown in understood.unknown:
        says = f"The column “{unknown}” was not read."
        said.notice("were not read", sheet.name, understood.row, unknown, says)
    rows = []
    for line in lines(sheet, understood, layout.meanings, said, child_field="child"):
        if _in_order(line, understood, sheet.name, said):
            made = layout.made(line, understood, sheet.name, said)
            if made is None:
                said.aside(sheet.name, line.row, str(line.says.get("child", "")))
            else:
                rows.append(made)
    if not rows and not said.set_aside:
        said.fault(sheet.name, understood.row, "", no_row_below(sheet.name), TO_THE_END)
    return _plain(request, content, _once_each(rows, sheet.name, said), layout.row, said)


def _chosen(sheets: Sequence[GridSheet], layout: _Layout, said: Said) -> tuple[GridSheet, Understood]:
    """The sheet whose headings fit best; another that has the very same headings is told."""
    found = [
        (sheet, understood)
        for sheet in sheets
        if not sheet.hidden and (understood := understand(sheet, layout.meanings, least=2)) is not None
    ]
    if not found:
        raise UnreadableError(
            "No headings were recognised in it.", f"The first row must name the columns: {layout.says}."
        )
    chosen = max(found, key=lambda one: (not lacking(one[1], layout.meanings), len(one[1].at)))
    for sheet, understood in found:
        if sheet is not chosen[0] and understood.at == chosen[1].at:
            says = f"“{sheet.name}” has the headings of “{chosen[0].name}” too, and was not read. Load it by itself."
            said.notice("were not read", sheet.name, None, "", says)
    return chosen


def _in_order(line: Line, understood: Understood, sheet: str, said: Said) -> bool:
    since, until = line.says.get("since"), line.says.get("until")
    if since is None or until is None or until >= since:
        return True
    problem = f"It ends on {shown_date(until)}, before it begins on {shown_date(since)}."
    said.fault(sheet, line.row, understood.headers["until"], problem, "Put one of the dates right.")
    said.aside(sheet, line.row, str(line.says.get("child", "")))
    return False


def _person(line: Line, understood: Understood, sheet: str, said: Said) -> StaffRow | None:
    get = line.says.get
    username = get("username") or str(get("email") or "").lower()
    name = get("name") or " ".join(part for part in (get("given"), get("family")) if part)
    for shown, what in (("Username", username), ("Name", name)):
        if not what:
            said.fault(sheet, line.row, shown, f"{shown} is blank.", "Fill it in.")
            return None
    unit = get("team") or get("service") or get("area") or ""
    needs = {
        Post.TEAM_MANAGER.value: "team",
        Post.SERVICE_MANAGER.value: "service",
        Post.HEAD_OF_SERVICE.value: "area",
    }
    over = needs.get(get("role") or "")
    if over and not get(over) and not unit:
        role = str(get("role")).replace("_", " ")
        said.fault(sheet, line.row, over.title(), f"A {role} needs a {over}.", "Write which.")
        return None
    return StaffRow(
        row=line.row,
        username=username,
        name=name,
        email=get("email") or "",
        job_title=get("job_title") or "",
        role=get("role") or "",
        team=get("team") or "",
        service=get("service") or "",
        area=get("area") or "",
        since=get("since"),
        until=get("until"),
    )


def _seat(line: Line, understood: Understood, sheet: str, said: Said) -> SeatRow:
    get = line.says.get
    return SeatRow(
        row=line.row,
        forum=get("forum") or "",
        seat=get("seat") or "",
        username=get("username") or "",
        deputy=bool(get("deputy")),
        since=get("since"),
        until=get("until"),
    )


def _allocation(line: Line, understood: Understood, sheet: str, said: Said) -> AllocationRow | None:
    get = line.says.get
    if not get("worker") and not get("team"):
        said.fault(
            sheet,
            line.row,
            understood.headers["worker"],
            "Neither a worker nor a team is named.",
            "Write one of them.",
        )
        return None
    return AllocationRow(
        row=line.row,
        child=get("child") or "",
        child_is_number="child" in line.is_number,
        worker=get("worker") or "",
        team=get("team") or "",
        since=get("since"),
        until=get("until"),
    )


def _once_each(rows: Sequence[Any], sheet: str, said: Said) -> list[Any]:
    seen: dict[tuple[object, ...], int] = {}
    kept = []
    for row in rows:
        words = tuple(getattr(row, name) for name in type(row).__slots__ if name != "row")
        before = seen.setdefault(words, row.row)
        if before == row.row:
            kept.append(row)
        else:
            said.notice("say the same twice", sheet, row.row, "", f"Row {before} says the same.")
    return kept


def _plain(
    request: Mapping[str, Any], content: bytes, rows: Sequence[Any], kind: type[Any], said: Said
) -> Iterator[object]:
    names = list(kind.__slots__)
    yield {
        "filename": str(request["filename"]),
        "digest": hashlib.sha256(content).hexdigest(),
        **said_plain(said),
    }
    yield from plain_rows(([getattr(row, name) for name in names] for row in rows), days_of(kind))


_LAYOUTS = {
    "people": _Layout(
        PEOPLE, StaffRow, _person, "Username, Name, Email, Job title, Role, Team, Service, Area, From, Until"
    ),
    "seats": _Layout(SEATS, SeatRow, _seat, "Forum, Seat, Username, Deputy, From, Until"),
    "allocations": _Layout(ALLOCATIONS, AllocationRow, _allocation, "Child id, Worker, Team, From, Until"),
}
HEADINGS: Mapping[str, tuple[str, ...]] = {
    kind: tuple(one.strip() for one in layout.says.split(",")) for kind, layout in _LAYOUTS.items()
}
"""The headings of each layout, for a template to start from."""
