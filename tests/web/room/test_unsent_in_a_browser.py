"""In a real browser: what is chosen or typed in the room and not sent yet is not lost, whatever anybody does meanwhile."""

import re

import pytest
from playwright.sync_api import expect

from tests.casework.rooms import DURING, Room, a_room
from tests.journeys.conftest import Walk
from tests.web.room.test_room_pages import of_item
from tests.web.shell.browser import served

pytestmark = pytest.mark.browser
REASON = "The worker is on leave."


@pytest.fixture
def now():
    return DURING


@pytest.fixture
def the_room(own_database) -> Room:
    return a_room(cases=2).open()


@pytest.fixture
def walk(chromium, the_room, settings):
    """Any complaint of the console fails the test."""
    with served() as address:
        walk = Walk(chromium, address, settings)
        yield walk
        for context in walk.contexts:
            context.close()
    assert walk.wrong == []


@pytest.fixture
def page(walk, the_room):
    """The first case, as who runs the meeting has it before them."""
    page = walk.as_(the_room.week.coordinating)
    page.goto(walk.address + of_item(the_room))
    return page


def somebody_writes(the_room: Room, page, words: str, base: int = 0) -> None:
    """The chair writes, and the page asks what is new."""
    the_room.write(the_room(0), "discussion", words, base=base, actor=the_room.chair)
    page.evaluate("document.activeElement.blur()")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_label("Discussion", exact=True)).to_have_value(words)


def choose(page) -> None:
    page.get_by_label("Deferred").check()
    page.locator("#why-deferred").fill(REASON)


def still_chosen(page) -> None:
    expect(page.get_by_label("Deferred")).to_be_checked()
    expect(page.locator("#why-deferred")).to_have_value(REASON)


def test_an_outcome_that_is_chosen_and_not_sent_stays_through_a_refresh(the_room, page):
    choose(page)

    somebody_writes(the_room, page, "Said the chair.")

    still_chosen(page)


def test_an_outcome_that_waited_for_an_action_stays_through_a_refresh(the_room, walk, page):
    choose(page)
    page.get_by_label("What is to be done").fill("Ring the aunt")
    page.get_by_label("Who leads it").fill(the_room.week.coordinating.name)
    page.get_by_role("button", name="Agree the action").click()
    expect(page.get_by_text("The action is agreed.")).to_be_visible()
    still_chosen(page)
    walk.look(page, "room-outcome-waits")

    somebody_writes(the_room, page, "Said the chair.")

    still_chosen(page)
    page.get_by_role("button", name="Record the outcome").click()
    expect(page.get_by_text("The outcome is recorded.")).to_be_visible()
    assert the_room(0).decisions.get().why == REASON


def test_words_that_came_back_with_an_error_stay_through_a_refresh(the_room, page):
    choose(page)
    page.get_by_label("What is to be done").fill("Ring the aunt")
    page.get_by_role("button", name="Record the outcome").click()
    expect(page.get_by_text("An action is written and not agreed yet").first).to_be_visible()

    somebody_writes(the_room, page, "Said the chair.")

    still_chosen(page)
    expect(page.get_by_label("What is to be done")).to_have_value("Ring the aunt")
    expect(page.locator("[data-refresh-news]")).to_contain_text("stays as it is until you have finished")


class Asked:
    """What the browser asked before a page was left, each answered as the test wants it."""

    def __init__(self, page) -> None:
        self.leaves = True
        self.kinds: list[str] = []
        page.on("dialog", self._answer)

    def _answer(self, dialog) -> None:
        self.kinds.append(dialog.type)
        dialog.accept() if self.leaves else dialog.dismiss()


def next_case(page) -> None:
    page.get_by_role("link", name=re.compile("^Next: ")).click()


def test_leaving_a_case_asks_first_while_its_outcome_is_not_recorded(the_room, page):
    asked, here = Asked(page), page.url
    expect(page.get_by_text("Not recorded yet", exact=True)).to_be_hidden()
    choose(page)
    expect(page.get_by_text("Not recorded yet", exact=True)).to_be_visible()

    asked.leaves = False
    next_case(page)
    still_chosen(page)
    page.get_by_role("button", name=re.compile("^Show on a projector")).click()
    still_chosen(page)
    assert (asked.kinds, page.url) == (["beforeunload"] * 2, here)

    asked.leaves = True
    next_case(page)
    page.wait_for_url(lambda url: url != here)
    assert asked.kinds == ["beforeunload"] * 3
    assert not the_room(0).decisions.exists()


def test_an_outcome_that_waits_for_an_action_is_asked_after_too(the_room, page):
    asked, here = Asked(page), page.url
    choose(page)
    page.get_by_label("What is to be done").fill("Ring the aunt")
    page.get_by_label("Who leads it").fill(the_room.week.coordinating.name)
    page.get_by_role("button", name="Agree the action").click()
    expect(page.get_by_text("The action is agreed.")).to_be_visible()
    assert asked.kinds == [], "what is sent is asked after by nobody"

    next_case(page)
    page.wait_for_url(lambda url: not url.startswith(here))
    assert asked.kinds == ["beforeunload"]


def test_a_case_is_left_without_a_word_where_nothing_is_unsent(the_room, page):
    asked, here = Asked(page), page.url
    next_case(page)
    page.wait_for_url(lambda url: url != here)
    page.goto(here)
    choose(page)
    page.get_by_role("button", name="Record the outcome").click()
    expect(page.get_by_text("The outcome is recorded.")).to_be_visible()
    expect(page.get_by_text("Not recorded yet", exact=True)).to_be_hidden()
    next_case(page)
    page.wait_for_url(lambda url: not url.startswith(here))
    assert asked.kinds == []
    assert the_room(0).decisions.get().why == REASON


def test_without_scripts_the_page_says_that_an_outcome_is_not_recorded_yet(the_room, walk):
    page = walk.as_(the_room.week.coordinating, javascript=False)
    page.goto(walk.address + of_item(the_room))
    here = page.url
    expect(page.get_by_text("Not recorded yet", exact=True)).to_be_hidden()
    page.get_by_label("Deferred").check()
    expect(page.get_by_text("Not recorded yet", exact=True)).to_be_visible()
    next_case(page)
    page.wait_for_url(lambda url: url != here)
