"""The calendar, "Where does this go?" and one's own account in a real browser: scanned and photographed at both widths."""

import re
from collections.abc import Iterator
from datetime import date, time

import pytest

from remit.casework import planning
from tests.factories import NOW, a_forum, a_meeting, seat, staff, viewer_of
from tests.factories.forums import in_seat
from tests.journeys.conftest import WIDTHS, Walk
from tests.web.shell.browser import served

pytestmark = pytest.mark.browser
EVERY = ("ror", "rrg", "marp", "pct-pre", "pct-court", "ppm", "pf1", "pf2", "pf3", "rap", "clp")


@pytest.fixture
def all_ten(own_database):
    """Every forum of the authority, with its chair and this month's meetings; somebody who chairs two at the same time."""
    chair = staff("Hyacinth Twofold")
    for slug in EVERY:
        forum = a_forum(slug, seats=slug == "ror")
        if slug == "ppm":
            seat(forum, "chair", chair)
            a_meeting(forum, date(2026, 10, 15), start=time(14), end=time(16))
        if slug == "ror":
            seat(forum, "fostering", chair)
            week = a_meeting(forum, date(2026, 10, 15)), a_meeting(forum, date(2026, 10, 22))
            actor = viewer_of(in_seat(forum, "chair"))
    hours = {"start": time(9), "end": time(10), "actor": actor, "now": NOW}
    planning.move_meeting(meeting_id=week[1].pk, seen=None, to=date(2026, 10, 23), why="No room", **hours)
    planning.call_meeting(forum="ror", on=date(2026, 10, 28), **hours)
    return chair


@pytest.fixture
def opened(chromium, all_ten, signed_in, settings) -> Iterator:
    """Open a page as the chair of one forum and member of another; any complaint of the console fails the test."""
    with served() as address:
        walk = Walk(chromium, address, settings)

        def open_page(path: str, *, javascript: bool = True, width: int = WIDTHS["desktop"]):
            context = chromium.new_context(
                viewport={"width": width, "height": 900}, java_script_enabled=javascript
            )
            walk.contexts.append(context)
            session = signed_in(all_ten).cookies["remit_session"].value
            context.add_cookies([{"name": "remit_session", "value": session, "url": address}])
            page = context.new_page()
            page.on("pageerror", lambda error: walk.wrong.append(str(error)))
            page.on("console", lambda said: walk._said(page, said))
            page.goto(address + path)
            return page

        open_page.look = walk.look
        yield open_page
        for context in walk.contexts:
            context.close()
    assert walk.wrong == []


@pytest.mark.parametrize(
    "name, path",
    [
        ("calendar-month", "/calendar"),
        ("calendar-december", "/calendar?month=2026-12"),
        ("calendar-empty", "/calendar?month=2026-09&whose=mine"),
        ("where", "/where"),
        ("where-answered", "/where?kind=residential-placement"),
        ("where-wrong", "/where?kind=admission&age=minus+one"),
        ("account", "/account"),
    ],
)
def test_axe_finds_nothing_and_no_page_is_wider_than_the_screen(opened, name, path):
    opened.look(opened(path), name)


def test_a_new_calendar_address_is_shown(opened):
    page = opened("/account")
    page.get_by_role("button", name="Make a calendar address").click()
    opened.look(page, "account-address")


def test_one_walks_from_month_to_month_and_to_a_meeting_without_javascript(opened):
    page = opened("/calendar", javascript=False)
    page.get_by_role("link", name="November 2026").first.click()
    assert page.get_by_role("heading", level=1).inner_text().endswith("November 2026")
    page.get_by_role("link", name="October 2026").first.click()
    page.get_by_label("Forum").select_option(label="Risk of Residential group")
    page.get_by_role("button", name="Apply").click()
    assert page.get_by_role("link", name="2pm PPM").count() == 0
    sum_of_it = page.get_by_text("Monday before 15 October 2026 is 12 October 2026").first
    assert sum_of_it.is_hidden()
    page.get_by_text("due for it").first.click()
    assert sum_of_it.is_visible()
    page.get_by_role("link", name=re.compile("Risk of Residential group.*Thursday 15 October 2026")).click()
    assert page.url.endswith("/forums/ror/2026-10-15")


def test_on_a_phone_it_is_a_list_of_days(opened):
    page = opened("/calendar", width=WIDTHS["phone"])
    assert page.locator(".remit-month").is_hidden()
    assert page.get_by_role("heading", name="Thursday 15 October 2026").is_visible()
