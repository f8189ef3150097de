"""Who is wanted at two meetings at once: the same people, or the same service where nobody holds its seat?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from remit.rules.deadlines import MeetingTime
from remit.rules.text import listed
from remit.terms.model import ForumTerms, Seat


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody who holds a seat of a forum, or deputises for it, from a day on and until (and without) another."""

    forum: str
    seat: str
    holds: bool
    """False: a deputy."""
    staff: int
    name: str
    since: date
    until: date | None = None

    def sits_on(self, day: date) -> bool:
        """Whether it is so on that day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Shared:
    """What two forums have in common on a day. True where there is anything."""

    people: tuple[tuple[str, int], ...] = ()
    """(name, account) of each, by name."""
    services: tuple[str, ...] = ()
    """Services with a seat on both, of which one at least has no holder."""

    def __bool__(self) -> bool:
        return bool(self.people or self.services)


def at_once(one: MeetingTime, other: MeetingTime) -> bool:
    """Whether two meetings overlap; where one ends as the other begins they do not."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def services(terms: ForumTerms) -> frozenset[str]:
    """The services that have a seat with a vote."""
    return frozenset(service for seat in terms.seats if seat.votes for service in seat.represents)


def shared_services(one: ForumTerms, other: ForumTerms) -> Shared:
    """What two forums have in common where nobody is known who sits on them."""
    return Shared(services=tuple(sorted(services(one) & services(other))))


def shared_on(day: date, one: ForumTerms, other: ForumTerms, sitters: Iterable[Sitter]) -> Shared:
    """What two forums have in common on a day, by who sits on them; by service only where a seat has no holder."""
    sitting = [sitter for sitter in sitters if sitter.sits_on(day)]
    here = {(sitter.name, sitter.staff) for sitter in sitting if sitter.forum == one.id}
    there = {(sitter.name, sitter.staff) for sitter in sitting if sitter.forum == other.id}
    held = {(sitter.forum, sitter.seat) for sitter in sitting if sitter.holds}
    uncertain = {
        service
        for ours in _voting(one)
        for theirs in _voting(other)
        if (one.id, ours.id) not in held or (other.id, theirs.id) not in held
        for service in set(ours.represents) & set(theirs.represents)
    }
    return Shared(tuple(sorted(here & there)), tuple(sorted(uncertain)))


def _voting(terms: ForumTerms) -> Collection[Seat]:
    return [seat for seat in terms.seats if seat.votes]


def shared_in_words(shared: Shared) -> str:
    """Ada and Ben sit on both, and both have seats for Housing."""
    names = [name for name, _ in shared.people]
    said = [f"{listed(names)} {'sits' if len(names) == 1 else 'sit'} on both"] if names else []
    said += [f"both have seats for {listed(shared.services)}"] if shared.services else []
    return ", and ".join(said)
