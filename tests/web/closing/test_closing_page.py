"""Closing a meeting, as who runs it sees it."""

from datetime import datetime

import pytest
from django.urls import reverse

from remit.casework.closing import waive
from remit.reading.closing import NAMED_ONLY
from remit.records.audit import AuditEvent
from remit.records.children import Identifier, Person
from remit.records.meetings import Waiver
from tests.casework.rooms import AFTER, Room, a_room
from tests.casework.weeks import a_week, rated
from tests.factories import a_child, staff
from tests.factories.children import restrict_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return AFTER


@pytest.fixture
def the_room() -> Room:
    return a_room(cases=1).open()


@pytest.fixture
def client(the_room, signed_in):
    return signed_in(the_room.week.coordinating)


AT = {"forum": "ror", "date": "2026-10-15"}
WHERE = "/forums/ror/2026-10-15/close"


def send(client, *, token: str = "t1", **data: object):
    return client.post(WHERE, data | {"form_token": token}, follow=True)


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.clause("ROR-6")
@pytest.mark.clause("ROR-7")
@pytest.mark.clause("ROR-17")
def test_everything_unfinished_is_listed_with_its_clause_and_where_to_settle_it(the_room, client):
    page = text(client.get(WHERE))

    assert "Unfinished: 10" in page
    for words, clause in (
        ("Nobody is recorded for the seat of Duty officer", "ROR-6"),
        ("has no record of whether the social worker or team manager came", "ROR-7"),
        ("has neither an outcome nor been deferred", "ROR-18"),
        ("has not been discussed", "ROR-17"),
    ):
        assert f'{words} <span class="remit-clause">{clause}</span>' in page
    assert reverse("room_item", kwargs=AT | {"item": the_room(0).ref}) in page
    assert 'value="close"' not in page, "there is no button to close yet"


def test_it_cannot_be_closed_by_a_forged_button_either(the_room, client):
    page = send(client, do="close", seen=the_room.meeting.revision)

    assert page.status_code == 409
    assert "10 things are unfinished." in text(page)
    assert the_room.meeting.state == "open"


def test_a_refused_waiver_of_several_things_keeps_what_was_ticked_and_says_at_the_box_what_is_wrong(client):
    ticked = ["seat:duty-officer", "seat:fostering"]

    page = text(send(client, do="waive-several", keys=ticked, reason=" "))

    assert '<details class="govuk-details" open>' in page
    assert all(f'value="{key}" checked>' in page for key in ticked)
    assert page.count(" checked>") == 2
    words = "Enter why the meeting closes without the 2 things you selected. A few words will do."
    assert f'<a href="#several-reason">{words}</a>' in page
    assert f'id="several-reason-error"><span class="govuk-visually-hidden">Error:</span> {words}' in page

    none = text(send(client, token="t2", do="waive-several", reason="Out of time"))
    assert 'id="several-1-error"' in none
    assert 'name="reason" maxlength="500" value="Out of time"' in none


def test_a_refused_waiver_says_without_what(client):
    page = text(send(client, do="waive", key="seat:duty-officer", reason=" "))

    what = "Nobody is recorded for the seat of Duty officer: enter why the meeting closes without this."
    assert page.count(what) == 2, "in the summary and at the box"


def test_waiving_takes_a_reason_which_stands_on_the_page(the_room, client):
    refused = send(client, do="waive", key="seat:duty-officer", reason=" ")
    assert "enter why the meeting closes without this." in text(refused)

    page = send(client, token="t2", do="waive", key="seat:duty-officer", reason="The post is empty")

    assert "Nobody is recorded for the seat of Duty officer: The post is empty" in text(page)
    assert "Unfinished: 9" in text(page)
    assert Waiver.objects.get().by == the_room.week.coordinating


def test_several_things_are_waived_for_one_reason_or_none_is(the_room, client):
    nothing = send(client, do="waive-several", reason="Out of time")
    assert "Select what the meeting closes without." in text(nothing)

    half = send(
        client,
        token="t2",
        do="waive-several",
        keys=["seat:duty-officer", "seat:nobody"],
        reason="Out of time",
    )
    assert "This is settled by now." in text(half)
    assert not Waiver.objects.exists()

    page = send(
        client,
        token="t3",
        do="waive-several",
        keys=["seat:duty-officer", "seat:fostering"],
        reason="Out of time",
    )
    assert "2 things waived, with your reason." in text(page)
    assert "Unfinished: 8" in text(page)
    assert {waiver.reason for waiver in Waiver.objects.all()} == {"Out of time"}


@pytest.mark.clause("ROR-20")
def test_a_settled_meeting_closes_and_says_what_it_wrote(the_room, client):
    the_room.settle()
    assert "Everything is settled or waived" in text(client.get(WHERE))

    page = send(client, do="close", seen=the_room.meeting.revision)

    assert page.redirect_chain[-1][0] == reverse("minutes", kwargs=AT)
    assert "2 lines went into the register." in text(page)


def test_the_other_chair_gets_a_page_that_says_who_closed_it(the_room, client, signed_in):
    the_room.settle()
    seen = the_room.meeting.revision
    the_room.close(actor=the_room.chair)

    page = send(client, do="close", seen=seen)

    assert page.status_code == 409
    assert "This meeting is closed" in text(page)
    assert f"{the_room.week.chairing.name} closed it on 15 October 2026, 4:40pm" in text(page)
    assert "Go to its minutes" in text(page)
    assert AuditEvent.objects.filter(verb="meeting.closed").count() == 1


def test_a_page_that_is_behind_says_so_and_shows_what_is_new(the_room, client):
    the_room.settle()
    seen = the_room.meeting.revision
    the_room.meeting.attendance.filter(seat="fostering").delete()
    the_room.write(the_room(0), "discussion", "One more thing.")

    page = send(client, do="close", seen=seen)

    assert "Somebody else has changed this since you opened it." in text(page)
    assert "Unfinished: 1" in text(page)


def test_a_meeting_that_is_not_open_has_nothing_to_close(signed_in):
    the_room = a_room(cases=1)

    assert "has not been opened" in text(signed_in(the_room.week.chairing).get(WHERE))


def test_a_member_does_not_find_the_page(the_room, signed_in):
    assert signed_in(the_room.week.sitting).get(WHERE).status_code in (403, 404)


def test_a_restricted_child_is_not_named_on_it(signed_in):
    week = a_week()
    child = a_child(given="Hidmeadow", family="Quellerby")
    week.issued_with(rated("high", child=child))
    restrict_to(child, week.chairing)
    the_room = Room(week, week.meeting, list(week.meeting.items.filter(entry__isnull=False)), []).open()

    page = text(signed_in(week.coordinating).get(WHERE))
    assert "Restricted record has neither" in page
    assert page.count(NAMED_ONLY) == 2
    assert f"items/{the_room(0).ref}" not in page, "it leads to no page that is not there"
    assert "Quellerby" in text(signed_in(week.chairing).get(WHERE))
    assert the_room(0).state == "planned"


def test_why_a_restricted_case_is_waived_stands_there_for_whoever_is_named_alone(the_room, signed_in):
    child = the_room(0).subject.person
    restrict_to(child, the_room.week.chairing)
    waive(
        meeting_id=the_room.id,
        key=f"outcome:{the_room(0).ref}",
        reason=f"{child.given_name} was in Farbury.",
        actor=the_room.chair,
        now=AFTER,
    )

    shown = text(signed_in(the_room.week.coordinating).get(WHERE))
    assert "Farbury" not in shown
    assert child.given_name not in shown
    assert "Restricted record has neither an outcome nor been deferred: the reason is shown to" in shown
    assert f"{child.given_name} was in Farbury." in text(signed_in(the_room.week.chairing).get(WHERE))


@pytest.mark.parametrize("initials", ["", "A"])
def test_a_restricted_child_without_a_name_leaves_the_words_around_it_whole(signed_in, initials):
    week = a_week()
    child = a_child()
    Person.objects.filter(pk=child.pk).update(given_name="", family_name="", initials=initials)
    Identifier.objects.filter(person=child).delete()
    week.issued_with(rated("high", child=child))
    restrict_to(child, staff())
    Room(week, week.meeting, [], []).open()

    page = text(signed_in(week.coordinating).get(WHERE))

    assert "Restricted record has neither an outcome nor been deferred" in page
    assert "Restricted record has no record of whether the social worker or team manager came" in page
