"""How is the made-up authority laid out: its areas, services and teams, and who works where as what?"""

from __future__ import annotations

from dataclasses import dataclass

from remit.rules.viewers import Post

AREAS = {
    "Localities": {
        "North locality": ("North assessment", "North support"),
        "South locality": ("South assessment", "South support"),
    },
    "Children looked after": {
        "Children in care": ("Children in care, east", "Children in care, west"),
        "Leaving care": ("Personal advisers", "Supported lodgings"),
    },
    "Commissioning and resources": {
        "Commissioning": ("Brokerage", "Contracts and quality"),
        "Fostering and sufficiency": ("TAC Duty", "Placement support"),
    },
}
TEAMS_WITH_CHILDREN = (
    "North assessment",
    "North support",
    "South assessment",
    "South support",
    "Children in care, east",
    "Children in care, west",
    "Personal advisers",
)


@dataclass(frozen=True, slots=True)
class Somebody:
    """One member of staff to be: a key to know them by here, and what they are."""

    key: str
    job: str
    team: str = ""
    post: Post | None = None
    over: str = ""
    """The unit their post is held over."""


def everybody() -> tuple[Somebody, ...]:
    """The staff of the authority, each with the post they hold."""
    return (*_leaders(), *_managers(), *_workers(), *_placements(), *_oversight())


def _leaders() -> tuple[Somebody, ...]:
    heads = tuple(
        Somebody(f"head {area}", "Head of service", "", Post.HEAD_OF_SERVICE, area) for area in AREAS
    )
    return (Somebody("director", "Director of children's services", "", Post.DIRECTOR), *heads)


def _managers() -> tuple[Somebody, ...]:
    services = {name: teams for area in AREAS.values() for name, teams in area.items()}
    over_services = tuple(
        Somebody(f"service {name}", f"Service manager, {name}", teams[0], Post.SERVICE_MANAGER, name)
        for name, teams in services.items()
    )
    over_teams = tuple(
        Somebody(f"team {team}", f"Team manager, {team}", team, Post.TEAM_MANAGER, team)
        for teams in services.values()
        for team in teams
    )
    return over_services + over_teams


def _workers() -> tuple[Somebody, ...]:
    return tuple(
        Somebody(
            f"worker {team} {number}",
            "Personal adviser" if team == "Personal advisers" else "Social worker",
            team,
        )
        for team in TEAMS_WITH_CHILDREN
        for number in (1, 2)
    )


def _placements() -> tuple[Somebody, ...]:
    return (
        Somebody("brokerage", "Senior commissioning officer, brokerage", "Brokerage", Post.BROKERAGE),
        Somebody("broker", "Brokerage officer", "Brokerage", Post.BROKERAGE),
        Somebody("coordinator", "Panel coordinator", "Contracts and quality"),
        Somebody("second coordinator", "Business support officer", "Contracts and quality"),
        Somebody("duty 1", "Duty officer", "TAC Duty"),
        Somebody("duty 2", "Duty officer", "TAC Duty"),
        Somebody("placements 2", "Placement support officer", "Placement support"),
    )


def _oversight() -> tuple[Somebody, ...]:
    return (
        Somebody("quality", "Quality assurance officer", "", Post.QUALITY_ASSURANCE),
        Somebody("governance", "Information governance officer", "", Post.INFORMATION_GOVERNANCE),
        Somebody("administrator", "Systems administrator", "", Post.ADMINISTRATOR),
        Somebody("holder", "Virtual school adviser"),
        Somebody("data", "Data officer", "", Post.DATA_OFFICER),
    )


SEATS: dict[str, tuple[str, ...]] = {
    "service-manager-commissioning": ("service Commissioning", "team Contracts and quality"),
    "brokerage": ("brokerage", "broker"),
    "fostering": ("service Fostering and sufficiency",),
    "placement-support": ("team Placement support", "placements 2"),
    "children-in-care": ("team Children in care, east", "team Children in care, west"),
    "coordinator": ("coordinator", "second coordinator"),
}
"""Holder of each seat of the Risk of Residential group, then the deputy."""

ROTATING: dict[str, tuple[str, ...]] = {
    "duty-officer": ("duty 1", "duty 2"),
    "locality": ("service North locality", "service South locality"),
}
"""Seats that change hands month by month."""
