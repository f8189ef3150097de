"""What can be brought to the forum, with which papers, approved by whom, by when, and what must come first?"""

from typing import ClassVar, Literal

from pydantic import Field

from remit.terms.deadline import Deadline
from remit.terms.sitting import SeatRole, Worker
from remit.terms.values import (
    ClauseRef,
    ClockTime,
    Effect,
    FormRef,
    PaperRef,
    Planned,
    QuestionRef,
    RequestRef,
    SeatRef,
    SectionRef,
    Span,
    TermId,
    Value,
    Words,
)

Filtered = Literal["hear", "settle", "return"]


class Request(Planned):
    """One kind of request. `only`: which proposals are meant. `before`: what it has to be heard before."""

    id: TermId
    name: Words
    only: Words | None = None
    form: FormRef | None = None
    section: SectionRef
    before: Literal["placement", "admission"] | None = None
    clause: ClauseRef


class Threshold(Planned):
    """From how much on something counts as high. The authority sets it."""

    id: TermId
    name: Words
    at_least: int = Field(gt=0)
    unit: Literal["pounds a week", "pounds", "weeks", "days"]
    clause: ClauseRef


class Paper(Planned):
    """A paper that comes with a request, attached or named in the case system. Older than `stale_after` it is flagged."""

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"gate"})
    id: TermId
    name: Words
    requests: tuple[RequestRef, ...] = Field(default=(), alias="for")
    only: Words | None = None
    stale_after: Span | None = None
    clause: ClauseRef


class Approval(Planned):
    """Who approves a request before it goes in. Nobody approves their own."""

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"gate"})
    by: Worker
    over: Literal["childs_team", "childs_service", "anyone"] = "childs_team"
    clause: ClauseRef


class Cutoff(Planned):
    """By when requests are in. A late one goes where `late` says, unless that role admits it with a reason."""

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"gate", "duty"})
    what: Words
    due: Deadline
    owed_by: Worker = "team_manager"
    late: Literal["next_meeting", "refused"] = "next_meeting"
    admitted_by: SeatRole | None = None
    clause: ClauseRef


class Publication(Planned):
    """When members get the papers, and what came in later."""

    out: Deadline
    supplement: Deadline | None = None
    clause: ClauseRef


class Retrospective(Planned):
    """A decision already taken in an emergency is brought to the next available meeting, whatever the cut-off."""

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"structure", "gate", "duty"})
    requests: tuple[RequestRef, ...] = Field(alias="for")
    asks: tuple[QuestionRef, ...]
    owed_by: Worker
    due: Deadline
    clause: ClauseRef


class ComesFirst(Planned):
    """Something that has to have happened before; its date, or its answer, is asked for."""

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"gate"})
    id: TermId
    what: Words
    when: Words | None = None
    asks: QuestionRef
    clause: ClauseRef


class Filter(Planned):
    """Some requests are settled before the meeting, by these seats, each with a reason that the agenda shows."""

    by: tuple[SeatRef, ...]
    starts: ClockTime | None = Field(default=None, alias="from")
    ends: ClockTime | None = Field(default=None, alias="to")
    may: tuple[Filtered, ...]
    clause: ClauseRef


class Rung(Value):
    """One step of a ladder."""

    id: TermId
    name: Words


class Ladder(Planned):
    """Options, lowest first. Each above the one asked for is answered: tried, ruled out or not available, and why."""

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"prompt", "gate"})
    rungs: tuple[Rung, ...] = Field(min_length=2)
    distance_apart: bool = True
    emergency_owes: Deadline
    clause: ClauseRef


class Submission(Value):
    """How a request gets onto the agenda."""

    approval: Approval | None = None
    cutoff: Cutoff | None = None
    publication: Publication | None = None
    retrospective: Retrospective | None = None
    first: tuple[ComesFirst, ...] = ()
    filter: Filter | None = None
    ladder: Ladder | None = None


__all__ = [
    "Approval",
    "ComesFirst",
    "Cutoff",
    "Filter",
    "Ladder",
    "Paper",
    "PaperRef",
    "Publication",
    "Request",
    "Retrospective",
    "Rung",
    "Submission",
    "Threshold",
]
