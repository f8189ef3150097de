"""What was typed by hand of the made-up children: what waits to be confirmed, and what a file said otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from remit.casework.children import allocate
from remit.casework.facts import record_fact
from remit.commands.seeding.allocated import allocate_from_a_file
from remit.commands.seeding.children import RESTRICTED, Child
from remit.commands.seeding.entries import AT_FIRST
from remit.commands.seeding.people import People
from remit.commands.seeding.timeline import Timeline, clock
from remit.records.facts import Review
from remit.rules.clock import london_day
from remit.rules.facts import fact


@dataclass(frozen=True)
class ByHand:
    """Puts on the line of what happens: a review that waits for a return, and a worker whom a file contradicts."""

    people: People
    children: Sequence[Child]

    def schedule(self, line: Timeline, *, now: datetime) -> None:
        """One who is not on the action list, and one who is: so that brokerage and the forum meet the question too."""
        first = next(one for one in reversed(self.children) if self._fits(one))
        moved = next(one for one in reversed(self.children[:AT_FIRST]) if self._fits(one))
        today = london_day(now)
        line.at(clock(today - timedelta(days=9), "11:20"), partial(self._review, first))
        line.at(clock(today - timedelta(days=8), "15:05"), partial(self._hand_over, moved))
        line.at(clock(today - timedelta(days=3), "09:40"), partial(self._contradict, moved))

    def _fits(self, child: Child) -> bool:
        return bool(child.worker) and child.number != RESTRICTED and child.team != "Personal advisers"

    def _review(self, child: Child, at: datetime) -> None:
        """On the last day before that has no review yet: what is on record already is refused."""
        known = set(Review.objects.filter(person_id=child.key).values_list("since", flat=True))
        days = (london_day(at) - timedelta(days=back) for back in count(1))
        day = next(one for one in days if one not in known)
        record_fact(
            child_id=child.key,
            fact=fact("review", day, day + timedelta(days=1)),
            told="Minutes of the review",
            actor=self.people.viewer(child.worker, at),
            now=at,
        )

    def _hand_over(self, child: Child, at: datetime) -> None:
        """The manager of the team types that the other worker of the team has taken over."""
        others = [one for one in self.people.workers_of(child.team) if one != child.worker]
        allocate(
            child_id=child.key,
            worker_id=self.people.staff[others[0]],
            team_id=self.people.units[child.team],
            since=london_day(at),
            told="Agreed in supervision",
            actor=self.people.viewer(f"team {child.team}", at),
            now=at,
        )

    def _contradict(self, child: Child, at: datetime) -> None:
        """A file of allocations still names the first."""
        allocate_from_a_file(
            self.people, [(child.person_id, child.worker, child.team)], "Allocations of the week.csv", at
        )
