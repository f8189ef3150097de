"""What is told of a load once it is done: what undoing it left and why, what it contradicts, where the same file is."""

import re
from datetime import date

import pytest

from remit.casework.facts import record_fact
from remit.records.audit import Look
from remit.records.children import Identifier, Person
from remit.records.placements_list import Import
from remit.rules.facts import fact
from remit.rules.viewers import Post
from tests.factories import NOW, staff, viewer_of
from tests.web.data.pages import a_return, episode, held, loaded, people, send, text

TWO = (episode("701"), episode("702", place="K2"))


@pytest.fixture
def officer(db):
    return staff("Ada Thimble", posts=[Post.DATA_OFFICER])


@pytest.fixture
def client(signed_in, officer):
    return signed_in(officer)


def placed(number, place, by, since=date(2026, 4, 1)):
    """Somebody records that the child with this number lives elsewhere."""
    child = Identifier.objects.get(value=number).person_id
    said = fact("placement", since, place=place)
    record_fact(child_id=child, fact=said, told="The home rang", actor=viewer_of(by), now=NOW)
    return child


def summary(page):
    """What the page says of the load, by its words."""
    rows = re.findall(r'__key">(.*?)</dt> <dd[^>]*>(.*?)</dd>', page)
    return dict(rows)


# What undoing left


def test_of_whom_undoing_left_something_is_told_with_the_reason(client, officer):
    address = loaded(client, a_return(*TWO))
    placed("701", "K2", staff("Wilfred Ashdown", posts=[Post.BROKERAGE, Post.DATA_OFFICER]))
    page = text(client.get(send(client, f"{address}/undo")["Location"]))
    assert "The record is as it was before" not in page
    assert "but for what changed since: 1 child was left as they are. Why stands below." in page
    assert "1 left as they are because they changed since" in summary(page)["What undoing did"]
    left = page.split("What undoing left as it is</h2>")[1]
    assert ">701</th>" in left
    assert "Placement: recorded on 14 October 2026. Source: Wilfred Ashdown" in left
    assert "702" not in left


@pytest.mark.look
def test_who_is_told_of_whom_undoing_left_something_is_logged(client, officer):
    address = loaded(client, a_return(*TWO))
    child = placed("701", "K2", officer)
    send(client, f"{address}/undo")
    client.get(address)
    look = Look.objects.latest("pk")
    assert (look.viewer, look.route, look.kind) == (officer, "data_load", "listed")
    assert [one.subject_id for one in look.persons.all()] == [child]


def test_who_may_open_the_child_is_led_there(client, officer, signed_in):
    address = loaded(client, a_return(*TWO))
    child = placed("701", "K2", officer)
    send(client, f"{address}/undo")
    case = f"/children/{Person.objects.get(pk=child).subject.ref}"
    assert case not in text(client.get(address))
    both = signed_in(staff(posts=[Post.DATA_OFFICER, Post.DIRECTOR]))
    assert f'href="{case}"' in text(both.get(address))
    assert both.get(case).status_code == 200


def test_of_a_restricted_child_nobody_but_those_named_is_told(client, officer):
    address = loaded(client, a_return(*TWO))
    for number in ("701", "702"):
        placed(number, "K1", officer)
    Person.objects.filter(identifiers__value="701").update(restricted=True)
    page = text(client.get(send(client, f"{address}/undo")["Location"]))
    assert "2 children were left as they are" in page
    left = page.split("What undoing left as it is</h2>")[1]
    assert "1 child is left out here" in left
    assert "701" not in left
    assert ">702</th>" in left


def test_many_of_whom_something_was_left_stand_a_page_at_a_time(client, officer):
    numbers = [str(number) for number in range(1000, 1053)]
    address = loaded(client, a_return(*map(episode, numbers)))
    for number in numbers:
        placed(number, "K2", officer)
    send(client, f"{address}/undo")
    first, second = (text(client.get(f"{address}?page={page}")) for page in (1, 2))
    assert "1 to 50 of 53" in first
    assert "51 to 53 of 53" in second
    told = [re.findall(r"header\">(1\d{3})</th>", page) for page in (first, second)]
    assert told == [numbers[:50], numbers[50:]]


def test_what_is_undone_whole_leaves_nothing_to_tell(client):
    address = loaded(client, a_return(*TWO))
    page = text(client.get(send(client, f"{address}/undo")["Location"]))
    assert "The record is as it was before this file was loaded." in page
    assert "What undoing left" not in page


# What it contradicts


def test_a_load_that_only_contradicts_says_so_and_leads_there(client, officer):
    loaded(client, a_return(*TWO))
    placed("701", "K1", officer, date(2026, 5, 1))
    moved = episode("701", dec="01/05/2026", rec="X1")
    loaded(client, a_return(moved, episode("701", "01/05/2026", place="U6", rne="P"), TWO[1]))
    address = loaded(client, a_return(moved, episode("701", "01/05/2026", place="U5", rne="P"), TWO[1]))
    page = text(client.get(address))
    said = summary(page)
    assert said["What it did"] == "0 new, 0 changed, 1 unchanged, 1 contradiction"
    assert said["Contradictions"] == "1, for a person to settle"
    assert 'href="/record/contradictions"' in page
    assert "1 unchanged, 1 contradiction" in text(client.get("/data"))
    assert "Placement: " in text(client.get("/record/contradictions"))
    send(client, f"{address}/undo")
    undone = text(client.get(address))
    assert "those nobody had settled are asked no more" in summary(undone)["Contradictions"]
    assert 'href="/record/contradictions"' not in undone


# The same file


def test_a_file_that_was_loaded_already_leads_to_that_load(client):
    before = loaded(client, a_return(*TWO))
    again = held(client, a_return(*TWO))
    page = text(client.get(again))
    assert "This very file was loaded on 14 October 2026" in page
    assert "by Ada Thimble" in page
    assert f'href="{before}"' in page
    other = text(client.get(held(client, a_return(TWO[0]))))
    assert "This very file" not in other


def test_a_file_that_is_held_already_leads_to_that_upload(client, signed_in):
    first = held(client, a_return(*TWO))
    second = held(client, a_return(*TWO))
    page = text(client.get(second))
    assert "is not loaded yet" in page
    assert f'href="{first}"' in page
    send(client, f"{first}/drop")
    assert "This very file" not in text(client.get(second))


def test_whose_upload_is_not_theirs_to_open_is_not_led_there(client, signed_in):
    allocations = {"allocations.csv": b"Child id,Worker,Team\n"}
    held(client, allocations, "allocations")
    administrator = signed_in(staff(posts=[Post.ADMINISTRATOR]))
    assert "This very file" not in text(administrator.get(held(administrator, allocations, "allocations")))
    named = people("new.person,New Person,,,,,,,,")
    theirs = held(client, named, "people")
    assert f'href="{theirs}"' in text(administrator.get(held(administrator, named, "people")))


@pytest.mark.parametrize("pressed", ["apply", "again", "drop", "undo"])
def test_what_was_done_in_another_tab_is_told_on_the_page_of_the_file(client, pressed):
    address = held(client, a_return(*TWO))
    page = text(client.get(address))
    given = dict(re.findall(r'name="(seen|basis)"[^>]*value="(\w+)"', page))
    send(client, f"{address}/apply", **given)
    if pressed == "undo":
        send(client, f"{address}/undo")
    refused = send(client, f"{address}/{pressed}", **given)
    assert refused.status_code == 422
    page = text(refused)
    assert "This could not be done" in page
    assert summary(page)["What it did"] == "2 new, 0 changed, 0 unchanged"
    assert ("Undone" in summary(page)) == (pressed == "undo")
    assert Import.objects.count() == 1
