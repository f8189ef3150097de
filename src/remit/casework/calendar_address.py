"""Giving oneself a secret address under which one's calendar can be fetched, and taking it back."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db.models import QuerySet

from remit.casework.acts import about, audited
from remit.casework.locks import locked
from remit.records.calendar_addresses import CalendarAddress, digest_of
from remit.records.people import Staff
from remit.rules.outcomes import NotFound, Refused
from remit.rules.viewers import Viewer

SECRET_BYTES = 32
"""Far too many to be guessed, however often somebody asks."""


@audited("calendar.address-made")
def make_calendar_address(*, actor: Viewer, now: datetime) -> str:
    """Make this person a new calendar address, and end the one they had; answers with its secret part, which is not kept.

    Refuses: an account that is not in use.
    """
    staff = _own_account(actor)
    ended = _in_use(staff).update(ended_at=now)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    CalendarAddress.objects.create(staff=staff, digest=digest_of(secret), made_at=now)
    about(replaced=bool(ended))
    return secret


@audited("calendar.address-ended")
def end_calendar_address(*, actor: Viewer, now: datetime) -> None:
    """Let this person's calendar answer nobody any more. Refuses: there is no address in use."""
    if not _in_use(_own_account(actor)).update(ended_at=now):
        raise Refused("You have no calendar address.", remedy="There is nothing to stop.")


def _own_account(actor: Viewer) -> Staff:
    """One's own account, locked: of two addresses made at once the later ends the earlier."""
    staff = locked(Staff.objects.filter(pk=actor.staff_id, is_active=True)).first()
    if staff is None:
        raise NotFound("account")
    return staff


def _in_use(staff: Staff) -> QuerySet[CalendarAddress]:
    return CalendarAddress.objects.filter(staff=staff, ended_at__isnull=True)
