"""Does a page ask the database as often for sixty rows as for three? For each main page, as each role that opens it."""

import os

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from remit.records.children import Allocation
from remit.rules.viewers import Post
from remit.web import urls as urls  # which fills the table of routes
from remit.web.routes import TABLE
from tests.casework.lists import a_list, load
from tests.casework.many_cases import grown_to
from tests.casework.rooms import a_room
from tests.casework.weeks import a_week
from tests.factories import a_child, a_team, allocate, an_entry, staff, viewer_of
from tests.web.imports.pages import held

pytestmark = pytest.mark.long

MOST = (
    12 if "postgres" in os.environ.get("REMIT_DATABASE_URL", "") else 13
)  # SQLite writes a look by two statements
"""Statements of a page, session and look included."""
OF_THE_TEST = ("SAVEPOINT", "RELEASE SAVEPOINT")
"""A test is in a transaction already; elsewhere these begin and end one, which no page waits for twice."""


class Council:
    """A forum with one meeting, whose rows are added as a test wants them."""

    def __init__(self) -> None:
        self.week = a_week()
        self.team = a_team()
        self.worker = staff()
        self.rows = 0
        self.people = {
            "coordinator": self.week.coordinating,
            "chair": self.week.chairing,
            "member": self.week.sitting,
            "brokerage": staff(posts=[Post.BROKERAGE]),
            "social worker": self.worker,
            "team manager": staff(posts=[(Post.TEAM_MANAGER, self.team)]),
            "service manager": staff(posts=[(Post.SERVICE_MANAGER, self.team.parent)]),
            "head of service": staff(posts=[(Post.HEAD_OF_SERVICE, self.team.parent.parent)]),
            "director": staff(posts=[Post.DIRECTOR]),
            "quality assurance": staff(posts=[Post.QUALITY_ASSURANCE]),
            "information governance": staff(posts=[Post.INFORMATION_GOVERNANCE]),
            "administrator": staff(posts=[Post.ADMINISTRATOR]),
        }

    def grow_to(self, rows: int) -> None:
        """So many children of the team on the list, each chosen for the meeting."""
        entries = []
        for number in range(self.rows, rows):
            child = a_child()
            allocate(child, self.worker, self.team)
            entries.append(an_entry(child, risk=("high", "medium")[number % 2]))
        self.week.choose(*entries)
        self.rows = rows
        assert Allocation.objects.filter(team=self.team).count() == rows


ABOUT_MEETING = ("meeting", "selection", "agenda", "letter")
PAGES = {
    "home": "coordinator chair member brokerage social_worker team_manager service_manager head_of_service director "
    "quality_assurance information_governance administrator",
    "action_list": "coordinator chair brokerage",
    "selection": "coordinator chair",
    "agenda": "coordinator chair",
    "meeting": "coordinator chair",
    "letter": "coordinator chair",
    "messages": "coordinator chair administrator",
    "find_child": "coordinator chair brokerage social_worker team_manager service_manager head_of_service director",
    "governance": "information_governance",
}
GRID = [(page, role.replace("_", " ")) for page, roles in PAGES.items() for role in roles.split()]


@pytest.fixture
def council(db) -> Council:
    return Council()


@pytest.mark.parametrize("page, role", GRID)
def test_a_page_asks_as_often_for_sixty_rows_as_for_three(page, role, council, signed_in):
    parts = {"forum": "ror", "date": council.week.meeting.date.isoformat()} if page in ABOUT_MEETING else {}
    parts |= {"letter": "focus-case-mail"} if page == "letter" else {}
    address = reverse(page, kwargs=parts)
    asks_as_often(signed_in(council.people[role]), address, council.grow_to, MOST)


HELD = {
    ("room_item", "open"): "coordinator chair member",
    ("room_section", "open"): "coordinator chair member",
    ("room_attendance", "open"): "coordinator chair member",
    ("comments", "open"): "coordinator chair member",
    ("sheet", "open"): "coordinator chair member",
    ("readiness", "open"): "coordinator chair",
    ("closing", "open"): "coordinator chair",
    ("agenda", "open"): "coordinator chair member",
    ("agenda_times", "open"): "coordinator chair",
    ("case", "open"): "coordinator chair member brokerage",
    ("room_item", "closed"): "coordinator chair member",
    ("agenda", "closed"): "coordinator chair member quality_assurance",
    ("minutes", "closed"): "coordinator chair member quality_assurance",
    ("register", "closed"): "coordinator chair",
    ("meeting", "closed"): "coordinator chair member quality_assurance",
    ("forum", "closed"): "coordinator chair member",
    ("forums", "closed"): "coordinator chair member",
    ("case", "closed"): "coordinator chair member brokerage",
    ("home", "closed"): "coordinator chair member",
}
"""Pages of a meeting that is held, or over: of whom each is."""
HELD_GRID = [(*of, role.replace("_", " ")) for of, roles in HELD.items() for role in roles.split()]


@pytest.mark.parametrize("page, phase, role", HELD_GRID)
def test_a_page_of_a_meeting_asks_as_often_for_sixty_cases_as_for_three(page, phase, role, db, signed_in):
    the_room = a_room(cases=1, others=1).open()
    if phase == "closed":
        the_room.settle()
        the_room.close()
        the_room.approve()
    week = the_room.week
    people = {
        "coordinator": week.coordinating,
        "chair": week.chairing,
        "member": week.sitting,
        "brokerage": staff(posts=[Post.BROKERAGE]),
        "quality assurance": staff(posts=[Post.QUALITY_ASSURANCE]),
    }
    item = the_room(0)
    known = {
        "forum": "ror",
        "date": the_room.meeting.date.isoformat(),
        "item": item.ref,
        "section": "focus" if page == "agenda_times" else "other",
        "child": item.subject.ref,
    }
    names = [part.split(":")[-1].split(">")[0] for part in TABLE[page].path.split("<")[1:]]
    address = reverse(page, kwargs={name: known[name] for name in names})
    client = signed_in(people[role])
    asks_as_often(client, address, lambda rows: grown_to(the_room, rows), MOST)


def test_the_preview_of_a_list_asks_as_often_for_sixty_rows_as_for_three(council, signed_in):
    """Of a file in which every child has another rating than on record, or is new and joins an agenda."""
    coordinator = council.people["coordinator"]
    client = signed_in(coordinator)

    def preview_of(rows: int) -> str:
        known, new = range(1000, 1000 + rows), range(2000, 2000 + rows)
        load(a_list(*(f"0{child},KV,Low,Today,1," for child in known)), viewer_of(coordinator))
        return held(client, a_list(*(f"0{child},KV,High,Today,1," for child in (*known, *new))))

    council.week.finish()
    few, many = (statements(client, preview_of(rows)) for rows in (3, 60))

    assert len(many) == len(few), "\n".join(sorted(sql[:200] for sql in set(many) - set(few)))
    assert len(many) <= MOST


def asks_as_often(client, address: str, grow_to, most: int) -> None:
    """Fails where the page asks otherwise for sixty rows than for three, or more often than it may."""
    asked = []
    for rows in (3, 60):
        grow_to(rows)
        asked.append(statements(client, address))
    few, many = asked
    assert len(many) == len(few), "\n".join(sorted(sql[:200] for sql in set(many) - set(few)))
    assert len(many) <= most, f"{len(many)} asked:\n" + "\n".join(sql[:200] for sql in many)


def statements(client, address: str) -> list[str]:
    """What the page asks once it has been asked for."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in asked.captured_queries if not query["sql"].startswith(OF_THE_TEST)]
