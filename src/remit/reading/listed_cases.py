"""Which children on the action list may this viewer be shown, with what the list says of them and their discussions so far?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, Max, OuterRef, QuerySet, Subquery, Value

from remit.reading.children import name_of
from remit.records.children import Identifier, Person
from remit.records.holidays import working_calendar
from remit.records.meetings import AgendaItem, Meeting
from remit.records.placements_list import EntryDetail
from remit.records.prepared import Given, GivenEach, prepared
from remit.records.visibility import Sight, asking, on_list_visible, sight_at, sight_of_list, visible
from remit.rules.action_list import touched_on, untouched_for
from remit.rules.calendar import WorkCalendar
from remit.rules.clock import london_day
from remit.rules.viewers import Viewer
from remit.terms.agenda import Section
from remit.terms.model import Cohort, ForumTerms
from remit.terms.values import Span


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
    rows = _open(
        sight_of_list(viewer),
        not_at is not None,
        ratings=ratings,
        meeting=not_at.pk if not_at else 0,
        **asking(viewer, now=now),
    )
    return _cases(rows, _discussed_of_list(forum=forum), cohort=cohort, today=today)


def cases_left(
    viewer: Viewer, terms: ForumTerms, section: Section, *, forum: str, not_at: Meeting, now: datetime
) -> tuple[ListedCase, ...]:
    """What the list has now of the cases nobody chose for a meeting; none where the section does not take them. Two queries."""
    selection = next((one for one in terms.selection if one.id == section.of), None)
    if selection is None:
        return ()
    cohort = terms.cohort(selection.cohort)
    return listed_cases(
        viewer,
        forum=forum,
        cohort=cohort,
        ratings=cohort.discussed,
        now=now,
        today=london_day(now),
        not_at=not_at,
    )


def cases_kept(
    viewer: Viewer, meeting: Meeting, *, forum: str, section: str, now: datetime, today: date
) -> tuple[ListedCase, ...]:
    """The items of a section as the list had them when they were kept, of the children this viewer may see. Two queries."""
    rows = _kept(sight_at(viewer, forum), meeting=meeting.pk, section=section, **asking(viewer, now=now))
    said = _discussed_of_section(forum=forum, meeting=meeting.pk, section=section)
    return _cases(rows, said, cohort=None, today=today)


class _Row(NamedTuple):
    """What is read of one entry, in the order of `_columns`."""

    entry: str
    child: str
    subject: int
    given_name: str
    family_name: str
    initials: str
    known_as: str | None
    changed_once: bool
    since: date
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


CHILD = ("ref", "person__subject__ref", "person", *(f"person__{name}" for name in _Row._fields[3:6]))


def _columns(detail: str = "") -> tuple[str, ...]:
    """Where the values of a row stand, from the detail of an entry or from what leads to it."""
    child = (f"{detail}entry__{name}" for name in CHILD)
    return (*child, "known_as", "changed_once", *(f"{detail}{name}" for name in _Row._fields[8:]))


def _known_as(person: str) -> Subquery:
    ids = Identifier.objects.open().filter(person=OuterRef(person), scheme=Identifier.PERSON_ID)
    return Subquery(ids.values("value")[:1])


@prepared
def _open(sight: Sight, leaves_out: bool) -> QuerySet[Any, Any]:
    """Rows of the list as it stands, each with whether it is a change and the id its child is known by."""
    before = EntryDetail.objects.known().filter(entry=OuterRef("entry"), since__lt=OuterRef("since"))
    rows = EntryDetail.objects.open().filter(on_list_visible(sight), risk__in=GivenEach("ratings"))
    if leaves_out:
        standing = AgendaItem.objects.filter(meeting=Given("meeting"), entry=OuterRef("entry"))
        rows = rows.exclude(Exists(standing.exclude(state=AgendaItem.State.WITHDRAWN)))
    found: QuerySet[Any, Any] = (
        rows.annotate(changed_once=Exists(before), known_as=_known_as("entry__person"))
        .order_by("risk_order", "urgency_order", F("days_to_place").asc(nulls_last=True), "pk")
        .values_list(*_columns())
    )
    return found


@prepared
def _kept(sight: Sight) -> QuerySet[Any, Any]:
    """Rows of the list as they were when an agenda kept them."""
    seen = Person.objects.filter(visible(sight), pk=OuterRef("subject"))
    items = AgendaItem.objects.filter(
        Exists(seen), meeting=Given("meeting"), section=Given("section"), snapshot__isnull=False
    )
    return (
        items.exclude(state=AgendaItem.State.WITHDRAWN)
        .annotate(changed_once=Value(False), known_as=_known_as("subject"))
        .order_by("position", "pk")
        .values_list(*_columns("snapshot__"))
    )


@prepared
def _discussed_of_list() -> QuerySet[Any, Any]:
    return _discussed(EntryDetail.objects.open().values("entry__person"))


@prepared
def _discussed_of_section() -> QuerySet[Any, Any]:
    items = AgendaItem.objects.filter(meeting=Given("meeting"), section=Given("section"))
    return _discussed(items.values("subject"))


def _discussed(people: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """How often and when last a forum has discussed each of these children, at meetings that are closed."""
    held = AgendaItem.objects.filter(
        meeting__forum__slug=Given("forum"),
        meeting__closed_at__isnull=False,
        state=AgendaItem.State.DISCUSSED,
        subject__in=people,
        title="",
    )
    counted = held.values("subject").annotate(times=Count("pk"), last=Max("meeting__date"))
    return counted.values_list("subject", "times", "last")


def _cases(
    rows: Iterable[Any], said: Iterable[tuple[int, int, date]], *, cohort: Cohort | None, today: date
) -> tuple[ListedCase, ...]:
    discussed: dict[int, tuple[int, date | None]] = {subject: (times, last) for subject, times, last in said}
    after = cohort.untouched.after if cohort and cohort.untouched else None
    calendar = working_calendar()
    return tuple(
        _case(row, discussed.get(row.subject, (0, None)), _untouched(row, after, today, calendar))
        for row in map(_Row._make, rows)
    )


def _untouched(row: _Row, after: Span | None, today: date, calendar: WorkCalendar) -> int | None:
    touched = touched_on(since=row.since, first=not row.changed_once, last_action_on=row.last_action_on)
    return untouched_for(touched, after=after, today=today, calendar=calendar)


def _case(row: _Row, discussed: tuple[int, date | None], untouched: int | None) -> ListedCase:
    """What is shown of one entry."""
    times, last = discussed
    return ListedCase(
        entry=row.entry,
        child=row.child,
        subject=row.subject,
        name=name_of(row),
        initials=row.initials,
        person_id=row.known_as or "",
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
        untouched_days=untouched,
        discussed=times,
        last_discussed=last,
    )
