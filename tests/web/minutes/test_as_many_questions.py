"""Do the pages of closing, minutes and register ask as often for 60 cases as for 3?"""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.casework.many_cases import grown_to
from tests.casework.rooms import NEXT_DAY, a_room

pytestmark = pytest.mark.django_db

AT = "/forums/ror/2026-10-15"


@pytest.fixture
def now() -> datetime:
    return NEXT_DAY


@pytest.mark.long
@pytest.mark.parametrize("page", ["close", "minutes", "register", "minutes.docx", "register.csv", "room/add"])
def test_as_often_for_60_cases_as_for_3(page, signed_in):
    the_room = a_room(cases=1, others=1).open()
    if page not in ("close", "room/add"):
        the_room.settle()
        the_room.close()
        the_room.approve()
    client = signed_in(the_room.week.chairing)
    counts = []
    for number in (3, 60):
        grown_to(the_room, number)
        client.get(f"{AT}/{page}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{AT}/{page}").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 30, counts
