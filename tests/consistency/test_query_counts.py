"""Does a page ask the database as often for sixty rows as for three? For each main page, as each role that opens it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from remit.records.children import Allocation
from remit.rules.viewers import Post
from tests.casework.weeks import a_week
from tests.factories import a_child, a_team, allocate, an_entry, staff

MOST = 30
"""Statements of a page, session and look included."""


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


ABOUT_MEETING = ("meeting", "selection", "agenda")
PAGES = {
    "home": "coordinator chair member brokerage social_worker team_manager service_manager head_of_service director "
    "quality_assurance information_governance administrator",
    "action_list": "coordinator chair brokerage",
    "selection": "coordinator chair",
    "agenda": "coordinator chair",
    "meeting": "coordinator chair",
    "find_child": "coordinator chair brokerage social_worker team_manager service_manager head_of_service director",
    "governance": "information_governance",
}
GRID = [(page, role.replace("_", " ")) for page, roles in PAGES.items() for role in roles.split()]


@pytest.fixture
def council(db) -> Council:
    return Council()


@pytest.mark.parametrize("page, role", GRID)
def test_a_page_asks_as_often_for_sixty_rows_as_for_three(page, role, council, signed_in):
    client = signed_in(council.people[role])
    parts = {"forum": "ror", "date": council.week.meeting.date.isoformat()} if page in ABOUT_MEETING else {}
    address = reverse(page, kwargs=parts)

    def statements(rows: int) -> list[str]:
        council.grow_to(rows)
        assert client.get(address).status_code == 200
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        return [query["sql"] for query in asked.captured_queries]

    few, many = statements(3), statements(60)
    assert len(many) == len(few), "\n".join(sorted(sql[:200] for sql in set(many) - set(few)))
    assert len(many) <= MOST
