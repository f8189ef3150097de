"""The address of an action."""

from __future__ import annotations

from remit.web.actions.views import action, cancel
from remit.web.routes import MEETS_CHILDREN, RUNS, Role, Route, access

ROUTES = (
    Route("actions/<slug:action>", action, "action", access(own=(*MEETS_CHILDREN, Role.ACTION_HOLDER))),
    Route("actions/<slug:action>/cancel", cancel, "action_cancel", access(own=RUNS)),
)
