"""The last meeting before Remit: loaded when the forum went live, and some of what its tracker leaves open given dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from remit.casework.backlog import date_backlog
from remit.casework.history import load_past_meeting
from remit.commands.seeding import words
from remit.commands.seeding.calendar import Weeks
from remit.commands.seeding.children import Child
from remit.commands.seeding.entries import TheList
from remit.commands.seeding.people import People
from remit.commands.seeding.timeline import Timeline, clock
from remit.reading.viewers import viewer_named
from remit.rules.backlog import mark_of
from remit.rules.past_meetings import PastSaid

FORUM = "ror"


@dataclass(frozen=True)
class BeforeRemit:
    """The meeting a week before the first that was held here, and who was discussed at it."""

    weeks: Weeks
    people: People
    the_list: TheList

    def schedule(self, line: Timeline) -> None:
        """It is loaded in the second week, when the chair looks through what was left."""
        monday = self.weeks.live_from + timedelta(days=7)
        line.at(clock(monday, "13:30"), self.load)
        line.at(clock(monday, "14:15"), self.give_dates)

    def load(self, when: datetime) -> None:
        """The data officer loads the workbook whole."""
        on = self.weeks.held[0] - timedelta(days=7)
        load_past_meeting(
            forum=FORUM,
            on=on,
            said=[
                PastSaid(child.key, "", True, "High", child.team, outcome, lines, actions)
                for child, (outcome, lines, actions) in zip(
                    self._discussed(), words.BEFORE_REMIT, strict=False
                )
            ],
            filename=f"Risk of Resi Tool {on:%d-%m-%y}.xlsx",
            digest="0" * 64,
            actor=viewer_named("data-officer", now=when),
            now=when,
        )

    def give_dates(self, when: datetime) -> None:
        """The chair says by when the first of what is left is to be done, and leaves the others."""
        child, (_, _, actions) = self._discussed()[0], words.BEFORE_REMIT[0]
        date_backlog(
            forum=FORUM,
            chosen={mark_of(child.key, actions[0][0]): 0},
            due_on=when.date() + timedelta(days=30),
            actor=self.people.viewer("service Commissioning", when),
            now=when,
        )

    def _discussed(self) -> list[Child]:
        """The first on the list whose record is not closed."""
        return [child for child in self.the_list.children if child.key not in self.the_list.closed][
            : len(words.BEFORE_REMIT)
        ]
