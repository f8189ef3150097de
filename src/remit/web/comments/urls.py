"""The addresses of comments on cases."""

from __future__ import annotations

from remit.web.comments import views
from remit.web.routes import Role, Route, access

SITS = (
    Role.COORDINATOR,
    Role.CHAIR,
    Role.MEMBER,
    Role.BROKERAGE,
    Role.SOCIAL_WORKER,
    Role.TEAM_MANAGER,
    Role.SERVICE_MANAGER,
    Role.HEAD_OF_SERVICE,
)
"""Who may sit at a meeting, as a substitute too: the page looks whether they do."""
AT = "forums/<slug:forum>/<str:date>/comments"

ROUTES = (
    Route(f"{AT}/<slug:section>", views.comments, "comments", access(own=SITS)),
    Route(f"{AT}/on/<slug:item>", views.comment, "comment", access(own=SITS)),
)
