"""The addresses of a meeting's workbook."""

from __future__ import annotations

from remit.web.routes import Role, Route, access
from remit.web.workbook import views

SITS = (Role.COORDINATOR, Role.CHAIR, Role.MEMBER)
WORKS_WITH_THE_CHILD = (
    Role.SOCIAL_WORKER,
    Role.TEAM_MANAGER,
    Role.SERVICE_MANAGER,
    Role.HEAD_OF_SERVICE,
    Role.DIRECTOR,
)
AT = "forums/<slug:forum>/<str:date>"

ROUTES = (
    Route(f"{AT}/workbook.xlsx", views.whole, "workbook_file", access(own=SITS)),
    Route(
        f"{AT}/workbook/<slug:child>.xlsx",
        views.sheet,
        "workbook_sheet",
        access(own=(*SITS, *WORKS_WITH_THE_CHILD)),
    ),
)
