"""How does a month of meetings read, as a grid of weeks and as a list of days?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from remit.reading.month import Day, DueOn, Month
from remit.reading.month_meetings import CutOff, MonthMeeting
from remit.web import formats
from remit.web.addresses import address
from remit.web.clash_words import clash_words
from remit.web.meeting_words import STAGES

STATES = {**STAGES, "planned": ("", ""), "expected": ("Not planned yet", "grey")}
"""What is said of a meeting in each state, and the colour of its tag; a planned one needs no word."""


@dataclass(frozen=True, slots=True)
class CutOffLine:
    """A due time with its arithmetic."""

    what: str
    clause: str
    due: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting in the list of its day. `key` is where the grid's link leads."""

    key: str
    short: str
    name: str
    hours: str
    starts: str
    href: str
    state: str
    colour: str
    cancelled: bool
    tags: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    clashes: tuple[str, ...]
    cut_offs: tuple[CutOffLine, ...]


@dataclass(frozen=True, slots=True)
class DayView:
    """A day with something to say of it, or an empty cell of the grid."""

    number: int
    key: str
    title: str
    today: bool
    holiday: str
    meetings: tuple[MeetingLine, ...]
    moved_away: tuple[str, ...]
    due: tuple[str, ...]
    outside: bool = False

    @property
    def listed(self) -> bool:
        """Whether the list has a part for it."""
        return bool(self.holiday or self.meetings or self.moved_away or self.due)


NO_DAY = DayView(0, "", "", today=False, holiday="", meetings=(), moved_away=(), due=(), outside=True)


@dataclass(frozen=True, slots=True)
class MonthPage:
    """A month, ready to be shown."""

    title: str
    weeks: tuple[tuple[DayView, ...], ...]
    days: tuple[DayView, ...]
    empty: bool
    filtered: bool
    previous: tuple[str, str]
    next: tuple[str, str]
    """(words, address); no address where the calendar ends."""
    month: str
    forum: str
    mine: bool
    forums: tuple[tuple[str, str], ...]
    this_month: str
    """The address of the month it is; empty on its own page."""


def present(found: Month) -> MonthPage:
    """The page of a month."""
    days = tuple(_day(day, found.today) for day in found.days)
    blank_before, blank_after = found.first.weekday(), -(found.first.weekday() + len(days)) % 7
    cells = (NO_DAY,) * blank_before + days + (NO_DAY,) * blank_after
    return MonthPage(
        title=_month_words(found.first),
        weeks=tuple(cells[at : at + 7] for at in range(0, len(cells), 7)),
        days=tuple(day for day in days if day.listed),
        empty=not any(day.meetings or day.moved_away for day in days),
        filtered=bool(found.forum or found.mine),
        previous=_link(found, found.before),
        next=_link(found, found.after),
        month=f"{found.first:%Y-%m}",
        forum=found.forum,
        mine=found.mine,
        forums=found.forums,
        this_month="" if found.today.replace(day=1) == found.first else _href(found, found.today),
    )


def _month_words(first: date) -> str:
    return f"{formats.MONTHS[first.month - 1]} {first.year}"


def _link(found: Month, first: date | None) -> tuple[str, str]:
    return (_month_words(first), _href(found, first)) if first else ("", "")


def _href(found: Month, to: date) -> str:
    said = {"month": f"{to:%Y-%m}", "forum": found.forum, "whose": "mine" if found.mine else ""}
    return f"{address('calendar')}?{urlencode({name: value for name, value in said.items() if value})}"


def _day(day: Day, today: date) -> DayView:
    return DayView(
        number=day.date.day,
        key=f"day-{day.date.isoformat()}",
        title=formats.weekday(day.date),
        today=day.date == today,
        holiday=day.holiday,
        meetings=tuple(map(_meeting, day.meetings)),
        moved_away=tuple(map(_moved_away, day.moved_away)),
        due=tuple(map(_due_on, day.due)),
    )


def _moved_away(meeting: MonthMeeting) -> str:
    what = "was to be held on" if meeting.state == "cancelled" else "moved to"
    return f"{meeting.short} {what} {formats.weekday(meeting.date)}"


def _due_on(due: DueOn) -> str:
    at = formats.due(due.cut_off.due_at).rsplit(", ", 1)[1]
    return f"{at}, {due.meeting.short}: {_what(due.cut_off)} (for {formats.date(due.meeting.date)})"


def _meeting(meeting: MonthMeeting) -> MeetingLine:
    state, colour = STATES[meeting.state]
    cancelled = meeting.state == "cancelled"
    tags = [(state, colour)] if state else []
    tags += [("Moved", "yellow")] if meeting.moved else []
    tags += [("Extraordinary", "purple")] if meeting.extraordinary else []
    tags += [("Clash", "red")] if meeting.clashes else []
    href = address("meeting", forum=meeting.forum, date=meeting.nominal.isoformat()) if meeting.opens else ""
    return MeetingLine(
        key=f"{meeting.forum}-{meeting.nominal.isoformat()}",
        short=meeting.short,
        name=meeting.name,
        hours=f"{formats.time(meeting.start)} to {formats.time(meeting.end)}",
        starts=formats.time(meeting.start),
        href=href,
        state=state,
        colour=colour,
        cancelled=cancelled,
        tags=tuple(tags),
        notes=tuple(_notes(meeting)),
        clashes=tuple(map(clash_words, meeting.clashes)),
        cut_offs=tuple(map(_cut_off, meeting.cut_offs)),
    )


def _notes(meeting: MonthMeeting) -> list[str]:
    notes = []
    if meeting.moved:
        notes.append(f"Moved from {formats.weekday(meeting.nominal)}.")
    if meeting.holiday and meeting.state != "cancelled":
        notes.append(f"Bank holiday: {meeting.holiday}. The chair moves or cancels this meeting.")
    return notes


def _what(line: CutOff) -> str:
    """What is due; said of it where no page of Remit does it yet, as on the page of the meeting."""
    return line.what if line.kept else f"{line.what}, outside Remit"


def _cut_off(line: CutOff) -> CutOffLine:
    return CutOffLine(_what(line), line.clause, formats.due(line.due_at), line.because)
