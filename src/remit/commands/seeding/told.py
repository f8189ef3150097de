"""When was Remit told what? Once when it was set up, then of every week on the Monday after, as a weekly return tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from remit.commands.seeding.timeline import clock, monday_of
from remit.records.bulk import insert
from remit.records.cohort_stays import keep_stays
from remit.records.facts import TABLES
from remit.rules.clock import london_day
from remit.rules.facts import FIELDS, Fact

SOURCE = "seed"
_KNOWN_AT_ONCE = frozenset({"review", "unaccompanied", "details", "missing", "temporary"})
"""Kinds that are told of with their end."""
_LAST_SAID_BLANK = frozenset({"care", "placement"})
"""Kinds that say, last of all, why they ended: nobody knows while they go on."""
_COLUMNS = ("person_id", "since", "until", "recorded_at", "superseded_at", "source", "provisional")


@dataclass(frozen=True, slots=True)
class Telling:
    """From when on Remit is told, and until when."""

    set_up: datetime
    now: datetime

    def told(self, day: date) -> datetime:
        """When what happened on a day was told."""
        if day <= london_day(self.set_up):
            return self.set_up
        return clock(monday_of(day) + timedelta(weeks=1), "07:00")

    def versions(self, fact: Fact) -> Iterator[tuple[Fact, datetime, datetime | None]]:
        """The fact as it was told, and told again once it had ended: recorded and superseded when."""
        began = self.told(fact.since) if fact.kind != "details" else self.set_up
        if began > self.now:
            return
        today = london_day(self.now)
        if fact.until is None or fact.kind in _KNOWN_AT_ONCE or fact.until > today:
            yield fact, began, None
            return
        ended = self.told(fact.until)
        if ended > began:
            said = (*fact.said[:-1], "") if fact.kind in _LAST_SAID_BLANK else fact.said
            yield fact._replace(until=None, said=said), began, ended if ended <= self.now else None
        if ended <= self.now:
            yield fact, max(began, ended), None


def keep(facts: Iterable[tuple[int, Fact]], telling: Telling) -> int:
    """Put these facts of these children (their keys) on record in bulk; answers with how many rows that was."""
    rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for person, fact in facts:
        for told, recorded, superseded in telling.versions(fact):
            rows[fact.kind].append(
                (person, told.since, told.until, recorded, superseded, SOURCE, False, *told.said)
            )
    for kind, found in rows.items():
        insert(TABLES[kind], (*_COLUMNS, *FIELDS[kind]), found)
    keep_stays({row[0] for found in rows.values() for row in found})
    return sum(len(found) for found in rows.values())
