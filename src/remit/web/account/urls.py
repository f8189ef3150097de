"""The addresses of one's own account."""

from __future__ import annotations

from remit.web.account.calendar import account, make, stop
from remit.web.account.views import ChangePasswordPage, SignInPage, SignOut
from remit.web.routes import SIGNED_IN, Role, Route, access

EVERYBODY = access(allowed=Role)

ROUTES = (
    Route("sign-in", SignInPage.as_view(), "sign_in", EVERYBODY),
    Route("sign-out", SignOut.as_view(), "sign_out", EVERYBODY),
    Route("account", account, "account", access(allowed=SIGNED_IN)),
    Route("account/calendar", make, "make_calendar_address", access(allowed=SIGNED_IN)),
    Route("account/calendar/stop", stop, "end_calendar_address", access(allowed=SIGNED_IN)),
    Route("account/password", ChangePasswordPage.as_view(), "change_password", access(allowed=SIGNED_IN)),
)
