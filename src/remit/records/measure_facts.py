"""Everything a forum's measures count, as plain things: a query or two for each kind, however many there are of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.db.models import Min, Q, QuerySet

from remit.records.actions import Action
from remit.records.cohort_stays import CohortStay
from remit.records.duty_counts import became, counted_duties
from remit.records.facts import CarePeriod, Placement
from remit.records.forums import Forum
from remit.records.meetings import AgendaItem, Attendance, Meeting, RegisterEntry
from remit.records.terms_store import terms_by_id
from remit.rules.clock import MIDNIGHT, due_date, in_time, instant, is_past, london_day
from remit.rules.compliance import IN_TIME, Became
from remit.rules.measures import NEVER, Source, Thing, Things
from remit.terms.cohort_codes_file import cohort_codes
from remit.terms.model import ForumTerms

DAY = timedelta(days=1)
NOTED, NOT_DISCUSSED = "noted", "not-discussed"
"""What stands for the outcome of a case that needed none, and of one that was not come to."""
CAME, STAYED_AWAY = "present", "absent"


def things(
    forum: int, terms: ForumTerms, sources: Collection[Source], *, since: date, now: datetime
) -> Things:
    """What there is of these kinds from a day on, as known now. Stays count where they lasted to that day or longer."""
    row = Forum.objects.get(pk=forum)
    wanted = set(sources)
    kinds = {kind for kind, _ in wanted}
    found: dict[Source, list[Thing]] = {}
    if "items" in kinds:
        found["items", ""] = list(_items(forum, terms, since))
    if kinds & {"meetings", "seats", "services"}:
        found.update(_at_meetings(forum, since))
    if "actions" in kinds:
        found["actions", ""] = list(_actions(forum, since, now))
    if "duties" in kinds:
        found["duties", ""] = list(_duties(row, since, now))
    if "placements" in kinds:
        found["placements", ""] = list(_placements(since))
    cohorts = sorted({cohort for _, cohort in wanted if cohort})
    for cohort in cohorts:
        leave = ("departures", cohort) in wanted
        found.update(_stays(cohort, since, leave=leave))
    of_the_record = {source for source in found if source[1] or source[0] == "placements"}
    placed = placements_since() if of_the_record else NEVER
    covered = {source: placed if source in of_the_record else row.live_from for source in found}
    return Things(found, london_day(now) + DAY, covered)


def placements_since() -> date:
    """From which day on the moves of children are on record; `NEVER` where none is.

    A file of children looked after tells of its own time. In it stands since when a child lives somewhere, however long
    ago, but not who came and went before: so it is the first end of a placement that shows how far back it reaches, and
    where no file was loaded, the day people began to write placements down.
    """
    ended = Q(superseded_at__isnull=True) & ~Q(source__startswith="staff:")
    told = Placement.objects.aggregate(ended=Min("until", filter=ended), first=Min("recorded_at"))
    if told["first"] is None:
        return NEVER
    written = london_day(told["first"])
    return min(told["ended"].replace(day=1), written) if told["ended"] else written


def _placements(since: date) -> Iterator[Thing]:
    """The placements that began, with who provides each; nothing is said of one whose provider nobody knows."""
    codes = cohort_codes()
    rows = Placement.objects.known().filter(since__gte=since).order_by()
    for child, day, code in rows.values_list("person_id", "since", "provider"):
        who = codes.provided_by(code, began=day)
        yield Thing(day, {"provider": who} if who else {}, child)


def _items(forum: int, terms: ForumTerms, since: date) -> Iterator[Thing]:
    """The cases in the register."""
    heard = {outcome.id: outcome.heard for outcome in terms.outcomes}
    closes = {outcome.id for outcome in terms.outcomes if outcome.closes}
    rows = RegisterEntry.objects.filter(meeting__forum=forum, meeting__date__gte=since).order_by()
    for day, child, section, risk, outcome, came, team, state in rows.values_list(
        *(
            "meeting__date",
            "subject_id",
            "section",
            "risk",
            "outcome",
            "worker_present",
            "team",
            "item__state",
        )
    ):
        discussed = state == AgendaItem.State.DISCUSSED
        said: dict[str, str | bool] = {
            "section": section,
            "outcome": outcome or (NOTED if discussed else NOT_DISCUSSED),
            "heard": heard.get(outcome, discussed),
            "closes": outcome in closes,
        }
        if risk and risk != "unrated":
            said["rating"] = risk
        if team:
            said["team"] = team
        if came in (CAME, STAYED_AWAY):
            said["presence"] = came == CAME
        yield Thing(day, said, child)


def _at_meetings(forum: int, since: date) -> Mapping[Source, list[Thing]]:
    """The closed meetings, and for each its seats and the services they represent, with whether anybody was there."""
    meetings = list(
        Meeting.objects.filter(forum=forum, date__gte=since, closed_at__isnull=False)
        .select_related("terms")
        .defer("terms__document")
        .order_by("date", "pk")
    )
    answers = _answers(meetings)
    found: dict[Source, list[Thing]] = {("meetings", ""): [], ("seats", ""): [], ("services", ""): []}
    for meeting in meetings:
        found["meetings", ""].append(Thing(meeting.date))
        seats = [seat for seat in terms_by_id(meeting.terms_id, meeting.terms.digest).seats if seat.votes]
        came, services = answers[meeting.pk]
        for seat in seats:
            said: dict[str, str | bool] = {"seat": seat.id}
            if seat.id in came:
                said["presence"] = came[seat.id]
            found["seats", ""].append(Thing(meeting.date, said))
        there = services.union(*(seat.represents for seat in seats if came.get(seat.id)))
        for service in sorted({name for seat in seats for name in seat.represents}):
            known: dict[str, str | bool] = {"service": service, "presence": service in there}
            found["services", ""].append(Thing(meeting.date, known))
    return found


Answers = tuple[dict[str, bool], set[str]]


def _answers(meetings: Iterable[Meeting]) -> Mapping[int, Answers]:
    """Of each meeting: whether somebody sat in each seat of which something is recorded, and from where substitutes came."""
    found: dict[int, Answers] = defaultdict(lambda: ({}, set()))
    rows = Attendance.objects.filter(
        meeting__in=[meeting.pk for meeting in meetings], superseded_at__isnull=True, item__isnull=True
    ).order_by()
    for meeting, seat, answer, service in rows.values_list("meeting_id", "seat", "answer", "service"):
        if not seat:
            continue
        seats, services = found[meeting]
        present = answer == Attendance.Answer.PRESENT
        seats[seat] = seats.get(seat, False) or present
        if present and service:
            services.add(service)
    return found


def _actions(forum: int, since: date, now: datetime) -> Iterator[Thing]:
    rows = Action.objects.filter(meeting__forum=forum, meeting__date__gte=since).exclude(
        state=Action.State.CANCELLED
    )
    for day, child, due_at, ended_at in rows.order_by().values_list(
        "meeting__date", "subject_id", "due_at", "ended_at"
    ):
        yield Thing(day, _met(ended_at, due_at, now), child)


def _duties(forum: Forum, since: date, now: datetime) -> Iterator[Thing]:
    """The duties by the day they were due, whenever their meeting was."""
    rows = counted_duties({forum.slug: forum.live_from}).filter(due_at__gte=instant(since, MIDNIGHT))
    for due_at, so in rows.annotate(became=became(now)).order_by().values_list("due_at", "became"):
        met = IN_TIME[cast(Became, so)]
        yield Thing(due_date(due_at), {} if met is None else {"met": met})


def _met(done_at: datetime | None, due_at: datetime, now: datetime) -> dict[str, str | bool]:
    """Whether it was done in time; nothing while there is time left."""
    if done_at is not None:
        return {"met": in_time(done_at, due_at)}
    return {"met": False} if is_past(due_at, now=now) else {}


def _stays(cohort: str, since: date, *, leave: bool) -> Mapping[Source, list[Thing]]:
    """Who was in a cohort on that day or later, who came into it, and who left it for where."""
    lasting = Q(until__isnull=True) | Q(until__gte=since)
    rows = list(
        CohortStay.objects.filter(lasting, cohort=cohort)
        .order_by("person", "first")
        .values_list("person_id", "first", "until")
    )
    began = {(child, first) for child, first, _ in rows}
    ended = {(child, until) for child, _, until in rows}
    onward = _onward(cohort, since) if leave else {}
    found: dict[Source, list[Thing]] = {("stays", cohort): [], ("arrivals", cohort): []}
    gone: list[Thing] = []
    for child, first, until in rows:
        found["stays", cohort].append(Thing(first, child=child, until=until))
        if first >= since and (child, first) not in ended:
            found["arrivals", cohort].append(Thing(first, child=child))
        if until is not None and (child, until) not in began:
            to = onward.get((child, until))
            gone.append(Thing(until, {"to": to} if to else {}, child))
    return {**found, ("departures", cohort): gone}


def _onward(cohort: str, since: date) -> Mapping[tuple[int, date], str]:
    """Where the children went who left a cohort, by child and day: as the next placement says, or the end of care."""
    left = CohortStay.objects.filter(cohort=cohort, until__gte=since).order_by().values("person")
    placed = _of(Placement.objects, left).filter(since__gte=since)
    ended = _of(CarePeriod.objects, left).filter(until__gte=since)
    next_place = {
        (child, day): place for child, day, place in placed.values_list("person_id", "since", "place")
    }
    how = {(child, day): why for child, day, why in ended.values_list("person_id", "until", "why_ended")}
    codes = cohort_codes()
    found = {
        key: codes.went_to(placement=next_place.get(key, ""), ending=how.get(key, ""))
        for key in {*next_place, *how}
    }
    return {key: to for key, to in found.items() if to is not None}


def _of(rows: Any, persons: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    known: QuerySet[Any, Any] = rows.known().filter(person__in=persons).order_by()
    return known
