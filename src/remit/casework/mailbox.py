"""When is the mailbox looked at next, and by which worker? And what was wrong with its server?"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from remit.records.came_in import MailLookedAt

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
