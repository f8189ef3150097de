"""How does the time line of a child tell its trajectory? An event for each version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from remit.reading.child_file import PLANNED, Words
from remit.reading.events import Event
from remit.records.fact_lines import FactRow
from remit.records.pathway_facts import TRAJECTORY
from remit.rules.access import ChildFacts, Said, may_read, reads_by_child
from remit.rules.clock import london_day
from remit.rules.text import shown_date
from remit.rules.viewers import Viewer

LABELS = {"until_then": "Until then", "step_down": "Stepping down", "why": "Why"}


def trajectory_events(
    viewer: Viewer, facts: ChildFacts, record: Iterable[FactRow], kept: Iterable[Words], *, now: datetime
) -> Iterator[Event]:
    """The versions: for who works with the child and managers above, and who may read a forum that began one."""
    rows = [row for row in record if row.kind == TRAJECTORY]
    forums = {row.third for row in rows if row.third}
    today = london_day(now)
    by_forum = any(may_read(viewer, facts, Said(forum, now, today), now=now) for forum in forums)
    if not (by_forum or reads_by_child(viewer, facts)):
        return
    words = {(one.version, one.key): one.text for one in kept if one.kind == PLANNED}
    for row in rows:
        version = int(row.first)
        lines = [(label, text) for key, label in LABELS.items() if (text := words.get((version, key)))]
        if row.until:
            lines.append(("To have moved on by", shown_date(row.until)))
        lines.append(("Written by", row.second))
        yield Event(row.since, "trajectory", f"Trajectory, version {version}", tuple(lines))
