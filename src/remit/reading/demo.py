"""Whom can one be in a demonstration? Made-up people only, for the sign-in page that asks no password.

Nobody is signed in there yet, so there is no viewer; it answers with staff, never with a child.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.conf import settings

from remit.records.actions import Action
from remit.records.audit import AuditEvent
from remit.records.children import Allocation
from remit.records.meetings import AgendaItem, Meeting
from remit.records.people import Staff
from remit.records.viewers import load_viewer
from remit.rules.clock import london_day
from remit.rules.viewers import Post, Viewer


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to sign in as, and one line on what they do with Remit."""

    staff_id: int
    ref: str
    username: str
    name: str
    role: str
    does: str
    viewer: Viewer
    """As whom they will look."""


@dataclass(frozen=True, slots=True)
class _Part:
    role: str
    does: str
    plays: Callable[[Viewer], bool]


PARTS = (
    _Part("Coordinator", "chooses the cases, drafts the agenda, writes down what is said", lambda v: bool(v.coordinates)),
    _Part("Chair", "confirms the agenda, holds the meeting, approves the minutes", lambda v: bool(v.chairs) and not v.holds(Post.BROKERAGE)),
    _Part("Chair and brokerage", "keeps the action list, takes the chair in turn, closes the meeting", lambda v: bool(v.chairs) and v.holds(Post.BROKERAGE)),
    _Part("Member", "reads the agenda once it is issued, and speaks for their service", lambda v: bool(v.sits_on) and not v.runs),
    _Part("Brokerage", "loads the action list and keeps it up to date", lambda v: v.holds(Post.BROKERAGE) and not v.coordinates),
    _Part("Social worker", "sees the children allocated to them and what was decided", lambda v: v.works_with_children),
    _Part("Team manager", "sees the children of their team", lambda v: v.holds(Post.TEAM_MANAGER) and not v.sits_on),
    _Part("Service manager", "sees the children of their service", lambda v: v.holds(Post.SERVICE_MANAGER) and bool(v.teams) and not v.runs),
    _Part("Head of service", "sees the children of their services", lambda v: v.holds(Post.HEAD_OF_SERVICE)),
    _Part("Director", "sees all children of the authority", lambda v: v.holds(Post.DIRECTOR)),
    _Part("Quality assurance", "reads what was discussed at closed meetings", lambda v: v.holds(Post.QUALITY_ASSURANCE)),
    _Part("Information governance", "sees who looked at whom, without seeing whom", lambda v: v.holds(Post.INFORMATION_GOVERNANCE)),
    _Part("Data officer", "loads the council's returns, and says what is wrong in them", lambda v: v.holds(Post.DATA_OFFICER)),
    _Part("Administrator", "makes accounts, fills seats, adopts terms; sees no child", lambda v: v.holds(Post.ADMINISTRATOR)),
    _Part("Action holder from another service", "has been asked to do something for a child", lambda v: not (v.posts or v.sits_on or v.works_with_children)),
)  # fmt: skip


def demo_people(now: datetime) -> tuple[DemoPerson, ...]:
    """One person for each part there is to play, in the order of a week's work; nobody outside a demonstration."""
    made = AuditEvent.objects.filter(verb="authority.seeded").values_list("pk", "at").first()
    if not settings.DEMO or made is None:
        return ()
    return _cast(made, london_day(now))


@lru_cache(maxsize=8)
def _cast(made: tuple[int, datetime], day: date) -> tuple[DemoPerson, ...]:
    """Who plays what that day, worked out once a process: made-up people change their posts rarely."""
    return tuple(_played(day))


def _played(day: date) -> Iterator[DemoPerson]:
    staff = {
        row.pk: row for row in Staff.objects.filter(is_active=True, is_service_account=False).order_by("pk")
    }
    viewers = [viewer for pk in _best_first(list(staff), day) if (viewer := load_viewer(pk, on=day))]
    taken: set[int] = set()
    for part in PARTS:
        plays = next((one for one in viewers if one.staff_id not in taken and part.plays(one)), None)
        if plays is not None:
            taken.add(plays.staff_id)
            row = staff[plays.staff_id]
            yield DemoPerson(row.pk, row.ref, row.username, row.name, part.role, part.does, plays)


def _best_first(staff: list[int], day: date) -> list[int]:
    """Workers whose child is on the coming agenda first, then whoever leads an open action: there is more to see for them."""
    coming = (
        Meeting.objects.filter(date__gte=day).exclude(state=Meeting.State.CANCELLED).order_by("date").first()
    )
    if coming is None:
        return staff
    items = AgendaItem.objects.filter(meeting=coming).exclude(state=AgendaItem.State.WITHDRAWN)
    workers = set(
        Allocation.objects.on(day)
        .filter(person__in=items.values("subject"))
        .values_list("worker_id", flat=True)
    )
    leads = set(Action.objects.filter(state=Action.State.OPEN).values_list("lead_id", flat=True))
    return sorted(staff, key=lambda pk: (pk not in workers, pk not in leads))
