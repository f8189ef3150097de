"""The frame in a real browser: nothing for axe to find, nothing in the console, and the keyboard stays where it was."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from remit.rules.outcomes import Refused
from tests.web.shell.browser import served

pytestmark = pytest.mark.browser
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
EXPECTED = "Failed to load resource: the server responded with a status of"
PAGES = [
    "/everything",
    "/room",
    "/went",
    "/sign-in",
    "/demo/sign-in",
    "/account/password",
    "/nowhere",
    "/sign-out",
    *(f"/refusing?how={how}" for how in ("refused", "stale", "missing", "not-allowed", "broken")),
]


@pytest.fixture
def open_page(chromium, own_database, sign_in):
    """Open a page as somebody signed in; the test fails on anything in the console that it did not ask for."""
    session = sign_in(coordinates=frozenset({"ror"})).cookies["remit_session"].value
    wrong, contexts = [], []
    with served() as address:

        def opened(path, *, width=1280, javascript=True, signed_in=True):
            context = chromium.new_context(
                viewport={"width": width, "height": 900}, java_script_enabled=javascript
            )
            contexts.append(context)
            if signed_in:
                context.add_cookies([{"name": "remit_session", "value": session, "url": address}])
            page = context.new_page()
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on(
                "console", lambda said: wrong.append(said.text) if said.type in {"error", "warning"} else None
            )
            page.goto(address + path)
            return page

        opened.wrong = wrong
        yield opened
        for context in contexts:
            context.close()
    assert wrong == []


def axe(page):
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.remit-header')).backgroundColor")
        == "rgb(29, 77, 95)"
    )
    found = Axe().run(page, options=RULES).response["violations"]
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]


@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_and_no_page_is_wider_than_the_screen(open_page, width):
    for path in PAGES:
        page = open_page(path, width=width, signed_in="sign-in" not in path)
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    open_page.wrong[:] = [words for words in open_page.wrong if not words.startswith(EXPECTED)]


@pytest.mark.parametrize("javascript", [True, False])
def test_errors_lead_to_their_fields(open_page, javascript):
    page = open_page("/everything", javascript=javascript)
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_title(re.compile("^Error: "))
    summary = page.locator(".govuk-error-summary")
    if javascript:
        expect(summary).to_be_focused()
        assert axe(page) == []
    links = summary.get_by_role("link")
    expect(links).to_have_count(10)
    for link in links.all():
        link.click()
        assert page.locator(link.get_attribute("href")).is_visible()


def test_the_skip_link_comes_first(open_page):
    page = open_page("/room")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()


def test_the_menu_opens_on_a_phone(open_page):
    page = open_page("/room", width=375)
    expect(page.get_by_role("link", name="Forums")).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("link", name="Forums")).to_be_visible()


def test_on_a_phone_the_agenda_is_folded_away_until_asked_for(open_page):
    page = open_page("/room", width=375)
    expect(page.locator("#items")).to_be_hidden()
    page.get_by_text("Agenda", exact=True).click()
    expect(page.locator("#items")).to_be_visible()
    expect(open_page("/room").locator("#items")).to_be_visible()


def test_moving_an_item_keeps_the_keyboard_on_its_button(open_page):
    page = open_page("/room")
    page.evaluate("window.same = true")
    page.evaluate("document.addEventListener('htmx:afterSettle', () => { window.settled = true; })")
    page.get_by_role("button", name=re.compile("Down *first")).press("Enter")
    expect(page.locator("#items > li").first).to_contain_text("second")
    expect(page.locator("#down-first")).to_be_focused()
    expect(page.locator("#notices")).to_contain_text("Moved first.")
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)
    page.wait_for_function("window.settled")
    page.keyboard.press("Enter")
    expect(page.locator("#items > li").last).to_contain_text("first")
    assert page.evaluate("window.same"), "only the list was drawn anew"


def test_an_item_dropped_on_another_takes_its_place(open_page):
    page = open_page("/room")
    rows = page.locator("#items > li")
    names = [row.inner_text().split()[1] for row in rows.all()]
    rows.first.locator(".remit-grip").drag_to(rows.last)
    expect(rows.last).to_contain_text(names[0])
    expect(page.locator("#notices")).to_contain_text(f"Moved {names[0]}.")
    rows.last.locator(".remit-grip").drag_to(rows.first)
    expect(rows.first).to_contain_text(names[0])
    assert [row.inner_text().split()[1] for row in rows.all()] == names
    expect(open_page("/room", javascript=False).locator(".remit-grip").first).to_be_hidden()


def test_a_refused_move_says_why(open_page, samples):
    page = open_page("/room")
    samples.store.refusal = Refused("The agenda is issued.", clause="ROR-18", remedy="Take it back first.")
    page.locator("#down-first").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("The agenda is issued. ROR-18")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert axe(page) == []
    open_page.wrong[:] = [
        words for words in open_page.wrong if not words.startswith((EXPECTED, "Response Status"))
    ]


def test_a_move_by_somebody_signed_out_asks_to_sign_in(open_page):
    page = open_page("/room")
    page.context.clear_cookies(name="remit_session")
    page.locator("#down-first").click()
    expect(page).to_have_title("Sign in – Remit")
    open_page.wrong[:] = [
        words for words in open_page.wrong if not words.startswith((EXPECTED, "Response Status"))
    ]


def test_moving_an_item_without_javascript(open_page):
    page = open_page("/room", javascript=False)
    page.get_by_role("button", name=re.compile("Up *third")).click()
    expect(page.locator("#items > li").nth(1)).to_contain_text("third")


def test_an_answer_keeps_itself_and_says_when(open_page, samples):
    page = open_page("/room")
    page.get_by_label("Discussion").fill("The school said yes.")
    expect(page.locator("#discussion-saved")).to_have_text("Not saved yet")
    expect(page.locator("#discussion-saved")).to_have_text("Saved 10am")
    assert samples.store.text == "The school said yes."
    page.get_by_label("Discussion").press_sequentially(" On Monday.")
    page.keyboard.press("Tab")
    expect(page.locator("#discussion-saved")).to_have_text("Saved 10am")
    assert samples.store.version == 3


def test_an_answer_that_could_not_be_kept_says_so_and_is_sent_again(open_page, samples):
    page = open_page("/room")
    page.clock.install()
    page.reload()
    page.context.set_offline(True)
    page.get_by_label("Discussion").fill("Kept?")
    page.keyboard.press("Tab")
    expect(page.locator("#discussion-saved")).to_have_text("Not saved – check your connection")
    expect(page.get_by_label("Discussion")).to_have_value("Kept?")
    page.context.set_offline(False)
    page.clock.run_for(11_000)
    expect(page.locator("#discussion-saved")).to_have_text("Saved 10am")
    assert samples.store.text == "Kept?"
    open_page.wrong[:] = [words for words in open_page.wrong if "ERR_INTERNET_DISCONNECTED" not in words]


def test_both_texts_stay_until_a_person_chooses(open_page, samples):
    page = open_page("/room")
    samples.store.text, samples.store.version = "Theirs", 2
    page.get_by_label("Discussion").fill("Mine")
    panel = page.locator(".remit-conflict")
    expect(panel).to_contain_text("Theirs")
    expect(panel).to_contain_text("Mine")
    expect(page.get_by_label("Discussion")).to_have_value("Mine")
    expect(page.locator("#discussion-saved")).to_have_text("Not saved – choose which words to keep")
    assert axe(page) == []
    assert samples.store.text == "Theirs"
    page.get_by_label("Keep yours").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Discussion")).to_have_value("Mine")
    expect(panel).to_have_count(0)


def test_both_texts_stay_without_javascript(open_page, samples):
    page = open_page("/room", javascript=False)
    samples.store.text, samples.store.version = "Theirs", 2
    page.get_by_label("Discussion").fill("Mine")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".remit-conflict")).to_contain_text("Theirs")
    page.get_by_label("Keep yours").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Discussion")).to_have_value("Mine")
    open_page.wrong[:] = [words for words in open_page.wrong if not words.startswith(EXPECTED)]


def test_what_is_new_appears_by_itself(open_page, samples):
    page = open_page("/room")
    samples.store.present, samples.store.revision = "Ann, Bob", 2
    expect(page.locator("#present")).to_contain_text("Ann, Bob")
    expect(page.locator("[data-refresh-url]")).to_have_attribute("data-refresh-revision", "2")


def test_a_field_somebody_is_in_or_has_edited_is_left_alone(open_page, samples):
    page = open_page("/room")
    note = page.locator("#aside")
    note.fill("half a sentence")
    samples.store.present, samples.store.revision = "Ann, Bob", 2
    expect(page.locator("#present")).to_contain_text("Ann, Bob")
    expect(page.locator("[data-refresh-news]")).to_contain_text("Somebody else has changed something")
    page.get_by_label("Discussion").focus()
    for _ in range(2):  # by the second answer what came with the first was shown or held back
        with page.expect_response(re.compile("/room/parts")):
            pass
    expect(note).to_have_value("half a sentence")
    expect(page.locator("#note")).to_contain_text("Note 1")
    note.fill("")
    page.get_by_label("Discussion").focus()
    expect(page.locator("#note")).to_contain_text("Note 2")
    expect(page.locator("[data-refresh-news]")).to_have_text("")


def test_signed_out_in_another_tab_the_page_says_so(open_page):
    page = open_page("/room")
    page.context.clear_cookies()
    expect(page.locator("[data-refresh-news]")).to_contain_text("no longer refreshes itself")


def test_tables_sort_by_their_headings(open_page):
    page = open_page("/everything")
    page.get_by_role("button", name=re.compile("^Risk")).click()
    expect(page.locator("tbody tr").first).to_contain_text("Órla Sample")
    page.get_by_role("button", name=re.compile("^Risk")).click()
    expect(page.locator("tbody tr").first).to_contain_text("Anwen Pryce-Sample")


def test_a_printed_page_has_no_navigation(open_page):
    page = open_page("/room")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Forums")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_be_hidden()


LONG = """() => document.querySelector("main").insertAdjacentHTML("beforeend", `
  <ul class="govuk-list remit-rows"><li class="remit-rows__row"><div>${"W".repeat(150)}</div>
  <div class="remit-rows__acts"><div class="remit-moves"><button class="govuk-button">Up</button><button class="govuk-button">Down</button></div></div></li></ul>
  <table class="govuk-table remit-stack"><tbody><tr><th>${"W".repeat(150)}</th><td>Words</td></tr></tbody></table>
  <p class="govuk-body remit-written" id="said">Said</p><p class="remit-by" id="by">Somebody</p>`)"""
AT = "(id) => { const box = document.getElementById(id).getBoundingClientRect(); return [box.top, box.bottom]; }"


@pytest.mark.parametrize("width", [1280, 390])
def test_no_word_is_too_long_for_a_page_and_nothing_stands_over_anything(open_page, width):
    page = open_page("/everything", width=width)
    page.evaluate(LONG)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(AT, "said")[1] <= page.evaluate(AT, "by")[0]
    heights = {
        round(box.bounding_box()["height"]) for box in page.locator(".remit-moves .govuk-button").all()
    }
    assert len(heights) == 1, "a button keeps its word on one line"
