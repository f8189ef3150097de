"""Who arrives late, leaves early, comes back, sits in two seats; and who was there for each case."""

from datetime import timedelta

import pytest

from remit.casework import attendance
from remit.casework.attendance_rows import Somebody
from remit.casework.coming_and_going import come_back, correct_times
from remit.casework.room import take_item
from remit.records.meetings import Attendance, RegisterEntry
from remit.rules.outcomes import NotAllowed, Refused
from tests.casework.rooms import AFTER, DURING, Room, a_room
from tests.factories import staff, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def the_room() -> Room:
    return a_room(cases=2).open()


def at(minutes: int):
    return DURING + timedelta(minutes=minutes)


def rows(the_room: Room) -> list[tuple[str, str, object, object]]:
    known = the_room.meeting.attendance.filter(superseded_at__isnull=True, item__isnull=True)
    return [
        (row.seat, row.capacity, row.arrived_at, row.left_at) for row in known.order_by("arrived_at", "pk")
    ]


def test_who_left_comes_back_into_the_same_seat(the_room):
    ref = the_room.present("fostering")
    with pytest.raises(Refused, match="has not left"):
        come_back(attendance_ref=ref, actor=the_room.coordinator, now=at(10))
    attendance.leave(attendance_ref=ref, actor=the_room.coordinator, now=at(10))

    come_back(attendance_ref=ref, actor=the_room.coordinator, now=at(20))

    assert rows(the_room) == [("fostering", "holder", at(0), at(10)), ("fostering", "holder", at(20), None)]
    with pytest.raises(Refused, match="present already"):
        come_back(attendance_ref=ref, actor=the_room.coordinator, now=at(21))


def test_who_has_left_the_table_writes_no_more_until_they_come_back(the_room):
    somebody = staff()
    ref = the_room.present(
        "fostering", who=Somebody(somebody.pk, service="Fostering and sufficiency"), capacity="substitute"
    )
    theirs = viewer_of(somebody)
    the_room.write(the_room(0), "discussion", "Said at the table.", actor=theirs, now=at(5))
    attendance.leave(attendance_ref=ref, actor=the_room.coordinator, now=at(10))
    with pytest.raises(NotAllowed):
        the_room.write(the_room(0), "discussion", "From outside.", 1, actor=theirs, now=at(20))

    come_back(attendance_ref=ref, actor=the_room.coordinator, now=at(25))

    the_room.write(the_room(0), "discussion", "Back at the table.", 1, actor=theirs, now=at(30))


def test_times_are_corrected_and_the_wrong_row_is_kept_struck_out(the_room):
    ref = the_room.present("fostering", now=at(10))

    new = correct_times(
        attendance_ref=ref, arrived_at=at(2), left_at=at(8), actor=the_room.coordinator, now=at(12)
    )

    assert rows(the_room) == [("fostering", "holder", at(2), at(8))]
    assert Attendance.objects.get(ref=ref).superseded_at == at(12)
    assert Attendance.objects.get(ref=new).recorded_by == the_room.week.coordinating


@pytest.mark.parametrize(
    "came, left, problem",
    [(13, None, "still to come"), (0, 13, "still to come"), (9, 8, "before they came")],
)
def test_times_are_corrected_to_what_can_have_been(the_room, came, left, problem):
    ref = the_room.present("fostering")
    with pytest.raises(Refused, match=problem):
        correct_times(
            attendance_ref=ref,
            arrived_at=at(came),
            left_at=at(left) if left else None,
            actor=the_room.coordinator,
            now=at(12),
        )


def test_a_corrected_stay_does_not_meet_another_of_the_same_person(the_room):
    ref = the_room.present("fostering")
    attendance.leave(attendance_ref=ref, actor=the_room.coordinator, now=at(10))
    again = come_back(attendance_ref=ref, actor=the_room.coordinator, now=at(20))

    with pytest.raises(Refused, match="present already"):
        correct_times(
            attendance_ref=again, arrived_at=at(5), left_at=None, actor=the_room.coordinator, now=at(25)
        )


def test_apologies_have_no_times_and_a_member_corrects_none(the_room):
    who = Somebody(the_room.week.holder_of("fostering").pk)
    sorry = attendance.record_apologies(
        meeting_id=the_room.id, seat="fostering", who=who, actor=the_room.coordinator, now=DURING
    )
    times = {"arrived_at": DURING, "left_at": None, "now": DURING}
    with pytest.raises(Refused, match="no times"):
        correct_times(attendance_ref=sorry, actor=the_room.coordinator, **times)
    with pytest.raises(NotAllowed):
        correct_times(attendance_ref=sorry, actor=the_room.member, **times)


def test_a_chair_stands_in_for_another_seat_and_leaves_both_at_once(the_room):
    chair = "service-manager-commissioning"
    ref = the_room.present(chair)
    the_room.present(
        "fostering",
        who=Somebody(the_room.week.holder_of(chair).pk, service="Fostering and sufficiency"),
        capacity="substitute",
    )
    assert [row[0] for row in rows(the_room)] == [chair, "fostering"]

    attendance.leave(attendance_ref=ref, actor=the_room.coordinator, now=at(30))

    assert [row[3] for row in rows(the_room)] == [at(30), at(30)]


def test_the_register_counts_the_seats_filled_when_each_case_was_settled(the_room):
    the_room.everybody_comes()
    leaving = Attendance.objects.get(seat="fostering", superseded_at__isnull=True)
    take_item(item_ref=the_room(0).ref, actor=the_room.coordinator, now=at(1))
    the_room.decide(the_room(0), "support-at-home", now=at(10))
    attendance.leave(attendance_ref=leaving.ref, actor=the_room.coordinator, now=at(12))
    the_room.decide(the_room(1), "support-at-home", now=at(20))
    for item in the_room.cases:
        the_room.somebody_comes_for(item)
    the_room.note(the_room.other())
    the_room.close()

    found = {entry.item_id: entry.seats_present for entry in RegisterEntry.objects.all()}
    assert (found[the_room(0).pk], found[the_room(1).pk]) == (7, 6)


def test_after_closing_nobody_comes_back_and_no_time_changes(the_room):
    the_room.settle()
    row = Attendance.objects.get(seat="fostering", superseded_at__isnull=True)
    attendance.leave(attendance_ref=row.ref, actor=the_room.coordinator, now=at(20))
    the_room.close()
    for act in (
        lambda: come_back(attendance_ref=row.ref, actor=the_room.coordinator, now=AFTER),
        lambda: correct_times(
            attendance_ref=row.ref, arrived_at=at(0), left_at=None, actor=the_room.coordinator, now=AFTER
        ),
    ):
        with pytest.raises(Refused, match="closed"):
            act()
    row.refresh_from_db()
    assert (row.left_at, row.superseded_at) == (at(20), None)
