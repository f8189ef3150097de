"""What could a childhood in care have been like? Made-up histories in the proportions of the published national figures.

Everything follows from the generator and the days given: the same ones give the same lives. Nothing here is anybody's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from remit.commands.seeding.placements import Stay, stays_of
from remit.rules.facts import Fact, fact
from remit.rules.leavers import birthday
from remit.rules.returned import upn_letter

AGES = ((0, 5), (1, 13), (5, 18), (10, 38), (16, 26))
"""From this age on, so many of a hundred children looked after; the next row ends the band."""
GROWN = 18
_ENTRY_LEGAL = (("V2", 48), ("C1", 38), ("L1", 8), ("L2", 4), ("J1", 2))
_ETHNICITIES = (
    ("WBRI", 66), ("WOTH", 5), ("MWBC", 3), ("MOTH", 3), ("MWAS", 2), ("MWBA", 2), ("BAFR", 5), ("BCRB", 3), ("BOTH", 2),
    ("APKN", 2), ("ABAN", 1), ("AIND", 1), ("AOTH", 2), ("OOTH", 3),
)  # fmt: skip
_SEEKING = (("BAFR", 40), ("OOTH", 30), ("AOTH", 25), ("WOTH", 5))
_NEEDS = (("N1", 64), ("N5", 13), ("N4", 8), ("N8", 6), ("N3", 3), ("N2", 3), ("N6", 2), ("N7", 1))
_TAKING_PART = (("PN1", 45), ("PN6", 18), ("PN2", 8), ("PN5", 8), ("PN3", 6), ("PN4", 5), ("PN7", 10))
_HOMECOMING = (
    ("E4A", 40),
    ("E4B", 8),
    ("E13", 10),
    ("E45", 12),
    ("E46", 8),
    ("E11", 8),
    ("E12", 6),
    ("E8", 8),
)
_GROWN_UP = (("E5", 34), ("E6", 16), ("E17", 28), ("E7", 8), ("E8", 10), ("E9", 4))
_ACTIVITIES = (
    ("F2", 22),
    ("F5", 22),
    ("F1", 6),
    ("F4", 3),
    ("P2", 4),
    ("P5", 5),
    ("G5", 22),
    ("G4", 12),
    ("G6", 4),
)
_HOMES = (("U", 34), ("D", 18), ("Z", 16), ("B", 13), ("T", 5), ("E", 5), ("X", 3), ("Y", 4), ("S", 2))
_REVIEW_EVERY = 180
_FIRST_REVIEW, _SECOND_REVIEW = 20, 88
_LATE_OF_A_HUNDRED = 11
"""Reviews held after they were due."""


@dataclass(frozen=True, slots=True)
class Life:
    """A made-up child's record."""

    born: date
    facts: tuple[Fact, ...] = field(default=(), repr=False)
    family: int = 0
    since: date | None = None
    """First day of the last period in care."""
    looked_after: bool = True


def drawn(random: Random, table: Sequence[tuple[str, int]]) -> str:
    """One of the table, as often as its weight says."""
    return random.choices([one for one, _ in table], [weight for _, weight in table])[0]


def age_in_years(random: Random) -> float:
    """The age of a child who is looked after today."""
    bands = [(age, following[0]) for (age, _), following in zip(AGES, [*AGES[1:], (GROWN, 0)], strict=True)]
    start, end = random.choices(bands, [weight for _, weight in AGES])[0]
    return random.uniform(start, end - 0.02)


def looked_after(random: Random, born: date, today: date, *, like: Life | None = None) -> Life:
    """A child looked after today; `like`: a brother or sister, with whom four in five came into care."""
    age = (today - born).days
    seeking = like is None and age > 15 * 365 and random.random() < 0.3
    since = _entry(random, born, today, like, seeking)
    stays = stays_of(random, born, since, None, today, seeking=seeking)
    facts = [
        *_about(random, born, seeking),
        fact("care", since, None, need=_need(random, seeking), why_ended=""),
    ]
    facts += _legal(random, since, None, today, stays, seeking)
    facts += [stay.fact() for stay in stays]
    facts += _reviews(random, born, since, today)
    facts += _now_and_then(random, born, since, today, stays, seeking)
    return Life(born, tuple(facts), since=since)


def care_leaver(random: Random, born: date, today: date) -> Life:
    """Somebody who left care at 18, or of late at 16 or 17, and is owed support."""
    adult = birthday(born, GROWN)
    early = today - timedelta(days=random.randrange(10, 100))
    until = adult if adult <= today else early
    began = max(born, until - timedelta(days=int(200 + random.expovariate(1 / 1400))))
    seeking = random.random() < 0.2
    stays = stays_of(random, born, began, until, today, seeking=seeking)
    facts = [
        *_about(random, born, seeking),
        fact("care", began, until, need=_need(random, seeking), why_ended=drawn(random, _GROWN_UP)),
    ]
    facts += _legal(random, began, until, today, stays, seeking)
    facts += [stay.fact() for stay in stays]
    facts += _reviews(random, born, began, until)
    if today >= adult:
        facts.append(_leaver(random, max(adult, until)))
    return Life(born, tuple(facts), since=began, looked_after=False)


def came_home(random: Random, born: date, today: date) -> Life:
    """A child who was looked after and left care for home, adoption or a guardian in the last three years."""
    until = today - timedelta(days=random.randrange(3, 1000))
    until = max(until, born + timedelta(days=40))
    began = max(born, until - timedelta(days=int(20 + random.expovariate(1 / 500))))
    stays = stays_of(random, born, began, until, today, seeking=False)
    facts = [
        *_about(random, born, seeking=False),
        fact("care", began, until, need=drawn(random, _NEEDS), why_ended=drawn(random, _HOMECOMING)),
    ]
    facts += _legal(random, began, until, today, stays, seeking=False)
    facts += [stay.fact() for stay in stays]
    facts += _reviews(random, born, began, until)
    return Life(born, tuple(facts), since=began, looked_after=False)


def _entry(random: Random, born: date, today: date, like: Life | None, seeking: bool) -> date:
    """Half have been in care for more than a year and a half; children who seek asylum came in their teens."""
    if like is not None and like.since is not None and like.since >= born and random.random() < 0.8:
        return like.since
    days = 4 + int(random.expovariate(1 / (260 if seeking else 900)))
    latest = today - timedelta(days=days)
    if seeking:
        return max(latest, birthday(born, 14))
    return (
        latest if latest > born else born + timedelta(days=random.randrange(0, max(1, (today - born).days)))
    )


def _about(random: Random, born: date, seeking: bool) -> Iterator[Fact]:
    sex = "M" if random.random() < (0.93 if seeking else 0.55) else "F"
    digits = f"{random.randrange(10**12):012}"
    yield fact(
        "details",
        born,
        None,
        sex=sex,
        ethnicity=drawn(random, _SEEKING if seeking else _ETHNICITIES),
        upn="UN4" if seeking else upn_letter(digits) + digits,
        disability="yes" if random.random() < 0.09 else "no",
    )


def _need(random: Random, seeking: bool) -> str:
    return "N8" if seeking else drawn(random, _NEEDS)


def _legal(
    random: Random, since: date, until: date | None, today: date, stays: Sequence[Stay], seeking: bool
) -> list[Fact]:
    """How it began, then the orders that followed as proceedings go: an interim order within days, a full one within a year."""
    status = "V2" if seeking else drawn(random, _ENTRY_LEGAL)
    changes = [(since, status)]
    if status in ("L1", "L2"):
        changes.append((since + timedelta(days=random.randrange(2, 8)), "C1"))
    elif status == "V2" and not seeking and random.random() < 0.35:
        changes.append((since + timedelta(days=random.randrange(20, 300)), "C1"))
    if changes[-1][1] == "C1":
        decided = changes[-1][0] + timedelta(days=random.randrange(170, 330))
        changes.append((decided, "C2"))
        if any(stay.place.startswith("A") for stay in stays):
            changes.append((decided, "E1"))
    end = until or today
    held = [(day, status) for day, status in changes if day < end or day == since]
    held = [one for at, one in enumerate(held) if at + 1 == len(held) or held[at + 1][0] != one[0]]
    ends = [day for day, _ in held[1:]]
    return [
        fact("legal", day, stop, status=status)
        for (day, status), stop in zip(held, [*ends, until], strict=True)
    ]


def _reviews(random: Random, born: date, since: date, until: date) -> list[Fact]:
    """Within 20 working days, three months on, then every six months; most in time, some late."""
    found: list[Fact] = []
    due = since + timedelta(days=_FIRST_REVIEW + 7)
    gaps = iter((_SECOND_REVIEW,))
    while True:
        late = random.random() * 100 < _LATE_OF_A_HUNDRED
        held = due + timedelta(days=random.randrange(3, 40) if late else -random.randrange(0, 14))
        if held >= until:
            return found
        code = "PN0" if (held - born).days < 4 * 365 else drawn(random, _TAKING_PART)
        found.append(fact("review", held, held + timedelta(days=1), code=code))
        due = held + timedelta(days=next(gaps, _REVIEW_EVERY))


def _now_and_then(
    random: Random, born: date, since: date, today: date, stays: Sequence[Stay], seeking: bool
) -> Iterator[Fact]:
    """What happens to some: asylum sought, going missing, a stay in hospital, a costly placement, liberty restricted."""
    adult = birthday(born, GROWN)
    last = stays[-1]
    spent = (today - max(since, last.since)).days
    if seeking:
        yield fact("unaccompanied", since, adult, why="")
    if (today - born).days > 12 * 365 and spent > 30 and random.random() < 0.12:
        for number in range(random.randrange(1, 5)):
            day = today - timedelta(days=random.randrange(1 + number * spent // 5, (number + 1) * spent // 5))
            yield fact(
                "missing", day, day + timedelta(days=random.randrange(1, 5)), sort=random.choice("MMA")
            )
    if spent > 60 and random.random() < 0.015:
        day = today - timedelta(days=random.randrange(20, spent))
        yield fact(
            "temporary", day, day + timedelta(days=random.randrange(1, 15)), place="T1", provider="PR3"
        )
    if cost := last.weekly_pence:
        yield fact("cost", last.since, None, weekly_pence=cost)
    if last.place in ("K1", "K2", "Z13") and random.random() < 0.04:
        yield fact("order", max(last.since, today - timedelta(days=200)), None, sort="dol")


def _leaver(random: Random, since: date) -> Fact:
    return fact(
        "leaver",
        since,
        None,
        category="former_relevant",
        in_touch=drawn(random, (("yes", 90), ("no", 10))),
        activity=drawn(random, _ACTIVITIES),
        accommodation=drawn(random, _HOMES),
    )
