"""What was so on a day, and what had Remit been told by a time?"""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remit.records.people import PostHolding
from tests.factories import NOW, staff

DAY = timedelta(days=1)
FIRST = date(2026, 3, 1)
DAYS = st.integers(0, 6)
ROW = st.tuples(DAYS, st.none() | DAYS, DAYS, st.none() | DAYS)
"""since, until, recorded, superseded, as days from the first."""


def stored(person, since, until, recorded, superseded):
    return PostHolding(
        staff=person,
        post="brokerage",
        since=FIRST + since * DAY,
        until=None if until is None else FIRST + (since + until) * DAY,
        recorded_at=NOW + recorded * DAY,
        superseded_at=None if superseded is None else NOW + (recorded + superseded) * DAY,
        source="seed",
    )


@settings(
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=st.lists(ROW, max_size=5), day=DAYS, at=DAYS)
def test_a_row_holds_from_its_first_day_without_its_last_as_far_as_was_known(db, rows, day, at):
    with transaction.atomic():
        made = [stored(staff(f"Nobody {n}", username=f"n{n}"), *row) for n, row in enumerate(rows)]
        PostHolding.objects.bulk_create(made)
        asked, then = FIRST + day * DAY, NOW + at * DAY

        def held(row):
            return row.since <= asked and (row.until is None or asked < row.until)

        def known(row):
            return row.recorded_at <= then and (row.superseded_at is None or then < row.superseded_at)

        ours = PostHolding.objects.filter(source="seed")
        assert set(ours.on(asked, known_at=then)) == {row for row in made if held(row) and known(row)}
        assert set(ours.on(asked)) == {row for row in made if held(row) and row.superseded_at is None}
        assert set(ours.known(then)) == {row for row in made if known(row)}
        open_rows = {row for row in made if row.until is None and row.superseded_at is None}
        assert set(ours.open()) == open_rows
        transaction.set_rollback(True)


def test_a_correction_supersedes_and_what_was_known_before_can_still_be_asked(db):
    person = staff()
    wrong = stored(person, 0, None, 0, None)
    wrong.save()
    PostHolding.objects.filter(pk=wrong.pk).update(superseded_at=NOW + 2 * DAY)
    right = stored(person, 3, None, 2, None)
    right.save()
    mine = PostHolding.objects.filter(staff=person)
    assert not mine.on(FIRST).exists()
    assert mine.on(FIRST, known_at=NOW + DAY).get() == wrong
    assert mine.on(FIRST + 3 * DAY).get() == right


def test_no_period_ends_before_it_began_but_it_may_be_empty(db):
    empty = stored(staff(), 1, 0, 0, None)
    empty.save()
    assert not PostHolding.objects.on(empty.since).filter(pk=empty.pk).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        PostHolding.objects.filter(pk=empty.pk).update(until=empty.since - DAY)


def test_one_fact_is_known_once_a_day(db):
    person = staff()
    stored(person, 0, None, 0, None).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        stored(person, 0, None, 1, None).save()
    stored(person, 0, None, 1, 1).save()
