"""The addresses of case sheets, and of how ready a meeting is."""

from __future__ import annotations

from remit.web.routes import AT_WORK, RUNS, Role, Route, access
from remit.web.sheets import views

DID = (*AT_WORK, Role.ACTION_HOLDER)
"""Who fills one in, and anybody who did a moment ago: what they wrote is shown to them, to be copied."""

ROUTES = (
    Route("forums/<slug:forum>/<str:date>/readiness", views.readiness, "readiness", access(own=RUNS)),
    Route("sheets/<slug:item>", views.sheet, "sheet", access(own=DID)),
    Route("sheets/<slug:item>/answers/<slug:question>", views.keep, "sheet_answer", access(own=AT_WORK)),
)
