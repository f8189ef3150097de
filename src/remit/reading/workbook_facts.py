"""How does each fact of a case that a forum's terms can name stand in a workbook?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from remit.documents.workbook import Head
from remit.documents.workbook.model import Fact
from remit.records.placements_list import Risk, Urgency
from remit.terms.model import EntryFact


@dataclass(frozen=True, slots=True)
class Known:
    """A child as a workbook has it: the number and initials, whom it is allocated to, and what the list says."""

    person_id: str
    initials: str
    team: str
    worker: str
    listed: Any
    """A row of the list, or nothing: `EntryDetail`, `ListedCase` and what was kept of one have the same names."""
    team_id: int | None = None
    worker_id: int | None = None


def _text(name: str) -> Callable[[Known], Fact]:
    return lambda known: getattr(known.listed, name, "") or ""


def _days(known: Known) -> Fact:
    days = getattr(known.listed, "days_to_place", None)
    return days if days is not None else getattr(known.listed, "days_written", "")


def _number(name: str) -> Callable[[Known], Fact]:
    def read(known: Known) -> Fact:
        value = getattr(known.listed, name, None)
        return "" if value is None else int(value)

    return read


_FACTS: Mapping[EntryFact, tuple[str, Callable[[Known], Fact]]] = {
    "person_id": ("Person id", lambda known: known.person_id),
    "initials": ("Initials", lambda known: known.initials),
    "age": ("Age", _number("age")),
    "team": ("Team", lambda known: known.team or _text("team")(known)),
    "worker": ("Worker", lambda known: known.worker or _text("worker")(known)),
    "manager": ("Manager", _text("manager")),
    "legal_status": ("Legal status", _text("legal_status")),
    "current_placement": ("Current placement", _text("current_placement")),
    "placement_required": ("Placement required", _text("placement_required")),
    "urgency": ("Urgency", lambda known: Urgency(known.listed.urgency).label if known.listed else ""),
    "days_to_place": ("Days to place", _days),
    "risk": ("Risk level", lambda known: Risk(known.listed.risk).label if known.listed else ""),
    "on_list_since": ("On the list since", _text("listed_on")),
    "last_action_on": ("Last action", _text("last_action_on")),
    "search_update": ("Search update", _text("search_update")),
    "comments": ("Comments on the list", _text("comments")),
}
_CHOICES: Mapping[EntryFact, tuple[str, ...]] = {
    "risk": tuple(risk.label for risk in Risk),
    "urgency": tuple(urgency.label for urgency in Urgency),
}


def head_of(column: EntryFact) -> Head:
    """The heading of a fact's column, with the words it can have where they are few."""
    return Head(_FACTS[column][0], _CHOICES.get(column, ()))


def fact_of(column: EntryFact, known: Known) -> Fact:
    """One fact of a case; empty where it is not known."""
    return _FACTS[column][1](known)
