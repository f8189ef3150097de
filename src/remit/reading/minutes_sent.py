"""Who was sent word of these minutes: of what, when, and what became of it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from remit.reading.minutes_versions import Versions
from remit.reading.sittings import Found
from remit.records.messages import Message
from remit.rules.issuing import DRAFT, MINUTES, WHOLE, version_in


@dataclass(frozen=True, slots=True)
class SentLine:
    """A message about the minutes."""

    name: str
    whole: bool
    """Whether it led to the whole minutes; otherwise to extracts for children the reader works with."""
    version: int
    """0 of a draft."""
    at: datetime
    state: str
    handed_at: datetime | None
    why: str
    """Why it failed, or did not go."""


@dataclass(frozen=True, slots=True)
class SentRound:
    """Everybody who was sent word, the latest version first; for who runs the forum."""

    lines: tuple[SentLine, ...] = ()
    left_out: tuple[str, ...] = ()
    """Who had an earlier version and was not sent the latest: they left since."""


def sent_round(found: Found, versions: Versions) -> SentRound:
    """Who was sent what; one query."""
    if not found.head.runs:
        return SentRound()
    rows = Message.objects.filter(meeting=found.meeting, kind__in=(DRAFT, MINUTES))
    found_lines = [(row, version_in(row.key)) for row in rows.select_related("recipient").order_by("pk")]
    found_lines.sort(key=lambda one: -one[1])  # in the order they were made within a version
    had: dict[int, tuple[str, int]] = {}
    for row, version in found_lines:
        if row.recipient is not None and row.term == WHOLE and row.kind == MINUTES:
            had.setdefault(row.recipient.pk, (row.recipient.name, version))
    return SentRound(
        tuple(_line(row, version) for row, version in found_lines),
        tuple(sorted(name for name, version in had.values() if version < versions.latest)),
    )


def _line(row: Message, version: int) -> SentLine:
    return SentLine(
        name=row.recipient.name if row.recipient else row.address,
        whole=row.term == WHOLE,
        version=version,
        at=row.made_at,
        state=row.state,
        handed_at=row.handed_at,
        why=row.last_error,
    )
