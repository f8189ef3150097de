"""The addresses on which the record is written by hand."""

from __future__ import annotations

from remit.web.record.views import contradictions, record_fact, take_back_fact
from remit.web.routes import Role, Route, access

WHO_RECORDS = [
    Role.BROKERAGE,
    Role.SOCIAL_WORKER,
    Role.TEAM_MANAGER,
    Role.SERVICE_MANAGER,
    Role.HEAD_OF_SERVICE,
]

ROUTES = (
    Route("children/<slug:child>/record", record_fact, "record_fact", access(own=WHO_RECORDS)),
    Route(
        "children/<slug:child>/record/<slug:fact>/<slug:since>",
        take_back_fact,
        "take_back_fact",
        access(own=WHO_RECORDS),
    ),
    Route(
        "record/contradictions",
        contradictions,
        "contradictions",
        access(allowed=[*WHO_RECORDS, Role.DATA_OFFICER]),
    ),
)
