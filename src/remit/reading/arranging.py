"""Which cases are to be given a time, who is wanted for them, and when can they not come?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from math import gcd

from remit.reading.agenda_lines import Line, lines_of
from remit.reading.sittings import Found, Head, find
from remit.records.coming import asked_to
from remit.records.meetings import AgendaItem
from remit.records.wanted import UNRATED, WantedFor, wanted_for
from remit.rules.arranging import MINUTES_A_DAY, Away, Problem, Wanted
from remit.rules.meeting_gates import why_not_prepare
from remit.rules.outcomes import NotAllowed, NotFound
from remit.rules.slots import minute_of, usual_minutes
from remit.rules.viewers import Viewer

Can = tuple[time | None, time | None]
"""From when, and until when, somebody said they can come."""
FINEST = 5
"""Minutes: times are looked for at multiples of so many after the start, or of more where all lengths allow it."""


@dataclass(frozen=True, slots=True)
class WantedPerson:
    """Somebody wanted for cases of this part of the agenda."""

    key: str
    name: str
    manages: bool
    cases: int


@dataclass(frozen=True, slots=True)
class CaseToPlace:
    """A case that waits for its time, or has one."""

    ref: str
    title: str
    """Empty where the reader may not see the child."""
    minutes: int
    at: time | None
    people: tuple[tuple[str, str], ...]
    """Key and name of those wanted for it."""
    manager: str
    """Key of the manager; empty where none is known."""
    urgency: tuple[int, int]
    """By risk, then by urgency; the lower, the sooner."""
    waits: bool
    """Whether its time can still be changed."""


@dataclass(frozen=True, slots=True)
class ToArrange:
    """A part of the agenda with what its times depend on."""

    head: Head
    section: str
    section_name: str
    clause: str
    can_change: bool
    cases: tuple[CaseToPlace, ...]
    people: tuple[WantedPerson, ...]
    answered: Mapping[str, Can]
    """From when and until when those who were invited said they can come, by key."""
    begins: time
    """When this part of the agenda begins: the parts before it have ended."""


def to_arrange(viewer: Viewer, *, forum: str, nominal: str, section: str, now: datetime) -> ToArrange:
    """The cases of a part of the agenda that has slots, for who runs the forum.

    Refuses: no such meeting or part for this viewer; not theirs to run.
    """
    found = find(viewer, forum=forum, nominal=nominal, now=now)
    if not found.head.runs:
        raise NotAllowed("You do not coordinate or chair this forum.", remedy="Ask who does.")
    part = next((one for one in found.terms.agenda.sections if one.id == section and one.slot), None)
    if part is None or part.slot is None:
        raise NotFound("part of the agenda")
    by_section = lines_of(viewer, found, now=now)
    lines = [line for line in by_section.get(section, ()) if line.state != AgendaItem.State.DEFERRED]
    wanted = _wanted(found, lines)
    usual = usual_minutes(found.terms, part.id)
    return ToArrange(
        head=found.head,
        section=part.id,
        section_name=part.name,
        clause=part.slot.clause,
        can_change=why_not_prepare(found.meeting.state) is None and found.terms.agenda.reorderable,
        cases=tuple(_case(line, wanted.get(line.ref), usual) for line in lines),
        people=_people(wanted.values()),
        answered=_answered(found),
        begins=_begins(found, by_section, section),
    )


def _answered(found: Found) -> dict[str, Can]:
    """What people answered to their invitations, whichever they answered; one query, none where nobody is invited."""
    rows = asked_to(found.meeting.pk) if found.terms.invitations else ()
    return {str(row.staff): (row.can_from, row.can_until) for row in rows if row.can_from or row.can_until}


def problem_of(page: ToArrange, *, can_come: Mapping[str, Can], keep: Collection[str]) -> Problem:
    """What is to be solved. `can_come`: what people answered, by key; `keep`: references of cases whose time stays."""
    order = sorted(enumerate(page.cases), key=lambda one: (one[1].urgency, one[0]))
    cases = [_to_place(case, rank, keep) for rank, (_, case) in enumerate(order)]
    begins, ends = minute_of(page.begins), minute_of(page.head.end)
    marks = [one.fixed_at for one in cases if one.fixed_at is not None]
    marks += [minute_of(at) for said in can_come.values() for at in said if at is not None]
    step = gcd(*(one.minutes for one in cases), *(mark - begins for mark in marks))
    away = {key: _away(since, until) for key, (since, until) in can_come.items()}
    return Problem(begins, max(ends, begins), tuple(cases), away, max(step, FINEST))


def _to_place(case: CaseToPlace, rank: int, keep: Collection[str]) -> Wanted:
    stays = case.at is not None and (case.ref in keep or not case.waits)
    return Wanted(
        case.ref,
        case.minutes,
        tuple(key for key, _ in case.people),
        case.manager,
        rank,
        minute_of(case.at) if stays and case.at is not None else None,
    )


def _wanted(found: Found, lines: Collection[Line]) -> dict[str, WantedFor]:
    """Who is wanted for each case this reader may see, by its reference."""
    open_refs = [line.ref for line in lines if line.is_case and not line.closed]
    rows = AgendaItem.objects.filter(meeting=found.meeting, ref__in=open_refs)
    keys = dict(rows.values_list("pk", "ref"))
    return {keys[pk]: one for pk, one in wanted_for(keys, on=found.meeting.date).items()}


def _case(line: Line, wanted: WantedFor | None, usual: int) -> CaseToPlace:
    people = [who for who in (wanted.worker, wanted.manager) if who] if wanted else []
    return CaseToPlace(
        ref=line.ref,
        title=line.title,
        minutes=line.minutes or usual,
        at=line.at,
        people=tuple({str(key): name for key, name in people}.items()),
        manager=str(wanted.manager[0]) if wanted and wanted.manager else "",
        urgency=wanted.urgency if wanted else UNRATED,
        waits=line.state == AgendaItem.State.PLANNED,
    )


def _people(wanted: Collection[WantedFor]) -> tuple[WantedPerson, ...]:
    """Each once, managers first."""
    found: dict[int, WantedPerson] = {}
    for manages in (True, False):
        for one in wanted:
            who = one.manager if manages else one.worker
            if who is None or who[0] in found:
                continue
            cases = sum(who in (each.worker, each.manager) for each in wanted)
            found[who[0]] = WantedPerson(str(who[0]), who[1], manages, cases)
    return tuple(sorted(found.values(), key=lambda one: (not one.manages, one.name)))


def _begins(found: Found, by_section: Mapping[str, Collection[Line]], section: str) -> time:
    at = found.meeting.start
    for part in found.terms.agenda.sections:
        if part.id == section:
            break
        at = max([at, *(line.ends for line in by_section.get(part.id, ()) if line.ends)])
    return at


def _away(since: time | None, until: time | None) -> tuple[Away, ...]:
    before = [Away(0, minute_of(since))] if since else []
    after = [Away(minute_of(until), MINUTES_A_DAY)] if until else []
    return (*before, *after)
