"""Sending every form there is: empty, stale, with what belongs to somebody else; what comes back is read, nothing stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from django.db import transaction
from django.test import Client
from django.urls import reverse

import remit.web
from remit.web.routes import Route
from tests.consistency.crawl import readable

BUTTON = re.compile(r'name="do"(?: value=|, value=)"([a-z_-]+)"|asked\("([a-z-]+)"')
"""What a form says it wants done, where a page has several."""
PREFIXES = {
    "room": ("action", "presence", "case", "absence"),
    "children": ("restrict", "name", "take-off", "lift"),
}
"""Areas with pages of several forms, which tell their fields apart by these."""
SEVERAL = {"room_item", "room_attendance", "room_section", "closing", "minutes", "restriction"}
"""Routes whose forms say what they want done by their button."""
_tokens = count()


@dataclass(frozen=True)
class Answer:
    """What came back for one form, and for the page it led to."""

    route: str
    sent: str
    status: int
    text: str


@cache
def buttons(area: str) -> tuple[str, ...]:
    """Whatever a page of this area can be asked to do."""
    templates = Path(remit.web.__file__).parent / area / "templates"
    found = {
        do
        for page in sorted(templates.rglob("*.html"))
        for pair in BUTTON.findall(page.read_text())
        for do in pair
        if do
    }
    return tuple(sorted(found))


def filled(area: str, refs: dict[str, str], *, seen: int) -> dict[str, str]:
    """A value for every field there is, with these references where one is asked; `seen` is old or made up."""
    plain = {
        "seen": str(seen),
        "basis": str(seen),
        "why": "Said once",
        "reason": "Said once, at length",
        "title": "Cover for a holiday",
        "text": "Nothing to tell",
        "what": "Ask the agency",
        "note": "Nothing",
        "wording": "Nothing",
        "key": "discussion",
        "keys": "outcome:" + refs["item"],
        "discussion": "Nothing",
        "discussion-base": "7",
        "outcome": "search-continues",
        "why-search-continues": "Said once",
        "risk": "high",
        "move": "down",
        "at": "3pm",
        "minutes": "20",
        "shift": "on",
        "answer": "present",
        "state": "home",
        "section": "focus",
        "confirm_vanished": "1",
        "part": "nobody",
        "due_on-day": "1",
        "due_on-month": "1",
        "due_on-year": "2020",
        **refs,
    }
    return plain | {
        f"{prefix}-{name}": value for prefix in PREFIXES.get(area, ()) for name, value in plain.items()
    }


def ways(route: Route, refs: dict[str, str], *, briefly: bool) -> Iterator[tuple[str, dict[str, str]]]:
    """Bodies to send to a route: empty, stale, and each button of its page; `briefly`: without the buttons."""
    yield "empty", {}
    yield "stale", filled(route.area, refs, seen=0)
    if briefly or route.name not in SEVERAL:
        return
    for do in buttons(route.area):
        yield f"stale {do}", {"do": do, **filled(route.area, refs, seen=0)}


def sent(client: Client, route: Route, parts: dict[str, object], how: str, body: dict[str, str]) -> Answer:
    """Send a form, follow where it leads, and take everything back that it did."""
    address = reverse(route.name, kwargs=parts)
    with nothing_stays(client):
        written = urlencode({**body, "form_token": f"token {next(_tokens)}"})
        response = client.post(address, written, content_type="application/x-www-form-urlencoded")
        text = _all_of(response)
        if 300 <= response.status_code < 400:
            text += _all_of(client.get(response["Location"]))
    return Answer(route.name, how, response.status_code, text)


def _all_of(response) -> str:
    body = response.getvalue() if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{headers}\n{readable(body)}"


@contextmanager
def nothing_stays(client: Client) -> Iterator[None]:
    """Whatever is written meanwhile is taken back, and the client stays signed in as it was."""
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    before = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)
        client.cookies.clear()
        client.cookies.load(cookies)
