"""Who is wanted for each case of a meeting: the child's worker, and whoever manages their team?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from remit.records.children import Allocation
from remit.records.meetings import AgendaItem
from remit.records.people import PostHolding
from remit.records.placements_list import EntryDetail
from remit.rules.viewers import Post

UNRATED = (9, 9)


class WantedFor(NamedTuple):
    """One case: who comes for it, as (account, name), and how urgent it is (the lower, the more)."""

    worker: tuple[int, str] | None
    manager: tuple[int, str] | None
    urgency: tuple[int, int]


def wanted_for(items: Collection[int], *, on: date) -> Mapping[int, WantedFor]:
    """By key of the item; three queries, however many there are."""
    rows = AgendaItem.objects.filter(pk__in=items, title="")
    cases = {pk: (subject, entry) for pk, subject, entry in rows.values_list("pk", "subject_id", "entry_id")}
    workers, teams = {}, {}
    held = Allocation.objects.on(on).filter(person__in=[subject for subject, _ in cases.values()])
    for person, team, worker, name in held.values_list("person_id", "team_id", "worker_id", "worker__name"):
        teams[person] = team
        if worker is not None:
            workers[person] = (worker, name)
    managers = _managers(set(teams.values()), on)
    listed = EntryDetail.objects.open().filter(entry__in=[entry for _, entry in cases.values()])
    urgency = {
        entry: (risk, soon)
        for entry, risk, soon in listed.values_list("entry_id", "risk_order", "urgency_order")
    }
    return {
        pk: WantedFor(workers.get(person), managers.get(teams.get(person, 0)), urgency.get(entry, UNRATED))
        for pk, (person, entry) in cases.items()
    }


def _managers(teams: Collection[int], on: date) -> Mapping[int, tuple[int, str]]:
    """Who manages each team; of several the one who has done so longest."""
    held = PostHolding.objects.on(on).filter(
        post=Post.TEAM_MANAGER.value, unit__in=list(teams), staff__is_active=True
    )
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for unit, staff, name in held.order_by("since", "pk").values_list("unit_id", "staff_id", "staff__name"):
        found[unit].append((staff, name))
    return {unit: people[0] for unit, people in found.items()}
