"""Actions with what a line says of them, and with what was reported of them."""

from __future__ import annotations

from typing import Any

from django.db.models import FilteredRelation, QuerySet

from remit.records.actions import Action


def with_meeting() -> QuerySet[Action]:
    """Actions with their lead and the meeting that asked for them."""
    return Action.objects.select_related("lead", "meeting__forum", "meeting__terms").defer(
        "meeting__terms__document"
    )


def with_updates(rows: QuerySet[Action]) -> QuerySet[Any]:
    """Each of these actions once for every update of it (`told`), the latest first, or once without the attribute."""
    joined: QuerySet[Any] = rows.annotate(told=FilteredRelation("updates")).select_related(
        *("lead", "meeting__forum", "meeting__terms", "told__by")
    )
    return joined.order_by("due_at", "pk", "-told__at", "-told__pk")
