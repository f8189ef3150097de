"""Making a forum's calendar from its terms, and moving, cancelling or adding single meetings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from django.db import transaction

from remit.casework.acts import about, audited, touch
from remit.casework.duties import reconcile
from remit.casework.letters_changed import take_back_of_meeting, tell_of_move
from remit.casework.locks import lock_around, lock_forum, lock_forum_of
from remit.records.duties import Duty
from remit.records.forums import Forum, TermsVersion
from remit.records.holidays import working_calendar
from remit.records.meetings import AgendaItem, Meeting
from remit.records.sittings import around
from remit.records.terms_store import adopted, terms_of
from remit.rules.calendar import sittings
from remit.rules.clock import instant, london_day, shown_clock
from remit.rules.meeting_gates import (
    why_not_begin,
    why_not_call,
    why_not_cancel,
    why_not_hours,
    why_not_move,
    why_not_plan,
)
from remit.rules.outcomes import Stale, refuse_if
from remit.rules.permissions import why_not_chair, why_not_run
from remit.rules.slots import shifted_by
from remit.rules.text import shown_day
from remit.rules.viewers import Viewer

WEEKS_AHEAD = 12
"""So far ahead meetings are kept planned, without anybody asking."""


@dataclass(frozen=True, slots=True)
class Planned:
    """The meetings that were added, and those among them on a bank holiday, which the chair moves or cancels."""

    dates: tuple[date, ...] = ()
    on_holidays: tuple[tuple[date, str], ...] = ()


@audited("meetings.planned")
def plan_meetings(*, forum: str, until: date, actor: Viewer, now: datetime) -> Planned:
    """Plan the forum's meetings from today until (and without) a day, as its terms have them. Never doubles one.

    Refuses: not theirs to run; a day that is past, or more than three years ahead.
    """
    refuse_if(why_not_run(actor, forum))
    row = lock_forum(forum)
    refuse_if(why_not_plan(until, today=london_day(now)))
    lock_around(row, london_day(now))
    planned = _plan(row, until, now)
    about(subject=row.pk, forum=forum, until=until.isoformat(), added=len(planned.dates))
    return planned


def plan_ahead(*, forum: str, now: datetime, weeks: int = WEEKS_AHEAD) -> Planned:
    """See that the next weeks have their meetings: part of closing one, in its transaction and under its locks."""
    return _plan(lock_forum(forum), london_day(now) + timedelta(weeks=weeks, days=1), now)


@audited("meeting.moved")
def move_meeting(
    *,
    meeting_id: int,
    seen: int | None,
    to: date,
    start: time,
    end: time,
    why: str,
    actor: Viewer,
    now: datetime,
) -> int:
    """Hold a meeting on another day or at another time; it keeps its nominal date. Answers with its new revision.

    The times of its items move with its start.
    Refuses: not theirs to chair; changed since seen; opened; a day or time gone by, far ahead or on which the forum meets;
    an end before the start; no reason.
    """
    meeting = _locked(meeting_id, seen, actor, to)
    refuse_if(why_not_hours(start, end))
    refuse_if(why_not_move(meeting.state, to=to, today=london_day(now), taken=_other_days(meeting), why=why))
    if (to, start) != (meeting.date, meeting.start):
        refuse_if(why_not_begin(instant(to, start), now=now))
    was, hours = meeting.date, meeting.start
    _shift_items(meeting, start)
    _set_time(meeting, to, start, end)
    meeting.why_changed = why.strip()
    touch(meeting, "date", "start", "end", "starts_at", "ends_at", "why_changed", *_told(meeting, now))
    _reconcile_around(meeting, min(was, to), now)
    tell_of_move(meeting, f"{shown_day(was)} at {shown_clock(hours)}", now=now)
    about(meeting=meeting.pk, was=was.isoformat(), to=to.isoformat())
    return meeting.revision


Per = Literal["meeting", "item", "action"]


@dataclass(frozen=True, slots=True)
class MovedDeadline:
    """Something owed whose time moves with a meeting, so many times."""

    what: str
    clause: str
    was: datetime
    to: datetime
    times: int
    per: Per = "meeting"
    """What it is owed for."""


def moved_deadlines(
    *,
    meeting_id: int,
    seen: int | None,
    to: date,
    start: time,
    end: time,
    why: str,
    actor: Viewer,
    now: datetime,
) -> tuple[MovedDeadline, ...]:
    """What is owed at another time if the meeting is moved so, the first due first. Nothing stays of trying it.

    Refuses what `move_meeting` refuses.
    """
    with transaction.atomic():
        before = _open_deadlines(meeting_id)
        move_meeting(
            meeting_id=meeting_id, seen=seen, to=to, start=start, end=end, why=why, actor=actor, now=now
        )
        after = _open_deadlines(meeting_id)
        transaction.set_rollback(True)
    moved = Counter(
        (what, clause, per, was, after[key][3])
        for key, (what, clause, per, was) in before.items()
        if key in after and after[key][3] != was
    )
    return tuple(
        MovedDeadline(what, clause, was, due, times, per)
        for (what, clause, per, was, due), times in sorted(moved.items(), key=lambda one: one[0][3:])
    )


def _open_deadlines(meeting_id: int) -> dict[int, tuple[str, str, Per, datetime]]:
    """What is still owed in the forum of that meeting: what, by which clause, for what, by when."""
    rows = Duty.objects.filter(meeting__forum__meetings=meeting_id, state=Duty.State.OPEN)
    found = rows.values_list("pk", "what", "clause", "due_at", "action_id", "subject__forum")
    return {
        pk: (what, clause, "action" if action else "meeting" if forum else "item", due)
        for pk, what, clause, due, action, forum in found
    }


@audited("meeting.cancelled")
def cancel_meeting(*, meeting_id: int, seen: int | None, why: str, actor: Viewer, now: datetime) -> int:
    """Cancel a meeting; it keeps its nominal date, so that it is not planned again. Answers with its new revision.

    Refuses: not theirs to chair; changed since seen; opened; cases on its agenda; no reason.
    """
    meeting = _locked(meeting_id, seen, actor)
    cases = meeting.items.filter(state="planned").exclude(section__in=_of_the_list(meeting)).count()
    refuse_if(why_not_cancel(meeting.state, why=why, cases=cases))
    meeting.state, meeting.why_changed = Meeting.State.CANCELLED, why.strip()
    touch(meeting, "state", "why_changed", *_told(meeting, now))
    _reconcile_around(meeting, meeting.date, now)
    take_back_of_meeting(meeting, now=now)
    about(meeting=meeting.pk, date=meeting.date.isoformat())
    return meeting.revision


@audited("meeting.called")
def call_meeting(*, forum: str, on: date, start: time, end: time, actor: Viewer, now: datetime) -> int:
    """Add an extraordinary meeting; answers with its key.

    Refuses: not theirs to chair; a day or time gone by, far ahead, on which the forum meets, or whose own meeting was moved or
    cancelled; an end before the start.
    """
    refuse_if(why_not_chair(actor, forum))
    row = lock_forum(forum)
    refuse_if(why_not_hours(start, end))
    refuse_if(why_not_call(on, today=london_day(now), taken=_days(row), left=_nominal_days(row)))
    refuse_if(why_not_begin(instant(on, start), now=now))
    lock_around(row, on)
    meeting = Meeting(forum=row, terms=adopted(forum, on), nominal_date=on, extraordinary=True)
    _set_time(meeting, on, start, end)
    meeting.save()
    _reconcile_around(meeting, on, now)
    about(subject=row.pk, meeting=meeting.pk, date=on.isoformat())
    return meeting.pk


def _of_the_list(meeting: Meeting) -> list[str]:
    """The parts of the agenda whose cases come back with the list, so that none is lost with a meeting."""
    sections = terms_of(meeting.terms).agenda.sections
    return [section.id for section in sections if section.takes == "rest_of_cohort"]


def _told(meeting: Meeting, now: datetime) -> tuple[str, str]:
    """Count the change, so that calendars take it for the later word; the fields to save."""
    meeting.times_changed += 1
    meeting.last_changed_at = now
    return "times_changed", "last_changed_at"


def _locked(meeting_id: int, seen: int | None, actor: Viewer, *days: date) -> Meeting:
    """The meeting, locked with its forum and with those whose duties are counted from it, there or on these days."""
    forum = lock_forum_of(meeting_id)
    day = Meeting.objects.values_list("date", flat=True).get(pk=meeting_id)
    meeting = lock_around(forum, day, *days)[meeting_id]
    refuse_if(why_not_chair(actor, meeting.forum.slug))
    if seen is not None and meeting.revision != seen:
        raise Stale
    return meeting


def _plan(forum: Forum, until: date, now: datetime) -> Planned:
    since = max(london_day(now), forum.live_from)
    taken = _nominal_days(forum) | _days(forum)
    added = [
        _meeting(forum, version, day)
        for version, first, last in _in_force(forum, since, until)
        for day in sittings(terms_of(version).meets, since=first, until=last)
        if day not in taken
    ]
    Meeting.objects.bulk_create(added)
    if added:
        _reconcile_around(added[0], added[0].date, now)
    holidays = ((one.date, working_calendar().holiday(one.date)) for one in added)
    return Planned(tuple(one.date for one in added), tuple((day, name) for day, name in holidays if name))


def _in_force(forum: Forum, since: date, until: date) -> Iterator[tuple[TermsVersion, date, date]]:
    """Each version of the terms with the part of these days it is in force."""
    versions = list(TermsVersion.objects.filter(forum=forum).order_by("effective_from", "id"))
    for number, version in enumerate(versions):
        later = versions[number + 1].effective_from if number + 1 < len(versions) else until
        first, last = max(since, version.effective_from), min(until, later)
        if first < last:
            yield version, first, last


def _meeting(forum: Forum, version: TermsVersion, day: date) -> Meeting:
    meets = terms_of(version).meets
    meeting = Meeting(forum=forum, terms=version, nominal_date=day)
    _set_time(meeting, day, meets.starts, meets.ends)
    return meeting


def _set_time(meeting: Meeting, day: date, start: time, end: time) -> None:
    """The day and the local times, with the instants they are."""
    meeting.date, meeting.start, meeting.end = day, start, end
    meeting.starts_at, meeting.ends_at = instant(day, start), instant(day, end)


def _shift_items(meeting: Meeting, start: time) -> None:
    """Let the items begin as long after the new start as they did after the old one."""
    timed = list(meeting.items.filter(slot_at__isnull=False))
    for item in timed:
        assert item.slot_at is not None
        item.slot_at = shifted_by(item.slot_at, meeting.start, start)
    AgendaItem.objects.bulk_update(timed, ["slot_at"])


def _nominal_days(forum: Forum) -> set[date]:
    """The days meetings were planned for, wherever they are now."""
    return set(Meeting.objects.filter(forum=forum).values_list("nominal_date", flat=True))


def _days(forum: Forum) -> set[date]:
    """The days on which the forum meets."""
    held = Meeting.objects.filter(forum=forum).exclude(state=Meeting.State.CANCELLED)
    return set(held.values_list("date", flat=True))


def _other_days(meeting: Meeting) -> set[date]:
    """The days on which the forum meets, this meeting left out."""
    others = Meeting.objects.filter(forum=meeting.forum_id).exclude(pk=meeting.pk)
    return set(others.exclude(state=Meeting.State.CANCELLED).values_list("date", flat=True))


def _reconcile_around(meeting: Meeting, day: date, now: datetime) -> None:
    """Duties of this meeting and of those before and after it, which may be counted from it."""
    reconcile(meeting_ids=around(meeting.forum_id, day), now=now)
