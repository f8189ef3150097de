"""What is asked about a case, by whom it is answered, and which outcomes can be recorded?"""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from remit.terms.agenda import Rating
from remit.terms.sitting import SeatRole, Worker
from remit.terms.values import (
    ClauseRef,
    Effect,
    OutcomeRef,
    QuestionRef,
    RequestRef,
    SeatRef,
    SectionRef,
    Term,
    TermId,
    Value,
    Words,
)

QuestionKind = Literal["text", "choice", "date", "money", "yes_no", "person"]
Required = Literal["never", "to_select", "to_complete", "to_submit", "to_confirm", "to_decide", "to_close"]
AskedAt = Literal["item", "request", "review", "update", "month"]
Again = Literal["each_time", "carried_forward", "once"]


class FilledBy(Value):
    """Who answers: the holder of a seat, whoever has a role at the forum, or somebody who works with the child."""

    seat: SeatRef | None = None
    role: SeatRole | None = None
    worker: Worker | None = None

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if sum(part is not None for part in (self.seat, self.role, self.worker)) != 1:
            raise ValueError("name one of `seat`, `role` or `worker`")
        return self


class When(Value):
    """Only then is the question asked. Each part that is filled in has to hold."""

    outcome: tuple[OutcomeRef, ...] = ()
    rating: tuple[Rating, ...] = ()
    request: tuple[RequestRef, ...] = ()


class Question(Term):
    """One question. `required`: what cannot be done without an answer.

    An outcome can require questions too (`Outcome.requires`); that is a second, separate way.
    `to_complete`: whoever fills it in has not done their part of the sheet without it.
    `again`: what happens to the answer the next time: asked anew, there to be changed, or taken once.
    """

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"prompt"})
    effect_in: ClassVar[dict[Effect, tuple[str, ...]]] = {"gate": ("required",)}
    id: TermId
    kind: QuestionKind = "text"
    name: Words
    asks: Words
    hint: Words | None = None
    choices: tuple[Words, ...] = ()
    filled_by: FilledBy
    required: Required = "never"
    again: Again = "each_time"
    when: When | None = None
    clause: ClauseRef

    @property
    def runs(self) -> bool:
        """A request cannot be made on screen yet, so nothing waits for its answers."""
        return self.required not in ("to_submit", "to_confirm")

    @model_validator(mode="after")
    def _choices_go_with_choice(self) -> Self:
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("a question of kind choice lists its `choices`, and only such a question does")
        return self


class Form(Term):
    """A list of questions, asked about each item of these sections of the agenda, or `asked_at` another moment."""

    id: TermId
    name: Words
    sections: tuple[SectionRef, ...] = ()
    asked_at: AskedAt = "item"
    questions: tuple[Question, ...] = Field(min_length=1)
    clause: ClauseRef


class Outcome(Term):
    """How the forum can leave a case. `requires`: questions answered first. `closes`: the forum is done with the case.

    `heard`: the case counts as discussed. `returns`: the item stands on the next agenda by itself. `asks_why`: with a reason.
    """

    effect_in: ClassVar[dict[Effect, tuple[str, ...]]] = {"gate": ("requires", "asks_why")}
    id: TermId
    name: Words
    requires: tuple[QuestionRef, ...] = ()
    closes: bool = False
    heard: bool = True
    returns: bool = False
    asks_why: bool = False
    clause: ClauseRef
