"""Any forum's meeting through the verbs: planned, prepared, sat through, closed, its minutes approved, under its own terms."""

from datetime import date, timedelta
from functools import cached_property

import pytest

from remit.casework import agenda, attendance, closing, minutes, room
from remit.casework.attendance_rows import Somebody
from remit.casework.planning import plan_meetings
from remit.casework.seats import fill_seat, leave_seat
from remit.reading.closing import closing as closing_page
from remit.reading.home import home
from remit.reading.looks import looking
from remit.reading.room import room as room_page
from remit.records.forums import Forum, SeatHolding
from remit.records.meetings import Meeting
from remit.records.messages import Message
from remit.records.people import Staff
from remit.rules.clock import shown_due
from remit.rules.outcomes import NotAllowed, Refused
from remit.rules.viewers import Post, Viewer
from tests.factories import NOW, TODAY, a_forum, staff, viewer_of
from tests.factories.forums import in_seat

pytestmark = pytest.mark.django_db
clause = pytest.mark.clause
HALF_A_YEAR = TODAY + timedelta(days=182)


class Sitting:
    """The next meeting of a forum, planned from its terms, with everybody in their seats."""

    def __init__(self, slug: str, on: date | None = None) -> None:
        self.forum: Forum = a_forum(slug)
        plan_meetings(forum=slug, until=HALF_A_YEAR, actor=self.as_of("chair", NOW), now=NOW)
        coming = Meeting.objects.filter(forum=self.forum).order_by("date")
        self.meeting: Meeting = coming.get(date=on) if on else coming.first()

    @cached_property
    def during(self):
        return self.meeting.starts_at + timedelta(minutes=5)

    def as_of(self, role: str, now) -> Viewer:
        return viewer_of(in_seat(self.forum, role), now=now)

    def holder(self, seat: str) -> Staff:
        return self.forum.seat_holdings.filter(seat=seat).order_by("id").first().staff

    def draft(self) -> None:
        agenda.draft_agenda(
            meeting_id=self.meeting.pk, seen=None, actor=self.as_of("coordinator", NOW), now=NOW
        )

    def confirm(self, person: Staff | None = None) -> None:
        actor = viewer_of(person or in_seat(self.forum, "chair"), now=NOW)
        agenda.confirm_agenda(meeting_id=self.meeting.pk, seen=None, actor=actor, now=NOW)

    def opened(self) -> "Sitting":
        self.draft()
        self.confirm()
        actor = self.as_of("chair", self.during)
        room.open_meeting(meeting_id=self.meeting.pk, seen=None, actor=actor, now=self.during)
        return self

    def comes(self, seat: str, who: Somebody | None = None, capacity: str = "holder", at=None) -> str:
        now = at or self.during
        return attendance.record_presence(
            meeting_id=self.meeting.pk,
            who=who or Somebody(self.holder(seat).pk),
            capacity=capacity,
            seat=seat,
            actor=self.as_of("chair", now),
            now=now,
        )

    def leaves(self, row: str, at) -> None:
        attendance.leave(attendance_ref=row, actor=self.as_of("chair", at), now=at)

    def apologises(self, seat: str, who: Staff) -> None:
        attendance.record_apologies(
            meeting_id=self.meeting.pk, seat=seat, who=Somebody(who.pk), actor=self.as_of("chair", self.during), now=self.during
        )  # fmt: skip

    def quoracy(self, at=None):
        now = at or self.during
        viewer = self.as_of("chair", now)
        with looking(viewer, route="room", now=now):
            page = room_page(
                viewer, forum=self.forum.slug, nominal=self.meeting.nominal_date.isoformat(), now=now
            )
        return page.quoracy

    def unfinished(self):
        viewer = self.as_of("chair", self.during)
        with looking(viewer, route="closing", now=self.during):
            nominal = self.meeting.nominal_date.isoformat()
            return closing_page(viewer, forum=self.forum.slug, nominal=nominal, now=self.during).unfinished

    def close(self) -> None:
        self.meeting.refresh_from_db()
        end = self.meeting.ends_at
        closing.close_meeting(
            meeting_id=self.meeting.pk, seen=self.meeting.revision, actor=self.as_of("chair", end), now=end
        )

    def written_to(self, kind: str) -> set[tuple[int, str]]:
        """Who was written to, and by which clause."""
        rows = Message.objects.filter(meeting=self.meeting, kind=kind)
        return set(rows.values_list("recipient_id", "clause"))

    def approve(self, person: Staff, now) -> None:
        self.meeting.refresh_from_db()
        minutes.approve_minutes(
            meeting_id=self.meeting.pk,
            seen=self.meeting.revision,
            actor=viewer_of(person, now=now),
            now=now,
        )


def owed_by(person: Staff, asks: str, now=NOW) -> list[str]:
    """By when the person's home page says they owe what a clause asks, the next first."""
    viewer = viewer_of(person, now=now)
    with looking(viewer, route="home", now=now):
        lines = home(viewer, now=now).owed
    return [shown_due(line.due_at) for line in lines if line.clause == asks]


@pytest.mark.parametrize(
    "slug, first, hours",
    [
        pytest.param("rrg", ["Wed 21 Oct", "Wed 18 Nov", "Wed 16 Dec"], "10:00 12:30", marks=clause("RRG-2")),
        pytest.param("marp", ["Tue 27 Oct", "Tue 10 Nov", "Tue 24 Nov"], "14:00 16:30", marks=clause("MARP-2")),
        pytest.param("pct-pre", ["Fri 16 Oct", "Fri 30 Oct", "Fri 13 Nov"], "10:00 12:00", marks=clause("PCT-2")),
        pytest.param("pct-court", ["Fri 23 Oct", "Fri 06 Nov", "Fri 20 Nov"], "10:00 12:00", marks=clause("PCT-2")),
        pytest.param("ppm", ["Thu 15 Oct", "Thu 29 Oct", "Thu 12 Nov"], "14:00 16:00", marks=clause("PPM-2")),
        pytest.param("pf1", ["Fri 16 Oct", "Fri 23 Oct", "Fri 30 Oct"], "09:00 10:00", marks=clause("PF1-6")),
        pytest.param("pf2", ["Wed 14 Oct", "Wed 21 Oct", "Wed 28 Oct"], "09:00 10:00", marks=clause("PF2-3")),
        pytest.param("pf3", ["Fri 16 Oct", "Fri 23 Oct", "Fri 30 Oct"], "12:30 13:30", marks=clause("PF3-3")),
        pytest.param("rap", ["Wed 14 Oct", "Wed 21 Oct", "Wed 28 Oct"], "13:00 16:00", marks=clause("RAP-2")),
        pytest.param("clp", ["Tue 24 Nov", "Tue 26 Jan", "Tue 23 Mar"], "10:00 12:30", marks=clause("CLP-5")),
    ],
)  # fmt: skip
def test_a_forums_meetings_are_planned_on_its_days_and_hours(slug, first, hours):
    sitting = Sitting(slug)
    planned = list(Meeting.objects.filter(forum=sitting.forum).order_by("date"))
    assert [f"{one.date:%a %d %b}" for one in planned[:3]] == first
    assert {f"{one.start:%H:%M} {one.end:%H:%M}" for one in planned} == {hours}


@clause("PF1-6")
def test_a_friday_that_is_a_bank_holiday_is_planned_and_told():
    forum = a_forum("pf1")
    chair = viewer_of(in_seat(forum, "chair"))
    planned = plan_meetings(forum="pf1", until=date(2027, 1, 9), actor=chair, now=NOW)
    assert planned.on_holidays == (
        (date(2026, 12, 25), "Christmas Day"),
        (date(2027, 1, 1), "New Year's Day"),
    )


@pytest.mark.parametrize(
    "slug, asks, by",
    [
        pytest.param("marp", "GOV-3", "30 October 2026 at 11:59pm", marks=clause("GOV-3")),
        pytest.param("pct-pre", "GOV-3", "19 October 2026 at 11:59pm", marks=clause("GOV-3")),
        pytest.param("pct-court", "GOV-3", "26 October 2026 at 11:59pm", marks=clause("GOV-3")),
        pytest.param("ppm", "GOV-3", "18 October 2026 at 11:59pm", marks=clause("GOV-3")),
        pytest.param("pf1", "GOV-3", "19 October 2026 at 11:59pm", marks=clause("GOV-3")),
        pytest.param("pf2", "PF2-7", "19 October 2026 at 11:59pm", marks=clause("PF2-7")),
        pytest.param("pf3", "PF3-8", "21 October 2026 at 11:59pm", marks=clause("PF3-8")),
        pytest.param("rrg", "RRG-9", "28 October 2026 at 11:59pm", marks=clause("RRG-9")),
        pytest.param("rap", "RAP-16", "20 October 2026 at 11:59pm", marks=clause("RAP-16")),
    ],
)
def test_the_minutes_are_owed_until_they_are_approved_and_go_to_the_chair_and_the_members(slug, asks, by):
    sitting = Sitting(slug)
    administrator = sitting.holder("business-support" if slug == "rap" else "administrator")
    chair, after = in_seat(sitting.forum, "chair"), sitting.meeting.ends_at + timedelta(hours=2)
    sitting.opened()
    sitting.close()
    assert owed_by(administrator, asks, after)[0] == by
    assert sitting.written_to("minutes-draft") == {(chair.pk, asks)}
    sitting.approve(chair, after)
    assert by not in owed_by(administrator, asks, after)
    seated = SeatHolding.objects.filter(forum=sitting.forum).values_list("staff_id", flat=True)
    assert sitting.written_to("minutes") == {(one, asks) for one in seated}


@clause("GOV-10")
@pytest.mark.parametrize("slug", ["pf1", "pct-pre", "marp"])
def test_while_nobody_administers_a_forum_its_chair_owes_the_minutes(slug):
    sitting = Sitting(slug)
    chair, held = in_seat(sitting.forum, "chair"), SeatHolding.objects.get(seat="administrator")
    administration = viewer_of(staff(posts=[Post.ADMINISTRATOR]))
    assert owed_by(chair, "GOV-3") == []
    due = owed_by(held.staff, "GOV-3")
    leave_seat(holding_id=held.pk, until=TODAY, actor=administration, now=NOW)
    assert owed_by(chair, "GOV-3") == due
    successor = staff()
    fill_seat(
        forum=slug, seat="administrator", staff_id=successor.pk, since=TODAY, actor=administration, now=NOW
    )
    assert (owed_by(chair, "GOV-3"), owed_by(successor, "GOV-3")) == ([], due)


@pytest.mark.parametrize(
    "slug, deputy",
    [
        pytest.param("marp", "vice-chair", marks=clause("MARP-3")),
        pytest.param("ppm", "vice-chair", marks=clause("PPM-3")),
        pytest.param("rap", "other-head", marks=clause("RAP-2")),
        pytest.param("rrg", "delegate", marks=clause("RRG-2")),
    ],
)
def test_the_vice_chair_takes_the_chair_when_the_chair_is_absent(slug, deputy):
    sitting = Sitting(slug)
    sitting.draft()
    sitting.confirm(sitting.holder(deputy))
    now = sitting.during
    room.open_meeting(
        meeting_id=sitting.meeting.pk, seen=None, actor=viewer_of(sitting.holder(deputy), now=now), now=now
    )
    absent = "neither the chair nor a deputy is present"
    assert absent in sitting.quoracy().finding.because.lower()
    sitting.comes(deputy)
    assert absent not in sitting.quoracy().finding.because.lower()


@pytest.mark.parametrize(
    "slug", [pytest.param("pf1", marks=clause("PF1-6")), pytest.param("pf2", marks=clause("PF2-3"))]
)
def test_either_of_the_two_chairs_will_do(slug):
    sitting = Sitting(slug).opened()
    assert not sitting.quoracy().finding.met
    sitting.comes("co-chair")
    assert sitting.quoracy().finding.met


@clause("PCT-3")
@clause("MARP-4")
@clause("RAP-3")
@pytest.mark.parametrize(
    "slug, seat, asks, service",
    [
        ("pct-pre", "legal", "PCT-3", "Legal services"),
        ("marp", "camhs", "MARP-4", "CAMHS"),
        ("rap", "early-break", "RAP-3", "Early Break"),
    ],
)
def test_a_delegate_from_the_same_service_sits_in_a_members_seat_and_nobody_else_does(
    slug, seat, asks, service
):
    sitting = Sitting(slug).opened()
    with pytest.raises(Refused) as refused:
        sitting.comes(seat, Somebody(name="Oddny Quist", service="Parks"), "substitute")
    assert refused.value.clause == asks
    assert sitting.comes(seat, Somebody(name="Oddny Quist", service=service), "substitute")


@clause("RRG-4")
@clause("RRG-3")
def test_the_review_group_is_quorate_while_chair_virtual_school_and_reviewing_officer_are_there():
    sitting = Sitting("rrg").opened()
    sitting.comes("chair")
    sitting.comes("virtual-school")
    short = sitting.quoracy()
    assert (short.finding.met, short.finding.clause) == (False, "RRG-4")
    assert "Independent reviewing officer" in short.finding.because
    assert "2 people present of the 3 needed" in short.finding.because
    officer = sitting.comes("reviewing-officer")
    assert sitting.quoracy().finding.met
    later = sitting.during + timedelta(minutes=30)
    sitting.leaves(officer, later)
    assert not sitting.quoracy(later + timedelta(minutes=1)).finding.met


@clause("RRG-4")
def test_somebody_who_holds_two_of_these_seats_fills_one_of_them():
    sitting = Sitting("rrg")
    both = sitting.holder("virtual-school")
    sitting.forum.seat_holdings.filter(seat="reviewing-officer").update(staff=both)
    sitting.opened()
    sitting.comes("delegate")
    sitting.comes("fostering")
    sitting.comes("virtual-school")
    assert not sitting.quoracy().finding.met


@clause("CLP-6")
def test_the_care_leavers_panel_closes_when_each_of_its_places_has_an_answer():
    sitting = Sitting("clp").opened()
    held = list(SeatHolding.objects.exclude(seat="coordinator").select_related("staff").order_by("id"))
    assert len(held) == 26
    for one in held[:-6]:
        sitting.apologises(one.seat, one.staff)
    with pytest.raises(Refused) as refused:
        sitting.close()
    assert "2 things are unfinished" in refused.value.problem
    assert [(one.clause, one.what) for one in sitting.unfinished()] == [
        ("CLP-6", "Nobody is recorded for the seat of The Bridge"),
        ("CLP-6", "Nobody is recorded for the seat of Independent reviewing officer"),
    ]
    for one in held[-6:-1]:
        sitting.apologises(one.seat, one.staff)
    sitting.comes(held[-1].seat, Somebody(name="Perla Nyquist", service="Anywhere"), "substitute")
    sitting.close()
    sitting.meeting.refresh_from_db()
    assert sitting.meeting.state == "closed"


@clause("RAP-14")
def test_the_chair_of_the_resource_panel_confirms_the_agenda_that_business_support_drafts():
    sitting = Sitting("rap", date(2026, 10, 21))
    now = sitting.during
    sitting.draft()
    with pytest.raises(NotAllowed) as refused:
        sitting.confirm(sitting.holder("business-support"))
    assert refused.value.clause == "RAP-14"
    with pytest.raises(Refused):
        room.open_meeting(
            meeting_id=sitting.meeting.pk, seen=None, actor=sitting.as_of("chair", now), now=now
        )
    sitting.confirm()
    room.open_meeting(meeting_id=sitting.meeting.pk, seen=None, actor=sitting.as_of("chair", now), now=now)


@clause("RAP-14")
def test_business_support_owes_the_agenda_by_the_working_day_before_until_the_chair_confirms_it():
    sitting = Sitting("rap", date(2026, 10, 21))
    support = sitting.holder("business-support")
    due = "20 October 2026 at 11:59pm"
    assert due in owed_by(support, "RAP-14")
    sitting.draft()
    assert due in owed_by(support, "RAP-14")
    sitting.confirm()
    assert due not in owed_by(support, "RAP-14")


@clause("RAP-16")
def test_business_support_owes_the_minutes_for_the_next_weeks_pack():
    sitting = Sitting("rap", date(2026, 10, 21))
    support, after = sitting.holder("business-support"), sitting.meeting.ends_at + timedelta(hours=2)
    sitting.opened()
    sitting.close()
    due = "27 October 2026 at 11:59pm"
    assert due in owed_by(support, "RAP-16", after)
    sitting.approve(in_seat(sitting.forum, "chair"), after)
    assert due not in owed_by(support, "RAP-16", after)


@clause("RAP-18")
@pytest.mark.parametrize(
    "on, stands", [(date(2027, 1, 6), True), (date(2027, 1, 13), False), (date(2026, 11, 4), False)]
)
def test_how_the_panel_works_stands_on_the_agenda_of_the_first_meeting_of_a_quarter(on, stands):
    sitting = Sitting("rap", on)
    sitting.draft()
    assert sitting.meeting.items.filter(section="quarterly-review").exists() is stands


@clause("CLP-11")
def test_what_repeats_itself_stands_on_every_agenda_of_the_care_leavers_panel():
    sitting = Sitting("clp")
    for on in (date(2026, 11, 24), date(2027, 1, 26)):
        sitting.meeting = Meeting.objects.get(date=on)
        sitting.draft()
        assert sitting.meeting.items.get(section="patterns").title == "What repeats itself"
