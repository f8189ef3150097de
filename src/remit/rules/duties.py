"""What is owed, by whom, by when, and what has become of it?

A duty is known by its clause, its term, its subject and its occasion. Who owes it and when it is due may change; nothing is
ever deleted: what is no longer owed becomes void, with the fact that ended it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TypedDict

from remit.rules.action_rounds import Round
from remit.rules.calendar import WorkCalendar
from remit.rules.clock import due_date, end_of_day, in_time, london_day, shown_due_time
from remit.rules.deadlines import Occasion, Step, WorkedOut, work_out
from remit.rules.kept_list import Kept, kept_cohort
from remit.terms.model import Act, Deadline, Debtor, Duty, Evidence, ForumTerms, Owed, Owner


class DutyState(StrEnum):
    """What has become of a duty. Open and past its time is overdue: that is read off the clock, never kept."""

    OPEN = "open"
    MET = "met"
    LATE = "late"
    MISSED = "missed"
    WAIVED = "waived"
    VOID = "void"


NOBODY_NAMED = "the record is restricted, and nobody who works with the child may see it"
FILLED_IN = "sheet-filled-in"
"""What discharges a duty that is met on a case's sheet."""
LETTER_SENT = "letter-sent"
"""What discharges a duty to send a letter."""
LIST_KEPT = "list-kept"
"""What discharges a duty to keep a list."""
Duties = Duty | Owed
"""What terms of reference call a duty, and what else they want done that a screen records."""
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
    owes: frozenset[str] = frozenset()
    """What is owed for it besides the duties that go with acts: not every part of an agenda asks every question."""
    met: Mapping[str, datetime] = field(default_factory=dict)
    """When that was met, by the id of what is owed."""
    named: frozenset[int] | None = None
    """The only people who may see the child's record; None where it is not restricted."""
    instead: int | None = None
    """Who of them answers for it while whoever owes something may not see the record."""


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
    met: Mapping[str, datetime] = field(default_factory=dict)
    """When what is owed for the meeting itself was met by something else than an act, by the id of what is owed."""
    lists: Mapping[str, Kept] = field(default_factory=dict)
    """How a list that somebody is held to keep stands for it, by the id of what is owed."""
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
    running: tuple[Duties, ...] = (*terms.duties, *(one for one in terms.owed if _runs(terms, one)))
    known = {duty.id: duty for duty in running}
    return tuple(
        one
        for duty in running
        for one in _owed(duty, facts, calendar)
        # What waits for something no screen records yet would wait for ever, so it does not.
        if duty.follows not in known or _settled(known[duty.follows], one, facts, calendar)
    )


def _runs(terms: ForumTerms, owed: Owed) -> bool:
    """Whether somebody can be held to it: to keep a list only where an entry of it is ever flagged."""
    by_list = isinstance(owed.met_by, Evidence) and owed.met_by.kept is not None
    return owed.runs and (not by_list or kept_cohort(terms, owed) is not None)


def _settled(first: Duties, then: OwedDuty, facts: MeetingDuties, calendar: WorkCalendar) -> bool:
    """Whether the duty that another waits for has been done, for the same subject if both are about one."""
    same = [one for one in _owed(first, facts, calendar) if one.key.subject == then.key.subject]
    return any(one.met_at for one in same or _owed(first, facts, calendar))


def _owed(duty: Duties, facts: MeetingDuties, calendar: WorkCalendar) -> Iterator[OwedDuty]:
    if duty.per == "meeting":
        yield from _per_meeting(duty, facts, calendar)
    elif duty.per == "item":
        yield from _per_item(duty, facts, calendar)
    elif isinstance(duty, Duty):
        yield from _per_action(duty, facts, calendar)


def _per_meeting(duty: Duties, facts: MeetingDuties, calendar: WorkCalendar) -> Iterator[OwedDuty]:
    due = work_out(_due(duty), facts.occasion, calendar)
    if due is None:
        return
    listed = facts.lists.get(duty.id)
    acts = _acts(duty, facts.occasion.acts, facts.met, listed)
    yield OwedDuty(
        key=DutyKey(duty.clause, duty.id, facts.forum, f"meeting:{facts.id}"),
        what=duty.what,
        owed_by=named(_owing(duty)),
        owner=holder_of(_owing(duty), facts.holders, {}),
        due=due,
        **acts,
        void=facts.ended if acts["met_at"] is None else None,
        meeting=facts.id,
    )


def _per_item(duty: Duties, facts: MeetingDuties, calendar: WorkCalendar) -> Iterator[OwedDuty]:
    for item in facts.items:
        happened = {**facts.occasion.acts, **item.acts}
        occasion = Occasion(
            facts.occasion.meeting, facts.occasion.next_meeting, happened, facts.occasion.sittings
        )
        due = work_out(_due(duty), occasion, calendar)
        if due is None or (isinstance(duty, Owed) and duty.id not in item.owes):
            continue
        acts = _acts(duty, happened, item.met)
        owner, closed = _answers_for(item, holder_of(_owing(duty), facts.holders, item.workers))
        yield OwedDuty(
            key=DutyKey(duty.clause, duty.id, item.subject, f"meeting:{facts.id}"),
            what=duty.what,
            owed_by=named(_owing(duty)),
            owner=owner,
            due=in_time_still(due, item.acts.get("case-selected"), occasion)
            if isinstance(duty, Owed)
            else due,
            **acts,
            void=_void(facts, item, closed, acts),
            meeting=facts.id,
        )


def _void(facts: MeetingDuties, item: ItemFacts, closed: str | None, acts: Acts) -> str | None:
    """Why nothing is owed of a case. What was missed stays missed, whoever works with the child today."""
    if acts["met_at"] is not None:
        return None
    return facts.ended or item.ended or (closed if acts["missed_at"] is None else None)


def in_time_still(due: WorkedOut, came: datetime | None, occasion: Occasion) -> WorkedOut:
    """What a case owes that came on after it was due is due at once: that day, as long as the meeting is ahead or goes on.

    So it can be met; and a meeting that moved to an earlier day of the week than its deadlines asks for nothing that was
    due before anybody knew of the case.
    """
    if came is None or came <= due.due:
        return due
    last, meeting = end_of_day(london_day(came)), occasion.meeting
    if meeting is not None:
        last = min(last, meeting.starts_at if came < meeting.starts_at else meeting.ends_at)
    last = max(last, came)
    step = Step("The case came on after that, so it is due at once, which", due_date(last))
    return WorkedOut(last, (*due.steps, replace(step, at=shown_due_time(last))))


def due_of(
    terms: ForumTerms, duty: str, occasion: Occasion, calendar: WorkCalendar, *, came: datetime | None
) -> datetime | None:
    """When the duty of that id is due for a case that came on then; None while that cannot be known."""
    known: tuple[Duties, ...] = (*terms.duties, *(one for one in terms.owed if one.runs))
    for one in known:
        if one.id == duty:
            due = work_out(_due(one), occasion, calendar)
            if due is None:
                return None
            return (in_time_still(due, came, occasion) if isinstance(one, Owed) else due).due
    return None


def _per_action(duty: Duty, facts: MeetingDuties, calendar: WorkCalendar) -> Iterator[OwedDuty]:
    for action in facts.actions:
        owing = action.lead if duty.owed_by.lead else holder_of(duty.owed_by, facts.holders, {})
        owner, closed = _answers_for(action, owing)
        ended = action.ended or closed
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


def _answers_for(one: ItemFacts | ActionFacts, owner: int | None) -> tuple[int | None, str | None]:
    """Who owes it, and why nothing is owed of it while nobody could do it.

    What is owed of a child whose record is closed to who owes it falls to somebody who is named for the record.
    """
    if one.named is None or owner in one.named:
        return owner, None
    return (owner, NOBODY_NAMED) if one.instead is None else (one.instead, None)


def _reported(duty: Duty, turn: Round) -> datetime | None:
    """When the act that answers for this time came."""
    if duty.met_by == "action-finished":
        return turn.finished_at
    return turn.updated_at if duty.again else turn.reported_at


def occasion_of_action(action_id: int, number: int) -> str:
    """Each date an action is given is an occasion of its own; the first carries no number."""
    return f"action:{action_id}:{number}" if number else f"action:{action_id}"


def _acts(
    duty: Duties, acts: Mapping[Act, datetime], met: Mapping[str, datetime], listed: Kept | None = None
) -> Acts:
    met_at = met.get(duty.id) if isinstance(duty, Owed) else acts.get(duty.met_by)
    met_at = listed.at if listed is not None else met_at
    missed_at = acts.get(duty.missed_when) if duty.missed_when and met_at is None else None
    evidence = _how(duty) if met_at else (duty.missed_when or "") if missed_at else ""
    if missed_at and listed is not None:
        evidence = f"{evidence}, {listed.behind} {'entry' if listed.behind == 1 else 'entries'} untouched"
    return {"met_at": met_at, "missed_at": missed_at, "evidence": evidence}


def _how(duty: Duties) -> str:
    """What is said to have discharged a duty that is met."""
    if not isinstance(duty, Owed):
        return duty.met_by
    if isinstance(duty.met_by, Evidence) and duty.met_by.kept is not None:
        return LIST_KEPT
    return LETTER_SENT if duty.per == "meeting" else FILLED_IN


def _due(duty: Duties) -> Deadline:
    assert duty.due is not None, "what is owed at no time does not run"
    return duty.due


def _owing(duty: Duties) -> Owner | Debtor:
    assert duty.owed_by is not None, "what nobody owes does not run"
    return duty.owed_by


def named(owner: Owner | Debtor) -> str:
    """Who owes it, as the terms name it: a seat, a role, a worker of the child, the lead of the action."""
    lead = owner.lead if isinstance(owner, Owner) else owner.post
    return str(owner.seat or owner.role or owner.worker or lead)


def holder_of(owner: Owner | Debtor, holders: Holders, workers: Mapping[str, int]) -> int | None:
    """Who that is today; None where nobody holds it."""
    if owner.seat is not None:
        return holders.seats.get(owner.seat)
    if owner.role is not None:
        return holders.roles.get(owner.role)
    return workers.get(owner.worker or "")
