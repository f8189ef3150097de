"""What happened when? Acts with their times, carried out in order of time up to now, as life does it."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count

from remit.rules.clock import instant

Act = Callable[[datetime], None]


@dataclass
class Timeline:
    """Acts that wait for their time. One may put others on the line."""

    _waiting: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _order: count[int] = field(default_factory=count)

    def at(self, when: datetime, act: Act) -> None:
        """Carry this out then; it is told when."""
        heapq.heappush(self._waiting, (when, next(self._order), act))

    def run(self, until: datetime) -> int:
        """Carry out everything up to that moment, the earliest first; answers with how much that was."""
        done = 0
        while self._waiting and self._waiting[0][0] <= until:
            when, _, act = heapq.heappop(self._waiting)
            act(when)
            done += 1
        return done


def clock(day: date, written: str, minutes: float = 0) -> datetime:
    """That time of day in England, and so many minutes later."""
    return instant(day, time.fromisoformat(written)) + timedelta(minutes=minutes)


def monday_of(day: date) -> date:
    """The Monday of the week of that day."""
    return day - timedelta(days=day.weekday())
