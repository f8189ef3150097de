"""One person who makes a calendar address twice at the same moment: the later one counts, and both are on record."""

import pytest
from django.db import IntegrityError

from remit.casework.calendar_address import make_calendar_address
from remit.records.calendar_addresses import CalendarAddress, whose
from tests import races
from tests.factories import NOW, staff, viewer_of

pytestmark = pytest.mark.race


@pytest.fixture
def make(own_database):
    actor = viewer_of(staff())
    return lambda: make_calendar_address(actor=actor, now=NOW)


def test_of_two_made_at_once_one_answers(make):
    outcomes = races.at_once(make, make)

    assert [outcome.error for outcome in outcomes] == [None, None]
    assert CalendarAddress.objects.filter(ended_at__isnull=True).count() == 1
    assert CalendarAddress.objects.count() == 2
    assert [bool(whose(outcome.value)) for outcome in outcomes].count(True) == 1


def test_without_the_lock_the_second_meets_a_fault_of_the_database(make):
    with races.locks_taken_out():
        outcomes = races.at_once(make, make)

    assert [type(outcome.error) for outcome in outcomes if outcome.error] == [IntegrityError]
    assert CalendarAddress.objects.filter(ended_at__isnull=True).count() == 1
