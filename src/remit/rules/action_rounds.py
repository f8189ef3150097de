"""For which of its dates, and before which meetings, does an action's lead report, and did they?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from remit.rules.clock import due_date
from remit.rules.deadlines import MeetingTime


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody said of an action: when, and whether it moved its date away from the one it had."""

    at: datetime
    moves: bool = False
    was_due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that is over: when it began and closed, and when the forum meets next."""

    starts_at: datetime
    closed_at: datetime
    then: datetime | None


@dataclass(frozen=True, slots=True)
class Round:
    """A time an action had, or a meeting it is asked about again for: who reports by when, and whether that came."""

    number: int
    due: datetime | None
    """None where a later date has taken its place: the duty keeps the due time it had."""
    updated_at: datetime | None
    finished_at: datetime | None = None
    missed_at: datetime | None = None
    """When the forum met without a report: from then on it is asked for the next meeting."""
    again: bool = False
    """Whether it is asked for only because the action is still open."""
    reported_at: datetime | None = None
    """The first report while the action had this date, however early."""


def rounds(
    due: datetime,
    reports: Iterable[Report],
    *,
    finished_at: datetime | None,
    cancelled_at: datetime | None = None,
    held: Sequence[Held] = (),
    sat: Sequence[MeetingTime] = (),
) -> tuple[Round, ...]:
    """When an action's lead was to report, and did. A report that moves the date answers for the one before.

    `due`: the date that holds now. `held`: the forum's meetings since the one that asked for it, the earliest first: one
    held when the action was due, or later, asks again for the next. `sat`: those meetings and the ones to come; a report
    made before the last of them ahead of the due day is too old to count.
    """
    turns: list[Round] = []
    since: datetime | None = None
    for said, by, moved_at in _by_date(reports, due):
        ended_at = moved_at or finished_at
        over = [one for one in held if by and _asks_again(one, by, since, ended_at or cancelled_at)]
        starts = [_fresh_from(by, sat, since), *(one.closed_at for one in over)]
        dues = [None if moved_at else due, *(one.then for one in over)]
        for place, (fresh_from, due_then) in enumerate(zip(starts, dues, strict=True)):
            missed_at = over[place].closed_at if place < len(over) else None
            ended = [ended_at] if ended_at is not None else []
            counting = [one.at for one in said if _counts(one, fresh_from, missed_at)]
            counting += ended if missed_at is None else []
            turns.append(
                Round(
                    number=len(turns),
                    due=due_then,
                    updated_at=min(counting, default=None),
                    finished_at=None if moved_at else finished_at,
                    missed_at=None if counting else missed_at,
                    again=place > 0,
                    reported_at=min([*(one.at for one in said), *ended], default=None),
                )
            )
        since = moved_at
    return tuple(turns)


def _by_date(
    reports: Iterable[Report], due: datetime
) -> Iterator[tuple[list[Report], datetime | None, datetime | None]]:
    """The reports of each date an action has had, with that date and when a report moved it."""
    said: list[Report] = []
    for report in reports:
        said.append(report)
        if report.moves:
            yield said, report.was_due, report.at
            said = []
    yield said, due, None


def _asks_again(one: Held, due: datetime, since: datetime | None, ended_at: datetime | None) -> bool:
    """Whether this meeting found the action due, open, and with this date."""
    open_then = (since is None or one.closed_at > since) and (ended_at is None or one.closed_at < ended_at)
    return open_then and one.starts_at >= due


def _fresh_from(due: datetime | None, sat: Sequence[MeetingTime], since: datetime | None) -> datetime | None:
    """From when on a report counts for this date: since the forum last met before that day."""
    before = [one.starts_at for one in sat if due is not None and one.day < due_date(due)]
    return max([*before[-1:], *([since] if since else [])], default=None)


def _counts(report: Report, since: datetime | None, until: datetime | None) -> bool:
    return (since is None or report.at > since) and (until is None or report.at <= until)
