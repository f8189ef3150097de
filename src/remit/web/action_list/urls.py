"""The addresses of the action list."""

from __future__ import annotations

from remit.web.action_list.views import add, edit, end, ended, entry, list_file, open_list, rate
from remit.web.routes import RUNS, Role, Route, access

LIST_KEEPERS = access(allowed=[Role.BROKERAGE], own=RUNS)
"""Brokerage keeps the list; who runs a forum that works from it reads and changes it too."""

ROUTES = (
    Route("action-list", open_list, "action_list", LIST_KEEPERS),
    Route("action-list/file.xlsx", list_file, "action_list_file", LIST_KEEPERS),
    Route("action-list/ended", ended, "action_list_ended", LIST_KEEPERS),
    Route("action-list/add", add, "action_list_add", LIST_KEEPERS),
    Route("action-list/<slug:entry>", entry, "list_entry", LIST_KEEPERS),
    Route("action-list/<slug:entry>/change", edit, "list_entry_change", LIST_KEEPERS),
    Route("action-list/<slug:entry>/rate", rate, "list_entry_rate", LIST_KEEPERS),
    Route("action-list/<slug:entry>/end", end, "list_entry_end", LIST_KEEPERS),
)
