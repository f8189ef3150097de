"""What is owed before, at and after the meeting, and what is kept of it?"""

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from remit.terms.acts import Act, HandedOut, MeetingAct
from remit.terms.deadline import Deadline
from remit.terms.sitting import SeatRole, Worker
from remit.terms.values import (
    ClauseRef,
    DutyRef,
    Effect,
    OutcomeRef,
    QuestionRef,
    SeatRef,
    Span,
    Term,
    TermId,
    Value,
    Words,
)


class Tracker(Term):
    """Which actions come along to the next meeting, in this order."""

    shows: tuple[Literal["open", "closed"], ...]
    clause: ClauseRef


class Actions(Term):
    """When an action is due if nobody says otherwise. Its lead's update is a duty of its own."""

    due: Deadline
    tracker: Tracker | None = None
    clause: ClauseRef


class Owner(Value):
    """Who owes it: the holder of a seat, whoever has a role at the forum, who works with the child, or an action's lead."""

    seat: SeatRef | None = None
    role: SeatRole | None = None
    worker: Worker | None = None
    lead: Literal["action"] | None = None

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if sum(part is not None for part in (self.seat, self.role, self.worker, self.lead)) != 1:
            raise ValueError("name one owner: `seat`, `role`, `worker` or `lead: action`")
        return self


class Duty(Term):
    """Owed by whom, by when, met by which act. From `missed_when` it can no longer be done. `follows`: it waits for that duty.

    `again`: an update of an action is owed anew for each meeting, once the forum has met after the action fell due.
    """

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"duty"})
    id: TermId
    what: Words
    per: Literal["meeting", "action", "item"]
    owed_by: Owner
    due: Deadline
    met_by: Act
    missed_when: MeetingAct | None = None
    follows: DutyRef | None = None
    again: Literal["each_meeting"] | None = None
    clause: ClauseRef

    @model_validator(mode="after")
    def _asks_again_for_updates_only(self) -> Self:
        if self.again is not None and self.met_by != "action-updated":
            raise ValueError("`again` is for a duty that is met by `action-updated`")
        return self


class Escalation(Value):
    """To whom a duty goes that is overdue for so long: the manager above who owes it, or the forum's chair."""

    after: Span
    to: Literal["manager", "chair"]


class Reminders(Term):
    """How long ahead whoever owes a duty is reminded of it, and when and to whom it goes if it is not done.

    `before`: each is one reminder. They go for every duty of the forum.
    """

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"duty"})
    before: tuple[Span, ...] = ()
    escalates: Escalation | None = None
    clause: ClauseRef


class Earlier(Term):
    """What of earlier discussions stands on a case, without copying."""

    shows: tuple[Literal["outcome", "answers", "actions"], ...]
    offers: Span | None = None
    """For how long after it was given an answer to the same question, at any forum, is offered for a case's sheet."""
    clause: ClauseRef


class Trajectory(Term):
    """These outcomes begin the child's trajectory, out of the answers to two questions, once the minutes are approved."""

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"gate"})
    begun_by: tuple[OutcomeRef, ...]
    until_then: QuestionRef
    step_down: QuestionRef
    clause: ClauseRef


class Distribution(Value):
    """Whom something reaches: who sits there in these roles, who holds these seats, and who works with a child concerned."""

    to: tuple[Literal["members"] | SeatRole, ...] = ()
    seats: tuple[SeatRef, ...] = ()
    workers: tuple[Worker, ...] = ()

    @model_validator(mode="after")
    def _names_somebody(self) -> Self:
        if not (self.to or self.seats or self.workers):
            raise ValueError("name somebody: roles in `to`, `seats`, or `workers`")
        return self


class Minutes(Term):
    """Who approves the minutes; a child's extract is there from that act.

    `draft_goes_to`: who is written to once the meeting is closed and the draft is there, for each role the one who sat
    there in it; they run the forum, since nobody else reads a draft. `issued_to`: who is sent word of approved minutes
    and of each correction, roles and seats of the whole, workers of the part about the child they work with. Each is
    led to a page, which asks who looks.
    `agreed_at_next`: the next agenda opens with them, and there they are agreed.
    """

    effect_in: ClassVar[dict[Effect, tuple[str, ...]]] = {"duty": ("draft_goes_to", "issued_to")}
    approved_by: SeatRole = "chair"
    extracts_from: HandedOut = "minutes-approved"
    draft_goes_to: tuple[Literal["chair", "deputy", "coordinator"], ...] = ()
    issued_to: Distribution | None = None
    agreed_at_next: bool = False
    clause: ClauseRef | None = None


class Register(Term):
    """What closing a meeting writes into the forum's register, a row a case."""

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"structure", "measure"})
    columns: tuple[
        Literal["meeting", "person", "section", "rating", "outcome", "attendance", "presence", "actions"], ...
    ]
    written_by: HandedOut
    clause: ClauseRef


class Review(Term):
    """These terms are reviewed by `review_due`; an overdue review is shown, and a coming one so long ahead."""

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"duty"})
    shown_ahead: Span
    clause: ClauseRef


class NotYet(Value):
    """An effect of a clause that does not run, or not wholly: said, so that nothing claims what is not there."""

    clause: ClauseRef
    effect: Effect
    missing: Words
