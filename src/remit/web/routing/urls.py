"""The address of "Where does this go?"."""

from __future__ import annotations

from remit.web.routes import Role, Route, access
from remit.web.routing.views import where

WHO_PROPOSES = [
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

ROUTES = (Route("where", where, "where", access(allowed=WHO_PROPOSES)),)
