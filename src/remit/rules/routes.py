"""Where does a proposal go, in what order, by when, with which papers, and who comes?

Every row of the routes that holds counts; rows to the same forum make one line. A row that what is known leaves open
stands as a line too, and names the facts that would settle it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Literal

from remit.rules.calendar import WorkCalendar
from remit.rules.clock import in_time, instant, shown_due
from remit.rules.conditions import NO, Verdict, judged
from remit.rules.deadlines import MeetingTime, Occasion, work_out
from remit.rules.forum_calendar import Held
from remit.rules.proposals import Proposal
from remit.rules.text import shown_date
from remit.terms.conditions import understood, with_figures
from remit.terms.model import ForumTerms
from remit.terms.routing import Routes, Row


@dataclass(frozen=True, slots=True)
class Line:
    """One destination. `forum`: its id, or None for one outside. `missing`: facts that would change this line."""

    order: int
    destination_type: Literal["forum", "external"]
    forum: str | None
    destination: str
    clauses: tuple[str, ...]
    why: str
    meeting: MeetingTime | None = None
    submit_by: datetime | None = None
    papers: tuple[str, ...] = ()
    approvals: tuple[str, ...] = ()
    attend: tuple[str, ...] = ()
    exception: str | None = None
    missing: tuple[str, ...] = ()
    hear_by: datetime | None = None
    """The latest moment at which the terms want it heard, where the day it counts from is known."""


@dataclass(frozen=True, slots=True)
class _Stop:
    """A destination with the rows that lead there or add to it: those that hold, and those that are open."""

    to: str
    certain: tuple[Row, ...]
    open_rows: tuple[Row, ...]
    missing: tuple[str, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """What the line is made from: what holds; where nothing takes it there for certain, what might."""
        return (
            self.certain if any(not row.along for row in self.certain) else (*self.certain, *self.open_rows)
        )

    @property
    def is_certain(self) -> bool:
        return any(not row.along for row in self.certain)


@dataclass(slots=True)
class _Way:
    """What is looked up on the way: the forums that are on, the calendar, and where the line before ends."""

    proposal: Proposal
    held: Mapping[str, Held]
    calendar: WorkCalendar
    after: MeetingTime | None = None


def route(
    proposal: Proposal, routes: Routes, held: Mapping[str, Held], calendar: WorkCalendar
) -> tuple[Line, ...]:
    """The lines in order, each meeting after that of the line before. `held`: each forum's terms and its sittings."""
    way = _Way(proposal, held, calendar)
    lines: list[Line] = []
    for stop in _stops(proposal, routes, held):
        make = _to_forum if stop.to in proposal.forums else _outside
        line = make(len(lines) + 1, stop, routes, way)
        way.after = line.meeting or way.after
        lines.append(line)
    return tuple(lines)


def _stops(proposal: Proposal, routes: Routes, held: Mapping[str, Held]) -> Iterator[_Stop]:
    for to in routes.order:
        if not _is_on(to, routes, proposal.forums):
            continue
        judged_rows = [(row, _judged(row, proposal, held)) for row in routes.rows_to(to)]
        certain = tuple(row for row, verdict in judged_rows if verdict.holds is True)
        possible = [(row, verdict) for row, verdict in judged_rows if verdict.holds is None]
        if any(not row.along for row in (*certain, *(row for row, _ in possible))):
            missing = dict.fromkeys(fact for _, verdict in possible for fact in verdict.missing)
            yield _Stop(to, certain, tuple(row for row, _ in possible if not row.along), tuple(missing))


def _is_on(to: str, routes: Routes, forums: frozenset[str]) -> bool:
    """Forums that are off are not spoken of, nor what only they ask for."""
    outside = routes.external.get(to)
    return to in forums if outside is None else outside.asked_by in forums and outside.unless not in forums


def _judged(row: Row, proposal: Proposal, held: Mapping[str, Held]) -> Verdict:
    """Whether a row holds. Where the authority took out the figure it asks for, nothing reaches it."""
    try:
        when = with_figures(understood(row.when), _Figures(held))
    except KeyError:
        return NO
    return judged(when, proposal.facts)


class _Figures(dict[str, int]):
    """The thresholds of the forums' terms, looked up when a condition names one: `pf2.placement-weekly`."""

    def __init__(self, held: Mapping[str, Held]) -> None:
        super().__init__()
        self._held = held

    def __missing__(self, name: str) -> int:
        forum, _, threshold = name.partition(".")
        figures = {found.id: found.at_least for found in self._held[forum].terms.thresholds}
        return figures[threshold]


def _to_forum(order: int, stop: _Stop, routes: Routes, way: _Way) -> Line:
    held = way.held[stop.to]
    terms = held.terms
    retrospective = any(row.exception and row.exception.next_available for row in stop.certain)
    meeting, submit_by = _sitting(held, stop, way, any_cutoff=retrospective)
    said = [*_exceptions(stop), *_late(stop, held, meeting, way)]
    approval = terms.submission.approval
    return Line(
        order,
        "forum",
        stop.to,
        terms.name,
        _clauses(stop, terms, way),
        _why(stop, meeting, way.calendar),
        meeting,
        None if retrospective else submit_by,
        tuple(_papers(terms, stop.rows)),
        () if approval is None else (_post(approval.by),),
        tuple(dict.fromkeys(_post(who) for one in terms.presenters for who in one.any_of)),
        " ".join(said) or None,
        _missing(stop, way.proposal),
        min(_dues(stop, terms, way), default=None),
    )


def _outside(order: int, stop: _Stop, routes: Routes, way: _Way) -> Line:
    outside = routes.external[stop.to]
    terms = way.held[outside.asked_by].terms
    return Line(
        order,
        "external",
        None,
        outside.name,
        _clauses(stop, terms, way),
        _why(stop, None, way.calendar),
        submit_by=min(_dues(stop, terms, way), default=None),
        exception=" ".join(_exceptions(stop)) or None,
        missing=_missing(stop, way.proposal),
    )


def _sitting(
    held: Held, stop: _Stop, way: _Way, *, any_cutoff: bool
) -> tuple[MeetingTime | None, datetime | None]:
    """The first sitting still to come that the papers can reach, and by when; after the line before."""
    for meeting in held.meetings:
        if not _comes_after(meeting, stop, way):
            continue
        submit_by = _cutoff(held.terms, meeting, way.calendar)
        if any_cutoff or submit_by is None or in_time(way.proposal.now, submit_by):
            return meeting, submit_by
    return None, None


def _comes_after(meeting: MeetingTime, stop: _Stop, way: _Way) -> bool:
    if meeting.starts_at <= way.proposal.now:
        return False
    before = way.after
    if before is None:
        return True
    spans = [row.leaving for row in stop.rows if row.leaving is not None]
    leaves = all(way.calendar.between(before.day, meeting.day) >= span.count for span in spans)
    return meeting.starts_at >= before.ends_at and leaves


def _cutoff(terms: ForumTerms, meeting: MeetingTime, calendar: WorkCalendar) -> datetime | None:
    cutoff = terms.submission.cutoff
    worked = work_out(cutoff.due, Occasion(meeting), calendar) if cutoff else None
    return worked.due if worked else None


def _exceptions(stop: _Stop) -> Iterator[str]:
    for row in stop.certain:
        if row.exception is not None:
            by = row.exception.confirmed_by
            clause = next(iter(row.clauses))
            confirmed = f" The {_post(by)} confirms it, and it is recorded." if by else ""
            yield f"{row.exception.says}{confirmed} ({clause})"


def _late(stop: _Stop, held: Held, meeting: MeetingTime | None, way: _Way) -> Iterator[str]:
    """What is to be said where it would be heard too late."""
    for row in stop.rows:
        due = _heard_by(row, held.terms, way)
        if due is None or (meeting is not None and in_time(meeting.starts_at, due)):
            continue
        clause = next(iter(row.clauses))
        yield f"It is to be heard by {shown_due(due)}, and no meeting in reach is: a breach that is recorded ({clause})."
        sooner = [
            one for one in held.meetings if _comes_after(one, stop, way) and in_time(one.starts_at, due)
        ]
        if sooner:
            yield f"The chair may admit it late to the meeting of {shown_date(sooner[-1].day)}."


def _dues(stop: _Stop, terms: ForumTerms, way: _Way) -> list[datetime]:
    return [due for row in stop.rows if (due := _heard_by(row, terms, way)) is not None]


def _heard_by(row: Row, terms: ForumTerms, way: _Way) -> datetime | None:
    """By when the terms want it heard or done, where the day it counts from is known."""
    said = row.heard_by
    day = way.proposal.facts.get(said.since) if said else None
    owed = next((one for one in terms.owed if said and one.id == said.owed), None)
    if day is None or owed is None or owed.due is None or owed.due.anchor is None:
        return None
    acts: Mapping[Any, datetime] = {owed.due.anchor: instant(day, time(0))}
    worked = work_out(owed.due, Occasion(acts=acts), way.calendar)
    return worked.due if worked else None


def _clauses(stop: _Stop, terms: ForumTerms, way: _Way) -> tuple[str, ...]:
    """Each clause once; one that stands only in the terms of a forum that is off is not cited."""
    named = dict.fromkeys(clause for row in stop.rows for clause in row.clauses)
    return tuple(clause for clause in named if clause in terms.clauses or _is_in_force(clause, way))


def _is_in_force(clause: str, way: _Way) -> bool:
    """Whether a forum that is on has clauses of this name: PCT-1 of `pct-pre`, PF1-4 of `pf1`."""
    prefix = clause.partition("-")[0].lower()
    return any(forum.partition("-")[0] == prefix for forum in way.proposal.forums)


def _why(stop: _Stop, meeting: MeetingTime | None, calendar: WorkCalendar) -> str:
    whys = list(dict.fromkeys(row.why for row in stop.rows))
    said = " ".join(whys) if stop.is_certain else f"If what is not known says so: {' '.join(whys)}"
    holiday = calendar.holiday(meeting.day) if meeting else None
    moves = (
        f" {shown_date(meeting.day)} is a bank holiday ({holiday}); the chair moves or cancels it."
        if meeting and holiday
        else ""
    )
    return f"{said}{moves}"


def _papers(terms: ForumTerms, rows: Sequence[Row]) -> Iterable[str]:
    """The papers of the requests, those a row names, and what has to have come first; each once."""
    requests = {row.request for row in rows if row.request}
    named = {paper for row in rows for paper in row.papers}
    first = {one for row in rows for one in row.first}
    wanted = [
        paper.name
        for paper in terms.papers
        if paper.id in named or (not paper.only and (not paper.requests or requests & set(paper.requests)))
    ]
    earlier = [
        f"{one.what}, with its date" for one in terms.submission.first if one.id in first or not one.when
    ]
    return dict.fromkeys((*wanted, *earlier))


def _missing(stop: _Stop, proposal: Proposal) -> tuple[str, ...]:
    days = [
        row.heard_by.since
        for row in stop.rows
        if row.heard_by and proposal.facts.get(row.heard_by.since) is None
    ]
    return tuple(dict.fromkeys((*stop.missing, *days)))


def _post(worker: str) -> str:
    return worker.replace("_", " ")
