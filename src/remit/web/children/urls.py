"""The addresses about children."""

from __future__ import annotations

from remit.web.children.restriction import restriction
from remit.web.children.trajectory import trajectory
from remit.web.children.views import case, find, worker
from remit.web.routes import MEETS_CHILDREN, Role, Route, access

WHO_ALLOCATES = [
    Role.COORDINATOR,
    Role.CHAIR,
    Role.BROKERAGE,
    Role.TEAM_MANAGER,
    Role.SERVICE_MANAGER,
    Role.HEAD_OF_SERVICE,
]

WHO_RESTRICTS = [Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.INFORMATION_GOVERNANCE]

WHO_PLANS = [Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE]

ROUTES = (
    Route("children", find, "find_child", access(allowed=MEETS_CHILDREN)),
    Route("children/<slug:child>", case, "case", access(own=[*MEETS_CHILDREN, Role.ACTION_HOLDER])),
    Route("children/<slug:child>/worker", worker, "case_worker", access(own=WHO_ALLOCATES)),
    Route("children/<slug:child>/trajectory", trajectory, "trajectory", access(own=WHO_PLANS)),
    Route("children/<slug:child>/named", restriction, "restriction", access(own=WHO_RESTRICTS)),
)
