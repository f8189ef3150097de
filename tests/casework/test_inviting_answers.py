"""Answers to invitations: by the link, by a calendar programme's reply; twice, too late, from elsewhere."""

import re
from datetime import time, timedelta

import pytest

from remit.casework import planning
from remit.casework.calendar_replies import answer_by_reply
from remit.casework.inviting_answers import answer_by_link
from remit.records.audit import AuditEvent
from remit.records.invitations import Invitation, InvitationAnswer, InvitationLink, invitation_of
from remit.records.meetings import Attendance
from remit.records.messages import Message, MessagePart
from remit.records.people import TeamMembership
from remit.rules.answering import MOST_A_DAY, Reply
from remit.rules.outcomes import NotFound, Refused, Stale
from tests.casework.invited import a_colleague, calendar_of, event_of, invited, secret_of
from tests.casework.mails import handed_over
from tests.casework.weeks import Week, a_week, rated
from tests.factories import NOW, a_child, a_team, london, staff
from tests.factories.children import restrict_to
from tests.factories.forums import seat
from tests.factories.people import a_unit

pytestmark = pytest.mark.django_db
MEMBER, OTHER, RUNS = "member@council.example", "other@council.example", "runs@council.example"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def week() -> Week:
    made = a_week()
    for person, address in ((made.sitting, MEMBER), (made.coordinating, RUNS)):
        person.email = address
        person.save()
    return made


@pytest.fixture
def asked(week) -> Invitation:
    """The invitation of a member, as it has gone."""
    found = invited(week.meeting, week.sitting)
    handed_over()
    return found


def link(row: Invitation, answer: str, *, substitute: str = "", now=NOW, seen=None, **times) -> bool:
    return answer_by_link(
        secret=secret_of(row),
        answer=answer,
        substitute=substitute,
        said_is=Reply(answer, **times),
        seen=row.sequence if seen is None else seen,
        now=now,
    )


def reply(row: Invitation, partstat: str, *, attendee: str = MEMBER, sequence: int | None = None, **more):
    return answer_by_reply(
        uid=row.uid,
        attendee=attendee,
        partstat=partstat,
        sequence=row.sequence if sequence is None else sequence,
        **{"now": NOW, **more},
    )


def standing(row: Invitation) -> list[str]:
    return list(
        InvitationAnswer.objects.filter(invitation=row, superseded_at=None).values_list("reply", flat=True)
    )


def apologies(person) -> list[str]:
    rows = Attendance.objects.filter(staff=person, answer="apologies", superseded_at=None)
    return list(rows.values_list("reason", flat=True))


@pytest.mark.clause("ROR-6")
def test_apologies_by_the_link_stand_on_the_attendance(week, asked):
    assert link(asked, "apologies")
    assert standing(asked) == ["apologies"]
    assert apologies(week.sitting) == [""]
    event = AuditEvent.objects.get(verb="invitation.answered")
    assert (event.actor_id, event.detail["how"], event.detail["reply"]) == (
        week.sitting.pk,
        "link",
        "apologies",
    )


@pytest.mark.clause("ROR-6")
def test_an_invitation_answered_twice_keeps_both_and_the_last_one_stands(week, asked):
    link(asked, "apologies")
    assert link(asked, "attending", now=NOW + MINUTE)
    assert not link(asked, "attending", now=NOW + 2 * MINUTE)
    assert standing(asked) == ["attending"]
    assert InvitationAnswer.objects.count() == 2
    assert apologies(week.sitting) == []


@pytest.mark.clause("ROR-6")
def test_a_substitute_from_the_same_service_is_invited_in_their_place(week, asked):
    other = a_colleague()
    link(asked, "substitute", substitute=other.name.upper())
    (mail,) = handed_over()[OTHER]
    assert "You come as: substitute for: Service manager, fostering and sufficiency." in mail.text
    assert "Send somebody in your place" not in mail.text
    assert str(calendar_of(mail)["method"]) == "REQUEST"
    assert apologies(week.sitting) == [f"Sends {other.name}"]


@pytest.mark.clause("ROR-6")
@pytest.mark.parametrize(
    "words", ["", "Nobody Inparticular", "stranger@council.example", "member@council.example"]
)
def test_a_substitute_who_may_not_sit_there_or_is_nobody_is_not_found(week, asked, words):
    team = a_team(service=a_unit("service", "Highways", parent=a_unit("area")))
    staff(team=team, email="stranger@council.example")
    with pytest.raises(Refused) as refusal:
        link(asked, "substitute", substitute=words)
    assert refusal.value.field == "substitute"
    assert standing(asked) == []


def test_whoever_changes_their_mind_takes_their_substitute_back(week, asked):
    other = a_colleague()
    link(asked, "substitute", substitute=OTHER)
    handed_over()
    link(asked, "attending", now=NOW + MINUTE)
    (mail,) = handed_over(NOW + MINUTE)[OTHER]
    assert str(calendar_of(mail)["method"]) == "CANCEL"
    assert not Invitation.objects.filter(staff=other, state="invited").exists()


@pytest.mark.clause("ROR-6")
def test_the_chair_who_is_somebodys_substitute_keeps_one_invitation_that_says_both(week, asked):
    chair = week.chairing
    chair.email = "chair@council.example"
    chair.save()
    team = a_team(service=a_unit("service", "Fostering and sufficiency", parent=a_unit("area")))
    TeamMembership.objects.create(staff=chair, team=team, since=NOW.date(), recorded_at=NOW, source="seed")
    link(asked, "substitute", substitute=chair.name)
    (mail,) = handed_over()["chair@council.example"]
    assert event_of(mail)["sequence"] == 1
    assert (
        "You come as: Service manager, commissioning; substitute for: Service manager, fostering" in mail.text
    )
    assert Invitation.objects.filter(staff=chair).count() == 1


def test_who_holds_the_seat_as_well_comes_anyway_and_is_no_substitute(week, asked):
    deputy = seat(week.forum, "fostering", capacity="deputy")
    with pytest.raises(Refused, match="so they come anyway"):
        link(asked, "substitute", substitute=deputy.name)


@pytest.mark.clause("ROR-15")
def test_another_time_tells_the_coordinator_from_when_and_until_when(week, asked):
    link(asked, "another_time", can_from=time(15, 30), can_until=time(16))
    (mail,) = handed_over()[RUNS]
    assert mail.heading == f"Risk of Residential group: {week.sitting.name} asks for another time"
    assert "can come from 3:30pm until 4pm" in mail.text
    assert "https://remit.example/forums/ror/2026-10-15" in mail.text


@pytest.mark.parametrize(
    "times",
    [
        {},
        {"can_from": time(16), "can_until": time(15, 30)},
        {"can_from": time(16, 30)},
        {"can_until": time(15)},
    ],
)
def test_another_time_is_a_time_of_the_meeting(asked, times):
    with pytest.raises(Refused):
        link(asked, "another_time", **times)


@pytest.mark.clause("ROR-15")
def test_a_worker_who_cannot_come_for_a_case_is_told_of_and_the_coordinator_reads_no_child(week):
    team = a_team()
    worker = staff(team=team, email="worker@council.example")
    child = a_child("Zebedee", "Ombersley", worker=worker, team=team)
    (item,) = week.issued_with(rated("high", child=child))
    row = invited(week.meeting, worker, item=item)
    handed_over()
    link(row, "apologies")
    (mail,) = handed_over()[RUNS]
    assert f"{worker.name} cannot come for a case" in mail.heading
    assert "Zebedee" not in mail.heading + mail.text
    assert not Attendance.objects.exists()


def test_nobody_is_sent_to_a_case_whose_record_is_closed_to_them(week):
    service = a_unit("service", parent=a_unit("area"))
    team = a_team(service=service)
    worker = staff(team=team)
    colleague = staff(team=team, email=OTHER)
    child = a_child(worker=worker, team=team)
    (item,) = week.issued_with(rated("high", child=child))
    row = invited(week.meeting, worker, item=item)
    restrict_to(child, worker)
    with pytest.raises(Refused):
        link(row, "substitute", substitute=colleague.email)


def test_an_answer_to_a_time_that_has_moved_since_is_not_taken(week, asked):
    planning.move_meeting(
        meeting_id=week.meeting.pk,
        seen=None,
        to=week.meeting.date + timedelta(days=1),
        start=time(15),
        end=time(16, 30),
        why="The room.",
        actor=week.chair,
        now=NOW,
    )
    with pytest.raises(Stale, match="has changed since you were asked"):
        link(asked, "attending", seen=0)
    assert reply(asked, "ACCEPTED", sequence=0).outcome == "earlier"
    assert standing(asked) == []
    assert reply(asked, "ACCEPTED", sequence=1).outcome == "taken"


def test_a_meeting_that_moves_after_the_answer_asks_again_and_takes_the_apologies_back(week, asked):
    link(asked, "apologies")
    planning.move_meeting(
        meeting_id=week.meeting.pk,
        seen=None,
        to=week.meeting.date + timedelta(days=1),
        start=time(15),
        end=time(16, 30),
        why="The room.",
        actor=week.chair,
        now=NOW + MINUTE,
    )
    assert apologies(week.sitting) == []
    (mail,) = [one for one in handed_over(NOW + MINUTE)[MEMBER] if one.enclosed]
    assert event_of(mail)["sequence"] == 1


def test_nothing_is_answered_once_the_meeting_is_cancelled_or_has_begun(week, asked):
    with pytest.raises(Refused, match="has begun or is over"):
        link(asked, "attending", now=london("2026-10-15 15:00"))
    assert reply(asked, "ACCEPTED", now=london("2026-10-15 15:00")).outcome == "over"
    planning.cancel_meeting(
        meeting_id=week.meeting.pk, seen=None, why="Ill.", actor=week.chair, now=london("2026-10-15 13:00")
    )
    with pytest.raises(Refused, match="This meeting is cancelled"):
        link(asked, "attending", now=london("2026-10-15 13:01"))
    assert reply(asked, "DECLINED", now=london("2026-10-15 13:01")).outcome == "cancelled"


def test_a_made_up_link_is_nobodys(asked):
    with pytest.raises(NotFound):
        answer_by_link(
            secret="x" * 43, answer="attending", substitute="", said_is=Reply("attending"), seen=0, now=NOW
        )


def test_the_record_holds_no_link_that_could_be_used(week):
    row = invited(week.meeting, week.sitting)
    (mail,) = handed_over()[MEMBER]
    (secret,) = set(re.findall(r"https://remit\.example/answer/([\w-]{43})\?answer=", mail.text))
    assert f"/answer/{secret}?answer=attending" in event_of(mail)["description"]
    assert secret not in "".join(Message.objects.values_list("text", flat=True))
    assert not any(secret.encode() in bytes(part.content) for part in MessagePart.objects.all())
    assert secret not in str(list(InvitationLink.objects.values()))
    assert invitation_of(secret) == row
    assert secret_of(row) != secret


def test_a_script_that_does_not_stop_is_stopped(asked):
    for number in range(MOST_A_DAY):
        link(asked, "attending" if number % 2 else "apologies", now=NOW + number * MINUTE)
    end = NOW + MOST_A_DAY * MINUTE
    with pytest.raises(Refused, match="answered 20 times within a day, so your last answer stands"):
        link(asked, "apologies", now=end)
    assert reply(asked, "DECLINED", now=end).outcome == "too-often"
    assert standing(asked) == ["attending"]
    (mail,) = [one for one in handed_over(end)[RUNS] if "not taken" in one.heading]
    assert "came after more answers than one invitation takes in a day" in mail.text
    assert link(asked, "apologies", now=end + timedelta(days=1))


@pytest.mark.clause("ROR-6")
@pytest.mark.parametrize(
    "word, answer", [("ACCEPTED", "attending"), ("declined", "apologies"), ("TENTATIVE", "unsure")]
)
def test_a_calendar_programmes_reply_is_the_answer_of_the_invited_person(week, asked, word, answer):
    said = reply(asked, word, attendee=f"mailto:{MEMBER.upper()}")
    assert (said.outcome, said.invitation, said.meeting) == ("taken", asked.ref, week.meeting.pk)
    assert standing(asked) == [answer]
    assert reply(asked, word).outcome == "unchanged"
    assert AuditEvent.objects.filter(verb="invitation.answered").first().detail["how"] == "mail"


@pytest.mark.clause("ROR-6")
def test_a_reply_from_another_address_is_not_taken_and_the_coordinator_is_told_once(week, asked):
    assert (reply(asked, "ACCEPTED", attendee=OTHER).outcome, standing(asked)) == ("another-address", [])
    assert not reply(asked, "DECLINED", attendee=OTHER).told
    (mail,) = handed_over()[RUNS]
    assert "from another address" in mail.text
    assert OTHER not in mail.text


def test_a_reply_that_was_said_before_the_last_answer_does_not_overtake_it(asked):
    link(asked, "attending", now=NOW)
    assert reply(asked, "DECLINED", said_at=NOW - MINUTE).outcome == "earlier"
    assert standing(asked) == ["attending"]


def test_a_reply_that_names_a_substitute_is_taken_where_they_may_sit_there(week, asked):
    assert reply(asked, "DELEGATED", delegated_to=f"mailto:{OTHER}").outcome == "no-substitute"
    a_colleague()
    assert reply(asked, "DELEGATED", delegated_to=f"mailto:{OTHER}").outcome == "taken"
    assert standing(asked) == ["substitute"]


@pytest.mark.parametrize("word", ["NEEDS-ACTION", "IN-PROCESS", ""])
def test_a_reply_that_says_nothing_changes_nothing(asked, word):
    assert reply(asked, word).outcome == "not-an-answer"


def test_a_reply_to_something_else_is_not_ours(asked):
    asked.uid = "somebody-elses@example.org"
    assert reply(asked, "ACCEPTED").outcome == "unknown"


def test_who_has_left_is_asked_nothing_any_more(week, asked):
    week.sitting.is_active = False
    week.sitting.save()
    with pytest.raises(NotFound):
        link(asked, "attending")
    assert reply(asked, "ACCEPTED").outcome == "over"
