"""Who holds what, by names, and how are many holdings changed at once? A fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from remit.records.children import Allocation
from remit.records.forums import Forum, SeatHolding
from remit.records.key_lists import in_parts
from remit.records.people import PostHolding, Staff, TeamMembership, Unit
from remit.records.periods import Period
from remit.rules.holdings import HeldRow, Holding, HoldingChange, Names

TABLES: Mapping[str, type[Any]] = {
    "team": TeamMembership,
    "post": PostHolding,
    "seat": SeatHolding,
    "allocation": Allocation,
}
ROWS_AT_ONCE = 2_000


def teams_held(on: date) -> dict[str, list[HeldRow]]:
    """Places in teams from that day on, by user name."""
    found: dict[str, list[HeldRow]] = defaultdict(list)
    for row in _from(TeamMembership, on).select_related("staff", "team"):
        found[row.staff.username].append(_row(row, ("team", row.staff.username, row.team.name)))
    return found


def posts_held(on: date) -> dict[str, list[HeldRow]]:
    """Posts from that day on, by user name."""
    found: dict[str, list[HeldRow]] = defaultdict(list)
    for row in _from(PostHolding, on).select_related("staff", "unit"):
        unit = (row.unit.kind, row.unit.name) if row.unit else ("", "")
        found[row.staff.username].append(_row(row, ("post", row.staff.username, row.post, *unit)))
    return found


def seats_held(on: date) -> dict[tuple[str, str], list[HeldRow]]:
    """Seats from that day on, by forum and seat."""
    found: dict[tuple[str, str], list[HeldRow]] = defaultdict(list)
    for row in _from(SeatHolding, on).select_related("staff", "forum"):
        what = ("seat", row.forum.slug, row.seat, row.staff.username, row.capacity)
        found[row.forum.slug, row.seat].append(_row(row, what))
    return found


def allocations_held(persons: Collection[int] | None = None) -> dict[int, list[HeldRow]]:
    """The allocations of these children (default: of all) known now, by child."""
    found: dict[int, list[HeldRow]] = defaultdict(list)
    rows = Allocation.objects.known().order_by("since", "pk")
    if persons is not None:
        rows = rows.filter(person__in=persons)
    for pk, person, worker, team, since, until, source, provisional in rows.values_list(
        "pk", "person_id", "worker__username", "team__name", "since", "until", "source", "provisional"
    ):
        what = allocation_named(person, worker or "", team)
        found[person].append(HeldRow(pk, Holding(what, since, until), source, provisional))
    return found


def allocation_named(person: int, worker: str, team: str) -> Names:
    """What an allocation is known by: child, user name of the worker (empty: none named), team."""
    return "allocation", str(person), worker, team


def _from(table: type[Any], on: date) -> Any:
    return table.objects.known().filter(Q(until__isnull=True) | Q(until__gt=on)).order_by("since", "pk")


def _row(row: Period, what: Names) -> HeldRow:
    return HeldRow(row.pk, Holding(what, row.since, row.until), row.source)


@dataclass(frozen=True, slots=True)
class _Keys:
    """The keys behind the names."""

    staff: Mapping[str, int]
    units: Mapping[tuple[str, str], int]
    forums: Mapping[str, int]

    def fields(self, what: Names) -> dict[str, object]:
        kind, *names = what
        if kind == "team":
            return {"staff_id": self.staff[names[0]], "team_id": self.units["team", names[1]]}
        if kind == "post":
            unit = self.units[names[2], names[3]] if names[2] else None
            return {"staff_id": self.staff[names[0]], "post": names[1], "unit_id": unit}
        if kind == "seat":
            return {
                "forum_id": self.forums[names[0]],
                "seat": names[1],
                "staff_id": self.staff[names[2]],
                "capacity": names[3],
            }
        worker = self.staff[names[1]] if names[1] else None
        return {"person_id": int(names[0]), "worker_id": worker, "team_id": self.units["team", names[2]]}


def write_holdings(changes: Iterable[HoldingChange], *, now: datetime, source: str) -> dict[str, list[int]]:
    """Carry out these changes; answers with the keys of what was superseded, by kind."""
    superseded: dict[str, list[int]] = defaultdict(list)
    wanted: dict[str, list[Holding]] = defaultdict(list)
    for change in changes:
        if change.before is not None:
            superseded[change.before.holding.what[0]].append(change.before.pk)
        if change.after is not None:
            wanted[change.after.what[0]].append(change.after)
    for kind, pks in superseded.items():
        supersede(kind, pks, now=now)
    keys = _keys()
    for kind, holdings in wanted.items():
        table = TABLES[kind]
        table.objects.bulk_create(
            (
                table(
                    since=one.since, until=one.until, recorded_at=now, source=source, **keys.fields(one.what)
                )
                for one in holdings
            ),
            batch_size=ROWS_AT_ONCE,
        )
    return dict(superseded)


def supersede(kind: str, pks: Sequence[int], *, now: datetime) -> None:
    """Let these holdings hold no longer as known from now on."""
    for part in in_parts(sorted(pks)):
        TABLES[kind].objects.filter(pk__in=part).update(superseded_at=now)


def _keys() -> _Keys:
    return _Keys(
        staff=dict(Staff.objects.values_list("username", "pk")),
        units={(kind, name): pk for kind, name, pk in Unit.objects.values_list("kind", "name", "pk")},
        forums=dict(Forum.objects.values_list("slug", "pk")),
    )


@dataclass(frozen=True, slots=True)
class HoldingsBack:
    """Whose holdings of a kind were taken back: by the keys of people, of children, or of a seat and who is in it."""

    fresh: frozenset[Any]
    """Who had none before, and has none again."""
    again: frozenset[Any]
    """Who has again what they had before."""
    left: frozenset[Any]
    """Whose were superseded since, and were left."""


WHOSE: Mapping[str, tuple[str, ...]] = {
    "team": ("staff_id",),
    "post": ("staff_id",),
    "seat": ("forum_id", "seat", "staff_id"),
    "allocation": ("person_id",),
}
"""Of each kind, what tells whose a holding is: last of all who must not have moved since for it to be taken back."""


def take_back(
    source: str, superseded: Mapping[str, Collection[int]], *, now: datetime
) -> dict[str, HoldingsBack]:
    """Put back what an import of that source superseded, and supersede what it recorded. Answers with whose, by kind.

    Holdings of somebody, of a seat or of a child of which the import's row was superseded since are left.
    """
    done = {}
    for kind, table in TABLES.items():
        *_, about = whose = WHOSE[kind]
        loaded = table.objects.filter(source=source)
        ours = list(loaded.values_list("pk", "superseded_at", *whose))
        moved = {row[about] for row in loaded.no_longer_told()}
        stands = [pk for pk, at, *key in ours if at is None and key[-1] not in moved]
        supersede(kind, stands, now=now)
        before = table.objects.filter(pk__in=list(superseded.get(kind, ())))
        back = [row.again(now=now) for row in before if getattr(row, about) not in moved]
        table.objects.bulk_create(back, batch_size=ROWS_AT_ONCE)
        again = frozenset(tuple(getattr(row, name) for name in whose) for row in back)
        keys = frozenset(tuple(key) for _, _, *key in ours)
        left = frozenset(key for key in keys if key[-1] in moved)
        done[kind] = HoldingsBack(keys - left - again, again, left)
    return done
