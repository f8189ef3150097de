"""The sixty children of the authority: who they are, their numbers, who works with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from remit.casework.children import protect_address, record_child
from remit.casework.restriction import restrict
from remit.commands.seeding.allocated import allocate_from_a_file
from remit.commands.seeding.layout import TEAMS_WITH_CHILDREN
from remit.commands.seeding.names import UNUSUAL, Names
from remit.commands.seeding.people import People
from remit.reading.viewers import viewer_named
from remit.records.persons import NewPerson
from remit.rules.clock import london_day
from remit.rules.names import initials

HOW_MANY = 60
RESTRICTED, PROTECTED = 11, 4
"""Which of them (counted from 0) has a restricted record, and which a protected address."""
CLOSED_WHY = "A relative of the family works in commissioning."
PROTECTED_ADDRESS = "Flat 3, 27 Owlthrup Causeway, Nethermarrow"
AGES = (*range(18), *range(10, 18), *range(13, 18), 14, 15, 15, 16)
"""More in their teens than infants, as on any such list."""


@dataclass(frozen=True, slots=True)
class Child:
    """A made-up child, for the stories told about them here."""

    key: int
    number: int
    person_id: str
    initials: str
    age: int
    team: str
    worker: str
    """Key of the worker, in `People`; empty where only the team is known."""


def make_children(people: People, names: Names, random: Random, *, today: date, now: datetime) -> list[Child]:
    """All of them, allocated; one record restricted to the people who need it, one address protected."""
    ages = random.sample(AGES, k=len(AGES)) + random.choices(AGES, k=HOW_MANY - len(AGES))
    children = [
        _make(number, ages[number], people, names, random, today=today, now=now) for number in range(HOW_MANY)
    ]
    allocated = [(child.person_id, child.worker, child.team) for child in children]
    allocate_from_a_file(people, allocated, "Allocations.csv", now)
    officer = viewer_named("data-officer", now=now)
    protect_address(child_id=children[PROTECTED].key, address=PROTECTED_ADDRESS, actor=officer, now=now)
    _restrict(children[RESTRICTED], people, now)
    return children


def _make(
    number: int, age: int, people: People, names: Names, random: Random, *, today: date, now: datetime
) -> Child:
    given, family = UNUSUAL[number // 9] if number % 9 == 2 and number < 45 else names.next()
    officer = viewer_named("data-officer", now=now)
    new = NewPerson(
        person_id=_person_id(number, random),
        given_name=given,
        family_name=family,
        initials=initials(given, family),
        date_of_birth=today - timedelta(days=round(age * 365.25) + random.randrange(5, 350)),
    )
    day = london_day(now)
    key = record_child(child=new, since=day, actor=officer, now=now)
    team = _team(age, number)
    worker = "" if number % 20 == 19 else people.workers_of(team)[number // 7 % 2]
    return Child(key, number, new.person_id, new.initials, age, team, worker)


def _person_id(number: int, random: Random) -> str:
    """Seven figures, some with leading zeros, none twice."""
    return f"{(number % 4) * 1_000_000 + 10_000 + number * 1_000 + random.randrange(1, 999):07d}"


def _team(age: int, number: int) -> str:
    """Personal advisers work with the oldest; the others are spread over the teams."""
    if age >= 17:
        return "Personal advisers"
    return TEAMS_WITH_CHILDREN[number % 6]


def close_record(child: Child, people: People, now: datetime) -> None:
    """Restrict a record to the worker and the worker's team manager: nobody who runs a forum or keeps the list is named."""
    restrict(
        child_id=child.key,
        staff_ids=[people.staff[key] for key in (child.worker, f"team {child.team}")],
        since=london_day(now),
        why=CLOSED_WHY,
        actor=people.viewer("governance", now),
        now=now,
    )


def _restrict(child: Child, people: People, now: datetime) -> None:
    named = [child.worker, f"team {child.team}", "coordinator", "service Commissioning", "brokerage"]
    restrict(
        child_id=child.key,
        staff_ids=[people.staff[key] for key in named],
        since=london_day(now),
        actor=viewer_named("data-officer", now=now),
        now=now,
    )
