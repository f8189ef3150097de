"""The addresses of information governance."""

from __future__ import annotations

from remit.web.governance.views import acts, identity, looks, restricted
from remit.web.routes import Role, Route, access

INFORMATION_GOVERNANCE = access(allowed=[Role.INFORMATION_GOVERNANCE])

ROUTES = (
    Route("governance", looks, "governance", INFORMATION_GOVERNANCE),
    Route("governance/acts", acts, "governance_acts", INFORMATION_GOVERNANCE),
    Route("governance/restricted", restricted, "governance_restricted", INFORMATION_GOVERNANCE),
    Route("governance/children/<slug:child>", identity, "governance_identity", INFORMATION_GOVERNANCE),
)
