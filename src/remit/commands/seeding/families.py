"""Which families do the many children of a large authority come from? Names nobody has, each full name given once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from remit.commands.seeding.lives import Life, age_in_years, came_home, care_leaver, looked_after
from remit.commands.seeding.names import GIVEN_ENDS, GIVEN_STARTS

_STARTS = (
    "Ambr", "Birk", "Cald", "Drex", "Elv", "Farn", "Grist", "Hask", "Inth", "Jarv", "Kemb", "Lodd", "Mossk", "Norv",
    "Othr", "Prend", "Quarn", "Risk", "Skeld", "Trev", "Umbr", "Varl", "Wyst", "Yend", "Zeld", "Bract", "Clov", "Dunk",
    "Esk", "Frith",
)  # fmt: skip
_ENDS = (
    "acombe", "arrow", "bury", "combe", "dale", "ell", "erby", "field", "garth", "hythe", "ick", "ingden", "keld", "ledge",
    "low", "mond", "ness", "olde", "over", "ridge",
)  # fmt: skip
FAMILY_NAMES = tuple(start + end for start in _STARTS for end in _ENDS)
GIVEN_NAMES = tuple(start + end for start in GIVEN_STARTS for end in GIVEN_ENDS)
_TOGETHER = ((1, 62), (2, 24), (3, 10), (4, 4))
"""Children of one family in care at once."""
FIRST_NUMBER = 4_000_000


@dataclass(frozen=True, slots=True)
class Somebody:
    """A made-up child or young person with their history."""

    person_id: str
    given: str
    family: str
    life: Life


def family_name(number: int) -> str:
    """The name of a family by its number: no two share one. Where there are many, names are double."""
    of = len(FAMILY_NAMES)
    first, round_ = number % of, number // of
    if round_ == 0:
        return FAMILY_NAMES[first]
    return f"{FAMILY_NAMES[first]}-{FAMILY_NAMES[(first + round_) % of]}"


def given_name(family: int, place: int) -> str:
    """The given name of one of a family."""
    return GIVEN_NAMES[(family * 7 + place * 31) % len(GIVEN_NAMES)]


def children_of(random: Random, family: int, number: int, today: date) -> Iterator[Somebody]:
    """The children of one family who are looked after, the eldest first; `number` is the first one's."""
    count = random.choices([size for size, _ in _TOGETHER], [weight for _, weight in _TOGETHER])[0]
    eldest = age_in_years(random)
    first: Life | None = None
    for place in range(count):
        years = eldest if first is None else eldest - place * random.uniform(1.1, 2.9)
        if years < 0.02:
            return
        life = looked_after(random, _born(today, years), today, like=first)
        first = first or life
        yield _somebody(family, place, number + place, life)


def leaver(random: Random, family: int, number: int, today: date) -> Somebody:
    """A care leaver; one in twenty-five is not yet 18."""
    years = random.uniform(16.4, 17.9) if random.random() < 0.04 else 18 + random.triangular(0.05, 6.9, 0.5)
    return _somebody(family, 0, number, care_leaver(random, _born(today, years), today))


def homecomer(random: Random, family: int, number: int, today: date) -> Somebody:
    """A child who left care for home or another family."""
    life = came_home(random, _born(today, random.uniform(0.4, 16.5)), today)
    return _somebody(family, 0, number, life)


def _born(today: date, years: float) -> date:
    return today - timedelta(days=round(years * 365.25))


def _somebody(family: int, place: int, number: int, life: Life) -> Somebody:
    return Somebody(f"{FIRST_NUMBER + number * 3:07}", given_name(family, place), family_name(family), life)
