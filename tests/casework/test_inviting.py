"""Invitations into people's calendars: who is asked to what, and what they are sent when it moves or falls away."""

from datetime import date, datetime, time, timedelta

import pytest

from remit.casework import agenda, children, letters, planning, seats
from remit.casework.inviting import invite_ahead
from remit.casework.selection import unselect_case
from remit.casework.sweeping import sweep_all
from remit.records.invitations import Invitation
from remit.records.messages import Message
from remit.rules.viewers import Post
from remit.terms import load
from tests.casework.invited import calendar_of, event_of, invited
from tests.casework.mails import handed_over
from tests.casework.weeks import Week, a_week, rated
from tests.factories import (
    NOW,
    TODAY,
    a_child,
    a_forum,
    a_meeting,
    a_team,
    london,
    staff,
    viewer_of,
)
from tests.factories.children import restrict_to
from tests.terms.test_kinds import ELSEWHERE

pytestmark = pytest.mark.django_db
WORKER, MANAGER, MEMBER = "worker@council.example", "manager@council.example", "member@council.example"


@pytest.fixture
def week() -> Week:
    made = a_week()
    made.sitting.email = MEMBER
    made.sitting.save()
    return made


@pytest.fixture
def team():
    team = a_team()
    staff(posts=[(Post.TEAM_MANAGER, team)], email=MANAGER)
    return team


def a_case(team, *, worker=None, risk: str = "high"):
    return rated(risk, child=a_child(worker=worker or staff(team=team, email=WORKER), team=team))


def invitations(mails) -> list:
    return [mail for mail in mails if mail.enclosed]


def ahead(now: datetime = NOW) -> dict:
    sweep_all(now=now)
    return handed_over(now)


def move(week: Week, to: date, start: time = time(15), end: time = time(16, 30), now: datetime = NOW) -> None:
    planning.move_meeting(
        meeting_id=week.meeting.pk,
        seen=None,
        to=to,
        start=start,
        end=end,
        why="The room is taken.",
        actor=week.chair,
        now=now,
    )


@pytest.mark.clause("ROR-6")
@pytest.mark.clause("ROR-3")
def test_each_member_is_invited_four_weeks_ahead_with_the_link_to_the_meeting(week):
    (mail,) = ahead()[MEMBER]
    assert mail.heading == "Invitation: Risk of Residential group, Thursday 15 October 2026, 3pm to 4:30pm"
    calendar, event = calendar_of(mail), event_of(mail)
    assert str(calendar["method"]) == "REQUEST"
    assert (event["dtstart"].dt, event["dtend"].dt) == (
        london("2026-10-15 15:00"),
        london("2026-10-15 16:30"),
    )
    assert event["location"] == "https://video.example.org/ror"
    assert str(event["attendee"]) == f"mailto:{MEMBER}"
    assert str(event["organizer"]) == "mailto:remit@remit.invalid"
    assert (event["sequence"], event["attendee"].params["RSVP"]) == (0, "TRUE")
    assert "You come as: Service manager, fostering and sufficiency." in mail.text


@pytest.mark.clause("ROR-6")
def test_a_meeting_farther_away_waits_until_its_four_weeks_begin(week):
    a_meeting(week.forum, week.meeting.date + timedelta(weeks=4))
    ahead()
    assert {row.meeting.date for row in Invitation.objects.all()} == {week.meeting.date}
    (mail,) = ahead(NOW + timedelta(days=1, hours=6))[MEMBER]
    assert "12 November 2026" in mail.heading


def test_sweeping_again_sends_nothing(week):
    ahead()
    assert ahead() == {}


@pytest.mark.clause("ROR-15")
@pytest.mark.clause("ROR-7")
def test_the_workers_of_a_case_are_invited_to_its_own_time_once_the_agenda_is_confirmed(week, team):
    week.choose(a_case(team), a_case(team))
    week.finish()
    week.draft()
    assert not any(map(invitations, handed_over().values()))
    week.confirm()
    mails = handed_over()
    times = sorted(event_of(mail)["dtstart"].dt for mail in invitations(mails[WORKER]))
    assert times == [london("2026-10-15 15:00"), london("2026-10-15 15:20")]
    (first, _) = invitations(mails[MANAGER])
    assert event_of(first)["dtend"].dt == london("2026-10-15 15:20")
    assert event_of(first)["location"] == "https://video.example.org/ror"
    assert "This is the time of a case you are asked to come for." in first.text


@pytest.mark.clause("ROR-15")
def test_no_child_is_named_in_an_invitation(week, team):
    child = a_child(
        given="Zebedee",
        family="Ombersley",
        person_id="0077123",
        worker=staff(team=team, email=WORKER),
        team=team,
    )
    week.issued_with(rated("high", child=child))
    found = [mail for mails in handed_over().values() for mail in mails if mail.enclosed]
    assert len(found) == 2
    for mail in found:
        event = event_of(mail)
        said = [event["summary"], event["description"], event["location"], mail.heading, mail.text]
        for word in ("Zebedee", "Ombersley", "ZO", "Z.O.", "0077123", child.subject.ref):
            assert not any(word in str(one) for one in said), word


@pytest.mark.clause("ROR-15")
def test_a_time_that_changes_is_sent_as_an_update_of_the_same_invitation(week, team):
    (item,) = week.issued_with(a_case(team))
    (first,) = invitations(handed_over()[WORKER])
    agenda.set_slot(item_ref=item.ref, at=time(16), minutes=30, seen=None, actor=week.coordinator, now=NOW)
    (second,) = handed_over()[WORKER]
    before, after = event_of(first), event_of(second)
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert (after["dtstart"].dt, after["dtend"].dt) == (
        london("2026-10-15 16:00"),
        london("2026-10-15 16:30"),
    )
    assert second.heading.startswith("Changed: ")


def test_an_update_overtakes_one_that_has_not_gone_yet(week, team):
    (item,) = week.issued_with(a_case(team))
    handed_over()
    for hour in (16, 15):
        agenda.set_slot(
            item_ref=item.ref, at=time(hour, 10), minutes=20, seen=None, actor=week.coordinator, now=NOW
        )
    (mail,) = handed_over()[WORKER]
    assert (event_of(mail)["sequence"], event_of(mail)["dtstart"].dt) == (2, london("2026-10-15 15:10"))


@pytest.mark.clause("ROR-6")
def test_a_meeting_that_moves_is_sent_to_who_was_invited_and_to_the_workers_of_its_cases(week, team):
    week.issued_with(a_case(team))
    ahead()
    move(week, week.meeting.date + timedelta(days=1), time(14), time(15, 30))
    mails = handed_over()
    (member,) = invitations(mails[MEMBER])
    (worker,) = invitations(mails[WORKER])
    assert event_of(member)["dtstart"].dt == event_of(worker)["dtstart"].dt == london("2026-10-16 14:00")
    assert event_of(member)["sequence"] == event_of(worker)["sequence"] == 1


@pytest.mark.parametrize(
    "day, starts",
    [
        (date(2026, 10, 25), "2026-10-25T15:00:00+00:00"),  # the night before the clocks went back
        (date(2026, 10, 24), "2026-10-24T15:00:00+01:00"),
        (date(2027, 3, 28), "2027-03-28T15:00:00+01:00"),  # and forward
    ],
)
def test_times_hold_in_the_week_the_clocks_change(week, day, starts):
    ahead()
    move(week, day)
    (mail,) = invitations(handed_over()[MEMBER])
    event = event_of(mail)
    assert event["dtstart"].dt == datetime.fromisoformat(starts)
    assert event["dtstart"].params["TZID"] == "Europe/London"
    assert [str(zone["tzid"]) for zone in calendar_of(mail).walk("VTIMEZONE")] == ["Europe/London"]
    assert "3pm to 4:30pm" in mail.heading


@pytest.mark.clause("ROR-6")
def test_a_meeting_cancelled_on_its_day_is_taken_out_of_everybodys_calendar(week):
    ahead()
    on_the_day = london("2026-10-15 13:00")
    planning.cancel_meeting(
        meeting_id=week.meeting.pk, seen=None, why="The chair is ill.", actor=week.chair, now=on_the_day
    )
    (mail,) = invitations(handed_over(on_the_day)[MEMBER])
    event = event_of(mail)
    assert str(calendar_of(mail)["method"]) == "CANCEL"
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    assert "answer" not in mail.text


def test_nobody_is_told_of_the_end_of_what_they_were_never_sent(week):
    invite_ahead(now=NOW)
    planning.cancel_meeting(meeting_id=week.meeting.pk, seen=None, why="Ill.", actor=week.chair, now=NOW)
    assert not any(map(invitations, handed_over().values()))


@pytest.mark.parametrize("becomes", ["moved", "cancelled"])
def test_who_had_a_mail_and_an_invitation_hears_once_what_becomes_of_the_meeting(becomes, week, team):
    (item,) = week.choose(a_case(team))
    week.finish()
    ahead()
    words = {"heading": "The week", "text": "Please look at the cases."}
    by = {"meeting_id": week.meeting.pk, "seen": None, "now": NOW}
    letters.send_letter(letter="focus-case-mail", actor=week.coordinator, **words, **by)
    handed_over()
    if becomes == "cancelled":
        agenda.withdraw_item(item_ref=item.ref, why="Settled.", seen=None, actor=week.coordinator, now=NOW)
        handed_over()

    if becomes == "moved":
        move(week, date(2026, 10, 16))
    else:
        planning.cancel_meeting(why="Ill.", actor=week.chair, **by)

    mails = handed_over()
    (invited_too,), (mailed_alone,) = mails[MEMBER], mails[MANAGER]
    assert invited_too.enclosed
    assert not mailed_alone.enclosed
    assert becomes == "moved" or "is cancelled" in mailed_alone.heading


@pytest.mark.clause("ROR-15")
def test_a_case_that_leaves_the_agenda_takes_its_invitation_along(week, team):
    (item,) = week.issued_with(a_case(team))
    handed_over()
    agenda.withdraw_item(item_ref=item.ref, why="Moved home.", seen=None, actor=week.coordinator, now=NOW)
    (mail,) = invitations(handed_over()[WORKER])
    assert str(calendar_of(mail)["method"]) == "CANCEL"
    assert "You are not needed" in mail.text


def test_whoever_does_not_work_with_the_child_any_more_is_let_go_and_the_new_worker_asked(week, team):
    (item,) = week.issued_with(a_case(team))
    handed_over()
    new = staff(team=team, email="new@council.example")
    officer = viewer_of(staff(posts=[Post.DATA_OFFICER]))
    children.allocate(
        child_id=item.subject_id,
        team_id=team.pk,
        worker_id=new.pk,
        since=TODAY,
        told="their manager",
        actor=officer,
        now=NOW,
    )
    mails = ahead()
    (gone,) = invitations(mails[WORKER])
    (asked,) = invitations(mails["new@council.example"])
    assert str(calendar_of(gone)["method"]) == "CANCEL"
    assert str(calendar_of(asked)["method"]) == "REQUEST"
    assert event_of(gone)["uid"] != event_of(asked)["uid"]


def test_who_takes_a_seat_over_is_invited_and_who_gave_it_up_is_not_any_more(week):
    ahead()
    held = week.forum.seat_holdings.get(staff=week.sitting)
    admin = viewer_of(staff(posts=[Post.ADMINISTRATOR]))
    seats.leave_seat(holding_id=held.pk, until=TODAY, actor=admin, now=NOW)
    new = staff(email="new@council.example")
    seats.fill_seat(forum="ror", seat=held.seat, staff_id=new.pk, since=TODAY, actor=admin, now=NOW)
    mails = ahead()
    assert [str(calendar_of(mail)["method"]) for mail in mails[MEMBER]] == ["CANCEL"]
    assert [str(calendar_of(mail)["method"]) for mail in mails["new@council.example"]] == ["REQUEST"]


def test_whoever_comes_to_the_whole_meeting_is_not_invited_to_a_part_of_it(week, team):
    (item,) = week.issued_with(a_case(team, worker=week.sitting))
    ahead()
    mine = Invitation.objects.filter(staff=week.sitting, state="invited")
    assert [row.item for row in mine] == [None]
    assert item.ref


def test_an_agenda_that_is_a_draft_again_tells_nobody_of_its_times_until_it_is_confirmed(week, team):
    entry = a_case(team)
    (item,) = week.issued_with(entry)
    handed_over()
    agenda.reopen_draft(
        meeting_id=week.meeting.pk, why="A time is wrong.", seen=None, actor=week.coordinator, now=NOW
    )
    later = NOW + timedelta(minutes=1)
    agenda.set_slot(item_ref=item.ref, at=time(16), minutes=20, seen=None, actor=week.coordinator, now=later)
    assert handed_over(later) == {}
    week.confirm()
    (mail,) = invitations(handed_over(later)[WORKER])
    assert event_of(mail)["sequence"] == 1


def test_a_case_that_is_unlinked_before_the_agenda_is_confirmed_sent_nothing(week, team):
    entry = a_case(team)
    week.choose(entry)
    unselect_case(meeting_id=week.meeting.pk, entry_ref=entry.ref, seen=None, actor=week.coordinator, now=NOW)
    assert not Message.objects.filter(kind="invitation").exists()


def test_whoever_may_not_see_the_record_any_more_is_not_invited_to_its_time(week, team):
    named = staff(team=team, email=WORKER)
    (item,) = week.issued_with(a_case(team, worker=named))
    handed_over()
    restrict_to(item.subject.person, named)
    mails = ahead()
    assert [str(calendar_of(mail)["method"]) for mail in invitations(mails[MANAGER])] == ["CANCEL"]
    assert not invitations(mails[WORKER])


def test_another_forum_invites_its_chairs_ten_days_ahead_and_managers_once_the_children_are_chosen():
    forum = a_forum("homeward", terms=load.merged("homeward", ELSEWHERE))
    meeting = a_meeting(forum, TODAY + timedelta(days=10))
    chair = forum.seat_holdings.get(seat="family-service").staff
    chair.email = MEMBER
    chair.save()
    invite_ahead(now=NOW - timedelta(hours=20))
    assert not Invitation.objects.exists()
    invitation = invited(meeting, chair, now=NOW + timedelta(hours=6))
    assert {row.staff_id for row in Invitation.objects.all()} == {
        row.staff_id for row in forum.seat_holdings.filter(seat__in=("family-service", "secretary"))
    }
    (mail,) = handed_over(NOW + timedelta(hours=6))[MEMBER]
    assert "Send apologies" in mail.text
    assert "Come at another time" not in mail.text
    assert invitation.role == "Head of the family service"
