"""What cannot be right in a return, asked of plain values: ages, UPNs, episodes that overlap or leave gaps, twins?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import pairwise

OLDEST_IN_A_RETURN = 25
"""Years: the duty to a care leaver ends at 25."""
OLDEST_TO_BEGIN = 20
"""Years at which an episode can begin at the very latest: short breaks and stays in community homes until 21."""
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN_LENGTH = 13


class Crossing(Enum):
    """How two episodes of a child, one after the other, can fail to fit."""

    TWO_OPEN = "two open"
    OPEN_BEFORE = "open before another"
    OVERLAP = "overlap"
    GAP = "gap"
    NEW_WITHOUT_START = "not said to have started again"
    ENDED_AND_WENT_ON = "said to have ended, and went on"


@dataclass(frozen=True, slots=True)
class Span:
    """An episode, as far as its order is concerned."""

    row: int
    since: date
    until: date | None
    new_because: str
    ended_because: str


@dataclass(frozen=True, slots=True)
class Crossed:
    """Two episodes that do not fit."""

    how: Crossing
    before: Span
    after: Span


def in_turn(spans: Iterable[Span]) -> list[Span]:
    """A child's episodes in the order they began; of two begun on one day the one that ended first."""
    return sorted(spans, key=lambda one: (one.since, one.until or date.max, one.row))


def held_until(span: Span, following: Span | None) -> date | None:
    """When an episode stopped holding: its own end, or the start of the one after where that came before."""
    if following is None or (span.until is not None and span.until <= following.since):
        return span.until
    return following.since


def crossings(spans: Sequence[Span]) -> Iterator[Crossed]:
    """What does not fit in episodes that are in turn."""
    for before, after in pairwise(spans):
        how = _crossing(before, after)
        if how is not None:
            yield Crossed(how, before, after)


def _crossing(before: Span, after: Span) -> Crossing | None:
    if before.until is None:
        return Crossing.TWO_OPEN if after.until is None else Crossing.OPEN_BEFORE
    if before.until > after.since:
        return Crossing.OVERLAP
    if before.until < after.since:
        if before.ended_because == "X1":
            return Crossing.GAP
        return Crossing.NEW_WITHOUT_START if after.new_because not in ("S", "") else None
    return Crossing.ENDED_AND_WENT_ON if before.ended_because not in ("X1", "") else None


def years_old(born: date, on: date) -> int:
    """Whole years of age on a day; below nought before birth."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def upn_letter(digits: str) -> str:
    """The check letter of a UPN's twelve figures (the last may be a letter in a temporary one)."""
    values = [_UPN_LETTERS.index(char) if char.isalpha() else int(char) for char in digits]
    return _UPN_LETTERS[sum(value * weight for weight, value in enumerate(values, start=2)) % 23]


def upn_fits(upn: str) -> bool:
    """Whether a UPN has thirteen characters and the check letter that its figures ask for."""
    if len(upn) != _UPN_LENGTH or not upn.isascii() or not upn[1:-1].isdigit():
        return False
    last = upn[-1]
    return (last.isdigit() or last in _UPN_LETTERS) and upn[0] == upn_letter(upn[1:])


def alike(children: Iterable[tuple[int, str, date, Sequence[str]]]) -> list[tuple[int, ...]]:
    """Children who may be twins, or one child under two ids: born on one day, with a home or a first day of care in common.

    Each child: row, id, birth date, and words for home and first day. Gives the rows of each group.
    """
    together: dict[tuple[date, str], list[int]] = defaultdict(list)
    for row, _, born, traits in children:
        for trait in traits:
            together[born, trait].append(row)
    groups = {tuple(rows) for rows in together.values() if len(rows) > 1}
    return sorted(group for group in groups if not any(set(group) < set(other) for other in groups))
