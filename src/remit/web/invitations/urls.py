"""Where an invitation is answered: by whoever has the secret address of a message, or signed in, by whom it is for."""

from __future__ import annotations

from remit.web.invitations import views
from remit.web.routes import SIGNED_IN, Role, Route, access

ROUTES = (
    Route("answer/<str:invitation>", views.answer, "answer_invitation", access(allowed=Role)),
    Route("invitations/<slug:asked>", views.answer_signed_in, "my_invitation", access(own=SIGNED_IN)),
)
