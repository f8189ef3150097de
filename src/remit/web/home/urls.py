"""The address of one's own home page."""

from __future__ import annotations

from remit.web.home.views import home
from remit.web.routes import SIGNED_IN, Route, access

ROUTES = (Route("", home, "home", access(allowed=SIGNED_IN)),)
