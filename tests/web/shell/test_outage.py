"""The disk is full, nothing may be written, or the database is down: a clear page, and never a word that it was saved."""

import os
import subprocess
import sys
from contextlib import suppress

import pytest
from django.db import OperationalError, connection
from django.test import Client

from remit.records.answers import Answer
from tests.casework.rooms import DURING, Room, a_room
from tests.web.room.test_room_pages import address, of_item, text

CANNOT = "Remit cannot save anything at the moment"


@pytest.fixture
def now():
    return DURING


@pytest.fixture
def the_room(own_database: str) -> Room:
    return a_room(cases=1).open()


@pytest.fixture
def client(the_room, signed_in) -> Client:
    client = signed_in(the_room.week.coordinating)
    client.raise_request_exception = False
    client.get(of_item(the_room))
    return client


@pytest.fixture(params=["disk full", "read only"])
def refusing(request, the_room, client) -> None:
    """The database itself refuses: no room is left in it, or nothing may be written to it."""
    if request.param == "disk full" and connection.vendor != "sqlite":
        pytest.skip("only SQLite can be told how large it may grow")
    with connection.cursor() as cursor:
        if request.param == "disk full":
            fill(cursor)
        elif connection.vendor == "sqlite":
            cursor.execute("PRAGMA query_only = ON")
        else:
            cursor.execute("SET default_transaction_read_only = on")


def fill(cursor) -> None:
    """Let the database grow no more, and use up what room is left in it."""
    cursor.execute("CREATE TABLE filler (content BLOB)")
    cursor.execute("PRAGMA page_count")
    cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    for size in (100_000, 10_000, 1_000, 100):
        with suppress(OperationalError):
            while True:
                cursor.execute("INSERT INTO filler VALUES (zeroblob(%s))", [size])


LONG = "Said at length. " * 300
"""More than fits beside what stands on a page of the database already."""


def test_what_cannot_be_written_is_never_called_saved(the_room, client, refusing):
    sent = {"discussion": LONG, "discussion-base": "0"}
    kept = client.post(address(the_room, "room_answer", item=the_room(0).ref, question="discussion"), sent)
    assert kept.status_code == 503
    assert "Saved" not in text(kept)
    page = client.post(of_item(the_room), {"do": "answers", "form_token": "t1", **sent}, follow=True)
    assert page.status_code == 503
    assert page["Retry-After"]
    assert CANNOT in text(page)
    assert "is not saved unless Remit had said so before" in text(page)
    assert not Answer.objects.exists()


DOWN = """
import django
django.setup()
from django.test import Client
from remit.web import errors
client = Client(raise_request_exception=False)
client.cookies["remit_session"] = "anything"
page = client.get("/forums")
print(page.status_code, "Remit cannot save anything at the moment" in page.content.decode())
"""


def test_a_database_that_is_down_is_said_on_a_page():
    settings = {
        "DJANGO_SETTINGS_MODULE": "remit.settings.testing",
        "REMIT_DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
    }
    done = subprocess.run(
        [sys.executable, "-c", DOWN],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout.split() == ["503", "True"], done.stderr[-2000:]
