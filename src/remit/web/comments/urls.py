"""The addresses of comments on cases."""

from __future__ import annotations

from remit.web.comments import views
from remit.web.routes import MAY_SIT, Route, access

SITS = MAY_SIT
AT = "forums/<slug:forum>/<str:date>/comments"

ROUTES = (
    Route(f"{AT}/<slug:section>", views.comments, "comments", access(own=SITS)),
    Route(f"{AT}/on/<slug:item>", views.comment, "comment", access(own=SITS)),
)
