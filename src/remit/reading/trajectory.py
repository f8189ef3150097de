"""What is planned for a child's way out of residential care, and what was planned before?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from remit.reading import looks
from remit.reading.children import name_of, seen
from remit.records.trajectories import Trajectory
from remit.rules.outcomes import refuse_if
from remit.rules.trajectories import why_not_plan
from remit.rules.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Version:
    """One version."""

    version: int
    on: date
    until_then: str
    step_down: str
    target_on: date | None
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class Planning:
    """A child's trajectory, to be changed: its versions, the latest first; none where nothing was planned yet."""

    name: str
    versions: tuple[Version, ...]

    @property
    def holds(self) -> Version | None:
        return self.versions[0] if self.versions else None


def planning(viewer: Viewer, *, child_ref: str, now: datetime) -> Planning:
    """The trajectory of a child of this viewer's. Refuses: no such child for this viewer; not theirs to plan."""
    person, facts, _, _ = seen(viewer, child_ref, now)
    works = viewer.staff_id in facts.allocated_to
    refuse_if(why_not_plan(viewer, works_with_child=works, child_teams=facts.teams))
    looks.shown(looks.OPENED, [person.pk])
    rows = Trajectory.objects.filter(person=person.pk).select_related("by").order_by("-version")
    return Planning(
        name_of(person),
        tuple(
            Version(row.version, row.on, row.until_then, row.step_down, row.target_on, row.why, row.by.name)
            for row in rows
        ),
    )
