"""Who is here, as the room, the minutes and the register tell it: arriving late, leaving early, for each case."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from remit.casework import attendance
from remit.casework.room import take_item
from remit.records.meetings import Attendance
from tests.casework.rooms import DURING, NEXT_DAY, Room, a_room
from tests.web.room.test_room_pages import address, of_item, send, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return DURING + timedelta(minutes=30)


@pytest.fixture
def the_room() -> Room:
    return a_room(cases=2, others=1).open()


@pytest.fixture
def client(the_room, signed_in):
    return signed_in(the_room.week.coordinating)


CHAIRS = ("service-manager-commissioning", "brokerage")


def the_chairs_leave(the_room: Room, minutes: int) -> None:
    for row in Attendance.objects.filter(seat__in=CHAIRS, left_at__isnull=True):
        attendance.leave(
            attendance_ref=row.ref, actor=the_room.coordinator, now=DURING + timedelta(minutes=minutes)
        )


def test_one_press_says_who_arrived_left_and_is_back(the_room, client):
    where = address(the_room, "room_attendance")
    who = the_room.week.holder_of("fostering")
    here = {"do": "here", "seat": "fostering", "who": str(who.pk), "answer": "present"}
    assert "from 3:35pm" in text(send(client, where, **here))
    ref = Attendance.objects.get(seat="fostering").ref
    assert "until 3:35pm" in text(send(client, where, token="t2", do="leave", attendance=ref))
    page = text(send(client, where, token="t3", do="back", attendance=ref))
    assert page.count("from 3:35pm") == 2


def test_a_time_is_corrected_on_its_own_page(the_room, client):
    ref = the_room.present("fostering")
    where = address(the_room, "room_times", stay=ref)
    assert 'value="3:05pm"' in text(client.get(where))

    page = send(client, where, arrived="3:10pm", left="3:20pm")

    assert "from 3:10pm until 3:20pm" in text(page)
    late = send(client, address(the_room, "room_times", stay=Attendance.objects.last().ref), arrived="5pm")
    assert late.status_code == 422
    assert "still to come" in text(late)


@pytest.mark.clause("ROR-6")
def test_the_case_says_who_is_present_for_it_and_warns_when_the_chairs_left_in_the_middle(the_room, client):
    the_room.everybody_comes()
    assert "Not quorate at" not in text(client.get(of_item(the_room)))
    the_chairs_leave(the_room, 20)

    page = text(client.get(of_item(the_room)))

    assert "Not quorate at 3:35pm: neither the chair nor a deputy is present (ROR-6)" in page
    assert f"{the_room.week.holder_of('brokerage').name} (until 3:25pm)" in page


def test_what_was_settled_while_it_was_quorate_stays_so_when_the_chairs_leave(the_room, client):
    the_room.everybody_comes()
    the_room.decide(the_room(0), "support-at-home", now=DURING + timedelta(minutes=10))
    the_chairs_leave(the_room, 20)

    assert "Not quorate at" not in text(client.get(of_item(the_room)))


def test_minutes_and_register_say_who_was_present_for_each_case(the_room, signed_in):
    the_room.everybody_comes()
    the_room.decide(the_room(0), "support-at-home", now=DURING + timedelta(minutes=10))
    the_chairs_leave(the_room, 20)
    take_item(item_ref=the_room(1).ref, actor=the_room.coordinator, now=DURING + timedelta(minutes=15))
    the_room.decide(the_room(1), "support-at-home", now=DURING + timedelta(minutes=25))
    for item in the_room.cases:
        the_room.somebody_comes_for(item)
    the_room.note(the_room.other())
    the_room.close()
    the_room.approve()
    chair = signed_in(the_room.week.chairing, at=NEXT_DAY)
    at = {"forum": "ror", "date": the_room.meeting.nominal_date.isoformat()}

    leaving = the_room.week.holder_of("brokerage").name
    for route in ("minutes", "register"):
        page = text(chair.get(reverse(route, kwargs=at)))
        assert "everybody who came" in page
        assert f"{leaving} (until 3:25pm)" in page
        assert page.count("Not quorate at 3:30pm") == 1
    csv = chair.get(reverse("register_file", kwargs={**at, "ending": "csv"})).content.decode()
    assert "Present for this case" in csv
    assert f"{leaving} (until 3:25pm)" in csv
