"""Is the made-up authority sound on whatever day it is made?"""

from datetime import timedelta
from random import Random

import pytest
from django.db import transaction

from remit.casework.duties import sweep
from remit.commands.seeding.authority import seed_small, seeded_on
from remit.commands.seeding.by_hand import ByHand
from remit.commands.seeding.calendar import weeks_around
from remit.commands.seeding.children import make_children
from remit.commands.seeding.names import Names
from remit.commands.seeding.people import make_people
from remit.commands.seeding.timeline import Timeline
from remit.records.actions import Action
from remit.records.audit import AuditEvent
from remit.records.children import Identifier, Person, Restriction
from remit.records.duties import Duty
from remit.records.fact_store import put_facts
from remit.records.facts import CarePeriod, Review
from remit.records.forums import SeatHolding
from remit.records.meetings import AgendaItem, Attendance, Meeting
from remit.records.people import Staff
from remit.records.placements_list import EntryDetail
from remit.rules.clock import london_day
from remit.rules.facts import fact
from remit.rules.outcomes import Refused
from tests.factories import NOW, TODAY, london

CHILDREN, LEAVERS = 60, 33

DAYS = {
    "a Saturday": "2026-10-17 11:00",
    "a bank holiday": "2026-08-31 10:00",
    "Christmas, when meetings fall on bank holidays": "2026-12-27 10:00",
    "29 February": "2028-02-29 10:00",
    "the day the clocks go forward": "2026-03-29 09:30",
    "the day the clocks go back": "2026-10-25 10:00",
    "31 December": "2026-12-31 16:00",
    "a Thursday while the forum would sit": "2026-10-15 15:30",
    "a Monday before the selection": "2026-10-12 08:00",
    "half past midnight after a meeting": "2026-10-16 00:30",
}


@pytest.fixture
def a_watch_over_locks() -> None:
    """Seeding carries out the verbs of weeks in one transaction, in a database it has to itself: no order of locks there."""


@pytest.mark.long
@pytest.mark.parametrize("written", DAYS.values(), ids=DAYS.keys())
def test_the_authority_can_be_made_on_any_day(db, written):
    now = london(written)
    seed_small(now=now)
    assert Person.objects.count() == CHILDREN + LEAVERS
    assert (
        CarePeriod.objects.on(london_day(now)).count() >= CHILDREN - 3
    )  # who came this week is told of on Monday
    assert 30 <= EntryDetail.objects.open().count() <= 38
    assert Meeting.objects.filter(state="closed").count() == 4
    coming = Meeting.objects.exclude(state__in=("closed", "cancelled")).order_by("date").first()
    assert coming.date >= london_day(now)
    assert coming.drafted_at is not None
    assert AgendaItem.objects.filter(meeting=coming, section="focus").count() >= 4
    assert not AuditEvent.objects.filter(at__gt=now).exists()
    assert seeded_on() == london_day(now).isoformat()
    before = set(Duty.objects.values_list("pk", "state", "due_at", "owner"))
    changed = sweep(now=now).changes
    assert not any(changed.values()), changed
    assert set(Duty.objects.values_list("pk", "state", "due_at", "owner")) == before


def test_the_same_seed_makes_the_same_people_and_another_makes_others(db):
    def made(seed: int) -> list[tuple[str, str, str]]:
        with transaction.atomic():
            random = Random(seed)
            names = Names(random)
            people = make_people(names, NOW)
            make_children(people, names, random, today=TODAY, now=NOW)
            found = [*Staff.objects.values_list("name", flat=True)]
            found += Identifier.objects.order_by("pk").values_list("value", "person__family_name")
            transaction.set_rollback(True)
        return found

    first = made(1)
    assert len(first) > 100
    assert made(1) == first
    assert made(2) != first


def test_a_review_that_is_on_record_already_stops_no_seeding(db):
    """As with the seed 11 of an authority on 23 November 2026, which made nothing at all."""
    weeks, random = weeks_around(NOW), Random(1)
    names = Names(random)
    people = make_people(names, weeks.set_up)
    children = make_children(people, names, random, today=TODAY, now=weeks.set_up)
    held = TODAY - timedelta(days=10)
    said = fact("review", held, held + timedelta(days=1), code="PN1")
    put_facts([(child.key, said) for child in children], now=weeks.set_up, source="seed")
    line = Timeline()
    ByHand(people, children).schedule(line, now=NOW)
    line.run(until=NOW)
    assert Review.objects.get(provisional=True).since == held - timedelta(days=1)


def test_nobody_shares_a_name(a_small_authority):
    people = list(Person.objects.values_list("given_name", "family_name"))
    staff = [
        tuple(name.split(" ", 1))
        for name in Staff.objects.filter(is_service_account=False).values_list("name", flat=True)
    ]
    given, family = zip(*people, *staff, strict=True)
    assert len(given) == len(set(given)) == CHILDREN + LEAVERS + len(staff)
    assert len(family) == len(set(family))
    assert len(staff) >= 40


def test_every_seat_is_held_and_the_weeks_show_what_happens_in_weeks(a_small_authority):
    held = set(SeatHolding.objects.on(NOW.date()).values_list("seat", flat=True))
    assert len(held) == 8
    assert Attendance.objects.filter(capacity="substitute").exists()
    assert Attendance.objects.filter(answer="apologies", item__isnull=True).exists()
    assert {"met", "late", "open"} <= set(Duty.objects.values_list("state", flat=True))
    assert set(EntryDetail.objects.open().values_list("risk", flat=True)) == {
        "high",
        "medium",
        "low",
        "unrated",
    }
    assert set(EntryDetail.objects.open().values_list("urgency", flat=True)) == {
        "today",
        "within_5_days",
        "planned",
        "not_known",
    }
    assert Person.objects.filter(restricted=True).count() == 2
    assert Person.objects.exclude(protected_address="").count() == 1


def test_one_record_is_closed_to_everybody_who_runs_the_forum_or_keeps_the_list(a_small_authority):
    """It was discussed and stands on the next agenda, so that what only named people see is there to be met."""
    closed = [child for child in Person.objects.filter(restricted=True) if not _seen_by_who_runs(child)]
    (child,) = closed
    assert EntryDetail.objects.open().filter(entry__person=child).count() == 1
    states = AgendaItem.objects.filter(subject=child.pk).values_list("meeting__state", "state")
    assert set(states) == {("closed", "discussed"), ("planned", "planned")}
    assert Action.objects.filter(subject=child.pk, item__isnull=False).exists()
    assert Restriction.objects.open().filter(person=child).count() == 2


def _seen_by_who_runs(child: Person) -> bool:
    named = Restriction.objects.open().filter(person=child).values("staff")
    runs = SeatHolding.objects.filter(
        staff__in=named, seat__in=("coordinator", "service-manager-commissioning", "brokerage")
    )
    return runs.exists()


def test_people_on_record_are_not_mixed_with_made_up_ones(a_small_authority):
    with pytest.raises(Refused, match="people on record"):
        seed_small(now=NOW)
