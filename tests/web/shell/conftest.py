"""The frame with sample pages in it, and somebody to look at them."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
from django.test import Client
from django.urls import clear_url_caches

from remit.rules.viewers import Viewer
from remit.web import middleware, routes
from tests.factories.people import staff

HERE = Path(__file__).parent


@pytest.fixture
def samples(settings, monkeypatch):
    """The sample pages are served, and start afresh."""
    from tests.web.shell import sample

    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], HERE / "templates"]
    settings.TEMPLATES = templates
    settings.ROOT_URLCONF = "tests.web.shell.sample"
    monkeypatch.setattr(sample, "store", sample.Store())
    monkeypatch.setattr(routes, "TABLE", sample.TABLE_WITH_SAMPLES)
    monkeypatch.setattr("remit.web.navigation.TABLE", sample.TABLE_WITH_SAMPLES)
    clear_url_caches()
    yield sample
    clear_url_caches()


@pytest.fixture
def sign_in(samples, monkeypatch) -> Callable[..., Client]:
    """A client signed in as somebody who holds what is given: `sign_in(posts={Post.ADMINISTRATOR})`."""

    def signed_in(**held) -> Client:
        person = staff("Wilhelmina Sample", username=f"w.sample{len(accounts)}")
        viewer = Viewer(staff_id=person.pk, username=person.username, name=person.name, **held)
        accounts[person.pk] = viewer
        client = Client(raise_request_exception=False)
        client.force_login(person, backend="remit.records.accounts.Accounts")
        return client

    accounts: dict[int, Viewer] = {}
    monkeypatch.setattr(middleware, "viewer_for", lambda staff_id, *, now: accounts.get(staff_id))
    return signed_in
