"""Who answers for what somebody owes who has left? The manager of the team they were in last."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from remit.records.people import PostHolding, Staff, TeamMembership
from remit.rules.viewers import Post


def successors(staff_ids: Collection[int], *, on: date) -> dict[int, int]:
    """The manager for each of these who has left; nobody else. One query where all are here, three where not."""
    gone = list(Staff.objects.filter(pk__in=staff_ids, is_active=False).values_list("pk", flat=True))
    if not gone:
        return {}
    last = TeamMembership.objects.known().filter(staff__in=gone).order_by("since", "pk")
    teams = dict(last.values_list("staff_id", "team_id"))
    posts = PostHolding.objects.on(on).filter(
        post=Post.TEAM_MANAGER.value, unit__in=set(teams.values()), staff__is_active=True
    )
    managers = dict(posts.order_by("-since", "-pk").values_list("unit_id", "staff_id"))
    return {staff: managers[team] for staff, team in teams.items() if team in managers}
