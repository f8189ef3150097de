"""Loading a list on screen: upload, preview, correct, say why children left, load, undo."""

import io
import re

import openpyxl
import pytest

from remit.casework.action_list import rate_entry
from remit.records.audit import Look
from remit.records.children import Person
from remit.records.placements_list import EntryDetail, EntryEnding, Import, RememberedMapping
from remit.rules.viewers import Post
from tests.casework.lists import a_list, entry_of, load, on_the_list
from tests.documents import uploads
from tests.factories import NOW, a_forum, a_restricted_child, an_entry, staff, viewer_of
from tests.web.imports.pages import held, send, text, upload

ONE, TWO = "00771,QZ,High,Today,3,two searches", "00772,XW,Low,Planned,tbc,"


@pytest.fixture
def person(db):
    return staff(posts=[Post.BROKERAGE])


@pytest.fixture
def client(signed_in, person):
    return signed_in(person)


def fields(page):
    """The hidden fields of the form that loads the list."""
    form = text(page).split("/apply")[1].split("</form>")[0]
    found = dict(re.findall(r'name="(seen|basis|vanished)"[^>]*value="(\d+)"', form))
    assert set(found) == {"seen", "basis", "vanished"}
    return found


def apply(client, address, **ticked):
    return send(client, f"{address}/apply", **fields(client.get(address)), **ticked)


def test_from_a_file_to_the_list_and_back(client):
    address = held(client, a_list(ONE, TWO))
    page = client.get(address)
    assert "Nothing has been stored yet" in text(page)
    assert "New (2)" in text(page)
    assert EntryDetail.objects.count() == 0
    done = apply(client, address)
    assert (done.status_code, done["Location"]) == (302, f"{address}/result")
    assert on_the_list() == {"00771": "high", "00772": "low"}
    assert "The list has been loaded." in text(client.get(done["Location"]))
    undone = send(client, f"{address}/undo")
    assert "as it was before" in text(client.get(undone["Location"]))
    assert on_the_list() == {}


def test_undoing_twice_is_told(client):
    address = held(client, a_list(ONE))
    apply(client, address)
    send(client, f"{address}/undo")
    again = send(client, f"{address}/undo")
    assert again.status_code == 422
    assert "nothing to undo" in text(again)


def test_the_form_sent_twice_loads_once(client):
    address = held(client, a_list(ONE))
    given = fields(client.get(address))
    first = send(client, f"{address}/apply", form_token="the-same", **given)
    second = send(client, f"{address}/apply", form_token="the-same", **given)
    assert first["Location"] == second["Location"] == f"{address}/result"
    assert EntryDetail.objects.count() == 1


def test_an_upload_sent_twice_is_held_once(client):
    upload(client, a_list(ONE), form_token="the-same")
    upload(client, a_list(ONE), form_token="the-same")
    assert Import.objects.count() == 1


def test_loading_again_what_was_loaded_is_told(client):
    address = held(client, a_list(ONE))
    given = fields(client.get(address))
    send(client, f"{address}/apply", **given)
    again = send(client, f"{address}/apply", **given)
    assert again.status_code == 422
    assert "applied, undone or dropped" in text(again)
    assert client.get(address)["Location"] == f"{address}/result"


def test_a_preview_the_record_moved_under_comes_again_as_it_is_now(client, person):
    actor = viewer_of(person)
    load(a_list(ONE), actor)
    address = held(client, a_list(ONE.replace(",3,", ",9,")))
    given = fields(client.get(address))
    row = entry_of("00771")
    rate_entry(entry_ref=row.entry.ref, seen=row.pk, risk="medium", actor=actor, now=NOW)
    page = send(client, f"{address}/apply", **given)
    assert page.status_code == 409
    assert "This preview was out of date" in text(page)
    assert on_the_list() == {"00771": "medium"}
    assert "Days to place: 3 → 9" in text(client.get(f"{address}?part=changed"))
    assert send(client, f"{address}/apply", **fields(page)).status_code == 302
    assert (entry_of("00771").risk, entry_of("00771").days_to_place) == ("medium", 9)


def test_a_preview_read_anew_meanwhile_is_not_loaded_as_it_was(client):
    address = held(client, a_list(ONE))
    given = fields(client.get(address))
    send(client, f"{address}/columns", seen=1)
    page = send(client, f"{address}/apply", **given)
    assert page.status_code in {409, 422}
    assert on_the_list() == {}


def test_changes_are_shown_field_by_field(client, person):
    load(a_list(ONE), viewer_of(person))
    address = held(client, a_list("00771,QZ,Medium,Today,9,two searches"))
    page = text(client.get(f"{address}?part=changed"))
    assert "Risk of residential: High → Medium" in page
    assert "Days to place: 3 → 9" in page
    assert "Search update" not in page.split("What changes")[1].split("</table>")[0]


def test_unknown_columns_are_shown_as_kept(client):
    address = held(client, a_list("00771,High,left", headers="Person ID,Risk,Favourite hand"))
    assert "Kept as they are, because Remit has no name for them: “Favourite hand”" in text(
        client.get(address)
    )
    assert "Kept as it is" in text(client.get(f"{address}?part=columns"))
    apply(client, address)
    page = text(client.get(f"/action-list/{entry_of('00771').entry.ref}"))
    assert "Favourite hand" in page
    assert "left" in page


def test_ids_that_look_alike_are_a_warning(client, person):
    load(a_list(ONE), viewer_of(person))
    address = held(client, a_list(ONE, "771,AB,Low,,,"))
    assert "771 is new, but an id that differs from it only in the zeros" in text(client.get(address))


def test_what_the_file_says_otherwise_about_a_child_is_a_warning(client, person):
    load(a_list(ONE), viewer_of(person))
    address = held(client, a_list(ONE.replace("QZ", "PP")))
    assert "the file says something else about who 00771 is" in text(client.get(address))


# Faults


def test_each_fault_says_where_it_is_and_what_to_do(client):
    address = held(client, a_list(ONE, "00773,PK,Hgh,,,", "00774,PK,M/H,31/02/2026,,"))
    page = text(client.get(f"{address}?part=faults"))
    for words in ("“Hgh” is not a risk", "“M/H” is not a risk", "Write High, Medium or Low"):
        assert words in page
    assert re.search(r">3</td>\s*<td[^>]*>Risk</td>", page)


def test_impossible_days_are_faults(client):
    headers = "Person ID,Risk,Date on list"
    address = held(client, a_list("00771,High,31/02/2026", "00772,High,01/02/2026", headers=headers))
    assert "31/02/2026" in text(client.get(f"{address}?part=faults"))


def test_a_file_with_faults_is_loaded_only_when_the_sound_rows_are_asked_for(client):
    address = held(client, a_list(ONE, "00773,PK,Hgh,,,"))
    page = apply(client, address)
    assert page.status_code == 422
    assert "The file has 1 fault, so nothing was loaded." in text(page)
    assert 'href="#partial"' in text(page)
    assert "Load the 1 sound row only" in text(page)
    assert on_the_list() == {}
    assert apply(client, address, partial="on").status_code == 302
    assert on_the_list() == {"00771": "high"}


def test_many_missing_are_confirmed_in_a_box(client, person):
    load(a_list(ONE, TWO), viewer_of(person))
    address = held(client, a_list(ONE, "00775,AB,High,,,"))
    page = apply(client, address)
    assert page.status_code == 422
    assert "1 of the 2 children on the list are not in this file" in text(page)
    assert apply(client, address, confirm_vanished="on").status_code == 302


def test_a_word_can_be_given_its_meaning_and_is_remembered(client):
    address = held(client, a_list("00773,PK,M/H,,,"))
    page = text(client.get(f"{address}/columns"))
    name = re.search(r'for="(risk_\d+)">\s*Risk “M/H”', page)[1]
    columns = dict(
        re.findall(r'<select[^>]*name="(column_\d+)".*?<option value="([^"]*)" selected', page, re.DOTALL)
    )
    answer = send(client, f"{address}/columns", seen=1, remember="on", **columns, **{name: "high"})
    assert answer.status_code == 302
    apply(client, address)
    assert on_the_list() == {"00773": "high"}
    assert RememberedMapping.objects.count() == 1
    assert "Faults (0)" in text(client.get(held(client, a_list("00774,PK,M/H,,,"))))


def test_two_columns_cannot_mean_the_same(client):
    address = held(client, a_list("00773,PK,High", headers="Person ID,Foo,Bar"))
    answer = send(
        client, f"{address}/columns", seen=1, column_0="person_id", column_1="risk", column_2="risk"
    )
    assert answer.status_code == 422
    assert "cannot both mean Risk of residential" in text(answer)


def test_headings_nobody_knows_can_be_said(client):
    address = held(client, a_list("00773,High", headers="Kid,Badness"))
    assert "No column was recognised as the person id" in text(client.get(f"{address}?part=faults"))
    assert "No row of this file can be loaded" in text(client.get(address))
    send(client, f"{address}/columns", seen=1, column_0="person_id", column_1="risk")
    assert "New (1)" in text(client.get(address))


# Who left


def test_a_child_not_in_the_file_leaves_for_the_reason_given(client, person):
    load(a_list(ONE, TWO), viewer_of(person))
    ref = entry_of("00772").entry.ref
    address = held(client, a_list(ONE, "00775,AB,High,,,"))
    assert "00772" in text(client.get(f"{address}?part=vanished"))
    given = {f"reason-{ref}": "fostering_found", f"on-{ref}": "14/10/2026"}
    assert send(client, f"{address}/vanished", seen=1, **given).status_code == 302
    assert "You have given a reason for 1" in text(client.get(address))
    apply(client, address, confirm_vanished="on")
    ending = EntryEnding.objects.get()
    assert (ending.reason, str(ending.on)) == ("fostering_found", "2026-10-14")


@pytest.mark.parametrize("day, problem", [("14/10/2027", "in the future"), ("31/02/2026", "not a date like")])
def test_a_day_that_cannot_be_is_told_beside_its_box(client, person, day, problem):
    load(a_list(ONE, TWO), viewer_of(person))
    ref = entry_of("00772").entry.ref
    address = held(client, a_list(ONE))
    page = send(client, f"{address}/vanished", seen=1, **{f"reason-{ref}": "home", f"on-{ref}": day})
    assert page.status_code == 422
    assert problem in text(page)
    assert f'href="#on-{ref}"' in text(page)


@pytest.mark.parametrize("initials", ["QZ", "PO"])
@pytest.mark.parametrize(
    "record",
    [
        {"risk": "high", "days_to_place": 52, "days_written": "52", "team": "Team Larkspur"},
        {"risk": "low", "risk_written": "Low", "team": "Team Foxglove"},
    ],
    ids=["otherwise", "the same as the file"],
)
def test_a_row_of_a_closed_record_is_set_aside_and_nothing_of_the_record_is_told(client, record, initials):
    child = a_restricted_child(staff(), person_id="00771")
    Person.objects.filter(pk=child.pk).update(initials=initials)
    entry = an_entry(child, **record)
    before = list(EntryDetail.objects.filter(entry=entry).values())
    few = "Person ID,Initials,Risk,Team"
    address = held(client, a_list("00771,QZ,Low,Team Foxglove", "00772,XW,High,", headers=few))
    summary = text(client.get(address))
    for words in ("New (1)", "Changed (0)", "Unchanged (0)", "Not in the file (0)", "Set aside (1)"):
        assert words in summary
    assert "something else about who" not in summary
    assert "00771 belongs to a record you may not see" in summary
    for part in ("new", "changed", "unchanged", "vanished"):
        assert "00771" not in text(client.get(f"{address}?part={part}"))
    aside = text(client.get(f"{address}?part=withheld"))
    assert "Ask the data officer, or somebody named for the record, to load it." in aside
    assert "00771" in aside
    assert "Team Foxglove" in aside
    for told in ("52", "Larkspur", "Planned", "PO "):
        assert told not in aside.split("<tbody")[1].split("</tbody")[0]
    done = apply(client, address)
    assert done.status_code == 302
    assert "Set aside, because the record is closed" in text(client.get(done["Location"]))
    assert list(EntryDetail.objects.filter(entry=entry).values()) == before


def test_a_file_of_nothing_but_closed_records_says_whom_to_ask(client):
    an_entry(a_restricted_child(staff(), person_id="00771"))
    page = text(client.get(held(client, a_list("00771,QZ,Low", headers="Person ID,Initials,Risk"))))
    assert "Every row of this file is set aside" in page
    assert "Load this list" not in page
    assert "There is nothing to load: the list says" not in page


def test_a_restricted_child_is_not_among_those_who_left(client, person):
    hidden = a_restricted_child(staff(), person_id="00998")
    an_entry(hidden, comments="nobody else may read this")
    address = held(client, a_list(ONE))
    for part in ("summary", "new", "changed", "vanished", "unchanged"):
        page = text(client.get(f"{address}?part={part}"))
        assert hidden.family_name not in page
        assert "00998" not in page
    theirs = held(client, a_list("00998,ZZ,High,,,"))
    assert "nobody else may read this" not in text(client.get(f"{theirs}?part=changed"))


# Files that are not lists


@pytest.mark.parametrize(
    "name, content, problem",
    [
        ("list.pdf", b"%PDF-1.4", "does not read .pdf"),
        ("list.xlsx", b"PK\x03\x04 cut off half way", "cut off"),
        (
            "list.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "password",
        ),
        ("list.csv", b"", "empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_beside_the_box(client, name, content, problem):
    page = upload(client, content, name)
    assert page.status_code == 422
    assert problem in text(page)
    assert 'href="#file"' in text(page)
    assert not Import.objects.exists()


def _far_cell():
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = "far"
    return uploads.saved(book)


def _entities():
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    return uploads.rewritten(_sound(), lambda xml: laughs + xml)


def _sound():
    return uploads.workbook([uploads.HEADERS, *uploads.rows(3)])


@pytest.mark.parametrize(
    "name, make, problem",
    [
        ("bomb.xlsx", lambda: uploads.rewritten(_sound(), lambda xml: b" " * 150_000_000), "unpacks to"),
        ("far.xlsx", _far_cell, "Cell XFD1048576 is filled in."),
        ("entities.xlsx", _entities, "declares entities"),
        ("half.xlsx", lambda: _sound()[:3000], "cut off"),
        (
            "long.csv",
            lambda: b"Person ID,Team\r\n" + b"900001,North\r\n" * 1_000_000,
            "reads at most 100,000",
        ),
    ],
)
def test_a_file_made_to_do_harm_does_none(client, name, make, problem):
    page = upload(client, make(), name)
    assert page.status_code == 422
    assert problem in text(page)
    assert not Import.objects.exists()
    assert client.get("/imports").status_code == 200


def test_a_formula_is_read_as_the_words_it_shows_and_never_calculated(client):
    rows = [["Person ID", "Risk", "Search update"], ["T-1", "High", '=HYPERLINK("http://x.example","click")']]
    address = held(client, uploads.workbook(rows), "list.xlsx")
    apply(client, address)
    assert "x.example" not in text(client.get(f"/action-list/{entry_of('T-1').entry.ref}"))


def test_ids_twice_in_a_file_are_a_fault(client):
    address = held(client, a_list(ONE, ONE, TWO))
    assert "00771 is on rows 2 and 3" in text(client.get(f"{address}?part=faults"))
    apply(client, address, partial="on")
    assert set(on_the_list()) == {"00772"}


def test_an_upload_cut_off_half_way_is_not_held(client):
    page = upload(client, a_list(ONE), whole="")
    assert page.status_code == 422
    assert "cut off" in text(page)
    assert not Import.objects.exists()


def test_no_file_is_told(client):
    assert "Select the file" in text(send(client, "/imports/upload", whole="yes"))


def test_words_that_look_like_formulas_stay_words(client):
    evil = "'=cmd|' /C calc'!A0"
    rows = [f"0088{at},AB,High,,,{words}" for at, words in enumerate(["=1+1", "+44", "-2", "@SUM(A1)", evil])]
    address = held(client, a_list(*rows))
    apply(client, address)
    assert entry_of("00880").search_update == "=1+1"
    assert "=1+1" in text(client.get(f"/action-list/{entry_of('00880').entry.ref}"))


def test_markup_in_a_file_is_shown_and_never_run(client):
    header = "<img src=x>"
    address = held(client, a_list("00771,High,<script>alert(1)</script>", headers=f"Person ID,Risk,{header}"))
    apply(client, address)
    for page in (f"/action-list/{entry_of('00771').entry.ref}", "/action-list"):
        assert "<script>alert" not in text(client.get(page))
        assert "<img src=x>" not in text(client.get(page))


# Large files


def test_a_long_preview_is_shown_a_hundred_at_a_time(client):
    rows = [f"{number},AB,High,Today,1," for number in range(10000, 10250)]
    address = held(client, a_list(*rows))
    page = text(client.get(f"{address}?part=new"))
    assert "New (250)" in page
    assert "1 to 100 of 250" in page
    assert page.count("<tr") == 101
    last = text(client.get(f"{address}?part=new&page=3"))
    assert "201 to 250 of 250" in last
    assert last.count("<tr") == 51


# Held files


def test_a_dropped_file_leads_to_what_became_of_it(client):
    address = held(client, a_list(ONE))
    send(client, f"{address}/drop", seen=1)
    assert Import.objects.get().content is None
    assert "Dropped" in text(client.get(f"{address}/result"))


def test_every_import_stands_in_the_list(client, person):
    address = held(client, a_list(ONE))
    held(client, a_list(TWO))
    apply(client, address)
    page = text(client.get("/imports"))
    assert page.count("list.csv") == 2
    assert "Loaded" in page
    assert "Waiting" in page
    assert person.name in page


def test_an_import_that_is_not_there_is_not_found(client):
    for part in ("", "/result", "/columns"):
        assert client.get(f"/imports/nothing{part}").status_code == 404


# Who may


ADDRESSES = (
    "/imports",
    "/imports/upload",
    "/imports/{ref}",
    "/imports/{ref}/columns",
    "/imports/{ref}/result",
)
ACTS = ("sheet", "columns", "vanished", "all-gone", "conflicts", "apply", "drop", "undo")


@pytest.mark.parametrize("post", [post for post in Post if post not in (Post.BROKERAGE, Post.DATA_OFFICER)])
def test_nobody_else_opens_or_sends_anything(signed_in, client, post):
    ref = held(client, a_list(ONE)).split("/")[2]
    other = signed_in(staff(posts=[post]))
    for address in ADDRESSES:
        assert other.get(address.format(ref=ref)).status_code == 403
    for act in ACTS:
        assert send(other, f"/imports/{ref}/{act}", seen=1).status_code == 403
    assert upload(other, a_list(TWO)).status_code == 403
    assert Import.objects.get().state == "held"


def test_a_member_who_is_neither_coordinator_nor_chair_is_turned_away(signed_in, client):
    from tests.factories.forums import in_seat

    forum = a_forum()
    assert signed_in(in_seat(forum, "member")).get("/imports").status_code == 403
    assert signed_in(in_seat(forum, "coordinator")).get("/imports").status_code == 200
    assert signed_in(in_seat(forum, "chair")).get("/imports").status_code == 200


def test_a_form_without_its_token_does_nothing(signed_in, person):
    forged = signed_in(person, enforce_csrf_checks=True)
    assert upload(forged, a_list(ONE)).status_code == 400
    assert not Import.objects.exists()


@pytest.mark.look
def test_children_shown_in_a_preview_are_logged(client, person):
    load(a_list(ONE, TWO), viewer_of(person))
    Look.objects.all()
    address = held(client, a_list(ONE))
    client.get(f"{address}?part=vanished")
    look = Look.objects.latest("pk")
    assert (look.route, [row.subject_id for row in look.persons.all()]) == (
        "import_preview",
        [entry_of("00772").entry.person_id],
    )


@pytest.mark.parametrize("part", ["summary", "new", "changed", "vanished", "unchanged"])
def test_a_preview_asks_as_many_queries_for_three_rows_as_for_sixty(client, person, part, connection_queries):
    actor = viewer_of(person)
    on_list = [f"0{number},AB,High,Today,1," for number in range(2000, 2120)]
    load(a_list(*on_list), actor)

    def asked(count):
        changed = [row.replace("High", "Low") for row in on_list[:count]]
        new = [f"0{number},AB,High,Today,1," for number in range(3000, 3000 + count)]
        address = held(client, a_list(*changed, *on_list[count : 120 - count], *new))
        with connection_queries() as made:
            assert client.get(f"{address}?part={part}").status_code == 200
        return len(made)

    assert asked(3) == asked(40)


# Other files, and many of them


@pytest.fixture
def three_missing(client, person):
    """The preview of a file in which three children of the list are not."""
    load(a_list(ONE, TWO, "00775,AB,High,,,", "00776,CD,High,,,"), viewer_of(person))
    return held(client, a_list(ONE))


def all_gone(client, address, **given):
    form = text(client.get(f"{address}?part=vanished")).split("/all-gone")[1].split("</form>")[0]
    known = dict(re.findall(r'name="(seen|basis|count)"[^>]*value="(\d+)"', form))
    return send(client, f"{address}/all-gone", **{**known, **given})


def test_all_who_are_not_in_the_file_are_given_one_reason_at_once(client, three_missing):
    assert "All 3 have gone" in text(client.get(f"{three_missing}?part=vanished"))
    row = entry_of("00776").entry.ref
    page = client.get(f"{three_missing}?part=vanished")
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', text(page))[1]
    send(client, f"{three_missing}/vanished?part=vanished", seen=seen, **{f"reason-{row}": "fostering_found"})
    answer = all_gone(client, three_missing, all_gone="on", all_reason="home", all_on="14/10/2026")
    assert "The reason is kept for 2 children" in text(client.get(answer["Location"]))
    apply(client, three_missing, confirm_vanished="on")
    assert sorted(EntryEnding.objects.values_list("reason", flat=True)) == ["fostering_found", "home", "home"]
    assert on_the_list() == {"00771": "high"}


@pytest.mark.parametrize(
    "given, says",
    [
        ({"all_reason": "home"}, "Tick that all of them have gone"),
        ({"all_gone": "on"}, "Choose why they left"),
        ({"all_gone": "on", "all_reason": "home", "all_on": "14/10/2027"}, "cannot be in the future"),
        ({"all_gone": "on", "all_reason": "home", "count": "2"}, "Another number of children"),
    ],
)
def test_one_reason_for_all_needs_the_tick_the_reason_and_the_number_that_was_shown(
    client, three_missing, given, says
):
    answer = all_gone(client, three_missing, **given)
    assert answer.status_code in (409, 422)
    assert says in text(answer)
    assert Import.objects.filter(state="held").get().endings == {}


def test_files_of_one_name_are_told_apart(client):
    for row in (ONE, TWO):
        held(client, a_list(row))
    held(client, a_list(ONE, TWO), name="other.csv")
    page = text(client.get("/imports"))
    assert "(1 of 2 files of this name)" in page
    assert "(2 of 2 files of this name)" in page
    assert "of 1 files" not in page


EPISODES = b"CHILD,DECOM,RNE,LS\r\n701,01/04/2026,S,C2\r\n"
SEATS = b"Forum,Seat,Username,Deputy\r\nROR,Fostering,first.last,no\r\n"


def tabs(*names, hidden=()):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in (*names, *hidden):
        sheet = book.create_sheet(name)
        sheet.append(["remit workbook", "1"] if name in hidden else ["Person ID", "Risk", "Team"])
        sheet.sheet_state = "veryHidden" if name in hidden else "visible"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    "name, content, says, where",
    [
        ("episodes.csv", EPISODES, "an SSDA903 return", "page “Data”"),
        ("seats.csv", SEATS, "a file of seats", "page “Data”"),
        ("annex.xlsx", tabs("List 1", "List 2"), "an Annex A workbook", "page “Data”"),
        ("tool.xlsx", tabs("Summary", "00771", hidden=("remit",)), "the workbook of a meeting", "page of that meeting"),
        ("old.xlsx", tabs("Summary Sheet", "00771", "Actions Tracker"), "a meeting before Remit", "import"),
    ],
)  # fmt: skip
def test_another_file_is_told_where_it_goes(client, name, content, says, where):
    answer = upload(client, content, name=name)
    assert answer.status_code == 422
    assert says in text(answer)
    assert where in text(answer)
    assert not Import.objects.exists()
