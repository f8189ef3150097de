"""The addresses of workbooks from before Remit, and of what they leave outstanding.

They stand before those of a forum's meetings, which begin alike.
"""

from __future__ import annotations

from remit.web.before_remit import backlog, views
from remit.web.routes import RUNS, Role, Route, access

LOADS = access(allowed=[Role.DATA_OFFICER], own=RUNS)
"""Who runs the forum, and the data officer, who loads such a workbook whole."""
BEFORE = "forums/<slug:forum>/before-remit"

ROUTES = (
    Route("forums/<slug:forum>/backlog", backlog.outstanding, "backlog", access(own=RUNS)),
    Route(BEFORE, views.books, "past_books", LOADS),
    Route(f"{BEFORE}/<slug:past>", views.book, "past_book", LOADS),
    Route(f"{BEFORE}/<slug:past>/drop", views.drop, "past_drop", LOADS),
    Route(f"{BEFORE}/<slug:past>/undo", views.undo, "past_undo", LOADS),
    Route(f"{BEFORE}/<slug:past>/register.xlsx", views.register, "past_register", access(own=RUNS)),
)
