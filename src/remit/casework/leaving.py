"""What becomes of what somebody holds when they leave?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Manager, Q

from remit.casework.duties import reconcile_open
from remit.casework.locks import locked
from remit.records.children import Allocation, Person
from remit.records.forums import SeatHolding
from remit.records.people import PostHolding, Staff, TeamMembership
from remit.rules.clock import london_day


def let_go(staff_ids: Collection[int], *, on: date, source: str, now: datetime) -> dict[str, list[int]]:
    """Take accounts out of use from a day on: seats, posts and teams end, children stay with the team without a worker.

    Answers with the keys of what was superseded, by kind. Takes locks in the order of `locks`; duties are for the caller.
    """
    list(locked(Staff.objects.filter(pk__in=staff_ids)))
    Staff.objects.filter(pk__in=staff_ids).update(is_active=False, leaves_on=on)
    done: dict[str, list[int]] = {}
    tables = {"seat": SeatHolding, "post": PostHolding, "team": TeamMembership}
    for kind, table in tables.items():
        not_over = Q(until__isnull=True) | Q(until__gt=on)
        rows = list(locked(table.objects.known().filter(not_over, staff__in=staff_ids)))
        done[kind] = [row.pk for row in rows]
        _end(table.objects, rows, on, source, now)
    held = Allocation.objects.known().filter(Q(until__isnull=True) | Q(until__gt=on), worker__in=staff_ids)
    list(locked(Person.objects.filter(pk__in=list(held.values_list("person_id", flat=True)))))
    rows = list(held)
    done["allocation"] = [row.pk for row in rows]
    stay = [
        Allocation(
            person_id=row.person_id,
            team_id=row.team_id,
            since=max(on, row.since),
            recorded_at=now,
            source=source,
        )
        for row in rows
        if row.until is None
    ]
    _end(Allocation.objects, rows, on, source, now)
    Allocation.objects.bulk_create(stay)
    return done


def let_leavers_go(*, now: datetime) -> int:
    """Take out of use whoever's last day has come, as an import said; answers with how many. For the sweep."""
    with transaction.atomic():
        due = Staff.objects.filter(is_active=True, leaves_on__lte=london_day(now))
        gone = list(due.order_by("leaves_on", "pk").values_list("pk", "leaves_on"))
        for pk, on in gone:
            assert on is not None
            let_go([pk], on=on, source="sweep", now=now)
        if gone:
            reconcile_open(now=now)
    return len(gone)


def _end(table: Manager[Any], rows: Sequence[Any], on: date, source: str, now: datetime) -> None:
    """Put the same facts with their end in place of those without; nothing where they would not have held for a day."""
    table.filter(pk__in=[row.pk for row in rows]).update(superseded_at=now)
    table.bulk_create(row.again(now=now, until=on, source=source) for row in rows if row.since < on)
