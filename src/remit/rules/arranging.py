"""At what time is each case taken, so that whoever comes for it can? Plain values in, an arrangement and how good it is out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

MINUTES_A_DAY = 24 * 60
SECONDS = 2.5
"""So long a better arrangement is looked for."""
UNPLACED, NOT_THERE, APART = 10_000, 400, 2
"""What it costs that a case finds no time; that a person who cannot come is wanted; and each minute between somebody's own cases."""


@dataclass(frozen=True, slots=True)
class Away:
    """A stretch in which somebody cannot come: minutes of the day, the end not part of it."""

    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """A case to be given a time. `people`: who comes for it, by any key; `manager` is one of them, or nobody known."""

    item: str
    minutes: int
    people: tuple[str, ...] = ()
    manager: str = ""
    rank: int = 0
    """The lower, the sooner it is taken where nothing else decides; and the later it is left out where not all fit."""
    fixed_at: int | None = None
    """Minute of the day at which it stays, because it was set by hand or is under way."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A stretch of a meeting with the cases to be put into it, one after another."""

    begins: int
    ends: int
    cases: tuple[Wanted, ...]
    away: Mapping[str, tuple[Away, ...]] = field(default_factory=dict)
    """By person, when they said they cannot come. Whoever said nothing can."""
    step: int = 5
    """Times begin at multiples of so many minutes after the start."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The time of one case: minute of the day. `misses`: who is wanted for it and said they cannot come then."""

    item: str
    at: int
    minutes: int
    misses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The times found, in order. `optimal`: it is proved that none is better; otherwise it is the best that was found."""

    placed: tuple[Placed, ...]
    left_out: tuple[str, ...]
    """Cases for which there is no room before the end, the least urgent ones."""
    optimal: bool
    together: int
    """How many managers with several cases have them one after another."""
    apart: int
    """How many have not."""

    @property
    def words(self) -> str:
        """What is said to people of how good it is."""
        return (
            "It is proved that no arrangement is better."
            if self.optimal
            else "This is the best that was found in the time."
        )


def told(problem: Problem, at: Mapping[str, int], *, optimal: bool) -> Arrangement:
    """The arrangement that these times make."""
    cases = sorted((one for one in problem.cases if one.item in at), key=lambda one: (at[one.item], one.item))
    placed = tuple(
        Placed(one.item, at[one.item], one.minutes, _missing(problem, one, at[one.item])) for one in cases
    )
    left_out = tuple(one.item for one in sorted(problem.cases, key=_rank) if one.item not in at)
    blocks = [_is_together(cases, manager, at) for manager in _with_several(cases)]
    return Arrangement(placed, left_out, optimal, sum(blocks), len(blocks) - sum(blocks))


def cost(problem: Problem, at: Mapping[str, int]) -> int:
    """What these times cost: cases without a time, people who cannot come, waiting between one's own cases, the ranking."""
    least = max((one.rank for one in problem.cases), default=0) + 1
    total = 0
    for one in problem.cases:
        if one.item not in at:
            total += UNPLACED + UNPLACED * (least - one.rank) // least
            continue
        total += NOT_THERE * len(_missing(problem, one, at[one.item]))
        total += lateness(problem, one, at[one.item])
    for manager in _with_several([one for one in problem.cases if one.item in at]):
        own = [one for one in problem.cases if one.manager == manager and one.item in at]
        spread = max(at[one.item] + one.minutes for one in own) - min(at[one.item] for one in own)
        total += APART * (spread - sum(one.minutes for one in own))
    return total


def lateness(problem: Problem, one: Wanted, at: int) -> int:
    """A little for each step after the start, more for a case of higher rank: so the urgent ones come first."""
    least = max((case.rank for case in problem.cases), default=0) + 1
    return (at - problem.begins) // problem.step * (1 + 3 * (least - one.rank) // least)


def cannot(problem: Problem, one: Wanted, person: str, at: int) -> bool:
    """Whether somebody said they cannot come for all of a case that begins then."""
    return any(away.begins < at + one.minutes and at < away.ends for away in problem.away.get(person, ()))


def one_after_another(problem: Problem) -> dict[str, int]:
    """A simple arrangement to begin from: a manager's cases behind each other, by rank, first those who can come then."""
    at = {one.item: one.fixed_at for one in problem.cases if one.fixed_at is not None}
    taken = [(at[one.item], at[one.item] + one.minutes) for one in problem.cases if one.item in at]
    left = _blocks([one for one in problem.cases if one.fixed_at is None])
    while left:
        rows = [(_row(problem, taken, block), block) for block in left]
        row, block = min(rows, key=lambda one: (_absent(problem, *one), left.index(one[1])))
        left.remove(block)
        at.update(row)
        taken += [(row[one.item], row[one.item] + one.minutes) for one in block if one.item in row]
    return at


def _blocks(cases: Sequence[Wanted]) -> list[list[Wanted]]:
    """The cases of each manager together, the block with the most urgent case first."""
    found: dict[str, list[Wanted]] = {}
    for one in sorted(cases, key=_rank):
        found.setdefault(one.manager or f"nobody for {one.item}", []).append(one)
    return list(found.values())


def _row(problem: Problem, taken: Sequence[tuple[int, int]], block: Sequence[Wanted]) -> dict[str, int]:
    """The first free times for these cases, one behind the other; none for those that find no room."""
    row, now_taken = {}, list(taken)
    for one in block:
        at = _first_free(problem, now_taken, one.minutes)
        if at is not None:
            row[one.item] = at
            now_taken.append((at, at + one.minutes))
    return row


def _absent(problem: Problem, row: Mapping[str, int], block: Sequence[Wanted]) -> int:
    return sum(len(_missing(problem, one, row[one.item])) for one in block if one.item in row)


def _first_free(problem: Problem, taken: Sequence[tuple[int, int]], minutes: int) -> int | None:
    for at in range(problem.begins, problem.ends - minutes + 1, problem.step):
        if all(at + minutes <= begins or ends <= at for begins, ends in taken):
            return at
    return None


def _missing(problem: Problem, one: Wanted, at: int) -> tuple[str, ...]:
    return tuple(person for person in one.people if cannot(problem, one, person, at))


def _with_several(cases: Sequence[Wanted]) -> list[str]:
    managers = [one.manager for one in cases if one.manager]
    return sorted({manager for manager in managers if managers.count(manager) > 1})


def _is_together(cases: Sequence[Wanted], manager: str, at: Mapping[str, int]) -> bool:
    """Whether no other case stands between this manager's own."""
    order = [one.manager == manager for one in cases]
    first, last = order.index(True), len(order) - 1 - order[::-1].index(True)
    return all(order[first : last + 1])


def _rank(one: Wanted) -> tuple[int, str]:
    return one.rank, one.item
