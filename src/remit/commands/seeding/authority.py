"""The small made-up authority: sixty children, some forty staff, a forum with four weeks behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from django.db import connection, transaction

from remit.casework.acts import about, audited
from remit.casework.duties import sweep
from remit.casework.inviting import invite_ahead
from remit.casework.planning import cancel_meeting, plan_meetings
from remit.casework.reminding import take_steps
from remit.casework.seats import fill_seat
from remit.casework.terms import switch_on
from remit.commands.seeding.before_remit import BeforeRemit
from remit.commands.seeding.by_hand import ByHand
from remit.commands.seeding.calendar import Weeks, weeks_around
from remit.commands.seeding.children import Child, make_children
from remit.commands.seeding.entries import AT_FIRST, TheList
from remit.commands.seeding.layout import ROTATING, SEATS
from remit.commands.seeding.names import Names
from remit.commands.seeding.people import People, make_people
from remit.commands.seeding.record import Made, Record, few_leavers, histories_of, the_many
from remit.commands.seeding.reports import schedule_reports
from remit.commands.seeding.timeline import Timeline, clock
from remit.commands.seeding.weeks import FORUM, Week, sweep_nightly
from remit.reading.viewers import viewer_named
from remit.records.audit import AuditEvent
from remit.records.meetings import Meeting
from remit.records.people import Staff
from remit.rules.clock import london_day
from remit.rules.outcomes import Refused
from remit.rules.viewers import Viewer
from remit.terms.load import merged

JOIN_LINK = "https://video.example.org/risk-of-residential"


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was made."""

    staff: int
    children: int
    on_list: int
    meetings_held: int
    coming: str
    acts: int
    looked_after: int
    not_told: int
    """Of these, who came into care so lately that Remit has yet to be told."""
    leavers: int
    facts: int


def seed_small(*, now: datetime, seed: int = 1) -> Seeded:
    """Make the small authority, as `seed_authority` does."""
    return seed_authority(size="small", now=now, seed=seed)


def seed_authority(*, size: str, now: datetime, seed: int = 1) -> Seeded:
    """Make an authority of one of `record.SIZES` in an empty database, relative to `now`; the same for the same seed and moment.

    Refuses where there is anybody on record already.
    """
    if Staff.objects.filter(is_service_account=False).exists():
        raise Refused(
            "There are people on record here already, so nothing was made.",
            remedy="Give an empty database with REMIT_DATABASE_URL or REMIT_DATA_DIR, run `remit migrate`, then this.",
        )
    with transaction.atomic():
        return _seed(size, now, Random(f"small {seed} {london_day(now)}"), seed)


def _seed(size: str, now: datetime, random: Random, seed: int) -> Seeded:
    weeks = weeks_around(now)
    names = Names(random)
    people = make_people(names, weeks.set_up)
    children = make_children(people, names, random, today=london_day(now), now=weeks.set_up)
    made = _record(size, seed, people, names, children, weeks, now)
    line = Timeline()
    ByHand(people, children).schedule(line, now=now)
    the_list = TheList(people, children, random)
    for child in children[:AT_FIRST]:
        listed = clock(
            weeks.live_from - timedelta(days=random.randrange(3, 50)), "10:00", random.randrange(300)
        )
        line.at(listed, partial(the_list.begin, child))
    _forum(people, weeks, line)
    BeforeRemit(weeks, people, the_list).schedule(line)
    for number, day in enumerate((*weeks.held, weeks.coming)):
        week = Week(number if day != weeks.coming else None, day, people, the_list, line, random)
        week.schedule(now=now)
    schedule_reports(line, people, weeks, now=now)
    sweep_nightly(line, weeks.live_from, london_day(now))
    acts = line.run(until=now)
    sweep(now=now)
    invite_ahead(now=now)
    take_steps(now=now)
    mark(seed=seed, actor=viewer_named("data-officer", now=now), now=now)
    return Seeded(
        staff=Staff.objects.filter(is_service_account=False).count(),
        children=made.looked_after + made.leavers + made.came_home,
        on_list=len(the_list.entries),
        meetings_held=Meeting.objects.filter(state=Meeting.State.CLOSED).count(),
        coming=weeks.coming.isoformat(),
        acts=acts,
        looked_after=made.looked_after,
        not_told=made.not_told,
        leavers=made.leavers,
        facts=made.facts,
    )


def _record(
    size: str,
    seed: int,
    people: People,
    names: Names,
    children: Sequence[Child],
    weeks: Weeks,
    now: datetime,
) -> Made:
    """What the returns of the council would have brought, before the forum began."""
    record, made = Record(size, seed, weeks.set_up, now), Made()
    histories_of(children, record, made)
    if size == "small":
        few_leavers(people, names, record, made)
    else:
        the_many(people, record, made)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # so many rows are asked for otherwise than none were
    return made


def _forum(people: People, weeks: Weeks, line: Timeline) -> None:
    """Switch the forum on with its shipped terms, fill its seats, plan its meetings."""
    actor = people.viewer("administrator", weeks.set_up)
    live = weeks.live_from
    switch_on(terms=merged(FORUM), live_from=live, actor=actor, now=weeks.set_up, join_link=JOIN_LINK)
    for seat, (holder, *deputies) in SEATS.items():
        _fill(people, actor, weeks, seat, holder, "holder")
        for deputy in deputies:
            _fill(people, actor, weeks, seat, deputy, "deputy")
    changing = weeks.coming - timedelta(days=10)
    for seat, (first, second) in ROTATING.items():
        _fill(people, actor, weeks, seat, first, "holder", until=changing)
        _fill(people, actor, weeks, seat, second, "holder", since=changing)
    people.forget_viewers()
    line.at(clock(live, "08:00"), lambda at: _plan(people, weeks, at))


def _fill(
    people: People,
    actor: Viewer,
    weeks: Weeks,
    seat: str,
    key: str,
    capacity: str,
    *,
    since: date | None = None,
    until: date | None = None,
) -> None:
    fill_seat(
        forum=FORUM,
        seat=seat,
        staff_id=people.staff[key],
        capacity=capacity,
        since=since or weeks.live_from,
        until=until,
        actor=actor,
        now=weeks.set_up,
    )


def _plan(people: People, weeks: Weeks, at: datetime) -> None:
    """The coordinator plans the meetings; the chair cancels those on bank holidays."""
    until = weeks.coming + timedelta(weeks=12, days=1)
    plan_meetings(forum=FORUM, until=until, actor=people.viewer("coordinator", at), now=at)
    chair = people.viewer("service Commissioning", at)
    for meeting in Meeting.objects.filter(nominal_date__in=weeks.cancelled):
        cancel_meeting(meeting_id=meeting.pk, seen=None, why="A bank holiday.", actor=chair, now=at)


@audited("authority.seeded")
def mark(*, seed: int, actor: Viewer, now: datetime) -> None:
    """Write down that everything here is made up, and of which day it is."""
    about(seed=seed, day=london_day(now).isoformat())


def seeded_on() -> str | None:
    """The day the made-up data are of; None where the data are not made up."""
    event = AuditEvent.objects.filter(verb="authority.seeded").order_by("-id").first()
    return str(event.detail["day"]) if event else None
