"""Without scripts, whatever is pressed on the page of an item: no written word is lost."""

import re
from datetime import datetime

import pytest

from remit.records.actions import Action
from remit.records.answers import Answer
from tests.casework.rooms import DURING, Room, a_room
from tests.web.room.pressing import press, send, sheet_with
from tests.web.room.test_room_pages import of_item, text

pytestmark = pytest.mark.django_db
SAID = {"discussion": "The aunt was asked.", "alternatives_considered": "Respite at weekends."}


@pytest.fixture
def now() -> datetime:
    return DURING


@pytest.fixture
def the_room() -> Room:
    return a_room(cases=2, others=1).open()


@pytest.fixture
def client(the_room, signed_in):
    return signed_in(the_room.week.coordinating)


def kept(the_room: Room) -> set[str]:
    rows = Answer.objects.filter(response__item=the_room(1), superseded_at__isnull=True)
    return set(rows.values_list("value", flat=True))


@pytest.mark.parametrize(
    "button, typed",
    [
        (("do", "answers"), {}),
        (("do", "enter"), {}),
        (("do", "take"), {}),
        (("do", "outcome"), {"outcome": "support-at-home"}),
        (("do", "absence"), {"absence_reason": "On leave"}),
        (("do", "enter"), {"absence_reason": "On leave"}),
        (("do", "case_presence"), {"case_who": "Visiting Worker"}),
        (("move", "up"), {}),
    ],
)
def test_every_button_of_a_case_saves_what_stands_in_the_boxes(the_room, client, button, typed):
    page = press(client, of_item(the_room, 1), *button, **SAID, **typed)

    assert page.status_code == 200
    assert kept(the_room) == set(SAID.values())
    assert all(f"{words}</textarea>" in text(page) for words in SAID.values())
    if "outcome" in typed:
        assert "The outcome is recorded." in text(page)
    if "absence_reason" in typed:
        assert "Nobody came: On leave" in text(page)


def test_words_for_another_button_stay_in_their_box_and_that_is_said(the_room, client):
    typed = {"action_what": "Ring the aunt", "outcome": "support-at-home"}

    page = press(client, of_item(the_room), "do", "outcome", **SAID, **typed)

    assert page.status_code == 422
    assert "An action is written and not agreed yet. Agree it first, or empty its box." in text(page)
    assert "Ring the aunt</textarea>" in text(page)
    assert 'value="support-at-home" checked' in text(page)
    assert not the_room(0).decisions.exists()
    assert not Action.objects.exists()


def test_a_chosen_outcome_stands_in_the_way_of_no_action_and_stays_chosen(the_room, client):
    typed = {
        "action_what": "Ring the aunt",
        "action_lead": the_room.week.coordinating.name,
        "outcome": "support-at-home",
    }

    page = press(client, of_item(the_room), "do", "action", **SAID, **typed)

    assert page.status_code == 200
    assert "The action is agreed." in text(page)
    assert "The outcome you chose is not recorded yet." in text(page)
    assert 'value="support-at-home" checked' in text(page)
    assert Action.objects.get().what == "Ring the aunt"
    assert not the_room(0).decisions.exists()


def put_off_with_an_action(the_room: Room, client):
    return press(
        client,
        of_item(the_room),
        "do",
        "action",
        action_what="Ring the aunt",
        action_lead=the_room.week.coordinating.name,
        outcome="deferred",
        why_deferred="The worker is on leave.",
    )


REASON = 'name="why-deferred" maxlength="500" value="The worker is on leave."'
NOT_RECORDED = "The outcome chosen here and its reason are not part of the record until you press"


def test_an_action_is_agreed_while_an_outcome_with_its_reason_waits_to_be_recorded(the_room, client):
    page = put_off_with_an_action(the_room, client)

    assert page.status_code == 200
    assert "The action is agreed." in text(page)
    assert "The outcome you chose and the reason you wrote are not recorded yet." in text(page)
    assert 'value="deferred" checked' in text(page)
    assert REASON in text(page)
    assert NOT_RECORDED in text(page)
    assert "leave" not in page.redirect_chain[-1][0], "what is said of a child stands in no address"
    assert Action.objects.get().what == "Ring the aunt"
    assert not the_room(0).decisions.exists()

    address = page.redirect_chain[-1][0]
    recorded = send(client, of_item(the_room), sheet_with(client, address, "do", "outcome"), "do", "outcome")

    assert "The outcome is recorded." in text(recorded)
    assert the_room(0).decisions.get().why == "The worker is on leave."
    assert NOT_RECORDED not in text(client.get(address)), "it is on record by now"


def test_an_outcome_that_waits_is_still_there_when_the_page_refreshes_itself(the_room, client):
    page = put_off_with_an_action(the_room, client)
    asks = re.search(r'data-refresh-url="([^"]+)"', text(page))[1].replace("&amp;", "&")
    the_room.write(the_room(0), "discussion", "Said the chair.", actor=the_room.chair)

    parts = client.get(f"{asks}&revision=0", headers={"X-Remit-Refresh": "1"})

    assert "Said the chair." in text(parts)
    assert 'value="deferred" checked' in text(parts)
    assert REASON in text(parts)


def test_a_case_that_is_opened_anew_lets_go_of_an_outcome_that_waited(the_room, client):
    put_off_with_an_action(the_room, client)

    page = client.get(of_item(the_room))

    assert 'value="deferred" checked' not in text(page)
    assert "on leave" not in text(page)


def test_who_came_is_taken_back_while_an_outcome_waits(the_room, client):
    press(client, of_item(the_room), "do", "absence", absence_reason="On leave")
    line = re.search(r'name="take-back" value="(\w+)"', text(client.get(of_item(the_room))))[1]

    page = press(client, of_item(the_room), "take-back", line, outcome="support-at-home")

    assert page.status_code == 200
    assert "Nobody came: On leave" not in text(page)
    assert 'value="support-at-home" checked' in text(page)


def test_an_outcome_that_is_chosen_and_not_recorded_is_not_forgotten(the_room, client):
    page = press(client, of_item(the_room), "do", "answers", **SAID, outcome="support-at-home")

    assert page.status_code == 422
    assert "An outcome is chosen and not recorded yet. Record it first" in text(page)
    assert 'value="support-at-home" checked' in text(page)


def test_a_box_nobody_wrote_in_does_not_stand_against_what_somebody_else_wrote(the_room, client):
    the_room.write(the_room(0), "discussion", "As it was.")
    where = of_item(the_room)
    sheet = sheet_with(client, where, "do", "outcome")
    the_room.write(the_room(0), "discussion", "As the chair has it now.", base=1, actor=the_room.chair)

    page = send(client, where, sheet, "do", "outcome", outcome="support-at-home")

    assert "The outcome is recorded." in text(page)
    assert "As the chair has it now.</textarea>" in text(page)


def test_what_two_people_wrote_stands_side_by_side_before_anything_is_recorded(the_room, client):
    where = of_item(the_room)
    sheet = sheet_with(client, where, "do", "outcome")
    the_room.write(the_room(0), "discussion", "As the chair has it.", actor=the_room.chair)

    page = send(client, where, sheet, "do", "outcome", discussion="As I have it.", outcome="support-at-home")

    assert page.status_code == 409
    assert "As the chair has it." in text(page)
    assert "As I have it.</textarea>" in text(page)
    assert not the_room(0).decisions.exists()


def test_who_goes_back_and_presses_another_button_has_not_sent_that_before(the_room, client):
    where = of_item(the_room)
    sheet = sheet_with(client, where, "do", "outcome")
    send(client, where, sheet, "do", "absence", absence_reason="On leave")

    page = send(client, where, sheet, "do", "outcome", outcome="support-at-home")

    assert "The outcome is recorded." in text(page)
