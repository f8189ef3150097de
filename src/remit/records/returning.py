"""On which later meeting does a case stand, that comes back from an earlier one?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from remit.records.answers import Decision
from remit.records.meetings import AgendaItem, Meeting
from remit.records.prepared import Given, prepared
from remit.records.sittings import next_sitting
from remit.records.terms_store import terms_of

GONE = (Meeting.State.CANCELLED, Meeting.State.CLOSED)


@dataclass(frozen=True, slots=True)
class ComesBack:
    """Where cases stand that were left to come back."""

    cases: int
    on: date | None
    """The day of that meeting; none where they stand on no later one."""
    already: bool = False
    """They stand on a later meeting than the next, to which they had been put off before."""


def coming_back(meeting: Meeting) -> tuple[ComesBack, ...]:
    """The cases of a closed meeting whose outcome returns, by the first later meeting on which they stand.

    A case of the rest of a cohort comes back with the cohort, and is none of them.
    """
    subjects = list(_left_open(meeting).values_list("subject_id", flat=True).distinct())
    if not subjects:
        return ()
    following = next_sitting(meeting)
    stands: dict[int, tuple[int, date]] = {}
    rows = (
        AgendaItem.objects.filter(meeting__forum=meeting.forum_id, meeting__starts_at__gt=meeting.starts_at)
        .filter(subject__in=subjects, title="", state=AgendaItem.State.PLANNED)
        .exclude(meeting__state__in=GONE)
        .order_by("meeting__starts_at", "meeting_id")
    )
    for subject, key, day in rows.values_list("subject_id", "meeting_id", "meeting__date"):
        stands.setdefault(subject, (key, day))
    counts = Counter(stands.get(subject) for subject in subjects)
    found = [
        ComesBack(cases, where[1], already=following is None or where[0] != following.pk)
        for where, cases in counts.items()
        if where
    ]
    nowhere = [ComesBack(counts[None], None)] if counts[None] else []
    return (*sorted(found, key=lambda one: one.on or date.max), *nowhere)


def _left_open(meeting: Meeting) -> QuerySet[AgendaItem]:
    terms = terms_of(meeting.terms)
    returns = [outcome.id for outcome in terms.outcomes if outcome.returns]
    chosen = [section.id for section in terms.agenda.sections if section.one_by_one]
    others = [section.id for section in terms.agenda.sections if section.takes == "rest_of_cohort"]
    left = Decision.objects.filter(item=OuterRef("pk"), outcome__in=returns, superseded_at__isnull=True)
    items = AgendaItem.objects.filter(meeting=meeting, title="").exclude(section__in=others)
    return items.filter(
        Q(state=AgendaItem.State.DEFERRED)
        | Q(Exists(left), section__in=chosen, state=AgendaItem.State.DISCUSSED)
    )


@prepared
def sittings_after() -> QuerySet[Any, Any]:
    """The forum's later meetings to be held: each with its day, whether the child stands there to be discussed
    (`stands`), and whether there is anything of the child on it (`there`), which keeps a case from being put there."""
    mine = AgendaItem.objects.filter(meeting=OuterRef("pk"), subject=Given("subject"), title="")
    return (
        Meeting.objects.filter(forum=Given("forum"), starts_at__gt=Given("after"))
        .exclude(state__in=GONE)
        .annotate(
            stands=Exists(mine.filter(state=AgendaItem.State.PLANNED)),
            there=Exists(mine.exclude(state=AgendaItem.State.WITHDRAWN)),
        )
        .order_by("starts_at", "pk")
        .values_list("date", "stands", "there")[:30]
    )
