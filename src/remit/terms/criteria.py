"""By what is somebody rated? A decision table: rows of conditions on facts, each with its colour, and the silences between.

Where two rows fit, the worst colour wins. A silence that fits wins over every colour: where the document says nothing,
nothing is suggested. `otherwise` names what no row and no silence describes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, PlainValidator, model_validator

from remit.terms.conditions import COMPARISONS, Test, When, understood
from remit.terms.values import ClauseRef, Effect, Term, TermId, Value, Words

FactName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
FactKind = Literal["yes_no", "choice", "number"]
Colour = Literal["red", "amber", "green"]


def _condition(written: object) -> Any:
    understood(written)
    return written


Condition = Annotated[dict[str, Any], PlainValidator(_condition)]
"""A condition as `conditions` reads it; kept as it was written."""


class Fact(Value):
    """Something that can be known about a young person. A number is nought or more, in `unit`."""

    name: Words
    kind: FactKind
    choices: tuple[Words, ...] = ()
    unit: Words | None = None

    @model_validator(mode="after")
    def _has_choices_where_it_needs_them(self) -> Self:
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("a choice has `choices`, and only a choice has")
        return self


class Contradiction(Value):
    """What cannot be true together. Facts that say so are sent back."""

    id: TermId
    says: Words
    when: Condition


class Criterion(Term):
    """One row: when it holds, this colour fits. `evidence`: facts that are asked for and never change the colour."""

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"prompt"})
    id: TermId
    rating: Colour
    says: Words
    when: Condition
    evidence: tuple[FactName, ...] = ()
    clause: ClauseRef


class Silence(Term):
    """Where the document says nothing. It is shown as a silence and never filled."""

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"prompt"})
    id: TermId
    says: Words
    when: Condition
    clause: ClauseRef


class RatedArea(Value):
    """One area that is rated. `presumes`: what is taken to be so here while nobody has said otherwise."""

    id: TermId
    name: Words
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    silences: tuple[Silence, ...] = ()
    otherwise: Words
    presumes: dict[FactName, bool | str] = {}


class Criteria(Value):
    """A forum's decision table: the facts, what contradicts, and the areas in the order they are shown."""

    facts: dict[FactName, Fact]
    contradictions: tuple[Contradiction, ...] = ()
    areas: tuple[RatedArea, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_only_its_facts(self) -> Self:
        for found in self.contradictions:
            if {"any", "unless"} & found.when.keys():
                raise ValueError(f"{found.id} is a contradiction: it names facts, without `any` or `unless`")
        for where, condition in self._conditions():
            for test in condition.every_test():
                if test.fact not in self.facts:
                    raise ValueError(f"{where} asks for `{test.fact}`, which is not among the facts")
                _check(where, test, self.facts[test.fact])
        return self

    def _conditions(self) -> Iterator[tuple[str, When]]:
        for found in self.contradictions:
            yield found.id, understood(found.when)
        for area in self.areas:
            rows: tuple[Criterion | Silence, ...] = (*area.criteria, *area.silences)
            for row in rows:
                yield f"{area.id}: {row.id}", understood(row.when)


def _check(where: str, test: Test, fact: Fact) -> None:
    """Refuse a test that this kind of fact can never pass."""
    if test.how == "known":
        return
    compares = test.how in COMPARISONS and isinstance(test.against[0], int)
    fits = {
        "number": compares,
        "yes_no": test.how == "is" and all(isinstance(value, bool) for value in test.against),
        "choice": test.how == "is" and set(test.against) <= set(fact.choices),
    }
    if not fits[fact.kind]:
        raise ValueError(f"{where} holds `{test.fact}` against {list(test.against)}, which it can never be")
