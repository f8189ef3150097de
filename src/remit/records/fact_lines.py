"""What does the record hold of one child, of every kind at once? One query."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import CharField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast

from remit.records.facts import TABLES, FactTakenBack

TOLD: dict[str, tuple[str, str, str]] = {
    "care": ("need", "why_ended", ""),
    "placement": ("place", "provider", "location"),
    "temporary": ("place", "provider", ""),
    "legal": ("status", "", ""),
    "review": ("code", "", ""),
    "missing": ("sort", "", ""),
    "order": ("sort", "", ""),
    "worker": ("number", "", ""),
    "unaccompanied": ("", "", ""),
    "leaver": ("category", "in_touch", ""),
    "cost": ("weekly_pence", "", ""),
}
"""What is told of each kind, at most three things. Postcodes are addresses, and told nowhere."""


TAKEN_BACK = "taken-back"
"""The kind of a row that tells of a typed fact that was taken back: on which day (`since`), why (`told`), which kind
(`first`), and from when it was said to hold (`until`)."""


class FactRow(NamedTuple):
    """A fact as it is told."""

    kind: str
    since: date
    until: date | None
    source: str
    provisional: bool
    told: str
    first: str
    second: str
    third: str
    at: datetime | None
    """When Remit was told, of a fact."""


def facts_told(person: int, *also: QuerySet[Any, Any]) -> list[FactRow]:
    """Every fact of this child known now; with it what else is asked in the same columns."""
    parts = [*also, _taken_back(person)]
    for kind, names in TOLD.items():
        said = [
            Cast(name, CharField(max_length=100)) if name else Value("", CharField(max_length=100))
            for name in names
        ]
        rows = TABLES[kind].objects.known().filter(person=person).order_by()
        parts.append(
            rows.values_list(
                Value(kind, CharField(max_length=20)),
                "since",
                "until",
                "source",
                "provisional",
                "told",
                *said,
                "recorded_at",
            )
        )
    *others, first = parts
    return [FactRow(*row) for row in first.union(*others, all=True)]


def _taken_back(person: int) -> QuerySet[Any, Any]:
    rows = FactTakenBack.objects.filter(person=person).order_by()
    nothing = Value("", CharField(max_length=100))
    return rows.values_list(
        Value(TAKEN_BACK, CharField(max_length=20)),
        F("on"),
        F("since"),
        "source",
        Value(False),
        "why",
        "kind",
        nothing,
        nothing,
        Cast(Value(None), DateTimeField()),
    )
