"""On screen: cells changed in the file and in Remit stand side by side until somebody says which text stands."""

import re
from dataclasses import replace

import pytest

from remit.casework.action_list import change_entry
from remit.records.audit import Look
from remit.records.entry_details import values_of
from remit.rules.viewers import Post
from tests.casework.lists import a_list, entry_of, load
from tests.factories import NOW, staff, viewer_of
from tests.web.imports.pages import held, send, text

ONE, TWO = "00771,QZ,High,Today,3,two searches", "00772,XW,Low,Planned,tbc,"
THEIRS = a_list("00771,QZ,Medium,Today,4,three searches", TWO)


@pytest.fixture
def person(db):
    return staff(posts=[Post.BROKERAGE])


@pytest.fixture
def client(signed_in, person):
    return signed_in(person)


@pytest.fixture
def address(client, person):
    """The preview of a file in which two cells of a child say something else than Remit, and both were changed."""
    actor = viewer_of(person)
    load(a_list(ONE, TWO), actor)
    says(actor, risk="low", risk_written="Low", search_update="none left")
    return held(client, THEIRS)


def says(actor, **values):
    row = entry_of("00771")
    values = replace(values_of(row), **values)
    change_entry(entry_ref=row.entry.ref, seen=row.pk, values=values, actor=actor, now=NOW)


def hidden(page, form):
    """The hidden fields of the form that goes to this address."""
    body = re.search(rf'<form[^>]*action="[^"]*{re.escape(form)}".*?</form>', text(page), re.DOTALL)[0]
    return dict(re.findall(r'name="(seen|basis|vanished)"[^>]*value="(\d+)"', body))


def choose(client, address, **given):
    page = client.get(f"{address}?part=conflicts")
    return send(client, f"{address}/conflicts?page=1", **hidden(page, "/conflicts?page=1"), **given)


def loaded(client, address, **ticked):
    return send(client, f"{address}/apply", **hidden(client.get(address), "/apply"), **ticked)


def test_both_texts_stand_side_by_side_with_what_was_there_before(client, address):
    assert "2 cells were changed in the file and in Remit" in text(client.get(address))
    page = text(client.get(f"{address}?part=conflicts"))
    for words in (
        "Changed on both sides (2)",
        "three searches",
        "none left",
        "Before: two searches",
        "cell F2",
    ):
        assert words in page
    assert Look.objects.filter(kind="listed", persons__subject=entry_of("00771").entry.person_id).exists()


def test_nothing_of_them_is_loaded_before_somebody_chooses_one_by_one(client, address):
    refused = loaded(client, address)
    assert refused.status_code == 422
    assert "nobody has said which stands" in text(refused)
    kept = choose(client, address, **{"keep-1": "theirs", "keep-2": "ours"})
    assert kept["Location"].endswith("part=summary")
    assert (entry_of("00771").risk, entry_of("00771").days_to_place) == ("low", 3)
    assert loaded(client, address).status_code == 302
    assert (entry_of("00771").risk, entry_of("00771").search_update) == ("medium", "none left")


def test_all_of_a_kind_are_chosen_by_one_button(client, address):
    page = text(client.get(f"{address}?part=conflicts"))
    assert '<option value="risk">Risk of residential (1)</option>' in page
    choose(client, address, kind="risk", alike="theirs")
    assert "1 cell was changed in the file" in text(client.get(address))
    choose(client, address, kind="", alike="theirs")
    loaded(client, address)
    assert (entry_of("00771").risk, entry_of("00771").search_update) == ("medium", "three searches")


def test_the_rest_is_loaded_while_they_wait_where_that_is_ticked(client, address):
    assert loaded(client, address, leave="on").status_code == 302
    row = entry_of("00771")
    assert (row.risk, row.search_update, row.days_to_place) == ("low", "none left", 4)
    again = held(client, THEIRS)
    assert "2 cells were changed in the file and in Remit" in text(client.get(again))


def test_a_choice_made_on_a_page_the_record_moved_under_is_not_kept(client, address, person):
    page = client.get(f"{address}?part=conflicts")
    says(viewer_of(person), search_update="one left")
    answer = send(
        client, f"{address}/conflicts?page=1", **hidden(page, "/conflicts?page=1"), **{"keep-2": "theirs"}
    )
    assert answer.status_code == 409
    assert "This preview was out of date" in text(answer)
    assert "2 cells were changed in the file" in text(client.get(address))


def test_where_all_there_is_waits_for_a_choice_there_is_nothing_to_load_yet(client, person):
    load(a_list(ONE, TWO), viewer_of(person))
    says(viewer_of(person), search_update="none left")
    page = client.get(held(client, a_list(ONE.replace("two", "three"), TWO)))
    assert "nothing to load until you choose which text stands" in text(page)


def test_what_only_remit_changed_stands_on_a_page_of_its_own(client, person):
    load(a_list(ONE, TWO), viewer_of(person))
    says(viewer_of(person), search_update="none left")
    address = held(client, a_list(ONE, TWO))
    page = text(client.get(address))
    assert "1 cell stays as Remit has it" in page
    assert "There is nothing to load" in page
    assert "none left" in text(client.get(f"{address}?part=kept"))
