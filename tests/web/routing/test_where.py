"""The page "Where does this go?", as somebody sees it in the browser."""

from datetime import date, datetime, timedelta

import pytest

from remit.reading.routing import forget_routes
from remit.records.meetings import Meeting
from remit.rules.viewers import Post
from remit.terms.routes_file import routes_of
from tests.factories.forums import a_forum
from tests.factories.meetings import a_meeting
from tests.factories.people import a_team, staff

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2026-01-08T16:00:00+00:00")


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def worker(signed_in):
    return signed_in(staff(posts=[(Post.TEAM_MANAGER, a_team())]))


def page(client, status=200, **answers):
    answer = client.get("/where", answers)
    assert answer.status_code == status
    return answer.content.decode()


def test_it_asks_only_what_is_proposed_at_first(worker):
    shown = page(worker)
    assert "Where does this go?" in shown
    assert 'name="kind"' in shown
    assert 'name="funding"' not in shown


@pytest.mark.clause("MARP-1")
def test_it_shows_where_it_goes_and_asks_what_would_change_that(worker):
    a_forum("marp", seats=False)
    shown = page(worker, kind="residential-placement")
    assert "Multi-Agency Resource Panel" in shown
    assert "Depends on answers below" in shown
    assert 'name="funding"' in shown
    assert 'name="within_proceedings"' not in shown
    settled = page(
        worker,
        kind="residential-placement",
        funding=["social care", "health"],
        needs=["health"],
        emergency="no",
    )
    assert "Depends on answers below" not in settled
    assert "Tuesday 3 February 2026, 2pm" in settled
    assert "Tuesday 20 January 2026, 4pm" in settled


def test_only_forums_that_are_on_are_named(worker):
    shown = page(worker, kind="residential-placement")
    assert "None of your forums hears this" in shown


def test_a_meeting_counts_where_it_was_moved_to_and_a_cancelled_one_not_at_all(worker):
    forum = a_forum("pf1", seats=False)
    monday = datetime.fromisoformat("2026-01-12T09:00:00+00:00")
    moved = {"date": monday.date(), "starts_at": monday, "ends_at": monday + timedelta(hours=1)}
    a_meeting(forum, date(2026, 1, 9), **moved)
    a_meeting(forum, date(2026, 1, 16), state=Meeting.State.CANCELLED)
    assert "12 January 2026" in page(worker, kind="search", emergency="yes")
    assert "23 January 2026" in page(worker, kind="search", emergency="no")


def test_what_cannot_be_stands_beside_its_field(worker):
    a_forum("pf1", seats=False)
    shown = page(worker, 422, kind="admission", age="minus one")
    assert "Age must be a whole number" in shown
    answers = {"presented_on-day": "9", "presented_on-month": "1", "presented_on-year": "2026"}
    assert "has not come yet" in page(worker, 422, kind="homeless-16-17", **answers)
    assert "There is a problem" in page(worker, 422, kind="")


def test_it_takes_few_queries_however_many_forums(worker, django_assert_max_num_queries):
    for forum in ("ror", "marp", "pf1", "pf2", "rrg"):
        a_forum(forum, seats=False)
    page(worker, kind="residential-placement")
    with django_assert_max_num_queries(12):
        page(worker, kind="residential-placement")


def test_an_administrator_has_no_use_for_it(signed_in):
    assert signed_in(staff(posts=[Post.ADMINISTRATOR])).get("/where").status_code == 403


OWN_ROUTES = """
external:
  house-board: {name: House board, asked_by: pf1}
order: [house-board, pf1]
routes:
  - {id: to-the-board, when: {kind: search}, to: house-board, why: The board looks at each search., clauses: [PF1-1]}
  - {id: search, removed: true}
"""


@pytest.fixture
def own_folder(tmp_path, settings):
    settings.TERMS_DIR = tmp_path
    return tmp_path / "routes.yaml"


SHIPPED = (
    "ror",
    "rap",
    "marp",
    "sign-off",
    "pf1",
    "pf2",
    "ofsted",
    "pf3",
    "pct-pre",
    "pct-court",
    "ppm",
    "rrg",
    "clp",
)


def test_an_authoritys_own_routes_are_obeyed(worker, own_folder):
    a_forum("pf1", seats=False)
    assert "Searches for a placement are reviewed" in page(worker, kind="search")
    every = ", ".join((*SHIPPED, "section-20-review"))
    own_folder.write_text(OWN_ROUTES.replace("[house-board, pf1]", f"[house-board, {every}]"))
    forget_routes()

    shown = page(worker, kind="search")

    assert "1. House board" in shown
    assert "Outside the forums" in shown
    assert "Searches for a placement are reviewed" not in shown


def test_routes_that_cannot_be_read_say_what_to_do(worker, own_folder):
    own_folder.write_text("order: [nowhere]")
    forget_routes()
    shown = page(worker, 422)
    assert "The routes of this authority cannot be read." in shown
    assert "remit terms check" in shown


def test_it_stands_in_the_navigation_of_who_may_open_it(worker, signed_in):
    link = 'href="/where"'
    assert link in worker.get("/").content.decode()
    assert link not in signed_in(staff(posts=[Post.ADMINISTRATOR])).get("/").content.decode()


def test_each_choice_of_what_is_proposed_is_a_full_phrase(worker):
    shown = page(worker)
    assert "A young person of 16 or 17 is homeless" in shown
    assert "Homeless 16 17" not in shown
    assert set(routes_of(None).facts["kind"].of) == set(routes_of(None).facts["kind"].says)


def test_a_dead_end_names_the_forums_there_are(worker):
    a_forum("pf1", seats=False)
    shown = page(worker, kind="pre-proceedings")
    assert "None of your forums hears this" in shown
    assert "Your authority’s forums are" in shown
    assert 'href="/forums"' in shown


def test_where_the_terms_set_no_time_it_is_said(worker):
    a_forum("ror", seats=False)
    assert "No time is set" in page(worker, kind="residential-placement")
