"""Do the tests' own databases do what they promise?"""

import pytest
from django.db import connection

from remit.records.children import Person
from remit.records.viewers import load_viewer
from remit.rules.viewers import Post
from tests import races
from tests.factories import TODAY, a_child, a_forum, a_meeting, an_entry, staff, viewer_of
from tests.factories.forums import in_seat, terms


def test_a_test_starts_with_an_empty_database(db):
    assert Person.objects.count() == 0
    an_entry()
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_the_mark_gives_the_same_database():
    assert Person.objects.count() == 0


def test_a_person_made_for_a_test_can_be_a_viewer(db):
    person = staff(posts=[Post.BROKERAGE])
    viewer = load_viewer(person.pk, on=TODAY)
    assert viewer is not None
    assert viewer.holds(Post.BROKERAGE)


def test_threads_share_a_database_of_their_own(own_database):
    outcomes = races.at_once(lambda: a_child().pk, lambda: a_child().pk)
    assert [outcome.error for outcome in outcomes] == [None, None]
    assert Person.objects.count() == 2


@pytest.mark.race
def test_with_the_lock_taken_out_two_read_before_either_writes(own_database):
    from django.db import transaction

    from remit.records.placements_list import ActionList

    def count_up() -> None:
        with transaction.atomic():
            held = ActionList.objects.select_for_update().get(pk=1)
            held.revision += 1
            held.save()

    races.at_once(count_up, count_up)
    assert ActionList.objects.get(pk=1).revision == 2
    with races.locks_taken_out():
        races.at_once(count_up, count_up)
    assert ActionList.objects.get(pk=1).revision == 3


def test_nothing_of_another_test_is_left(db):
    assert Person.objects.count() == 0
    assert "test" in str(connection.settings_dict["NAME"])


def test_a_forum_runs_on_the_terms_that_ship_with_every_seat_filled(db):
    forum = a_forum()
    meeting = a_meeting(forum)
    said = terms(meeting.forum)
    assert said.id == "ror"
    assert forum.seat_holdings.count() == sum(seat.holders for seat in said.seats)
    assert "ror" in viewer_of(in_seat(forum, "chair")).chairs
    assert "ror" in viewer_of(in_seat(forum, "coordinator")).coordinates
