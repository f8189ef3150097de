"""Who was in the room, for whom and from when; who came for a case, or why nobody did."""

from datetime import timedelta

import pytest

from remit.casework import attendance
from remit.casework.attendance_rows import Somebody
from remit.records.meetings import Attendance
from remit.records.people import TeamMembership
from remit.rules.outcomes import NotAllowed, Refused
from tests.casework.rooms import AFTER, DURING, Room, a_room
from tests.factories import TODAY, a_team, a_unit, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def the_room() -> Room:
    return a_room(cases=1).open()


def rows(the_room: Room) -> list[Attendance]:
    return list(the_room.meeting.attendance.filter(superseded_at__isnull=True))


def test_a_holder_comes_leaves_and_comes_back(the_room):
    first = the_room.present("fostering")
    attendance.leave(
        attendance_ref=first, actor=the_room.coordinator, now=DURING, left_at=DURING + timedelta(minutes=10)
    )
    the_room.present("fostering", arrived_at=DURING + timedelta(minutes=30))

    assert [(row.arrived_at - DURING, row.left_at) for row in rows(the_room)] == [
        (timedelta(0), DURING + timedelta(minutes=10)),
        (timedelta(minutes=30), None),
    ]


def test_nobody_is_present_twice_at_once(the_room):
    the_room.present("fostering")

    with pytest.raises(Refused, match="present already"):
        the_room.present("fostering")


@pytest.mark.clause("ROR-6")
def test_a_substitute_comes_from_the_same_service(the_room):
    ref = the_room.present(
        "fostering",
        who=Somebody(name="Somebody Else", service="Fostering and Sufficiency"),
        capacity="substitute",
    )

    row = Attendance.objects.get(ref=ref)
    assert (row.name, row.capacity, row.seat) == ("Somebody Else", "substitute", "fostering")


@pytest.mark.clause("ROR-6")
def test_a_substitute_from_another_service_is_refused(the_room):
    with pytest.raises(Refused) as refused:
        the_room.present(
            "fostering", who=Somebody(name="Somebody Else", service="Youth justice"), capacity="substitute"
        )

    assert (refused.value.clause, refused.value.field) == ("ROR-6", "service")
    assert not rows(the_room)


@pytest.mark.clause("ROR-6")
def test_a_substitute_says_which_service_they_come_from(the_room):
    with pytest.raises(Refused, match="Enter the service"):
        the_room.present("fostering", who=Somebody(name="Somebody Else"), capacity="substitute")


@pytest.mark.clause("ROR-6")
def test_a_substitute_with_an_account_brings_the_service_of_their_team(the_room):
    service = a_unit("service", "Placement support")
    other = staff(team=a_team(service=service))

    ref = the_room.present("placement-support", who=Somebody(other.pk), capacity="substitute")

    assert Attendance.objects.get(ref=ref).service == "Placement support"


@pytest.mark.clause("ROR-6")
def test_a_substitute_with_an_account_does_not_pass_by_another_service_that_is_typed(the_room):
    other = staff("Torvald Unfitting", team=a_team(service=a_unit("service", "Assessment")))

    with pytest.raises(
        Refused, match="Torvald Unfitting works in Assessment as Remit has it, not in TAC Duty"
    ):
        the_room.present("fostering", who=Somebody(other.pk, service="TAC Duty"), capacity="substitute")
    with pytest.raises(Refused, match="comes from the same service area"):
        the_room.present("fostering", who=Somebody(other.pk), capacity="substitute")
    assert not Attendance.objects.filter(staff=other).exists()


@pytest.mark.clause("ROR-6")
def test_the_service_of_the_holder_counts_as_the_same(the_room):
    team = a_team(service=a_unit("service", "A service of another name"))
    TeamMembership.objects.create(
        staff=the_room.week.holder_of("fostering"), team=team, since=TODAY, recorded_at=DURING, source="seed"
    )

    assert the_room.present(
        "fostering", who=Somebody(name="Somebody", service="a service of another NAME"), capacity="substitute"
    )


def test_who_does_not_hold_the_seat_is_not_recorded_as_its_holder(the_room):
    with pytest.raises(Refused, match="does not hold the seat"):
        the_room.present("fostering", who=Somebody(the_room.week.chairing.pk))


def test_who_holds_the_seat_is_not_its_substitute(the_room):
    with pytest.raises(Refused, match="holds the seat"):
        the_room.present("fostering", capacity="substitute")


def test_an_observer_takes_no_seat(the_room):
    attendance.record_presence(
        meeting_id=the_room.id,
        who=Somebody(name="A visitor"),
        capacity="observer",
        actor=the_room.coordinator,
        now=DURING,
    )

    assert rows(the_room)[0].seat == ""


@pytest.mark.parametrize(
    "seat, capacity", [("", "holder"), ("no-such-seat", "holder"), ("fostering", "king")]
)
def test_a_seat_and_a_capacity_are_those_of_the_terms(the_room, seat, capacity):
    with pytest.raises(Refused, match="which seat"):
        attendance.record_presence(
            meeting_id=the_room.id,
            seat=seat,
            who=Somebody(the_room.week.chairing.pk),
            capacity=capacity,
            actor=the_room.coordinator,
            now=DURING,
        )


def test_apologies_give_way_to_presence(the_room):
    holder = Somebody(the_room.week.holder_of("fostering").pk)
    attendance.record_apologies(
        meeting_id=the_room.id, seat="fostering", who=holder, actor=the_room.coordinator, now=DURING
    )
    the_room.present("fostering")

    assert [row.answer for row in rows(the_room)] == ["present"]


def test_who_is_present_sends_no_apologies(the_room):
    the_room.present("fostering")

    with pytest.raises(Refused, match="recorded as present"):
        attendance.record_apologies(
            meeting_id=the_room.id,
            seat="fostering",
            who=Somebody(the_room.week.holder_of("fostering").pk),
            actor=the_room.coordinator,
            now=DURING,
        )


def test_a_wrong_row_is_struck_out_and_kept(the_room):
    ref = the_room.present("fostering")

    attendance.strike_out(attendance_ref=ref, actor=the_room.coordinator, now=AFTER)

    assert rows(the_room) == []
    assert Attendance.objects.get(ref=ref).superseded_at == AFTER
    with pytest.raises(Refused, match="taken back already"):
        attendance.strike_out(attendance_ref=ref, actor=the_room.coordinator, now=AFTER)


def test_nobody_leaves_twice_or_before_they_came(the_room):
    ref = the_room.present("fostering")

    with pytest.raises(Refused, match="before they came"):
        attendance.leave(
            attendance_ref=ref, actor=the_room.coordinator, now=DURING, left_at=DURING - timedelta(hours=1)
        )
    attendance.leave(attendance_ref=ref, actor=the_room.coordinator, now=AFTER)
    with pytest.raises(Refused, match="left already"):
        attendance.leave(attendance_ref=ref, actor=the_room.coordinator, now=AFTER)


@pytest.mark.clause("ROR-7")
def test_the_worker_who_came_for_a_case_is_recorded_for_it(the_room):
    worker = staff()

    attendance.record_case_presence(
        item_ref=the_room(0).ref, who=Somebody(worker.pk), actor=the_room.coordinator, now=DURING
    )

    row = the_room(0).attendance.get()
    assert (row.staff, row.capacity, row.seat) == (worker, "case", "childs-workers")


@pytest.mark.clause("ROR-7")
def test_why_nobody_came_for_a_case_is_asked(the_room):
    def absent(reason: str) -> str:
        return attendance.record_case_absence(
            item_ref=the_room(0).ref, reason=reason, actor=the_room.coordinator, now=DURING
        )

    with pytest.raises(Refused) as refused:
        absent("  ")
    assert (refused.value.clause, refused.value.field) == ("ROR-7", "reason")

    absent("On leave, no cover")
    absent("Off sick")
    assert [row.reason for row in rows(the_room)] == ["Off sick"]


def test_a_case_has_no_reason_for_absence_where_somebody_came(the_room):
    the_room.somebody_comes_for(the_room(0))

    with pytest.raises(Refused, match="recorded as present"):
        attendance.record_case_absence(
            item_ref=the_room(0).ref, reason="Off sick", actor=the_room.coordinator, now=DURING
        )


def test_a_member_records_nobody(the_room):
    with pytest.raises(NotAllowed):
        the_room.present("fostering", actor=the_room.member)


def test_after_closing_attendance_does_not_change(the_room):
    the_room.settle()
    the_room.close()
    row = rows(the_room)[0]

    for act in (
        lambda: the_room.present("coordinator", who=Somebody(name="Late"), capacity="substitute"),
        lambda: attendance.leave(attendance_ref=row.ref, actor=the_room.coordinator, now=AFTER),
        lambda: attendance.strike_out(attendance_ref=row.ref, actor=the_room.coordinator, now=AFTER),
        lambda: attendance.record_case_absence(
            item_ref=the_room(0).ref, reason="x", actor=the_room.coordinator, now=AFTER
        ),
    ):
        with pytest.raises(Refused, match="closed"):
            act()
    assert row in rows(the_room)
