"""The time is taken once, pages of children are kept by no browser, and whoever leaves their desk is signed out."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as configured
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_time_is_taken_on_arrival(samples, client, now):
    assert client.get("/moment").content.decode() == now.isoformat()


def test_the_clock_runs_where_it_is_not_stopped(samples, client, settings):
    settings.FIXED_NOW = None
    before = datetime.now(tz=UTC)
    assert before <= datetime.fromisoformat(client.get("/moment").content.decode()) <= datetime.now(tz=UTC)


def test_no_browser_keeps_a_signed_in_page(sign_in):
    assert {"no-store", "private", "no-cache"} <= set(
        sign_in().get("/went")["Cache-Control"].replace(" ", "").split(",")
    )


def test_pages_may_load_nothing_from_elsewhere_and_nothing_inline(sign_in):
    policy = sign_in().get("/went")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "nonce" not in policy


@pytest.mark.parametrize("minutes, still_in", [(59, True), (60, True), (61, False)])
def test_an_hour_without_asking_signs_out(sign_in, settings, now, minutes, still_in):
    client = sign_in()
    client.get("/went")
    settings.FIXED_NOW = now + timedelta(minutes=minutes)
    answer = client.get("/went")
    assert (answer.status_code == 200) is still_in
    if not still_in:
        assert answer["Location"] == "/sign-in?next=/went"
        assert (
            "You were signed out because you did nothing for a while"
            in client.get(answer["Location"]).content.decode()
        )


def test_asking_now_and_then_keeps_signed_in_but_no_longer_than_twelve_hours(sign_in, settings, now):
    client = sign_in()
    statuses = []
    for half_hours in range(26):
        settings.FIXED_NOW = now + timedelta(minutes=30 * half_hours)
        statuses.append(client.get("/went").status_code)
    assert statuses == [200] * 25 + [302]


def test_a_page_that_refreshes_itself_keeps_nobody_signed_in(sign_in, settings, now):
    client = sign_in()
    client.get("/room")
    for minutes in (20, 40, 60):
        settings.FIXED_NOW = now + timedelta(minutes=minutes)
        assert client.get("/room/parts?revision=1", headers={"X-Remit-Refresh": "1"}).status_code == 204
    settings.FIXED_NOW = now + timedelta(minutes=61)
    assert client.get("/room/parts?revision=1", headers={"X-Remit-Refresh": "1"}).status_code == 302


def test_a_refresh_uses_no_notices_up(sign_in):
    client = sign_in()
    client.post("/send", {"form_token": "a"})
    client.get("/room/parts?revision=0", headers={"X-Remit-Refresh": "1"})
    assert "Sent." in client.get("/went").content.decode()


def test_an_account_no_longer_in_use_sees_nothing(sign_in, monkeypatch):
    client = sign_in()
    monkeypatch.setattr("remit.web.middleware.viewer_for", lambda staff_id, *, now: None)
    answer = client.get("/went")
    assert answer.status_code == 403
    assert "This account cannot use these pages" in answer.content.decode()


def test_a_stranger_is_asked_to_sign_in(samples):
    assert Client().get("/went")["Location"] == "/sign-in?next=/went"
    assert Client().post("/send")["Location"] == "/sign-in?next=/"


def test_messages_are_not_put_into_cookies():
    assert configured.MESSAGE_STORAGE.endswith("session.SessionStorage")
