"""Does a page of loading ask the database as often for sixty lines as for three?"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from remit.records.placements_list import Import
from remit.rules.viewers import Post
from tests.factories import NOW, staff
from tests.web.data.pages import a_return, episode, held, loaded

MOST = 12
"""Statements, session and look included."""
FEW, MANY = range(100, 103), range(100, 160)


def asked(client, address):
    client.get(address)  # whatever is asked once and remembered
    with CaptureQueriesContext(connection) as made:
        assert client.get(address).status_code == 200
    return len([one for one in made if "SAVEPOINT" not in one["sql"]])


@pytest.fixture
def client(db, signed_in):
    return signed_in(staff(posts=[Post.DATA_OFFICER]))


@pytest.mark.long
@pytest.mark.parametrize("part", ["summary", "changed", "vanished", "faults"])
def test_a_preview_asks_as_often_for_sixty_lines_as_for_three(client, part):
    loaded(client, a_return(*(episode(str(number)) for number in range(10, 200))))
    few, many = (asked(client, f"{held(client, moved(numbers))}?part={part}") for numbers in (FEW, MANY))
    assert few == many <= MOST


def moved(numbers):
    """A return in which these children began to be looked after a day later."""
    return a_return(*(episode(str(number), "02/04/2026") for number in numbers), episode("5", place="ZZ9"))


@pytest.mark.long
def test_the_list_of_loads_asks_as_often_for_forty_as_for_three(client):
    by = staff().pk

    def offered(number):
        Import.objects.bulk_create(
            Import(kind="people", filename=f"{at}.csv", digest=str(at), basis=0, by_id=by, at=NOW)
            for at in range(number)
        )
        return asked(client, "/data")

    assert offered(3) == offered(37) <= MOST
