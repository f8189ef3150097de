"""Whom do a forum's terms invite to a meeting, to what, and as what? Nothing of it names a child."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from remit.rules.text import listed
from remit.terms.model import ForumTerms, Invitation

WORKERS_WORDS = {
    "social_worker": "social worker of a case",
    "team_manager": "manager of the team of a case",
    "service_manager": "service manager of a case",
    "personal_adviser": "personal adviser of a case",
    "head_of_service": "head of service of a case",
}
OF_THE_FORUM = ("chair", "members", "coordinator")


@dataclass(frozen=True, slots=True)
class Case:
    """A case that waits on the agenda. `working`: who works with the child, and as what."""

    item: int
    child: int
    section: str
    starts_at: datetime | None
    ends_at: datetime | None
    working: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class InvitingFacts:
    """What invitations to one meeting depend on. `seats`: who sits, in which seats; `instead`: whom the person invited
    (to an item, or None) sends."""

    starts_at: datetime
    ends_at: datetime
    seats: Mapping[int, tuple[str, ...]]
    cases: tuple[Case, ...]
    instead: Mapping[tuple[int, int | None], int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody is to be invited: to the meeting, or (with `item`) to the time of a case."""

    staff: int
    item: int | None
    term: str
    clause: str
    role: str
    starts_at: datetime
    ends_at: datetime
    child: int | None = None
    in_place_of: int | None = None


Key = tuple[int, int | None]
"""Who, and to which case; None for the whole meeting."""


def wanted(terms: ForumTerms, begun: Collection[str], facts: InvitingFacts) -> dict[Key, Wanted]:
    """Everybody to be invited, once each. `begun`: the invitations (by id) that go by now.

    Whoever comes to the whole meeting is not invited to a part of it as well. A substitute comes in somebody's place.
    """
    found: dict[Key, Wanted] = {}
    for term in sorted((one for one in terms.invitations if one.id in begun), key=lambda one: one.of):
        for one in _of(term, terms, facts):
            if (one.staff, None) not in found:
                found.setdefault((one.staff, one.item), one)
    for key, one in list(found.items()):
        if (substitute := facts.instead.get(key)) is not None:
            _stand_in(found, one, substitute)
    return found


def _stand_in(found: dict[Key, Wanted], one: Wanted, substitute: int) -> None:
    """Whoever sits there anyway, the chair for instance, is told on their own invitation for whom they stand in too."""
    place = f"substitute for: {one.role}"
    for key in ((substitute, None), (substitute, one.item)):
        if key in found:
            found[key] = replace(found[key], role=f"{found[key].role}; {place}")
            return
    found[substitute, one.item] = replace(one, staff=substitute, role=place, in_place_of=one.staff)


def _of(term: Invitation, terms: ForumTerms, facts: InvitingFacts) -> Iterator[Wanted]:
    for staff, seats in facts.seats.items():
        named = [seat for seat in terms.seats if seat.id in seats]
        if any(role == "members" or role == seat.role for role in term.to for seat in named):
            yield Wanted(
                staff,
                None,
                term.id,
                term.clause,
                listed([seat.name for seat in named]),
                facts.starts_at,
                facts.ends_at,
            )
    for case in facts.cases:
        if term.sections and case.section not in term.sections:
            continue
        for staff, role in case.working.items():
            if role in term.workers and (one := _for_case(term, case, staff, role, facts)):
                yield one


def _for_case(term: Invitation, case: Case, staff: int, role: str, facts: InvitingFacts) -> Wanted | None:
    words = WORKERS_WORDS[role]
    if term.of == "meeting":
        return Wanted(staff, None, term.id, term.clause, words, facts.starts_at, facts.ends_at)
    if case.starts_at is None or case.ends_at is None:
        return None
    return Wanted(
        staff, case.item, term.id, term.clause, words, case.starts_at, case.ends_at, child=case.child
    )


def goes_by_now(term: Invitation, acts: Collection[str], *, starts_at: datetime, now: datetime) -> bool:
    """Whether an invitation goes by now: the act it follows is done, or the meeting is near enough."""
    if term.sent_when is not None:
        return term.sent_when in acts
    assert term.ahead is not None
    return starts_at - term.ahead.fixed <= now


def term_of(terms: ForumTerms, term_id: str) -> Invitation | None:
    """The invitation of that id."""
    return next((one for one in terms.invitations if one.id == term_id), None)
