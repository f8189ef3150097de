"""Who may see what of a child? One table, each row with its reason; the default is nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from remit.rules.outcomes import Finding
from remit.rules.viewers import Post, Viewer
from remit.terms.model import ForumTerms

MEMBERS_LOOK_BACK = timedelta(days=28)
"""A member sees a meeting's items from the issue of its agenda until so long after it closed, where its terms say nothing else."""


LEFT_LIST_LOOK_BACK = timedelta(days=28)
"""Who keeps the action list sees a child until so long after the child left it: endings are checked, and corrected."""


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
    cancelled: bool = False
    members_until: datetime | None = None
    """Until when members see it, once it is closed and where its terms say so."""


@dataclass(frozen=True, slots=True)
class ChildFacts:
    """What access depends on, for one child, now."""

    on_action_list: bool = False
    """On the placements action list, or off it for less than `LEFT_LIST_LOOK_BACK`."""
    in_cohorts: frozenset[tuple[str, str]] = frozenset()
    """The cohorts that some forum may follow, and the part of each, in which the child is today."""
    allocated_to: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()
    """Teams the child is allocated to."""
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
    """Whether members see this meeting's items: from issue until so long after close; never of one that was cancelled.

    Days of 24 hours are meant, so that clocks that change do not move the end.
    """
    if sitting.cancelled or sitting.issued_at is None or sitting.issued_at > now:
        return False
    if sitting.closed_at is None:
        return True
    return now.astimezone(UTC) < (sitting.members_until or look_back_ends(sitting.closed_at))


def look_back_ends(closed_at: datetime, terms: ForumTerms | None = None) -> datetime:
    """The instant from which members no longer see a meeting that closed then, under these terms."""
    said = terms.looking_back if terms else None
    return closed_at.astimezone(UTC) + (said.members.fixed if said else MEMBERS_LOOK_BACK)


def look_back_began(now: datetime) -> datetime:
    """Of meetings closed after this instant, members still see the items now."""
    return now.astimezone(UTC) - MEMBERS_LOOK_BACK


def grants(viewer: Viewer, facts: ChildFacts, *, now: datetime) -> Iterator[Grant]:
    """Every reason this person has to see this child, leaving restriction aside."""
    if viewer.staff_id in facts.allocated_to:
        yield Grant("allocated to you", frozenset(Part))
    if facts.teams & viewer.teams:
        yield Grant("in a team you are responsible for", frozenset(Part))
    if viewer.holds(Post.DIRECTOR):
        yield Grant("a child of the authority", EVERYTHING_BUT_ADDRESS)
    yield from _grants_by_cohort(viewer, facts)
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


def _grants_by_cohort(viewer: Viewer, facts: ChildFacts) -> Iterator[Grant]:
    """The reasons that follow from the action list and the other cohorts."""
    if facts.on_action_list and viewer.runs_from_list:
        yield Grant("on the action list your forum works from", EVERYTHING_BUT_ADDRESS)
    if facts.in_cohorts & viewer.follows:
        yield Grant("in a cohort your forum follows", EVERYTHING_BUT_ADDRESS)
    if facts.on_action_list and viewer.holds(Post.BROKERAGE):
        yield Grant("on the action list", frozenset({Part.IDENTITY, Part.ENTRY}))


def reads_by_child(viewer: Viewer, facts: ChildFacts) -> bool:
    """Whether this person reads what every forum decided: who works with the child, managers above, the director."""
    return (
        viewer.staff_id in facts.allocated_to
        or bool(facts.teams & viewer.teams)
        or viewer.holds(Post.DIRECTOR)
    )


def reads_by_forum(
    viewer: Viewer, facts: ChildFacts, forum: str, closed_at: datetime | None, *, now: datetime
) -> bool:
    """Whether this person reads what was said at that meeting of that forum, as who runs it, sits on it, or checks it.

    A member reads the forum's earlier discussions of a child who stands on an agenda of it that they may see now.
    """
    if forum in viewer.runs or (viewer.holds(Post.QUALITY_ASSURANCE) and closed_at is not None):
        return True
    return any(
        sitting.forum == forum and _sits_at(viewer, sitting) and open_to_member(sitting, now=now)
        for sitting in facts.sittings
    )


def may_read(
    viewer: Viewer, facts: ChildFacts, forum: str, closed_at: datetime | None, *, now: datetime
) -> bool:
    """Whether this person may see what that meeting decided about the child. By the child: once it is closed."""
    if facts.restricted_to is not None and viewer.staff_id not in facts.restricted_to:
        return False
    by_child = reads_by_child(viewer, facts) and closed_at is not None
    return by_child or reads_by_forum(viewer, facts, forum, closed_at, now=now)


def _sits_at(viewer: Viewer, sitting: Sitting) -> bool:
    return sitting.forum in viewer.sits_on or viewer.staff_id in sitting.invited


def parts_seen(viewer: Viewer, facts: ChildFacts, *, now: datetime) -> frozenset[Part]:
    """Which parts of this child this person may see; empty where none. `may_read` says of which forums."""
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
