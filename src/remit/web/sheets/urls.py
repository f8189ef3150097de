"""The addresses of case sheets, and of how ready a meeting is."""

from __future__ import annotations

from remit.web.routes import Role, Route, access
from remit.web.sheets import views

FILLS = (
    Role.COORDINATOR,
    Role.CHAIR,
    Role.MEMBER,
    Role.BROKERAGE,
    Role.SOCIAL_WORKER,
    Role.TEAM_MANAGER,
    Role.SERVICE_MANAGER,
    Role.HEAD_OF_SERVICE,
    Role.DIRECTOR,
)
"""Who works with children, answers for them, or sits at a meeting: the page looks whether this case is theirs."""
DID = (*FILLS, Role.ACTION_HOLDER)
"""And anybody, for they may have been one of those a moment ago: what they wrote is shown to them, to be copied."""
RUNS = (Role.COORDINATOR, Role.CHAIR)

ROUTES = (
    Route("forums/<slug:forum>/<str:date>/readiness", views.readiness, "readiness", access(own=RUNS)),
    Route("sheets/<slug:item>", views.sheet, "sheet", access(own=DID)),
    Route("sheets/<slug:item>/answers/<slug:question>", views.keep, "sheet_answer", access(own=FILLS)),
)
