"""The address of an invitation's answer: open to whoever has its secret, since nobody signs in to answer."""

from __future__ import annotations

from remit.web.invitations import views
from remit.web.routes import Role, Route, access

ROUTES = (Route("answer/<str:invitation>", views.answer, "answer_invitation", access(allowed=Role)),)
