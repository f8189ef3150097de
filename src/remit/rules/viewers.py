"""Who is looking or acting, as the rules need to know them?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SERVICE_ACCOUNT = "data-officer"
"""The account of whoever runs the commands: it loads returns, lists cohorts and messages, and cannot sign in to the pages."""


class Post(StrEnum):
    """A post a member of staff holds, apart from seats of a forum and cases allocated to them."""

    TEAM_MANAGER = "team_manager"
    SERVICE_MANAGER = "service_manager"
    HEAD_OF_SERVICE = "head_of_service"
    DIRECTOR = "director"
    BROKERAGE = "brokerage"
    QUALITY_ASSURANCE = "quality_assurance"
    INFORMATION_GOVERNANCE = "information_governance"
    ADMINISTRATOR = "administrator"
    DATA_OFFICER = "data_officer"


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person, with what they hold on the day they look. Built by `reading.viewers`."""

    staff_id: int
    username: str
    name: str
    posts: frozenset[Post] = frozenset()
    coordinates: frozenset[str] = frozenset()
    """Forums (their ids) this person coordinates, as holder or deputy."""
    chairs: frozenset[str] = frozenset()
    """Forums in which this person sits in the chair's seat, or in one that takes the chair's place."""
    sits_on: frozenset[str] = frozenset()
    """Forums in which this person holds or deputises for any seat, chair included."""
    seats: frozenset[tuple[str, str]] = frozenset()
    """(forum, seat) pairs held or deputised for."""
    teams: frozenset[int] = frozenset()
    """Teams whose children this person is responsible for as a manager at any level."""
    heads_teams: frozenset[int] = frozenset()
    """Those of them that stand below this person as head of service, not as another manager."""
    sees_action_list: bool = False
    """Brokerage, or coordinates or chairs a forum whose cohort is the placements action list."""
    runs_from_list: bool = False
    """Coordinates or chairs a forum whose cohort is the placements action list: brokerage alone does not."""
    follows: frozenset[tuple[str, str]] = frozenset()
    """Of the cohorts the product computes, those (and the parts of them) of forums this person coordinates or chairs."""
    works_with_children: bool = False
    """Has children allocated today."""

    def holds(self, post: Post) -> bool:
        """Whether this person holds the post today."""
        return post in self.posts

    @property
    def runs(self) -> frozenset[str]:
        """Forums this person coordinates or chairs: they prepare, hold and close the meetings."""
        return self.coordinates | self.chairs
