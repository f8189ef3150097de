"""Which children on the action list may this viewer be shown, with what the list says of them and their discussions so far?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, QuerySet, Subquery

from remit.reading.children import name_of
from remit.records.children import Identifier, Person
from remit.records.holidays import working_calendar
from remit.records.meetings import AgendaItem, Meeting
from remit.records.placements_list import EntryDetail
from remit.records.visibility import visible_to
from remit.rules.action_list import touched_on, untouched_for
from remit.rules.viewers import Viewer
from remit.terms.model import Cohort


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A child on the action list."""

    entry: str
    child: str
    """Opaque reference of the child."""
    subject: int
    name: str
    initials: str
    person_id: str
    risk: str
    urgency: str
    days_to_place: int | None
    days_written: str
    age: int | None
    team: str
    worker: str
    manager: str
    legal_status: str
    current_placement: str
    placement_required: str
    listed_on: date | None
    last_action_on: date | None
    search_update: str
    comments: str
    untouched_days: int | None
    """Days since anybody touched the entry, where the terms flag as many."""
    discussed: int
    """How often the forum has discussed the child at earlier meetings."""
    last_discussed: date | None


@dataclass(frozen=True, slots=True)
class Discussions:
    """How often and when last a forum discussed a child."""

    times: int
    last: date | None


NONE_YET = Discussions(0, None)


def listed_cases(
    viewer: Viewer,
    *,
    forum: str,
    cohort: Cohort | None,
    ratings: Collection[str],
    now: datetime,
    today: date,
    not_at: Meeting | None = None,
) -> tuple[ListedCase, ...]:
    """Every open entry of these ratings whose child this viewer may see: highest risk, then most urgent. Two queries.

    `not_at`: leave out those that stand on the agenda of this meeting.
    """
    details = _details(viewer, ratings, now)
    if not_at is not None:
        standing = AgendaItem.objects.filter(meeting=not_at, entry=OuterRef("entry"))
        details = details.exclude(Exists(standing.exclude(state=AgendaItem.State.WITHDRAWN)))
    rows = list(details)
    ids = {row.entry.person_id: row.known_as or "" for row in rows}
    earlier = discussions(forum, EntryDetail.objects.open().values("entry__person"))
    return tuple(case_of(row, ids, earlier, cohort=cohort, today=today) for row in rows)


def _details(viewer: Viewer, ratings: Collection[str], now: datetime) -> QuerySet[Any]:
    """Their rows, each with whether it is a change and the id its child is known by."""
    visible = Person.objects.filter(visible_to(viewer, now=now), pk=OuterRef("entry__person"))
    before = EntryDetail.objects.known().filter(entry=OuterRef("entry"), since__lt=OuterRef("since"))
    ids = Identifier.objects.open().filter(person=OuterRef("entry__person"), scheme=Identifier.PERSON_ID)
    rows: QuerySet[Any] = (
        EntryDetail.objects.open()
        .filter(Exists(visible), risk__in=ratings)
        .annotate(changed_once=Exists(before), known_as=Subquery(ids.values("value")[:1]))
        .select_related("entry__person__subject")
        .defer("extra")
        .order_by("risk_order", "urgency_order", F("days_to_place").asc(nulls_last=True), "pk")
    )
    return rows


def discussions(forum: str, people: Iterable[Any]) -> Mapping[int, Discussions]:
    """How often a forum has discussed each of these children (their keys) at meetings that are closed. One query."""
    held = AgendaItem.objects.filter(
        meeting__forum__slug=forum,
        meeting__closed_at__isnull=False,
        state=AgendaItem.State.DISCUSSED,
        subject__in=people,
        entry__isnull=False,
    )
    rows = held.values("subject").annotate(times=Count("pk"), last=Max("meeting__date"))
    return {row["subject"]: Discussions(row["times"], row["last"]) for row in rows}


def case_of(
    row: EntryDetail,
    ids: Mapping[int, str],
    earlier: Mapping[int, Discussions],
    *,
    cohort: Cohort | None,
    today: date,
) -> ListedCase:
    """What is shown of one entry, as this row of it says."""
    person = row.entry.person
    so_far = earlier.get(person.pk, NONE_YET)
    first = not getattr(row, "changed_once", False)
    touched = touched_on(since=row.since, first=first, last_action_on=row.last_action_on)
    after = cohort.untouched.after if cohort and cohort.untouched else None
    return ListedCase(
        entry=row.entry.ref,
        child=person.subject.ref,
        subject=person.pk,
        name=name_of(person),
        initials=person.initials,
        person_id=ids.get(person.pk, ""),
        risk=row.risk,
        urgency=row.urgency,
        days_to_place=row.days_to_place,
        days_written=row.days_written,
        age=row.age,
        team=row.team,
        worker=row.worker,
        manager=row.manager,
        legal_status=row.legal_status,
        current_placement=row.current_placement,
        placement_required=row.placement_required,
        listed_on=row.listed_on,
        last_action_on=row.last_action_on,
        search_update=row.search_update,
        comments=row.comments,
        untouched_days=untouched_for(touched, after=after, today=today, calendar=working_calendar()),
        discussed=so_far.times,
        last_discussed=so_far.last,
    )
