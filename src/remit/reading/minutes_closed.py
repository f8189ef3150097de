"""What keeps minutes from being approved that this reader may not see: texts about a record restricted to others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from remit.documents.names import mentions
from remit.reading.room_rail import Rail
from remit.reading.sittings import Found
from remit.records.children import Restriction
from remit.records.forums import SeatHolding
from remit.records.item_texts import ItemText
from remit.rules.clock import london_day

PREPARING = ("chair", "deputy", "coordinator")


@dataclass(frozen=True, slots=True)
class ClosedCases:
    """The cases of a meeting that this reader may not see, as far as the minutes depend on them."""

    cases: int
    texts: int
    """Texts about them that may name another child and wait for a wording."""
    can_release: tuple[str, ...]
    """Seats whose holders are named for such a record and run the forum; empty where nobody is both."""


def closed_cases(
    found: Found,
    agenda: Rail,
    texts: Mapping[int, tuple[ItemText, ...]],
    index: Mapping[tuple[str, ...], list[tuple[int, bool]]],
    *,
    now: datetime,
) -> ClosedCases:
    """How many there are, and what waits; two queries more where anything waits."""
    items = [item for item in agenda.items.values() if item.is_case and item.subject_id not in agenda.people]
    waiting = [
        item.subject_id
        for item in items
        for text in texts[item.pk]
        if text.released is None and mentions(text.text, index, of=[item.subject_id])
    ]
    return ClosedCases(len(items), len(waiting), who_can(found, set(waiting), now) if waiting else ())


def who_can(found: Found, subjects: Collection[int], now: datetime) -> tuple[str, ...]:
    """The seats, by their names in the terms: who sits there is known, and who of them is named is not said."""
    day = london_day(now)
    running = {seat.id: seat.name for seat in found.terms.seats if seat.role in PREPARING}
    named = Restriction.objects.on(day).filter(person__in=subjects).values("staff")
    held = SeatHolding.objects.on(day).filter(
        forum=found.meeting.forum_id, seat__in=running, staff__in=named, staff__is_active=True
    )
    seats = set(held.values_list("seat", flat=True))
    return tuple(name for seat, name in running.items() if seat in seats)
