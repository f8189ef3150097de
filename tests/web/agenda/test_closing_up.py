"""An item that leaves the agenda leaves no hole in its times, unless somebody wants one."""

from datetime import time

import pytest
from django.urls import reverse

from remit.rules.slots import Slot, closed_up
from tests.casework.weeks import Week, a_later_meeting, a_week, rated


@pytest.fixture
def week(db) -> Week:
    """Three cases at 3pm, 3:20pm and 3:40pm, and a next meeting."""
    found = a_week()
    a_later_meeting(found)
    found.issued_with(rated("high"), rated("high"), rated("high"))
    return found


def leave(client, week: Week, page: str, *, shift: bool):
    item = week.meeting.items.filter(section="focus").order_by("position")[0]
    where = {"forum": "ror", "date": week.meeting.nominal_date.isoformat(), "item": item.ref}
    sent = {"why": "The worker is ill", "seen": week.revision, "form_token": f"{page}{shift}"}
    return client.post(reverse(page, kwargs=where), {**sent, **({"shift_later": "on"} if shift else {})})


def times(week: Week) -> list[time]:
    standing = week.meeting.items.filter(section="focus", state="planned")
    return list(standing.order_by("position").values_list("slot_at", flat=True))


@pytest.mark.parametrize("page", ["agenda_off", "agenda_later"])
def test_those_after_it_begin_earlier(page, week, signed_in):
    assert leave(signed_in(week.coordinating), week, page, shift=True).status_code == 302
    assert times(week) == [time(15), time(15, 20)]


@pytest.mark.parametrize("page", ["agenda_off", "agenda_later"])
def test_or_they_stay_where_they_were(page, week, signed_in):
    assert leave(signed_in(week.coordinating), week, page, shift=False).status_code == 302
    assert times(week) == [time(15, 20), time(15, 40)]


def test_the_page_offers_it_ticked(week, signed_in):
    item = week.meeting.items.filter(section="focus").first()
    where = {"forum": "ror", "date": week.meeting.nominal_date.isoformat(), "item": item.ref}
    page = signed_in(week.coordinating).get(reverse("agenda_later", kwargs=where)).content.decode()
    assert "Move the later ones forward" in page
    assert " checked" in page


def test_what_stood_after_a_gap_keeps_its_time():
    slots = [Slot("a", 20, time(15)), Slot("b", 20, time(15, 20)), Slot("c", 20, time(16))]
    assert closed_up(slots, "a") == (Slot("b", 20, time(15)), Slot("c", 20, time(16)))
