"""When do the forums meet in a month, what is due before each meeting, and what stands in its way?

That and when a forum meets anybody who signs in may know; no child and no reason somebody wrote is in the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from remit.reading.month_meetings import Around, CutOff, MonthMeeting, around, meetings_of
from remit.records.holidays import working_calendar
from remit.rules.calendar import DAY, month_later
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound
from remit.rules.viewers import Viewer

DUE_AHEAD = timedelta(days=40)
"""What is due in a month may be due for a meeting so long after it."""
YEARS_BACK, YEARS_AHEAD = 10, 3


@dataclass(frozen=True, slots=True)
class DueOn:
    """A cut-off on the day it falls on, and the meeting it is for."""

    cut_off: CutOff
    meeting: MonthMeeting


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month."""

    date: date
    holiday: str
    meetings: tuple[MonthMeeting, ...]
    moved_away: tuple[MonthMeeting, ...]
    """Meetings that were planned for this day and are held on another."""
    due: tuple[DueOn, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the forums' meetings."""

    first: date
    days: tuple[Day, ...]
    forums: tuple[tuple[str, str], ...]
    """(id, name) of those that can be chosen."""
    forum: str
    mine: bool
    today: date
    before: date | None
    """The month before; None where the calendar ends."""
    after: date | None


def month(viewer: Viewer, *, first: date, forum: str = "", mine: bool = False, now: datetime) -> Month:
    """The month that begins on `first`, of every forum that is live or the reader's own, of one, or of those they come to.

    Refuses: no such forum; a month more than ten years back or three ahead.
    """
    today = london_day(now)
    if not _in_reach(first, today):
        raise NotFound("month")
    last = month_later(first, 1) - DAY
    found = around(viewer, since=first, until=last + DUE_AHEAD, today=today)
    if forum and forum not in found.terms:
        raise NotFound("forum")
    meetings = [
        one
        for one in meetings_of(viewer, found, since=first, until=last + DUE_AHEAD)
        if (not forum or one.forum == forum) and (one.mine or not mine)
    ]
    return Month(
        first=first,
        days=tuple(_days(first, last, meetings)),
        forums=_choices(found, first),
        forum=forum,
        mine=mine,
        today=today,
        before=_reached(month_later(first, -1), today),
        after=_reached(month_later(first, 1), today),
    )


def _in_reach(first: date, today: date) -> bool:
    this_month = today.replace(day=1)
    return month_later(this_month, -12 * YEARS_BACK) <= first <= month_later(this_month, 12 * YEARS_AHEAD)


def _reached(first: date, today: date) -> date | None:
    return first if _in_reach(first, today) else None


def _choices(found: Around, day: date) -> tuple[tuple[str, str], ...]:
    """The forums by the names they have on that day."""
    named = ((slug, said.on(day).name) for slug, said in found.terms.items())
    return tuple(sorted(named, key=lambda one: one[1]))


def _days(first: date, last: date, meetings: Sequence[MonthMeeting]) -> Iterator[Day]:
    day, calendar = first, working_calendar()
    due = [DueOn(one, meeting) for meeting in meetings for one in meeting.cut_offs]
    due.sort(key=lambda one: (one.cut_off.due_at, one.meeting.short))
    while day <= last:
        yield Day(
            date=day,
            holiday=calendar.holiday(day) or "",
            meetings=tuple(one for one in meetings if one.date == day),
            moved_away=tuple(one for one in meetings if one.moved and one.nominal == day),
            due=tuple(one for one in due if one.cut_off.due_on == day and one.meeting.date != day),
        )
        day += DAY
