"""What every test stands on: databases that are copies, a clock that stands still.

`db` is an empty database (migrated; each test rolled back). `a_small_authority` is the seeded small authority (rolled back too).
`own_database` and `own_authority` are copies for one test alone, where several connections take part. Flushing by
TRUNCATE is refused by the append-only tables, so `transactional_db` and `live_server` are not for us.
"""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction
from django.test import Client

from tests import databases, remembered
from tests.factories.clock import NOW

CHROMIUM = os.environ.get("REMIT_CHROMIUM", "/usr/bin/chromium")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
SHARED = Path(__file__).parents[2] / "shared" / "data"
ONE_AT_A_TIME = {"db", "a_small_authority", "own_database", "own_authority"}


BEGAN = pytest.StashKey[bool]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[BEGAN] = databases.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    if config.stash.get(BEGAN, False):
        databases.end()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests on the files a council might send are for where these stand beside the checkout."""
    if SHARED.is_dir():
        return
    missing = pytest.mark.skip(reason="the shared files are not beside this checkout")
    for item in items:
        if item.get_closest_marker("shared_data"):
            item.add_marker(missing)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker) -> Iterator[None]:
    """The database of ordinary tests: a copy of the empty one, for this process."""
    with django_db_blocker.unblock():
        name = databases.copy_of("empty")
        databases.point_at(name)
        remembered.begin_with(name)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        databases.drop(name)


@pytest.fixture(scope="session")
def _authority_name(django_db_setup: None, django_db_blocker) -> Iterator[str]:
    with django_db_blocker.unblock():
        name = databases.copy_of("authority")
    yield name
    with django_db_blocker.unblock():
        databases.drop(name)


@pytest.fixture
def a_small_authority(
    _authority_name: str, request: pytest.FixtureRequest, django_db_blocker
) -> Iterator[None]:
    """The small made-up authority, as the seed makes it at `NOW`; whatever the test changes is rolled back."""
    _only_one(request, "a_small_authority")
    with django_db_blocker.unblock(), databases.pointing_at(_authority_name):
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        connections.close_all()


@pytest.fixture
def own_database(django_db_setup: None, request: pytest.FixtureRequest, django_db_blocker) -> Iterator[str]:
    """An empty database for this test alone: real commits, any number of connections."""
    _only_one(request, "own_database")
    yield from _own("empty", django_db_blocker)


@pytest.fixture
def own_authority(django_db_setup: None, request: pytest.FixtureRequest, django_db_blocker) -> Iterator[str]:
    """The small authority for this test alone: real commits, any number of connections."""
    _only_one(request, "own_authority")
    yield from _own("authority", django_db_blocker)


def _own(kind: str, django_db_blocker) -> Iterator[str]:
    with django_db_blocker.unblock():
        name = databases.copy_of(kind)
        with databases.pointing_at(name):
            yield name
            connections.close_all()
        databases.drop(name)


def _only_one(request: pytest.FixtureRequest, wanted: str) -> None:
    others = (ONE_AT_A_TIME - {wanted}) & set(request.fixturenames)
    if others or request.node.get_closest_marker("django_db"):
        pytest.fail(f"A test has one database: {wanted}, or {', '.join(others) or 'the one of django_db'}.")


@pytest.fixture
def now() -> datetime:
    """The moment the test takes place."""
    return NOW


@pytest.fixture(autouse=True)
def the_clock_stands_still(settings, now: datetime) -> None:
    """Pages take `now` from here. A test that needs another moment sets `settings.FIXED_NOW`, or has its own `now`."""
    settings.FIXED_NOW = now


@pytest.fixture(autouse=True)
def a_watch_over_locks(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Every lock any test takes is taken in the one order, or the test fails."""
    from tests.lock_order import watched

    for name in sorted(ONE_AT_A_TIME & set(request.fixturenames)):
        request.getfixturevalue(name)  # so that the database's own transaction is open before
    with watched() as watch:
        yield watch


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    """A client signed in as an account: `signed_in(person).get(...)`."""

    def sign_in(person, **options) -> Client:
        client = Client(**options)
        client.force_login(person, backend="remit.records.accounts.Accounts")
        return client

    return sign_in


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The one browser of this run of the tests."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=60_000)  # as patient as the pages themselves, on a machine with much to do

    # Playwright keeps an event loop in this thread; the tests' own questions to the database are no part of it.
    with pytest.MonkeyPatch.context() as patched, sync_playwright() as playwright:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
