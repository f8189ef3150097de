"""What is owed for a meeting, by whom, by when, how that was worked out, and what has become of it?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from remit.records.duties import Duty
from remit.records.prepared import GivenEach, prepared
from remit.rules.clock import is_past


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty of a meeting."""

    term: str
    what: str
    clause: str
    owner: str
    """Name of who owes it today; empty where nobody holds the seat or role."""
    due_at: datetime
    because: tuple[str, ...]
    """The arithmetic of the due time, a sentence a step."""
    state: str
    """open, overdue, met, late, missed, waived."""
    discharged_at: datetime | None


def duties_of(meeting_ids: Collection[int], *, now: datetime) -> Mapping[int, tuple[DutyLine, ...]]:
    """The duties owed for each of these meetings as a whole, by due time; void ones left out. One query.

    What is owed for a month stands with its first meeting for its lock alone, and is none of that meeting's.
    """
    found: dict[int, list[DutyLine]] = defaultdict(list)
    for row in _owed(meetings=meeting_ids):
        if row.meeting_id is not None:
            found[row.meeting_id].append(_line(row, now))
    return {meeting: tuple(lines) for meeting, lines in found.items()}


@prepared
def _owed() -> QuerySet[Duty, Duty]:
    rows = Duty.objects.filter(
        meeting__in=GivenEach("meetings"), action__isnull=True, subject__forum__isnull=False
    )
    rows = rows.exclude(occasion__startswith="month:")
    return rows.exclude(state=Duty.State.VOID).select_related("owner").order_by("due_at", "id")


def _line(row: Duty, now: datetime) -> DutyLine:
    overdue = row.state == Duty.State.OPEN and is_past(row.due_at, now=now)
    because = row.because if isinstance(row.because, list) else []
    return DutyLine(
        term=row.term,
        what=row.what,
        clause=row.clause,
        owner=row.owner.name if row.owner else "",
        due_at=row.due_at,
        because=tuple(str(step) for step in because),
        state="overdue" if overdue else row.state,
        discharged_at=row.discharged_at,
    )
