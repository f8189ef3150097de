"""Leaving a seat is asked about: the page says first what passes to whom, and which invitations are taken back."""

from datetime import timedelta

import pytest

from remit.casework.duties import reconcile
from remit.records.audit import AuditEvent
from remit.records.duties import Duty
from remit.records.forums import SeatHolding
from remit.records.invitations import Invitation
from remit.rules.viewers import Post
from tests.casework.invited import invited
from tests.casework.mails import handed_over
from tests.casework.weeks import Week, a_later_meeting, a_week
from tests.factories import NOW, TODAY, seat, staff

DAY = timedelta(days=1)


@pytest.fixture
def week(db) -> Week:
    return a_week()


@pytest.fixture
def send(signed_in):
    client = signed_in(staff(posts=[Post.ADMINISTRATOR]))
    tokens = iter(range(100))

    def post(held: SeatHolding, on=TODAY, **said) -> str:
        day = {"until-day": on.day, "until-month": on.month, "until-year": on.year}
        at, token = f"/administration/seats/{held.pk}/leave", f"t{next(tokens)}"
        return " ".join(
            client.post(at, {"form_token": token, **day, **said}, follow=True).content.decode().split()
        )

    post.client = client
    return post


def held_by(week: Week, role: str) -> SeatHolding:
    return SeatHolding.objects.open().filter(forum=week.forum, seat=role).order_by("pk").first()


@pytest.mark.clause("ROR-6")
def test_what_follows_is_said_before_anybody_leaves_and_then_happens(week, send):
    brokerage = held_by(week, "brokerage")
    brokerage.staff.email = "broker@council.example"
    brokerage.staff.save()
    later = a_later_meeting(week)
    deputy = seat(week.forum, "brokerage", capacity="deputy")
    row = invited(week.meeting, brokerage.staff)
    reconcile(meeting_ids=[week.meeting.pk, later.pk], now=NOW)
    handed_over()
    owed = Duty.objects.filter(owner=brokerage.staff, state="open").count()
    assert owed
    words = send(brokerage)
    assert f"Are you sure that {brokerage.staff.name} leaves this seat on 14 October 2026?" in words
    assert f"The seat is then held by {deputy.name}, deputy." in words
    assert (
        f"{owed} duties that {brokerage.staff.name} owes in this seat pass to whoever holds it then." in words
    )
    assert (
        "2 invitations are taken back, and leave their calendar: 15 October 2026 and 22 October 2026."
        in words
    )
    assert not AuditEvent.objects.filter(verb="seat.left").exists()
    assert Invitation.objects.get(pk=row.pk).state == "invited"
    done = send(brokerage, sure=TODAY.isoformat())
    assert f"{brokerage.staff.name} leaves the seat" in done
    assert "on 14 October 2026." in done
    assert not Invitation.objects.filter(staff=brokerage.staff, state="invited").exists()
    assert not Duty.objects.filter(owner=brokerage.staff, state="open").exists()
    assert Duty.objects.filter(owner=deputy, state="open").count() == owed
    headings = [mail.heading for mail in handed_over()["broker@council.example"]]
    assert len([one for one in headings if one.startswith("Cancelled:")]) == 2


def test_a_seat_nobody_else_holds_is_said_to_be_vacant(week, send):
    fostering = held_by(week, "fostering")
    words = send(fostering)
    assert "Nobody else holds the seat then: it is shown as vacant" in words
    assert "see nothing that comes after" in words


def test_who_holds_another_seat_stays_invited_and_that_is_said(week, send):
    fostering = held_by(week, "fostering")
    seat(week.forum, "locality", fostering.staff)
    row = invited(week.meeting, fostering.staff)
    words = send(fostering)
    assert (
        "1 invitation is kept for the other seat they hold, and changed to say so: 15 October 2026." in words
    )
    assert "see nothing that comes after" not in words
    reconcile(meeting_ids=[week.meeting.pk], now=NOW)
    send(fostering, sure=TODAY.isoformat())
    row.refresh_from_db()
    assert row.state == "invited"
    assert "fostering" not in row.role


def test_for_another_day_what_follows_is_shown_anew(week, send):
    fostering = held_by(week, "fostering")
    words = send(fostering, TODAY + DAY, sure=TODAY.isoformat())
    assert "Are you sure" in words
    assert "15 October 2026" in words
    assert not AuditEvent.objects.filter(verb="seat.left").exists()
    before = send(fostering, fostering.since - DAY)
    assert "It cannot end before it began." in before
    assert "Are you sure" not in before
