"""Two administrators who end one seat or one post at the same time: it ends once."""

import pytest
from django.db import IntegrityError

from remit.casework.people import end_post, give_post
from remit.casework.seats import fill_seat, leave_seat
from remit.records.forums import SeatHolding
from remit.records.people import PostHolding
from remit.rules.outcomes import NotFound
from remit.rules.viewers import Post
from tests import races
from tests.casework.weeks import a_week
from tests.factories import NOW, TODAY, a_team, staff, viewer_of

pytestmark = pytest.mark.race


def errors(outcomes) -> list[type]:
    return [type(outcome.error) for outcome in outcomes if outcome.error]


def of_a_seat():
    a_week()
    actor, who = viewer_of(staff(posts=[Post.ADMINISTRATOR])), staff()
    held = fill_seat(forum="ror", seat="fostering", staff_id=who.pk, since=TODAY, actor=actor, now=NOW)
    until = TODAY.replace(day=TODAY.day + 1)
    leave = lambda: leave_seat(holding_id=held, until=until, actor=actor, now=NOW)  # noqa: E731
    return leave, SeatHolding.objects.filter(staff=who)


def of_a_post():
    actor, who, team = viewer_of(staff(posts=[Post.ADMINISTRATOR])), staff(), a_team()
    post = Post.TEAM_MANAGER
    held = give_post(staff_id=who.pk, post=post, unit_id=team.pk, since=TODAY, actor=actor, now=NOW)
    until = TODAY.replace(day=TODAY.day + 1)
    end = lambda: end_post(holding_id=held, until=until, actor=actor, now=NOW)  # noqa: E731
    return end, PostHolding.objects.filter(staff=who)


@pytest.mark.parametrize("ending", [of_a_seat, of_a_post])
def test_what_two_end_at_once_ends_once(own_database, ending):
    end, kept = ending()

    assert errors(races.at_once(end, end)) == [NotFound]
    assert kept.known().count() == 1
    assert kept.count() == 2


@pytest.mark.parametrize("ending", [of_a_seat, of_a_post])
def test_without_the_lock_the_second_meets_a_fault_of_the_database(own_database, ending):
    end, kept = ending()

    with races.locks_taken_out():
        outcomes = races.at_once(end, end)

    assert errors(outcomes) == [IntegrityError]
    assert kept.known().count() == 1
