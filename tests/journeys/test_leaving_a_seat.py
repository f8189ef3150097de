"""An administrator lets somebody leave a seat: nothing happens before they are asked and say so."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from remit.records.forums import SeatHolding
from remit.rules.viewers import Post
from tests.factories import NOW, a_forum, staff

pytestmark = [pytest.mark.browser]


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_leaving_a_seat_asks_first(javascript, walk_elsewhere):
    walk = walk_elsewhere
    walk.it_is(NOW)
    a_forum()
    held = SeatHolding.objects.open().get(seat="fostering")
    page = walk.as_(staff(posts=[Post.ADMINISTRATOR]), javascript=javascript)
    look = walk.look if javascript else lambda *given, **options: None

    begin(walk, page, held)
    look(page, "seat-leave-day")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        f"Are you sure that {held.staff.name} leaves"
    )
    expect(page.get_by_text("Nobody else holds the seat then")).to_be_visible()
    look(page, "seat-leave-sure")
    page.get_by_role("link", name="Keep the seat as it is").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Forums and seats")
    assert still_held(held), "nothing was sent yet"

    begin(walk, page, held)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Leave the seat").click()
    expect(page.get_by_text(f"{held.staff.name} leaves the seat")).to_be_visible()
    assert not still_held(held)


def begin(walk, page: Page, held: SeatHolding) -> None:
    """From the page of all seats; asking for the form takes nobody out of their seat."""
    page.goto(f"{walk.address}/administration/forums")
    page.get_by_role("link", name=re.compile(f"^leave .*{re.escape(held.staff.name)}")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Leave the seat: {held.staff.name}")
    assert still_held(held)


def still_held(held: SeatHolding) -> bool:
    """Whether they hold the seat without an end."""
    return SeatHolding.objects.open().filter(seat=held.seat, staff=held.staff, until__isnull=True).exists()
