"""What the made-up forum told others of its work: the analysis at its turn, and the pack of each month that ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from remit.casework.reports import share_report, write_report_text
from remit.commands.seeding import words
from remit.commands.seeding.calendar import Weeks
from remit.commands.seeding.people import People
from remit.commands.seeding.timeline import Timeline, clock
from remit.records.holidays import working_calendar
from remit.records.told_reports import find_standing
from remit.rules.calendar import month_later
from remit.rules.clock import london_day
from remit.terms.load import merged

FORUM = "ror"
WORKING_DAY = 4
"""A day before the pack is due."""


def schedule_reports(line: Timeline, people: People, weeks: Weeks, *, now: datetime) -> None:
    """Put on the line what is shared at each meeting held, and when each month is over."""
    for day in weeks.held:
        line.at(clock(day, "16:20"), partial(_tell, people, day.isoformat()))
    for month in _months(weeks.live_from, london_day(now)):
        over = working_calendar().after(month_later(month, 1) - timedelta(days=1), WORKING_DAY)
        line.at(clock(over, "14:00"), partial(_tell, people, f"{month:%Y-%m}"))


def _months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month < last:
        yield month
        month = month_later(month, 1)


def _tell(people: People, occasion: str, when: datetime) -> None:
    """The chair writes the narrative and shares the report, where one is owed for it."""
    actor = people.viewer("service Commissioning", when)
    for report in merged(FORUM).reports:
        if find_standing(FORUM, report.id, occasion) is None:
            continue
        for part in report.tells:
            write_report_text(
                forum=FORUM,
                report=report.id,
                occasion=occasion,
                part=part.id,
                text=words.TOLD.get(part.id, words.TOLD_OTHERWISE),
                seen=0,
                actor=actor,
                now=when,
            )
        shared = when + timedelta(minutes=10)
        share_report(forum=FORUM, report=report.id, occasion=occasion, seen=None, actor=actor, now=shared)
