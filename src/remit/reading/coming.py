"""Who comes to a meeting by what they answered, who sends whom, and is it a quorum? Before it is opened."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from remit.records.coming import AskedRow, asked_to
from remit.records.forums import SeatHolding
from remit.records.meetings import Meeting
from remit.rules.answering import Reply, wish
from remit.rules.clock import instant
from remit.rules.quoracy import Stay, quoracy
from remit.terms.model import ForumTerms

COMES = ("attending", "another_time")


@dataclass(frozen=True, slots=True)
class PersonComing:
    """Somebody asked for a seat: the answer in the words of `rules.invitation_words.ANSWERED`, empty where there is none."""

    name: str
    deputy: bool
    reply: str
    sends: str
    """Name of the substitute; empty where there is none."""
    sits_already: bool
    """Whether the substitute sits there in a seat of their own: one person counts once."""
    wish: str
    """From when, until when they can come."""


@dataclass(frozen=True, slots=True)
class SeatComing:
    """A seat with whoever was asked for it."""

    name: str
    clause: str
    votes: bool
    people: tuple[PersonComing, ...]


@dataclass(frozen=True, slots=True)
class Coming:
    """Who comes, as far as they have answered."""

    seats: tuple[SeatComing, ...]
    of_cases: tuple[tuple[str, int], ...]
    """Of those asked for the time of a case: how many gave each answer; "" for none."""
    answered: bool
    """Whether anybody has answered for the whole meeting."""
    quorate: bool
    quorum: str
    clause: str


def coming_to(meeting: Meeting, terms: ForumTerms) -> Coming | None:
    """Two queries; None where nobody was invited."""
    asked = asked_to(meeting.pk)
    if not asked:
        return None
    held = SeatHolding.objects.on(meeting.date).filter(forum=meeting.forum_id, staff__is_active=True)
    rows = held.order_by("-capacity", "pk").values_list("seat", "staff_id", "staff__name", "capacity")
    return _coming(meeting, terms, asked, [(*row,) for row in rows])


Holding = tuple[str, int, str, str]


def _coming(
    meeting: Meeting, terms: ForumTerms, asked: Sequence[AskedRow], held: Sequence[Holding]
) -> Coming:
    whole = {row.staff: row for row in asked if row.item is None}
    sits = {staff for _, staff, _, _ in held}
    by_seat: dict[str, list[PersonComing]] = defaultdict(list)
    for seat, staff, name, capacity in held:
        row = whole.get(staff)
        if row is not None or capacity == SeatHolding.Capacity.HOLDER:
            by_seat[seat].append(_person(name, capacity, row, sits))
    found = quoracy(terms, list(_stays(meeting, whole, held)), at=meeting.starts_at, foreseen=True)
    cases = Counter(row.reply or "" for row in asked if row.item is not None)
    return Coming(
        seats=tuple(
            SeatComing(seat.name, seat.clause, seat.votes, tuple(by_seat[seat.id])) for seat in terms.seats
        ),
        of_cases=tuple(sorted(cases.items())),
        answered=any(row.reply for row in whole.values()),
        quorate=found.finding.met,
        quorum=found.finding.because,
        clause=found.finding.clause or "",
    )


def _person(name: str, capacity: str, row: AskedRow | None, sits: Collection[int]) -> PersonComing:
    return PersonComing(
        name=name,
        deputy=capacity == SeatHolding.Capacity.DEPUTY,
        reply=(row.reply or "") if row else "",
        sends=(row.substitute_name or "") if row else "",
        sits_already=row is not None and row.substitute in sits,
        wish=wish(Reply("another_time", None, row.can_from, row.can_until)) if row else "",
    )


def _stays(meeting: Meeting, whole: Mapping[int, AskedRow], held: Iterable[Holding]) -> Iterable[Stay]:
    """Who would be in the room from when, by the answers; who sends somebody has them in the same seat."""
    for seat, staff, _, capacity in held:
        row = whole.get(staff)
        if row is None:
            continue
        if row.reply in COMES:
            yield Stay(str(staff), frozenset({seat}), _since(meeting, row), capacity=capacity)
        elif row.substitute is not None and not _declines(whole.get(row.substitute)):
            yield Stay(str(row.substitute), frozenset({seat}), meeting.starts_at, capacity="substitute")


def _declines(row: AskedRow | None) -> bool:
    return row is not None and row.reply == "apologies"


def _since(meeting: Meeting, row: AskedRow) -> datetime:
    return instant(meeting.date, row.can_from) if row.can_from else meeting.starts_at


def still_silent(terms: ForumTerms, answered: Mapping[str, int], found: Coming | None) -> tuple[str, ...]:
    """The names of the seats nobody has answered for: not on the attendance, where apologies stand, nor to the invitation."""
    come = {
        seat.name: sum(one.reply in COMES and not one.deputy for one in seat.people)
        for seat in (found.seats if found else ())
    }
    return tuple(
        seat.name
        for seat in terms.seats
        if seat.votes and answered.get(seat.id, 0) + come.get(seat.name, 0) < seat.holders
    )
