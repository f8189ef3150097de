"""The address of the one-click sign-in."""

from __future__ import annotations

from remit.web.demo.views import sign_in
from remit.web.routes import Role, Route, access

ROUTES = (Route("demo/sign-in", sign_in, "demo_sign_in", access(allowed=Role)),)
