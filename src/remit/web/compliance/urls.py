"""The addresses of the pages on how forums keep their own terms."""

from __future__ import annotations

from remit.web.compliance import views
from remit.web.routes import RUNS, Role, Route, access

OVERSEES = (Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.QUALITY_ASSURANCE)
OF_A_FORUM = access(allowed=OVERSEES, own=RUNS)
"""Who runs a forum sees how it does; who oversees them all sees every one."""
OF_THEIRS = access(allowed=(*OVERSEES, *RUNS))

ROUTES = (
    Route("compliance", views.all_forums, "compliance", OF_THEIRS),
    Route("compliance/file.xlsx", views.all_forums_file, "compliance_file", OF_THEIRS),
    Route("compliance/<slug:forum>", views.one_forum, "forum_compliance", OF_A_FORUM),
    Route("compliance/<slug:forum>/file.xlsx", views.one_forum_file, "forum_compliance_file", OF_A_FORUM),
    Route("duties/<slug:duty>/waive", views.waive, "waive_duty", access(own=(Role.CHAIR,))),
)
