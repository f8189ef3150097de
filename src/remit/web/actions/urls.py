"""The address of an action."""

from __future__ import annotations

from remit.web.actions.views import action, cancel
from remit.web.routes import Role, Route, access

WHO_MAY_MEET_ONE = [
    Role.ACTION_HOLDER,
    Role.COORDINATOR,
    Role.CHAIR,
    Role.MEMBER,
    Role.BROKERAGE,
    Role.SOCIAL_WORKER,
    Role.TEAM_MANAGER,
    Role.SERVICE_MANAGER,
    Role.HEAD_OF_SERVICE,
    Role.DIRECTOR,
    Role.QUALITY_ASSURANCE,
]

ROUTES = (
    Route("actions/<slug:action>", action, "action", access(own=WHO_MAY_MEET_ONE)),
    Route(
        "actions/<slug:action>/cancel", cancel, "action_cancel", access(own=[Role.COORDINATOR, Role.CHAIR])
    ),
)
