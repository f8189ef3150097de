"""Who was asked to a meeting, and what stands of their answers? One query."""

from __future__ import annotations

from datetime import time
from typing import NamedTuple

from django.db.models import FilteredRelation, Q

from remit.records.invitations import Invitation


class AskedRow(NamedTuple):
    """Somebody who is invited, with the answer that stands; none where they have not answered, or not for this time."""

    staff: int
    name: str
    item: int | None
    in_place_of: int | None
    reply: str | None
    substitute: int | None
    substitute_name: str | None
    can_from: time | None
    can_until: time | None


NO_ANSWER = (None, None, None, None, None)


def asked_to(meeting: int) -> tuple[AskedRow, ...]:
    """Everybody who is invited to it, or to the time of a case at it."""
    rows = Invitation.objects.filter(meeting=meeting, state=Invitation.State.INVITED).annotate(
        now=FilteredRelation("replies", condition=Q(replies__superseded_at__isnull=True))
    )
    found = rows.order_by("staff__name_folded", "pk").values_list(
        *("staff_id", "staff__name", "item_id", "in_place_of_id", "time_sequence", "now__sequence"),
        *("now__reply", "now__substitute_id", "now__substitute__name", "now__can_from", "now__can_until"),
    )
    return tuple(
        AskedRow(*asked, *(said if sequence is not None and sequence >= since else NO_ANSWER))
        for *asked, since, sequence, said in ((*row[:6], (row[6], *row[7:])) for row in found)
    )
