"""Which duties of a forum count, and what became of each: the same on the page of duties and in every figure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from remit.records.duties import Duty
from remit.rules.compliance import live_since


def counted_duties(live: Mapping[str, date]) -> QuerySet[Duty]:
    """The duties of these forums (slug: live from) due since each went live, without those that are void."""
    since_live = Q()
    for slug, day in live.items():
        since_live |= Q(at_forum=slug, due_at__gte=live_since(day))
    if not live:
        return Duty.objects.none()
    rows = Duty.objects.annotate(at_forum=Coalesce("meeting__forum__slug", "subject__forum__slug"))
    return rows.filter(since_live).exclude(state=Duty.State.VOID)


def became(now: datetime) -> Case:
    """What became of a duty, as `rules.compliance.Became` has it."""
    return Case(
        When(Q(state=Duty.State.OPEN, due_at__lte=now), then=Value("overdue")),
        When(state=Duty.State.OPEN, then=Value("not_yet_due")),
        default=F("state"),
    )
