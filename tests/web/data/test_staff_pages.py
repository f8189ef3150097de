"""Loading people, seats and allocations on screen; the template to fill in; and what undoing leaves."""

import io
import re

import openpyxl
import pytest

from remit.casework.loads import (
    ask_for_preview,
    ask_to_load,
    drop_load,
    hold_load,
    stop_work,
    take_up,
)
from remit.casework.people import change_account, end_account, join_team
from remit.documents.returns.staff import HEADINGS
from remit.documents.returns.templates import COLUMNS
from remit.records.audit import LookPerson
from remit.records.children import Allocation
from remit.records.forums import SeatHolding
from remit.records.people import Staff, TeamMembership, Unit
from remit.rules.outcomes import NotAllowed
from remit.rules.staff import details_version
from remit.rules.viewers import Post
from tests.factories import NOW, TODAY, a_child, a_forum, a_restricted_child, a_team, staff, viewer_of
from tests.web.data.pages import apply, fields, held, loaded, people, send, table, text, upload

ADA = "ada.thimble,Ada Thimble,,Social worker,,North,Localities,Children,01/09/2026,"
BEA = "bea.lockhart,Bea Lockhart,,Team manager,team manager,North,Localities,Children,01/09/2026,"


def seats(*rows):
    return {"seats.csv": table("Forum,Seat,Username", *rows)}


@pytest.fixture
def administrator(db):
    return staff(posts=[Post.ADMINISTRATOR])


@pytest.fixture
def client(signed_in, administrator):
    return signed_in(administrator)


def test_people_come_and_go_again(client):
    address = held(client, people(ADA, BEA), "people")
    assert "New (2)" in text(client.get(address))
    assert not Staff.objects.filter(username="ada.thimble").exists()
    apply(client, address)
    assert TeamMembership.objects.on(TODAY).get(staff__username="ada.thimble").team.name == "North"
    assert "teams it made go unless somebody else is in them" in text(client.get(f"{address}/undo"))
    send(client, f"{address}/undo")
    assert not Staff.objects.get(username="ada.thimble").is_active
    assert not Unit.objects.filter(name="North").exists()


def test_teams_a_file_made_are_gone_from_every_page_once_it_is_undone(client):
    address = loaded(client, people(ADA), "people")
    assert "North" in text(client.get("/administration/units"))
    send(client, f"{address}/undo")
    page = text(client.get("/administration/units"))
    assert ("North" in page, "Localities" in page, "There are no areas" in page) == (False, False, True)
    loaded(client, people(ADA), "people")
    assert Unit.objects.filter(name="North").count() == 1
    assert TeamMembership.objects.on(TODAY).get(staff__username="ada.thimble").team.name == "North"


def what_undoing_did(client, address):
    page = text(client.get(send(client, f"{address}/undo")["Location"]))
    return re.search(r"What undoing did</dt> <dd[^>]*>(.*?)</dd>", page)[1]


def test_undoing_people_tells_who_is_gone_and_who_is_as_before_each_once(client):
    first = loaded(client, people(ADA), "people")
    manages = ADA.replace(",Social worker,,", ",Team manager,team manager,").replace(",North,", ",South,")
    address = loaded(client, people(manages, BEA), "people")  # another team and a post; and somebody new
    said = what_undoing_did(client, address)
    assert said == "1 account that the file made is out of use, 1 person is as they were before"
    assert what_undoing_did(client, first) == "1 account that the file made is out of use"


ASIA = "asia.thorne,Asia Thorne,{email},{title},,North,Localities,Children,01/09/2026,"


def test_undoing_lets_nobody_in_again_who_was_taken_out_of_use_since(client, administrator):
    loaded(client, people(ASIA.format(email="a@council.test", title="Social worker")), "people")
    address = loaded(client, people(ASIA.format(email="b@council.test", title="Senior worker")), "people")
    asia = Staff.objects.get(username="asia.thorne")
    end_account(staff_id=asia.pk, actor=viewer_of(administrator), now=NOW)
    assert "1 left as they are because they changed since" in what_undoing_did(client, address)
    asia.refresh_from_db()
    assert (asia.is_active, asia.leaves_on) == (False, TODAY)
    assert (asia.email, asia.job_title) == ("a@council.test", "Social worker")


def test_undoing_keeps_what_was_put_right_on_an_account_since(client, administrator):
    loaded(client, people(ASIA.format(email="a@council.test", title="Social worker")), "people")
    address = loaded(client, people(ASIA.format(email="b@council.test", title="Senior worker")), "people")
    asia = Staff.objects.get(username="asia.thorne")
    change_account(
        staff_id=asia.pk,
        seen=details_version(name=asia.name, email=asia.email, job_title=asia.job_title),
        name=asia.name,
        email="c@council.test",
        job_title=asia.job_title,
        actor=viewer_of(administrator),
        now=NOW,
    )
    assert "1 left as they are because they changed since" in what_undoing_did(client, address)
    asia.refresh_from_db()
    assert (asia.email, asia.job_title) == ("c@council.test", "Social worker")


def test_undoing_a_file_that_ended_somebody_lets_them_in_again(client):
    here = ASIA.format(email="a@council.test", title="Social worker")
    loaded(client, people(here), "people")
    address = loaded(client, people(f"{here}{TODAY:%d/%m/%Y}"), "people")
    assert not Staff.objects.get(username="asia.thorne").is_active
    assert what_undoing_did(client, address) == "1 person is as they were before"
    asia = Staff.objects.get(username="asia.thorne")
    assert (asia.is_active, asia.leaves_on) == (True, None)


def test_undoing_seats_tells_which_are_held_no_longer_and_which_as_before(client):
    a_forum("ror")
    SeatHolding.objects.all().delete()
    ada, bea = staff(), staff()
    first = loaded(client, seats(f"ror,coordinator,{ada.username}", f"ror,brokerage,{ada.username}"), "seats")
    address = loaded(client, seats(f"ror,coordinator,{bea.username}"), "seats")
    gone, back = "is no longer held by whom the file gave it to", "is held as it was before"
    assert what_undoing_did(client, address) == f"1 seat {gone}, 1 seat {back}"
    assert what_undoing_did(client, first) == "2 seats are no longer held by whom the file gave them to", (
        "one person in two seats is two of them"
    )


def test_undoing_allocations_tells_who_is_allocated_no_more_and_who_as_before(signed_in, officer):
    client, team = signed_in(officer), a_team()
    before, after = staff(team=team), staff(team=team)
    a_child(person_id="701", worker=before, team=team)
    a_child(person_id="702")
    rows = [f"{child},{after.username},,," for child in ("701", "702")]
    address = loaded(client, {"a.csv": table(ALLOCATIONS, *rows)}, "allocations")
    said = what_undoing_did(client, address)
    assert said == "1 child is no longer allocated, 1 child is allocated as it was before"


def test_a_team_that_somebody_else_is_in_since_stays_when_the_file_is_undone(client, administrator):
    address = loaded(client, people(ADA), "people")
    other, team = staff(), Unit.objects.get(name="North")
    actor = viewer_of(administrator)
    join_team(staff_id=other.pk, team_id=team.pk, since=TODAY, actor=actor, now=NOW)
    send(client, f"{address}/undo")
    assert Unit.objects.get(name="North").parent.name == "Localities"
    assert Unit.objects.get(name="Children").kind == "area"


def test_nobody_takes_their_own_account_out_of_use(client, administrator):
    row = f"{administrator.username},{administrator.name},,,,,,,,{TODAY:%d/%m/%Y}"
    address = held(client, people(row, ADA), "people")
    page = apply(client, address)
    assert page.status_code == 409
    assert "You cannot take your own account out of use" in text(page)
    assert not Staff.objects.filter(username="ada.thimble").exists()


def test_a_row_with_a_fault_is_told_and_left_out(client):
    address = held(client, people(ADA, BEA.replace("team manager,", "team mangler,")), "people")
    assert "“team mangler” is not a role" in text(client.get(f"{address}?part=faults"))
    assert "Load the sound rows only: 1 person" in text(client.get(address))
    apply(client, address)
    assert not Staff.objects.filter(username="bea.lockhart").exists()
    assert Staff.objects.filter(username="ada.thimble").exists()


ALLOCATIONS = "Child id,Worker,Team,From,Until"


@pytest.fixture
def officer(db):
    return staff(posts=[Post.DATA_OFFICER])


def test_allocations_are_told_and_those_of_restricted_records_are_not(signed_in, officer):
    client, team = signed_in(officer), a_team()
    before, after = staff(team=team), staff(team=team)
    a_child(person_id="701", worker=before, team=team)
    a_restricted_child(person_id="702", worker=before, team=team)
    a_restricted_child(person_id="703", worker=before, team=team)
    a_child(person_id="704", worker=before, team=team)
    rows = [f"{child},{after.username},,," for child in ("701", "702")]
    address = held(client, {"a.csv": table(ALLOCATIONS, *rows)}, "allocations")
    changed = text(client.get(f"{address}?part=changed"))
    assert f"Worker: {before.username}, {team.name} → {after.username}, {team.name}" in changed
    assert "702" not in changed
    closed = text(client.get(f"{address}?part=withheld"))
    assert "702" in closed
    assert before.username not in closed
    vanished = text(client.get(f"{address}?part=vanished"))
    assert ("703" in vanished, "704" in vanished) == (False, True)
    apply(client, address)
    assert "0 new, 1 changed, 0 unchanged, 1 restricted" in text(client.get(address))
    assert Allocation.objects.open().filter(worker=after).count() == 2


@pytest.mark.look
def test_an_administrator_is_told_of_no_child_but_those_the_file_names(client, administrator):
    team = a_team()
    before, after = staff(team=team), staff(team=team)
    child = a_child(person_id="90701", worker=before, team=team)
    a_child(person_id="90702", worker=before, team=team)
    ended = a_child(person_id="90703", worker=before, team=team)
    rows = f"90701,{after.username},,,", f"90703,{before.username},,,{TODAY:%d/%m/%Y}"
    address = held(client, {"a.csv": table(ALLOCATIONS, *rows)}, "allocations")
    parts = ("summary", "new", "changed", "vanished", "withheld", "faults", "notes")
    pages = [text(client.get(f"{address}?part={part}")) for part in parts]
    assert "90702" not in "".join(pages)
    assert before.username not in "".join(pages)
    assert f"Worker: {after.username}, {team.name}" in pages[2]
    assert "Until: 14 October 2026" in pages[2], "what a row does is told, though not how the record stood"
    assert "1 child, who stay as they are" in pages[0]
    logged = LookPerson.objects.filter(look__viewer=administrator)
    assert set(logged.values_list("subject_id", flat=True)) == {child.pk, ended.pk}
    assert apply(client, address).status_code == 302
    assert Allocation.objects.open().get(person=child).worker == after


def test_an_administrator_opens_no_held_file_of_somebody_else_that_names_children(signed_in, officer):
    worker = staff(team=a_team())
    a_child(person_id="90701", worker=worker)
    theirs = signed_in(officer)
    address = held(theirs, {"a.csv": table(ALLOCATIONS, f"90701,{worker.username},,,")}, "allocations")
    own = fields(theirs.get(address))
    other = held(theirs, people(ADA), "people")
    client = signed_in(staff(posts=[Post.ADMINISTRATOR]))
    for part in ("", "/progress", "/faults.csv", "/undo"):
        assert client.get(f"{address}{part}").status_code == 403
    for verb, values in (("again", {}), ("apply", own), ("stop", {}), ("drop", {})):
        assert send(client, f"{address}/{verb}", **values).status_code == 403
    page = text(client.get("/data"))
    assert (address in page, other in page) == (False, True)
    assert client.get(other).status_code == 200
    assert apply(theirs, address).status_code == 302
    assert address in text(client.get("/data"))


def test_each_template_has_the_headings_that_are_understood_and_says_what_they_mean(client):
    for kind, columns in COLUMNS.items():
        file = client.get(f"/data/template/{kind}.xlsx")
        book = openpyxl.load_workbook(io.BytesIO(file.content))
        first, told = book.worksheets
        assert tuple(cell.value for cell in first[1]) == HEADINGS[kind]
        assert [row[0].value for row in told.iter_rows(min_row=2)] == [one.heading for one in columns]
        page = text(client.get(f"/data/new/{kind}"))
        assert f"/data/template/{kind}.xlsx" in page
        assert all(one.means.split("“")[0] in page for one in columns)


def test_a_template_that_is_filled_in_loads(client):
    file = client.get("/data/template/people.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(file.content))
    for at, cell in enumerate(ADA.split(","), start=1):
        book.worksheets[0].cell(2, at, cell or None)
    filled = io.BytesIO()
    book.save(filled)
    loaded(client, {"people.xlsx": filled.getvalue()}, "people")
    assert Staff.objects.get(username="ada.thimble").job_title == "Social worker"


def test_an_empty_template_is_said_to_hold_nothing(client):
    file = client.get("/data/template/seats.xlsx")
    page = upload(client, {"seats.xlsx": file.content}, "seats")
    assert page.status_code == 302
    address = page["Location"]
    assert "No row of this file can be loaded as it is" in text(client.get(address))
    faults = text(client.get(f"{address}?part=faults"))
    assert "There is not one row below the headings of “Seats”" in faults


@pytest.mark.parametrize("verb", [ask_for_preview, take_up, stop_work, drop_load])
def test_nobody_who_sees_no_child_works_on_a_held_file_of_somebody_else_that_names_children(db, verb):
    """The verbs ask too, and not the pages alone."""
    own, other = (viewer_of(staff(posts=[Post.ADMINISTRATOR])) for _ in range(2))
    content = b"Child id,Worker,Team\n90701,a.worker,North\n"
    ref = hold_load(kind="allocations", content=content, filename="a.csv", actor=own, now=NOW)
    with pytest.raises(NotAllowed, match="Somebody else uploaded this file"):
        verb(import_ref=ref, actor=other, now=NOW)
    with pytest.raises(NotAllowed, match="Somebody else uploaded this file"):
        ask_to_load(import_ref=ref, seen=1, basis=0, partial=False, actor=other, now=NOW)
    ask_for_preview(import_ref=ref, actor=own, now=NOW)


def test_a_file_without_rows_is_not_said_to_be_on_record(client):
    address = held(client, {"people.csv": ",".join(HEADINGS["people"]).encode()}, "people")
    page = text(client.get(address))
    assert "No row of this file can be loaded as it is" in page
    assert "the record says all of this already" not in page
    assert "There is not one row below the headings" in text(client.get(f"{address}?part=faults"))


def test_faults_are_counted_as_faults_and_not_as_rows(client):
    wrong = ADA.replace("ada.thimble", "ada thimble").replace("Social worker,,", "Social worker,mangler,")
    page = text(client.get(held(client, people(wrong, BEA), "people")))
    assert "2 faults found" in page
    assert "2 rows" not in page


def test_a_preview_leaves_the_names_of_teams_as_they_are(client):
    address = held(client, people(BEA.replace("North", "TAC Duty")), "people")
    page = text(client.get(f"{address}?part=new"))
    assert "Team TAC Duty: from 1 September 2026" in page
    assert "Team manager, TAC Duty: from 1 September 2026" in page


def test_the_seats_are_found_by_what_the_template_offers_and_by_a_whole_name(client, db):
    a_forum("ror")
    staff("Ada Thimble")
    offered = [column.example for column in COLUMNS["seats"][:2]]
    rows = (
        f"Forum,Seat,Username,Deputy,From,Until\n{','.join(offered)},Ada Thimble,no,01/09/2026,31/03/2027\n"
    )
    address = held(client, {"seats.csv": rows.encode()}, "seats")
    page = text(client.get(f"{address}?part=new"))
    assert "Faults (0)" in page
    assert "Since: 1 September 2026" in page
    assert "Until: 31 March 2027" in page
