"""What can a forum's terms of reference say? The whole of one forum's file, and every kind of term by name."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from remit.terms.acts import ACTION_ACTS, ACTS, ITEM_ACTS, MEETING_ACTS, Act, Event, MeetingAct
from remit.terms.agenda import (
    Agenda,
    Cohort,
    Comments,
    EntryFact,
    Late,
    Rhythm,
    Section,
    Selection,
    Slot,
    TakingPart,
    Untouched,
)
from remit.terms.counting import Chart, Count, Grouping, Measure, Report, Told, Without
from remit.terms.criteria import Contradiction, Criteria, Criterion, Fact, RatedArea, Silence
from remit.terms.deadline import Anchor, At, Deadline, HolidayRule
from remit.terms.follow_up import (
    Actions,
    Distribution,
    Duty,
    Earlier,
    Escalation,
    Minutes,
    NotYet,
    Owner,
    Register,
    Reminders,
    Review,
    Tracker,
    Trajectory,
)
from remit.terms.forms import FilledBy, Form, Outcome, Question, QuestionKind, When
from remit.terms.inviting import Invitation, Reply
from remit.terms.promises import (
    Challenge,
    Debtor,
    Evidence,
    Gate,
    Guide,
    LateCopy,
    Letter,
    Neighbour,
    Notice,
    Owed,
    Paperwork,
    Place,
    Reached,
    Sheet,
    Unless,
)
from remit.terms.requests import (
    Approval,
    ComesFirst,
    Cutoff,
    Filter,
    Ladder,
    Paper,
    Publication,
    Request,
    Retrospective,
    Rung,
    Submission,
    Threshold,
)
from remit.terms.sitting import Attendance, LookingBack, Meets, Presenters, Quorum, Seat
from remit.terms.values import (
    ClauseId,
    ClauseRef,
    ClockTime,
    Effect,
    Month,
    MonthOrDay,
    Planned,
    Span,
    Term,
    TermId,
    Value,
    Weekday,
    Words,
    of_id,
)

__all__ = [
    "ACTION_ACTS",
    "ACTS",
    "ITEM_ACTS",
    "MEETING_ACTS",
    "Act",
    "Actions",
    "Agenda",
    "Alternative",
    "Anchor",
    "Approval",
    "At",
    "Attendance",
    "Challenge",
    "Chart",
    "Clause",
    "ClauseId",
    "ClockTime",
    "Cohort",
    "ComesFirst",
    "Comments",
    "Contradiction",
    "Count",
    "Criteria",
    "Criterion",
    "Cutoff",
    "Deadline",
    "Debtor",
    "Distribution",
    "Duty",
    "Earlier",
    "Effect",
    "EntryFact",
    "Escalation",
    "Event",
    "Evidence",
    "Fact",
    "FilledBy",
    "Filter",
    "Form",
    "ForumTerms",
    "Gate",
    "Grouping",
    "Guide",
    "HolidayRule",
    "Invitation",
    "Ladder",
    "Late",
    "LateCopy",
    "Letter",
    "LookingBack",
    "Measure",
    "MeetingAct",
    "Meets",
    "Minutes",
    "Month",
    "MonthOrDay",
    "Neighbour",
    "NotYet",
    "Notice",
    "Outcome",
    "Owed",
    "Owner",
    "Paper",
    "Paperwork",
    "Place",
    "Planned",
    "Presenters",
    "Publication",
    "Question",
    "QuestionKind",
    "Quorum",
    "RatedArea",
    "Reached",
    "Register",
    "Reminders",
    "Reply",
    "Report",
    "Request",
    "Retrospective",
    "Review",
    "Rhythm",
    "Rung",
    "Seat",
    "Section",
    "Selection",
    "Sheet",
    "Silence",
    "Slot",
    "Span",
    "Submission",
    "TakingPart",
    "Term",
    "TermId",
    "Threshold",
    "Told",
    "Tracker",
    "Trajectory",
    "Unless",
    "Untouched",
    "Weekday",
    "When",
    "Without",
]


class Alternative(Value):
    """Another way to read a clause, and what it would change in the file."""

    says: Words
    change: dict[str, Any]


class Clause(Value):
    """One clause in our words.

    `reading` is how we take it, `set_by` the values that reading set, `as_written` what the document says instead.
    `gives_way_to`: a clause of the forum's own that takes the place of this inherited one. Where a clause was inherited
    from is filled in on reading; nobody writes it.
    """

    says: Words
    reading: Words | None = None
    set_by: tuple[Words, ...] = ()
    as_written: Words | None = None
    effects: tuple[Effect, ...] = Field(min_length=1)
    alternatives: tuple[Alternative, ...] = ()
    gives_way_to: ClauseRef | None = None
    inherited_from: TermId | None = None


class ForumTerms(Value):
    """The terms of reference of one forum, whole."""

    id: TermId
    name: Words
    short: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]*$", max_length=12)]
    decides: bool | None = None
    approved_on: MonthOrDay | None = None
    review_due: MonthOrDay | None = None
    purpose: Words
    inherits: tuple[TermId, ...] = ()
    clauses: dict[ClauseId, Clause] = Field(min_length=1)
    meets: Meets
    quorum: Quorum = Quorum()
    seats: tuple[Seat, ...] = Field(min_length=1)
    attendance: Attendance | None = None
    presenters: tuple[Presenters, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    selection: tuple[Selection, ...] = ()
    agenda: Agenda
    earlier: Earlier | None = None
    forms: tuple[Form, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    trajectory: Trajectory | None = None
    actions: Actions | None = None
    duties: tuple[Duty, ...] = ()
    reminders: Reminders | None = None
    minutes: Minutes = Minutes()
    looking_back: LookingBack | None = None
    register_: Register | None = Field(default=None, alias="register")
    requests: tuple[Request, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    papers: tuple[Paper, ...] = ()
    submission: Submission = Submission()
    gates: tuple[Gate, ...] = ()
    owed: tuple[Owed, ...] = ()
    notices: tuple[Notice, ...] = ()
    letters: tuple[Letter, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    paperwork: tuple[Paperwork, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    guides: tuple[Guide, ...] = ()
    challenge: Challenge | None = None
    criteria: Criteria | None = None
    measures: tuple[Measure, ...] = ()
    reports: tuple[Report, ...] = ()
    review: Review | None = None
    not_yet: tuple[NotYet, ...] = ()

    @property
    def own_clauses(self) -> dict[ClauseId, Clause]:
        """The clauses of the forum's own document, without those it inherits."""
        return {name: clause for name, clause in self.clauses.items() if clause.inherited_from is None}

    def seat(self, seat_id: str) -> Seat:
        """The seat of that id. Raises `KeyError` where there is none."""
        return of_id(self.seats, seat_id)

    def seats_of(self, role: Literal["chair", "deputy", "member", "coordinator"]) -> tuple[Seat, ...]:
        """The seats of that role, in the order of the terms."""
        return tuple(seat for seat in self.seats if seat.role == role)

    def cohort(self, cohort_id: str) -> Cohort:
        """The cohort of that id. Raises `KeyError` where there is none."""
        return of_id(self.cohorts, cohort_id)

    def section(self, section_id: str) -> Section:
        """The part of the agenda of that id. Raises `KeyError` where there is none."""
        return of_id(self.agenda.sections, section_id)

    def outcome(self, outcome_id: str) -> Outcome:
        """The outcome of that id. Raises `KeyError` where there is none."""
        return of_id(self.outcomes, outcome_id)

    def duty(self, duty_id: str) -> Duty:
        """The duty of that id. Raises `KeyError` where there is none."""
        return of_id(self.duties, duty_id)

    def measure(self, measure_id: str) -> Measure:
        """The measure of that id. Raises `KeyError` where there is none."""
        return of_id(self.measures, measure_id)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question of every form; ids are shared between forms, so one may come twice."""
        return tuple(question for form in self.forms for question in form.questions)

    def question(self, question_id: str) -> Question:
        """The question of that id, wherever it is asked first. Raises `KeyError` where there is none."""
        return of_id(self.questions, question_id)
