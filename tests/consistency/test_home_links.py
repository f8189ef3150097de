"""Does everything on somebody's home page lead somewhere? In the seeded authority, as it was made."""

import pytest
from django.db.models import Q

from remit.reading.demo import demo_people
from remit.records.actions import Action
from remit.records.children import Person
from remit.records.duties import Duty
from remit.records.people import Staff
from remit.web.routes import Role
from tests.consistency.crawl import asked, links
from tests.factories import NOW
from tests.factories.authority import World

pytestmark = pytest.mark.long
SIGNED_IN = [role for role in Role if role is not Role.ANONYMOUS]


@pytest.fixture
def world(a_small_authority) -> World:
    return World()


def leads_nowhere(client) -> dict[str, int]:
    """Links of the home page that are answered with a refusal or worse."""
    home = asked(client, "/")
    assert home.status == 200
    answered = {link: asked(client, link).status for link in set(links(home))}
    assert answered
    return {link: status for link, status in answered.items() if status >= 400}


@pytest.mark.parametrize("role", SIGNED_IN, ids=str)
def test_no_link_of_the_home_page_is_refused_to_anybody_of_this_role(role, world, signed_in):
    assert leads_nowhere(signed_in(world.person(role))) == {}


def test_no_link_of_the_home_page_is_refused_to_whoever_has_to_do_with_a_restricted_child(world, signed_in):
    restricted = Person.objects.filter(restricted=True).values("pk")
    actions = Action.objects.filter(subject__in=restricted, state=Action.State.OPEN)
    duties = Duty.objects.filter(subject__in=restricted, state=Duty.State.OPEN)
    assert actions.exists()
    assert duties.exists()
    people = Staff.objects.filter(
        Q(pk__in=actions.values("lead"))
        | Q(pk__in=duties.values("owner"))
        | Q(seat_holdings__seat__in=("coordinator", "service-manager-commissioning", "brokerage"))
    ).distinct()
    assert people.count() >= 4
    for person in people:
        assert leads_nowhere(signed_in(person)) == {}, person.name


def test_whoever_is_offered_as_an_action_holder_of_the_demonstration_has_an_action(
    a_small_authority, signed_in, settings
):
    settings.DEMO = True
    offered = next(one for one in demo_people(NOW) if one.role.startswith("Action holder"))
    home = asked(signed_in(Staff.objects.get(pk=offered.staff_id)), "/")
    assert "Your actions" in home.text
    assert any("/actions/" in link for link in links(home))
