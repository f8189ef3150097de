"""What do the duties of some meetings depend on? A fixed number of queries, however many the meetings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from remit.records.actions import Action, ActionUpdate
from remit.records.answers import Decision, PartSaid
from remit.records.forums import SeatHolding
from remit.records.kept_lists import kept_lists
from remit.records.meetings import AgendaItem, Meeting
from remit.records.messages import LetterSent
from remit.records.placements_list import EntryDetail
from remit.records.prepared import Given, prepared
from remit.records.reports import months_standing_with, shared_for
from remit.records.sheets import answered_of, said_of
from remit.records.successors import successors
from remit.records.terms_store import terms_by_id
from remit.records.workers import named_alone, standing_in, workers
from remit.rules.action_rounds import Held, Report, rounds
from remit.rules.clock import london_day
from remit.rules.deadlines import MeetingTime, Occasion
from remit.rules.duties import ActionFacts, Holders, ItemFacts, MeetingDuties
from remit.rules.sheets import Part, met_at, owed_on_sheets, owes, parts
from remit.terms.model import Act, Evidence, ForumTerms

MONTH_AND_MORE = timedelta(days=45)
"""Sittings so long before a meeting are looked at too: the first of its month may be among them."""

ACT_TIMES: dict[Act, str] = {
    "selection-finished": "selected_at",
    "agenda-drafted": "drafted_at",
    "agenda-confirmed": "issued_at",
    "meeting-opened": "opened_at",
    "meeting-closed": "closed_at",
    "minutes-approved": "minutes_approved_at",
}
"""Where a meeting keeps the time of each of its acts."""

CANCELLED = Meeting.State.CANCELLED


@dataclass(frozen=True, slots=True)
class DutyFacts:
    """A meeting's terms, and what its duties depend on under them."""

    terms: ForumTerms
    meeting: MeetingDuties


def time_of(meeting: Meeting) -> MeetingTime:
    """When a meeting is."""
    return MeetingTime(meeting.date, meeting.starts_at, meeting.ends_at)


def acts_of(meeting: Meeting) -> dict[Act, datetime]:
    """What was done with a meeting, and when."""
    times = ((act, getattr(meeting, kept)) for act, kept in ACT_TIMES.items())
    return {act: at for act, at in times if at is not None}


def occasion_of(meeting: Meeting) -> Occasion:
    """What deadlines about one meeting are counted from."""
    return _occasion(meeting, _sittings([meeting])[meeting.forum_id])


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a meeting."""

    occasion: Occasion
    """What its deadlines are counted from."""
    next_day: date | None
    """When the forum next meets, of the meetings still to be held; none where none is planned."""
    reopened: tuple[tuple[datetime, str], ...]
    """When its agenda was taken back to a draft, and why."""


def around_of(meeting: Meeting) -> Around:
    """The meetings of the forum around this one, and what became of its agenda; one query."""
    rows = [_Near._make(row) for row in _near(forum=meeting.forum_id, since=meeting.date - MONTH_AND_MORE)]
    cancelled, over = Meeting.State.CANCELLED, (Meeting.State.CANCELLED, Meeting.State.CLOSED)
    sat = {one.pk: one.time for one in rows if one.state != cancelled}
    ahead = (one for one in rows if one.starts_at > meeting.starts_at and one.state not in over)
    following = next(ahead, None)
    return Around(
        _occasion(meeting, list(sat.values())),
        following.date if following else None,
        tuple((one.reopened_at, one.why) for one in rows if one.pk == meeting.pk and one.reopened_at),
    )


class _Near(NamedTuple):
    """A meeting of the forum, once for each time its agenda was taken back."""

    pk: int
    state: str
    date: date
    starts_at: datetime
    ends_at: datetime
    reopened_at: datetime | None
    why: str

    @property
    def time(self) -> MeetingTime:
        return MeetingTime(self.date, self.starts_at, self.ends_at)


@prepared
def _near() -> QuerySet[Any, Any]:
    rows = Meeting.objects.filter(forum=Given("forum"), date__gte=Given("since"))
    return rows.order_by("starts_at", "pk", "reopenings__at", "reopenings__pk").values_list(
        *("pk", "state", "date", "starts_at", "ends_at", "reopenings__at", "reopenings__why")
    )


def duty_facts(meetings: Collection[Meeting], *, now: datetime) -> list[DutyFacts]:
    """The facts of these meetings. Who holds a seat is asked for today."""
    meetings, today = list(meetings), london_day(now)
    sat = _sittings(meetings)
    terms = {meeting.pk: terms_by_id(meeting.terms_id, meeting.terms.digest) for meeting in meetings}
    seats = _seats(meetings, today)
    actions = _actions(meetings, sat, _held(meetings, sat), today)
    sent = _sent(meetings, terms)
    live = [one for one in meetings if one.date >= one.forum.live_from and one.state != CANCELLED]
    lists = kept_lists(live, terms, lambda one: _occasion(one, sat[one.forum_id]), now=now)
    items = _items([meeting for meeting in meetings if _asks_by_item(terms[meeting.pk])], terms, today)
    telling = [meeting for meeting in meetings if any(one.runs for one in terms[meeting.pk].reports)]
    months, shared = months_standing_with(telling), shared_for(telling)
    return [
        DutyFacts(
            terms[meeting.pk],
            MeetingDuties(
                id=meeting.pk,
                forum=meeting.forum_id,
                occasion=_occasion(meeting, sat[meeting.forum_id]),
                holders=_holders(terms[meeting.pk], seats[meeting.forum_id]),
                items=tuple(items[meeting.pk]),
                actions=tuple(actions[meeting.pk]),
                met=sent.get(meeting.pk, {}),
                lists=lists.get(meeting.pk, {}),
                live=meeting.date >= meeting.forum.live_from,
                ended="the meeting was cancelled" if meeting.state == CANCELLED else None,
                month=months.get(meeting.pk),
                shared=shared.get(meeting.pk, {}),
            ),
        )
        for meeting in meetings
    ]


def _sent(
    meetings: Iterable[Meeting], terms: Mapping[int, ForumTerms]
) -> Mapping[int, Mapping[str, datetime]]:
    """When the letters that some of them owe were sent, by what is owed; asked only where the terms owe any."""
    owed = {
        (meeting.pk, one.met_by.sent): one.id
        for meeting in meetings
        for one in terms[meeting.pk].owed
        if one.runs and isinstance(one.met_by, Evidence) and one.met_by.sent is not None
    }
    found: dict[int, dict[str, datetime]] = defaultdict(dict)
    if not owed:
        return found
    rows = LetterSent.objects.filter(meeting__in={meeting for meeting, _ in owed})
    for meeting, letter, at in rows.values_list("meeting_id", "letter", "at"):
        if (meeting, letter) in owed:
            found[meeting][owed[meeting, letter]] = at
    return found


def _asks_by_item(terms: ForumTerms) -> bool:
    return any(duty.per == "item" for duty in terms.duties) or bool(owed_on_sheets(terms))


def _sittings(meetings: Iterable[Meeting]) -> Mapping[int, list[MeetingTime]]:
    """The meetings of the same forums around these, cancelled ones left out, in order."""
    days = [meeting.date for meeting in meetings]
    found: dict[int, list[MeetingTime]] = defaultdict(list)
    if not days:
        return found
    rows = (
        Meeting.objects.filter(
            forum__in={meeting.forum_id for meeting in meetings}, date__gte=min(days) - MONTH_AND_MORE
        )
        .exclude(state=Meeting.State.CANCELLED)
        .order_by("starts_at", "pk")
        .values_list("forum_id", "date", "starts_at", "ends_at")
    )
    for forum, day, starts_at, ends_at in rows:
        found[forum].append(MeetingTime(day, starts_at, ends_at))
    return found


def _occasion(meeting: Meeting, sat: list[MeetingTime]) -> Occasion:
    following = next((one for one in sat if one.starts_at > meeting.starts_at), None)
    return Occasion(time_of(meeting), following, acts_of(meeting), tuple(sat))


def _seats(meetings: Iterable[Meeting], today: date) -> Mapping[int, dict[str, int]]:
    """Who answers for each seat of each forum: its holder of longest standing, else a deputy."""
    rows = (
        SeatHolding.objects.on(today)
        .filter(forum__in={meeting.forum_id for meeting in meetings}, staff__is_active=True)
        .order_by("since", "pk")
        .values_list("forum_id", "seat", "staff_id", "capacity")
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for forum, seat, staff, _ in sorted(rows, key=lambda row: row[3] != SeatHolding.Capacity.HOLDER):
        found[forum].setdefault(seat, staff)
    return found


def _holders(terms: ForumTerms, seats: Mapping[str, int]) -> Holders:
    """Who answers for each seat and role; a role belongs to the first of its seats that is held.

    While nobody coordinates, what the coordinator owes is the chair's (GOV-10).
    """
    roles: dict[str, int] = {}
    for seat in terms.seats:
        if seat.id in seats:
            roles.setdefault(seat.role, seats[seat.id])
    for role in ("chair", "deputy"):
        if role in roles:
            roles.setdefault("coordinator", roles[role])
    return Holders(seats, roles)


def chairs_of(meetings: Collection[Meeting], today: date) -> dict[int, int]:
    """Who answers for the chair of the forum of each of these meetings, by forum; whoever takes the chair's place, else."""
    seats, found = _seats(meetings, today), dict[int, int]()
    for meeting in meetings:
        roles = _holders(terms_by_id(meeting.terms_id, meeting.terms.digest), seats[meeting.forum_id]).roles
        chair = roles.get("chair") or roles.get("deputy")
        if chair is not None:
            found[meeting.forum_id] = chair
    return found


def _held(meetings: Iterable[Meeting], sat: Mapping[int, list[MeetingTime]]) -> Mapping[int, list[Held]]:
    """The meetings of each forum that are over, the earliest first, each with the start of the one after it."""
    found: dict[int, list[Held]] = defaultdict(list)
    days = [meeting.date for meeting in meetings]
    if not days:
        return found
    over = Meeting.objects.filter(forum__in=list(sat), date__gte=min(days), closed_at__isnull=False)
    rows = over.order_by("starts_at", "pk").values_list("forum_id", "starts_at", "closed_at")
    for forum, starts_at, closed_at in rows:
        then = next((one.starts_at for one in sat[forum] if one.starts_at > starts_at), None)
        assert closed_at is not None
        found[forum].append(Held(starts_at, closed_at, then))
    return found


def _actions(
    meetings: Collection[Meeting],
    sat: Mapping[int, list[MeetingTime]],
    held: Mapping[int, list[Held]],
    today: date,
) -> Mapping[int, list[ActionFacts]]:
    by_key = {meeting.pk: meeting for meeting in meetings}
    updates: dict[int, list[Report]] = defaultdict(list)
    known = ActionUpdate.objects.filter(action__meeting__in=list(by_key))
    rows = known.exclude(state=Action.State.CANCELLED).order_by("at", "pk")
    for action_id, at, due_on, was_due in rows.values_list("action_id", "at", "due_on", "was_due_at"):
        updates[action_id].append(Report(at, moves=due_on is not None, was_due=was_due))
    found: dict[int, list[ActionFacts]] = defaultdict(list)
    actions = list(Action.objects.filter(meeting__in=list(by_key)).order_by("pk"))
    successor = successors({action.lead_id for action in actions}, on=today)
    named = named_alone({action.subject_id for action in actions}, today)
    instead = standing_in(named, today)
    for action in actions:
        asked_at = by_key[action.meeting_id]
        later = [one for one in held[asked_at.forum_id] if one.starts_at > asked_at.starts_at]
        after = [one for one in sat[asked_at.forum_id] if one.starts_at > asked_at.starts_at]
        cancelled = action.state == Action.State.CANCELLED
        found[action.meeting_id].append(
            ActionFacts(
                id=action.pk,
                subject=action.subject_id,
                lead=successor.get(action.lead_id, action.lead_id),
                rounds=rounds(
                    action.due_at,
                    updates[action.pk],
                    finished_at=None if cancelled else action.ended_at,
                    cancelled_at=action.ended_at if cancelled else None,
                    held=later,
                    sat=after,
                ),
                ended="the action was cancelled" if cancelled else None,
                named=named.get(action.subject_id),
                instead=instead.get(action.subject_id),
            )
        )
    return found


def _items(
    meetings: Collection[Meeting], terms: Mapping[int, ForumTerms], today: date
) -> Mapping[int, list[ItemFacts]]:
    """The cases of these meetings; asked only where the terms owe something for each case."""
    found: dict[int, list[ItemFacts]] = defaultdict(list)
    if not meetings:
        return found
    listed = EntryDetail.objects.open().filter(entry=OuterRef("entry")).values("risk")[:1]
    rows = AgendaItem.objects.filter(meeting__in=meetings, title="")
    rated = Coalesce("snapshot__risk", Subquery(listed), Value(""))
    items = list(rows.annotate(rated=rated).order_by("pk"))
    sheets = _Sheets.of(items, terms)
    known = Decision.objects.filter(item__meeting__in=meetings, superseded_at__isnull=True)
    decided = dict(known.values_list("item_id", "at"))
    subjects = {item.subject_id for item in items}
    theirs, named = workers(subjects, today), named_alone(subjects, today)
    instead = standing_in(named, today)
    for item in items:
        acts: dict[Act, datetime] = {"case-selected": item.added_at}
        if item.pk in decided:
            acts["outcome-recorded"] = decided[item.pk]
        gone = item.state == AgendaItem.State.WITHDRAWN
        ended = "the case was taken off the agenda" if gone else None
        asked = sheets.asked(item)
        found[item.meeting_id].append(
            ItemFacts(
                item.subject_id,
                acts,
                theirs[item.subject_id],
                ended,
                owes=owes(terms[item.meeting_id], asked),
                met=sheets.met(item, asked),
                named=named.get(item.subject_id),
                instead=instead.get(item.subject_id),
            )
        )
    return defaultdict(list, {meeting: _standing(facts) for meeting, facts in found.items()})


@dataclass(frozen=True, slots=True)
class _Sheets:
    """What the sheets of some cases say, where anything is owed on them."""

    terms: Mapping[int, ForumTerms]
    since: Mapping[int, Mapping[str, datetime]]
    said: Mapping[int, Mapping[str, PartSaid]]

    @classmethod
    def of(cls, items: Iterable[AgendaItem], terms: Mapping[int, ForumTerms]) -> _Sheets:
        """Two queries, or none."""
        pks = [item.pk for item in items if owed_on_sheets(terms[item.meeting_id])]
        return cls(terms, answered_of(pks), said_of(pks)) if pks else cls(terms, {}, {})

    def asked(self, item: Any) -> tuple[Part, ...]:
        terms = self.terms[item.meeting_id]
        return parts(terms, item.section, rating=item.rated) if owed_on_sheets(terms) else ()

    def met(self, item: AgendaItem, asked: tuple[Part, ...]) -> dict[str, datetime]:
        """When each thing that is owed for a case was done."""
        since = self.since.get(item.pk, {})
        said = {part: row.at for part, row in self.said.get(item.pk, {}).items()}
        terms = self.terms[item.meeting_id]
        times = ((one.id, met_at(one, asked, since, said)) for one in owed_on_sheets(terms))
        return {name: at for name, at in times if at is not None}


def _standing(items: Iterable[ItemFacts]) -> list[ItemFacts]:
    """One a child: a case taken off and put on again counts as it stands now."""
    latest: dict[int, ItemFacts] = {}
    for item in items:
        held = latest.get(item.subject)
        if held is None or held.ended is not None:
            latest[item.subject] = item
    return list(latest.values())
