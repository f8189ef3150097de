"""Who may see what of a child? One table, each row with its reason; the default is nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from remit.rules.outcomes import Finding
from remit.rules.viewers import Post, Viewer

MEMBERS_LOOK_BACK = timedelta(days=28)
"""A member sees a meeting's items from the issue of its agenda until so long after it closed."""


class Part(StrEnum):
    """What there is to see of a child."""

    IDENTITY = "identity"
    ENTRY = "entry"
    """The entry on the placements action list."""
    DISCUSSIONS = "discussions"
    """What forums said: considerations, discussion, alternatives."""
    OUTCOMES = "outcomes"
    """Outcomes, actions and extracts."""
    ADDRESS = "address"
    """A protected address."""


EVERYTHING_BUT_ADDRESS = frozenset(Part) - {Part.ADDRESS}


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting with this child on its agenda."""

    forum: str
    issued_at: datetime | None
    closed_at: datetime | None
    invited: frozenset[int] = frozenset()
    """Staff who sit in or substitute at this very meeting."""


@dataclass(frozen=True, slots=True)
class ChildFacts:
    """What access depends on, for one child, now."""

    on_action_list: bool = False
    allocated_to: frozenset[int] = frozenset()
    team: int | None = None
    sittings: tuple[Sitting, ...] = ()
    open_action_leads: frozenset[int] = frozenset()
    restricted_to: frozenset[int] | None = field(default=None)
    """The only people who may see a restricted record; None where it is not restricted."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One reason why somebody may see parts of a child."""

    because: str
    parts: frozenset[Part]


def open_to_member(sitting: Sitting, *, now: datetime) -> bool:
    """Whether members see this meeting's items: from issue until 28 days after close."""
    if sitting.issued_at is None or sitting.issued_at > now:
        return False
    return sitting.closed_at is None or now < sitting.closed_at + MEMBERS_LOOK_BACK


def grants(viewer: Viewer, facts: ChildFacts, *, now: datetime) -> Iterator[Grant]:
    """Every reason this person has to see this child, leaving restriction aside."""
    if viewer.staff_id in facts.allocated_to:
        yield Grant("allocated to you", frozenset(Part))
    if facts.team is not None and facts.team in viewer.teams:
        yield Grant("in a team you are responsible for", frozenset(Part))
    if viewer.holds(Post.DIRECTOR):
        yield Grant("a child of the authority", EVERYTHING_BUT_ADDRESS)
    if facts.on_action_list and viewer.runs and viewer.sees_action_list:
        yield Grant("on the action list your forum works from", EVERYTHING_BUT_ADDRESS)
    if facts.on_action_list and viewer.holds(Post.BROKERAGE):
        yield Grant("on the action list", frozenset({Part.IDENTITY, Part.ENTRY}))
    if any(sitting.forum in viewer.runs for sitting in facts.sittings):
        yield Grant("on an agenda of a forum you run", EVERYTHING_BUT_ADDRESS)
    if any(_sits_at(viewer, sitting) and open_to_member(sitting, now=now) for sitting in facts.sittings):
        yield Grant("on the agenda of a meeting you sit at", EVERYTHING_BUT_ADDRESS)
    if viewer.holds(Post.QUALITY_ASSURANCE) and any(sitting.closed_at for sitting in facts.sittings):
        yield Grant(
            "discussed at a closed meeting", frozenset({Part.IDENTITY, Part.DISCUSSIONS, Part.OUTCOMES})
        )
    if viewer.staff_id in facts.open_action_leads:
        yield Grant("you hold an action", frozenset({Part.IDENTITY}))


def _sits_at(viewer: Viewer, sitting: Sitting) -> bool:
    return sitting.forum in viewer.sits_on or viewer.staff_id in sitting.invited


def parts_seen(viewer: Viewer, facts: ChildFacts, *, now: datetime) -> frozenset[Part]:
    """Which parts of this child this person may see; empty where none."""
    if facts.restricted_to is not None and viewer.staff_id not in facts.restricted_to:
        return frozenset()
    return frozenset(part for grant in grants(viewer, facts, now=now) for part in grant.parts)


def may_see(viewer: Viewer, facts: ChildFacts, *, now: datetime) -> Finding:
    """Whether this person may see that this child is here, and because of what."""
    if facts.restricted_to is not None and viewer.staff_id not in facts.restricted_to:
        return Finding(None, met=False, because="the record is restricted to named people")
    first = next(grants(viewer, facts, now=now), None)
    if first is None:
        return Finding(None, met=False, because="nothing connects you with this child")
    return Finding(None, met=True, because=first.because)
