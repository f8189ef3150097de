"""What else do terms of reference promise: duties nobody records yet, conditions, letters, neighbours, warnings?"""

import re
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from remit.terms.acts import MEETING_ACTS, Act, Event, MeetingAct
from remit.terms.agenda import EntryFact, Source
from remit.terms.deadline import Deadline
from remit.terms.forms import FilledBy
from remit.terms.sitting import SeatRole, Worker
from remit.terms.values import (
    ClauseRef,
    CohortRef,
    Effect,
    Force,
    LetterRef,
    OutcomeRef,
    Planned,
    QuestionRef,
    SeatRef,
    SectionRef,
    Term,
    TermId,
    Value,
    Words,
)

Per = Literal["meeting", "item", "child", "placement", "request", "month", "note", "list"]
Stage = Literal["submit", "confirm", "hear", "decide", "agree", "share", "withdraw"]
Place = Literal["forum_page", "form", "item", "opening", "agenda"]
Carried = Literal["slot", "link", "papers", "sheet", "list", "notes"]
Addressee = Worker | Literal["members", "chair", "coordinator", "partners"]
PLACE = re.compile(r"\{([^{}]*)\}")
PLACES = frozenset({"forum", "day", "starts", "ends"})
"""What a letter's words may leave to be filled in; and `due ID`, when what is owed under that id is due."""
DUE = "due "
SENT: frozenset[Carried] = frozenset({"link", "sheet"})
"""What a letter can carry so far: addresses of pages, and no content."""
SENT_WHEN: frozenset[str] = frozenset({"case-selected", *MEETING_ACTS})
"""The acts that letters follow so far."""


class Debtor(Value):
    """Who owes it: the holder of a seat, whoever has a role at the forum or works with the child, or a post elsewhere."""

    seat: SeatRef | None = None
    role: SeatRole | None = None
    worker: Worker | None = None
    post: Words | None = None

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if sum(part is not None for part in (self.seat, self.role, self.worker, self.post)) != 1:
            raise ValueError("name one: `seat`, `role`, `worker` or `post`")
        return self


class Evidence(Value):
    """What meets a duty: on a case's sheet answers to all of these questions, or a whole part, by who fills it in; a letter
    that somebody sent; or an action list that is kept, so that on the day it is due no entry is flagged as untouched.
    """

    answered: tuple[QuestionRef, ...] = ()
    part: FilledBy | None = None
    sent: LetterRef | None = None
    kept: CohortRef | None = None

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        named = (bool(self.answered), self.part is not None, self.sent is not None, self.kept is not None)
        if sum(named) != 1:
            raise ValueError(
                "name one: the questions `answered`, the `part` filled in, the letter `sent`, or the list `kept`"
            )
        return self

    @property
    def on_sheet(self) -> bool:
        """Whether it stands on a case's sheet; else it is done once for a meeting."""
        return self.sent is None and self.kept is None


class Owed(Planned):
    """A duty for something else than an act of the meeting. Without an owner or a time the check refuses it.

    `met_by` says what is looked for on the case's sheet, which letter is sent for the meeting, or which list is kept
    until it; in words, where no screen records it yet.
    `missed_when`: from then on it can no longer be done. A case that comes on after it was due owes it that day.
    """

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"duty"})
    id: TermId
    what: Words
    per: Per
    owed_by: Debtor | None = None
    due: Deadline | None = None
    met_by: Evidence | Words
    missed_when: MeetingAct | None = None
    follows: TermId | None = None
    clause: ClauseRef

    @property
    def runs(self) -> bool:
        """Where a screen records what meets it, somebody can owe it, and a day can be worked out."""
        owing = self.owed_by is not None and self.owed_by.post is None
        if not isinstance(self.met_by, Evidence):
            return False
        recorded = self.per == ("item" if self.met_by.on_sheet else "meeting")
        return recorded and owing and self.due is not None


class Unless(Value):
    """The exception the document allows: a recorded act of somebody named, never a silent way round."""

    by: SeatRole | Worker
    when: Words


class Gate(Planned):
    """What cannot be done until something holds, or is only warned of. `asks`: the questions that show it."""

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"gate"})
    id: TermId
    before: Stage
    until: Words
    asks: tuple[QuestionRef, ...] = ()
    otherwise: Force = "stop"
    unless: Unless | None = None
    clause: ClauseRef


class Notice(Term):
    """A principle or a limit that people are shown where it matters."""

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"prompt"})
    id: TermId
    says: Words
    at: tuple[Place, ...] = Field(min_length=1)
    clause: ClauseRef

    @property
    def runs(self) -> bool:
        """A request cannot be made on screen yet, and what is told of a case alone waits for cases to be heard."""
        return bool({"forum_page", "opening", "agenda"} & {*self.at})


class LateCopy(Term):
    """Whoever works with a case that joins after the letter went is sent it at once."""

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"duty"})
    clause: ClauseRef


class Letter(Planned):
    """Something that is sent: a notice, the week's mail. Whom it goes to is computed.

    `heading` and `says`: its words, with {forum}, {day}, {starts} and {ends} of the meeting; never a child's name. {due ID}
    is when the duty of that id is due, so that a letter asks for nothing at another time than it is owed.
    `sections`: about the cases of these parts of the agenda; without it about every case.
    `sent_by`: who looks it over, amends it and sends it, by `by`; without it, it goes by itself when `sent_when` happens.
    """

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"structure", "duty"})
    id: TermId
    what: Words
    to: tuple[Addressee, ...]
    copied_to: tuple[Addressee, ...] = ()
    sections: tuple[SectionRef, ...] = ()
    sent_when: Act | Event
    sent_by: SeatRole | None = None
    by: Deadline | None = None
    carries: tuple[Carried, ...]
    heading: Words | None = None
    says: Words | None = None
    late: LateCopy | None = None
    clause: ClauseRef

    @model_validator(mode="after")
    def _fills_in_what_is_known(self) -> Self:
        for name in sorted(self._places - PLACES):
            if not name.startswith(DUE):
                raise ValueError(
                    f"{{{name}}} is not known; write one of {', '.join(sorted(PLACES))} or {DUE}ID"
                )
        return self

    @property
    def _places(self) -> set[str]:
        return {place for text in (self.heading, self.says) for place in PLACE.findall(text or "")}

    @property
    def dues(self) -> tuple[str, ...]:
        """The ids of the duties whose due time its words name."""
        return tuple(sorted(place.removeprefix(DUE) for place in self._places if place.startswith(DUE)))

    @property
    def runs(self) -> bool:
        """Where it has words, goes to people who are known, carries what there is, and follows an act on a screen."""
        addressed = {*self.to, *self.copied_to} & {"partners"}
        worded = self.heading is not None and self.says is not None
        return worded and not addressed and {*self.carries} <= SENT and self.sent_when in SENT_WHEN


class Sheet(Value):
    """A sheet of a workbook: the cases of a part of the agenda in brief, a sheet for each of them, one row for each with the
    questions beside it, or the actions that come along. `columns`: which facts of a case it has, where the part names none."""

    shows: Literal["summary", "each_case", "list", "actions"]
    name: Words | None = None
    of: SectionRef | None = None
    columns: tuple[EntryFact, ...] = ()

    @model_validator(mode="after")
    def _says_what_it_needs(self) -> Self:
        if (self.shows == "actions") != (self.of is None):
            raise ValueError("a sheet of cases says `of` which part of the agenda; one of actions does not")
        if (self.shows == "each_case") != (self.name is None):
            raise ValueError("a sheet has a `name`; those of each case are named by the child's number")
        return self


class Paperwork(Term):
    """A document the product makes. `longest`: what it must not outgrow. `returns`: it comes back in and is merged.

    Where its parts are sheets it is the workbook of a meeting. In `file_name` and `folder` DD, MM, YY, YYYY and MONTH stand
    for the meeting's date.
    """

    id: TermId
    name: Words
    file_name: Words | None = None
    folder: Words | None = None
    parts: tuple[Sheet | Words, ...]
    longest: Literal["one page", "two pages"] | None = None
    returns: bool = False
    clause: ClauseRef

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets of a workbook; of other paperwork none."""
        return tuple(part for part in self.parts if isinstance(part, Sheet))

    @property
    def runs(self) -> bool:
        """Workbooks are made; a document whose parts are only named in words is not yet."""
        return bool(self.sheets) and len(self.sheets) == len(self.parts)

    @model_validator(mode="after")
    def _is_filed_somewhere(self) -> Self:
        if self.sheets and self.file_name is None:
            raise ValueError("a workbook needs a `file_name`")
        return self


class Reached(Value):
    """By which fact on record a case has come to a body: the one that is filled in.

    `listed`: it is on the action list. `outcome`: this forum left it so. `cohort`: it is in what such a cohort computes.
    `forum`: it stood on an agenda of that forum, or is in a cohort that forum follows.
    """

    listed: bool = False
    outcome: tuple[OutcomeRef, ...] = ()
    cohort: Source | None = None
    forum: TermId | None = None

    @model_validator(mode="after")
    def _says_one(self) -> Self:
        if sum(map(bool, (self.listed, self.outcome, self.cohort, self.forum))) != 1:
            raise ValueError("say one: `listed`, `outcome`, `cohort` or `forum`")
        return self


class Neighbour(Planned):
    """Another body on the way: where it stands to this forum, when a case goes there, and which fact shows that it did."""

    id: TermId
    name: Words
    stands: Literal["before", "after", "instead", "beside"]
    when: Words
    confirmed_by: Worker | SeatRole | None = None
    reached: Reached | None = None
    clause: ClauseRef

    @property
    def runs(self) -> bool:
        """Whether a case shows that it has come there: with a fact to see it by, before or after this forum."""
        return self.reached is not None and self.stands in ("before", "after")


class Guide(Planned):
    """Guidance of the authority's own that governs how this is done, and the levels it knows."""

    id: TermId
    name: Words
    link: Words | None = None
    levels: tuple[Words, ...] = ()
    clause: ClauseRef


class Challenge(Planned):
    """A challenge or dispute is recorded, by these roles, and resolved by one."""

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"structure", "prompt"})
    raised_by: tuple[SeatRole, ...]
    resolved_by: SeatRole
    clause: ClauseRef
