"""A child's trajectory: begun by what a forum decided, changed by who works with the child, every version kept."""

import re

import pytest

from remit.records.people import Staff
from remit.records.trajectories import Trajectory
from remit.rules.viewers import Post
from remit.terms import load
from tests.casework.rooms import NEXT_DAY, Room, a_room
from tests.factories import a_child, a_team, allocate, staff

pytestmark = pytest.mark.django_db

MEANWHILE, ON = "Foster carers hold on until the place is ready.", "Weekends at home, and a therapist nearby."


@pytest.fixture
def found_right(settings) -> Room:
    """Residential care was found right for one child, and the minutes say so."""
    settings.FIXED_NOW = NEXT_DAY
    room = a_room(cases=2, others=0).open()
    room.write(room(0), "interim-arrangements", MEANWHILE)
    room.write(room(0), "step-down-actions", ON)
    room.decide(room(0), "residential-start")
    room.settle()
    room.close()
    return room


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode().split("<main")[1]).split())


def works_with(child) -> Staff:
    worker = staff()
    allocate(child, worker, a_team())
    return worker


@pytest.mark.clause("ROR-2")
def test_a_residential_start_begins_the_trajectory_with_what_was_planned(found_right, signed_in):
    child = found_right(0).subject.person
    address, worker = f"/children/{child.subject.ref}", works_with(child)
    assert "Trajectory, version 1" not in text_of(signed_in(worker).get(address))

    found_right.approve()

    page = text_of(signed_in(worker).get(address))
    assert "Trajectory, version 1" in page
    assert f"Until then: {MEANWHILE}" in page
    assert f"Stepping down: {ON}" in page
    assert "Why: Risk of Residential group, 15 October 2026" in page
    other = found_right(1).subject
    assert "Trajectory, version" not in text_of(
        signed_in(found_right.week.chairing).get(f"/children/{other.ref}")
    )


def send(client, child, **said):
    given = {"until_then": "", "step_down": "", "why": "", "seen": "0", "form_token": repr(said), **said}
    return client.post(f"/children/{child.subject.ref}/trajectory", given, follow=True)


def test_who_works_with_the_child_writes_the_next_version_and_the_first_is_kept(found_right, signed_in):
    found_right.approve()
    child = found_right(0).subject.person
    client = signed_in(works_with(child))

    page = text_of(
        send(
            client,
            child,
            until_then=MEANWHILE,
            step_down="Back to the aunt by summer.",
            why="The aunt has asked",
            seen="1",
        )
    )

    assert "Trajectory, version 2" in page
    assert "Back to the aunt by summer." in page
    assert "Why: The aunt has asked" in page
    assert ON in page  # version 1
    assert Trajectory.objects.filter(superseded_at__isnull=True).count() == 1


@pytest.fixture
def child():
    return a_child()


def test_a_version_needs_a_reason_and_something_new_and_is_refused_where_it_is_stale(child, signed_in):
    client = signed_in(works_with(child))
    assert "Enter why it changes" in text_of(send(client, child, step_down=ON))
    assert "A trajectory says something" in text_of(send(client, child, why="Why not"))
    assert "version 1" in text_of(send(client, child, step_down=ON, why="A first plan"))
    assert "Nothing has changed" in text_of(send(client, child, step_down=ON, why="Again", seen="1"))
    assert "Somebody else has changed this" in text_of(
        send(client, child, step_down="Else", why="Late", seen="0")
    )
    assert Trajectory.objects.count() == 1


@pytest.mark.parametrize("post", [Post.TEAM_MANAGER, Post.BROKERAGE, Post.QUALITY_ASSURANCE])
def test_nobody_else_changes_it(child, signed_in, post):
    unit = a_team() if post is Post.TEAM_MANAGER else None
    client = signed_in(staff(posts=[(post, unit) if unit else post]))
    assert send(client, child, step_down=ON, why="Mine").status_code in (403, 404)
    assert not Trajectory.objects.exists()


def test_terms_that_say_nothing_of_it_begin_none(settings):
    settings.FIXED_NOW = NEXT_DAY
    room = a_room(cases=1, others=0, terms=load.merged("ror").model_copy(update={"trajectory": None})).open()
    for question in ("interim-arrangements", "step-down-actions"):
        room.write(room(0), question, ON)
    room.decide(room(0), "residential-start")
    room.settle()
    room.close()
    room.approve()
    assert not Trajectory.objects.exists()
