"""The list of forums, one forum, one of its meetings."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from remit.casework import planning
from remit.reading import forum_page, meetings
from remit.reading import forums as reading
from remit.rules.clock import london_day
from remit.web import formats
from remit.web.forums.presenters import present_forum, present_hub
from remit.web.middleware import Request
from remit.web.once import once
from remit.web.routes import TABLE, may_open


@require_GET
def forums(request: Request) -> HttpResponse:
    """Every forum, with its next meeting."""
    found = reading.forums(request.viewer, now=request.now)
    switches = may_open(request.viewer, TABLE["switch_on"].access)
    return render(request, "forums/forums.html", {"forums": found, "switches": switches})


@require_GET
def forum(request: Request, forum: str) -> HttpResponse:
    """One forum: its meetings, its seats, its terms clause by clause."""
    page = present_forum(forum_page.forum(request.viewer, slug=forum, now=request.now))
    return render(request, "forums/forum.html", {"page": page})


@once
@require_POST
def plan(request: Request, forum: str) -> HttpResponse:
    """Plan the meetings of the next weeks."""
    until = london_day(request.now) + timedelta(weeks=planning.WEEKS_AHEAD, days=1)
    planned = planning.plan_meetings(forum=forum, until=until, actor=request.viewer, now=request.now)
    if planned.dates:
        messages.success(request, f"{formats.count(len(planned.dates), 'meeting')} planned.".capitalize())
    else:
        messages.info(request, "Every meeting of the next 12 weeks was planned already.")
    for day, name in planned.on_holidays:
        messages.info(
            request,
            f"{formats.weekday(day)} is a bank holiday ({name}). The chair moves or cancels that meeting.",
        )
    return redirect("forum", forum=forum)


@require_GET
def meeting(request: Request, forum: str, date: str) -> HttpResponse:
    """One meeting from outside: what is done and what is missing."""
    page = present_hub(meetings.hub(request.viewer, forum=forum, nominal=date, now=request.now))
    return render(request, "forums/meeting.html", {"page": page})
