"""Very many rows are put down by a thread of their own, and yet in the one transaction, or not at all."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from remit.records.bulk import ROWS_AT_ONCE, insert, putting_down
from remit.records.children import Person
from remit.records.facts import Review
from tests.factories import NOW, TODAY, a_child

pytestmark = pytest.mark.django_db
COLUMNS = ("person_id", "since", "until", "recorded_at", "source", "provisional", "told", "code")
DAY = timedelta(days=1)


def reviews(child, count):
    for number in range(count):
        yield (
            child.pk,
            TODAY - number * DAY,
            TODAY - number * DAY + DAY,
            NOW,
            "import:x",
            False,
            "a\tb\n\\",
            "PN1",
        )


def test_rows_of_many_parts_are_down_at_the_end_as_they_were_given():
    child = a_child()
    count = 2 * ROWS_AT_ONCE + 3
    assert insert(Review, COLUMNS, reviews(child, count)) == count
    assert Review.objects.count() == count
    assert set(Review.objects.values_list("code", "told")) == {("PN1", "a\tb\n\\")}


def test_tables_put_down_together_are_all_down_at_the_end():
    child, other = a_child(), a_child()
    with putting_down():
        insert(Review, COLUMNS, reviews(child, 2))
        insert(Review, COLUMNS, [])
        insert(Review, COLUMNS, ((other.pk, *row[1:4], "import:y", *row[5:]) for row in reviews(child, 3)))
    assert [Review.objects.filter(source=source).count() for source in ("import:x", "import:y")] == [2, 3]


def test_what_the_database_has_against_a_row_is_raised_and_nothing_stays():
    child, another = a_child(), a_child()
    rows = list(reviews(child, 3 * ROWS_AT_ONCE))
    rows[ROWS_AT_ONCE] = (rows[0][0], None, *rows[0][2:])

    @transaction.atomic
    def put_down():
        with putting_down():
            insert(Review, COLUMNS, rows)
            insert(Review, COLUMNS, reviews(another, 3))

    with pytest.raises(IntegrityError):
        put_down()
    assert not Review.objects.exists()
    assert Person.objects.filter(pk=child.pk).exists()


def test_rows_that_fail_while_they_are_made_leave_nothing():
    child = a_child()

    def broken():
        yield from reviews(child, ROWS_AT_ONCE + 1)
        raise ArithmeticError

    with pytest.raises(ArithmeticError), transaction.atomic():
        insert(Review, COLUMNS, broken())
    assert not Review.objects.exists()
