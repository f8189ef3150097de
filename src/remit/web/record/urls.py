"""The addresses on which the record is written by hand."""

from __future__ import annotations

from remit.web.record.unallocated import unallocated, unallocated_file
from remit.web.record.views import contradictions, record_fact, take_back_fact
from remit.web.routes import Role, Route, access

WHO_RECORDS = [
    Role.BROKERAGE,
    Role.SOCIAL_WORKER,
    Role.TEAM_MANAGER,
    Role.SERVICE_MANAGER,
    Role.HEAD_OF_SERVICE,
]

WHO_SEES_THE_UNALLOCATED = access(
    allowed=[Role.COORDINATOR, Role.CHAIR, Role.BROKERAGE, Role.DIRECTOR, Role.DATA_OFFICER]
)
"""Who may see a child with whom nobody works: workers and managers see the children of their own and of their teams."""

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
    Route("record/unallocated", unallocated, "unallocated", WHO_SEES_THE_UNALLOCATED),
    Route(
        "record/unallocated/allocations.xlsx", unallocated_file, "unallocated_file", WHO_SEES_THE_UNALLOCATED
    ),
)
