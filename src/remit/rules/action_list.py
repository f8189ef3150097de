"""What does the placements action list say of a child, and may an entry be changed, ended or loaded so?"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date

from remit.rules.calendar import WorkCalendar, plus
from remit.rules.outcomes import Refused
from remit.terms.values import Span

RISK_ORDER = {"high": 0, "medium": 1, "low": 2, "unrated": 3}
URGENCY_ORDER = {"today": 0, "within_5_days": 1, "planned": 2, "not_known": 3}

_SPELLINGS = {"risk_written": "risk", "urgency_written": "urgency", "days_written": "days_to_place"}
"""How a value was written, and the value it was read as."""
_NOT_KNOWN = (None, "unrated", "not_known")


@dataclass(frozen=True, slots=True)
class EntryValues:
    """Everything the list says of one entry. Values with no `differences` are no change."""

    risk: str = "unrated"
    risk_written: str = ""
    urgency: str = "not_known"
    urgency_written: str = ""
    days_to_place: int | None = None
    days_written: str = ""
    age: int | None = None
    listed_on: date | None = None
    last_action_on: date | None = None
    team: str = ""
    worker: str = ""
    manager: str = ""
    duty_worker: str = ""
    referrer: str = ""
    legal_status: str = ""
    current_placement: str = ""
    placement_required: str = ""
    search_update: str = ""
    comments: str = ""
    reference: str = ""
    extra: tuple[tuple[str, str], ...] = field(default=())

    def differences(self, other: EntryValues) -> tuple[str, ...]:
        """Names of the fields in which two sets of values differ.

        Another spelling of the same meaning ("H" for "High") is none; another word for "not known" is.
        """
        if self == other:
            return ()
        return tuple(
            name
            for name in VALUE_NAMES
            if getattr(self, name) != getattr(other, name) and not self._respelt(name, other)
        )

    def _respelt(self, name: str, other: EntryValues) -> bool:
        meaning = _SPELLINGS.get(name)
        if meaning is None:
            return False
        value = getattr(self, meaning)
        return value not in _NOT_KNOWN or value != getattr(other, meaning)


VALUE_NAMES = tuple(part.name for part in fields(EntryValues))


def newly_rated(before: str | None, after: str) -> bool:
    """Whether an entry has a rating now and had none before (`before` is None where it was not on the list)."""
    return after != "unrated" and before in (None, "unrated")


def touched_on(*, since: date, first: bool, last_action_on: date | None) -> date:
    """The day somebody last did something with an entry, as far as Remit knows.

    A change counts on its day. An entry that never changed counts from the last action the list itself names,
    otherwise from the day it came on record.
    """
    if last_action_on is None:
        return since
    return last_action_on if first else max(since, last_action_on)


def untouched_for(touched: date, *, after: Span | None, today: date, calendar: WorkCalendar) -> int | None:
    """Days since anybody touched an entry, where the terms flag it by now; None where not, or they flag nothing."""
    if after is None or plus(touched, after, calendar) > today:
        return None
    return (today - touched).days


def why_not_end(
    reason: str, on: date, *, reasons: tuple[str, ...], listed_on: date, today: date
) -> Refused | None:
    """Whether an entry can end so, on that day."""
    if reason not in reasons:
        return Refused(
            "Choose why the child left the list.", remedy="One of the reasons listed.", field="reason"
        )
    if on > today:
        return Refused(
            "The day the child left the list cannot be in the future.",
            remedy="Enter today or earlier.",
            field="on",
        )
    if on < listed_on:
        return Refused(
            "The child was not on the list yet on that day.", remedy="Enter the day they left it.", field="on"
        )
    return None


def why_not_say(values: EntryValues, *, today: date) -> Refused | None:
    """Whether a person can put this in an entry by hand."""
    if values.risk not in RISK_ORDER:
        return Refused("Choose a risk.", remedy="High, Medium, Low or Unrated.", field="risk")
    if values.urgency not in URGENCY_ORDER:
        return Refused("Choose how urgent it is.", remedy="One of the choices listed.", field="urgency")
    for name in ("listed_on", "last_action_on"):
        day = getattr(values, name)
        if day is not None and day > today:
            return Refused("The day cannot be in the future.", remedy="Enter today or earlier.", field=name)
    return None
