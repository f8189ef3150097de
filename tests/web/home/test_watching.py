"""Who owes nothing still finds what they answer for: actions about their children, or what meetings wrote."""

from datetime import timedelta

import pytest

from remit.records.actions import Action
from remit.records.audit import LookPerson
from remit.records.children import Person
from remit.rules.viewers import Post
from tests.casework.rooms import Room, a_room
from tests.factories import NOW, a_child, a_meeting, a_team, allocate, staff


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def home(signed_in):
    return lambda person: text(signed_in(person).get("/"))


@pytest.fixture
def held(db) -> Room:
    """A meeting that was closed yesterday."""
    room = a_room(cases=1, others=0).closed()
    room.week.meeting.refresh_from_db()
    type(room.week.meeting).objects.filter(pk=room.id).update(
        closed_at=NOW - timedelta(days=1), date=NOW.date() - timedelta(days=1)
    )
    return room


def asked(room: Room, child: Person, *, due: timedelta, lead=None) -> Action:
    return Action.objects.create(
        subject=child.subject, meeting=room.week.meeting, what="Ask Wren Tillow’s aunt", lead=lead or staff(),
        due_on=(NOW + due).date(), due_at=NOW + due, raised_by=room.week.coordinating, raised_at=NOW,
    )  # fmt: skip


@pytest.mark.look
@pytest.mark.parametrize("post", [Post.TEAM_MANAGER, Post.SERVICE_MANAGER, Post.HEAD_OF_SERVICE])
def test_a_manager_finds_the_open_actions_of_their_teams(post, held, home):
    team = a_team()
    unit = {
        Post.TEAM_MANAGER: team,
        Post.SERVICE_MANAGER: team.parent,
        Post.HEAD_OF_SERVICE: team.parent.parent,
    }
    child, elsewhere = a_child("Pell", "Tarrowby"), a_child("Odd", "Nimmock")
    allocate(child, staff(), team)
    lead = staff("Lettice Leadham")
    asked(held, child, due=timedelta(days=-2), lead=lead)
    asked(held, child, due=timedelta(days=3))
    asked(held, elsewhere, due=timedelta(days=3))
    manager = staff(posts=[(post, unit[post])])

    words = home(manager)
    assert "Open actions about your teams’ children" in words
    assert "2 are open, 1 of them past its date." in words
    assert "Pell Tarrowby" in words
    assert "Lettice Leadham" in words
    assert "Nimmock" not in words
    assert "Tillow" not in words, "what an action asks may name another child"
    seen = LookPerson.objects.filter(look__viewer=manager, look__route="home")
    assert set(seen.values_list("subject_id", flat=True)) == {child.pk}


def test_a_restricted_record_is_not_among_them(held, home):
    team, child = a_team(), a_child("Pell", "Tarrowby")
    allocate(child, staff(), team)
    asked(held, child, due=timedelta(days=3))
    Person.objects.filter(pk=child.pk).update(restricted=True)
    words = home(staff(posts=[(Post.TEAM_MANAGER, team)]))
    assert "Tarrowby" not in words
    assert "Nobody else has an open action" in words


def test_a_social_worker_finds_those_about_their_children_and_not_their_own_twice(held, home):
    worker, child = staff(), a_child("Pell", "Tarrowby")
    allocate(child, worker, a_team())
    asked(held, child, due=timedelta(days=3))
    asked(held, child, due=timedelta(days=3), lead=worker)
    words = home(worker)
    assert "Open actions about your children" in words
    assert "1 is open, and not past its date." in words


def test_quality_assurance_finds_the_minutes_and_the_next_meetings(held, home):
    quality = staff(posts=[Post.QUALITY_ASSURANCE])
    words = home(quality)
    assert "Minutes of the last 8 weeks" in words
    assert "Not approved yet" in words
    assert "The forums’ next meetings" in words
    assert "Thursday 22 October 2026, 3pm: Risk of Residential group" in words

    type(held.week.meeting).objects.filter(pk=held.id).update(minutes_approved_at=NOW)
    assert "Read the minutes" in home(quality)


def test_somebody_without_children_is_told_nothing_of_them(held, home):
    a_meeting(held.week.forum, NOW.date() + timedelta(days=20))
    words = home(staff())
    assert "Open actions about" not in words
    assert "Minutes of the last" not in words
