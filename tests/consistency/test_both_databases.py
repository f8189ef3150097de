"""Is nothing asked of one database alone that the two could answer differently? The rule is docs/decisions, 30."""

import re
from pathlib import Path

import pytest

from conftest import PAGES
from tests.consistency import test_audit
from tests.web import test_routes

KNOW_THE_DATABASE = {"records", "commands"}
SQL = re.compile(r"\.vendor\b|\.cursor\(|\.raw\(|\bRawSQL\b|\bRunSQL\b|\bconnection\.ops\b")


@pytest.fixture
def chosen(request) -> list[pytest.Item]:
    """The tests of this run."""
    return request.session.items


def test_only_tests_of_pages_stay_on_one_database(chosen):
    alone = [one for one in chosen if one.get_closest_marker("page")]
    assert [one.nodeid for one in alone if not one.path.is_relative_to(PAGES)] == []
    assert [one.nodeid for one in alone if not one.get_closest_marker("database")] == []


def test_whatever_asks_for_a_database_of_its_own_goes_on_both(chosen):
    own = [one for one in chosen if {"own_database", "own_authority"} & set(getattr(one, "fixturenames", ()))]
    assert [one.nodeid for one in own if one.get_closest_marker("page")] == []


@pytest.mark.parametrize(
    "walk", [test_routes.test_each_route_as_each_role, test_audit.test_what_was_done_stands_in_the_audit]
)
def test_every_page_is_opened_and_every_verb_carried_out_on_both(walk):
    marks = {mark.name for mark in walk.pytestmark}
    assert "long" not in marks
    assert "both" in marks or not Path(walk.__code__.co_filename).is_relative_to(PAGES)


def test_nothing_above_the_record_knows_which_database_it_is():
    knowing = {
        path.relative_to("src/remit").parts[0]
        for path in Path("src/remit").rglob("*.py")
        if SQL.search(path.read_text())
    }
    assert knowing == KNOW_THE_DATABASE


def test_the_run_asks_of_sqlite_all_but_pages_and_of_postgresql_everything():
    script = Path("scripts/test.sh").read_text()
    chosen = dict(re.findall(r'step "([\w ]+)" .*-m "([^"]*)"', script))
    assert chosen["database tests on SQLite"] == (
        "database and not browser and not postgres and not race and not long$pages"
    )
    assert re.findall(r'pages="([^"]*)"', script) == [" and not page", ""]
    assert chosen["database tests on PostgreSQL"] == "database and not browser"
    assert chosen["journeys in a browser on PostgreSQL"] == "browser"
    assert chosen["tests without a database"] == "not database and not browser"
    assert '-m "browser and smoke"' in script
