"""Is it on record whom a page showed? With any one call that logs a look left out, one of these tests fails."""

import pytest
from django.urls import reverse

from remit.records.audit import LookPerson
from remit.web.routes import TABLE, May, Role
from tests.consistency.crawl import asked
from tests.consistency.test_sentinels import Sentinels
from tests.factories.authority import World

SHOWS_CHILDREN = {
    "home": Role.SOCIAL_WORKER,
    "action_list": Role.BROKERAGE,
    "action_list_ended": Role.BROKERAGE,
    "action_list_file": Role.BROKERAGE,
    "list_entry": Role.BROKERAGE,
    "list_entry_change": Role.BROKERAGE,
    "list_entry_end": Role.BROKERAGE,
    "import_preview": Role.BROKERAGE,
    "case": Role.SOCIAL_WORKER,
    "cohort": Role.SOCIAL_WORKER,
    "cohort_file": Role.SOCIAL_WORKER,
    "cohort_moves": Role.BROKERAGE,
    "record_fact": Role.SOCIAL_WORKER,
    "take_back_fact": Role.SOCIAL_WORKER,
    "case_worker": Role.TEAM_MANAGER,
    "contradictions": Role.BROKERAGE,
    "trajectory": Role.SOCIAL_WORKER,
    "restriction": Role.HEAD_OF_SERVICE,
    "find_child": Role.SOCIAL_WORKER,
    "action": Role.ACTION_HOLDER,
    "action_cancel": Role.CHAIR,
    "selection": Role.COORDINATOR,
    "selection_late": Role.COORDINATOR,
    "agenda": Role.CHAIR,
    "agenda_times": Role.CHAIR,
    "agenda_off": Role.CHAIR,
    "agenda_later": Role.CHAIR,
    "letter": Role.COORDINATOR,
    "messages": Role.COORDINATOR,
    "sheet": Role.SOCIAL_WORKER,
    "readiness": Role.COORDINATOR,
    "comments": Role.MEMBER,
    "comment": Role.MEMBER,
    "room_item": Role.CHAIR,
    "room_parts": Role.CHAIR,
    "room_add": Role.CHAIR,
    "room_attendance": Role.CHAIR,
    "room_section": Role.CHAIR,
    "closing": Role.CHAIR,
    "minutes": Role.CHAIR,
    "minutes_correct": Role.CHAIR,
    "minutes_file": Role.CHAIR,
    "minutes_pdf": Role.CHAIR,
    "pack_file": Role.CHAIR,
    "register": Role.CHAIR,
    "register_file": Role.CHAIR,
    "extract": Role.SOCIAL_WORKER,
    "workbook_file": Role.COORDINATOR,
    "workbook_sheet": Role.SOCIAL_WORKER,
    "workbook_returned": Role.CHAIR,
    "past_book": Role.CHAIR,
    "backlog": Role.COORDINATOR,
}
"""Routes that show children, and as whom they are asked for here."""


@pytest.fixture
def world(a_small_authority) -> World:
    found = World()
    found.issue()
    return found


@pytest.mark.look
@pytest.mark.parametrize("route, role", SHOWS_CHILDREN.items())
def test_whoever_is_named_on_a_page_is_in_the_log_of_looks(route, role, world, signed_in, settings):
    if TABLE[route].area in {"room", "closing"}:
        settings.FIXED_NOW = world.open()
    person = world.person(role)
    address = reverse(route, kwargs=world.parts(TABLE[route], role))
    address += {"find_child": f"?q={world.child.given_name}", "import_preview": "?part=vanished"}.get(
        route, ""
    )
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


WALKED = (Role.CHAIR, Role.BROKERAGE, Role.HEAD_OF_SERVICE, Role.SOCIAL_WORKER, Role.QUALITY_ASSURANCE)


@pytest.mark.long
@pytest.mark.parametrize("opened", [False, True], ids=["before the meeting", "in the room"])
def test_no_other_page_shows_a_child(opened, world, signed_in, settings):
    """What shows a child stands in the list above, or the look of it could go unnoticed."""
    if opened:
        settings.FIXED_NOW = world.open()
    sentinels, asked_for, showing = Sentinels(), 0, set()
    for role in WALKED:
        client = signed_in(world.person(role), raise_request_exception=False)
        for route in TABLE.values():
            if route.access[role] is May.DENIED or route.name == "sign_out":
                continue
            page = asked(client, reverse(route.name, kwargs=world.parts(route, role)))
            asked_for += 1
            if page.status == 200 and sentinels.children_in(page.text):
                showing.add(route.name)
    assert showing <= set(SHOWS_CHILDREN), showing - set(SHOWS_CHILDREN)
    assert asked_for >= 120
    assert len(showing) >= 15
