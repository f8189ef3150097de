"""A workbook from before Remit on screen: previewed with all its faults, loaded, undone; each file on the page it belongs to."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from remit.records.audit import AuditEvent
from remit.records.history import PastDiscussion, PastMeeting
from remit.records.people import Staff
from remit.records.placements_list import Import
from tests.casework.rooms import DURING, Room, a_room
from tests.commands.test_past_meetings import NAME, a_workbook
from tests.factories import a_child, london
from tests.factories.children import number_of
from tests.web.workbook.excel import Excel
from tests.web.workbook.test_out import WHERE as OUT
from tests.web.workbook.test_out import got, number

pytestmark = pytest.mark.django_db

WHERE = "/forums/ror/before-remit"
RETURN = "/forums/ror/2026-10-15/workbook"
FOLDER = Path(__file__).parents[3].parent / "shared/data/action-lists"
SHARED = FOLDER / "Risk of Resi Tool 12-11-26.xlsx"


@pytest.fixture
def now() -> dt.datetime:
    return DURING


@pytest.fixture
def the_room() -> Room:
    return a_room(cases=2).open()


@pytest.fixture
def client(the_room, signed_in):
    return signed_in(the_room.week.coordinating)


_sent = iter(range(1, 1000))


def send(client, content: bytes, where: str = WHERE, name: str = NAME):
    given = SimpleUploadedFile(name, content)
    form = {"file": given, "whole": "yes", "form_token": f"up{next(_sent)}"}
    return client.post(where, form, follow=True)


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def press(client, where: str, **data):
    return client.post(where, {"form_token": f"do{next(_sent)}", **data}, follow=True)


def basis_of(page) -> str:
    """What names the preview, as the page posts it."""
    return re.search(r'name="basis" value="(\w+)"', page.content.decode())[1]


def loaded(client, content: bytes):
    """Upload it and load what the preview shows."""
    page = send(client, content)
    basis = basis_of(page)
    return press(client, page.redirect_chain[-1][0], basis=basis, partial="on")


def kept() -> list[PastDiscussion]:
    return list(PastDiscussion.objects.filter(meeting__superseded_at__isnull=True))


@pytest.mark.clause("ROR-11")
def test_it_is_previewed_loaded_and_undone_on_the_page_of_the_forum(the_room, client):
    assert WHERE in text(client.get("/forums/ror"))
    page = send(client, a_workbook(number(the_room)).saved())
    told = text(page)
    for words in (
        "Thursday 1 October 2026",
        "They would try a family once more.",
        "Keep looking",
        "Ring the aunt",
        "0099999",
        "Nothing has been stored yet.",
    ):
        assert words in told
    assert not PastMeeting.objects.exists()
    where = page.redirect_chain[-1][0]
    done = press(client, where, basis=basis_of(page))
    assert "The meeting of 1 October 2026 is on record, with 1 child." in text(done)
    assert [one.outcome for one in kept()] == ["Keep looking"]
    register = client.get(f"{where}/register.xlsx")
    assert "Keep looking" in Excel(register.content).text("Register")
    assert Import.objects.get(kind="past-meeting").content is None
    undone = text(press(client, f"{where}/undo"))
    assert "What it said of 1 child is taken back." in undone
    assert not kept()
    assert client.get(f"{where}/register.xlsx").status_code == 302


def test_all_its_faults_are_told_at_once_and_the_rest_can_be_loaded(the_room, client):
    book = a_workbook(number(the_room))
    book.tabs["To do"].append(["", "Ask about school", "A colleague", "", "Open"])
    book.tabs["Copy"] = [list(row) for row in book.tabs[number(the_room)]]
    book.tabs["Thoughts"] = [["Just a thought", "of mine"]]
    page = send(client, book.saved())
    told = text(page)
    assert re.findall(r"<th[^>]*>([^<]+)</th> <td[^>]*>([^<]*)</td> <td[^>]*>([^<]*)</td>", told)[:3] == [
        ("To do", "3", "A"),
        ("Copy", "–", "–"),
        ("Thoughts", "–", "–"),
    ]
    for words in (
        "This action names no child.",
        f"This sheet is about the same child as the sheet “{number(the_room)}”.",
        "it cannot be told whom it is about",
        "Write the child&#39;s number beside it.",
    ):
        assert words in told
    where, basis = page.redirect_chain[-1][0], basis_of(page)
    assert "The workbook has faults." in text(press(client, where, basis=basis))
    assert not kept()
    press(client, where, basis=basis, partial="on")
    (said,) = kept()
    assert said.lines == [["Age", "9"], ["What was said", "They would try a family once more."]]
    assert [what for what, _ in said.actions] == ["Ring the aunt"]


def test_a_number_that_lost_its_zeros_on_one_sheet_is_the_same_child(the_room, client):
    child = number(the_room)
    book = a_workbook(child)
    book.tabs["To do"][1][0] = int(child)
    loaded(client, book.saved())
    (said,) = kept()
    assert ["What was said", "They would try a family once more."] in said.lines
    assert [what for what, _ in said.actions] == ["Ring the aunt"]


def test_sheets_renamed_rows_moved_columns_hidden_and_dates_as_text_change_nothing(the_room, client):
    child = number(the_room)
    book = a_workbook(child).put("Front", "B1", "1st October 2026")
    book.tabs[child].append(book.tabs[child].pop(2))
    book.narrow.append((child, 1))
    book.rename(child, "Our first case").rename("To do", "Jobs")
    told = text(send(client, book.saved()))
    assert "Thursday 1 October 2026" in told
    assert "They would try a family once more." in told
    assert "Ring the aunt" in told


def test_a_date_that_cannot_be_read_is_said(the_room, client):
    book = a_workbook(number(the_room)).put("Front", "B1", "when we could")
    told = text(send(client, book.saved()))
    assert "Sheet “Front”, row 1: “when we could” cannot be read as a date" in told
    told = text(send(client, book.saved(), name="Our tool.xlsx"))
    assert "The workbook does not say when the meeting was." in told
    to_come = send(client, book.put("Front", "B1", dt.date(2026, 10, 29)).saved())
    assert to_come.status_code == 422
    assert "The meeting of 29 October 2026 is not over, so its workbook is not of the past." in text(to_come)


def test_one_with_macros_is_read_and_they_are_not_run_and_a_broken_one_is_refused(the_room, client):
    book = a_workbook(number(the_room))
    assert "Keep looking" in text(send(client, book.saved(macros=True), name="Tool 01-10-26.xlsm"))
    broken = send(client, b"%PDF-1.7")
    assert broken.status_code == 422
    assert "PDF" in text(broken)
    assert "Select the workbook" in text(client.post(WHERE, {"whole": "yes", "form_token": "none"}))


def test_a_workbook_remit_made_is_led_to_the_page_that_merges_it(client):
    told = send(client, got(client, OUT).content)
    assert told.status_code == 422
    assert "Remit made this workbook, for the meeting of 15 October 2026." in text(told)
    assert f'href="{RETURN}"' in text(told)
    assert not Import.objects.exists()


def test_one_from_before_remit_is_led_from_there_to_this_page(the_room, client):
    told = send(client, a_workbook(number(the_room)).saved(), where=RETURN)
    assert told.status_code == 422
    assert "it tells of the meeting of 1 October 2026" in text(told)
    assert "“Meetings before Remit”" in text(told)
    assert f'href="{WHERE}"' in text(told)


def test_what_changed_since_the_preview_is_shown_before_it_is_loaded(the_room, client):
    page = send(client, a_workbook(number(the_room)).saved())
    a_child(person_id="0099999")
    the_officer = Staff.objects.get(username="data-officer")
    client.force_login(the_officer, backend="remit.records.accounts.Accounts")
    again = press(client, page.redirect_chain[-1][0], basis=basis_of(page))
    assert again.status_code == 422
    assert "The record has changed since you looked at this preview." in text(again)
    assert not kept()


def test_the_data_officer_loads_it_whole_and_finds_the_way_from_the_page_data(the_room, signed_in):
    book = a_workbook(number(the_room))
    unseen = a_child()
    book.tabs["The others"].append([number_of(unseen), "ZZ", 9, "Waits too"])
    officer = signed_in(Staff.objects.get(username="data-officer"))
    assert WHERE in text(officer.get("/data"))
    loaded(officer, book.saved())
    assert {one.subject_id for one in kept()} == {the_room(0).subject_id, unseen.pk}


def test_who_runs_the_forum_is_told_of_no_child_they_may_not_see_and_opens_no_other_s_file(
    the_room, client, signed_in
):
    unseen = number_of(a_child())
    book = a_workbook(number(the_room))
    book.tabs["The others"].append([unseen, "ZZ", 9, "Not yours to read."])
    page = send(client, book.saved())
    assert f"{unseen}: no child you can see has this number" in text(page)
    assert "Not yours to read." not in text(page)
    where = page.redirect_chain[-1][0]
    chair = signed_in(the_room.week.chairing)
    assert chair.get(where).status_code == 404
    assert NAME not in text(chair.get(WHERE))
    assert press(chair, f"{where}/drop").status_code == 404
    assert signed_in(the_room.week.sitting).get(WHERE).status_code == 403


def test_it_is_let_go_and_each_act_stands_in_the_audit(the_room, client):
    where = send(client, a_workbook(number(the_room)).saved()).redirect_chain[-1][0]
    assert "Nothing was stored." in text(press(client, f"{where}/drop"))
    assert Import.objects.get().content is None
    loaded(client, a_workbook(number(the_room)).saved())
    done = list(AuditEvent.objects.filter(verb__startswith="past").order_by("pk"))
    assert [one.verb for one in done] == ["past.held", "past.dropped", "past.held", "past.applied"]
    assert "try a family" not in str([one.detail for one in done])


@pytest.mark.shared_data
def test_files_of_another_authority_each_find_their_page(the_room, client, settings):
    settings.FIXED_NOW = london("2026-11-20 10:00")
    for known in ("400200", "400940"):
        a_child(person_id=known)
    officer = Staff.objects.get(username="data-officer")
    client.force_login(officer, backend="remit.records.accounts.Accounts")
    page = send(client, SHARED.read_bytes(), name=SHARED.name)
    told = text(page)
    assert "Thursday 12 November 2026" in told
    assert "Group felt fostering still possible" in told
    assert "Ask in-house fostering again" in told
    assert "14 numbers" in told
    assert "“Meetings before Remit”" in text(
        send(client, SHARED.read_bytes(), where="/imports/upload", name=SHARED.name)
    )
    for name in ("action-list-one.xlsx", "action-list-two.csv", "action-list-three.xlsx"):
        refused = send(client, (FOLDER / name).read_bytes(), name=name)
        assert refused.status_code == 422, name
        assert "There is a problem" in text(refused)
