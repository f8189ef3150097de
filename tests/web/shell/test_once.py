"""The same form sent twice has its effect once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.test import Client

from remit.commands import serving
from remit.web import once


def test_the_second_sending_does_nothing_and_leads_where_the_first_went(db, sign_in, samples):
    client = sign_in()
    first, second = (client.post("/send", {"form_token": "abc"}) for _ in range(2))
    assert first["Location"] == second["Location"] == "/went"
    assert samples.store.sent == 1
    assert "It was only counted once" in client.get("/went").content.decode()


def test_another_copy_of_the_form_is_another_form(db, sign_in, samples):
    client = sign_in()
    tokens = [
        client.get("/send").content.decode().split('name="form_token" value="')[1].split('"')[0]
        for _ in range(2)
    ]
    assert tokens[0] != tokens[1]
    for token in tokens:
        client.post("/send", {"form_token": token})
    assert samples.store.sent == 2


def test_a_form_that_came_back_with_errors_may_be_sent_again(db, sign_in, samples):
    client = sign_in()
    client.post("/send", {"form_token": "abc", "wrong": "yes"})
    assert samples.store.sent == 0
    client.post("/send", {"form_token": "abc"})
    assert samples.store.sent == 1


def test_a_form_that_failed_may_be_sent_again(db, sign_in, samples, monkeypatch):
    client = sign_in()
    with monkeypatch.context() as broken:
        broken.setattr(samples, "redirect", lambda name: 1 / 0)
        assert client.post("/send", {"form_token": "abc"}).status_code == 500
    assert client.post("/send", {"form_token": "abc"})["Location"] == "/went"


def test_two_people_may_hold_the_same_token(db, sign_in, samples):
    for client in (sign_in(), sign_in()):
        client.post("/send", {"form_token": "abc"})
    assert samples.store.sent == 2


def test_a_form_without_its_token_is_turned_away(db, sign_in, samples):
    assert sign_in().post("/send").status_code == 400
    assert samples.store.sent == 0


def test_while_the_first_is_still_at_work_the_second_does_nothing(db, sign_in, samples, monkeypatch):
    client = sign_in()
    during = []
    real = samples.redirect

    def slow(name):
        if not during:
            during.append(client.post("/send", {"form_token": "abc"}))
        return real(name)

    monkeypatch.setattr(once, "PATIENCE", 0.2)
    monkeypatch.setattr(samples, "redirect", slow)
    client.post("/send", {"form_token": "abc"})
    told_to_wait(during[0])
    assert samples.store.sent == 1


def told_to_wait(response):
    assert response.status_code == 409
    page = response.content.decode()
    assert "We are still saving this." in page
    assert "Send it again in a moment" in page
    assert "counted" not in page


@pytest.fixture
def killed_between(db, sign_in, samples, monkeypatch):
    """A client whose form was claimed by a process that died before it stored anything."""

    client = sign_in()
    monkeypatch.setattr(once, "PATIENCE", 0.2)
    left_unfinished(client, samples)
    return client


def left_unfinished(client, samples):
    """Send the form to a process that dies at once: nobody tidies up after it."""

    def dies(name):
        raise SystemExit

    with pytest.MonkeyPatch.context() as death:
        death.setattr(samples, "redirect", dies)
        death.setattr(SessionStore, "delete", lambda *args: None)
        with pytest.raises(SystemExit):
            client.post("/send", {"form_token": "abc"})
    samples.store.sent = 0


def test_a_form_cut_short_a_moment_ago_is_never_said_to_have_counted(killed_between, samples, settings):
    told_to_wait(killed_between.post("/send", {"form_token": "abc"}))
    settings.FIXED_NOW += once.LEASE - timedelta(seconds=1)
    told_to_wait(killed_between.post("/send", {"form_token": "abc"}))
    assert samples.store.sent == 0
    assert "counted" not in killed_between.get("/went").content.decode()


def test_a_form_cut_short_is_stored_when_sent_again_later_and_then_once(killed_between, samples, settings):
    settings.FIXED_NOW += once.LEASE
    for _ in range(2):
        assert killed_between.post("/send", {"form_token": "abc"})["Location"] == "/went"
    assert samples.store.sent == 1


def test_the_server_gives_up_on_a_worker_before_another_acts_in_its_place():
    assert once.LEASE.total_seconds() >= serving.timeout


@pytest.mark.parametrize("cut_short", [False, True])
def test_two_copies_that_arrive_together_have_one_effect(own_database, sign_in, samples, settings, cut_short):
    client, together = sign_in(), Barrier(2)
    cookies = client.cookies
    if cut_short:
        left_unfinished(client, samples)
        settings.FIXED_NOW += once.LEASE

    def send(_):
        client = Client()
        client.cookies = cookies
        together.wait(timeout=10)
        try:
            return client.post("/send", {"form_token": "abc"}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(send, range(2))) == [302, 302]
    assert samples.store.sent == 1
