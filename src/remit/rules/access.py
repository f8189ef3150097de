"""Who may see what of a child? One table, each row with its reason; the default is nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
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
SAT_THERE = "on the agenda of a meeting you sat at"
WHAT_WAS_SAID = frozenset({Part.IDENTITY, Part.DISCUSSIONS, Part.OUTCOMES})
"""What is left of a closed meeting for who sat there, or checks it.

What the list said of a child when the meeting opened lay before everybody in the room, and is part of what was said
there: it goes with the discussions. What the list says today is `Part.ENTRY`, and is not theirs.
"""


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
    on: date | None = None
    """The day it was held or is to be held."""


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
    yield from _grants_by_seat(viewer, facts, now)
    if viewer.holds(Post.QUALITY_ASSURANCE) and any(sitting.closed_at for sitting in facts.sittings):
        yield Grant("discussed at a closed meeting", WHAT_WAS_SAID)
    if viewer.staff_id in facts.open_action_leads:
        yield Grant("you hold an action", frozenset({Part.IDENTITY}))


def _grants_by_seat(viewer: Viewer, facts: ChildFacts, now: datetime) -> Iterator[Grant]:
    """The reason of who sits at a meeting; afterwards, of who sat there and holds no seat of the forum any more."""
    sittings = [sitting for sitting in facts.sittings if open_to_member(sitting, now=now)]
    if any(_sits_at(viewer, sitting) for sitting in sittings):
        yield Grant("on the agenda of a meeting you sit at", EVERYTHING_BUT_ADDRESS)
    if any(_sat_at(viewer, sitting) for sitting in sittings):
        yield Grant(SAT_THERE, WHAT_WAS_SAID)


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


@dataclass(frozen=True, slots=True)
class Said:
    """The meeting at which something was said of a child."""

    forum: str
    closed_at: datetime | None
    on: date
    """The day of the meeting."""


def reads_by_forum(viewer: Viewer, facts: ChildFacts, said: Said, *, now: datetime) -> bool:
    """Whether this person reads what was said at that meeting of that forum, as who runs it, sits on it, or checks it.

    A member reads the forum's earlier discussions of a child who stands on an agenda of it that they may see now. Who
    holds no seat, or none any more, reads them up to the meetings at which they sat, and nothing that came after.
    """
    if said.forum in viewer.runs or (viewer.holds(Post.QUALITY_ASSURANCE) and said.closed_at is not None):
        return True
    return any(
        said.forum in viewer.sits_on or (sitting.on is not None and said.on <= sitting.on)
        for sitting in _open_of(viewer, facts, said.forum, now)
    )


def hears_until(viewer: Viewer, facts: ChildFacts, forum: str, *, now: datetime) -> datetime | None:
    """What was reported after this time is not for who sat at meetings of this forum and does so no more; None: no limit."""
    if _stays(viewer, forum) or reads_by_child(viewer, facts):
        return None
    sat = list(_open_of(viewer, facts, forum, now))
    ends = [sitting.closed_at for sitting in sat if sitting.closed_at is not None]
    return max(ends) if sat and len(ends) == len(sat) else None


def page_ends(viewer: Viewer, forum: str, closed_at: datetime | None) -> datetime | None:
    """What became known after this time stands on no page of this meeting for this viewer; None: no limit.

    Who sat there and has no seat of the forum reads the pages of a closed meeting as they were when it closed: whether
    actions were reported on, moved or finished since, what the list says now, and who works with the child now are not
    theirs. Whoever hears more because of the child or of an action of their own hears it there, not here.
    """
    return None if _stays(viewer, forum) else closed_at


def _stays(viewer: Viewer, forum: str) -> bool:
    return forum in viewer.runs or forum in viewer.sits_on or viewer.holds(Post.QUALITY_ASSURANCE)


def knows_until(viewer: Viewer, facts: ChildFacts, *, now: datetime) -> date | None:
    """The last day of which somebody knows who works with the child, who sees it for having sat at meetings; None: no limit."""
    given = [grant for grant in grants(viewer, facts, now=now) if grant.parts - {Part.IDENTITY}]
    if not given or any(grant.because != SAT_THERE for grant in given):
        return None
    sat = (one for one in facts.sittings if _sat_at(viewer, one) and open_to_member(one, now=now))
    return max((one.on for one in sat if one.on is not None), default=None)


def _open_of(viewer: Viewer, facts: ChildFacts, forum: str, now: datetime) -> Iterator[Sitting]:
    """The meetings of this forum, with the child on the agenda, that this viewer sees as who sits or sat there."""
    for sitting in facts.sittings:
        there = _sits_at(viewer, sitting) or _sat_at(viewer, sitting)
        if sitting.forum == forum and there and open_to_member(sitting, now=now):
            yield sitting


def may_read(viewer: Viewer, facts: ChildFacts, said: Said, *, now: datetime) -> bool:
    """Whether this person may see what that meeting decided about the child. By the child: once it is closed."""
    if facts.restricted_to is not None and viewer.staff_id not in facts.restricted_to:
        return False
    by_child = reads_by_child(viewer, facts) and said.closed_at is not None
    return by_child or reads_by_forum(viewer, facts, said, now=now)


def _sits_at(viewer: Viewer, sitting: Sitting) -> bool:
    """In a seat of the forum, or at this very meeting while it is not closed."""
    here = viewer.staff_id in sitting.invited and sitting.closed_at is None
    return sitting.forum in viewer.sits_on or here


def _sat_at(viewer: Viewer, sitting: Sitting) -> bool:
    """At this very meeting, which is closed, without a seat of the forum now."""
    here = viewer.staff_id in sitting.invited and sitting.closed_at is not None
    return here and sitting.forum not in viewer.sits_on


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
