"""Does the quorum stop what is about to be settled?"""

from __future__ import annotations

from datetime import datetime

from remit.casework.items import said
from remit.records.in_the_room import stays
from remit.records.meetings import Meeting
from remit.rules.outcomes import refuse_if
from remit.rules.quoracy import may_stop, quoracy, why_not_settle


def refuse_unquorate(meeting: Meeting, *, now: datetime) -> None:
    """Refuse where too few are in the room of a locked meeting now, and its terms stop it then."""
    terms = said(meeting)
    if may_stop(terms):
        refuse_if(why_not_settle(quoracy(terms, stays(meeting), at=now)))
