"""The address of a meeting's closing."""

from __future__ import annotations

from remit.web.closing.views import closing
from remit.web.routes import RUNS, Route, access

ROUTES = (
    Route(
        "forums/<slug:forum>/<str:date>/close",
        closing,
        "closing",
        access(own=RUNS),
    ),
)
