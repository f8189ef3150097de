"""One look a response: what is shown is logged or not shown, and a refresh logs nobody twice."""

from datetime import timedelta

import pytest
from django.db import connection

from remit.reading import looks
from remit.records.audit import Look, LookPerson
from remit.rules.outcomes import NotFound
from tests.factories import NOW, a_child, staff, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def see():
    viewer = viewer_of(staff())

    def look(kind, *children, visit="", now=NOW, route="room"):
        with looks.looking(viewer, route=route, now=now):
            if visit:
                looks.begin_visit(visit)
            looks.shown(kind, [child.pk for child in children])

    return look


def kept():
    return [
        (look.kind, {row.subject_id for row in look.persons.all()}) for look in Look.objects.order_by("pk")
    ]


def test_nothing_is_logged_where_nobody_is_shown(see):
    see(looks.LISTED)
    assert kept() == []


def test_a_refresh_logs_only_whom_the_visit_has_not_shown(see):
    first, second = a_child(), a_child()
    see(looks.OPENED, first, visit="a")
    see(looks.OPENED, first, visit="a")
    see(looks.OPENED, first, second, visit="a")
    see(looks.OPENED, first, second, visit="a")
    assert kept() == [("opened", {first.pk}), ("opened", {second.pk})]


def test_another_visit_is_another_look(see):
    child = a_child()
    for visit in ("a", "b", "", ""):
        see(looks.OPENED, child, visit=visit)
    assert len(kept()) == 4


@pytest.mark.parametrize("kind", [looks.EXPORTED, looks.DENIED])
def test_naming_a_visit_hides_no_export_and_no_attempt(see, kind):
    child = a_child()
    see(kind, child, visit="a")
    see(kind, child, visit="a")
    assert len(kept()) == 2


def test_having_been_listed_in_a_visit_does_not_hide_being_opened(see):
    child = a_child()
    see(looks.LISTED, child, visit="a")
    see(looks.OPENED, child, visit="a")
    see(looks.LISTED, child, visit="a")
    assert [kind for kind, _ in kept()] == ["listed", "opened"]


def test_a_stay_longer_than_half_a_day_is_logged_again(see):
    child = a_child()
    see(looks.OPENED, child, visit="a")
    see(looks.OPENED, child, visit="a", now=NOW + timedelta(hours=12))
    assert len(kept()) == 2


def test_somebody_elses_visit_of_the_same_name_hides_nothing(see):
    child = a_child()
    see(looks.OPENED, child, visit="a")
    with looks.looking(viewer_of(staff()), route="room", now=NOW, visit="a"):
        looks.shown(looks.OPENED, [child.pk])
    assert len(kept()) == 2


def test_the_strongest_thing_done_names_the_look(see):
    viewer = viewer_of(staff())
    first, second = a_child(), a_child()
    with looks.looking(viewer, route="case", now=NOW):
        looks.shown(looks.OPENED, [first.pk])
        looks.shown(looks.LISTED, [first.pk, second.pk])
    assert kept() == [("opened", {first.pk, second.pk})]


def refused(kind, child):
    with looks.looking(viewer_of(staff()), route="case", now=NOW):
        looks.shown(kind, [child.pk])
        raise NotFound("child")


def test_a_refusal_keeps_the_attempt_and_nothing_else():
    child = a_child()
    with pytest.raises(NotFound):
        refused(looks.OPENED, child)
    assert kept() == []
    with pytest.raises(NotFound):
        refused(looks.DENIED, child)
    assert kept() == [("denied", {child.pk})]


def test_a_hundred_children_are_one_look_in_as_many_queries_as_one(see, django_assert_num_queries):
    children, asked = [a_child() for _ in range(100)], 1 if connection.vendor == "postgresql" else 2
    with django_assert_num_queries(asked):
        see(looks.LISTED, children[0])
    with django_assert_num_queries(asked):
        see(looks.LISTED, *children)
    assert LookPerson.objects.count() == 101


def test_reading_children_outside_a_look_is_a_bug():
    with pytest.raises(RuntimeError):
        looks.shown(looks.LISTED, [1])
    with pytest.raises(RuntimeError):
        looks.begin_visit("a")
