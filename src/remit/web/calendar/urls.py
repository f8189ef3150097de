"""The addresses of the calendar: month by month for whoever is signed in, and each person's own for their programme."""

from __future__ import annotations

from remit.web.calendar.feed import feed
from remit.web.calendar.views import calendar
from remit.web.routes import SIGNED_IN, Role, Route, access

ROUTES = (
    Route("calendar", calendar, "calendar", access(allowed=SIGNED_IN)),
    Route("calendar/<str:secret>.ics", feed, "calendar_feed", access(allowed=Role)),
)
