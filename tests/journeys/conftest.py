"""A browser, the seeded authority served to it, and people who walk through it; every page they pass is scanned and photographed."""

import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page

from remit.records.people import Staff
from tests.web.shell.browser import served

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": [
        "violations"
    ],  # what passed is not looked at, and spelling it out takes as long as finding it
}
PICTURES = os.environ.get("REMIT_PICTURES", "var/pictures")
"""Where the photographs go; nowhere, where nobody is going to look at them."""
LOOKING = os.environ.get("REMIT_LOOKING", "yes") == "yes"
"""No: pages are passed without a scan and a photograph, where another run of the same walk makes them."""
WIDTHS = {"desktop": 1280, "phone": 375}
IN_THE_README = {"selection": "selection", "meeting-room": "meeting"}
"""Pages whose upper part the README shows; `scripts/pictures.sh` takes them over."""


class Walk:
    """People in browsers of their own, what went wrong in them, and what was looked at."""

    def __init__(self, browser: Browser, address: str, settings) -> None:
        self.browser = browser
        self.address = address
        self.settings = settings
        self.wrong: list[str] = []
        self.looked_at: list[str] = []
        self.contexts = []
        self.refusals = {409, 422}
        """With which answers pages are shown on purpose."""

    def it_is(self, moment: datetime) -> None:
        """Let that be the time, for every request from now on."""
        self.settings.FIXED_NOW = moment

    def person(self, role: str, *, javascript: bool = True) -> Page:
        """Somebody with that part in the demonstration, signed in by one click."""
        context = self.browser.new_context(
            viewport={"width": WIDTHS["desktop"], "height": 900}, java_script_enabled=javascript
        )
        context.set_default_timeout(60_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._said(page, said))
        page.goto(f"{self.address}/demo/sign-in")
        page.get_by_role("button", name=re.compile(f", {role}$", re.IGNORECASE)).click()
        page.wait_for_url(re.compile(r"/$"))
        return page

    def as_(self, who: Staff, *, javascript: bool = True, without_ours: bool = False) -> Page:
        """Somebody at the pages, signed in already. `without_ours`: scripts may run, but none of the product's arrives."""
        context = self.browser.new_context(
            viewport={"width": WIDTHS["desktop"], "height": 900}, java_script_enabled=javascript
        )
        context.set_default_timeout(60_000)
        self.contexts.append(context)
        if without_ours:
            context.route(re.compile(r"\.js(\?|$)"), lambda route: route.abort())
        client = Client()
        client.force_login(who, backend="remit.records.accounts.Accounts")
        session = client.cookies["remit_session"].value
        context.add_cookies([{"name": "remit_session", "value": session, "url": self.address}])
        page = context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._said(page, said, blocked=without_ours))
        return page

    def _said(self, page: Page, said, *, blocked: bool = False) -> None:
        # A refusal answers with its own status, which the browser mentions; everything else it says is wrong.
        expected = re.search(rf"status of ({'|'.join(map(str, self.refusals))})", said.text)
        expected = expected or (blocked and "net::ERR_FAILED" in said.text)
        if said.type in {"error", "warning"} and not expected:
            self.wrong.append(f"{page.url}: {said.text}")

    def look(self, page: Page, name: str, *, only: str = "") -> None:
        """Scan the page with axe and photograph it at both widths, or at one; it may not be wider than the screen."""
        page.wait_for_load_state("networkidle")
        colour = page.evaluate("getComputedStyle(document.querySelector('.remit-header')).backgroundColor")
        assert colour == "rgb(29, 77, 95)", "the page has no styles"
        self.looked_at.append(name)
        if LOOKING:
            self._scan(page, name, only)

    def _scan(self, page: Page, name: str, only: str) -> None:
        for kind, width in WIDTHS.items():
            if only not in ("", kind):
                continue
            page.set_viewport_size({"width": width, "height": 900})
            found = Axe().run(page, options=RULES).response["violations"]
            assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == [], (
                f"{name}, {kind}"
            )
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (
                f"{name} is too wide for a {kind}"
            )
            self._photograph(page, f"{name}-{kind}", full_page=True)
        page.set_viewport_size({"width": WIDTHS["desktop"], "height": 900})
        if name in IN_THE_README:
            page.evaluate("window.scrollTo(0, 0)")
            self._photograph(page, IN_THE_README[name])

    def _photograph(self, page: Page, name: str, **options: bool) -> None:
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}.png", **options)


@pytest.fixture
def walk(chromium, own_authority, settings) -> Iterator[Walk]:
    """The seeded authority, served; the journey fails on anything a browser's console complains of."""
    yield from _walked(chromium, settings)


@pytest.fixture
def walk_elsewhere(chromium, own_database, settings) -> Iterator[Walk]:
    """The same where nothing is on record but what the test puts there."""
    yield from _walked(chromium, settings)


def _walked(chromium, settings) -> Iterator[Walk]:
    with served() as address:
        walk = Walk(chromium, address, settings)
        yield walk
        for context in walk.contexts:
            context.close()
    assert walk.wrong == []
