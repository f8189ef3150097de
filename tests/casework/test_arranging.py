"""An arrangement of times that somebody looked at and takes."""

from datetime import time

import pytest

from remit.casework.agenda import move_item
from remit.casework.arranging import accept_arrangement
from remit.records.meetings import AgendaItem
from remit.rules.outcomes import NotAllowed, Refused, Stale
from remit.terms import load
from tests.casework.test_agenda import drafted, order, times
from tests.casework.weeks import Week, a_week
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def week() -> Week:
    return a_week()


def accept(week: Week, given: dict, **options) -> None:
    options = {"seen": week.revision, "actor": week.coordinator, "section": "focus", "now": NOW, **options}
    accept_arrangement(meeting_id=week.meeting.pk, times=given, **options)


@pytest.mark.clause("ROR-15")
def test_the_times_accepted_are_those_of_the_cases_in_their_order(week):
    first, second, third = drafted(week)

    accept(week, {third.ref: time(15), first.ref: time(15, 20), second.ref: time(16)})

    assert times(week) == [("15:00", 20), ("15:20", 20), ("16:00", 20)]
    assert order(week) == [third.pk, first.pk, second.pk]
    move_item(item_ref=second.ref, position=1, seen=None, actor=week.coordinator, now=NOW)
    assert times(week)[0] == ("15:00", 20), "the keyboard moves it still, and the others follow"


def test_a_case_without_room_comes_last_without_a_time(week):
    first, second = drafted(week, 2)

    accept(week, {second.ref: time(15)})

    assert times(week) == [("15:00", 20), ("", 20)]
    first.refresh_from_db()
    assert first.position == 2


def test_what_moved_meanwhile_is_not_arranged_over(week):
    first, second = drafted(week, 2)
    seen = week.revision
    move_item(item_ref=second.ref, position=1, seen=None, actor=week.coordinator, now=NOW)

    with pytest.raises(Stale):
        accept(week, {first.ref: time(15)}, seen=seen)
    with pytest.raises(NotAllowed):
        accept(week, {first.ref: time(15)}, actor=week.member)


@pytest.mark.parametrize(
    "at, problem",
    [((time(15), time(15, 10)), "at one time"), ((time(14), time(15)), "3pm to 4:30pm")],
)
def test_times_stand_within_the_meeting_and_one_after_another(week, at, problem):
    items = drafted(week, 2)
    with pytest.raises(Refused, match=problem):
        accept(week, {item.ref: begins for item, begins in zip(items, at, strict=True)})
    assert times(week) == [("15:00", 20), ("15:20", 20)]


def test_a_case_that_left_meanwhile_is_not_given_a_time(week):
    drafted(week, 1)
    with pytest.raises(Refused, match="does not wait there"):
        accept(week, {"somewhere-else": time(15)})


def test_a_case_without_a_length_has_what_the_terms_say_is_usual():
    document = load.to_document(load.merged("ror"))
    focus = next(part for part in document["agenda"]["sections"] if part["id"] == "focus")
    focus["slot"]["usual"] = "15 minutes"
    week = a_week(terms=load.from_document(document))
    first, second = drafted(week, 2)
    AgendaItem.objects.update(slot_minutes=None, slot_at=None)

    with pytest.raises(Refused, match="at one time"):
        accept(week, {first.ref: time(15), second.ref: time(15, 10)})
    accept(week, {first.ref: time(15), second.ref: time(15, 15)})

    assert times(week) == [("15:00", 15), ("15:15", 15)]
