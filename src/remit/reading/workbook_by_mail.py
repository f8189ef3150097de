"""Whose is a workbook that came by mail, and may it wait for them? Nothing of it is shown to anybody here."""

from __future__ import annotations

from datetime import datetime

from remit.documents.workbook.returned import ReturnedFile
from remit.reading.sittings import find
from remit.reading.viewers import viewer_for
from remit.reading.workbook_own import own_cases
from remit.records.people import Staff
from remit.rules.meeting_gates import why_not_write
from remit.rules.outcomes import NotFound, Refused, refuse_if
from remit.rules.viewers import Viewer
from remit.rules.workbook import why_not_bring_in

NO_MEETING = Refused(
    "The workbook does not say which meeting it was made for.",
    remedy="Bring it in on the page of the meeting.",
)
NOT_THEIRS = Refused(
    "The workbook is of a meeting at which the sender has nothing to answer.",
    remedy="Ask them what they meant, and whether somebody passed it on.",
)


def viewer_at_mail(address: str, *, now: datetime) -> Viewer | None:
    """The one account in use with that address; None where there is none, or several."""
    found = list(Staff.objects.filter(email__iexact=address, is_active=True).values_list("pk", flat=True)[:2])
    return viewer_for(found[0], now=now) if address and len(found) == 1 else None


def why_not_wait(viewer: Viewer, file: ReturnedFile, *, now: datetime) -> Refused | None:
    """Whether the meeting a workbook was made for takes answers from this person."""
    if file.origin is None:
        return NO_MEETING
    forum, nominal = file.origin.forum, file.origin.meeting
    try:
        found = find(viewer, forum=forum, nominal=nominal, now=now)
    except NotFound:
        try:
            found = own_cases(viewer, forum=forum, nominal=nominal, now=now).found
        except NotFound:
            return NOT_THEIRS
    try:
        refuse_if(why_not_bring_in(found.terms))
        refuse_if(why_not_write(found.head.state))
    except Refused as refusal:
        return refusal
    return None
