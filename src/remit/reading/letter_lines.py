"""Which letters does somebody look over and send for a meeting, by when, and were they sent?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from remit.reading.sittings import Found
from remit.records.duty_facts import acts_of
from remit.records.holidays import working_calendar
from remit.records.messages import LetterSent
from remit.rules.deadlines import Occasion, work_out
from remit.terms.model import Letter


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter of a meeting in one line, for who sends it."""

    id: str
    what: str
    clause: str
    due: datetime | None
    sent_at: datetime | None
    sent_by: str
    ready: bool
    """Whether the act it follows has happened."""


def letters_of(seen: Found, occasion: Occasion) -> tuple[LetterLine, ...]:
    """The letters somebody looks over and sends for this meeting; for who runs the forum."""
    if not seen.head.runs:
        return ()
    terms = [one for one in seen.terms.letters if one.runs and one.sent_by is not None]
    if not terms:
        return ()
    sent = {row.letter: row for row in LetterSent.objects.filter(meeting=seen.meeting).select_related("by")}
    return tuple(line_of(seen, term, sent.get(term.id), occasion) for term in terms)


def line_of(seen: Found, term: Letter, row: LetterSent | None, occasion: Occasion) -> LetterLine:
    """The letter in one line. `row`: its sending, where it was sent."""
    worked_out = work_out(term.by, occasion, working_calendar()) if term.by else None
    return LetterLine(
        id=term.id,
        what=term.what,
        clause=term.clause,
        due=worked_out.due if worked_out else None,
        sent_at=row.at if row else None,
        sent_by=row.by.name if row else "",
        ready=term.sent_when in acts_of(seen.meeting),
    )
