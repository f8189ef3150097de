"""Closing a meeting: everything is settled or waived, then attendance and outcomes freeze and the register is written."""

import pytest

from remit.casework import closing
from remit.records.audit import AuditEvent
from remit.records.closing_facts import closing_facts
from remit.records.duties import Duty
from remit.records.meetings import Meeting, Waiver
from remit.rules.closing import unfinished
from remit.rules.outcomes import NotAllowed, Refused, Stale
from tests.casework.rooms import AFTER, DURING, Room, Somebody, a_room, london

pytestmark = pytest.mark.django_db


@pytest.fixture
def the_room() -> Room:
    return a_room(cases=1).open()


def still_open(the_room: Room) -> list[str]:
    """The kinds of what is unfinished."""
    return [one.key.rsplit(":", 1)[0] for one in unfinished(closing_facts(the_room.meeting))]


def stands_in_the_way(the_room: Room, words: str) -> None:
    """It is listed as unfinished by these words, and the meeting does not close."""
    assert [one.what for one in unfinished(closing_facts(the_room.meeting)) if words in one.what]
    with pytest.raises(Refused, match="1 thing is unfinished"):
        the_room.close()
    assert the_room.meeting.state == "open"


def waived(the_room: Room, key: str, reason: str = "Nobody was free") -> None:
    closing.waive(meeting_id=the_room.id, key=key, reason=reason, actor=the_room.coordinator, now=AFTER)


def test_a_meeting_with_everything_settled_closes(the_room):
    the_room.settle()

    the_room.close()

    meeting = the_room.meeting
    assert (meeting.state, meeting.closed_at, meeting.current_item) == ("closed", AFTER, None)


@pytest.mark.clause("ROR-6")
def test_a_seat_without_an_answer_stands_in_the_way(the_room):
    the_room.settle()
    the_room.meeting.attendance.filter(seat="fostering").delete()

    stands_in_the_way(the_room, "seat of Service manager, fostering")


@pytest.mark.clause("ROR-7")
def test_a_case_without_a_word_on_who_came_stands_in_the_way(the_room):
    the_room.settle()
    the_room(0).attendance.all().delete()

    stands_in_the_way(the_room, "social worker or team manager came")


@pytest.mark.clause("ROR-18")
@pytest.mark.clause("ROR-1")
def test_a_focus_case_without_an_outcome_stands_in_the_way(the_room):
    the_room.settle()
    the_room(0).decisions.all().delete()

    stands_in_the_way(the_room, "neither an outcome nor")


@pytest.mark.clause("ROR-17")
def test_an_other_case_nobody_spoke_of_stands_in_the_way(the_room):
    the_room.settle()
    the_room.meeting.items.filter(section="other").update(state="planned")

    stands_in_the_way(the_room, "has not been discussed")


@pytest.mark.clause("ROR-2")
def test_an_outcome_whose_answer_was_taken_out_again_stands_in_the_way(the_room):
    the_room.write(the_room(0), "interim-arrangements", "Stays.")
    the_room.write(the_room(0), "step-down-actions", "Soon.")
    the_room.decide(the_room(0), "residential-start")
    the_room.settle()
    the_room.write(the_room(0), "step-down-actions", "", base=1)

    stands_in_the_way(the_room, "without an answer for step-down actions")


def test_an_opened_meeting_lists_all_that_is_unfinished(the_room):
    assert still_open(the_room) == [*["seat"] * 7, "outcome", "presence:childs-workers", "discussed"]


def test_what_is_waived_with_a_reason_does_not_stand_in_the_way(the_room):
    the_room.settle()
    the_room.meeting.attendance.filter(seat="fostering").delete()
    waived(the_room, "seat:fostering", "The post is empty")

    the_room.close()

    waiver = Waiver.objects.get()
    assert (waiver.what, waiver.reason, waiver.by) == (
        "seat:fostering",
        "The post is empty",
        the_room.week.coordinating,
    )
    assert AuditEvent.objects.get(verb="unfinished.waived").clause == "ROR-6"


def test_waiving_takes_a_reason(the_room):
    with pytest.raises(Refused) as refused:
        waived(the_room, "seat:fostering", " ")

    assert (refused.value.field, refused.value.clause) == ("reason", "ROR-6")


def test_only_what_is_unfinished_is_waived_and_once(the_room):
    with pytest.raises(Refused, match="settled by now"):
        waived(the_room, "seat:nobody")
    waived(the_room, "seat:fostering")
    with pytest.raises(Refused, match="waived already"):
        waived(the_room, "seat:fostering")


def test_apologies_and_a_substitute_answer_for_the_same_seat(the_room):
    assert still_open(the_room).count("seat") == 7

    the_room.present("fostering", who=Somebody(name="Stand In", service="TAC Duty"), capacity="substitute")

    assert still_open(the_room).count("seat") == 6


@pytest.mark.clause("ROR-20")
def test_closing_writes_a_line_a_case_into_the_register(the_room):
    the_room.settle()

    assert the_room.close().register_lines == 2

    line = the_room.meeting.register.get(item=the_room(0))
    assert (line.section, line.risk, line.outcome, line.worker_present) == (
        "focus",
        "high",
        "support-at-home",
        "present",
    )
    assert (line.seats_present, line.seats_in_all) == (7, 7)
    other = the_room.meeting.register.get(item=the_room.other())
    assert (other.outcome, other.worker_present) == ("", "")


@pytest.mark.clause("ROR-20")
def test_closing_meets_the_duty_of_brokerage_to_complete_the_tracker(the_room):
    the_room.settle()
    duty = Duty.objects.get(term="complete-tracker", meeting=the_room.meeting)
    assert (duty.owner, duty.due_at, duty.state) == (
        the_room.week.holder_of("brokerage"),
        london("2026-10-17 00:00"),
        "open",
    )

    the_room.close()

    duty.refresh_from_db()
    assert (duty.state, duty.discharged_at) == ("met", AFTER)


def test_closing_plans_the_next_weeks(the_room):
    the_room.settle()

    the_room.close()

    assert Meeting.objects.filter(forum=the_room.week.forum, date__gt=the_room.later.date).count() >= 8


def test_a_page_that_is_behind_closes_nothing(the_room):
    the_room.settle()
    seen = the_room.meeting.revision
    the_room.write(the_room(0), "discussion", "One more thing.")

    with pytest.raises(Stale):
        the_room.close(seen=seen)

    assert the_room.meeting.state == "open"


def test_the_second_chair_who_closes_is_told_that_it_is_closed(the_room):
    the_room.settle()
    seen = the_room.meeting.revision
    the_room.close(actor=the_room.chair)

    with pytest.raises(Refused) as refused:
        the_room.close(seen=seen)

    assert "closed" in refused.value.problem
    assert not isinstance(refused.value, Stale)
    assert the_room.meeting.register.count() == 2


def test_a_meeting_that_was_never_opened_does_not_close():
    with pytest.raises(Refused, match="not open yet"):
        a_room(cases=1).close()


def test_a_member_neither_waives_nor_closes(the_room):
    the_room.settle()
    with pytest.raises(NotAllowed):
        the_room.close(actor=the_room.member)
    with pytest.raises(NotAllowed):
        closing.waive(
            meeting_id=the_room.id, key="seat:fostering", reason="x", actor=the_room.member, now=DURING
        )


def test_nothing_is_waived_once_the_meeting_is_closed(the_room):
    the_room.settle()
    the_room.close()

    with pytest.raises(Refused, match="closed"):
        waived(the_room, "seat:fostering")
