"""What was answered, where it is needed: on the page of the meeting, in the room, and where times are worked out."""

from datetime import time

import pytest

from remit.casework import room
from remit.casework.everybody_here import record_holders_present
from remit.casework.inviting import invite_ahead
from remit.casework.inviting_answers import answer_invitation
from remit.records.invitations import Invitation
from remit.records.meetings import Attendance
from remit.records.people import TeamMembership
from remit.rules.answering import Reply
from remit.rules.viewers import Post
from tests.casework.invited import invited
from tests.casework.rooms import DURING
from tests.casework.weeks import Week, a_week, rated
from tests.factories import NOW, a_child, a_team, staff, viewer_of
from tests.factories.people import a_unit

pytestmark = pytest.mark.django_db
PAGE = "/forums/ror/2026-10-15"
SEATS = (
    *("service-manager-commissioning", "brokerage", "fostering", "placement-support"),
    *("duty-officer", "locality", "children-in-care"),
)


@pytest.fixture
def week() -> Week:
    made = a_week()
    invite_ahead(now=NOW)
    return made


def says(week: Week, person, reply: str, **more) -> None:
    row = Invitation.objects.get(staff=person, meeting=week.meeting)
    answer_invitation(
        invitation_ref=row.ref,
        said_is=Reply(reply, **more),
        how="link",
        seen=None,
        actor=viewer_of(person),
        now=NOW,
    )


def a_colleague(service: str):
    team = a_team(service=a_unit("service", service, parent=a_unit("area")))
    return staff(team=team)


def page_of(signed_in, person, address: str = PAGE) -> str:
    return " ".join(signed_in(person).get(address).content.decode().split())


@pytest.mark.clause("ROR-6")
def test_the_page_of_the_meeting_says_who_comes_who_sends_whom_and_who_has_not_answered(week, signed_in):
    other = a_colleague("Fostering and sufficiency")
    says(week, week.chairing, "attending")
    says(week, week.sitting, "substitute", substitute=other.pk)
    says(week, week.holder_of("locality"), "apologies")
    says(week, week.holder_of("brokerage"), "another_time", can_from=time(15, 30))
    page = page_of(signed_in, week.coordinating)
    for said in (
        f'{week.chairing.name} <strong class="govuk-tag govuk-tag--green">Comes</strong>',
        f"Sends somebody</strong> {other.name}",
        "Apologies</strong>",
        "Asks for another time</strong> from 3:30pm",
        "No answer yet</strong>",
    ):
        assert said in page, said
    assert 'By the answers so far: <strong class="govuk-tag govuk-tag--green">Quorate</strong>' in page
    assert "No apologies or presence recorded yet for 3 seats" in page_of(signed_in, week.chairing)
    assert "Who comes" not in page_of(signed_in, week.sitting)


def test_without_the_chair_the_quorum_that_is_foreseen_is_short(week, signed_in):
    says(week, week.sitting, "attending")
    page = page_of(signed_in, week.coordinating)
    assert "Not quorate</strong> Neither the chair nor a deputy comes" in page


def test_before_the_first_answer_it_says_that_and_not_that_the_quorum_is_short(week, signed_in):
    page = page_of(signed_in, week.coordinating)
    assert "Nobody has answered the invitation yet." in page
    assert "Not quorate" not in page


@pytest.mark.clause("ROR-6")
def test_the_chair_who_is_somebodys_substitute_counts_once(week, signed_in):
    team = a_team(service=a_unit("service", "Fostering and sufficiency", parent=a_unit("area")))
    TeamMembership.objects.create(
        staff=week.chairing, team=team, since=NOW.date(), recorded_at=NOW, source="seed"
    )
    says(week, week.chairing, "attending")
    says(week, week.sitting, "substitute", substitute=week.chairing.pk)
    page = page_of(signed_in, week.coordinating)
    assert f"{week.chairing.name}, who sits there too and counts once" in page


@pytest.mark.clause("ROR-6")
def test_the_room_begins_with_who_comes_and_whom_the_others_send(week, signed_in):
    other = a_colleague("Fostering and sufficiency")
    says(week, week.sitting, "substitute", substitute=other.pk)
    says(week, week.holder_of("locality"), "apologies")
    week.finish()
    week.draft()
    week.confirm()
    actor = viewer_of(week.coordinating, now=DURING)
    room.open_meeting(meeting_id=week.meeting.pk, seen=None, actor=actor, now=DURING)
    record_holders_present(meeting_id=week.meeting.pk, actor=actor, now=DURING)
    there = Attendance.objects.filter(meeting=week.meeting, superseded_at=None)
    sorry = set(there.filter(answer="apologies").values_list("staff_id", flat=True))
    assert sorry == {week.sitting.pk, week.holder_of("locality").pk}
    assert there.get(staff=other).capacity == "substitute"
    assert (
        there.filter(answer="present").count() == len(SEATS) + 1 - 2 + 1
    )  # the coordinator, and the substitute
    assert record_holders_present(meeting_id=week.meeting.pk, actor=actor, now=DURING) == 0


@pytest.mark.clause("ROR-15")
def test_the_times_are_worked_out_from_what_the_workers_answered(week, signed_in):
    team = a_team()
    staff(posts=[(Post.TEAM_MANAGER, team)])
    early, late = staff(team=team), staff(team=team)
    entries = [rated("high", child=a_child(worker=worker, team=team)) for worker in (late, early)]
    items = week.issued_with(*entries)
    row = invited(week.meeting, late, item=items[0])
    answer_invitation(
        invitation_ref=row.ref,
        said_is=Reply("another_time", can_from=time(16)),
        how="link",
        seen=None,
        actor=viewer_of(late),
        now=NOW,
    )
    page = page_of(signed_in, week.coordinating, f"{PAGE}/agenda/times/focus")
    assert f'name="from-{late.pk}" type="text" value="4pm"' in page or 'value="4pm"' in page
    assert "What was answered to the invitations stands in the boxes." in page
    hub = page_of(signed_in, week.coordinating)
    assert "Asked for the time of a case: " in hub
    assert "1 asks for another time" in hub
