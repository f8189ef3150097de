"""What does a report of a forum come to: for which meeting it stands, over which days it counts, and its figures?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from pydantic import TypeAdapter

from remit.records.duty_facts import time_of
from remit.records.measure_facts import things
from remit.records.meetings import Meeting
from remit.records.reports import meeting_of_month
from remit.records.terms_store import terms_by_id
from remit.rules.deadlines import MeetingTime, Occasion, stands_at
from remit.rules.figures_told import ReportTold, report_told
from remit.rules.measures import Figure, Source, Window, before, earliest, figure, sources_of
from remit.rules.reports import (
    ends_its_period,
    measured_over,
    month_of,
    month_window,
    report_named,
    sitting_window,
)
from remit.terms.model import ForumTerms, Measure, Report

A_MONTH_AND_MORE = timedelta(days=45)
_KEPT = TypeAdapter(ReportTold)


@dataclass(frozen=True, slots=True)
class Standing:
    """A report as it is owed once: at a sitting, or for months that end."""

    meeting: Meeting
    """The meeting with which it stands; its forum is loaded with it."""
    terms: ForumTerms
    report: Report
    occasion: str
    window: Window


def find_standing(forum: str, report: str, occasion: str) -> Standing | None:
    """The report of a forum for that sitting or month; None where none is owed for it."""
    month = month_of(occasion)
    meeting = _of_month(forum, month) if month else _of_day(forum, occasion)
    if meeting is None:
        return None
    terms = terms_by_id(meeting.terms_id, meeting.terms.digest)
    found = report_named(terms, report)
    if found is None:
        return None
    if month is not None:
        if not ends_its_period(found, month):
            return None
        return Standing(meeting, terms, found, occasion, month_window(found, month))
    sat = sittings_around(meeting, found)
    if not (found.at_a_sitting and stands_at(found.due, Occasion(time_of(meeting), sittings=tuple(sat)))):
        return None
    return Standing(meeting, terms, found, occasion, sitting_window(found, meeting.date, sat))


def _of_month(forum: str, month: date) -> Meeting | None:
    meeting = _meetings().filter(forum__slug=forum).values_list("forum_id", flat=True).first()
    key = meeting_of_month(meeting, month) if meeting is not None else None
    return _meetings().filter(pk=key).first() if key is not None else None


def _of_day(forum: str, occasion: str) -> Meeting | None:
    try:
        day = date.fromisoformat(occasion)
    except ValueError:
        return None
    standing = _meetings().filter(forum__slug=forum, nominal_date=day)
    return standing.exclude(state=Meeting.State.CANCELLED).first()


def _meetings() -> QuerySet[Meeting, Meeting]:
    return Meeting.objects.select_related("forum", "terms").defer("terms__document")


def sittings_around(meeting: Meeting, report: Report) -> list[MeetingTime]:
    """The forum's sittings from before the last time the report was told to the end of the meeting's month."""
    since = before(before(meeting.date, report.every), report.every) - A_MONTH_AND_MORE
    rows = Meeting.objects.filter(
        forum=meeting.forum_id, date__gte=since, date__lt=meeting.date + A_MONTH_AND_MORE
    ).exclude(state=Meeting.State.CANCELLED)
    return [
        MeetingTime(*row)
        for row in rows.order_by("starts_at", "pk").values_list("date", "starts_at", "ends_at")
    ]


def figures_of(
    forum: int, terms: ForumTerms, counted: Sequence[tuple[Measure, Window]], *, now: datetime
) -> list[Figure]:
    """These measures, each over its window, in a number of queries that does not grow with what there is to count."""
    if not counted:
        return []
    sources: set[Source] = {source for measure, _ in counted for source in sources_of(measure)}
    since = min(earliest(measure, window) for measure, window in counted)
    there = things(forum, terms, sources, since=since, now=now)
    return [figure(measure, window, there) for measure, window in counted]


def figures_in(standing: Standing, *, now: datetime) -> list[Figure]:
    """The figures a report shows."""
    shown = [standing.terms.measure(name) for name in standing.report.shows]
    counted = [(one, measured_over(one, standing.report, standing.window)) for one in shown]
    return figures_of(standing.meeting.forum_id, standing.terms, counted, now=now)


def told_now(standing: Standing, texts: Mapping[str, str], *, now: datetime) -> ReportTold:
    """The report as it stands now, with its narrative by the parts the terms ask for."""
    parts = [(part.name, texts.get(part.id, "")) for part in standing.report.tells]
    return report_told(figures_in(standing, now=now), parts, standing.terms)


def written(told: ReportTold) -> dict[str, object]:
    """The report as it is kept."""
    document: dict[str, object] = _KEPT.dump_python(told, mode="json")
    return document


def read(document: object) -> ReportTold:
    """A report as it was kept."""
    return _KEPT.validate_python(document)
