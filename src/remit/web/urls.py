"""All addresses, from the routes that each area of pages exposes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, path

from remit.web.routes import TABLE, Route, guarded

AREAS = (
    "account",
    "home",
    "children",
    "cohorts",
    "record",
    "action_list",
    "imports",
    "data",
    "before_remit",
    "forums",
    "calendar",
    "selection",
    "agenda",
    "letters",
    "invitations",
    "sheets",
    "comments",
    "room",
    "closing",
    "minutes",
    "workbook",
    "figures",
    "actions",
    "compliance",
    "routing",
    "governance",
    "administration",
)


def routes() -> Iterator[Route]:
    """The routes of every area; the one-click sign-in only in a demonstration."""
    for area in (*AREAS, "demo") if settings.DEMO else AREAS:
        if find_spec(f"remit.web.{area}") and find_spec(f"remit.web.{area}.urls"):
            for route in import_module(f"remit.web.{area}.urls").ROUTES:
                yield replace(route, area=area)


def patterns() -> Iterator[URLPattern]:
    """Each route behind its row of the table, which it enters under its name."""
    for route in routes():
        if TABLE.setdefault(route.name, route) is not route:
            raise ValueError(f"Two routes are called {route.name}.")
        yield path(route.path, guarded(route), name=route.name)


TABLE.clear()
urlpatterns = list(patterns())

handler400 = "remit.web.errors.bad_request"
handler403 = "remit.web.errors.not_allowed"
handler404 = "remit.web.errors.not_found"
handler500 = "remit.web.errors.broken"
