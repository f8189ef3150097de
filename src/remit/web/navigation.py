"""Where can this person go from here? The items at the top of every page."""

from __future__ import annotations

from dataclasses import dataclass

from remit.rules.viewers import Viewer
from remit.web.addresses import address
from remit.web.routes import TABLE, open_to, roles

SECTIONS = (
    ("home", "Home", ("home", "actions")),
    ("forums", "Forums", ("forums", "selection", "agenda", "room", "closing", "minutes", "figures")),
    ("calendar", "Calendar", ("calendar",)),
    ("action_list", "Action list", ("action_list", "imports")),
    ("find_child", "Find a child", ("children", "record_fact", "take_back_fact")),
    ("cohorts", "Cohorts", ("cohorts", "contradictions", "unallocated")),
    ("compliance", "Compliance", ("compliance",)),
    ("data", "Data", ("data", "contradictions", "unallocated")),
    ("where", "Where does this go?", ("routing",)),
    ("governance", "Governance", ("governance",)),
    ("administration", "Administration", ("administration",)),
)
"""The name of the route each item leads to, its words, and the areas and routes in which it is the current one.

Where a page belongs to two, it is the first of those that the person may open: who loads data comes to what returns
contradict from Data, everybody else from the cohorts.
"""


@dataclass(frozen=True, slots=True)
class NavItem:
    """One item: its words, where it leads, and whether the page belongs to it."""

    text: str
    href: str
    here: bool
    """The very page the item leads to."""
    within: bool
    """Any page of the same section."""


def nav_items(viewer: Viewer, *, route_name: str | None) -> tuple[NavItem, ...]:
    """The sections this person may open, by the same table that guards them."""
    here = {route_name, TABLE[route_name].area} if route_name in TABLE else set()
    held = roles(viewer)
    theirs = [
        (name, words, areas)
        for name, words, areas in SECTIONS
        if name in TABLE and open_to(held, TABLE[name].access) and _is_theirs(name, viewer)
    ]
    current = next((name for name, _, areas in theirs if not here.isdisjoint(areas)), None)
    return tuple(
        NavItem(words, address(name), here=name == route_name, within=name == current)
        for name, words, _ in theirs
    )


def _is_theirs(name: str, viewer: Viewer) -> bool:
    """Who runs a forum has the action list only where that forum works from it."""
    return name != "action_list" or viewer.sees_action_list


POSTS_IN_WORDS = {
    "team_manager": "team manager",
    "service_manager": "service manager",
    "head_of_service": "head of service",
    "director": "director",
    "brokerage": "brokerage",
    "quality_assurance": "quality assurance",
    "information_governance": "information governance",
    "administrator": "administrator",
    "data_officer": "data officer",
}


def role_line(viewer: Viewer) -> str:
    """What this person is, in a few words, beside their name and on the sign-in page of a demonstration."""
    words = ["chair"] if viewer.chairs else []
    words += ["coordinator"] if viewer.coordinates else []
    words += ["member"] if viewer.sits_on and not viewer.runs else []
    words += [POSTS_IN_WORDS[post.value] for post in sorted(viewer.posts)]
    words += ["social worker"] if viewer.works_with_children and not viewer.posts else []
    return ", ".join(words) or "action holder"
