"""Loading a return on screen: upload, preview, load whole or the sound rows, undo."""

import io
import re
import zipfile

import pytest

from remit.records.audit import Look
from remit.records.children import Person
from remit.records.facts import Placement
from remit.records.loads import KeptPreview, LoadRun, PreviewPage
from remit.records.placements_list import Import
from remit.rules.viewers import Post
from tests.factories import NOW, a_restricted_child, staff
from tests.web.data.pages import (
    a_return,
    apply,
    episode,
    episodes,
    fields,
    header,
    held,
    loaded,
    send,
    table,
    text,
    upload,
)

SW = "AB12345678901"
TWO = (episode("701"), episode("702", place="K2"))


@pytest.fixture
def officer(db):
    return staff(posts=[Post.DATA_OFFICER])


@pytest.fixture
def client(signed_in, officer):
    return signed_in(officer)


def placements():
    rows = Placement.objects.known().filter(person__identifiers__superseded_at__isnull=True)
    return {one.person.identifiers.get().value: one.place for one in rows}


def test_from_a_return_to_the_record_and_back(client):
    address = held(client, a_return(*TWO))
    page = text(client.get(address))
    assert "Nothing has been stored yet" in page
    assert "New (2)" in page
    assert "Looked after" in page
    assert not Person.objects.exists()
    done = apply(client, address)
    assert (done.status_code, done["Location"]) == (302, address)
    assert placements() == {"701": "U4", "702": "K2"}
    page = text(client.get(address))
    assert "The file has been loaded." in page
    assert "2 new, 0 changed, 0 unchanged" in page
    assert "Are you sure" in text(client.get(f"{address}/undo"))
    assert placements() != {}
    undone = send(client, f"{address}/undo")
    page = text(client.get(undone["Location"]))
    assert "The record is as it was before this file was loaded." in page
    assert "2 taken out again, 0 put back" in page
    assert placements() == {}
    listed = text(client.get("/data"))
    assert "Undone" in listed
    assert "2 new" in listed


def test_a_zip_and_several_files_at_once_come_to_the_same(client):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as packed:
        for name, content in a_return(*TWO).items():
            packed.writestr(name, content)
    for files in ({"903.zip": whole.getvalue()}, a_return(*TWO)):
        assert "New (2)" in text(client.get(held(client, files)))


def test_it_is_said_child_by_child_and_cohort_by_cohort(client):
    loaded(client, a_return(*TWO))
    moved = a_return(
        episode("701", dec="01/10/2026", rec="X1"),
        episode("701", "01/10/2026", place="K2", rne="P"),
        TWO[1],
    )
    address = held(client, moved)
    page = text(client.get(f"{address}?part=changed"))
    assert "Enters: In residential care" in page
    assert "→" in page
    assert "Children’s homes" in page or "hildren" in page
    residential = text(client.get(f"{address}?part=entered-residential"))
    assert "701" in residential
    assert "702" not in residential


def test_what_a_return_says_of_a_child_is_told_in_words_and_not_in_codes(client):
    files = a_return(*TWO) | {
        "sw_episodes.csv": table(
            "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON", f"701,04/03/2012,{SW},01/04/2026,,LEFTRL"
        )
    }
    page = text(client.get(f"{held(client, files)}?part=new"))
    # In which order a database keeps what is said differs.
    details, worker = (
        re.findall(f"<div>New {what}: (.*?), from", page)[0].split(", ")
        for what in ("details", "social worker")
    )
    assert set(details) == {"sex female", "ethnicity WBRI", "UPN UN1"}
    assert set(worker) == {f"worker {SW}", "Left the role"}


def test_what_is_said_already_leaves_nothing_to_load(client):
    loaded(client, a_return(*TWO))
    page = text(client.get(held(client, a_return(*TWO))))
    assert "There is nothing to load" in page
    assert "/apply" not in page


def test_a_child_who_is_not_in_the_file_is_told_and_stays(client):
    loaded(client, a_return(*TWO))
    address = held(client, a_return(TWO[0], episode("703")))
    assert "702" in text(client.get(f"{address}?part=vanished"))
    apply(client, address)
    assert placements() == {"701": "U4", "702": "K2", "703": "U4"}


# Faults


def test_each_fault_says_where_it_is_and_can_be_taken_away(client):
    address = held(client, a_return(*TWO, episode("703", place="ZZ9")))
    page = text(client.get(f"{address}?part=faults"))
    assert re.search(r">4</td> <td[^>]*>PLACE</td>", page), page
    assert "ZZ9" in page
    file = client.get(f"{address}/faults.csv")
    assert file["Content-Disposition"] == 'attachment; filename="faults.csv"'
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Table or sheet,Row,Column")
    assert len(lines) == 2
    assert "ZZ9" in lines[1]


def test_the_sound_rows_are_loaded_only_where_that_is_chosen(client):
    address = held(client, a_return(*TWO, episode("703", place="ZZ9")))
    page = client.get(address)
    assert "Load this file" not in text(page)
    assert "Load the sound rows only: 3 children" in text(page)
    refused = send(client, f"{address}/apply", **{**fields(page), "partial": ""})
    assert refused.status_code == 409
    assert "The file has 1 fault, so nothing was loaded" in text(refused)
    assert not Person.objects.exists()
    assert apply(client, address).status_code == 302
    assert placements() == {"701": "U4", "702": "K2"}


def test_faults_are_shown_a_page_at_a_time_and_downloaded_all(client):
    rows = [episode(str(number), place="ZZ9") for number in range(1000, 1060)]
    address = held(client, a_return(TWO[0], *rows))
    first, second = (text(client.get(f"{address}?part=faults&page={page}")) for page in (1, 2))
    assert "1 to 50 of 60" in first
    assert "51 to 60 of 60" in second
    assert len(client.get(f"{address}/faults.csv").content.decode().splitlines()) == 61


@pytest.mark.parametrize(
    "files, words",
    [
        ({"return.csv": b""}, "The selected file is empty"),
        ({"letter.docx": b"PK\x03\x04 no zip"}, "could not be read"),
        ({"photo.zip": b"\x89PNG\r\n\x1a\n rest"}, "is not"),
    ],
)
def test_what_cannot_be_read_is_refused_beside_its_field(client, files, words):
    page = upload(client, files)
    assert page.status_code == 422
    assert "There is a problem" in text(page)
    assert not Import.objects.filter(state="held").exists()
    assert not Person.objects.exists()


def test_an_upload_that_was_cut_off_is_told(client):
    page = upload(client, a_return(*TWO), whole="")
    assert page.status_code == 422
    assert "The upload was cut off" in text(page)


def test_an_upload_without_a_file_is_told(client):
    page = send(client, "/data/new/ssda903", whole="yes")
    assert page.status_code == 422
    assert "Select the file to load" in text(page)


# Twice, stale, too late


def test_the_form_sent_twice_loads_once(client):
    address = held(client, a_return(*TWO))
    given = fields(client.get(address))
    first, second = (send(client, f"{address}/apply", form_token="same", **given) for _ in range(2))
    assert first["Location"] == second["Location"] == address
    assert LoadRun.objects.filter(task="apply").count() == 1


def test_an_upload_sent_twice_is_held_once(client):
    for _ in range(2):
        upload(client, a_return(*TWO), form_token="same-upload")
    assert Import.objects.count() == 1


def test_loading_again_what_was_loaded_is_told(client):
    address = held(client, a_return(*TWO))
    given = fields(client.get(address))
    send(client, f"{address}/apply", **given)
    again = send(client, f"{address}/apply", **given)
    assert again.status_code == 422
    assert "applied, undone or dropped already" in text(again)


def test_a_preview_the_record_moved_under_comes_again_as_it_is_now(client):
    address = held(client, a_return(*TWO))
    given = fields(client.get(address))
    loaded(client, a_return(TWO[0]))
    page = send(client, f"{address}/apply", **given)
    assert page.status_code == 409
    assert "The record has changed since this preview was made, so nothing was loaded" in text(page)
    assert placements() == {"701": "U4"}
    assert "New (1)" in text(page)
    assert send(client, f"{address}/apply", **fields(page)).status_code == 302
    assert placements() == {"701": "U4", "702": "K2"}


def test_undoing_twice_is_told(client):
    address = loaded(client, a_return(*TWO))
    send(client, f"{address}/undo")
    again = send(client, f"{address}/undo")
    assert again.status_code == 422
    assert "nothing to undo" in text(again)
    assert client.get(f"{address}/undo")["Location"] == address


def test_the_return_that_was_loaded_last_is_undone_first(client):
    first = loaded(client, a_return(*TWO))
    last = loaded(client, a_return(episode("701", "03/04/2026"), TWO[1]))
    page = text(client.get(first))
    assert "This load cannot be undone yet" in page
    assert f'href="{last}"' in page
    assert "Undo this load" not in page
    assert client.get(f"{first}/undo")["Location"] == first
    refused = send(client, f"{first}/undo")
    assert refused.status_code == 422
    page = text(refused)
    assert "so nothing was undone" in page
    assert f"Undo that one first: it is import {last.rsplit('/', 1)[1]}." in page
    assert f'href="{last}"' in page
    assert Import.objects.filter(state="applied").count() == 2
    for address in (last, first):
        assert "Undo this load" in text(client.get(address))
        assert send(client, f"{address}/undo").status_code == 302
    assert placements() == {}


def test_a_file_that_is_dropped_leaves_nothing_behind(client):
    address = held(client, a_return(*TWO))
    send(client, f"{address}/drop")
    assert (Import.objects.get().state, Import.objects.get().content) == ("dropped", None)
    assert not KeptPreview.objects.exists()
    assert not PreviewPage.objects.exists()
    assert "Dropped" in text(client.get(address))


def test_a_loaded_file_leaves_no_preview_behind(client):
    loaded(client, a_return(*TWO))
    assert not PreviewPage.objects.exists()


# Who


def test_a_restricted_child_is_loaded_and_nothing_is_told_of_what_changes(client):
    a_restricted_child(person_id="701")
    address = held(client, a_return(*TWO))
    page = text(client.get(address))
    assert "New (1)" in page
    assert "1 child, loaded too" in page
    for part in ("new", "changed", "conflict", "entered-looked-after", "entered-residential"):
        assert "701" not in text(client.get(f"{address}?part={part}")), part
    closed = text(client.get(f"{address}?part=withheld"))
    assert "701" in closed
    assert "Placement" not in closed
    apply(client, address)
    assert "1 new, 0 changed, 0 unchanged, 1 restricted" in text(client.get(address))
    assert placements()["701"] == "U4"


def test_a_child_restricted_since_the_preview_is_left_out_of_it(client):
    loaded(client, a_return(*TWO))
    address = held(client, a_return(episode("701", "03/04/2026"), TWO[1]))
    assert "701" in text(client.get(f"{address}?part=changed"))
    Person.objects.filter(identifiers__value="701").update(restricted=True)
    page = text(client.get(f"{address}?part=changed"))
    assert "701" not in page
    assert "restricted to named people since" in page


@pytest.mark.look
def test_whom_a_preview_shows_is_logged(client, officer):
    loaded(client, a_return(*TWO))
    child = Person.objects.get(identifiers__value="701")
    address = held(client, a_return(episode("701", "03/04/2026"), TWO[1]))
    assert not Look.objects.filter(viewer=officer, persons__subject=child.pk).exists()
    client.get(f"{address}?part=changed")
    assert Look.objects.filter(viewer=officer, persons__subject=child.pk).exists()


def test_another_data_officer_has_the_preview_worked_out_for_themselves(client, signed_in):
    address = held(client, a_return(*TWO))
    other = signed_in(staff(posts=[Post.DATA_OFFICER]))
    assert "There is no preview of this file for you yet" in text(other.get(address))
    send(other, f"{address}/again")
    assert "New (2)" in text(other.get(address))


def test_an_administrator_loads_files_of_staff_and_no_return(signed_in, client):
    administrator = signed_in(staff(posts=[Post.ADMINISTRATOR]))
    offered = text(administrator.get("/data"))
    assert "/data/new/people" in offered
    assert "/data/new/ssda903" not in offered
    assert administrator.get("/data/new/ssda903").status_code == 403
    assert upload(administrator, a_return(*TWO)).status_code == 403
    address = held(client, a_return(*TWO))
    for path in ("", "/faults.csv", "/progress", "/undo"):
        assert administrator.get(address + path).status_code == 403, path
    for path in ("/apply", "/again", "/stop", "/drop", "/undo"):
        assert send(administrator, address + path, seen=1, basis=1).status_code == 403, path


@pytest.mark.parametrize(
    "post", [Post.BROKERAGE, Post.DIRECTOR, Post.QUALITY_ASSURANCE, Post.INFORMATION_GOVERNANCE, None]
)
def test_nobody_else_comes_in(post, signed_in, client):
    address = held(client, a_return(*TWO))
    other = signed_in(staff(posts=[post] if post else []))
    for path in ("/data", "/data/new/ssda903", "/data/new/people", address, "/data/template/people.xlsx"):
        assert other.get(path).status_code == 403, path
    assert send(other, f"{address}/apply", seen=1, basis=1).status_code == 403


def test_an_action_list_is_no_load(client):
    Import.objects.create(kind="action-list", filename="x", digest="x", basis=0, by_id=staff().pk, at=NOW)
    assert client.get(f"/data/{Import.objects.get().ref}").status_code == 404
    assert client.get("/data/nothing").status_code == 404
    assert client.get("/data/new/nothing").status_code == 404
    assert client.get("/data/template/ssda903.xlsx").status_code == 404


def test_a_header_and_episodes_sent_apart_are_two_returns(client):
    page = text(client.get(held(client, {"episodes.csv": episodes(*TWO)})))
    assert "Load this file" not in page
    page = text(client.get(held(client, {"header.csv": header("701")})))
    assert "Load this file" not in page
