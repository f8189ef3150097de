"""Do the people in the room make the forum quorate? One person fills one seat, so people are matched to seats."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from remit.rules.outcomes import Finding, Refused
from remit.rules.text import counted, listed
from remit.terms.model import ForumTerms, Seat


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody in the room for a time, in one of the seats they may fill. `until` is not part of it; None: to the end."""

    person: str
    """An account, or the name of a substitute without one: whatever tells two people apart."""
    seats: frozenset[str]
    since: datetime
    until: datetime | None = None
    capacity: str = "holder"
    """Holder, deputy or substitute of the seats. An observer, or somebody there for one case, fills none."""


@dataclass(frozen=True, slots=True)
class Quoracy:
    """Whether it is quorate, whether its want stops the forum or is a warning, and which seats are empty."""

    finding: Finding
    stops: bool
    empty: tuple[str, ...]


FILLS_A_SEAT = frozenset({"holder", "deputy", "substitute"})


def present_at(stays: Collection[Stay], moment: datetime) -> Mapping[str, frozenset[str]]:
    """Who is in the room at that moment, with the seats each may fill."""
    there: dict[str, frozenset[str]] = {}
    for stay in stays:
        inside = stay.since <= moment and (stay.until is None or moment < stay.until)
        if inside and stay.capacity in FILLS_A_SEAT:
            there[stay.person] = there.get(stay.person, frozenset()) | stay.seats
    return there


def largest_matching(seats: Sequence[str], people: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """The most seats that can be filled at once, seat -> person; a seat stands in `seats` as often as it has holders.

    Keys of the answer are "seat" for the first of its kind, "seat#1", "seat#2" for more. Earlier seats are filled first.
    """
    filled: dict[str, str] = {}
    for seat in _numbered(seats):
        _fill(seat, people, filled, set())
    return filled


def _numbered(seats: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    names = []
    for seat in seats:
        names.append(f"{seat}#{seen[seat]}" if seat in seen else seat)
        seen[seat] = seen.get(seat, 0) + 1
    return names


def _fill(seat: str, people: Mapping[str, frozenset[str]], filled: dict[str, str], tried: set[str]) -> bool:
    """Fill a seat, moving people who already sit to another of their seats where that makes room."""
    sits = {person: taken for taken, person in filled.items()}
    for person, may in people.items():
        if person in tried or seat.split("#")[0] not in may:
            continue
        tried.add(person)
        if person not in sits or _fill(sits[person], people, filled, tried):
            filled[seat] = person
            return True
    return False


def quoracy(terms: ForumTerms, stays: Collection[Stay], *, at: datetime, foreseen: bool = False) -> Quoracy:
    """Whether the forum is quorate at that moment, under its terms; without a word in them a chair or deputy is enough.

    `foreseen`: the stays are what people answered before the meeting, and the words say who comes, not who is present.
    """
    is_there, are_there = ("comes", "come") if foreseen else ("is present", "are present")
    people = present_at(stays, at)
    wanted = [seat.id for seat in _order(terms) for _ in range(seat.holders)]
    filled = largest_matching(wanted, people)
    sitting = {seat.split("#")[0] for seat in filled}
    quorum = terms.quorum
    shortfalls: list[tuple[str, bool]] = []
    if not any(seat in sitting for seat in _chairing(terms)):
        shortfalls.append((f"neither the chair nor a deputy {is_there}", quorum.chair == "stop"))
    empty = tuple(seat for seat in quorum.seats if seat not in sitting)
    if empty:
        names = listed([terms.seat(seat).name for seat in empty])
        shortfalls.append((f"nobody {is_there} for {names}", quorum.short == "stop"))
    if len(people) < quorum.people:
        there = "who come" if foreseen else "present"
        words = f"{counted(len(people), 'person', 'people')} {there} of the {quorum.people} needed"
        shortfalls.append((words, quorum.short == "stop"))
    because = (
        "; ".join(words for words, _ in shortfalls)
        or f"the chair or a deputy and all who are needed {are_there}"
    )
    finding = Finding(
        quorum.clause or _clause_of_chairs(terms),
        met=not shortfalls,
        because=because[:1].upper() + because[1:],
    )
    return Quoracy(finding, any(stops for _, stops in shortfalls), empty)


def may_stop(terms: ForumTerms) -> bool:
    """Whether there is anything in the quorum of these terms that stops a forum, and does not only warn."""
    return "stop" in (terms.quorum.chair, terms.quorum.short)


def why_not_settle(found: Quoracy) -> Refused | None:
    """Settling a case where the terms stop a forum that is not quorate. Putting it off settles nothing, and is not asked."""
    if found.finding.met or not found.stops:
        return None
    return Refused(
        f"The forum is not quorate: {found.finding.because[:1].lower()}{found.finding.because[1:]}.",
        remedy="Record who is here, or who stands in for them; otherwise put the case off to the next meeting.",
        clause=found.finding.clause,
    )


def _clause_of_chairs(terms: ForumTerms) -> str | None:
    """By which clause somebody chairs: where no clause sets a quorum, its want is that nobody does."""
    return next((seat.clause for seat in terms.seats if seat.role in ("chair", "deputy")), None)


def _chairing(terms: ForumTerms) -> tuple[str, ...]:
    return tuple(seat.id for seat in terms.seats if seat.role in ("chair", "deputy"))


def _order(terms: ForumTerms) -> list[Seat]:
    """Seats as they are filled: what the quorum names first, then who chairs, then the rest; coordinators do not count."""
    named = {seat: number for number, seat in enumerate(terms.quorum.seats)}
    voting = [seat for seat in terms.seats if seat.votes]
    return sorted(voting, key=lambda seat: (named.get(seat.id, len(named)), seat.role == "member"))
