"""One's own home page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from remit.reading.actions import my_actions
from remit.reading.home import home as read_home
from remit.reading.invited import my_invitations
from remit.reading.watching import watched_actions, watched_meetings
from remit.web.home.presenters import present
from remit.web.middleware import Request


@require_GET
def home(request: Request) -> HttpResponse:
    """What this person owes and by when, what they are invited to, their meetings, their actions, their children."""
    page = present(
        read_home(request.viewer, now=request.now),
        my_actions(request.viewer, now=request.now),
        watched_actions(request.viewer, now=request.now),
        watched_meetings(request.viewer, now=request.now),
        my_invitations(request.viewer, now=request.now),
        now=request.now,
    )
    return render(request, "home/home.html", {"page": page})
