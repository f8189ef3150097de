"""Does a question put into SQL once find, each time, what its queryset would?"""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef
from django.test.utils import CaptureQueriesContext

from remit.records.forums import SeatHolding
from remit.records.people import PostHolding, Staff
from remit.records.prepared import Given, GivenEach, prepared
from tests.factories import NOW, TODAY, a_forum, staff


@prepared
def in_use(with_posts):
    found = Staff.objects.filter(username__in=GivenEach("names"), is_active=True)
    if with_posts:
        posts = PostHolding.objects.on(Given("day")).filter(staff=OuterRef("pk"))
        return found.annotate(holds=Exists(posts)).order_by("username")
    return found.order_by("username").values_list("username", flat=True)


@prepared
def seats_of():
    return SeatHolding.objects.on(Given("day")).filter(staff=Given("staff")).select_related("forum", "staff")


@prepared
def the_first_two():
    return Staff.objects.filter(username__in=GivenEach("names")).order_by("username")[:2]


@prepared
def nobody():
    return Staff.objects.none()


def test_it_finds_what_the_values_of_each_asking_say(db):
    first, second = staff(), staff()
    assert in_use(False, names=[first.username]) == [first.username]
    assert in_use(False, names=[second.username]) == [second.username]
    assert set(in_use(False, names={first.username, second.username})) == {first.username, second.username}


def test_no_more_than_so_many_are_found(db):
    names = sorted(staff().username for _ in range(3))
    assert [one.username for one in the_first_two(names=names)] == names[:2]


def test_no_value_of_one_asking_is_left_for_the_next(db):
    first = staff()
    assert in_use(False, names=[first.username])
    assert in_use(False, names=[]) == []


def test_a_shape_of_its_own_has_a_statement_of_its_own(db):
    one = staff()
    (found,) = in_use(True, names=[one.username], day=TODAY)
    assert (found.pk, found.holds) == (one.pk, False)


def test_days_and_related_rows_arrive_as_from_a_queryset(db):
    forum = a_forum()
    one = staff()
    held = SeatHolding.objects.create(
        forum=forum, seat="chair", staff=one, since=TODAY, recorded_at=NOW, source="test"
    )
    (found,) = seats_of(staff=one.pk, day=TODAY)
    with CaptureQueriesContext(connection) as asked:
        assert (found.pk, found.since, found.recorded_at) == (held.pk, TODAY, NOW)
        assert (found.forum.slug, found.staff.name) == (forum.slug, one.name)
    assert len(asked) == 0
    assert seats_of(staff=one.pk, day=TODAY - timedelta(days=1)) == []


def test_a_value_that_is_missing_is_a_mistake(db):
    with pytest.raises(TypeError, match="Not given: names"):
        in_use(False, day=TODAY)
    with pytest.raises(ValueError, match="Nothing is given"):
        seats_of(staff=None, day=TODAY)


def test_a_question_that_can_find_nothing_is_not_asked(db):
    with CaptureQueriesContext(connection) as asked:
        assert nobody() == []
    assert len(asked) == 0
