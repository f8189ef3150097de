"""The made-up files that are shared for trying the product on, loaded through the pages as they are."""

from pathlib import Path

import pytest

from remit.records.facts import CarePeriod
from remit.rules.viewers import Post
from tests.factories import staff
from tests.web.data.pages import apply, held, send, text

DATA = Path(__file__).parents[3].parent / "shared/data"

pytestmark = [
    pytest.mark.both,  # whole returns, into the record and out again
    pytest.mark.shared_data,
]


@pytest.fixture
def client(db, signed_in):
    return signed_in(staff(posts=[Post.DATA_OFFICER]))


def files(folder):
    return {one.name: one.read_bytes() for one in sorted((DATA / folder).glob("*.csv"))}


@pytest.mark.parametrize("folder, children", [("ssda903-2021", 144), ("ssda903-2017", 819)])
def test_a_shared_return_is_uploaded_loaded_and_undone(client, folder, children):
    address = held(client, files(folder))
    assert f"New ({children:,})" in text(client.get(address))
    assert apply(client, address).status_code == 302
    assert f"{children:,} new, 0 changed, 0 unchanged" in text(client.get(address))
    assert CarePeriod.objects.known().exists()
    again = text(client.get(held(client, files(folder))))
    assert "There is nothing to load" in again
    send(client, f"{address}/undo")
    assert not CarePeriod.objects.known().exists()


def test_the_shared_annex_a_is_uploaded_and_loaded(client):
    name = "Annex_A_2024_Jan.xlsx"
    address = held(client, {name: (DATA / "annex-a" / name).read_bytes()}, "annex-a")
    assert apply(client, address).status_code == 302
    assert CarePeriod.objects.known().exists()
