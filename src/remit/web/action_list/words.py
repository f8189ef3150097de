"""How do the values of the action list read?"""

from __future__ import annotations

from datetime import date

from remit.rules.action_list import EntryValues
from remit.web import formats

RISKS = (("high", "High"), ("medium", "Medium"), ("low", "Low"), ("unrated", "Unrated"))
URGENCIES = (
    ("today", "Today"),
    ("within_5_days", "Within 5 days"),
    ("planned", "Planned"),
    ("not_known", "Not known"),
)
_CODES = {"risk": dict(RISKS), "urgency": dict(URGENCIES)}

LABELS = {
    "risk": "Risk of residential",
    "urgency": "Urgency",
    "days_to_place": "Days to place",
    "placement_required": "Placement required",
    "current_placement": "Current placement",
    "legal_status": "Legal status",
    "age": "Age",
    "team": "Team",
    "worker": "Social worker",
    "manager": "Team manager",
    "duty_worker": "Duty worker",
    "referrer": "Referrer",
    "search_update": "Search update",
    "comments": "Comments",
    "listed_on": "On the list since",
    "last_action_on": "Last action",
    "reference": "Reference",
    "risk_written": "Risk, as written",
    "urgency_written": "Urgency, as written",
    "days_written": "Days to place, as written",
    "extra": "Other columns",
    "given_name": "Given name",
    "family_name": "Family name",
    "initials": "Initials",
    "date_of_birth": "Date of birth",
    "ending": "Left the list",
}
"""What each value is called, in the order an entry shows them."""
ON_AN_ENTRY = tuple(LABELS)[:17]


def shown(name: str, value: object) -> str:
    """A value as it reads; empty where nothing is known."""
    if value is None:
        return ""
    if name in _CODES:
        return _CODES[name].get(str(value), str(value))
    if isinstance(value, date):
        return formats.date(value)
    if isinstance(value, tuple):
        return "; ".join(f"{header}: {text}" for header, text in value)
    return str(value)


def urgency_words(values: EntryValues) -> str:
    """The urgency; where it is not known, what was written instead."""
    known = values.urgency != "not_known"
    return shown("urgency", values.urgency) if known else values.urgency_written or "Not known"


def days_words(values: EntryValues) -> str:
    """The days to place; where they are not known, what was written instead."""
    return str(values.days_to_place) if values.days_to_place is not None else values.days_written
