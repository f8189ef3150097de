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
    exception: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RoutePage:
    """The destinations in order; `unsettled`: more answers would change something."""

    stops: tuple[Stop, ...]
    unsettled: bool


def present(found: WhereItGoes) -> RoutePage:
    """The page of a route."""
    return RoutePage(tuple(map(_stop, found.lines)), unsettled=bool(found.missing))


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
        line.exception or "",
        tuple((label, words) for label, words in said if words),
    )
