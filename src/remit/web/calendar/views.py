"""The month page."""

from __future__ import annotations

import re
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from remit.reading import month as reading
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound
from remit.web.calendar.presenters import present
from remit.web.middleware import Request

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@require_GET
def calendar(request: Request) -> HttpResponse:
    """The meetings of a month; this month where none is asked for."""
    first = _first_day(request.GET.get("month", "")) or london_day(request.now).replace(day=1)
    forum, mine = request.GET.get("forum", ""), request.GET.get("whose") == "mine"
    found = reading.month(request.viewer, first=first, forum=forum, mine=mine, now=request.now)
    return render(request, "calendar/month.html", {"page": present(found)})


def _first_day(said: str) -> date | None:
    """The first day of the month written like 2026-10; a month written otherwise is nowhere to be found."""
    if not said:
        return None
    parts = MONTH.fullmatch(said)
    if parts is None or not int(parts[1]):
        raise NotFound("month")
    return date(int(parts[1]), int(parts[2]), 1)
