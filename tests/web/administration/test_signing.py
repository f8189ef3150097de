"""Who came, who went, and who tried to, is on the record; a leaver is out at the next click."""

from datetime import timedelta

import pytest

from remit.records.audit import AuditEvent
from remit.records.people import Staff
from tests.factories import NOW, staff
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return staff("Perpetua Doorway", username="p.doorway")


def trail():
    rows = AuditEvent.objects.order_by("pk")
    return [(row.verb, row.actor.username if row.actor else None, row.detail.get("account")) for row in rows]


def sign_in(client, username="p.doorway", password=PASSWORD):
    return client.post("/sign-in", {"username": username, "password": password})


def test_signing_in_and_out_is_kept(client, person):
    sign_in(client)
    client.post("/sign-out")
    assert trail() == [("account.signed-in", "p.doorway", None), ("account.signed-out", "p.doorway", None)]
    assert AuditEvent.objects.latest("pk").at == NOW


def test_a_failed_sign_in_is_kept_with_the_account_it_was_for(client, person):
    sign_in(client, password="wrong")
    sign_in(client, username="my secret password", password="wrong")
    assert trail() == [
        ("account.sign-in-failed", None, "p.doorway"),
        ("account.sign-in-failed", None, None),
    ]
    assert "secret" not in str(AuditEvent.objects.values_list("detail", flat=True))


def test_an_account_that_may_not_sign_in_leaves_a_trail_too(client):
    Staff.objects.filter(username="data-officer").update(password=staff().password)
    sign_in(client, username="data-officer")
    assert trail() == [("account.sign-in-failed", None, "data-officer")]


def test_a_locked_sign_in_is_kept(client, person, settings):
    settings.AXES_ENABLED = True
    for _ in range(6):
        sign_in(client, password="wrong")
    sign_in(client)
    verbs = [verb for verb, _, _ in trail()]
    assert len(verbs) == 7
    assert verbs[:4] == ["account.sign-in-failed"] * 4
    assert verbs[-2:] == ["account.sign-in-locked"] * 2


def test_being_signed_out_for_doing_nothing_is_kept(client, person, settings):
    sign_in(client)
    client.get("/")
    settings.FIXED_NOW = NOW + timedelta(hours=2)
    assert client.get("/").status_code == 302
    assert [verb for verb, _, _ in trail()] == ["account.signed-in", "account.signed-out"]


def test_nobody_is_let_in_without_a_trail(client, person, monkeypatch):
    monkeypatch.setattr(AuditEvent._meta, "db_table", "records_gone")
    client.raise_request_exception = False
    assert sign_in(client).status_code in (500, 503)  # SQLite calls a table that is gone an outage
    monkeypatch.undo()
    assert client.get("/").status_code == 302


def test_a_leaver_is_out_at_the_next_click(client, person):
    sign_in(client)
    assert client.get("/").status_code == 200
    Staff.objects.filter(pk=person.pk).update(is_active=False)
    answer = client.get("/")
    assert answer.status_code == 302
    assert "sign-in" in answer["Location"]
