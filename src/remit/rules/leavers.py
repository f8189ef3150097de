"""Is somebody eligible, relevant, former relevant or qualifying, by the definitions of the Children Act 1989?

Eligible (schedule 2, paragraph 19B): looked after, 16 or 17, and for 13 weeks in all since turning 14. Relevant (section 23A):
16 or 17, no longer looked after, and eligible before. Former relevant (section 23C): 18 or over and under 25, and eligible
or relevant before. Qualifying (section 24): under 21, looked after at 16 or 17, and none of these.
Our readings: short breaks do not count towards the weeks; a relevant child who went home for six months is qualifying
(regulation 3(5) of the Care Leavers (England) Regulations 2010); who was adopted or died, in care
or after it, is none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from remit.rules.facts import Held
from remit.rules.text import shown_date

if TYPE_CHECKING:  # the process that reads a return needs birthdays alone, and is ready sooner
    from remit.terms.cohort_codes import Leavers

THIRTEEN_WEEKS = 13 * 7
"""In days."""
HOME_FOR_GOOD = timedelta(days=182)
"""How long at home until a return counts as settled: six months."""


YOUNGEST, OLDEST = 16, 25
"""Ages from which and until which somebody can be any of them."""


class LeaverStatus(NamedTuple):
    """Which of the four somebody is, since when, why, and from which fact."""

    category: str
    since: date
    because: str
    source: str


class Leaving:
    """What the definitions ask of one child, for whom much of it is the same on every day: worked out once."""

    __slots__ = ("_born", "_care", "_codes", "_eighteen", "_oldest", "_reached", "_sixteen")

    def __init__(self, born: date, care: Sequence[Held], legal: Sequence[Held], codes: Leavers) -> None:
        self._born, self._care, self._codes = born, care, codes
        self._sixteen, self._eighteen = birthday(born, YOUNGEST), birthday(born, 18)
        self._oldest = birthday(born, OLDEST)
        self._reached = _eligible_since(born, care, legal, self._eighteen, codes)

    def status(self, on: date) -> LeaverStatus | None:
        """Which of the four the child is on a day; None: none of them, or it cannot be told."""
        if not self._sixteen <= on < self._oldest:
            return None
        last = next((one for one in reversed(self._care) if one.fact.since <= on), None)
        if last is None:
            return None
        ends, grown = last.fact.until, on >= self._eighteen
        in_care = ends is None or ends > on
        if in_care and grown:
            ends, in_care = self._eighteen, False
        if not in_care and last.fact.value("why_ended") in self._codes.adopted_or_died:
            return None
        reached = self._reached if self._reached is not None and self._reached <= on else None
        if in_care:
            return _eligible(reached, last)
        assert ends is not None
        return self._left(last, ends, reached, on)

    def _left(self, last: Held, ended: date, reached: date | None, on: date) -> LeaverStatus | None:
        sixteen, eighteen = self._sixteen, self._eighteen
        home = False
        if ended < eighteen and last.fact.value("why_ended") in self._codes.returned_home:
            home = ended + HOME_FOR_GOOD <= min(on, eighteen)
        if reached is not None and not home:
            if on >= eighteen:
                words = f"Turned 18 on {shown_date(eighteen)}, eligible or relevant before"
                return LeaverStatus("former_relevant", eighteen, words, last.source)
            words = f"Stopped being looked after on {shown_date(ended)}, eligible before"
            return LeaverStatus("relevant", ended, words, last.source)
        if ended <= sixteen or on >= birthday(self._born, 21):
            return None
        since = ended + HOME_FOR_GOOD if home else ended
        words = (
            f"Home for six months on {shown_date(since)}"
            if home
            else f"Looked after at 16 or 17 until {shown_date(ended)}, for less than 13 weeks since turning 14"
        )
        return LeaverStatus("qualifying", since, words, last.source)

    def turning_days(self, facts: Iterable[date | None]) -> set[date]:
        """The days on which it may turn; `facts`: those on which the child's facts begin and end."""
        first, eighteen, last = self._sixteen, self._eighteen, self._oldest
        found = {self._reached, *facts}
        for one in self._care:
            if (ended := one.fact.until) is not None and ended < eighteen:
                found.add(ended + HOME_FOR_GOOD)
        within = {day for day in found if day is not None and first <= day <= last}
        within.update((first, eighteen, birthday(self._born, 21), last))
        return within


def _eligible(reached: date | None, last: Held) -> LeaverStatus | None:
    if reached is None:
        return None
    words = f"Looked after at 16 or 17, and for 13 weeks since turning 14, by {shown_date(reached)}"
    return LeaverStatus("eligible", reached, words, last.source)


def _eligible_since(
    born: date, care: Sequence[Held], legal: Sequence[Held], until: date, codes: Leavers
) -> date | None:
    """The first day on which the child was 16, looked after, and had been for 13 weeks in all since turning 14.

    Nothing after that day has a say in it: asked of the days until any later one, it is the same day.
    """
    days, sixteen = 0, birthday(born, 16)
    for begins, ends, left in _counted(birthday(born, 14), care, legal, until, codes):
        enough = begins + timedelta(days=max(THIRTEEN_WEEKS - days, 0))
        days += (ends - begins).days
        reached = max(enough, sixteen)
        if days >= THIRTEEN_WEEKS and reached <= ends and (left is None or left > sixteen):
            return reached
    return None


def _counted(
    fourteen: date, care: Sequence[Held], legal: Sequence[Held], until: date, codes: Leavers
) -> Iterator[tuple[date, date, date | None]]:
    """The stretches that count towards the weeks: care since turning 14, without short breaks and no day twice; and when
    it ended."""
    breaks = [one.fact for one in legal if one.fact.said[0] in codes.short_breaks]
    counted = fourteen
    for one in care:
        begins, ends = max(one.fact.since, counted), min(one.fact.until or until, until)
        for rest in breaks:
            if rest.since <= begins and (rest.until is None or rest.until > begins):
                begins = rest.until or date.max
        if begins <= ends:
            counted = ends
            yield begins, ends, one.fact.until


def of_age_to_leave(born: date | None, on: date) -> bool:
    """Whether somebody is of an age on a day at which one can be a care leaver; no, where it is not known."""
    return born is not None and YOUNGEST <= age_on(born, on) < OLDEST


@lru_cache(maxsize=65_536)
def birthday(born: date, age: int) -> date:
    """The day somebody turns that age; 29 February's is 1 March where there is none."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def age_on(born: date, day: date) -> int:
    """Whole years of age on a day."""
    before = (day.month, day.day) < (born.month, born.day)
    return day.year - born.year - before
