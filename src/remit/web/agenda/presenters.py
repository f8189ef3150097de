"""How does an agenda read?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

from remit.reading.agenda import Agenda, Part
from remit.reading.agenda_lines import Line
from remit.reading.listed_cases import ListedCase
from remit.reading.room_rail import HIDDEN
from remit.rules.act_words import IS, WAS
from remit.rules.text import listed
from remit.web import formats
from remit.web.addresses import address

RATINGS = {"high": "High", "medium": "Medium", "low": "Low", "unrated": "Unrated"}
URGENCIES = {
    "today": "Today",
    "within_5_days": "Within 5 days",
    "planned": "Planned",
    "not_known": "Not known",
}
FACTS: dict[str, tuple[str, Callable[[ListedCase], str]]] = {
    "person_id": ("Person id", lambda case: case.person_id),
    "initials": ("Initials", lambda case: case.initials),
    "age": ("Age", lambda case: "" if case.age is None else str(case.age)),
    "team": ("Team", lambda case: case.team),
    "worker": ("Worker", lambda case: case.worker),
    "manager": ("Manager", lambda case: case.manager),
    "legal_status": ("Legal status", lambda case: case.legal_status),
    "current_placement": ("Placement now", lambda case: case.current_placement),
    "placement_required": ("Placement needed", lambda case: case.placement_required),
    "urgency": ("Urgency", lambda case: URGENCIES[case.urgency]),
    "days_to_place": (
        "Days to place",
        lambda case: "" if case.days_to_place is None else str(case.days_to_place),
    ),
    "risk": ("Risk", lambda case: RATINGS[case.risk]),
    "on_list_since": ("On the list since", lambda case: formats.short_date(case.listed_on)),
    "last_action_on": ("Last action", lambda case: formats.short_date(case.last_action_on)),
    "search_update": ("Search update", lambda case: case.search_update),
    "comments": ("Comments", lambda case: case.comments),
}
"""The heading of each column the terms can name, and what stands in it."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of the agenda."""

    line: Line
    title: str
    child_href: str
    about: str
    when: str
    flags: tuple[tuple[str, str], ...]
    said: tuple[str, ...]
    can_change: bool
    first: bool
    last: bool
    slot_href: str
    off_href: str
    later_href: str


@dataclass(frozen=True, slots=True)
class OtherRow:
    """An other case: its cells, the first of them linked to the child."""

    name: str
    href: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartView:
    """A section of the agenda."""

    part: Part
    rows: tuple[ItemRow, ...]
    columns: tuple[str, ...]
    others: tuple[OtherRow, ...]
    timed: bool
    as_of: str


@dataclass(frozen=True, slots=True)
class AgendaView:
    """An agenda, ready to be shown."""

    agenda: Agenda
    when: str
    status: str
    colour: str
    since: str
    parts: tuple[PartView, ...]
    warnings: tuple[str, ...]
    confirmed_by: str
    past_end: tuple[tuple[ItemRow, str], ...]
    """What lies past the planned end of the meeting, each with the clause of its time."""


def present(agenda: Agenda) -> AgendaView:
    """One agenda."""
    head = agenda.head
    status, colour, since = _status(agenda)
    parts = tuple(_part(agenda, part) for part in agenda.parts)
    return AgendaView(
        agenda=agenda,
        when=f"{formats.weekday(head.date)}, {formats.time(head.start)} to {formats.time(head.end)}",
        status=status,
        colour=colour,
        since=since,
        parts=parts,
        warnings=tuple(
            f"{row.title}: {words}." for part in parts for row in part.rows for words in row.line.warnings
        ),
        confirmed_by=" or ".join(agenda.confirmed_by),
        past_end=tuple(
            (row, part.part.slot_clause)
            for part in parts
            for row in part.rows
            if part.timed and _past_end(row.line, head.end)
        ),
    )


def _status(agenda: Agenda) -> tuple[str, str, str]:
    """What the agenda is, the colour of its tag, and since when."""
    if agenda.issued_at is not None:
        return "Issued", "blue", f"on {formats.when(agenda.issued_at)}"
    if agenda.drafted_at is not None:
        return "Draft", "yellow", f"of {formats.when(agenda.drafted_at)}"
    return "Not drafted yet", "grey", ""


def _part(agenda: Agenda, part: Part) -> PartView:
    in_order = [line.ref for line in part.lines if line.state != "deferred"]
    known = [FACTS[column] for column in part.columns]
    return PartView(
        part=part,
        rows=tuple(_row(agenda, line, in_order) for line in part.lines),
        columns=tuple(words for words, _ in known),
        others=tuple(
            OtherRow(case.name, address("case", child=case.child), tuple(value(case) for _, value in known))
            for case in part.cases
        ),
        timed=part.usual_minutes is not None,
        as_of=_as_of(part),
    )


def _as_of(part: Part) -> str:
    """Of when the other cases are shown."""
    if part.frozen:
        return f"As the list stood when {WAS[part.frozen_by]}."
    return f"As the action list stands now; it is kept as it is when {IS[part.frozen_by]}."


def _row(agenda: Agenda, line: Line, in_order: list[str]) -> ItemRow:
    where = {"forum": agenda.head.forum, "date": agenda.head.nominal, "item": line.ref}
    can_change = agenda.changes and line.state == "planned" and not line.closed
    return ItemRow(
        line=line,
        title=line.title or HIDDEN,
        child_href=address("case", child=line.child) if line.child else "",
        about=", ".join(part for part in (line.person_id, line.worker) if part),
        when=_when(line),
        flags=tuple(_flags(line, agenda.head.end)),
        said=tuple(_said(line)) if not line.closed else (_who_acts(agenda),),
        can_change=can_change,
        first=in_order[:1] == [line.ref],
        last=in_order[-1:] == [line.ref],
        slot_href=address("agenda_slot", **where),
        off_href=address("agenda_off", **where) if can_change else "",
        later_href=address("agenda_later", **where) if can_change and agenda.next_meeting else "",
    )


def _who_acts(agenda: Agenda) -> str:
    """Who can change a case whose record is closed to the reader."""
    if not agenda.head.runs:
        return "Only people named on the record see more."
    if not agenda.named_here:
        return "Nobody who runs this forum is named on the record: information governance can name somebody."
    return f"Only people named on the record can change it. In this forum: {listed(agenda.named_here)}."


def _when(line: Line) -> str:
    if line.state == "deferred" or line.at is None:
        return ""
    return f"{formats.time(line.at)} to {formats.time(line.ends)}"


def _past_end(line: Line, end: time) -> bool:
    """Whether its time, of any length that is known, runs past the end of the meeting."""
    return (
        line.state == "planned"
        and line.ends is not None
        and (line.ends > end or line.ends < (line.at or end))
    )


def _flags(line: Line, end: time) -> list[tuple[str, str]]:
    flags = []
    if _past_end(line, end):
        flags.append(("After the planned end", "orange"))
    if line.late:
        flags.append(("Late", "yellow"))
    if line.state == "deferred":
        flags.append(
            (f"Put off to {formats.short_date(line.put_off_to)}" if line.put_off_to else "Put off", "grey")
        )
    if line.state == "discussed":
        flags.append(("Discussed", "green"))
    if not line.on_list and line.state == "planned":
        flags.append(("Not on the list any more", "red"))
    return flags


def _said(line: Line) -> list[str]:
    said = [line.came] if line.came else []
    if line.why:
        said.append(f"Chosen because: {line.why}")
    if line.left_why:
        said.append(f"Put off because: {line.left_why}")
    return said
