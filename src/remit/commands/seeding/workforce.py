"""Who works with the many children of a large authority? Services of teams of social workers, made in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from remit.commands.seeding.families import family_name, given_name
from remit.commands.seeding.people import username_of
from remit.commands.seeding.told import SOURCE
from remit.records.bulk import insert
from remit.records.children import Allocation
from remit.records.people import PostHolding, Staff, TeamMembership, Unit
from remit.rules.clock import london_day
from remit.rules.names import folded
from remit.rules.viewers import Post

AREA = "Children looked after"
CHILDREN_A_WORKER = 16
WORKERS_A_TEAM = 7
TEAMS_A_SERVICE = 6
FIRST_FAMILY = 200_000
"""Staff bear names of families that have no children here."""
_ROWS_AT_ONCE = 2_000


@dataclass(frozen=True)
class Workforce:
    """Workers with the team of each, by key."""

    workers: Sequence[tuple[int, int]]

    def worker(self, number: int) -> tuple[int, int]:
        """Who works with the child or family of a number, and in which team."""
        return self.workers[number % len(self.workers)]


def make_workforce(children: int, *, above: int, now: datetime) -> Workforce:
    """As many teams as so many children need, below the area of that key."""
    wanted = max(1, -(-children // (CHILDREN_A_WORKER * WORKERS_A_TEAM)))
    services = _units(Unit.Kind.SERVICE, "Care service", -(-wanted // TEAMS_A_SERVICE), [above])
    teams = _units(Unit.Kind.TEAM, "Care team", wanted, [service.pk for service in services])
    day = london_day(now)
    managers = _staff(0, len(services), "Service manager")
    _hold(managers, Post.SERVICE_MANAGER, services, day, now)
    leads = _staff(len(services), len(teams), "Team manager")
    _hold(leads, Post.TEAM_MANAGER, teams, day, now)
    workers = _staff(len(services) + len(teams), len(teams) * WORKERS_A_TEAM, "Social worker")
    placed = [(worker, teams[at // WORKERS_A_TEAM]) for at, worker in enumerate(workers)]
    TeamMembership.objects.bulk_create(
        (
            TeamMembership(staff=one, team=team, since=day, recorded_at=now, source=SOURCE)
            for one, team in (*placed, *zip(leads, teams, strict=True))
        ),
        batch_size=_ROWS_AT_ONCE,
    )
    return Workforce([(worker.pk, team.pk) for worker, team in placed])


def allocate_all(allocations: Sequence[tuple[int, int, int, date]], *, now: datetime) -> None:
    """Allocate children to workers in their teams: each (child, worker, team, since)."""
    columns = ("person_id", "worker_id", "team_id", "since", "recorded_at", "source")
    insert(Allocation, columns, ((*one, now, SOURCE) for one in allocations))


def _units(kind: Unit.Kind, name: str, count: int, above: Sequence[int]) -> list[Unit]:
    each = -(-count // len(above))
    return Unit.objects.bulk_create(
        Unit(
            kind=kind,
            name=f"{name} {number + 1}",
            name_folded=folded(f"{name} {number + 1}"),
            parent_id=above[number // each],
        )
        for number in range(count)
    )


def _staff(start: int, count: int, job: str) -> list[Staff]:
    made = []
    for number in range(start, start + count):
        given, family = given_name(number, 0), family_name(FIRST_FAMILY + number)
        username = username_of(given, family)
        made.append(
            Staff(
                username=username,
                name=f"{given} {family}",
                name_folded=folded(f"{given} {family}"),
                email=f"{username}@council.example",
                job_title=job,
                password="!",
            )
        )
    return Staff.objects.bulk_create(made, batch_size=_ROWS_AT_ONCE)


def _hold(staff: Sequence[Staff], post: Post, units: Sequence[Unit], day: date, now: datetime) -> None:
    PostHolding.objects.bulk_create(
        (
            PostHolding(staff=one, post=post.value, unit=unit, since=day, recorded_at=now, source=SOURCE)
            for one, unit in zip(staff, units, strict=True)
        ),
        batch_size=_ROWS_AT_ONCE,
    )
