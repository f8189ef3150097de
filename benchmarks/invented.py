"""Made-up children and what a list says of them, as many as are asked for, the same every time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from random import Random

from remit.commands.seeding import words
from remit.commands.seeding.entries import RISK_WRITTEN, RISKS, URGENCIES, URGENCY_WRITTEN
from remit.commands.seeding.in_plain_words import GROWING, LIVES, ORDERS
from remit.commands.seeding.layout import TEAMS_WITH_CHILDREN
from remit.commands.seeding.names import FAMILY_ENDS, FAMILY_STARTS, GIVEN_ENDS, GIVEN_STARTS
from remit.rules.action_list import EntryValues

FIRST_ID = 5_000_001
"""Beyond the ids of the seeded children."""


@dataclass(frozen=True)
class Invented:
    """A child who is on the list."""

    person_id: str
    given_name: str
    family_name: str
    date_of_birth: date
    values: EntryValues


def children(count: int, *, today: date) -> Iterator[Invented]:
    """So many children, each with a name nobody else has; not one is called as a seeded child is."""
    random = Random("benchmark")
    families = [start + end for start, end in product(FAMILY_STARTS, FAMILY_ENDS)]
    names = product(families, families, (start + end for start, end in product(GIVEN_STARTS, GIVEN_ENDS)))
    for number, (family, second, given) in zip(range(count), names, strict=False):
        age = random.randrange(1, 18)
        yield Invented(
            person_id=str(FIRST_ID + number),
            given_name=f"{given}-{number}",
            family_name=f"{family}-{second}",
            date_of_birth=today - timedelta(days=round(age * 365.25) + random.randrange(5, 350)),
            values=values(random, age=age, today=today),
        )


def values(random: Random, *, age: int, today: date) -> EntryValues:
    """What a list might say of a child of that age."""
    risk, urgency = random.choice(RISKS), random.choice(URGENCIES)
    days = {"today": 0, "within_5_days": random.randint(1, 5), "planned": random.randint(10, 60)}.get(urgency)
    return EntryValues(
        risk=risk,
        risk_written=RISK_WRITTEN[risk][0],
        urgency=urgency,
        urgency_written=URGENCY_WRITTEN[urgency][0],
        days_to_place=days,
        days_written="" if days is None else str(days),
        age=age,
        listed_on=today - timedelta(days=random.randrange(1, 90)),
        last_action_on=today - timedelta(days=random.randrange(0, 10)),
        team=random.choice(TEAMS_WITH_CHILDREN),
        worker="Worker to be named",
        manager="Manager to be named",
        duty_worker="Duty officer",
        referrer="Team on duty",
        legal_status=random.choice(tuple(ORDERS.values())),
        current_placement=random.choice(tuple(LIVES.values())),
        placement_required=random.choice(GROWING),
        search_update=random.choice(words.SEARCHES),
        comments=random.choice(words.COMMENTS),
    )
