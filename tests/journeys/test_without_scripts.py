"""The week's main acts with JavaScript switched off, and the pages scanned as they are then."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from remit.records.answers import Answer, Decision
from remit.records.forums import SeatHolding
from remit.records.meetings import AgendaItem, Meeting
from remit.records.people import Staff
from tests.factories.clock import london

pytestmark = [pytest.mark.browser]
MONDAY, THURSDAY = london("2026-10-19 09:00"), london("2026-10-22 15:02")
AFTERWARDS = london("2026-10-23 10:00")
AT = "/forums/ror/2026-10-22"


def test_a_week_without_javascript(walk):
    walk.it_is(MONDAY)
    coordinator, chair = sits("coordinator"), sits("service-manager-commissioning")
    choose(walk, coordinator)
    prepare(walk, coordinator, chair)
    walk.it_is(THURSDAY)
    meet(walk, chair)
    close(walk, chair)
    walk.it_is(AFTERWARDS)
    approve(walk, chair)
    assert len(walk.looked_at) == 9


def sits(seat: str) -> Staff:
    return SeatHolding.objects.open().filter(seat=seat, capacity="holder").first().staff


def scan(walk, who: Staff, page: Page, name: str) -> None:
    """Look at the same address as the same person, where none of the product's scripts arrives."""
    plain = walk.as_(who, without_ours=True)
    plain.goto(page.url)
    walk.look(plain, f"without-scripts-{name}", only="phone")
    plain.context.close()
    walk.contexts.remove(plain.context)


def choose(walk, who: Staff) -> None:
    page = walk.as_(who, javascript=False)
    page.goto(f"{walk.address}{AT}/selection")
    page.get_by_role("button", name="Choose all suggested").click()
    expect(page.get_by_role("button", name=re.compile("^Take back")).first).to_be_visible()
    page.locator("#low tbody tr").first.get_by_role("button", name="Choose").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("ROR-8")
    page.goto(f"{walk.address}{AT}/selection")
    scan(walk, who, page, "selection")
    for box in page.get_by_role("group", name=re.compile("took part")).get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Finish the selection").click()
    expect(page.get_by_text("The selection was finished on")).to_be_visible()


def prepare(walk, coordinator: Staff, chair: Staff) -> None:
    page = walk.as_(coordinator, javascript=False)
    page.goto(f"{walk.address}{AT}/agenda")
    page.get_by_role("button", name="Draft the agenda").click()
    first = page.locator("#agenda .remit-rows__row").first
    first.get_by_label(re.compile("^Minutes")).fill("30")
    first.get_by_role("button", name=re.compile("^Set")).click()
    expect(page.locator("#agenda .remit-rows__row").nth(1)).to_contain_text("3:30pm")
    page = walk.as_(chair, javascript=False)
    page.goto(f"{walk.address}{AT}/agenda")
    page.get_by_role("button", name="Confirm and issue the agenda").click()
    expect(page.get_by_role("link", name="Take it back to a draft")).to_be_visible()
    scan(walk, chair, page, "agenda")


def meet(walk, who: Staff) -> None:
    page = walk.as_(who, javascript=False)
    page.goto(f"{walk.address}{AT}/room/attendance")
    page.get_by_role("button", name="Open the meeting").click()
    page.get_by_role("link", name="Who is here").click()
    page.get_by_role("button", name=re.compile("^Arrived now")).first.click()
    expect(page.get_by_text("holder, from 3:02pm").first).to_be_visible()
    scan(walk, who, page, "attendance")
    page.locator("#agenda-rail .remit-rail__item a").first.click()
    page.locator("#discussion").fill("Written without any script")
    page.get_by_role("button", name="Save what is written").click()
    expect(page.locator("#discussion")).to_have_value("Written without any script")
    item = AgendaItem.objects.get(ref=page.url.rsplit("/", 1)[-1])
    two_write_at_once(walk, page)
    page.get_by_label("Residential start appropriate").check()
    page.get_by_role("button", name="Record the outcome").click()
    expect(page.locator(".govuk-error-summary")).to_have_count(1)
    page.locator("#interim-arrangements").fill("Stays with the carer")
    page.locator("#step-down-actions").fill("A family search from spring")
    page.get_by_role("button", name="Record the outcome").click()
    expect(page.locator("#case-outcome")).to_contain_text("Residential start appropriate")
    assert Decision.objects.filter(item=item, outcome="residential-start").exists()
    scan(walk, who, page, "item")
    page.goto(f"{walk.address}{AT}/room/parts-of-agenda/other")
    page.get_by_role("button", name=re.compile("^Note all")).click()
    expect(page.get_by_role("button", name=re.compile("^Note"))).to_have_count(0)
    scan(walk, who, page, "other-cases")


def two_write_at_once(walk, page: Page) -> None:
    """The page is older than what somebody else wrote: both texts come with the answer, and nothing is lost."""
    item = AgendaItem.objects.get(ref=page.url.rsplit("/", 1)[-1])
    other = walk.as_(sits("coordinator"), javascript=False)
    other.goto(page.url)
    other.locator("#discussion").fill("The coordinator's words")
    other.get_by_role("button", name="Save what is written").click()
    page.locator("#discussion").fill("The chair's words")
    page.get_by_role("button", name="Save what is written").click()
    expect(page.locator(".remit-conflict")).to_contain_text("The coordinator's words")
    page.get_by_label("Keep both, one after the other").check()
    page.get_by_role("button", name=re.compile("Save")).first.click()
    kept = Answer.objects.get(response__item=item, question="discussion", superseded_at__isnull=True).value
    assert "The coordinator's words" in kept
    assert "The chair's words" in kept


def close(walk, who: Staff) -> None:
    page = walk.as_(who, javascript=False)
    page.goto(f"{walk.address}{AT}/close")
    scan(walk, who, page, "closing")
    page.locator("details:has(input[name=keys]) > summary").first.click()
    for box in page.locator("input[name=keys]").all():
        box.check()
    page.get_by_label("Why the meeting closes without them").fill("No time was left")
    page.get_by_role("button", name="Waive those selected").click()
    page.get_by_role("button", name="Close the meeting").click()
    expect(page).to_have_url(re.compile("/minutes$"))
    assert Meeting.objects.get(nominal_date=THURSDAY.date()).state == "closed"
    scan(walk, who, page, "draft-minutes")


def approve(walk, who: Staff) -> None:
    page = walk.as_(who, javascript=False)
    page.goto(f"{walk.address}{AT}/minutes")
    page.get_by_role("button", name="Approve the minutes").click()
    expect(page.get_by_role("button", name=re.compile("Download the minutes"))).to_be_visible()
    scan(walk, who, page, "minutes")
    page.goto(f"{walk.address}{AT}/register")
    scan(walk, who, page, "register")
