"""What does a forum count, from what, over how long, and to whom is it told?"""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from remit.terms.agenda import Rating
from remit.terms.deadline import Deadline
from remit.terms.promises import Debtor
from remit.terms.values import (
    ClauseRef,
    Effect,
    MeasureRef,
    OutcomeRef,
    SectionRef,
    Span,
    Term,
    TermId,
    Value,
    Words,
)

Of = Literal[
    "items",
    "meetings",
    "actions",
    "duties",
    "seats",
    "services",
    "arrivals",
    "departures",
    "stays",
    "placements",
]
Grouping = Literal["team", "outcome", "rating", "section", "seat", "service", "provider"]
Provider = Literal["internal", "external", "parents"]
"""Who provides a placement: the authority itself, somebody else, or nobody, since the child lives with parents."""
KnownCohort = Literal[
    "looked-after",
    "residential",
    "out-of-authority",
    "out-of-authority-unknown",
    "out-of-authority-in",
    "unregistered",
    "supported",
    "unaccompanied",
    "high-cost",
    "care-leavers",
    "second-review",
]
"""The cohorts whose stays are kept, by the names the product computes them under."""
Onward = Literal["family", "independence", "residential", "elsewhere"]
"""Where a child went from a placement."""

_PARTS: dict[str, frozenset[str]] = {
    "items": frozenset(
        {"sections", "outcomes", "other_than", "ratings", "presence", "heard", "closes", "without"}
    ),
    "meetings": frozenset(),
    "actions": frozenset({"met"}),
    "duties": frozenset({"met"}),
    "seats": frozenset({"presence"}),
    "services": frozenset({"presence"}),
    "arrivals": frozenset({"cohort"}),
    "departures": frozenset({"cohort", "to"}),
    "stays": frozenset({"cohort"}),
    "placements": frozenset({"provider"}),
}
"""Which parts of a count go with what is counted; `of` and `earlier` go with all."""
_GROUPS: dict[str, frozenset[str]] = {
    "items": frozenset({"team", "outcome", "rating", "section"}),
    "seats": frozenset({"seat"}),
    "services": frozenset({"service"}),
    "placements": frozenset({"provider"}),
}


class Without(Value):
    """Nothing came after it: the child came into no such cohort within so long."""

    cohort: KnownCohort
    within: Span


class Count(Value):
    """What is counted. Each part that is filled in has to hold.

    items       cases in the register of a closed meeting. `presence`: whether the child's worker or manager came;
                `heard` and `closes`: whether the outcome is one that counts as heard, or closes the case;
                `other_than`: none of these outcomes; `without`: nothing came after it.
    meetings    closed meetings.
    actions     actions agreed; `met`: finished in time.
    duties      duties of the forum that fell due; `met`: in time.
    seats       each seat with a vote at each closed meeting; `presence`: whether somebody sat in it.
    services    each service that a seat represents at each closed meeting; `presence`: whether somebody was there for it.
    arrivals    children who came into a cohort. departures: who left it; `to`: where they went. stays: who was in it.
    placements  placements of children looked after that began; `provider`: who provides them, as the code of the return says.

    `earlier`: the same so long before.
    """

    of: Of
    sections: tuple[SectionRef, ...] = ()
    outcomes: tuple[OutcomeRef, ...] = ()
    other_than: tuple[OutcomeRef, ...] = ()
    ratings: tuple[Rating, ...] = ()
    presence: bool | None = None
    heard: bool | None = None
    closes: bool | None = None
    met: bool | None = None
    cohort: KnownCohort | None = None
    to: tuple[Onward, ...] = ()
    provider: tuple[Provider, ...] = ()
    without: Without | None = None
    earlier: Span | None = None

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        said = {name for name in type(self).model_fields if getattr(self, name) not in (None, ())}
        odd = said - _PARTS[self.of] - {"of", "earlier"}
        if odd:
            raise ValueError(f"{self.of} are not counted by {', '.join(sorted(odd))}")
        if "cohort" in _PARTS[self.of] and self.cohort is None:
            raise ValueError(f"{self.of} need `cohort`: which")
        return self


class Chart(Value):
    """How a figure is drawn. `run`: month by month `over` so long, with the limits of its own variation; `bar`: group by group."""

    shape: Literal["run", "bar"]
    over: Span | None = None

    @model_validator(mode="after")
    def _says_how_far_back(self) -> Self:
        if (self.shape == "run") != (self.over is not None and self.over.unit == "months"):
            raise ValueError("a run needs `over`, in months; a bar has no use for it")
        return self


class Measure(Term):
    """A share or a figure: which of which, from what, over how long, and what is done with what is not known.

    In words where it cannot be counted from parts. No `source`: it is not measurable yet, and nobody invents it.
    `by`: into which groups it is divided. `missing`: what becomes of a case of which something is not known.
    """

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"measure"})
    id: TermId
    name: Words
    numerator: Count | Words
    denominator: Count | Words | None = None
    by: tuple[Grouping, ...] = Field(default=(), max_length=2)
    chart: Chart | None = None
    source: Words | None = None
    period: Span
    missing: Literal["left_out", "counted_as_not", "shown_apart"]
    clause: ClauseRef

    @model_validator(mode="after")
    def _counts_what_it_divides(self) -> Self:
        if isinstance(self.numerator, Count):
            odd = {*self.by} - _GROUPS.get(self.numerator.of, frozenset())
            if odd:
                raise ValueError(f"{self.numerator.of} are not divided by {', '.join(sorted(odd))}")
            if self.chart and (self.chart.shape == "bar") and not self.by:
                raise ValueError("a bar needs `by`: a bar for each group")
        elif self.by or self.chart:
            raise ValueError("what is told in words is neither divided nor drawn")
        if self.period.unit not in ("months", "weeks", "days"):
            raise ValueError("a period is so many days, weeks or months")
        return self

    @property
    def runs(self) -> bool:
        """Whether it is counted: from parts, and from something that is recorded."""
        counted = isinstance(self.numerator, Count) and not isinstance(self.denominator, str)
        return counted and self.source is not None

    @property
    def besides(self) -> str:
        return "" if self.source else "not measurable yet, since nothing says where it comes from"


class Told(Value):
    """What somebody writes of it in their own words."""

    id: TermId
    name: Words
    asks: Words


class Report(Term):
    """A computed account with its narrative, for somebody else. `names_children`: whether any child may be told of in it.

    It is owed for each sitting that `due` names, or for each month, or so many months, that end; and met by being shared.
    """

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"duty"})
    id: TermId
    name: Words
    shows: tuple[MeasureRef, ...] = Field(min_length=1)
    tells: tuple[Told, ...] = ()
    goes_to: tuple[Words, ...]
    every: Span
    owed_by: Debtor
    due: Deadline
    names_children: bool = False
    clause: ClauseRef

    @property
    def runs(self) -> bool:
        """Whether the product says when it is owed: at a sitting, or when a month is over. By a post elsewhere it is not."""
        return (
            self.owed_by.post is None and self.owed_by.worker is None and (self.at_a_sitting or self.by_month)
        )

    @property
    def at_a_sitting(self) -> bool:
        """Whether it is told at a meeting of the forum."""
        return self.due.kind == "sitting"

    @property
    def by_month(self) -> bool:
        """Whether it is told so long after the end of a month."""
        return self.due.anchor == "month" and self.due.after is not None and self.every.unit == "months"
