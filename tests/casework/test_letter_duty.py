"""Sending the week's mail is owed by Monday at noon, and met, late or missed by the sending itself."""

from datetime import timedelta

import pytest

from remit.casework import letters
from remit.casework.duties import sweep
from remit.records.duties import Duty
from tests.casework.rooms import a_room
from tests.casework.weeks import a_week, rated
from tests.factories import NOW, a_child, a_team, staff
from tests.factories.clock import london

pytestmark = pytest.mark.django_db
NOON = london("2026-10-12 12:00")


@pytest.mark.clause("ROR-14")
@pytest.mark.parametrize("sent, state", [("11:40", "met"), ("12:00", "met"), ("12:01", "late")])
def test_the_mail_is_owed_by_monday_noon_and_met_by_sending_it(sent, state):
    week, team = a_week(), a_team()
    week.choose(rated("high", child=a_child(worker=staff(team=team), team=team)))
    assert not Duty.objects.filter(term="send-the-tool").exists()  # it follows the choosing
    week.finish()
    duty = Duty.objects.get(term="send-the-tool")
    assert (duty.owner, duty.due_at, duty.state) == (week.coordinating, NOON, "open")
    at = london(f"2026-10-12 {sent}")
    letters.send_letter(
        meeting_id=week.meeting.pk,
        letter="focus-case-mail",
        heading="The meeting",
        text="Come.",
        seen=None,
        actor=week.coordinator,
        now=at,
    )
    duty.refresh_from_db()
    assert (duty.state, duty.discharged_at, duty.evidence) == (state, at, "letter-sent")


@pytest.mark.clause("ROR-14")
def test_a_meeting_that_was_closed_without_it_has_missed_it_for_good():
    room = a_room(cases=1).open()
    room.settle()
    room.close()
    sweep(now=NOW + timedelta(days=3))
    assert Duty.objects.get(term="send-the-tool", meeting=room.week.meeting).state == "missed"
