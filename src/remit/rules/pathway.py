"""Where does a case stand on the way that leads through a forum? Worked out from what is on record, never typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from remit.terms.model import ForumTerms, Neighbour, Reached

State = Literal["passed", "here", "ahead"]


@dataclass(frozen=True, slots=True)
class Stay:
    """Since when something was so, and until when if it is over."""

    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class PathFacts:
    """What is on record of one child, as far as the way depends on it."""

    listed: Stay | None = None
    """The latest time on the action list."""
    agendas: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    """Days of the meetings of each forum at which the child stood on the agenda."""
    outcome: tuple[str, date] | None = None
    """How this forum left the case the last time, and on which day."""
    cohorts: Mapping[str, date] = field(default_factory=dict)
    """What each source of a cohort computes: since when the child is in it, of those the child is in today."""
    follows: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The sources of the cohorts each forum follows, of the forums that are switched on."""

    @property
    def begins(self) -> date:
        """What came before the latest time on the list belongs to an earlier way."""
        return self.listed.since if self.listed else date.min


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the way, and whether the case has come there."""

    id: str
    name: str
    when: str
    clause: str
    state: State
    on: date | None = None
    """Since when; None where it has not come there."""


def pathway(terms: ForumTerms, facts: PathFacts) -> tuple[Stage, ...]:
    """Every stage in order: what lies before the forum, the forum, what lies after. Empty where the terms know no way.

    The case is at the furthest stage it has come to; nowhere, once it is off the list and no further than the forum.
    """
    running = [one for one in terms.neighbours if one.runs]
    if not running:
        return ()
    stages = [
        *_reached([one for one in running if one.stands == "before"], facts),
        _this_forum(terms, facts),
        *_reached([one for one in running if one.stands == "after"], facts),
    ]
    came = [place for place, stage in enumerate(stages) if stage.on is not None]
    if not came:
        return tuple(stages)
    own = next(place for place, stage in enumerate(stages) if stage.id == terms.id)
    over = came[-1] <= own and facts.listed is not None and facts.listed.until is not None
    return tuple(
        replace(
            stage,
            state="here" if place == came[-1] and not over else "passed" if place <= came[-1] else "ahead",
        )
        for place, stage in enumerate(stages)
    )


def _this_forum(terms: ForumTerms, facts: PathFacts) -> Stage:
    on = _first(facts.agendas.get(terms.id, ()), facts.begins)
    clause = next(one.clause for one in terms.neighbours if one.runs)
    return Stage(terms.id, terms.name, "The case is on an agenda", clause, "ahead", on)


def _reached(neighbours: list[Neighbour], facts: PathFacts) -> Iterator[Stage]:
    for one in neighbours:
        assert one.reached is not None
        yield Stage(one.id, one.name, one.when, one.clause, "ahead", _since(one.reached, facts))


def _since(reached: Reached, facts: PathFacts) -> date | None:
    if reached.listed:
        return facts.listed.since if facts.listed else None
    if reached.outcome:
        left = facts.outcome
        return left[1] if left and left[0] in reached.outcome and left[1] >= facts.begins else None
    if reached.cohort:
        return _first(tuple(_in([reached.cohort], facts)), facts.begins)
    forum = reached.forum or ""
    days = (*facts.agendas.get(forum, ()), *_in(sorted(facts.follows.get(forum, ())), facts))
    return _first(days, facts.begins)


def _in(sources: list[str] | tuple[str, ...], facts: PathFacts) -> Iterator[date]:
    return (facts.cohorts[source] for source in sources if source in facts.cohorts)


def _first(days: tuple[date, ...], begins: date) -> date | None:
    return min((day for day in days if day >= begins), default=None)
