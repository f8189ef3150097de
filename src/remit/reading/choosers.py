"""Who chooses the cases of a meeting, and did those take part whom the terms want to?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from remit.records.forums import SeatHolding
from remit.records.meetings import Meeting, SelectionPart
from remit.records.prepared import Given, prepared
from remit.rules.clock import london_day
from remit.rules.outcomes import Finding
from remit.rules.selection import took_part
from remit.terms.model import ForumTerms, Selection


@dataclass(frozen=True, slots=True)
class Chooser:
    """Somebody who can have taken part in the selection."""

    ref: str
    name: str
    seats: tuple[str, ...]
    wanted: bool
    """Holds a seat of which the terms want somebody to take part."""
    took_part: bool


def seats_wanted(terms: ForumTerms, said: Selection) -> tuple[str, ...]:
    """Names of the seats of which the terms want somebody to take part."""
    return tuple(terms.seat(seat).name for seat in said.taking_part.seats) if said.taking_part else ()


def choosers_of(meeting: Meeting, terms: ForumTerms, said: Selection, now: datetime) -> tuple[Chooser, ...]:
    """Who prepares and chairs the forum, and who sits for those whom the terms want to take part."""
    wanted = set(said.taking_part.seats) if said.taking_part else set()
    names = {seat.id: seat.name for seat in terms.seats}
    asked = wanted | {seat.id for seat in terms.seats if seat.role in ("chair", "deputy", "coordinator")}
    held: dict[tuple[str, str, bool], list[str]] = defaultdict(list)
    rows = _held(day=london_day(now), forum=meeting.forum_id, meeting=meeting.pk)
    for seat, *who in rows:
        held[tuple(who)].append(seat)
    return tuple(
        Chooser(
            ref=ref,
            name=name,
            seats=tuple(names[seat] for seat in seats if seat in names),
            wanted=bool(wanted & set(seats)),
            took_part=there,
        )
        for (ref, name, there), seats in held.items()
        if asked & set(seats) or there
    )


@prepared
def _held() -> QuerySet[Any, Any]:
    part = SelectionPart.objects.filter(meeting=Given("meeting"), staff=OuterRef("staff"))
    rows = SeatHolding.objects.on(Given("day")).filter(forum=Given("forum"), staff__is_active=True)
    found: QuerySet[Any, Any] = rows.order_by("staff__name_folded", "id").values_list(
        "seat", "staff__ref", "staff__name", Exists(part)
    )
    return found


def taking_part(
    terms: ForumTerms, said: Selection, meeting: Meeting, choosers: Sequence[Chooser]
) -> Finding | None:
    """Whether those whom the terms want took part; None until the selection is finished, or where they want nobody."""
    if meeting.selected_at is None:
        return None
    ids = {seat.name: seat.id for seat in terms.seats}
    seats = [{ids[name] for name in chooser.seats} for chooser in choosers if chooser.took_part]
    return took_part(terms, said, seats)
