"""Where is a decision table silent, where do two of its rows fit at once, and which row can never be suggested?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import Any

from remit.rules.findings import Found
from remit.rules.ratings import Area, Table
from remit.rules.text import counted, listed
from remit.terms.model import ForumTerms, RatedArea

Cases = list[Mapping[str, Any]]


def criteria_that_are_silent(terms: ForumTerms) -> Iterator[Found]:
    """What the document leaves without a colour, each silence by its name."""
    for said, _, _ in _areas(terms):
        for silence in said.silences:
            problem = f"The criteria give no colour here: {silence.says}"
            remedy = "Decide with those who wrote them, and add a row; until then nothing is suggested."
            yield Found("finding", silence.clause, f"{_path(said)}.silences.{silence.id}", problem, remedy)


def criteria_that_leave_gaps(terms: ForumTerms) -> Iterator[Found]:
    """What neither a row nor a named silence describes."""
    for said, area, cases in _areas(terms):
        outcomes = [(case, area.outcome(case)) for case in cases]
        gaps = [case for case, outcome in outcomes if not outcome.fits and outcome.silence is None]
        if gaps:
            problem = f"{counted(len(gaps), 'case')} of {len(cases)} fit no row and no silence, such as {_told(area, gaps[0])}."
            remedy = "Add a row, or name the silence."
            yield Found("finding", said.criteria[0].clause, _path(said), problem, remedy)


def criteria_that_overlap(terms: ForumTerms) -> Iterator[Found]:
    """Rows of different colours that fit the same facts; the worst is suggested."""
    for said, area, cases in _areas(terms):
        both = [outcome.fits for outcome in map(area.outcome, cases) if outcome.silence is None]
        pairs = dict.fromkeys(
            (worse.id, better.id)
            for fits in both
            for worse, better in combinations(fits, 2)
            if worse.rating != better.rating
        )
        if pairs:
            named = "; ".join(f"{worse} and {better}" for worse, better in pairs)
            problem = f"In {counted(len(pairs), 'pair')} two colours can fit the same facts: {named}."
            yield Found(
                "finding",
                said.criteria[0].clause,
                _path(said),
                problem,
                "The worst is suggested; confirm that.",
            )


def criteria_never_suggested(terms: ForumTerms) -> Iterator[Found]:
    """A row that other rows or a silence always come before."""
    for said, area, cases in _areas(terms):
        leading = {outcome.fits[0].id for outcome in map(area.outcome, cases) if outcome.rating}
        colours = {outcome.rating for outcome in map(area.outcome, cases)}
        for row in said.criteria:
            if row.id not in leading and row.rating not in colours:
                problem = (
                    f"{row.id} can never be suggested: something else comes first whatever the facts are."
                )
                yield Found(
                    "warning", row.clause, f"{_path(said)}.criteria.{row.id}", problem, "Change one of them."
                )


def _areas(terms: ForumTerms) -> Iterator[tuple[RatedArea, Area, Cases]]:
    """Each area that is rated, with every case that its rows can tell apart."""
    if terms.criteria is None:
        return
    table = Table(terms.criteria.model_dump(mode="json"))
    for said, area in zip(terms.criteria.areas, table.areas, strict=True):
        yield said, area, list(area.completions({}))


def _path(said: RatedArea) -> str:
    return f"criteria.areas.{said.id}"


def _told(area: Area, case: Mapping[str, Any]) -> str:
    return listed([f"{key} {str(value).lower()}" for key, value in case.items()])


QUESTIONS: tuple[Callable[[ForumTerms], Iterator[Found]], ...] = (
    criteria_that_are_silent,
    criteria_that_leave_gaps,
    criteria_that_overlap,
    criteria_never_suggested,
)
