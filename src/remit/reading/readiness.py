"""What is still missing before a meeting: parts of sheets, by case and by who owes them, and answers of seats."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from remit.reading.coming import coming_to, still_silent
from remit.reading.room_attendance import attendance_of, company_of
from remit.reading.room_rail import ItemLine, rail
from remit.reading.sheet import filler
from remit.reading.sittings import Found, Head, find
from remit.records.answers import PartSaid
from remit.records.closing_facts import seats_answered
from remit.records.duties import Duty
from remit.records.meetings import Meeting
from remit.records.sheets import answered_of, said_of
from remit.records.standing import Standing
from remit.rules.clock import is_past
from remit.rules.outcomes import NotFound
from remit.rules.sheets import Part, PartState, filled, owed_for, owed_on_sheets, parts
from remit.rules.viewers import Viewer
from remit.terms.model import ForumTerms, Owed

PREPARED = (Meeting.State.PLANNED, Meeting.State.ISSUED)


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of a case's sheet: how far it has come, and who owes it by when."""

    filled_by: str
    state: PartState
    missing: tuple[str, ...]
    owner: str
    owed_since: datetime | None
    due_at: datetime | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case with the parts of its sheet that somebody owes."""

    line: ItemLine
    parts: tuple[PartLine, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """How ready a meeting is."""

    head: Head
    cases: tuple[CaseLine, ...]
    silent: tuple[tuple[str, str], ...]
    """The seats that nobody has answered for, each with who holds it."""
    seats: int

    @property
    def parts(self) -> tuple[PartLine, ...]:
        """The parts of every case."""
        return tuple(part for case in self.cases for part in case.parts)


def readiness(viewer: Viewer, *, forum: str, nominal: str, now: datetime) -> Readiness:
    """What is missing, for who runs the forum. Refuses: no such meeting that is theirs to run."""
    found = find(viewer, forum=forum, nominal=nominal, now=now)
    if not found.head.runs:
        raise NotFound("meeting")
    agenda = rail(viewer, found.meeting, found.terms, now=now)
    lines = [
        line
        for section in agenda.sections
        if any(owed_for(found.terms, part) for part in parts(found.terms, section.id))
        for line in section.items
        if line.is_case
    ]
    sheets = _Sheets.of(found, [agenda.items[line.ref].pk for line in lines], now)
    company = company_of(found)
    seats, _, _ = attendance_of(found, company, now=now)
    votes = [seat for seat in seats if seat.votes]
    coming = coming_to(found.meeting, found.terms) if found.meeting.state in PREPARED else None
    silent = still_silent(found.terms, seats_answered(company.recorded), coming)
    return Readiness(
        head=found.head,
        cases=tuple(CaseLine(line, sheets.of_case(line, agenda.items[line.ref])) for line in lines),
        silent=tuple(
            (seat.name, ", ".join(one.name for one in seat.holders)) for seat in votes if seat.name in silent
        ),
        seats=len(votes),
    )


@dataclass(frozen=True, slots=True)
class _Sheets:
    """What the sheets of a meeting say, and what is owed on them."""

    terms: ForumTerms
    since: Mapping[int, Mapping[str, datetime]]
    said: Mapping[int, Mapping[str, PartSaid]]
    duties: Mapping[tuple[int, str], Duty]
    now: datetime

    @classmethod
    def of(cls, found: Found, items: Collection[int], now: datetime) -> _Sheets:
        """Three queries."""
        terms = [one.id for one in owed_on_sheets(found.terms)]
        rows = Duty.objects.filter(meeting=found.meeting.pk, term__in=terms).select_related("owner")
        duties = {(row.subject_id, row.term): row for row in rows}
        return cls(found.terms, answered_of(items), said_of(items), duties, now)

    def of_case(self, line: ItemLine, item: Standing) -> tuple[PartLine, ...]:
        """The parts that are owed; none of a child who may not be seen."""
        asked = () if line.hidden else parts(self.terms, line.section, rating=line.risk)
        return tuple(self._part(part, owed, item) for part in asked for owed in owed_for(self.terms, part))

    def _part(self, part: Part, owed: Owed, item: Standing) -> PartLine:
        told = self.said.get(item.pk, {}).get(part.id)
        stands = filled(part, self.since.get(item.pk, {}), said_at=told.at if told else None)
        duty = self.duties.get((item.subject_id, owed.id))
        is_open = duty is not None and duty.state == Duty.State.OPEN
        return PartLine(
            filled_by=filler(self.terms, part.filled_by),
            state=stands.state,
            missing=tuple(one.name for one in stands.missing),
            owner=duty.owner.name if duty and duty.owner else "",
            owed_since=duty.raised_at if duty and is_open else None,
            due_at=duty.due_at if duty and is_open else None,
            overdue=duty is not None and is_open and is_past(duty.due_at, now=self.now),
        )
