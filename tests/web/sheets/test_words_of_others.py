"""Who reads a sheet for the child alone reads what others wrote as the child's time line tells it: it may name other children."""

from dataclasses import dataclass

import pytest
from django.urls import reverse

from remit.casework.minutes import release_wording
from remit.records.meetings import AgendaItem
from remit.records.people import Staff
from tests.casework.rooms import AFTER, NEXT_DAY, Room, a_room
from tests.factories import a_team, allocate, staff
from tests.web.workbook.excel import Excel

pytestmark = pytest.mark.django_db

BROKERAGES, WORKERS = "commissioning-considerations", "childs-view"
RELEASED = {BROKERAGES: "It worked for somebody else.", WORKERS: "Wants to go where a friend is."}


@dataclass
class Told:
    """A closed meeting at which somebody named another child in two parts of a child's sheet."""

    room: Room
    worker: Staff
    other: str

    @property
    def address(self) -> str:
        return reverse("sheet", kwargs={"item": self.room(0).ref})

    def approve(self) -> None:
        for key, wording in RELEASED.items():
            release_wording(
                item_ref=self.room(0).ref,
                key=key,
                wording=wording,
                seen=1,
                actor=self.room.coordinator,
                now=AFTER,
            )
        self.room.approve()

    def comes_back(self) -> str:
        """The child at the next meeting; answers with the address of the sheet."""
        item = AgendaItem.objects.create(
            meeting=self.room.later,
            section="focus",
            position=1,
            subject=self.room(0).subject,
            entry=self.room(0).entry,
            added_by=self.room.week.coordinating,
            added_at=AFTER,
        )
        return reverse("sheet", kwargs={"item": item.ref})


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def told(settings) -> Told:
    the_room, worker = a_room().open(), staff()
    allocate(the_room(0).subject.person, worker, a_team())
    named = the_room(1).subject.person
    other = f"{named.given_name} {named.family_name}"
    the_room.write(the_room(0), BROKERAGES, f"It worked for {other}.")
    the_room.write(the_room(0), WORKERS, f"Wants to go where {other} is.")
    the_room.settle()
    the_room.close()
    settings.FIXED_NOW = NEXT_DAY
    return Told(the_room, worker, other)


def test_before_the_minutes_are_approved_they_are_kept_back(told, signed_in):
    page = text(signed_in(told.worker).get(told.address))
    assert told.other not in page
    assert page.count("is shown to you once the minutes of the meeting are approved") == 2
    assert told.other in text(signed_in(told.room.week.coordinating).get(told.address))
    child = told.room(0).subject.ref
    book = signed_in(told.worker).get(f"/forums/ror/2026-10-15/workbook/{child}.xlsx")
    assert told.other not in Excel(book.content).whole()


def test_afterwards_they_read_as_they_were_released(told, signed_in):
    told.approve()
    page = text(signed_in(told.worker).get(told.address))
    assert told.other not in page
    for wording in RELEASED.values():
        assert wording in page


def test_nor_are_they_offered_at_the_next_meeting_but_in_the_words_released(told, signed_in):
    again = told.comes_back()
    assert told.other not in text(signed_in(told.worker).get(again))
    told.approve()
    page = text(signed_in(told.worker).get(again))
    assert told.other not in page
    assert RELEASED[WORKERS] in page
