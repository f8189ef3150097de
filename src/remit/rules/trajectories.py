"""May this trajectory be changed so? Plain values in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from remit.rules.outcomes import NotAllowed, Refused
from remit.rules.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Plan:
    """What a trajectory says."""

    until_then: str
    step_down: str
    target_on: date | None = None


def why_not_plan(
    viewer: Viewer, *, works_with_child: bool, child_teams: Collection[int]
) -> NotAllowed | None:
    """Changing a child's trajectory: who works with the child, and managers above."""
    if works_with_child or viewer.teams.intersection(child_teams):
        return None
    return NotAllowed(
        "You cannot change this child’s trajectory.",
        remedy="Ask who works with the child, or the manager of their team.",
    )


def why_not_change_plan(plan: Plan, before: Plan | None, *, why: str) -> Refused | None:
    """Whether this can be the next version: it says something, it says something else, and why."""
    if not (plan.until_then or plan.step_down):
        return Refused(
            "A trajectory says something.",
            remedy="Write what would let the child move on.",
            field="step_down",
        )
    if plan == before:
        return Refused("Nothing has changed.", remedy="Change it, or go back.", field="step_down")
    if not why:
        return Refused("A change needs its reason.", remedy="Say in a sentence why it changes.", field="why")
    return None
