"""Who works with a child, and who of them may see the record: to whom falls what is owed for a child."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from remit.records.children import Allocation, Person, Restriction
from remit.records.people import PostHolding
from remit.rules.viewers import Post


def workers(subjects: Collection[int], today: date) -> Mapping[int, dict[str, int]]:
    """The social worker of each child, and the managers of the child's team and service.

    While nobody is named for a worker who left, the team's manager stands for them.
    """
    found: dict[int, dict[str, int]] = defaultdict(dict)
    posts = PostHolding.objects.on(today).filter(
        post__in=(Post.TEAM_MANAGER.value, Post.SERVICE_MANAGER.value), staff__is_active=True
    )
    managers = {
        (unit, post): staff
        for unit, post, staff in posts.order_by("-since", "-pk").values_list("unit_id", "post", "staff_id")
    }
    allocated = Allocation.objects.on(today).filter(person__in=subjects)
    for person, worker, active, team, service in allocated.values_list(
        "person_id", "worker_id", "worker__is_active", "team_id", "team__parent_id"
    ):
        manager = managers.get((team, Post.TEAM_MANAGER.value))
        named = {
            "social_worker": worker if active else manager,
            "team_manager": manager,
            "service_manager": managers.get((service, Post.SERVICE_MANAGER.value)),
        }
        found[person] = {role: staff for role, staff in named.items() if staff is not None}
    return found


def named_alone(
    subjects: Collection[int], today: date, *, restricted: Collection[int] | None = None
) -> dict[int, frozenset[int]]:
    """The only people who may see each of these whose record is restricted; one query where none is, two where some are.

    `restricted`: which of them are, where that is known, which spares the first.
    """
    if restricted is None:
        rows_of = Person.objects.filter(pk__in=subjects, restricted=True)
        restricted = list(rows_of.values_list("pk", flat=True))
    found: dict[int, set[int]] = {pk: set() for pk in restricted}
    if found:
        rows = Restriction.objects.on(today).filter(person__in=list(found))
        for person, staff in rows.values_list("person_id", "staff_id"):
            found[person].add(staff)
    return {person: frozenset(staff) for person, staff in found.items()}


def standing_in(named: Mapping[int, frozenset[int]], today: date) -> dict[int, int]:
    """For each restricted record: who answers for it in the place of somebody who may not see it.

    The child's worker, else the managers above, whoever is named first; nobody where none of them is named.
    """
    found: dict[int, int] = {}
    if not named:
        return found
    for person, theirs in workers(list(named), today).items():
        in_turn = (theirs.get(role) for role in ("social_worker", "team_manager", "service_manager"))
        staff = next((one for one in in_turn if one in named[person]), None)
        if staff is not None:
            found[person] = staff
    return found
