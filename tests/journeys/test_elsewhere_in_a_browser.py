"""A fortnight of the Placement Huddle in a real browser: its own parts, words and roles on every page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from remit.records.meetings import RegisterEntry
from tests.factories.clock import london
from tests.journeys.elsewhere import Elsewhere

pytestmark = [pytest.mark.browser]
AT = "/forums/huddle/2026-10-13"


def test_a_fortnight_of_the_huddle(walk_elsewhere):
    walk = walk_elsewhere
    huddle = Elsewhere("huddle")
    walk.it_is(london("2026-10-07 09:00"))
    load_the_list(walk, huddle)
    clerk = walk.as_(huddle.sits("clerk"))
    plan_and_choose(walk, huddle, clerk)
    vice_chair = walk.as_(huddle.sits("vice-chair"))
    draft_and_confirm(walk, clerk, vice_chair)
    walk.it_is(london("2026-10-13 09:30"))
    clerk, vice_chair = walk.as_(huddle.sits("clerk")), walk.as_(huddle.sits("vice-chair"))
    meet(walk, huddle, clerk)
    close_and_approve(walk, clerk, vice_chair)
    assert len(walk.looked_at) == 7


def load_the_list(walk, huddle: Elsewhere) -> None:
    broker = walk.as_(huddle.broker)
    broker.goto(f"{walk.address}/imports/upload")
    broker.locator("input[type=file]").set_input_files(
        {"name": "The list.csv", "mimeType": "text/csv", "buffer": huddle.list_file()}
    )
    broker.get_by_role("button", name="Upload and preview").click()
    broker.get_by_role("button", name="Load this list").click()
    expect(broker.get_by_role("heading", level=1)).to_contain_text("This file was loaded")


def plan_and_choose(walk, huddle: Elsewhere, clerk: Page) -> None:
    clerk.goto(f"{walk.address}/forums/huddle")
    clerk.get_by_role("button", name="Plan the next 12 weeks").click()
    expect(clerk.get_by_role("link", name="Tuesday 13 October 2026")).to_be_visible()
    walk.look(clerk, "elsewhere-forum")
    clerk.goto(f"{walk.address}{AT}/selection")
    clerk.get_by_role("button", name="Choose all suggested").click()
    expect(clerk.get_by_role("button", name=re.compile("^Take back"))).to_have_count(2)
    walk.look(clerk, "elsewhere-selection")
    clerk.get_by_label(re.compile(huddle.sits("clerk").name)).check()
    clerk.get_by_role("button", name="Finish the selection").click()
    expect(clerk.locator(".govuk-error-summary")).to_contain_text("Nobody took part for Placements lead")
    clerk.get_by_label(re.compile(huddle.sits("clerk").name)).check()
    clerk.get_by_label(re.compile(huddle.sits("placements-lead").name)).check()
    clerk.get_by_role("button", name="Finish the selection").click()
    expect(clerk.get_by_text("The selection was finished on")).to_be_visible()


def draft_and_confirm(walk, clerk: Page, vice_chair: Page) -> None:
    clerk.goto(f"{walk.address}{AT}/agenda")
    clerk.get_by_role("button", name="Draft the agenda").click()
    expect(clerk.get_by_role("button", name="Confirm and issue the agenda")).to_have_count(0)
    vice_chair.goto(f"{walk.address}{AT}/agenda")
    vice_chair.get_by_role("button", name="Confirm and issue the agenda").click()
    expect(vice_chair.get_by_role("heading", name=re.compile("The rest of the list"))).to_be_visible()
    walk.look(vice_chair, "elsewhere-agenda")


def meet(walk, huddle: Elsewhere, clerk: Page) -> None:
    clerk.goto(f"{walk.address}{AT}/room/attendance")
    clerk.get_by_role("button", name="Open the meeting").click()
    clerk.get_by_role("link", name="In depth").or_(
        clerk.locator("#agenda-rail .remit-rail__item a")
    ).first.click()
    clerk.locator("#child-says").fill("Wants to stay near the school")
    clerk.get_by_label("Keep looking").check()
    clerk.get_by_role("button", name="Record the outcome").click()
    clerk.get_by_role("button", name="Save what is written").click()
    expect(clerk.locator("#child-says")).to_have_value("Wants to stay near the school")
    item = clerk.url
    clerk.get_by_label("Keep looking").check()
    clerk.get_by_role("button", name="Record the outcome").click()
    expect(clerk.locator(".govuk-error-summary")).to_contain_text("The forum is not quorate")
    expect(clerk.locator(".govuk-error-summary")).to_contain_text("HUD-4")
    walk.look(clerk, "elsewhere-not-quorate")
    clerk.goto(f"{walk.address}{AT}/room/attendance")
    clerk.get_by_role("button", name=re.compile("^Record all")).click()
    expect(clerk.locator("#attendance-part .govuk-tag--green").first).to_contain_text("Quorate")
    walk.look(clerk, "elsewhere-attendance")
    clerk.goto(item)
    clerk.get_by_label("Keep looking").check()
    clerk.get_by_role("button", name="Record the outcome").click()
    expect(clerk.locator("#case-outcome strong").first).to_contain_text("Keep looking")


def close_and_approve(walk, clerk: Page, vice_chair: Page) -> None:
    clerk.goto(f"{walk.address}{AT}/close")
    clerk.get_by_text("Close without several of these").click()
    for box in clerk.locator("input[name=keys]").all():
        box.check()
    clerk.get_by_label("Why the meeting closes without them").fill("Time was up")
    clerk.get_by_role("button", name="Waive those selected").click()
    clerk.get_by_role("button", name="Close the meeting").click()
    expect(clerk).to_have_url(re.compile("/minutes$"))
    expect(
        clerk.get_by_text("The vice chair approves the minutes").or_(
            clerk.get_by_text("The vice chair can approve")
        )
    ).not_to_have_count(0)
    vice_chair.goto(f"{walk.address}{AT}/minutes")
    vice_chair.get_by_role("button", name="Approve the minutes").click()
    expect(vice_chair.get_by_role("button", name=re.compile("Download the minutes"))).to_be_visible()
    walk.look(vice_chair, "elsewhere-minutes")
    vice_chair.goto(f"{walk.address}{AT}/register")
    walk.look(vice_chair, "elsewhere-register")
    assert RegisterEntry.objects.exists()
