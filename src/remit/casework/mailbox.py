"""When is the mailbox looked at next, by which worker, and what was wrong with its server? And which mail is dealt with?"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from remit.casework.acts import about, audited
from remit.records.came_in import CameIn, MailLookedAt
from remit.rules.outcomes import NotFound, Refused
from remit.rules.permissions import why_not_deal_with_mail
from remit.rules.viewers import Viewer

EVERY = timedelta(seconds=50)
"""So often a worker looks; a little less than the minute in which `remit worker --once` comes round by a timer."""
AFTER_TROUBLE = timedelta(minutes=5)
"""So long a server that did not answer, or did not know the password, is left alone."""


@transaction.atomic
def my_turn(mailbox: str, *, now: datetime) -> bool:
    """Whether whoever asks is to look now; of several at once one is told yes."""
    first = MailLookedAt(mailbox=mailbox, next_look_at=now)
    MailLookedAt.objects.bulk_create([first], ignore_conflicts=True)
    due = MailLookedAt.objects.filter(mailbox=mailbox, next_look_at__lte=now)
    return due.update(next_look_at=now + EVERY) == 1


@transaction.atomic
def looked(mailbox: str, *, trouble: str, now: datetime) -> None:
    """Note that the mailbox was looked through, or what stood in the way."""
    rows = MailLookedAt.objects.filter(mailbox=mailbox)
    if not trouble:
        rows.update(looked_at=now, trouble="", trouble_since=None)
        return
    rows.filter(trouble_since__isnull=True).update(trouble_since=now)
    rows.update(trouble=trouble[:500], next_look_at=now + AFTER_TROUBLE)


def trouble_of(mailbox: str) -> str:
    """What stood in the way when it was last looked at; empty where nothing did."""
    return MailLookedAt.objects.filter(mailbox=mailbox).values_list("trouble", flat=True).first() or ""


@audited("mail.dealt_with")
def deal_with_mail(*, mail_ref: str, actor: Viewer, now: datetime) -> None:
    """Say of a mail that was set aside that somebody has dealt with it. It stays where it lies.

    Refuses: no such mail for the actor, who runs its forum or is an administrator; one that was not set aside, or is
    dealt with already.
    """
    row = CameIn.objects.select_related("meeting__forum").filter(ref=mail_ref).first()
    forum = row.meeting.forum.slug if row and row.meeting else ""
    if row is None or why_not_deal_with_mail(actor, forum) is not None:
        raise NotFound("mail")
    if row.became != CameIn.Became.SET_ASIDE:
        raise Refused(
            "This mail was not set aside.", remedy="Only what Remit could not take is to be dealt with."
        )
    # Of two at once one finds it waiting.
    waiting = CameIn.objects.filter(pk=row.pk, dealt_with_at__isnull=True)
    if not waiting.update(dealt_with_at=now, dealt_with_by=actor.staff_id):
        raise Refused("Somebody has dealt with this mail already.", remedy="Look at the list to see who.")
    about(meeting=row.meeting_id, mail=row.ref)
