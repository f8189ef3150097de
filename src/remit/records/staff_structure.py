"""The staff structure of a day, for asking who stands above whom. Three queries."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from remit.records.people import PostHolding, TeamMembership, Unit
from remit.rules.above import OF_A_UNIT, Structure
from remit.rules.viewers import Post

POSTS = (*(post.value for post in OF_A_UNIT.values()), Post.DIRECTOR.value)


def staff_structure(on: date) -> Structure:
    """Units, managers and who works in which team on that day. A post held twice is the later holder's."""
    units = {pk: (kind, parent) for pk, kind, parent in Unit.objects.values_list("pk", "kind", "parent_id")}
    posts = PostHolding.objects.on(on).filter(post__in=POSTS, staff__is_active=True)
    in_charge: dict[int, int] = {}
    manages: dict[int, list[int]] = defaultdict(list)
    directors: list[int] = []
    for staff, post, unit in posts.order_by("since", "pk").values_list("staff_id", "post", "unit_id"):
        if post == Post.DIRECTOR.value:
            directors.append(staff)
        elif unit in units and OF_A_UNIT[units[unit][0]].value == post:
            in_charge[unit] = staff
            manages[staff].append(unit)
    works_in: dict[int, list[int]] = defaultdict(list)
    rows = TeamMembership.objects.on(on).order_by("since", "pk")
    for staff, team in rows.values_list("staff_id", "team_id"):
        works_in[staff].append(team)
    above = {unit: parent for unit, (_, parent) in units.items()}
    return Structure(above, in_charge, manages, works_in, tuple(directors[-1:]))
