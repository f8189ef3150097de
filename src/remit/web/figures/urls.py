"""The addresses of a forum's figures and reports."""

from __future__ import annotations

from remit.web.figures import views
from remit.web.routes import Role, Route, access

SEES = access(own=(Role.COORDINATOR, Role.CHAIR, Role.MEMBER), allowed=(Role.HEAD_OF_SERVICE, Role.DIRECTOR))
ONE = "figures/<slug:forum>/<slug:report>/<slug:occasion>"

ROUTES = (
    Route("figures/<slug:forum>", views.figures, "figures", SEES),
    Route(f"{ONE}.<slug:ending>", views.report_file, "report_file", SEES),
    Route(ONE, views.report, "report", SEES),
)
