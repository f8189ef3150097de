"""Making the people of the authority: units, staff with their posts and teams, by the verbs an administrator has."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from remit.casework.people import give_post, join_team, make_account, make_unit
from remit.commands.seeding.layout import AREAS, Somebody, everybody
from remit.commands.seeding.names import UNUSUAL, Names
from remit.reading.viewers import viewer_for, viewer_named
from remit.rules.clock import london_day
from remit.rules.names import folded
from remit.rules.viewers import Post, Viewer

UNUSUAL_STAFF = {
    "team Children in care, west": UNUSUAL[6],
    "broker": UNUSUAL[5],
    "worker South support 1": UNUSUAL[7],
    "data": ("Perdita", "Quillonby"),
}


@dataclass
class People:
    """Who is there, by the keys of the layout."""

    staff: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    teams: dict[str, str] = field(default_factory=dict)
    """The team each key works in, by name."""

    _viewers: dict[tuple[int, date], Viewer] = field(default_factory=dict)

    def viewer(self, key: str, now: datetime) -> Viewer:
        """That person, with what they hold at that moment."""
        return self.viewer_of(self.staff[key], now)

    def viewer_of(self, staff_id: int, now: datetime) -> Viewer:
        """The same, by the key of the account; worked out once a day."""
        known = (staff_id, london_day(now))
        if known not in self._viewers:
            viewer = viewer_for(staff_id, now=now)
            assert viewer is not None
            self._viewers[known] = viewer
        return self._viewers[known]

    def forget_viewers(self) -> None:
        """Work out anew what people hold: after seats were filled."""
        self._viewers.clear()

    def workers_of(self, team: str) -> list[str]:
        """Keys of the social workers and advisers of a team."""
        return [key for key in self.staff if key.startswith(f"worker {team} ")]


def make_people(names: Names, now: datetime) -> People:
    """Everybody, from an empty record: the service account makes the administrator, who makes the others."""
    people = People()
    everyone = everybody()
    administrator = next(person for person in everyone if person.post is Post.ADMINISTRATOR)
    _make(people, administrator, names, viewer_named("data-officer", now=now), now)
    actor = people.viewer(administrator.key, now)
    _make_units(people, actor, now)
    for person in everyone:
        if person is not administrator:
            _make(people, person, names, actor, now)
    return people


def _make_units(people: People, actor: Viewer, now: datetime) -> None:
    for area, services in AREAS.items():
        people.units[area] = make_unit(kind="area", name=area, actor=actor, now=now)
        for service, teams in services.items():
            above = people.units[area]
            people.units[service] = make_unit(
                kind="service", name=service, parent_id=above, actor=actor, now=now
            )
            for team in teams:
                above = people.units[service]
                people.units[team] = make_unit(kind="team", name=team, parent_id=above, actor=actor, now=now)


def _make(people: People, person: Somebody, names: Names, actor: Viewer, now: datetime) -> None:
    given, family = UNUSUAL_STAFF.get(person.key) or names.next()
    username = username_of(given, family)
    made = make_account(
        username=username,
        name=f"{given} {family}",
        email=f"{username}@council.example",
        job_title=person.job,
        must_change_password=False,
        actor=actor,
        now=now,
    )
    people.staff[person.key], people.names[person.key] = made, f"{given} {family}"
    day = london_day(now)
    if person.post is not None:
        unit = people.units[person.over] if person.over else None
        give_post(staff_id=made, post=person.post, unit_id=unit, since=day, actor=actor, now=now)
    if person.team:
        people.teams[person.key] = person.team
        join_team(staff_id=made, team_id=people.units[person.team], since=day, actor=actor, now=now)


def username_of(given: str, family: str) -> str:
    """A user name out of a name: small plain letters with a full stop between."""
    return ".".join(re.sub(r"[^a-z-]", "", folded(part)) for part in (given, family))
