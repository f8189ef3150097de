"""How does the action list stand for each meeting for which somebody is held to keep it?

Two queries at most, however many meetings.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q

from remit.records.children import Restriction
from remit.records.duties import Duty
from remit.records.holidays import working_calendar
from remit.records.meetings import Meeting
from remit.records.placements_list import EntryDetail
from remit.records.terms_store import terms_by_id
from remit.rules.action_list import touched_on
from remit.rules.clock import MIDNIGHT, due_date, instant, london_day
from remit.rules.deadlines import Occasion
from remit.rules.duties import due_of
from remit.rules.kept_list import Kept, ListRow, counts_from, is_on_list, kept, owed_on_lists
from remit.terms.model import Cohort, ForumTerms

STILL = (Duty.State.OPEN, Duty.State.MET, Duty.State.LATE)
"""What a change of the list can still change, while the meeting is not closed."""

AHEAD = timedelta(days=100)
"""A list is kept for no meeting further ahead: nobody flags what was touched so lately."""
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One duty to keep a list: whose meeting, by when, from which day on touching counts, when it ends."""

    meeting: int
    owed: str
    cohort: Cohort
    first: date
    due: datetime
    ends: datetime | None


def kept_lists(
    meetings: Collection[Meeting],
    terms: Mapping[int, ForumTerms],
    occasion: Callable[[Meeting], Occasion],
    *,
    now: datetime,
) -> Mapping[int, Mapping[str, Kept]]:
    """By meeting and what is owed: since when the list is kept for it, or how many entries are behind.

    A record that is restricted does not count while it is: who keeps the list may not see it.
    """
    asked = [one for meeting in meetings for one in _asked(meeting, terms[meeting.pk], occasion(meeting))]
    found: dict[int, dict[str, Kept]] = defaultdict(dict)
    if not asked:
        return found
    rows, closed = _rows(min(one.first for one in asked), max(one.first for one in asked))
    gone = [row.gone_at or NEVER for _, row in rows]
    restricted = _Restricted.among(closed)
    for one in asked:
        # What went before touching counted says nothing.
        since = bisect_right(gone, instant(one.first, MIDNIGHT))
        theirs = [
            row
            for person, row in rows[since:]
            if is_on_list(one.cohort, row.rating) and not restricted.on(person, due_date(one.due))
        ]
        found[one.meeting][one.owed] = kept(theirs, first=one.first, due=one.due, ends=one.ends, now=now)
    return found


def _asked(meeting: Meeting, terms: ForumTerms, occasion: Occasion) -> Iterator[_Asked]:
    calendar = working_calendar()
    for owed, cohort in owed_on_lists(terms):
        due = due_of(terms, owed.id, occasion, calendar, came=None)
        if due is None or cohort.untouched is None:
            continue
        first = counts_from(due, cohort.untouched.after, calendar)
        ends = occasion.acts.get(owed.missed_when) if owed.missed_when else None
        yield _Asked(meeting.pk, owed.id, cohort, first, due, ends)


def _rows(earliest: date, latest: date) -> tuple[list[tuple[int, ListRow]], set[int]]:
    """Everything the list said, as it was told, that can be behind on these days: (child, row), what went first in front.

    And whose records of theirs are restricted.
    """
    told, still = OuterRef("recorded_at"), Q(superseded_at__isnull=True)
    before = EntryDetail.objects.filter(entry=OuterRef("entry"), since__lt=OuterRef("since"))
    known_then = before.filter(still | Q(superseded_at__gt=told), recorded_at__lte=told)
    touched_early = Q(since__lt=latest) | Q(last_action_on__lt=latest)
    rows = (
        EntryDetail.objects.filter(touched_early, still | Q(superseded_at__gt=instant(earliest, MIDNIGHT)))
        .filter(until__isnull=True)
        .annotate(changed=Exists(known_then))
        .order_by(F("superseded_at").asc(nulls_last=True), "pk")
        .values_list(
            *("entry__person_id", "entry__person__restricted", "since", "last_action_on", "changed"),
            *("risk", "recorded_at", "superseded_at"),
        )
    )
    found, restricted = [], set()
    for person, closed, since, last, changed, *said in rows:
        touched = touched_on(since=since, first=not changed, last_action_on=last)
        found.append((person, ListRow(touched, *said)))
        if closed:
            restricted.add(person)
    return found, restricted


@dataclass(frozen=True, slots=True)
class _Restricted:
    """Which records are restricted, and on which days they are or were."""

    spans: Mapping[int, Sequence[tuple[date, date | None]]]

    @classmethod
    def among(cls, persons: Collection[int]) -> _Restricted:
        """One query; none where no record is."""
        spans: dict[int, list[tuple[date, date | None]]] = {person: [] for person in persons}
        if spans:
            named = Restriction.objects.known().filter(person__in=list(spans)).order_by()
            for person, since, until in named.values_list("person_id", "since", "until"):
                spans[person].append((since, until))
        return cls(spans)

    def on(self, person: int, day: date) -> bool:
        """Whether the record was restricted that day; where nobody is named for it, it is at any time."""
        spans = self.spans.get(person)
        if spans is None:
            return False
        return not spans or any(since <= day and (until is None or day < until) for since, until in spans)


def meetings_held_to_lists(*, now: datetime) -> list[int]:
    """The keys of the meetings for which a change of the list counts now: not closed, and touching counts already."""
    over = (Meeting.State.CLOSED, Meeting.State.CANCELLED)
    rows = Duty.objects.filter(meeting__isnull=False, state__in=STILL, due_at__lte=now + AHEAD)
    rows = rows.exclude(meeting__state__in=over).order_by("meeting")
    calendar, today, found = working_calendar(), london_day(now), set[int]()
    for meeting, term, due, version, digest in rows.values_list(
        "meeting", "term", "due_at", "meeting__terms_id", "meeting__terms__digest"
    ):
        for owed, cohort in owed_on_lists(terms_by_id(version, digest)):
            counting = cohort.untouched and counts_from(due, cohort.untouched.after, calendar) <= today
            if owed.id == term and counting:
                found.add(meeting)
    return sorted(found)
