"""The address of "Where does this go?"."""

from __future__ import annotations

from remit.web.routes import MEETS_CHILDREN, Route, access
from remit.web.routing.views import where

ROUTES = (Route("where", where, "where", access(allowed=MEETS_CHILDREN)),)
