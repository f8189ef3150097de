"""Which cohorts would a child enter and leave if facts were changed? Asked of tens of thousands of children at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from remit.rules.cohorts import COHORTS, LISTED, Cohort, history, membership
from remit.rules.fact_comparison import FactChange
from remit.rules.facts import FIELDS, Fact, Held, Said, merged
from remit.rules.leavers import YOUNGEST, age_on
from remit.terms.cohort_codes import CohortCodes

Turned = tuple[tuple[str, ...], tuple[str, ...]]
"""The ids of the cohorts entered, and of those left."""
_Picture = tuple[object, ...]
_ASKED = tuple(cohort for cohort in COHORTS.values() if cohort.narrowed_by != LISTED)
_OF_THE_DAY = tuple(cohort for cohort in _ASKED if not cohort.looks_back)
_LOOKING_BACK = tuple(cohort for cohort in _ASKED if cohort.looks_back)
_MATTERS = frozenset({"care", "placement", "unaccompanied", "cost", "leaver", "legal"})
"""The kinds of fact that cohorts which do not look back go by."""
_LOCATION = FIELDS["placement"].index("location")


def after(held: Sequence[Held], changes: Iterable[FactChange]) -> list[Held]:
    """What would be held once these changes were made."""
    made = [change for change in changes if change.act != "contradicted"]
    new = [Held(0, change.after, "") for change in made if change.after is not None]
    gone = {(change.kind, change.before.pk) for change in made if change.before is not None}
    return [one for one in held if (one.fact.kind, one.pk) not in gone] + new


class Turns:
    """The cohorts of one day, asked of one child after another.

    Thousands of children are alike in all that most cohorts go by, so that only the first of them is asked.
    """

    def __init__(self, today: date, codes: CohortCodes) -> None:
        self._today, self._codes = today, codes
        self._known: dict[_Picture, tuple[str, ...]] = {}

    def entered(self, born: date | None, offered: Sequence[Fact]) -> tuple[str, ...]:
        """The cohorts a child of whom nothing is held enters where all that is offered is added."""
        return self._of(born, offered)

    def of(self, born: date | None, held: Sequence[Held], changes: Sequence[FactChange]) -> Turned:
        """The cohorts the child enters and leaves by these changes, as of that day."""
        then = self._of(born, [one.fact for one in after(held, changes)])
        before = self._of(born, [one.fact for one in held])
        entered = tuple(cohort for cohort in then if cohort not in before)
        return entered, tuple(cohort for cohort in before if cohort not in then)

    def _of(self, born: date | None, facts: Sequence[Fact]) -> tuple[str, ...]:
        """The cohorts a child with these facts is in."""
        kinds = tuple([fact.kind for fact in facts])
        age = 0 if born is None else age_on(born, self._today)
        cared = "care" in kinds
        picture = self._picture(age, cared, facts)
        found = self._known.get(picture)
        if found is None:
            asked = _OF_THE_DAY if cared else _ASKED
            found = self._known[picture] = tuple(self._in(asked, born, facts))
        back = _looking_back(age, kinds) if cared else ()
        return (*found, *self._in(back, born, facts)) if back else found

    def _picture(self, age: int, cared: bool, facts: Sequence[Fact]) -> _Picture:
        """All that cohorts which do not look back ask of a child."""
        today = self._today
        on: dict[str, tuple[date, Said]] = {}
        for kind, since, until, said in facts:
            holds = kind in _MATTERS and since <= today and (until is None or today < until)
            if holds and (kind not in on or on[kind][0] <= since):
                on[kind] = since, said
        place, cost, leaver, legal = map(on.get, ("placement", "cost", "leaver", "legal"))
        return (
            cared,
            "care" in on,
            "unaccompanied" in on,
            place and (place[1][0], place[1][_LOCATION], self._codes.era(place[0])),
            cost and cost[1],
            leaver and leaver[1][:2],
            (age, legal and legal[1]) if age >= YOUNGEST else None,
        )

    def _in(self, cohorts: Iterable[Cohort], born: date | None, facts: Sequence[Fact]) -> Iterator[str]:
        child = history(born, [Held(0, merged(fact, None), "") for fact in facts])
        for cohort in cohorts:
            if membership(cohort, child, on=self._today, codes=self._codes) is not None:
                yield cohort.id


@lru_cache(maxsize=4_096)
def _looking_back(age: int, kinds: tuple[str, ...]) -> tuple[Cohort, ...]:
    """The cohorts looking back that somebody of that age, with facts of these kinds, can be in at all."""
    return tuple(
        cohort
        for cohort in _LOOKING_BACK
        if (cohort.ages is None or cohort.ages[0] <= age < cohort.ages[1])
        and all(kinds.count(kind) >= least for kind, least in cohort.least.items())
    )
