"""Where does this child stand on the way through each forum, as far as a viewer may read that forum's part in it?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from remit.records.fact_lines import FactRow
from remit.records.pathway_facts import Known, pathway_facts
from remit.rules.access import ChildFacts, Part, Said, may_read
from remit.rules.clock import london_day
from remit.rules.pathway import Stage, pathway
from remit.rules.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Way:
    """The way through one forum, for one child who has come somewhere on it."""

    forum: str
    name: str
    stages: tuple[Stage, ...]


def ways_of(
    viewer: Viewer,
    rows: Iterable[FactRow],
    parts: Collection[Part],
    facts: ChildFacts,
    *,
    now: datetime,
) -> tuple[Way, ...]:
    """The ways this child is on, by what `records.pathway_facts.way_parts` found."""
    if not {Part.ENTRY, Part.OUTCOMES} <= {*parts}:
        return ()
    today = london_day(now)
    return tuple(
        way
        for way in _ways(pathway_facts(rows, on=today))
        if may_read(viewer, facts, Said(way.forum, now, today), now=now)
    )


def _ways(known: Known) -> Iterator[Way]:
    for slug, terms in known.terms.items():
        stages = pathway(terms, known.facts[slug])
        if any(stage.on for stage in stages):
            yield Way(slug, terms.name, stages)
