"""The addresses of the cohorts."""

from __future__ import annotations

from remit.web.cohorts.views import cohort_file, cohort_moves, cohorts, page
from remit.web.routes import Role, Route, access

WHO_FOLLOWS_COHORTS = access(
    allowed=[
        Role.COORDINATOR,
        Role.CHAIR,
        Role.BROKERAGE,
        Role.SOCIAL_WORKER,
        Role.TEAM_MANAGER,
        Role.SERVICE_MANAGER,
        Role.HEAD_OF_SERVICE,
        Role.DIRECTOR,
    ]
)
"""Each sees there the children they may see, and no others. The data officer lists cohorts by command."""

ROUTES = (
    Route("cohorts", cohorts, "cohorts", WHO_FOLLOWS_COHORTS),
    Route("cohorts/<slug:cohort>", page, "cohort", WHO_FOLLOWS_COHORTS),
    Route("cohorts/<slug:cohort>/file.xlsx", cohort_file, "cohort_file", WHO_FOLLOWS_COHORTS),
    Route("cohorts/<slug:cohort>/moves", cohort_moves, "cohort_moves", WHO_FOLLOWS_COHORTS),
)
