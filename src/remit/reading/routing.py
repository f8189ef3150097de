"""Where would a proposal go, by the terms this authority has adopted and the meetings it has planned?"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from remit.records.meetings import Meeting
from remit.records.terms_store import live_terms
from remit.rules.calendar import WorkCalendar
from remit.rules.clock import london_day
from remit.rules.deadlines import MeetingTime
from remit.rules.forum_calendar import Held, by_cadence
from remit.rules.outcomes import Refused
from remit.rules.proposals import read_proposal
from remit.rules.routes import Line, route
from remit.rules.sittings_ahead import SittingsAhead
from remit.rules.viewers import Viewer
from remit.terms.bank_holidays import bank_holidays
from remit.terms.faults import TermsRefused
from remit.terms.model import ForumTerms
from remit.terms.routes_file import routes_of
from remit.terms.routing import ProposalFact, Routes

log = logging.getLogger("remit.routing")


@dataclass(frozen=True, slots=True)
class WhereItGoes:
    """The lines of a proposal in order, and the facts that would change one of them, in the order they are asked."""

    lines: tuple[Line, ...]
    missing: tuple[str, ...]
    forums: tuple[str, ...]
    """The names of the forums that are on, for who is heard by none of them."""


def asked_facts() -> Mapping[str, ProposalFact]:
    """What can be asked about a proposal, in order."""
    return _routes().facts


def where_it_goes(viewer: Viewer, *, given: Mapping[str, Any], now: datetime) -> WhereItGoes:
    """The route of what is given. Names no child, so everybody who may open the page sees the same.

    Raises `rules.handed_in.Unusable` with every fault. Refuses: the authority's routes cannot be read.
    """
    day, routes = london_day(now), _routes()
    terms = live_terms(day)
    proposal = read_proposal(given, routes, forums=terms, now=now)
    planned = _planned(terms, day)

    def held(forum: str, since: date, until: date) -> Held:
        return _held(terms[forum], planned.get(forum, ()), since, until)

    lines = route(proposal, routes, SittingsAhead(held, proposal), WorkCalendar(bank_holidays()))
    missing = {fact for line in lines for fact in line.missing}
    names = tuple(sorted(found.name for found in terms.values()))
    return WhereItGoes(lines, tuple(fact for fact in routes.facts if fact in missing), names)


def _routes() -> Routes:
    """The authority's routes: those that ship, with what its own folder changes."""
    return _read_once(settings.TERMS_DIR)


@cache
def _read_once(folder: Path | None) -> Routes:
    try:
        return routes_of(folder)
    except TermsRefused as refused:
        log.error("The routes cannot be read: %s", refused)
        raise Refused(
            "The routes of this authority cannot be read.",
            remedy="Ask your administrator to run remit terms check, and to mend what it finds.",
        ) from None


def forget_routes() -> None:
    """Forget what was read: for tests, which write a folder anew."""
    _read_once.cache_clear()


def _planned(forums: Iterable[str], since: date) -> dict[str, list[Meeting]]:
    """The meetings planned from a day on; those cancelled too, since the cadence must not bring them back."""
    rows = Meeting.objects.filter(forum__slug__in=list(forums), date__gte=since).select_related("forum")
    found: dict[str, list[Meeting]] = {}
    for row in rows.order_by("starts_at", "pk"):
        found.setdefault(row.forum.slug, []).append(row)
    return found


def _held(terms: ForumTerms, planned: Iterable[Meeting], since: date, until: date) -> Held:
    """The meetings planned, and beyond the last of them what the cadence gives."""
    kept = [row for row in planned if row.state != Meeting.State.CANCELLED]
    last = max((max(row.date, row.nominal_date) for row in planned), default=None)
    later = (
        meeting
        for meeting in by_cadence(terms, since=since, until=until).meetings
        if last is None or meeting.day > last
    )
    return Held(terms, (*(MeetingTime(row.date, row.starts_at, row.ends_at) for row in kept), *later))
