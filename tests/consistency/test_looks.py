"""Is it on record whom a page showed? With the look of any one route left out, its test here fails."""

import pytest
from django.urls import reverse

from remit.records.audit import LookPerson
from remit.web.routes import TABLE, Role
from tests.consistency.crawl import asked
from tests.consistency.test_sentinels import Sentinels
from tests.factories.authority import World

SHOWS_CHILDREN = {
    "home": Role.SOCIAL_WORKER,
    "action_list": Role.BROKERAGE,
    "action_list_ended": Role.BROKERAGE,
    "list_entry": Role.BROKERAGE,
    "case": Role.SOCIAL_WORKER,
    "cohort": Role.SOCIAL_WORKER,
    "cohort_file": Role.SOCIAL_WORKER,
    "find_child": Role.SOCIAL_WORKER,
    "action": Role.ACTION_HOLDER,
    "selection": Role.COORDINATOR,
    "agenda": Role.CHAIR,
    "room_item": Role.CHAIR,
    "minutes": Role.CHAIR,
    "minutes_file": Role.CHAIR,
    "register": Role.CHAIR,
    "register_file": Role.CHAIR,
    "extract": Role.SOCIAL_WORKER,
}
"""Routes that show children, and as whom they are asked for here."""


@pytest.fixture
def world(a_small_authority) -> World:
    found = World()
    found.issue()
    return found


@pytest.mark.parametrize(
    "route, role", [pytest.param(*row, marks=pytest.mark.look(row[0])) for row in SHOWS_CHILDREN.items()]
)
def test_whoever_is_named_on_a_page_is_in_the_log_of_looks(route, role, world, signed_in, settings):
    if route == "room_item":
        settings.FIXED_NOW = world.open()
    person = world.person(role)
    address = reverse(route, kwargs=world.parts(TABLE[route], role))
    if route == "find_child":
        address += f"?q={world.child.given_name}"
    page = asked(signed_in(person), address)
    assert page.status == 200
    named = Sentinels().children_in(page.text)
    logged = set(
        LookPerson.objects.filter(look__viewer=person, look__route=route).values_list("subject_id", flat=True)
    )
    assert logged
    assert named <= logged
    if route not in {"register", "register_file"}:
        assert named
