"""What is owed, by whom, by when, and what has become of it?

A duty is known by its clause, its term, its subject and its occasion. Who owes it and when it is due may change; nothing is
ever deleted: what is no longer owed becomes void, with the fact that ended it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypedDict

from remit.rules.calendar import WorkCalendar
from remit.rules.clock import due_date, in_time
from remit.rules.deadlines import MeetingTime, Occasion, WorkedOut, work_out
from remit.terms.model import Act, Duty, ForumTerms, Owner


class DutyState(StrEnum):
    """What has become of a duty. Open and past its time is overdue: that is read off the clock, never kept."""

    OPEN = "open"
    MET = "met"
    LATE = "late"
    MISSED = "missed"
    WAIVED = "waived"
    VOID = "void"


NOBODY_NAMED = "the record is restricted, and nobody who works with the child may see it"
DISCHARGED = frozenset({DutyState.MET, DutyState.LATE, DutyState.MISSED})


@dataclass(frozen=True, slots=True)
class Holders:
    """Who answers for each seat and each role of a forum today."""

    seats: Mapping[str, int] = field(default_factory=dict)
    roles: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """A case on the agenda, as far as duties depend on it."""

    subject: int
    acts: Mapping[Act, datetime] = field(default_factory=dict)
    workers: Mapping[str, int] = field(default_factory=dict)
    """Social worker and managers of the child, by what they are to it."""
    ended: str | None = None
    """Why nothing is owed for it any more: it was taken off the agenda."""


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody said of an action: when, and whether it moved its date away from the one it had."""

    at: datetime
    moves: bool = False
    was_due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that is over: when it began and closed, and when the forum meets next."""

    starts_at: datetime
    closed_at: datetime
    then: datetime | None


@dataclass(frozen=True, slots=True)
class Round:
    """A time an action had, or a meeting it is asked about again for: who reports by when, and whether that came."""

    number: int
    due: datetime | None
    """None where a later date has taken its place: the duty keeps the due time it had."""
    updated_at: datetime | None
    finished_at: datetime | None = None
    missed_at: datetime | None = None
    """When the forum met without a report: from then on it is asked for the next meeting."""
    again: bool = False
    """Whether it is asked for only because the action is still open."""
    reported_at: datetime | None = None
    """The first report while the action had this date, however early."""


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """An action this meeting asked for."""

    id: int
    subject: int
    lead: int
    rounds: tuple[Round, ...]
    ended: str | None = None
    """Why nothing is owed for it any more, where no update says so."""
    named: frozenset[int] | None = None
    """The only people who may see the child's record; None where it is not restricted."""
    instead: int | None = None
    """Who of them answers for the action while whoever owes a report may not see the record."""


@dataclass(frozen=True, slots=True)
class MeetingDuties:
    """Everything the duties of one meeting depend on."""

    id: int
    forum: int
    """The forum's own subject."""
    occasion: Occasion
    holders: Holders = Holders()
    items: tuple[ItemFacts, ...] = ()
    actions: tuple[ActionFacts, ...] = ()
    live: bool = True
    """Whether the forum was live when it met: what lies before raises no duty."""
    ended: str | None = None
    """Why nothing is owed for it any more: it was cancelled."""
    month: date | None = None
    """Where what is owed for a whole month stands with this meeting: any day of that month."""
    shared: Mapping[str, datetime] = field(default_factory=dict)
    """When each report that is owed for it, or for its month, was first shared."""


@dataclass(frozen=True, slots=True)
class DutyKey:
    """What makes a duty this duty and no other."""

    clause: str
    term: str
    subject: int
    occasion: str


@dataclass(frozen=True, slots=True)
class OwedDuty:
    """A duty as it should now stand."""

    key: DutyKey
    what: str
    owed_by: str
    owner: int | None
    due: WorkedOut | None
    """None: the due time it had stands."""
    met_at: datetime | None = None
    missed_at: datetime | None = None
    evidence: str = ""
    void: str | None = None
    meeting: int | None = None
    action: int | None = None

    def state_by(self, due: datetime) -> DutyState:
        """What has become of it, when it was due by then."""
        if self.void is not None:
            return DutyState.VOID
        if self.met_at is not None:
            return DutyState.MET if in_time(self.met_at, due) else DutyState.LATE
        return DutyState.MISSED if self.missed_at is not None else DutyState.OPEN

    @property
    def discharged_at(self) -> datetime | None:
        """The time of the act that met it, or after which it could no longer be met."""
        return self.met_at or self.missed_at


class Acts(TypedDict):
    """What the acts recorded so far made of a duty."""

    met_at: datetime | None
    missed_at: datetime | None
    evidence: str


def owed(terms: ForumTerms, facts: MeetingDuties, calendar: WorkCalendar) -> tuple[OwedDuty, ...]:
    """The whole set of duties one meeting gives rise to under its terms."""
    if not facts.live:
        return ()
    waits = {duty.id: duty for duty in terms.duties}
    return tuple(
        one
        for duty in terms.duties
        for one in _owed(duty, facts, calendar)
        if duty.follows is None or _settled(waits[duty.follows], one, facts, calendar)
    )


def _settled(first: Duty, then: OwedDuty, facts: MeetingDuties, calendar: WorkCalendar) -> bool:
    """Whether the duty that another waits for has been done, for the same subject if both are about one."""
    same = [one for one in _owed(first, facts, calendar) if one.key.subject == then.key.subject]
    return any(one.met_at for one in same or _owed(first, facts, calendar))


def _owed(duty: Duty, facts: MeetingDuties, calendar: WorkCalendar) -> Iterator[OwedDuty]:
    if duty.per == "meeting":
        yield from _per_meeting(duty, facts, calendar)
    elif duty.per == "item":
        yield from _per_item(duty, facts, calendar)
    else:
        yield from _per_action(duty, facts, calendar)


def _per_meeting(duty: Duty, facts: MeetingDuties, calendar: WorkCalendar) -> Iterator[OwedDuty]:
    due = work_out(duty.due, facts.occasion, calendar)
    if due is None:
        return
    acts = facts.occasion.acts
    yield OwedDuty(
        key=DutyKey(duty.clause, duty.id, facts.forum, f"meeting:{facts.id}"),
        what=duty.what,
        owed_by=named(duty.owed_by),
        owner=holder_of(duty.owed_by, facts.holders, {}),
        due=due,
        **_acts(duty, acts),
        void=facts.ended if duty.met_by not in acts else None,
        meeting=facts.id,
    )


def _per_item(duty: Duty, facts: MeetingDuties, calendar: WorkCalendar) -> Iterator[OwedDuty]:
    for item in facts.items:
        acts = {**facts.occasion.acts, **item.acts}
        occasion = Occasion(
            facts.occasion.meeting, facts.occasion.next_meeting, acts, facts.occasion.sittings
        )
        due = work_out(duty.due, occasion, calendar)
        if due is None:
            continue
        yield OwedDuty(
            key=DutyKey(duty.clause, duty.id, item.subject, f"meeting:{facts.id}"),
            what=duty.what,
            owed_by=named(duty.owed_by),
            owner=holder_of(duty.owed_by, facts.holders, item.workers),
            due=due,
            **_acts(duty, acts),
            void=(facts.ended or item.ended) if duty.met_by not in acts else None,
            meeting=facts.id,
        )


def _per_action(duty: Duty, facts: MeetingDuties, calendar: WorkCalendar) -> Iterator[OwedDuty]:
    for action in facts.actions:
        owner, ended = _answers_for(action, duty, facts.holders)
        for turn in action.rounds:
            if turn.again and not duty.again:
                continue
            occasion = Occasion(
                facts.occasion.meeting, facts.occasion.next_meeting, facts.occasion.acts, action_due=turn.due
            )
            met_at = _reported(duty, turn)
            missed_at = turn.missed_at if duty.again and met_at is None else None
            due = work_out(duty.due, occasion, calendar)
            if due is None and met_at is None and missed_at is None:
                continue
            yield OwedDuty(
                key=DutyKey(duty.clause, duty.id, action.subject, occasion_of_action(action.id, turn.number)),
                what=duty.what,
                owed_by=named(duty.owed_by),
                owner=owner,
                due=due,
                met_at=met_at,
                missed_at=missed_at,
                evidence=duty.met_by if met_at else "meeting-closed" if missed_at else "",
                void=ended if met_at is None and missed_at is None else None,
                meeting=facts.id,
                action=action.id,
            )


def _answers_for(action: ActionFacts, duty: Duty, holders: Holders) -> tuple[int | None, str | None]:
    """Who owes a report of an action, and why nothing is owed of it any more.

    What is owed of a child whose record is closed to who owes it falls to somebody who is named for the record.
    """
    owner = action.lead if duty.owed_by.lead else holder_of(duty.owed_by, holders, {})
    if action.named is None or owner in action.named:
        return owner, action.ended
    if action.instead is None:
        return owner, action.ended or NOBODY_NAMED
    return action.instead, action.ended


def _reported(duty: Duty, turn: Round) -> datetime | None:
    """When the act that answers for this time came."""
    if duty.met_by == "action-finished":
        return turn.finished_at
    return turn.updated_at if duty.again else turn.reported_at


def occasion_of_action(action_id: int, number: int) -> str:
    """Each date an action is given is an occasion of its own; the first carries no number."""
    return f"action:{action_id}:{number}" if number else f"action:{action_id}"


def rounds(
    due: datetime,
    reports: Iterable[Report],
    *,
    finished_at: datetime | None,
    cancelled_at: datetime | None = None,
    held: Sequence[Held] = (),
    sat: Sequence[MeetingTime] = (),
) -> tuple[Round, ...]:
    """When an action's lead was to report, and did. A report that moves the date answers for the one before.

    `due`: the date that holds now. `held`: the forum's meetings since the one that asked for it, the earliest first: one
    held when the action was due, or later, asks again for the next. `sat`: those meetings and the ones to come; a report
    made before the last of them ahead of the due day is too old to count.
    """
    turns: list[Round] = []
    since: datetime | None = None
    for said, by, moved_at in _by_date(reports, due):
        ended_at = moved_at or finished_at
        over = [one for one in held if by and _asks_again(one, by, since, ended_at or cancelled_at)]
        starts = [_fresh_from(by, sat, since), *(one.closed_at for one in over)]
        dues = [None if moved_at else due, *(one.then for one in over)]
        for place, (fresh_from, due_then) in enumerate(zip(starts, dues, strict=True)):
            missed_at = over[place].closed_at if place < len(over) else None
            counting = [one.at for one in said if _counts(one, fresh_from, missed_at)]
            if missed_at is None and ended_at is not None:
                counting.append(ended_at)
            turns.append(
                Round(
                    number=len(turns),
                    due=due_then,
                    updated_at=min(counting, default=None),
                    finished_at=None if moved_at else finished_at,
                    missed_at=None if counting else missed_at,
                    again=place > 0,
                    reported_at=min(
                        [*(one.at for one in said), *([ended_at] if ended_at else [])], default=None
                    ),
                )
            )
        since = moved_at
    return tuple(turns)


def _by_date(
    reports: Iterable[Report], due: datetime
) -> Iterator[tuple[list[Report], datetime | None, datetime | None]]:
    """The reports of each date an action has had, with that date and when a report moved it."""
    said: list[Report] = []
    for report in reports:
        said.append(report)
        if report.moves:
            yield said, report.was_due, report.at
            said = []
    yield said, due, None


def _asks_again(one: Held, due: datetime, since: datetime | None, ended_at: datetime | None) -> bool:
    """Whether this meeting found the action due, open, and with this date."""
    open_then = (since is None or one.closed_at > since) and (ended_at is None or one.closed_at < ended_at)
    return open_then and one.starts_at >= due


def _fresh_from(due: datetime | None, sat: Sequence[MeetingTime], since: datetime | None) -> datetime | None:
    """From when on a report counts for this date: since the forum last met before that day."""
    before = [one.starts_at for one in sat if due is not None and one.day < due_date(due)]
    return max([*before[-1:], *([since] if since else [])], default=None)


def _counts(report: Report, since: datetime | None, until: datetime | None) -> bool:
    return (since is None or report.at > since) and (until is None or report.at <= until)


def _acts(duty: Duty, acts: Mapping[Act, datetime]) -> Acts:
    met_at = acts.get(duty.met_by)
    missed_at = acts.get(duty.missed_when) if duty.missed_when and met_at is None else None
    evidence = duty.met_by if met_at else (duty.missed_when or "") if missed_at else ""
    return {"met_at": met_at, "missed_at": missed_at, "evidence": evidence}


def named(owner: Owner) -> str:
    """Who owes it, as the terms name it: a seat, a role, a worker of the child, the lead of the action."""
    return str(owner.seat or owner.role or owner.worker or owner.lead)


def holder_of(owner: Owner, holders: Holders, workers: Mapping[str, int]) -> int | None:
    """Who that is today; None where nobody holds it."""
    if owner.seat is not None:
        return holders.seats.get(owner.seat)
    if owner.role is not None:
        return holders.roles.get(owner.role)
    return workers.get(owner.worker or "")
