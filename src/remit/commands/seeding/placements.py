"""Where do made-up children live, and how often do they move? By age, in the mix of the published national figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from remit.rules.facts import Fact, fact

SUPPORTED_CODED = date(2024, 4, 1)
"""K3 from that day; before, H5 and P2."""
OTHER_DIVIDED = date(2025, 4, 1)
"""Z11 to Z14 from that day; before, Z1."""

_INFANTS = (
    ("U5", 8),
    ("U6", 34),
    ("U3", 16),
    ("U4", 8),
    ("U1", 4),
    ("A5", 3),
    ("A6", 6),
    ("P1", 13),
    ("R3", 4),
    ("R2", 2),
)
_YOUNG = (("U4", 36), ("U6", 25), ("U1", 11), ("U3", 12), ("P1", 9), ("K2", 5), ("S1", 1), ("A6", 1))
_TEENS = (
    ("U4", 37), ("U6", 20), ("U1", 9), ("U3", 7), ("K2", 16), ("P1", 6), ("S1", 2), ("R1", 1), ("K1", 1), ("Z", 1),
)  # fmt: skip
_NEARLY_GROWN = (
    ("K3", 30), ("U4", 22), ("U6", 10), ("U1", 6), ("U3", 3), ("K2", 19), ("P1", 4), ("R5", 2), ("S1", 1), ("Z", 2), ("K1", 1),
)  # fmt: skip
_SEEKING = (("K3", 62), ("U6", 25), ("U4", 8), ("K2", 4), ("Z", 1))
_PROVIDERS = {
    "U": (("PR1", 54), ("PR4", 42), ("PR5", 4)),
    "K": (("PR4", 83), ("PR1", 12), ("PR5", 5)),
    "S": (("PR4", 70), ("PR5", 20), ("PR2", 10)),
    "R": (("PR3", 50), ("PR4", 50)),
    "A": (("PR1", 70), ("PR5", 30)),
    "P": (("PR0", 1),),
    "Z": (("PR4", 1),),
    "H": (("PR4", 1),),
}
_PENCE_A_WEEK = {
    "K1": (700_000, 980_000),
    "K2": (350_000, 780_000),
    "K3": (90_000, 220_000),
    "S1": (260_000, 480_000),
    "R1": (240_000, 460_000),
    "R3": (180_000, 380_000),
    "Z": (420_000, 1_150_000),
    "U": (45_000, 115_000),
}
_WHY_MOVED = (
    "CARPL",
    "CREQB",
    "CREQO",
    "OTHER",
    "CHILD",
    "LAREQ",
    "CLOSE",
    "STAND",
    "ALLEG",
    "APPRR",
    "CUSTOD",
)
_WHY_WEIGHTS = (38, 15, 11, 12, 7, 6, 3, 3, 2, 2, 1)
_ELSEWHERE = ("Eastmarrow", "Upper Thessing", "Wexford Vale", "Corrow and Dene", "Northfell", "Isterby")
_OUT_OF_A_HUNDRED = {"K": 56, "Z": 60, "S": 75, "R": 60, "U": 36, "A": 55, "P": 15, "H": 30}
_UNKNOWN_OF_A_HUNDRED = 4


@dataclass(frozen=True, slots=True)
class Stay:
    """A placement, from its first day until (and without) its last."""

    since: date
    until: date | None
    place: str
    provider: str
    urn: str
    postcode: str
    location: str
    authority: str
    why: str
    weekly_pence: int
    """What it costs; 0 where there is nothing to say."""

    def fact(self) -> Fact:
        """As the record keeps it."""
        return fact(
            "placement",
            self.since,
            self.until,
            place=self.place,
            provider=self.provider,
            urn=self.urn,
            postcode=self.postcode,
            location=self.location,
            authority=self.authority,
            why_changed=self.why,
        )


def stays_of(
    random: Random, born: date, since: date, until: date | None, today: date, *, seeking: bool
) -> list[Stay]:
    """The placements of one period in care, one after the other without a gap."""
    end = until or today
    days = [since, *_moves(random, since, end)]
    found: list[Stay] = []
    for begins, ends in zip(days, [*days[1:], until], strict=True):
        place = _place(random, born, begins, seeking)
        found += _coded(_stay(random, begins, ends, place), today)
    if until is not None:
        found[-1] = replace(found[-1], why="")
    return found


def _moves(random: Random, since: date, end: date) -> list[date]:
    """Days of moves: two in three children have none in a year, a tenth have three or more; the first weeks are the least steady."""
    days: list[date] = []
    restless = random.choice((0.18, 0.25, 0.3, 0.4, 0.6, 1.5))
    day = since
    while True:
        rate = restless * (2.2 if (day - since).days < 120 else 1)
        day += timedelta(days=6 + int(random.expovariate(rate / 365)))
        if day >= end:
            return days
        days.append(day)


def _place(random: Random, born: date, on: date, seeking: bool) -> str:
    years = (on - born).days / 365.25
    table: Sequence[tuple[str, int]]
    if seeking:
        table = _SEEKING if years >= 15.9 else _TEENS
    elif years < 5:
        table = _INFANTS
    elif years < 10:
        table = _YOUNG
    else:
        table = _TEENS if years < 16 else _NEARLY_GROWN
    place = random.choices([one for one, _ in table], [weight for _, weight in table])[0]
    return random.choice(("Z11", "Z12", "Z13", "Z14")) if place == "Z" else place


def _stay(random: Random, since: date, until: date | None, place: str) -> Stay:
    kind = place[0]
    providers = _PROVIDERS[kind]
    provider = random.choices([one for one, _ in providers], [weight for _, weight in providers])[0]
    chance = random.random() * 100
    if chance < _UNKNOWN_OF_A_HUNDRED:
        location = ""
    else:
        location = "out" if random.random() * 100 < _OUT_OF_A_HUNDRED[kind] else "in"
    low, high = _PENCE_A_WEEK.get(place, _PENCE_A_WEEK.get(kind, (0, 1)))
    why = random.choices(_WHY_MOVED, _WHY_WEIGHTS)[0]
    return Stay(
        since=since,
        until=until,
        place=place,
        provider=provider,
        urn="" if kind in "PA" else f"SC{random.randrange(100_000, 999_999)}",
        postcode=f"QX{random.randrange(1, 40)} {random.randrange(1, 9)}{random.choice('ABDEFGHJ')}{random.choice('LNPQRST')}",
        location=location,
        authority=random.choice(_ELSEWHERE) if location == "out" else "",
        why=why if until is not None else "",
        weekly_pence=random.randrange(low, high, 500) if high > 1 else 0,
    )


def _coded(stay: Stay, today: date) -> list[Stay]:
    """The stay under the codes of its days: one that lasted through a change of codes is two, as returns have it."""
    if stay.place == "K3":
        older, day = "H5", SUPPORTED_CODED
    elif stay.place.startswith("Z"):
        older, day = "Z1", OTHER_DIVIDED
    else:
        return [stay]
    end = stay.until or today
    if stay.since >= day:
        return [stay]
    before = replace(stay, place=older)
    if end <= day:
        return [before]
    return [replace(before, until=day, why="PLACE"), replace(stay, since=day)]
