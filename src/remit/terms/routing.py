"""Where does a proposal or an event go? Rows of conditions on its facts, each with a destination and its clauses.

All rows that hold combine; a forum that several name stands once. A forum that is not on is not spoken of.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from remit.terms.conditions import COMPARISONS, Test, understood
from remit.terms.criteria import Condition, FactName
from remit.terms.sitting import Worker
from remit.terms.values import ClauseId, Span, TermId, Value, Words

ProposalFactKind = Literal["choice", "choices", "yes_no", "whole", "number", "day"]


class ProposalFact(Value):
    """Something that can be known about a proposal. `choices`: several of a list; `whole` and `number`: nought or more."""

    name: Words
    kind: ProposalFactKind
    of: tuple[Words, ...] = ()
    says: dict[Words, Words] = {}
    """How a choice reads on the page, where its own name would not be understood."""
    past: bool = False
    """A day that lies behind, so that one ahead is a fault."""


class Sum(Value):
    """A figure made of products: each inner list is multiplied, and the results are added."""

    parts: tuple[tuple[FactName, ...], ...] = Field(min_length=1)


class HeardBy(Value):
    """By when it is heard, or done: what the forum's terms owe under this id, counted from the day this fact gives."""

    owed: TermId
    since: FactName


class Exceptional(Value):
    """What the document allows besides. `next_available`: the next meeting there is, whatever its cut-off."""

    says: Words
    next_available: bool = False
    confirmed_by: Worker | None = None


class External(Value):
    """A destination that is no forum. It is named while the forum `asked_by` is on, and `unless` another is."""

    name: Words
    asked_by: TermId
    unless: TermId | None = None


class Row(Value):
    """When it holds, the proposal goes to `to`, a forum or a destination outside.

    `request`: which of that forum's requests it is; its papers follow. `papers` and `first` name more of them.
    `along`: it takes nobody there, it adds to a line that stands anyway. `leaving`: so much after the line before.
    """

    id: TermId
    when: Condition
    to: TermId
    why: Words
    clauses: tuple[ClauseId, ...] = Field(min_length=1)
    request: TermId | None = None
    papers: tuple[TermId, ...] = ()
    first: tuple[TermId, ...] = ()
    along: bool = False
    leaving: Span | None = None
    heard_by: HeardBy | None = None
    exception: Exceptional | None = None


class Elsewhere(Value):
    """A way between forums that no proposal takes: something the product does of itself."""

    id: TermId
    says: Words
    clauses: tuple[ClauseId, ...] = Field(min_length=1)


class Routes(Value):
    """All the ways, and the order in which a proposal takes them."""

    facts: dict[FactName, ProposalFact]
    sums: dict[FactName, Sum] = {}
    order: tuple[TermId, ...]
    external: dict[TermId, External] = {}
    routes: tuple[Row, ...] = Field(min_length=1)
    elsewhere: tuple[Elsewhere, ...] = ()

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        for row in self.routes:
            if row.to not in self.order:
                raise ValueError(f"{row.id} goes to {row.to}, which has no place in `order`")
            for test in understood(row.when).every_test():
                self._check(row, test)
        return self

    def _check(self, row: Row, test: Test) -> None:
        fact = self.facts.get(test.fact)
        if fact is None and test.fact not in self.sums:
            raise ValueError(f"{row.id} asks for `{test.fact}`, which is not among the facts")
        if test.how not in _TESTS["sum" if fact is None else fact.kind]:
            raise ValueError(f"{row.id} cannot hold `{test.fact}` against that")
        if (
            fact is not None
            and fact.of
            and test.how in ("is", "includes")
            and not set(test.against) <= set(fact.of)
        ):
            raise ValueError(
                f"{row.id} holds `{test.fact}` against {list(test.against)}, which it can never be"
            )

    def rows_to(self, destination: str) -> Iterator[Row]:
        """The rows that lead to a destination, in the order of the file."""
        return (row for row in self.routes if row.to == destination)


_TESTS: dict[str, tuple[str, ...]] = {
    "choice": ("is", "known"),
    "choices": ("includes", "several", "known"),
    "yes_no": ("is", "known"),
    "whole": (*COMPARISONS, "is", "known"),
    "number": (*COMPARISONS, "known"),
    "sum": COMPARISONS,
    "day": ("known",),
}
