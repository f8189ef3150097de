"""How does it read who comes to a meeting, by what they answered?"""

from __future__ import annotations

from dataclasses import dataclass

from remit.reading.coming import Coming, PersonComing
from remit.rules.invitation_words import ANSWERED
from remit.rules.text import listed

COLOURS = {
    "attending": "green",
    "substitute": "turquoise",
    "apologies": "red",
    "another_time": "yellow",
    "unsure": "yellow",
    "": "grey",
}
NOT_ANSWERED = "No answer yet"


@dataclass(frozen=True, slots=True)
class SeatView:
    """A seat with its people: name, answer, colour of its tag, and what else is to be said."""

    name: str
    people: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ComingView:
    """Who comes, ready to be shown."""

    seats: tuple[SeatView, ...]
    of_cases: str
    answered: bool
    quorate: bool
    quorum: str
    clause: str


def present_coming(found: Coming | None) -> ComingView | None:
    """Who comes; None where nobody was invited."""
    if found is None:
        return None
    cases = [f"{count} {_words(reply).lower()}" for reply, count in found.of_cases]
    return ComingView(
        seats=tuple(SeatView(seat.name, tuple(map(_person, seat.people))) for seat in found.seats),
        of_cases=listed(cases),
        answered=found.answered,
        quorate=found.quorate,
        quorum=found.quorum,
        clause=found.clause,
    )


def _words(reply: str) -> str:
    return ANSWERED[reply] if reply else NOT_ANSWERED


def _person(one: PersonComing) -> tuple[str, str, str, str]:
    name = f"{one.name} (deputy)" if one.deputy else one.name
    more = one.wish
    if one.sends:
        also = ", who sits there too and counts once" if one.sits_already else ""
        more = f"{one.sends}{also}"
    return name, _words(one.reply), COLOURS[one.reply], more
