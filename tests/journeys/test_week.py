"""One week of the Risk of Residential group, from the list in Excel to next week's agenda, in a real browser."""

import re
from io import BytesIO

import pytest
from docx import Document
from playwright.sync_api import Locator, Page, expect

from remit.records.audit import AuditEvent
from remit.records.children import Person
from remit.records.meetings import Meeting, RegisterEntry
from tests.factories.clock import london
from tests.journeys import lists

pytestmark = [pytest.mark.browser, pytest.mark.smoke]

MONDAY, TUESDAY, THURSDAY = london("2026-10-19 09:00"), london("2026-10-20 14:00"), london("2026-10-22 15:02")
AFTERWARDS, NEXT_WEEK = london("2026-10-23 10:00"), london("2026-10-26 09:30")
AT, NEXT = "/forums/ror/2026-10-22", "/forums/ror/2026-10-29"
NEWCOMER, LATECOMER = "7700001", "7700002"


def test_a_week_from_the_list_in_excel_to_next_weeks_agenda(walk):
    walk.it_is(MONDAY)
    coordinator = walk.person("coordinator")
    walk.look(coordinator, "home")
    load_the_list(walk, coordinator)
    choose_the_cases(walk, coordinator)
    a_case_is_rated_too_late_for_the_selection(walk)
    draft_the_agenda(walk, coordinator)
    the_chair_confirms(walk)
    walk.it_is(THURSDAY)
    hold_the_meeting(walk)
    walk.it_is(AFTERWARDS)
    hand_out_the_minutes(walk)
    the_social_worker_reports(walk)
    walk.it_is(NEXT_WEEK)
    next_week_it_is_all_there(walk)
    assert len(walk.looked_at) >= 20


def load_the_list(walk, page: Page) -> None:
    rows = lists.standing()
    gone = rows.pop(0)
    rows.append([NEWCOMER, "QX", "North support", "High", "Today", 1, "red"])
    rows.append([LATECOMER, "VZ", "North support", None, "Planned", "tbc", "red"])
    page.get_by_role("link", name="Action list", exact=True).click()
    walk.look(page, "action-list")
    page.get_by_role("button", name="Load a list from a file").or_(
        page.get_by_role("link", name="Load a list from a file")
    ).first.click()
    page.get_by_role("button", name="Upload and preview").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    walk.look(page, "import-upload-error")
    page.locator("input[type=file]").set_input_files(
        {"name": "Action list.xlsx", "mimeType": "application/octet-stream", "buffer": lists.workbook(rows)}
    )
    page.get_by_role("button", name="Upload and preview").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check the list before it is loaded")
    expect(page.get_by_text("Colour of folder").first).to_be_visible()
    walk.look(page, "import-preview")
    page.get_by_role("link", name="Say why they left").click()
    expect(page.get_by_role("rowheader", name=re.compile(str(gone[0])))).to_be_visible()
    page.get_by_role("combobox").first.select_option(label="Fostering found")
    walk.look(page, "import-vanished")
    page.get_by_role("button", name="Save these reasons").click()
    page.get_by_role("button", name="Load this list").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("This file was loaded")
    walk.look(page, "import-result")


def choose_the_cases(walk, page: Page) -> None:
    page.goto(walk.address + AT)
    walk.look(page, "meeting")
    page.get_by_role("link", name="Choose the cases").click()
    walk.look(page, "selection")
    page.get_by_role("button", name="Choose all suggested").click()
    expect(page.get_by_role("button", name=re.compile("Take back QX"))).to_be_visible()
    low = page.locator("#low tbody tr").first
    low.get_by_role("button", name="Choose").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("ROR-8")
    walk.look(page, "selection-why")
    low = page.locator("#low tbody tr").first
    low.get_by_role("textbox").fill("Three moves in a month, and a court date on Friday")
    low.get_by_role("button", name="Choose").click()
    expect(page.locator("#low").get_by_role("button", name=re.compile("Take back"))).to_have_count(1)
    for box in (
        page.get_by_role("group", name=re.compile("took part", re.IGNORECASE)).get_by_role("checkbox").all()
    ):
        box.check()
    page.get_by_role("button", name="Finish the selection").click()
    expect(page.get_by_text("The selection was finished on")).to_be_visible()
    walk.look(page, "selection-finished")


def a_case_is_rated_too_late_for_the_selection(walk) -> None:
    walk.it_is(TUESDAY)
    brokerage = walk.person("chair and brokerage")
    brokerage.goto(f"{walk.address}/action-list?words={LATECOMER}")
    brokerage.get_by_role("link", name="Rate").first.click()
    brokerage.get_by_label("High").check()
    walk.look(brokerage, "rate")
    brokerage.get_by_role("button", name=re.compile("Save|Rate")).click()
    expect(brokerage.locator(".moj-alert--success")).to_be_visible()
    brokerage.goto(walk.address + AT + "/agenda")
    expect(brokerage.locator("#agenda .remit-rows__row", has_text="VZ")).to_contain_text("Late")


def draft_the_agenda(walk, page: Page) -> None:
    page = walk.person("coordinator")
    page.goto(walk.address + AT + "/agenda")
    page.get_by_role("button", name="Draft the agenda").click()
    first, second = (
        page.locator("#agenda .remit-rows__row").nth(0),
        page.locator("#agenda .remit-rows__row").nth(1),
    )
    expect(second).to_contain_text("3:20pm")
    first.get_by_label(re.compile("^Minutes")).fill("30")
    first.get_by_role("button", name=re.compile("^Set")).click()
    expect(page.locator("#agenda .remit-rows__row").nth(1)).to_contain_text("3:30pm")
    page.locator("#agenda .remit-rows__row").nth(1).get_by_role("button", name=re.compile("^Up")).click()
    expect(page.locator("#agenda .remit-rows__row").nth(0)).to_contain_text("3pm")
    walk.look(page, "agenda-draft")
    page.get_by_role("link", name="Work out the times from what people answered").click()
    page.get_by_role("button", name="Work out the times").click()
    expect(page.get_by_role("button", name="Accept these times")).to_be_visible()
    walk.look(page, "agenda-times")


def the_chair_confirms(walk) -> None:
    chair = walk.person("chair")
    chair.goto(walk.address + AT + "/agenda")
    chair.get_by_role("button", name="Confirm and issue the agenda").click()
    expect(chair.get_by_role("heading", level=1)).to_contain_text("runs past the end")
    walk.look(chair, "agenda-past-the-end")
    chair.get_by_role("button", name="Issue it all the same").click()
    expect(chair.get_by_role("link", name="Take it back to a draft")).to_be_visible()
    walk.look(chair, "agenda-issued")


def hold_the_meeting(walk) -> None:
    chair, coordinator = walk.person("chair"), walk.person("coordinator")
    chair.goto(walk.address + AT + "/room")
    walk.look(chair, "room-before")
    chair.get_by_role("button", name="Open the meeting").click()
    chair.get_by_role("link", name="Who is here").click()
    while chair.get_by_role("button", name=re.compile("^Arrived now")).count():
        seats = chair.locator(".remit-seat").filter(has_text="Nothing recorded yet")
        if not seats.count():
            break
        seats.first.get_by_role("button", name=re.compile("^Arrived now")).first.click()
    walk.look(chair, "attendance")
    chair.get_by_role("link", name=re.compile("^Correct the times")).first.click()
    walk.look(chair, "attendance-times")
    chair.get_by_role("link", name="Back").click()
    chair.locator("#agenda-rail .remit-rail__item a").first.click()
    item = chair.url
    both_write_at_once(walk, chair, coordinator, item)
    residential_start_asks_for_two_answers(walk, chair)
    agree_an_action(walk, chair)
    settle_the_rest(walk, chair)


def both_write_at_once(walk, chair: Page, coordinator: Page, item: str) -> None:
    coordinator.goto(item)
    chair.locator("#alternatives-considered").fill(
        "A foster home with night support; connected carers were asked"
    )
    with chair.expect_response(re.compile("/answers/")):
        chair.locator("#discussion").fill("The chair's words: respite might hold")
        chair.keyboard.press("Tab")
    expect(chair.locator("#discussion-saved")).to_contain_text("Saved")
    with coordinator.expect_response(re.compile("/answers/")):
        coordinator.locator("#discussion").fill("The coordinator's words: school is steady")
        coordinator.keyboard.press("Tab")
    panel = coordinator.locator(".remit-conflict")
    expect(panel).to_contain_text("The chair's words")
    expect(panel).to_contain_text("The coordinator's words")
    walk.look(coordinator, "conflict")
    panel.get_by_label("Keep both, one after the other").check()
    coordinator.get_by_role("button", name="Save the words chosen").click()
    expect(coordinator.locator("#discussion")).to_have_value(
        re.compile("chair's words.*coordinator's words|coordinator's words.*chair's words", re.DOTALL)
    )


def residential_start_asks_for_two_answers(walk, chair: Page) -> None:
    chair.reload()
    chair.get_by_label("Residential start appropriate").check()
    chair.get_by_role("button", name="Record the outcome").click()
    expect(chair.locator(".govuk-error-summary").first).to_contain_text("ROR-2")
    walk.look(chair, "outcome-error")
    chair.locator("#interim-arrangements").fill("Stays with the carer, with outreach at night")
    chair.locator("#step-down-actions").fill("Therapy first; a family search from spring")
    chair.get_by_role("button", name="Record the outcome").click()
    expect(chair.locator("#case-outcome")).to_contain_text("Residential start appropriate")
    walk.look(chair, "meeting-room")
    chair.get_by_role("button", name=re.compile("^Show on a projector")).click()
    walk.look(chair, "projector")
    chair.get_by_role("button", name="Show names again").click()


def agree_an_action(walk, chair: Page) -> None:
    chair.get_by_role("button", name="Agree the action").click()
    expect(chair.locator(".govuk-error-summary")).to_be_visible()
    worker = walk_worker_name()
    form = chair.locator("#case-new-action")
    a_note_becomes_an_action(chair, form)
    form.get_by_label("What is to be done").fill("Ask the therapist for a date before the move")
    form.get_by_label("Who leads it").fill(worker)
    chair.get_by_role("button", name="Agree the action").click()
    expect(chair.locator("#case-actions")).to_contain_text("Ask the therapist for a date before the move")


def a_note_becomes_an_action(chair: Page, form: Locator) -> None:
    """One key takes the sentence of a note to the action, and the keyboard to who leads it."""
    chair.locator("#discussion").focus()
    chair.keyboard.press("Control+End")
    chair.keyboard.type(" Ring the school.")
    chair.keyboard.press("F2")
    expect(form.get_by_label("What is to be done")).to_have_value(re.compile("Ring the school.$"))
    expect(form.get_by_label("Who leads it")).to_be_focused()
    chair.locator("#discussion").blur()
    expect(chair.locator("#discussion-saved")).to_contain_text("Saved")


def walk_worker_name() -> str:
    """The social worker of the demonstration."""
    from remit.reading.demo import demo_people

    return next(person.name for person in demo_people(MONDAY) if person.role == "Social worker")


def settle_the_rest(walk, chair: Page) -> None:
    chair.goto(walk.address + AT + "/close")
    walk.look(chair, "closing")
    expect(chair.get_by_role("button", name="Close the meeting")).to_have_count(0)
    waive_one(chair)
    waive_the_others_for_one_reason(walk, chair)
    chair.get_by_role("button", name="Close the meeting").click()
    expect(chair).to_have_url(re.compile("/minutes$"))
    walk.look(chair, "closed")
    meeting = Meeting.objects.get(nominal_date=THURSDAY.date())
    assert meeting.state == "closed"
    assert (
        RegisterEntry.objects.filter(meeting=meeting).count()
        == meeting.items.exclude(state="withdrawn").filter(entry__isnull=False).count()
    )


def waive_one(chair: Page) -> None:
    unfinished = chair.locator("form input[name=key]")
    left = unfinished.count() - 1
    chair.locator("details:has(input[name=key]) summary").first.click()
    chair.locator("form:has(input[name=key]) input[name=reason]").first.fill("The post is empty this month")
    chair.get_by_role("button", name=re.compile(r"^Waive\s*:")).first.click()
    expect(unfinished).to_have_count(left)


def waive_the_others_for_one_reason(walk, chair: Page) -> None:
    chair.get_by_text("Close without several of these").click()
    for box in chair.locator("input[name=keys]").all():
        box.check()
    chair.get_by_label("Why the meeting closes without them").fill(
        "No time was left; it comes first next week"
    )
    walk.look(chair, "closing-several")
    chair.get_by_role("button", name="Waive those selected").click()
    expect(chair.get_by_text("Everything is settled or waived")).to_be_visible()


def hand_out_the_minutes(walk) -> None:
    chair = walk.person("chair")
    chair.goto(walk.address + AT + "/minutes")
    walk.look(chair, "minutes-draft")
    chair.get_by_role("button", name="Approve the minutes").click()
    expect(chair.get_by_role("button", name=re.compile("Download the minutes"))).to_be_visible()
    walk.look(chair, "minutes-approved")
    with chair.expect_download() as download:
        chair.get_by_role("button", name=re.compile("Download the minutes")).click()
    text = words_of(download.value.path().read_bytes())
    assert "Ask the therapist for a date before the move" in text
    with chair.expect_download() as download:
        chair.get_by_role("link", name=re.compile("^Extract for")).first.click()
    assert re.fullmatch(r"[0-9]+_2026-10-22_ror_[a-z-]+\.docx", download.value.suggested_filename)
    assert len(download.value.suggested_filename) <= 80
    extract = words_of(download.value.path().read_bytes())
    something_in_them_is_wrong(walk, chair)
    others = [
        f"{person.given_name} {person.family_name}"
        for person in Person.objects.exclude(family_name="")
        if f"{person.given_name} {person.family_name}" not in extract.splitlines()[0:12]
    ]
    assert len([name for name in others if name in extract]) <= 1


def something_in_them_is_wrong(walk, chair: Page) -> None:
    """The chair proposes a correction about no one text, approves it, and sees who had word of the minutes."""
    chair.goto(walk.address + AT + "/minutes/correction")
    walk.look(chair, "minutes-note")
    chair.get_by_role("button", name="Propose this correction").click()
    expect(chair.locator(".govuk-error-summary")).to_be_visible()
    walk.look(chair, "minutes-note-error", only="phone")
    chair.get_by_label("What should the minutes say?").fill("Brokerage left at 4pm.")
    chair.get_by_label("Why is this corrected?").fill(
        "It was taken down wrongly, which nobody noticed at the time"
    )
    chair.get_by_role("button", name="Propose this correction").click()
    chair.get_by_role("button", name="Approve the correction").click()
    expect(chair.get_by_text("This is version 2").first).to_be_visible()
    walk.look(chair, "minutes-corrected")
    chair.goto(walk.address + AT + "/minutes/sent")
    walk.look(chair, "minutes-sent")


def words_of(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def the_social_worker_reports(walk) -> None:
    worker = walk.person("social worker")
    expect(worker.get_by_role("rowheader", name=re.compile("^Ask the therapist"))).to_be_visible()
    walk.look(worker, "home-social-worker")
    worker.get_by_role("link", name="Ask the therapist for a date before the move", exact=True).click()
    worker.get_by_role("button", name="Save the update").click()
    expect(worker.locator(".govuk-error-summary")).to_be_visible()
    action = worker.url
    walk.look(worker, "action-error")
    worker.get_by_role("textbox").first.fill("Rang twice; the therapist answers on Monday")
    worker.get_by_role("group", name="Is it finished?").get_by_role("radio").first.check()
    worker.get_by_role("button", name="Save the update").click()
    expect(worker.locator(".moj-alert--success")).to_be_visible()
    worker.goto(action)
    expect(worker.get_by_text("Rang twice").first).to_be_visible()
    walk.look(worker, "action")
    assert AuditEvent.objects.filter(verb__startswith="action.").exists()


def next_week_it_is_all_there(walk) -> None:
    coordinator = walk.person("coordinator")
    coordinator.goto(walk.address + NEXT + "/agenda")
    expect(coordinator.get_by_text("Ask the therapist for a date before the move").first).to_be_visible()
    walk.look(coordinator, "next-agenda")
    coordinator.get_by_role("link", name=re.compile("^minutes of the last meeting")).click()
    expect(coordinator.get_by_text("corrected since: version 2").first).to_be_visible()
    walk.look(coordinator, "last-minutes")
    coordinator.goto(f"{walk.address}/children?q={NEWCOMER}")
    coordinator.locator("tbody a").first.click()
    walk.look(coordinator, "case")
    coordinator.goto(f"{walk.address}/compliance/ror")
    walk.look(coordinator, "compliance")
