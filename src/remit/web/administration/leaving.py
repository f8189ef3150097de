"""How does it read what follows when somebody leaves a seat?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from remit.reading.leaving_seats import LeavingSeat
from remit.rules.text import listed
from remit.web import formats


@dataclass(frozen=True, slots=True)
class LeavingPage:
    """Who leaves which seat, and what follows."""

    caption: str
    who: str
    day: str
    """As it reads."""
    sure: str
    """The same, as the form gives it back."""
    parts: tuple[tuple[str, int], ...]
    """Day, month and year, each with its name."""
    follows: tuple[str, ...]


def present_leaving(found: LeavingSeat, day: date) -> LeavingPage:
    """The page, ready to be shown."""
    return LeavingPage(
        caption=f"{found.forum_name}: {found.seat}",
        who=found.who,
        day=formats.date(day),
        sure=day.isoformat(),
        parts=(("day", day.day), ("month", day.month), ("year", day.year)),
        follows=tuple(_follows(found)),
    )


def _follows(found: LeavingSeat) -> Iterator[str]:
    yield _held(found)
    if found.duties:
        owed = f"{formats.count(found.duties, 'duty', 'duties')} that {found.who} owes in this seat"
        whom = "whoever holds it then" if found.others else "whoever comes next; until then nobody owes them"
        yield f"{owed} {'passes' if found.duties == 1 else 'pass'} to {whom}."
    if found.taken_back:
        yield f"{_invitations(found.taken_back)} taken back, and leave their calendar: {_days(found.taken_back)}."
    if found.changed:
        yield (
            f"{_invitations(found.changed)} kept for the other seat they hold, and changed to say so:"
            f" {_days(found.changed)}."
        )
    if not found.other_seats:
        yield (
            "They keep the meetings at which they sat for as long as the forum lets its members look back, and see"
            " nothing that comes after."
        )
    yield "What they said and did stays in the record. If it was a mistake, put them in the seat again."


def _held(found: LeavingSeat) -> str:
    if found.others:
        return f"The seat is then held by {listed(found.others)}."
    return "Nobody else holds the seat then: it is shown as vacant, and is missing where the forum needs it."


def _invitations(days: tuple[date, ...]) -> str:
    return "1 invitation is" if len(days) == 1 else f"{len(days)} invitations are"


def _days(days: tuple[date, ...]) -> str:
    return listed([formats.date(day) for day in days])
