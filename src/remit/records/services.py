"""In which service does somebody work? The service their team belongs to on a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from remit.records.people import TeamMembership, Unit


def services_of(staff_ids: Collection[int], *, on: date) -> dict[int, str]:
    """The name of the service each works in; nobody without a team. Two queries, whatever their number."""
    memberships = TeamMembership.objects.on(on).filter(staff__in=staff_ids).order_by("since", "id")
    teams = dict(memberships.values_list("staff_id", "team_id"))
    units = {
        pk: (kind, name, parent)
        for pk, kind, name, parent in Unit.objects.values_list("pk", "kind", "name", "parent_id")
    }

    def service_above(unit: int) -> str:
        at: int | None = unit
        while at is not None:
            kind, name, parent = units[at]
            if kind == Unit.Kind.SERVICE:
                return str(name)
            at = parent
        return ""

    return {staff: name for staff, team in teams.items() if (name := service_above(team))}


def service_of(staff_id: int, *, on: date) -> str:
    """The service somebody works in; empty where they are in no team."""
    return services_of([staff_id], on=on).get(staff_id, "")
