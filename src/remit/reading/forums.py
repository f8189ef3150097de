"""Which forums are there, what is the reader's part in each, and when do they meet next?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from remit.reading.forum_page import opens
from remit.records.meetings import Meeting
from remit.records.terms_store import live_terms
from remit.rules.clock import london_day
from remit.rules.viewers import Viewer
from remit.terms.model import ForumTerms

NEAREST = 200
"""Meetings, of all forums together, among which the next of each is looked for."""


@dataclass(frozen=True, slots=True)
class ForumLine:
    """A forum in the list of forums."""

    slug: str
    name: str
    short: str
    purpose: str
    part: str
    """What the reader is there: chair, coordinator, member; empty where nothing."""
    next_nominal: str
    next_on: date | None
    next_start: time | None


def forums(viewer: Viewer, *, now: datetime) -> tuple[ForumLine, ...]:
    """Every forum that is live, by name."""
    day = london_day(now)
    following = _next_meetings(day)
    lines = [_line(viewer, slug, terms, following.get(slug)) for slug, terms in live_terms(day).items()]
    return tuple(sorted(lines, key=lambda line: line.name))


def _line(viewer: Viewer, slug: str, terms: ForumTerms, following: Meeting | None) -> ForumLine:
    return ForumLine(
        slug=slug,
        name=terms.name,
        short=terms.short,
        purpose=terms.purpose,
        part=_part(viewer, slug),
        next_nominal=following.nominal_date.isoformat() if following and opens(viewer, following) else "",
        next_on=following.date if following else None,
        next_start=following.start if following else None,
    )


def _part(viewer: Viewer, slug: str) -> str:
    if slug in viewer.chairs:
        return "Chair"
    if slug in viewer.coordinates:
        return "Coordinator"
    return "Member" if slug in viewer.sits_on else ""


def _next_meetings(day: date) -> Mapping[str, Meeting]:
    """The next meeting of each forum, by slug."""
    coming = Meeting.objects.filter(date__gte=day).exclude(state=Meeting.State.CANCELLED)
    found: dict[str, Meeting] = {}
    for meeting in coming.select_related("forum").order_by("starts_at", "id")[:NEAREST]:
        found.setdefault(meeting.forum.slug, meeting)
    return found
