"""What small things stand beside the minutes of a meeting: numbers, reasons, and what was agreed of minutes? One query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast

from remit.documents.minutes import Agreed
from remit.reading.room_rail import Rail
from remit.records.children import Identifier
from remit.records.corrections import MinutesAgreed, MinutesCorrection
from remit.records.meetings import Meeting, Waiver
from remit.records.prepared import Given, GivenEach, prepared


@dataclass(frozen=True, slots=True)
class Beside:
    """What the minutes need to know of a meeting beside its items."""

    ids: Mapping[int, str]
    """The numbers the children were known by on the day."""
    waived: Mapping[str, str]
    """What the meeting closed without, and why."""
    corrected: bool
    """Whether anything was corrected, or waits to be."""
    agreed: Agreed | None
    """Which minutes this meeting agreed."""
    agreed_at: Agreed | None
    """At which meeting its own were."""


def beside(meeting: Meeting, agenda: Rail) -> Beside:
    """All of it."""
    rows = sorted(_kinds(meeting=meeting.pk, day=meeting.date, people=agenda.people))
    return Beside(
        ids={key: said for kind, key, _, said in rows if kind == "id"},
        waived={what: said for kind, _, what, said in rows if kind == "waiver"},
        corrected=any(kind == "correction" for kind, *_ in rows),
        agreed=_agreed(rows, "agreed"),
        agreed_at=_agreed(rows, "agreed at"),
    )


def _agreed(rows: list[tuple[str, int, str, str]], wanted: str) -> Agreed | None:
    days = (Agreed(date.fromisoformat(day), version) for kind, version, _, day in rows if kind == wanted)
    return next(days, None)


@prepared
def _kinds() -> QuerySet[Any, Any]:
    """Each row says first of which kind it is."""
    known = Identifier.objects.on(Given("day")).filter(
        person__in=GivenEach("people"), scheme=Identifier.PERSON_ID
    )
    waived = Waiver.objects.filter(meeting=Given("meeting")).order_by()
    corrected = MinutesCorrection.objects.filter(meeting=Given("meeting")).order_by()
    agreed = MinutesAgreed.objects.filter(meeting=Given("meeting")).order_by()
    agreed_at = MinutesAgreed.objects.filter(last=Given("meeting")).order_by()
    return (
        known.order_by()
        .values_list(Value("id"), "person_id", Value(""), "value")
        .union(
            waived.values_list(Value("waiver"), "pk", "what", "reason"),
            corrected.values_list(Value("correction"), "pk", Value(""), Value("")),
            agreed.values_list(Value("agreed"), "version", Value(""), Cast("last__date", CharField())),
            agreed_at.values_list(
                Value("agreed at"), "version", Value(""), Cast("meeting__date", CharField())
            ),
            all=True,
        )
    )
