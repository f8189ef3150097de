"""Do the pages of closing, minutes and register ask as often for 60 cases as for 3?"""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from remit.records.actions import Action
from remit.records.answers import Answer, Decision, Response
from remit.records.meetings import AgendaItem, Attendance, RegisterEntry
from tests.casework.rooms import DURING, NEXT_DAY, Room, a_room
from tests.casework.weeks import rated

pytestmark = pytest.mark.django_db

AT = "/forums/ror/2026-10-15"


@pytest.fixture
def now() -> datetime:
    return NEXT_DAY


def grown_to(the_room: Room, number: int) -> None:
    """So many cases, each with a text, an outcome, an action, somebody who came, and a line in the register."""
    meeting, by = the_room.meeting, the_room.week.coordinating
    for place in range(meeting.items.filter(entry__isnull=False).count(), number):
        entry = rated("medium")
        item, _ = AgendaItem.objects.update_or_create(
            meeting=meeting,
            entry=entry,
            defaults={
                "section": "focus",
                "position": place,
                "subject_id": entry.person_id,
                "snapshot": entry.details.get(),
                "state": "discussed",
                "added_by": by,
                "added_at": DURING,
            },
        )
        response = Response.objects.create(
            item=item, subject_id=item.subject_id, form="case-discussion", terms=meeting.terms
        )
        Answer.objects.create(
            response=response,
            question="discussion",
            value="Said.",
            version=1,
            by=by,
            at=DURING,
            source="seed",
        )
        Decision.objects.create(item=item, outcome="support-at-home", version=1, by=by, at=DURING)
        Attendance.objects.create(
            meeting=meeting, item=item, staff=by, capacity="case", recorded_by=by, recorded_at=DURING
        )
        Action.objects.create(
            subject_id=item.subject_id,
            meeting=meeting,
            item=item,
            what="Ask",
            lead=by,
            due_on=meeting.date,
            due_at=DURING,
            raised_by=by,
            raised_at=DURING,
        )
        if meeting.closed_at:
            RegisterEntry.objects.create(
                meeting=meeting,
                item=item,
                subject_id=item.subject_id,
                section="focus",
                seats_present=7,
                seats_in_all=7,
            )


@pytest.mark.parametrize("page", ["close", "minutes", "register", "minutes.docx", "register.csv", "room/add"])
def test_as_often_for_60_cases_as_for_3(page, signed_in):
    the_room = a_room(cases=1, others=1).open()
    if page not in ("close", "room/add"):
        the_room.settle()
        the_room.close()
        the_room.approve()
    client = signed_in(the_room.week.chairing)
    counts = []
    for number in (3, 60):
        grown_to(the_room, number)
        client.get(f"{AT}/{page}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{AT}/{page}").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 30, counts
