"""Who sits on which forum, over a stretch of days?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from remit.records.forums import SeatHolding
from remit.rules.clashes import Sitter


def sitters(since: date, until: date, *, forums: Collection[str] | None = None) -> tuple[Sitter, ...]:
    """Who holds or deputises for a seat on any day from one to another, both included; one query. `forums`: of these only."""
    held = SeatHolding.objects.known().filter(
        Q(until__isnull=True) | Q(until__gt=since), since__lte=until, staff__is_active=True
    )
    if forums is not None:
        held = held.filter(forum__slug__in=forums)
    rows = held.order_by("id").values_list(
        "forum__slug", "seat", "capacity", "staff_id", "staff__name", "since", "until"
    )
    return tuple(
        Sitter(forum, seat, capacity == SeatHolding.Capacity.HOLDER, staff, name, first, last)
        for forum, seat, capacity, staff, name, first, last in rows
    )
