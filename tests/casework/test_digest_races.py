"""Two workers that make the digests of the day at the same moment: they are made once, and that stands once on record."""

import pytest

from remit.casework.digests import MADE, post_digests
from remit.casework.duties import sweep
from remit.records.audit import AuditEvent
from tests import races
from tests.casework.weeks import a_week
from tests.factories.clock import london

pytestmark = pytest.mark.race
MONDAY = london("2026-10-12 08:00")


@pytest.fixture
def make(own_database):
    a_week()
    sweep(now=london("2026-10-09 08:00"))
    return lambda: post_digests(now=MONDAY)


def test_of_two_at_once_one_makes_them(make):
    outcomes = races.at_once(make, make)

    assert [outcome.error for outcome in outcomes] == [None, None]
    assert sorted(bool(outcome.value) for outcome in outcomes) == [False, True]
    assert AuditEvent.objects.filter(verb=MADE).count() == 1


def test_without_the_lock_both_make_them(make):
    with races.locks_taken_out():
        races.at_once(make, make)

    assert AuditEvent.objects.filter(verb=MADE).count() == 2
