"""The addresses of forums and their meetings."""

from __future__ import annotations

from remit.web.forums import calendar, views
from remit.web.routes import RUNS, SIGNED_IN, Role, Route, access

CHAIRS = (Role.CHAIR,)

ROUTES = (
    Route("forums", views.forums, "forums", access(allowed=SIGNED_IN)),
    Route("forums/<slug:forum>", views.forum, "forum", access(allowed=SIGNED_IN)),
    Route("forums/<slug:forum>/plan", views.plan, "forum_plan", access(own=RUNS)),
    Route("forums/<slug:forum>/call", calendar.call, "call_meeting", access(own=CHAIRS)),
    Route("forums/<slug:forum>/<str:date>/move", calendar.move, "move_meeting", access(own=CHAIRS)),
    Route("forums/<slug:forum>/<str:date>/cancel", calendar.cancel, "cancel_meeting", access(own=CHAIRS)),
    Route("forums/<slug:forum>/<str:date>", views.meeting, "meeting", access(own=SIGNED_IN)),
)
