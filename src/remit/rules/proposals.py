"""What is proposed, as far as it is known, and what is wrong with what was handed in?"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from remit.rules.clock import LONDON, london_day
from remit.rules.conditions import AtLeast
from remit.rules.handed_in import Fault, Unusable, not_an_object, unknown_key
from remit.terms.routing import ProposalFact, Routes, Sum

OLDEST = 120
"""Years. Nobody is older, so a greater age is a slip."""
MOST = 1_000_000_000
"""Pounds or weeks. A greater figure is a slip."""
YEARS = range(1990, 2079)
"""The years whose working days are known, with room for what follows."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Proposal:
    """The facts that are known, `None` for the others; the forums that are on, in no order; and when it is asked."""

    facts: Mapping[str, Any]
    forums: frozenset[str]
    now: datetime


def read_proposal(given: Any, routes: Routes, *, forums: Collection[str], now: datetime) -> Proposal:
    """A proposal from what was handed in. Raises `Unusable` with all that is wrong with it.

    `forums`: those that are on where it does not choose among them. `now`: when it is asked, where it does not say.
    """
    if not isinstance(given, Mapping):
        raise Unusable([not_an_object()])
    known = (*routes.facts, "authority_forums", "now")
    faults = [unknown_key(key, known) for key in given if key not in known]
    facts, at, chosen = dict.fromkeys(routes.facts), now, frozenset(forums)
    for key, value in given.items():
        if value is None or key not in known:
            continue
        try:
            if key == "now":
                at = _moment(value)
            elif key == "authority_forums":
                chosen = frozenset(_several(value, tuple(forums)))
            else:
                facts[key] = _value(routes.facts[key], value)
        except ValueError as problem:
            named = routes.facts[key].name if key in routes.facts else key
            faults.append(Fault(key, f"{named[:1].upper()}{named[1:]}: this it cannot be.", f"{problem}."))
    faults += _too_early(routes, facts, at)
    if faults:
        raise Unusable(faults)
    sums = {name: _added(said, facts) for name, said in routes.sums.items()}
    return Proposal({**facts, **sums}, chosen, at)


def _too_early(routes: Routes, facts: Mapping[str, Any], now: datetime) -> Iterator[Fault]:
    for key, fact in routes.facts.items():
        day = facts[key]
        if fact.past and day is not None and day > london_day(now):
            yield Fault(key, f"{day.isoformat()} has not come yet.", "Give a day that is over, or today.")


def _value(fact: ProposalFact, value: Any) -> Any:
    match fact.kind:
        case "yes_no":
            return _one_of(value, (True, False), "true or false")
        case "choice":
            return _one_of(value, fact.of, ", ".join(fact.of))
        case "choices":
            return frozenset(_several(value, fact.of))
        case "day":
            return _day(value)
        case "whole":
            return _number(value, int)
        case "number":
            return _number(value, int, float)


def _one_of(value: Any, allowed: tuple[Any, ...], said: str) -> Any:
    if not isinstance(value, bool | str) or value not in allowed:
        raise ValueError(f"It is {said}, or left out if it is not known")
    return value


def _several(value: Any, allowed: tuple[str, ...]) -> list[str]:
    if not isinstance(value, list) or any(not isinstance(one, str) or one not in allowed for one in value):
        raise ValueError(f"It is a list of these: {', '.join(allowed)}")
    return value


def _number(value: Any, *kinds: type) -> Any:
    if type(value) not in kinds or not 0 <= value < math.inf:
        whole = "a whole number" if kinds == (int,) else "a number"
        raise ValueError(f"It is {whole}, nought or more, or left out if it is not known")
    most = OLDEST if kinds == (int,) else MOST
    if value > most:
        raise ValueError(f"It is at most {most:,}")
    return value


def _day(value: Any) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else None
        if day is not None and day.year in YEARS:
            return day
    except ValueError:
        pass
    raise ValueError("It is a day since 1990, written like 2026-01-06, or left out if it is not known")


def _moment(value: Any) -> datetime:
    """A moment; without an offset it is the time on clocks in England."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
        if at is not None and at.year in YEARS:
            return at if at.tzinfo else at.replace(tzinfo=LONDON)
    except ValueError:
        pass
    raise ValueError("It is a moment, written like 2026-01-06T16:00:00+00:00, between 1990 and 2078")


def _added(said: Sum, facts: Mapping[str, Any]) -> float | AtLeast:
    """The sum; where a part of it is not known, what the known parts come to at the least."""
    floor: float = 0
    missing: list[str] = []
    for part in said.parts:
        values = [facts[key] for key in part]
        if 0 in values:
            continue
        unknown = [key for key, value in zip(part, values, strict=True) if value is None]
        missing += unknown
        floor += 0 if unknown else math.prod(values)
    return AtLeast(floor, tuple(missing)) if missing else floor
