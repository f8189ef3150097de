"""The two invented forums of Elsewhere, each from a list in a file to its next meeting, page by page, on its own terms."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from remit.records.meetings import Meeting, RegisterEntry
from remit.records.people import Staff
from tests.factories.clock import london
from tests.journeys.elsewhere import BEFORE, Elsewhere
from tests.journeys.paper_browser import PaperBrowser

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_the_pages(settings) -> Callable[[Staff, str], PaperBrowser]:
    """Somebody at the pages, at that moment: `at_the_pages(who, "2026-10-13 09:30")`."""

    def sign_in(who: Staff, moment: str = "") -> PaperBrowser:
        if moment:
            settings.FIXED_NOW = london(moment)
        client = Client()
        client.force_login(who, backend="remit.records.accounts.Accounts")
        return PaperBrowser(client)

    return sign_in


@pytest.fixture
def now():
    return BEFORE


def load_the_list(page: PaperBrowser, content: bytes) -> None:
    """From the file to the action list."""
    file = SimpleUploadedFile("The list.csv", content)
    page.open("/imports/upload")
    form_token = page.page.xpath("//form//input[@name='form_token']/@value")[0]
    answer = page.client.post(
        "/imports/upload", {"file": file, "whole": "yes", "form_token": form_token}, follow=True
    )
    page._came(answer, "/imports/upload")
    page.press("Load this list")
    assert "This file was loaded" in page.words


def in_the_order_of(page: PaperBrowser, *parts: str) -> None:
    """The parts of the agenda stand in this order."""
    headings = names(
        page, "//*[@id='agenda']//h2 | //*[@id='agenda']//h3 | //*[@id='agenda']//caption | //h2"
    )
    places = [headings.find(part) for part in parts]
    assert -1 not in places, headings
    assert places == sorted(places), headings


OUTCOME = "//section[@id='case-outcome']//strong"


def names(page: PaperBrowser, path: str) -> str:
    return " ".join(" ".join(one.text_content().split()) for one in page.page.xpath(path))


# --- The Homeward Panel: monthly, drafted by the chair and confirmed by the secretary, stopped when it is not quorate.

HOME, AT, NEXT = "/forums/homeward", "/forums/homeward/2026-11-04", "/forums/homeward/2026-12-02"


@pytest.fixture
def homeward() -> Elsewhere:
    return Elsewhere("homeward")


def test_homeward_from_its_list_to_its_next_meeting(homeward, at_the_pages):
    load_the_list(at_the_pages(homeward.broker, "2026-10-23 09:00"), homeward.list_file())
    homeward_plans_and_chooses(homeward, at_the_pages)
    the_chair_drafts_and_the_secretary_confirms(homeward, at_the_pages)
    homeward_does_not_sit_without_health_and_schools(homeward, at_the_pages)
    homeward_discusses(homeward, at_the_pages)
    homeward_closes(homeward, at_the_pages)
    the_chair_approves_the_notes(homeward, at_the_pages)
    homeward_meets_again(homeward, at_the_pages)


def homeward_plans_and_chooses(homeward, at_the_pages) -> None:
    secretary = at_the_pages(homeward.sits("secretary"))
    secretary.open(HOME).press("Plan the next 12 weeks")
    assert "Wednesday 4 November 2026" in secretary.words
    assert "The two halves" not in secretary.words
    assert "HOME-5" in secretary.words
    secretary.open(AT).follow("Choose the cases")
    assert "Choose the cases: children of the month" in secretary.words
    assert "It holds 3 cases of 40 minutes" in secretary.words
    suggested = names(secretary, "//ul[contains(@class, 'remit-rows')]//strong")
    assert homeward.name("medium") in suggested
    assert homeward.name("high") not in suggested, "the middling ones are followed here"
    secretary.press("Choose all suggested")
    secretary.press("Choose", beside=homeward.name("low"))
    assert "Say why a case rated Low is chosen. (HOME-1)" not in secretary.words
    assert "(HOME-5)" in secretary.words
    why = f"why_{homeward.entry('low')}"
    secretary.press("Choose", beside=homeward.name("low"), **{why: "The grandmother has asked"})
    what_it_takes_is_asked_before_the_choice_stands(homeward, secretary)


def what_it_takes_is_asked_before_the_choice_stands(homeward, secretary) -> None:
    part = [homeward.sits("secretary").ref]
    secretary.press("Finish the selection", part=part)
    assert "What it takes has no answer yet for 3 cases chosen." in secretary.words
    assert "HOME-1" in secretary.words
    for child in ("medium", "medium-2", "low"):
        secretary.open(f"{AT}/room/items/{homeward.item('2026-11-04', child).ref}")
        secretary.press("Save what is written", **{"what-it-takes": "A bed, and somebody in the evenings"})
    secretary.open(f"{AT}/selection").press("Finish the selection", part=part)
    assert "The selection is finished with 3 cases." in secretary.words
    assert "Nobody took part for Head of the family service" in secretary.words


def the_chair_drafts_and_the_secretary_confirms(homeward, at_the_pages) -> None:
    secretary = at_the_pages(homeward.sits("secretary"), "2026-10-30 10:00").open(f"{AT}/agenda")
    assert not secretary.can_press("Draft the agenda")
    chair = at_the_pages(homeward.sits("family-service")).open(f"{AT}/agenda")
    chair.press("Draft the agenda")
    assert "The agenda is drafted." in chair.words
    assert "1:40pm" in chair.words
    secretary.open(f"{AT}/agenda").press("Confirm and issue the agenda")
    assert "The agenda is issued." in secretary.words
    in_the_order_of(secretary, "Children of the month", "Business", "Running actions", "In view")


def homeward_does_not_sit_without_health_and_schools(homeward, at_the_pages) -> None:
    secretary = at_the_pages(homeward.sits("secretary"), "2026-11-04 13:00").open(f"{AT}/room/attendance")
    secretary.press("Open the meeting")
    secretary.open(f"{AT}/room/attendance")
    secretary.press("Arrived now", beside=homeward.sits("family-service").name)
    secretary.press("Arrived now", beside=homeward.sits("stand-in").name)
    item = f"{AT}/room/items/{homeward.item('2026-11-04', 'medium').ref}"
    secretary.open(item).press("Save what is written", **{"who-decides": "The parents"})
    secretary.press("Record the outcome", outcome="home")
    assert secretary.status == 422
    assert (
        "The forum is not quorate: nobody is present for Health and Virtual school; 2 people present of the 4 needed."
        in secretary.words
    )
    assert "HOME-4" in secretary.words
    secretary.open(f"{AT}/room/attendance")
    secretary.press("Arrived now", beside=homeward.sits("health").name)
    secretary.press(
        "Record",
        beside="Who",
        **{
            "presence-who": "Somebody from the school",
            "presence-capacity": "substitute",
            "presence-seat": "schools",
            "presence-service": "Schools",
        },
    )
    assert "Not quorate" not in secretary.words
    assert "Quorate" in secretary.words


def homeward_discusses(homeward, at_the_pages) -> None:
    secretary = at_the_pages(homeward.sits("secretary"), "2026-11-04 13:20")
    at = {
        child: f"{AT}/room/items/{homeward.item('2026-11-04', child).ref}"
        for child in ("medium", "medium-2", "low")
    }
    secretary.open(at["medium"]).press("Record the outcome", outcome="return-planned")
    assert "Earliest day" in secretary.words
    assert "HOME-1" in secretary.words
    day = {"earliest-day": "12", "earliest-month": "December"}
    secretary.press("Record the outcome", outcome="return-planned", **day)
    assert "Earliest day must include a year." in secretary.words
    secretary.press("Record the outcome", outcome="return-planned", **day, **{"earliest-year": "2026"})
    assert "Return planned" in names(secretary, OUTCOME)
    secretary.press(
        "Agree the action",
        **{"action-what": "Ask the parents for an evening", "action-lead": homeward.worker.name},
    )
    assert "due Monday 4 January 2027" in names(secretary, "//section[@id='case-actions']")
    secretary.open(at["medium-2"]).press("Record the outcome", outcome="next-month")
    assert "Say why the outcome is “Next month”." in secretary.words
    secretary.press("Record the outcome", outcome="next-month", **{"why-next-month": "The mother is away"})
    secretary.open(at["low"])
    secretary.press("Save what is written", **{"who-decides": "The court"})
    secretary.press("Record the outcome", outcome="home")
    assert "At home" in names(secretary, OUTCOME)


def homeward_closes(homeward, at_the_pages) -> None:
    chair = at_the_pages(homeward.sits("family-service"), "2026-11-04 15:30").open(f"{AT}/close")
    unfinished = chair.words
    assert "Nobody is recorded for the seat of Health" in unfinished, "three come for health, and one did"
    assert "has no answer for asked the child" in unfinished
    assert "Secretary" not in unfinished
    keys = chair.page.xpath("//input[@name='keys']/@value")
    chair.press("Waive those selected", keys=keys, reason="It is asked for by telephone")
    chair.press("Close the meeting")
    assert "The meeting is closed." in chair.words


def the_chair_approves_the_notes(homeward, at_the_pages) -> None:
    secretary = at_the_pages(homeward.sits("secretary"), "2026-11-06 10:00").open(f"{AT}/minutes")
    assert not secretary.can_press("Approve the minutes")
    assert "Extract for" not in secretary.words
    chair = at_the_pages(homeward.sits("family-service")).open(f"{AT}/minutes").press("Approve the minutes")
    assert "Extract for " in chair.words
    asked = names(chair, "//th[@scope='row']")
    assert "Virtual school" in asked
    assert "Secretary" not in asked, "nobody is asked for a seat without a vote"
    chair.open(f"{AT}/register")
    heads = [" ".join(one.text_content().split()) for one in chair.page.xpath("//thead//th")]
    assert heads == ["Child", "Section", "Worker or manager", "Team", "Extract"], (
        "what its terms want, no more"
    )


def homeward_meets_again(homeward, at_the_pages) -> None:
    worker = at_the_pages(homeward.worker, "2026-11-09 09:00").open("/")
    assert "Ask the parents for an evening" in worker.words
    assert "Say how the action stands" in worker.words
    secretary = at_the_pages(homeward.sits("secretary"), "2026-11-20 09:00").open(f"{NEXT}/agenda")
    assert "Ask the parents for an evening" in secretary.words
    assert homeward.name("medium-2") in secretary.words


# --- The Placement Huddle: fortnightly, with the actions first, confirmed by the vice chair, who approves its record too.

HUDDLE, TUESDAY, FORTNIGHT = "/forums/huddle", "/forums/huddle/2026-10-13", "/forums/huddle/2026-10-27"


@pytest.fixture
def huddle() -> Elsewhere:
    return Elsewhere("huddle")


def test_huddle_from_its_list_to_its_next_meeting(huddle, at_the_pages):
    load_the_list(at_the_pages(huddle.broker, "2026-10-02 09:00"), huddle.list_file())
    huddle_chooses_with_its_placements_lead(huddle, at_the_pages)
    the_clerk_drafts_and_the_vice_chair_confirms(huddle, at_the_pages)
    who_comes_on_the_list_late_still_comes_up(huddle, at_the_pages)
    nothing_is_settled_without_the_chair(huddle, at_the_pages)
    huddle_discusses(huddle, at_the_pages)
    huddle_closes_with_extracts_and_the_vice_chair_approves(huddle, at_the_pages)
    huddle_meets_again(huddle, at_the_pages)


def huddle_chooses_with_its_placements_lead(huddle, at_the_pages) -> None:
    clerk = at_the_pages(huddle.sits("clerk"), "2026-10-07 09:00")
    clerk.open(HUDDLE).press("Plan the next 12 weeks")
    assert "Tuesday 13 October 2026" in clerk.words
    assert "Tuesday 20 October 2026" not in clerk.words
    clerk.open(f"{TUESDAY}/selection")
    assert "Choose the cases: in depth" in clerk.words
    assert "It holds 2 cases of 30 minutes" in clerk.words
    assert (
        "rated after the agenda is confirmed and before the meeting closes join by themselves" in clerk.words
    )
    clerk.press("Choose", beside=huddle.name("high"))
    clerk.press("Choose", beside=huddle.name("medium"))
    assert "HUD-5" in clerk.words
    assert "Say why a case rated Medium is chosen." in clerk.words
    clerk.open(f"{TUESDAY}/selection").press("Choose", beside=huddle.name("low"))
    assert "Choose all suggested" not in clerk.words
    clerk.press("Finish the selection", part=[huddle.sits("clerk").ref])
    assert "Nobody took part for Placements lead" in clerk.words
    clerk.press("Finish the selection", part=[huddle.sits("clerk").ref, huddle.sits("placements-lead").ref])
    assert "The selection is finished with 2 cases." in clerk.words


def the_clerk_drafts_and_the_vice_chair_confirms(huddle, at_the_pages) -> None:
    clerk = (
        at_the_pages(huddle.sits("clerk"), "2026-10-09 09:00")
        .open(f"{TUESDAY}/agenda")
        .press("Draft the agenda")
    )
    assert not clerk.can_press("Confirm and issue the agenda")
    assert "10am" in clerk.words
    assert not clerk.can_press("Up"), "its order is fixed"
    vice_chair = at_the_pages(huddle.sits("vice-chair")).open(f"{TUESDAY}/agenda")
    vice_chair.press("Confirm and issue the agenda")
    assert "The agenda is issued." in vice_chair.words
    in_the_order_of(
        vice_chair, "What was promised", "The rest of the list", "In depth", "Round the table", "Look back"
    )
    assert huddle.name("medium") in names(vice_chair, "//table"), "kept from the confirmed agenda on"


def who_comes_on_the_list_late_still_comes_up(huddle, at_the_pages) -> None:
    broker = at_the_pages(huddle.broker, "2026-10-12 09:00").open(f"/action-list/{huddle.entry('none')}")
    load_the_list(broker, huddle.list_file(none="high"))
    clerk = at_the_pages(huddle.sits("clerk")).open(f"{TUESDAY}/agenda")
    assert "Late" in names(clerk, "//*[@id='agenda']")
    assert huddle.item("2026-10-13", "none").section == "in-depth"


def nothing_is_settled_without_the_chair(huddle, at_the_pages) -> None:
    clerk = at_the_pages(huddle.sits("clerk"), "2026-10-13 09:30").open(f"{TUESDAY}/room/attendance")
    clerk.press("Open the meeting")
    clerk.open(f"{TUESDAY}/room/attendance")
    clerk.press("Arrived now", beside=huddle.sits("placements-lead").name)
    item = f"{TUESDAY}/room/items/{huddle.item('2026-10-13', 'high').ref}"
    clerk.open(item).press("Save what is written", **{"child-says": "Wants to stay near the school"})
    clerk.press("Record the outcome", outcome="keep-looking")
    assert "The forum is not quorate: neither the chair nor a deputy is present" in clerk.words
    assert "HUD-4" in clerk.words
    clerk.press("Record the outcome", outcome="not-reached", **{"why-not-reached": "Nobody could settle it"})
    assert "Not reached" in names(clerk, OUTCOME), "putting it off settles nothing"
    clerk.open(f"{TUESDAY}/room/attendance").press("Arrived now", beside=huddle.sits("vice-chair").name)
    clerk.open(item).press("Record the outcome", outcome="keep-looking")
    assert "Keep looking" in names(clerk, OUTCOME), "too few are there, which only warns here"


def huddle_discusses(huddle, at_the_pages) -> None:
    clerk = at_the_pages(huddle.sits("clerk"), "2026-10-13 10:00")
    clerk.open(f"{TUESDAY}/room/items/{huddle.item('2026-10-13', 'low').ref}")
    clerk.press("Record the outcome", outcome="going-home")
    assert "Home by" in clerk.words
    clerk.press("Save what is written", **{"child-says": "Wants to go home"})
    day = {"home-by-day": "30", "home-by-month": "10", "home-by-year": "2026"}
    clerk.press("Record the outcome", outcome="going-home", **day)
    assert "Going home" in names(clerk, OUTCOME)
    clerk.press(
        "Agree the action", **{"action-what": "Book the removal van", "action-lead": huddle.worker.name}
    )
    assert "20 October 2026" in clerk.words, "within a week, at noon"
    assert "12 noon" in clerk.words or "midday" in clerk.words or "12pm" in clerk.words
    clerk.open(f"{TUESDAY}/room/parts-of-agenda/rest")
    assert "As the action list had them when the agenda was confirmed." in clerk.words
    assert "Note all 3 that are left as discussed" in clerk.words
    clerk.press("Note all 3 that are left as discussed")


def huddle_closes_with_extracts_and_the_vice_chair_approves(huddle, at_the_pages) -> None:
    clerk = at_the_pages(huddle.sits("clerk"), "2026-10-13 11:00").open(f"{TUESDAY}/close")
    assert "has no answer for best chance" in clerk.words
    assert "Nobody is recorded for the seat" not in clerk.words, "nothing waits for that here"
    keys = clerk.page.xpath("//input[@name='keys']/@value")
    clerk.press("Waive those selected", keys=keys, reason="Time was up")
    clerk.press("Close the meeting")
    assert "0 lines went into the register" in clerk.words
    assert "Extract for" in clerk.words, "extracts are there from the closing"
    assert not RegisterEntry.objects.exists()
    assert not clerk.can_press("Approve the minutes")
    vice_chair = at_the_pages(huddle.sits("vice-chair"), "2026-10-14 09:00").open(f"{TUESDAY}/minutes")
    vice_chair.press("Approve the minutes")
    meeting = huddle.meeting("2026-10-13")
    assert meeting.state == Meeting.State.CLOSED
    assert RegisterEntry.objects.filter(meeting=meeting).count() == 6
    vice_chair.open(f"{TUESDAY}/register")
    heads = [" ".join(one.text_content().split()) for one in vice_chair.page.xpath("//thead//th")]
    assert heads == ["Child", "Outcome", "Team", "Extract"]


def huddle_meets_again(huddle, at_the_pages) -> None:
    clerk = at_the_pages(huddle.sits("clerk"), "2026-10-19 09:00").open(f"{FORTNIGHT}/agenda")
    assert "Book the removal van" in clerk.words
    assert huddle.name("high") in clerk.words, "left as Keep looking, it returns"
    assert huddle.name("low") not in names(clerk, "//*[@id='agenda']//*[contains(@class, 'remit-rows__row')]")
    assert "Look back" not in clerk.words, "that is the first meeting of a quarter"
