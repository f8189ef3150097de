"""Entries on the placements action list."""

from datetime import date, datetime, timedelta

from remit.records.children import Person
from remit.records.placements_list import EntryDetail, ListEntry, Risk, Urgency
from tests.factories.children import a_child
from tests.factories.clock import LONDON, TODAY

RISKS = [risk.value for risk in Risk]
URGENCIES = [urgency.value for urgency in Urgency]


def an_entry(
    child: Person | None = None,
    *,
    risk: str = "high",
    urgency: str = "planned",
    since: date = TODAY - timedelta(days=14),
    **fields: object,
) -> ListEntry:
    """An open entry of a child (one of its own, where none is given)."""
    entry = ListEntry.objects.create(person=child or a_child())
    written = {"risk_written": Risk(risk).label, "urgency_written": Urgency(urgency).label}
    EntryDetail.objects.create(
        entry=entry,
        risk=risk,
        risk_order=RISKS.index(risk),
        urgency=urgency,
        urgency_order=URGENCIES.index(urgency),
        since=since,
        recorded_at=datetime.combine(since, datetime.min.time(), LONDON) + timedelta(hours=9),
        source="seed",
        **{"listed_on": since, "last_action_on": since, **written, **fields},
    )
    return entry
