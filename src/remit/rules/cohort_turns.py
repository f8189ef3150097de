"""Which cohorts would a child enter and leave if facts were changed? Asked of tens of thousands of children at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from remit.rules.cohorts import (
    COHORTS,
    LISTED,
    OF_ADULTS,
    Cohort,
    History,
    history,
    may_have_been_in,
    membership,
)
from remit.rules.fact_comparison import FactChange
from remit.rules.facts import Held, Said
from remit.rules.leavers import birthday
from remit.terms.cohort_codes import CohortCodes

Turned = tuple[tuple[str, ...], tuple[str, ...]]
"""The ids of the cohorts entered, and of those left."""
_Shape = tuple[frozenset[str], bool, tuple[str, ...], tuple[Said, ...]]
"""The kinds of fact that change, whether of an adult, the kinds there are, and the place and location of each placement."""


def after(held: Sequence[Held], changes: Iterable[FactChange], *, source: str = "") -> list[Held]:
    """What would be held once these changes were made."""
    made = [change for change in changes if change.act != "contradicted"]
    new = [Held(0, change.after, source) for change in made if change.after is not None]
    if not held:
        return new
    gone = {(change.kind, change.before.pk) for change in made if change.before is not None}
    stay = [one for one in held if (one.fact.kind, one.pk) not in gone]
    return stay + new


class Turns:
    """The cohorts of one day, asked of one child after another."""

    def __init__(self, today: date, codes: CohortCodes) -> None:
        self._today, self._codes = today, codes
        self._possible: dict[_Shape, tuple[Cohort, ...]] = {}

    def of(self, born: date | None, held: Sequence[Held], changes: Sequence[FactChange]) -> Turned:
        """The cohorts the child enters and leaves by these changes, as of that day."""
        grown = born is not None and birthday(born, self._codes.looked_after.until_age) <= self._today
        touched = frozenset([change.kind for change in changes])
        then = self._of(history(born, after(held, changes)), touched, grown)
        before = self._of(history(born, held), touched, grown) if held else []
        if then == before:
            return (), ()
        entered = tuple(cohort for cohort in then if cohort not in before)
        return entered, tuple(cohort for cohort in before if cohort not in then)

    def _of(self, child: History, touched: frozenset[str], grown: bool) -> list[str]:
        return [
            cohort.id
            for cohort in self._worth_asking(child, touched, grown)
            if membership(cohort, child, on=self._today, codes=self._codes) is not None
        ]

    def _worth_asking(self, child: History, touched: frozenset[str], grown: bool) -> tuple[Cohort, ...]:
        """The cohorts that may turn and that somebody with facts of these kinds, in such placements, can be in at all.

        Many children are alike in that, so it is worked out once for all of them.
        """
        placed = [(one.fact.value("place"), one.fact.value("location")) for one in child.of("placement")]
        shape = touched, grown, tuple(child.facts), tuple(placed)
        found = self._possible.get(shape)
        if found is None:
            turned = _turned_by(touched, grown)
            found = tuple(one for one in turned if may_have_been_in(one, child, self._codes))
            self._possible[shape] = found
        return found


def _turned_by(touched: frozenset[str], grown: bool) -> tuple[Cohort, ...]:
    """The cohorts that facts of these kinds can put a child into or take out of."""
    return tuple(
        cohort
        for cohort in COHORTS.values()
        if cohort.narrowed_by != LISTED
        and touched.intersection((*cohort.kinds, *OF_ADULTS) if grown and cohort.in_care else cohort.kinds)
    )
