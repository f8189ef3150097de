"""How does a route read on the page?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from remit.reading.routing import WhereItGoes
from remit.rules.routes import Line
from remit.rules.text import listed


@dataclass(frozen=True, slots=True)
class Stop:
    """One destination, in words. `open`: it depends on something that is not known."""

    heading: str
    why: str
    clauses: str
    open: bool
    outside: bool
    meets: datetime | None
    submit_by: datetime | None
    by: str
    """What there is to say of the time where the terms set none."""
    hear_by: datetime | None
    exception: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RoutePage:
    """The destinations in order; `unsettled`: more answers would change something."""

    stops: tuple[Stop, ...]
    unsettled: bool
    forums: str
    """The authority's forums in words; empty where none is on."""


def present(found: WhereItGoes) -> RoutePage:
    """The page of a route."""
    return RoutePage(tuple(map(_stop, found.lines)), bool(found.missing), listed(found.forums))


def _stop(line: Line) -> Stop:
    said = (
        ("Papers", listed(line.papers)),
        ("Approved by", listed(line.approvals)),
        ("Who comes", listed(line.attend, last="or")),
    )
    return Stop(
        f"{line.order}. {line.destination}",
        line.why,
        listed(line.clauses),
        bool(line.missing),
        line.forum is None,
        line.meeting.starts_at if line.meeting else None,
        line.submit_by,
        _no_time(line),
        line.hear_by if line.forum else None,
        line.exception or "",
        tuple((label, words) for label, words in said if words),
    )


def _no_time(line: Line) -> str:
    """What stands in the place of a time to hand it in by."""
    if line.submit_by is not None:
        return ""
    if line.forum is None:
        return "No time is set"
    if line.meeting is None:
        return "No meeting it could reach is planned. Ask the forum's coordinator when the next one is"
    return "No time is set: before the meeting"
