"""Who is asked into their calendar to come, to the whole meeting or to the time of a case, and what may they answer?"""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from remit.terms.promises import Addressee
from remit.terms.values import ClauseRef, Effect, SectionRef, Span, Term, TermId, Words

Reply = Literal["attending", "substitute", "apologies", "another_time"]
"""What somebody may answer. `another_time`: from when or until when they can come."""
AheadOf = Literal["selection-finished", "agenda-drafted", "agenda-confirmed"]
"""The acts before a meeting that invitations follow."""
OF_THE_FORUM: frozenset[str] = frozenset({"members", "chair", "coordinator"})
"""Whoever is asked by a seat, and not by a child."""


class Invitation(Term):
    """An invitation that goes into people's calendars, follows when something moves, and is taken back when it falls away.

    `of`: to the whole `meeting`, or to the `slot` of a case. `sections`: whose cases, where workers are asked; without it
    those of every part. `ahead`: it goes so long before the meeting; otherwise `sent_when` that is done.
    """

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"structure", "duty"})
    id: TermId
    what: Words
    to: tuple[Addressee, ...] = Field(min_length=1)
    of: Literal["meeting", "slot"] = "meeting"
    sections: tuple[SectionRef, ...] = ()
    ahead: Span | None = None
    sent_when: AheadOf | None = None
    answers: tuple[Reply, ...] = Field(min_length=1)
    clause: ClauseRef

    @model_validator(mode="after")
    def _can_be_sent(self) -> Self:
        if "partners" in self.to:
            raise ValueError(
                "partners are in nobody's record, so they cannot be invited; name seats or workers"
            )
        if (self.ahead is None) == (self.sent_when is None):
            raise ValueError("say one: how long `ahead` it goes, or what it is `sent_when`")
        if self.ahead is not None and self.ahead.unit not in ("days", "weeks"):
            raise ValueError("`ahead` is a number of days or weeks")
        if self.of == "slot" and OF_THE_FORUM & {*self.to}:
            raise ValueError("seats are invited to the meeting; only workers are to the slot of a case")
        if self.of == "slot" and self.sent_when is None:
            raise ValueError("the slot of a case is known once something is done: say what it is `sent_when`")
        return self

    @property
    def workers(self) -> frozenset[str]:
        """The workers among those it goes to."""
        return frozenset(self.to) - OF_THE_FORUM
