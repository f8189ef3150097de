"""The record of the made-up authority: histories of those who are there, and the many others of a larger one.

What a council's returns would have brought is put on record as they bring it, in bulk. It is made in parts of a fixed
size, each from a generator of its own, so that it needs no more memory for England than for one authority.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from remit.commands.seeding.children import Child
from remit.commands.seeding.families import Somebody, children_of, homecomer, leaver
from remit.commands.seeding.lives import Life, looked_after
from remit.commands.seeding.names import Names
from remit.commands.seeding.people import People
from remit.commands.seeding.progress import Progress
from remit.commands.seeding.told import SOURCE, Telling, keep
from remit.commands.seeding.workforce import AREA, allocate_all, make_workforce
from remit.records.children import Person
from remit.records.persons import NewPerson, put_on_record
from remit.rules.clock import london_day
from remit.rules.facts import Fact

SIZES = {"small": 60, "authority": 600, "largest": 1_500, "england": 84_000}
"""Children looked after."""
LEAVERS, HOMECOMERS = 0.55, 0.2
"""Care leavers, and children who left care for a family of late, for each child looked after."""
PART = 1_000


@dataclass
class Made:
    """How much was put on record."""

    looked_after: int = 0
    not_told: int = 0
    """Of these, who came into care so lately that the weekly return has yet to tell it."""
    leavers: int = 0
    came_home: int = 0
    facts: int = 0


@dataclass(frozen=True)
class Record:
    """What everything here is made from and for."""

    size: str
    seed: int
    set_up: datetime
    now: datetime

    @property
    def today(self) -> date:
        return london_day(self.now)

    @property
    def telling(self) -> Telling:
        return Telling(self.set_up, self.now)

    def not_told(self, lives: Iterable[Life]) -> int:
        """How many of these are looked after, and Remit has yet to be told."""
        since = [life.since for life in lives if life.looked_after and life.since is not None]
        return sum(self.telling.told(day) > self.now for day in since)

    def random(self, part: str) -> Random:
        """A generator for one part, the same for the same seed, size and day."""
        return Random(f"record {self.size} {self.seed} {self.today} {part}")  # nosec B311


def histories_of(children: Sequence[Child], record: Record, made: Made) -> None:
    """Give the children who were made one by one a history each, all of them looked after."""
    random = record.random("first")
    born = dict(
        Person.objects.filter(pk__in=[child.key for child in children]).values_list("pk", "date_of_birth")
    )
    lives: list[tuple[int, Life]] = []
    for child in children:
        day = born[child.key]
        assert day is not None
        lives.append((child.key, looked_after(random, day, record.today)))
    made.looked_after += len(lives)
    made.not_told += record.not_told(life for _, life in lives)
    made.facts += keep(_facts(lives), record.telling)


def few_leavers(people: People, names: Names, record: Record, made: Made) -> None:
    """The care leavers of the small authority, with its personal advisers."""
    random = record.random("leavers")
    count = round(SIZES["small"] * LEAVERS)
    new, lives = [], []
    for number in range(count):
        one = leaver(random, 0, number, record.today)
        given, family = names.next()
        new.append(NewPerson(one.person_id, given, family, date_of_birth=one.life.born))
        lives.append(one.life)
    persons = put_on_record(new, since=london_day(record.set_up), now=record.set_up, source=SOURCE)
    keys = [persons[one.person_id] for one in new]
    advisers = people.workers_of("Personal advisers")
    team = people.units["Personal advisers"]
    day = london_day(record.set_up)
    allocate_all(
        [(key, people.staff[advisers[at % len(advisers)]], team, day) for at, key in enumerate(keys)],
        now=record.set_up,
    )
    made.leavers += count
    made.facts += keep(_facts(list(zip(keys, lives, strict=True))), record.telling)


def the_many(people: People, record: Record, made: Made) -> None:
    """Everybody else of a larger authority, with the teams that work with them."""
    wanted = SIZES[record.size]
    force = make_workforce(wanted, above=people.units[AREA], now=record.set_up)
    progress = Progress(wanted, "children looked after")
    numbers = _Numbers()
    part = 0
    while made.looked_after < wanted:
        count = min(PART, wanted - made.looked_after)
        random = record.random(f"part {part}")
        batch = list(_part(random, count, numbers, record.today))
        persons = put_on_record(
            [NewPerson(one.person_id, one.given, one.family, date_of_birth=one.life.born) for one in batch],
            since=london_day(record.set_up),
            now=record.set_up,
            source=SOURCE,
        )
        kept = [(persons[one.person_id], one) for one in batch]
        day = london_day(record.set_up)
        allocate_all(
            [
                (key, *force.worker(numbers.family_of[one.person_id]), max(day, one.life.since or day))
                for key, one in kept
                if one.life.looked_after or _grown(one)
            ],
            now=record.set_up,
        )
        made.facts += keep(_facts([(key, one.life) for key, one in kept]), record.telling)
        made.looked_after += sum(one.life.looked_after for one in batch)
        made.not_told += record.not_told(one.life for one in batch)
        made.leavers += round(count * LEAVERS)
        made.came_home += round(count * HOMECOMERS)
        numbers.family_of.clear()
        part += 1
        progress.done(made.looked_after)


class _Numbers:
    """The next number of a child and of a family."""

    def __init__(self) -> None:
        self.child = self.family = 0
        self.family_of: dict[str, int] = {}

    def take(self, made: Callable[[int, int], Sequence[Somebody]], most: int) -> Iterator[Somebody]:
        """The next family's, as made from its number and the first child's."""
        found = made(self.family, self.child)[:most]
        for one in found:
            self.family_of[one.person_id] = self.family
        self.family += 1
        self.child += len(found)
        yield from found


def _part(random: Random, count: int, numbers: _Numbers, today: date) -> Iterator[Somebody]:
    left = count
    while left:
        for one in numbers.take(
            lambda family, number: list(children_of(random, family, number, today)), left
        ):
            left -= 1
            yield one
    for _ in range(round(count * LEAVERS)):
        yield from numbers.take(lambda family, number: [leaver(random, family, number, today)], 1)
    for _ in range(round(count * HOMECOMERS)):
        yield from numbers.take(lambda family, number: [homecomer(random, family, number, today)], 1)


def _grown(one: Somebody) -> bool:
    return any(fact.kind == "leaver" for fact in one.life.facts)


def _facts(lives: Sequence[tuple[int, Life]]) -> Iterator[tuple[int, Fact]]:
    return ((key, fact) for key, life in lives for fact in life.facts)
