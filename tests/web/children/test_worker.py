"""Saying who works with a child: by who keeps the list and managers above, and by nobody else."""

import pytest

from remit.records.audit import AuditEvent, Look
from remit.records.children import Allocation
from tests.factories import TODAY, a_restricted_child, a_team, staff
from tests.web.children.world import a_world, on_list


@pytest.fixture
def world(db):
    world = a_world()
    on_list(world)
    return world


def sent(team, worker=None, token="one", **more):
    day = {"since-day": TODAY.day, "since-month": TODAY.month, "since-year": TODAY.year}
    return {
        "team": team.pk if team else "",
        "worker": worker.pk if worker else "",
        "told": "Agreed in supervision",
        "form_token": token,
        **day,
        **more,
    }


@pytest.fixture
def address(world):
    return f"/children/{world.child.subject.ref}/worker"


@pytest.mark.parametrize("role", ["coordinator", "chair", "brokerage", "team_manager", "head_of_service"])
def test_who_may_say_says_it_and_it_is_on_record(world, signed_in, address, role):
    worker = staff("Newly Allocated")
    client = signed_in(world.people[role])
    assert "Who works with" in client.get(address).content.decode()
    answer = client.post(address, sent(world.team, worker), follow=True)
    assert "Who works with this child is saved, and waits" in answer.content.decode()
    held = Allocation.objects.on(TODAY).get(person=world.child)
    assert (held.worker, held.team) == (worker, world.team)
    assert held.source == f"staff:{world.people[role].username}"
    assert (held.provisional, held.told) == (True, "Agreed in supervision")
    assert AuditEvent.objects.get(verb="child.allocated").subject_id == world.child.pk
    assert signed_in(worker).get(f"/children/{world.child.subject.ref}").status_code == 200
    before = signed_in(world.people["social_worker"], raise_request_exception=False)
    assert before.get(f"/children/{world.child.subject.ref}").status_code == 404


@pytest.mark.parametrize(
    "role, status",
    [
        ("social_worker", 403),
        ("other_worker", 403),
        ("quality_assurance", 403),
        ("administrator", 403),
        ("member", 403),
        ("director", 403),
    ],
)
def test_nobody_else_may(world, signed_in, address, role, status):
    client = signed_in(world.people[role], raise_request_exception=False)
    assert client.get(address).status_code == status
    assert client.post(address, sent(a_team())).status_code == status
    assert Allocation.objects.open().get(person=world.child).worker == world.people["social_worker"]


@pytest.mark.look
def test_a_manager_of_another_team_is_told_nothing_and_logged(world, signed_in, address):
    from remit.rules.viewers import Post

    other = staff(posts=[(Post.TEAM_MANAGER, a_team())])
    client = signed_in(other, raise_request_exception=False)
    assert client.get(address).status_code == 404
    assert Look.objects.get().kind == "denied"


def test_a_restricted_child_is_allocated_by_those_named_only(world, signed_in):
    child = a_restricted_child(world.people["chair"])
    on_list(world, child)
    at = f"/children/{child.subject.ref}/worker"
    assert signed_in(world.people["coordinator"], raise_request_exception=False).get(at).status_code == 404
    assert signed_in(world.people["chair"]).get(at).status_code == 200


def test_a_manager_who_hands_a_child_on_is_led_home(world, signed_in, address):
    client = signed_in(world.people["team_manager"])
    assert client.post(address, sent(a_team()))["Location"] == "/"


def test_faults_stand_beside_their_fields_and_the_form_counts_once(world, signed_in, address):
    client = signed_in(world.people["chair"])
    words = client.post(address, sent(world.team, **{"since-year": "2001"})).content.decode()
    assert "What this takes the place of began on 5 January 2026. Enter that day or a later one." in words
    words = client.post(address, sent(None)).content.decode()
    assert "Select team" in words
    team = a_team()
    assert client.post(address, sent(team)).status_code == 302
    assert "only counted once" in client.post(address, sent(team), follow=True).content.decode()
    assert AuditEvent.objects.filter(verb="child.allocated").count() == 1


def test_it_says_where_it_is_known_from_and_that_no_file_has_confirmed_it(world, signed_in, address):
    client = signed_in(world.people["team_manager"])
    answer = client.post(address, sent(world.team, told=""))
    assert (answer.status_code, "Enter where you have it from" in answer.content.decode()) == (422, True)
    client.post(address, sent(world.team, token="two"))
    shown = client.get(address.removesuffix("/worker")).content.decode()
    assert "Agreed in supervision" in shown
    assert "Typed, and not yet confirmed by a file of allocations" in shown
