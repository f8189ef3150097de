"""What can a forum's terms of reference say? The whole of one forum's file, and every kind of term by name."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from remit.terms.acts import ACTION_ACTS, ACTS, ITEM_ACTS, MEETING_ACTS, Act, MeetingAct
from remit.terms.agenda import Agenda, Cohort, Late, Section, Selection, Slot, TakingPart, Untouched
from remit.terms.deadline import Anchor, At, Deadline, HolidayRule
from remit.terms.follow_up import (
    Actions,
    Count,
    Duty,
    Earlier,
    Measure,
    Minutes,
    NotYet,
    Owner,
    Register,
    Review,
    Tracker,
)
from remit.terms.forms import FilledBy, Form, Outcome, Question, When
from remit.terms.sitting import Attendance, Meets, Presenters, Quorum, Seat
from remit.terms.values import (
    ClauseId,
    ClockTime,
    Effect,
    Month,
    MonthOrDay,
    Span,
    Term,
    TermId,
    Value,
    Weekday,
    Words,
)

__all__ = [
    "ACTION_ACTS",
    "ACTS",
    "ITEM_ACTS",
    "MEETING_ACTS",
    "Act",
    "Actions",
    "Agenda",
    "Anchor",
    "At",
    "Attendance",
    "Clause",
    "ClauseId",
    "ClockTime",
    "Cohort",
    "Count",
    "Deadline",
    "Duty",
    "Earlier",
    "Effect",
    "FilledBy",
    "Form",
    "ForumTerms",
    "HolidayRule",
    "Late",
    "Measure",
    "MeetingAct",
    "Meets",
    "Minutes",
    "Month",
    "MonthOrDay",
    "NotYet",
    "Outcome",
    "Owner",
    "Presenters",
    "Question",
    "Quorum",
    "Register",
    "Review",
    "Seat",
    "Section",
    "Selection",
    "Slot",
    "Span",
    "TakingPart",
    "Term",
    "TermId",
    "Tracker",
    "Untouched",
    "Weekday",
    "When",
]


class Clause(Value):
    """One clause in our words. `reading` is how we take it, `set_by` the values that reading set, `as_written` what the document says instead."""

    says: Words
    reading: Words | None = None
    set_by: tuple[Words, ...] = ()
    as_written: Words | None = None
    effects: tuple[Effect, ...] = Field(min_length=1)


class ForumTerms(Value):
    """The terms of reference of one forum, whole."""

    id: TermId
    name: Words
    short: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]*$", max_length=12)]
    decides: bool | None = None
    approved_on: MonthOrDay | None = None
    review_due: MonthOrDay | None = None
    purpose: Words
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
    actions: Actions | None = None
    duties: tuple[Duty, ...] = ()
    minutes: Minutes = Minutes()
    register_: Register | None = Field(default=None, alias="register")
    measures: tuple[Measure, ...] = ()
    review: Review | None = None
    not_yet: tuple[NotYet, ...] = ()

    def seat(self, seat_id: str) -> Seat:
        return next(seat for seat in self.seats if seat.id == seat_id)

    def seats_of(self, role: Literal["chair", "deputy", "member", "coordinator"]) -> tuple[Seat, ...]:
        return tuple(seat for seat in self.seats if seat.role == role)

    def cohort(self, cohort_id: str) -> Cohort:
        return next(cohort for cohort in self.cohorts if cohort.id == cohort_id)

    def section(self, section_id: str) -> Section:
        return next(section for section in self.agenda.sections if section.id == section_id)

    def outcome(self, outcome_id: str) -> Outcome:
        return next(outcome for outcome in self.outcomes if outcome.id == outcome_id)

    def duty(self, duty_id: str) -> Duty:
        return next(duty for duty in self.duties if duty.id == duty_id)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question of every form; ids are shared between forms, so one may come twice."""
        return tuple(question for form in self.forms for question in form.questions)

    def question(self, question_id: str) -> Question:
        return next(question for question in self.questions if question.id == question_id)
