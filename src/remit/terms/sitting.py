"""When does the forum meet, who sits on it, and who must be there?"""

from datetime import date
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from remit.terms.acts import Settled
from remit.terms.values import (
    ClauseRef,
    ClockTime,
    Effect,
    Force,
    SeatRef,
    SectionRef,
    Span,
    Term,
    TermId,
    Weekday,
    Words,
)

SeatRole = Literal["chair", "deputy", "member", "coordinator"]
Answer = Literal["attending", "substitute", "apologies"]
Worker = Literal["social_worker", "team_manager", "service_manager", "personal_adviser", "head_of_service"]


class Meets(Term):
    """The cadence. `first` fixes which weeks or months when it is not every one; `week` which one of the month."""

    every: Span
    on: Weekday
    week: Literal[1, 2, 3, 4, "last"] | None = None
    starts: ClockTime = Field(alias="from")
    ends: ClockTime = Field(alias="to")
    by: Literal["video", "room", "both"] = "video"
    first: date | None = None
    clause: ClauseRef

    @model_validator(mode="after")
    def _can_be_a_calendar(self) -> Self:
        if self.every.unit not in ("weeks", "months") or not self.every.count:
            raise ValueError("`every` is a number of weeks or months")
        if self.every.count > 1 and self.first is None:
            raise ValueError(f"every {self.every} needs `first`, the date of one meeting")
        if (self.every.unit == "months") != (self.week is not None):
            raise ValueError("a monthly meeting says which `week` of the month, and only a monthly one does")
        if self.first and self.first.weekday() != self.on.number:
            raise ValueError(f"`first` is {self.first:%A %-d %B %Y}, but the forum meets on a {self.on}")
        if self.ends <= self.starts:
            raise ValueError("the meeting ends before it starts")
        return self


class Quorum(Term):
    """Without whom is it not quorate, and does that warn or stop? One person fills one seat.

    `short: recommend`: what is decided meanwhile is a recommendation, which a quorate meeting ratifies.
    """

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"structure", "gate"})
    chair: Force = "warn"
    seats: tuple[SeatRef, ...] = ()
    people: int = Field(default=0, ge=0)
    short: Force | Literal["recommend"] = "warn"
    clause: ClauseRef | None = None


class Seat(Term):
    """One seat, or several alike. A coordinator prepares and does not vote; a deputy takes the chair's place.

    `organisation`: where its holder comes from, when not from the authority. `to_be_named`: the document leaves it blank.
    """

    id: TermId
    name: Words
    role: SeatRole = "member"
    holders: int = Field(default=1, ge=1)
    rotates: bool = False
    represents: tuple[Words, ...] = ()
    organisation: Words | None = None
    to_be_named: bool = False
    substitutes: Literal["same_service", "anyone", "none"] = "same_service"
    clause: ClauseRef

    @property
    def votes(self) -> bool:
        return self.role != "coordinator"


class Attendance(Term):
    """What is asked of each seat. A seat with no answer, or with a substitute unnamed, is shown.

    `settled_by`: it is settled, or waived with a reason, before that act; without it nothing waits for an answer.
    """

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"structure", "duty"})
    answers: tuple[Answer, ...]
    shown_to: SeatRole = "chair"
    settled_by: Settled | None = None
    clause: ClauseRef


class Presenters(Term):
    """Who comes for a case in these sections. Somebody's presence, or the reason for absence, is recorded for each case.

    `settled_by`: it is recorded, or waived with a reason, before that act; without it nothing waits for it.
    """

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"structure", "duty"})
    id: TermId
    sections: tuple[SectionRef, ...]
    any_of: tuple[Worker, ...]
    reason_if_absent: bool = True
    settled_by: Settled | None = None
    clause: ClauseRef


class LookingBack(Term):
    """How long after it closes members see what stood on a meeting's agenda: days or weeks of the clock. 0 days: until it closes."""

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"gate"})
    members: Span
    clause: ClauseRef

    @model_validator(mode="after")
    def _is_a_length_of_the_clock(self) -> Self:
        if self.members.unit not in ("days", "weeks"):
            raise ValueError("`members` is a number of days or weeks")
        return self
