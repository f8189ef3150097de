"""One action, as its lead sees it and reports on it."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from remit.casework.actions import update_action
from remit.records.actions import Action, ActionUpdate
from tests.casework.rooms import NEXT_DAY, Room, a_room
from tests.factories import london, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return NEXT_DAY


@pytest.fixture
def the_room() -> Room:
    return a_room(cases=1).open()


@pytest.fixture
def lead():
    return staff()


@pytest.fixture
def where(the_room, lead) -> str:
    agreed = the_room.agree("Ask the agency", item=the_room(0), lead=lead)
    return reverse("action", kwargs={"action": agreed.ref})


def send(client, where: str, *, token: str = "t1", **data: object):
    given = {"text": "Asked, no answer yet.", "state": "open", "seen": 1, "form_token": token}
    return client.post(where, given | data, follow=True)


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.clause("ROR-4")
def test_its_lead_finds_it_on_the_home_page_and_reports(where, lead, signed_in):
    client = signed_in(lead)
    assert where in text(client.get("/"))

    page = send(client, where)

    assert "Your update is kept." in text(page)
    assert "Asked, no answer yet." in text(client.get(where))
    assert ActionUpdate.objects.get().by == lead


@pytest.mark.clause("ROR-4")
def test_a_report_has_words(where, lead, signed_in):
    page = send(signed_in(lead), where, text=" ", state="done")

    assert page.status_code == 422
    assert "Enter how the action stands" in text(page)
    assert not ActionUpdate.objects.exists()


def test_its_lead_knows_the_child_until_it_is_done(the_room, where, lead, signed_in):
    client = signed_in(lead)
    person = the_room(0).subject.person
    assert f"{person.given_name} {person.family_name}" in text(client.get(where))

    assert "The action is finished." in text(send(client, where, state="done"))

    assert Action.objects.get().state == "done"
    assert client.get(where).status_code == 404
    assert person.family_name not in text(client.get("/"))


def test_a_new_date_is_a_real_date_to_come(where, lead, signed_in):
    client = signed_in(lead)
    wrong = send(client, where, **{"due_on-day": "31", "due_on-month": "2", "due_on-year": "2027"})
    assert "must be a real date" in text(wrong)
    past = send(client, where, token="t2", **{"due_on-day": "1", "due_on-month": "2", "due_on-year": "2020"})
    assert "must be today or later" in text(past)

    send(client, where, token="t3", **{"due_on-day": "2", "due_on-month": "11", "due_on-year": "2026"})

    assert Action.objects.get().due_on == date(2026, 11, 2)


def test_an_update_over_somebody_elses_keeps_the_words_on_screen(the_room, where, lead, signed_in):
    update_action(
        action_ref=Action.objects.get().ref,
        seen=1,
        text="The coordinator asked.",
        actor=the_room.coordinator,
        now=NEXT_DAY,
    )
    client = signed_in(lead)

    page = send(client, where, text="I asked.")

    assert page.status_code == 409
    assert "Somebody else has updated this action" in text(page)
    assert "The coordinator asked." in text(page)
    assert "I asked.</textarea>" in text(page)
    assert 'name="seen" id="seen" value="2"' in text(page)

    send(client, where, token="t2", text="I asked.", seen=2)
    assert ActionUpdate.objects.count() == 2


def test_an_update_sent_twice_counts_once(where, lead, signed_in):
    client = signed_in(lead)
    send(client, where)
    send(client, where)

    assert ActionUpdate.objects.count() == 1


def test_who_runs_the_forum_can_report_too(the_room, where, signed_in):
    assert "Your update is kept." in text(send(signed_in(the_room.week.coordinating), where))


def test_nobody_else_finds_it(where, signed_in):
    assert signed_in(staff()).get(where).status_code == 404
    assert send(signed_in(staff()), where).status_code == 404


def cancelling(where: str) -> str:
    return f"{where}/cancel"


def send_cancel(client, where: str, *, token: str = "c1", **data: object):
    given = {"why": "The child has moved.", "seen": 1, "form_token": token}
    return client.post(cancelling(where), given | data, follow=True)


def test_who_runs_the_forum_cancels_it_with_a_reason(the_room, where, signed_in):
    client = signed_in(the_room.week.coordinating)
    assert cancelling(where) in text(client.get(where))

    page = text(send_cancel(client, where))

    assert "The action is cancelled." in page
    assert "The child has moved." in page
    assert "Cancel this action" not in page
    assert Action.objects.get().state == "cancelled"


def test_cancelling_asks_why_and_does_it_once(the_room, where, signed_in):
    client = signed_in(the_room.week.coordinating)

    empty = send_cancel(client, where, why=" ")
    assert (empty.status_code, Action.objects.get().state) == (422, "open")
    assert "Enter why" in text(empty)
    send_cancel(client, where, token="c2")
    again = send_cancel(client, where, token="c2")

    assert "only counted once" in text(again)
    assert ActionUpdate.objects.count() == 1
    assert "nothing left to cancel" in text(client.get(cancelling(where)))


def test_a_stale_page_cancels_nothing_and_keeps_the_reason(the_room, where, lead, signed_in):
    send(signed_in(lead), where)

    page = send_cancel(signed_in(the_room.week.coordinating), where)

    assert page.status_code == 409
    assert "Somebody else has updated this action" in text(page)
    assert "The child has moved.</textarea>" in text(page)
    assert 'name="seen" id="seen" value="2"' in text(page)
    assert Action.objects.get().state == "open"


def test_its_lead_is_not_offered_to_cancel_it(where, lead, signed_in):
    client = signed_in(lead)
    assert cancelling(where) not in text(client.get(where))
    assert client.get(cancelling(where)).status_code == 403
    assert send_cancel(client, where).status_code == 403
    assert Action.objects.get().state == "open"


def test_your_actions_say_when_one_was_updated_and_what_is_asked(where, lead, signed_in, settings):
    client = signed_in(lead)
    assert "Say how it stands by Thursday 22 October 2026, 3pm" in text(client.get(where))
    send(client, where)

    settings.FIXED_NOW = london("2026-10-22 15:30")
    client = signed_in(lead)

    home, page = text(client.get("/")), text(client.get(where))
    assert "Past its date" in home
    assert "Last updated 16 Oct" in home
    assert "Finish it or give it a new date." in home
    assert "otherwise you are asked again once the forum has met" in page
