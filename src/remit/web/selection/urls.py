"""The addresses of choosing cases."""

from __future__ import annotations

from remit.web.routes import RUNS, Route, access
from remit.web.selection import views

AT = "forums/<slug:forum>/<str:date>/selection"

ROUTES = (
    Route(AT, views.selection, "selection", access(own=RUNS)),
    Route(f"{AT}/finish", views.finish, "selection_finish", access(own=RUNS)),
    Route(f"{AT}/late/<slug:item>", views.late, "selection_late", access(own=RUNS)),
)
