"""Who was sent word of these minutes: of what, when, and what became of it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from remit.reading.sittings import Head, find_closed
from remit.records.messages import Message
from remit.rules.issuing import DRAFT, MINUTES, WHOLE, version_in
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.permissions import why_not_run
from remit.rules.viewers import Viewer


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
    """Everybody who was sent word, the latest version first."""

    head: Head
    lines: tuple[SentLine, ...]
    latest: int
    """The latest version that was sent."""
    left_out: tuple[str, ...]
    """Who had an earlier version and was not sent the latest: they left since."""


def sent_round(viewer: Viewer, *, forum: str, nominal: str, now: datetime) -> SentRound:
    """Who was sent what of a closed meeting's minutes. Refuses: no such meeting for this viewer; not theirs to run."""
    found = find_closed(viewer, forum=forum, nominal=nominal, now=now)
    refuse_if(why_not_run(viewer, forum))
    if found.head.closed_at is None:
        raise NotFound("minutes")
    rows = Message.objects.filter(meeting=found.meeting, kind__in=(DRAFT, MINUTES))
    known = [(row, version_in(row.key)) for row in rows.select_related("recipient").order_by("pk")]
    known.sort(key=lambda one: -one[1])  # in the order they were made within a version
    latest = max((version for _, version in known), default=0)
    had: dict[int, tuple[str, int]] = {}
    for row, version in known:
        if row.recipient is not None and row.term == WHOLE and row.kind == MINUTES:
            had.setdefault(row.recipient.pk, (row.recipient.name, version))
    left_out = sorted(name for name, version in had.values() if version < latest)
    lines = tuple(_line(row, version) for row, version in known)
    return SentRound(found.head, lines, latest, tuple(left_out))


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
