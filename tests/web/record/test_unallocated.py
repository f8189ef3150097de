"""Children whom a return brought and with whom nobody works: whoever loads data is told how many wait, and who they are."""

import re
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from remit.records.audit import Look, LookPerson
from remit.records.children import Allocation, Identifier
from remit.records.fact_store import put_facts
from remit.rules.facts import fact
from remit.rules.viewers import Post
from tests.factories import (
    NOW,
    TODAY,
    a_child,
    a_restricted_child,
    a_team,
    allocate,
    an_entry,
    staff,
)
from tests.web.data.pages import a_return, episode, loaded, send, table, text

LIST = "/record/unallocated"
NOBODY_WAITS = "No child that you may see waits for a worker or a team"


@pytest.fixture
def officer(db):
    return staff(posts=[Post.DATA_OFFICER])


@pytest.fixture
def client(signed_in, officer):
    return signed_in(officer)


def looked_after(*children, since=date(2026, 4, 1), until=None):
    care = fact("care", since, until, need="N1", why_ended="")
    put_facts([(child.pk, care) for child in children], now=NOW, source="seed")


def allocations(*rows):
    return {"allocations.csv": table("Child id,Worker,Team,From,Until", *rows)}


def has_none(number):
    one = "child who is looked after has" if number == 1 else "children who are looked after have"
    return f"{number} {one} no worker and no team on record."


# Those who load data


def test_whoever_loads_a_return_is_told_who_waits_until_a_file_of_allocations_is_loaded(client):
    back = loaded(client, a_return(episode("701"), episode("702", place="K2")))
    for address in (back, "/data"):
        page = text(client.get(address))
        assert has_none(2) in page
        assert 'href="/data/new/allocations"' in page
        assert f'href="{LIST}"' in page
    listed = text(client.get(LIST))
    assert "2 children." in listed
    assert "701" in listed
    assert "702" in listed
    a_team("North")
    done = loaded(client, allocations("701,,North,,"), "allocations")
    assert has_none(1) in text(client.get(done))
    assert has_none(1) in text(client.get("/data"))
    listed = text(client.get(LIST))
    assert "701" not in listed
    assert "702" in listed
    loaded(client, allocations("702,,North,,"), "allocations")
    assert "no worker and no team" not in text(client.get("/data"))
    listed = text(client.get(LIST))
    assert NOBODY_WAITS in listed
    assert "These children are looked after" not in listed


def test_a_load_that_was_undone_tells_of_nobody(client):
    back = loaded(client, a_return(episode("701")))
    page = text(client.get(send(client, f"{back}/undo")["Location"]))
    assert "no worker and no team" not in page


def test_an_administrator_is_told_how_many_and_not_who(signed_in, client):
    loaded(client, a_return(episode("701")))
    administrator = signed_in(staff(posts=[Post.ADMINISTRATOR]))
    page = text(administrator.get("/data"))
    assert has_none(1) in page
    assert 'href="/data/new/allocations"' in page
    assert LIST not in page
    assert administrator.get(LIST).status_code == 403


def test_only_who_is_looked_after_today_and_has_neither_worker_nor_team_counts(client):
    children = [a_child() for _ in range(6)]
    left, with_team, with_worker, was_with, will_be_with, waits = children
    looked_after(*children[1:])
    looked_after(left, until=TODAY)
    worker = staff(team=a_team())
    allocate(with_team, None, a_team())
    allocate(with_worker, worker)
    allocate(was_with, worker)
    Allocation.objects.filter(person=was_with).update(until=TODAY)
    allocate(will_be_with, worker, since=date(2026, 11, 1))
    a_child()
    assert has_none(3) in text(client.get("/data"))
    listed = text(client.get(LIST))
    named = [child for child in children if child.family_name in listed]
    assert named == [was_with, will_be_with, waits]


def test_a_restricted_record_is_neither_counted_nor_listed(client):
    looked_after(a_child(), closed := a_restricted_child(staff()))
    assert has_none(1) in text(client.get("/data"))
    listed = text(client.get(LIST))
    assert "1 child." in listed
    assert closed.family_name not in listed


@pytest.mark.look
def test_the_file_to_fill_in_has_their_numbers_and_is_loaded_as_it_is(client, officer, signed_in):
    waits, with_team = a_child(person_id="00701"), a_child(person_id="00702", team=a_team("North"))
    closed = a_restricted_child(staff(), person_id="00703")
    looked_after(waits, with_team, closed)
    assert f'href="{LIST}/allocations.xlsx"' in text(client.get(LIST))
    book = openpyxl.load_workbook(BytesIO(client.get(f"{LIST}/allocations.xlsx").content))
    sheet = book["Allocations"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("Child id", "Worker", "Team")
    assert [row[0] for row in rows[1:]] == ["00701"]
    look = Look.objects.get(viewer=officer, route="unallocated_file")
    assert look.kind == "exported"
    assert set(look.persons.values_list("subject_id", flat=True)) == {waits.pk}
    sheet["C2"] = "North"
    book.save(filled := BytesIO())
    loaded(client, {"allocations.xlsx": filled.getvalue()}, "allocations")
    assert Allocation.objects.open().get(person=waits).team.name == "North"
    administrator = signed_in(staff(posts=[Post.ADMINISTRATOR]))
    assert administrator.get(f"{LIST}/allocations.xlsx").status_code == 403


@pytest.mark.look
def test_the_file_names_nobody_whom_its_reader_may_not_see(db, signed_in):
    looked_after(listed := a_child(person_id="00701"), a_child(person_id="00702"))
    an_entry(listed)
    brokerage = staff(posts=[Post.BROKERAGE])
    client = signed_in(brokerage)
    assert "ask the data officer or an administrator to load it" in text(client.get(LIST))
    book = openpyxl.load_workbook(BytesIO(client.get(f"{LIST}/allocations.xlsx").content))
    assert [row[0].value for row in book["Allocations"].iter_rows()] == ["Child id", "00701"]
    seen = LookPerson.objects.filter(look__viewer=brokerage, look__route="unallocated_file")
    assert set(seen.values_list("subject_id", flat=True)) == {listed.pk}


# Those who may see the children


@pytest.mark.look
def test_the_director_opens_the_child_and_the_look_is_on_record(db, signed_in):
    looked_after(child := a_child("Wren", "Tarnquill", person_id="00701"))
    director = staff(posts=[Post.DIRECTOR])
    client = signed_in(director)
    assert f'href="{LIST}"' in text(client.get("/cohorts"))
    page = text(client.get(LIST))
    # Of most children a return names nothing but the number: with it, one link is told from another.
    (link,) = re.findall(rf'<a [^>]*href="/children/{child.subject.ref}">(.*?)</a>', page)
    assert link.startswith("Wren Tarnquill ")
    assert "00701" in link
    assert "1 Apr 2026" in page
    assert "ask the data officer or an administrator to load it" in page
    seen = LookPerson.objects.filter(look__viewer=director, look__route="unallocated")
    assert set(seen.values_list("subject_id", flat=True)) == {child.pk}


@pytest.mark.look
def test_the_data_officer_reads_the_names_and_opens_no_case(client, officer):
    looked_after(child := a_child())
    page = text(client.get(LIST))
    assert child.family_name in page
    assert f"/children/{child.subject.ref}" not in page
    seen = LookPerson.objects.filter(look__viewer=officer, look__route="unallocated")
    assert set(seen.values_list("subject_id", flat=True)) == {child.pk}


@pytest.mark.look
def test_brokerage_sees_those_on_its_list_only(db, signed_in):
    looked_after(listed := a_child(), other := a_child())
    an_entry(listed)
    brokerage = staff(posts=[Post.BROKERAGE])
    page = text(signed_in(brokerage).get(LIST))
    assert listed.family_name in page
    assert other.family_name not in page
    seen = LookPerson.objects.filter(look__viewer=brokerage, look__route="unallocated")
    assert set(seen.values_list("subject_id", flat=True)) == {listed.pk}


def test_a_manager_has_no_such_page(db, signed_in):
    manager = staff(posts=[(Post.TEAM_MANAGER, a_team())])
    client = signed_in(manager)
    assert LIST not in text(client.get("/cohorts"))
    assert client.get(LIST).status_code == 403


# Where one is


@pytest.mark.parametrize("address", [LIST, "/record/contradictions"])
@pytest.mark.parametrize(
    "posts, section",
    [
        ([Post.DATA_OFFICER], "Data"),
        ([Post.BROKERAGE], "Cohorts"),
        ([Post.BROKERAGE, Post.DATA_OFFICER], "Cohorts"),
    ],
    ids=["the data officer", "brokerage", "both"],
)
def test_one_section_is_marked_as_the_one_the_page_belongs_to(db, signed_in, address, posts, section):
    page = signed_in(staff(posts=posts)).get(address).content.decode()
    marked = re.findall(r'aria-current="(?:page|true)"><strong[^>]*>([^<]+)<', page)
    assert marked == [section]


# Many of them


def test_sixty_are_shown_a_page_at_a_time(client):
    looked_after(*(a_child(person_id=f"8{number:03}") for number in range(60)))
    assert has_none(60) in text(client.get("/data"))
    first = text(client.get(LIST))
    assert "These are the first 50." in first
    assert "8049" in first
    assert "8050" not in first
    assert "Back to the first page" not in first
    after = Identifier.objects.get(value="8049").person_id
    assert f'href="{LIST}?after={after}"' in first
    second = text(client.get(f"{LIST}?after={after}"))
    assert "These are the last 10." in second
    assert "8049" not in second
    assert "8059" in second
    assert "Back to the first page" in second
    assert "This is beyond the last of them" in text(client.get(f"{LIST}?after={after + 1_000}"))
    assert client.get(f"{LIST}?after=wren").status_code == 200


@pytest.mark.long
@pytest.mark.parametrize("address", [LIST, "/data"])
def test_the_database_is_asked_as_often_for_fifty_as_for_three(client, address):
    def asked():
        client.get(address)  # whatever is asked once and remembered
        with CaptureQueriesContext(connection) as made:
            assert client.get(address).status_code == 200
        return len([one for one in made if "SAVEPOINT" not in one["sql"]])

    looked_after(*(a_child() for _ in range(3)))
    few = asked()
    looked_after(*(a_child() for _ in range(47)))
    assert few == asked() <= 12
