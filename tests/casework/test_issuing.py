"""Who is sent word of minutes: the draft to who approves it, approved ones to whom the terms name, corrections to the same."""

import pytest

from remit.casework import attendance, closing, corrections, room
from remit.casework.attendance_rows import Somebody
from remit.casework.people import end_account
from remit.casework.seats import leave_seat
from remit.records.closing_facts import closing_facts
from remit.records.forums import SeatHolding
from remit.records.messages import Message
from remit.rules.closing import unfinished
from remit.rules.viewers import Post
from remit.terms import load
from tests.casework.rooms import AFTER, DURING, NEXT_DAY, Room, a_room, timedelta
from tests.factories import a_team, allocate, staff, viewer_of
from tests.factories.children import restrict_to

pytestmark = pytest.mark.django_db
LATER = NEXT_DAY + timedelta(hours=3)
WHERE = "/forums/ror/2026-10-15/minutes"


@pytest.fixture
def the_room() -> Room:
    """A closed meeting of two cases, the first with a worker and a manager who do not sit on the forum."""
    the_room = a_room(cases=2)
    team = a_team()
    allocate(the_room(0).subject.person, staff(team=team, name="Wyn Workerley"), team)
    staff(posts=[(Post.TEAM_MANAGER, team)], name="Mal Managerby")
    return the_room.closed()


def sent(the_room: Room, kind: str = "minutes", **found: object) -> dict[str, Message]:
    rows = Message.objects.filter(meeting=the_room.meeting, kind=kind, **found).select_related("recipient")
    return {row.recipient.name: row for row in rows}


def members(the_room: Room) -> set[str]:
    held = SeatHolding.objects.filter(forum=the_room.week.forum, staff__is_active=True)
    return set(held.values_list("staff__name", flat=True))


def correct(the_room: Room, number: int = 0) -> None:
    corrections.propose_correction(
        item_ref=the_room(number).ref,
        key="discussion",
        text="An aunt offers a home.",
        seen=0,
        why="Left out",
        actor=the_room.coordinator,
        now=LATER,
    )
    corrections.approve_corrections(
        meeting_id=the_room.id, seen=the_room.meeting.revision, actor=the_room.chair, now=LATER
    )


def test_the_draft_goes_to_who_chaired_and_to_nobody_else(the_room):
    mails = sent(the_room, "minutes-draft")

    assert set(mails) == {the_room.week.chairing.name}
    mail = mails[the_room.week.chairing.name]
    assert mail.heading == "Risk of Residential group: draft minutes of 15 October 2026"
    assert WHERE in mail.text
    assert sent(the_room) == {}


@pytest.mark.parametrize(
    "how, seat",
    [
        ("the second chair alone came", "brokerage"),
        ("nobody is recorded", "service-manager-commissioning"),
        ("the first chair sent apologies", "brokerage"),
        ("both came, and the second opened it", "brokerage"),
    ],
)
def test_of_two_chairs_one_is_written_to_about_the_draft(how, seat):
    the_room = a_room(cases=1)
    first, second = "service-manager-commissioning", "brokerage"
    opener = the_room.week.holder_of(second if how.startswith("both") else "coordinator")
    opens = {"actor": viewer_of(opener, now=DURING), "now": DURING}
    room.open_meeting(meeting_id=the_room.id, seen=None, **opens)
    if how.startswith("both"):
        the_room.everybody_comes()
    elif how.startswith("the second"):
        the_room.present(second)
    elif how.startswith("the first"):
        attendance.record_apologies(
            meeting_id=the_room.id, seat=first, who=Somebody(the_room.week.holder_of(first).pk), **opens
        )
    keys = [one.key for one in unfinished(closing_facts(the_room.meeting))]
    closing.waive_several(
        meeting_id=the_room.id, keys=keys, reason="Not today", actor=the_room.coordinator, now=AFTER
    )
    the_room.close()

    assert set(sent(the_room, "minutes-draft")) == {the_room.week.holder_of(seat).name}


def test_approved_minutes_go_to_the_members_and_extracts_to_who_works_with_the_child(the_room):
    the_room.approve()

    mails = sent(the_room)
    assert set(mails) == members(the_room) | {"Wyn Workerley", "Mal Managerby"}
    assert sent(the_room, "minutes-draft")[the_room.week.chairing.name].state == "withdrawn"
    for name in ("Wyn Workerley", "Mal Managerby"):
        assert f"/extracts/{the_room(0).ref}" in mails[name].text
        assert the_room(1).ref not in mails[name].text
        assert WHERE not in mails[name].text
        assert mails[name].subject_id == the_room(0).subject_id
    for name in members(the_room):
        assert WHERE in mails[name].text
        assert "/extracts/" not in mails[name].text


def test_no_mail_about_minutes_names_a_child(the_room):
    the_room.approve()
    correct(the_room)

    mails = Message.objects.filter(meeting=the_room.meeting, kind__startswith="minutes")
    assert mails.count() > 8
    for number in range(2):
        person = the_room(number).subject.person
        for mail in mails:
            for part in (person.given_name, person.family_name):
                assert part not in mail.heading + mail.text
            assert person.initials not in mail.heading.split()


def test_who_sits_and_works_with_a_child_is_sent_one_mail_with_both():
    the_room = a_room(cases=1)
    allocate(the_room(0).subject.person, the_room.week.sitting, a_team())
    the_room.closed().approve()

    mail = sent(the_room)[the_room.week.sitting.name]

    assert WHERE in mail.text
    assert f"/extracts/{the_room(0).ref}" in mail.text


def test_of_a_restricted_record_only_who_is_named_for_it_is_sent_an_extract(the_room):
    restrict_to(the_room(0).subject.person, the_room.week.chairing, the_room.week.coordinating)

    the_room.approve()

    assert not {"Wyn Workerley", "Mal Managerby"} & set(sent(the_room))


def test_a_correction_goes_to_the_same_again_and_to_nobody_whose_part_stands(the_room):
    the_room.approve()
    correct(the_room, number=1)

    again = sent(the_room, made_at=LATER)
    assert set(again) == members(the_room)
    assert all("Version 2 takes the place" in mail.text for mail in again.values())

    correct_again = "An uncle offers a home."
    corrections.propose_correction(
        item_ref=the_room(0).ref,
        key="discussion",
        text=correct_again,
        seen=0,
        why="Left out",
        actor=the_room.coordinator,
        now=LATER,
    )
    later = LATER + timedelta(hours=1)
    corrections.approve_corrections(
        meeting_id=the_room.id, seen=the_room.meeting.revision, actor=the_room.chair, now=later
    )
    third = sent(the_room, made_at=later)
    assert set(third) == members(the_room) | {"Wyn Workerley", "Mal Managerby"}


def test_who_left_is_not_sent_a_correction(the_room):
    the_room.approve()
    administrator = viewer_of(staff(posts=[Post.ADMINISTRATOR]))
    gone, moved = the_room.week.holder_of("fostering"), the_room.week.holder_of("brokerage")
    end_account(staff_id=gone.pk, actor=administrator, now=LATER)
    holding = SeatHolding.objects.filter(staff=moved).first()
    leave_seat(holding_id=holding.pk, until=LATER.date(), actor=administrator, now=LATER)

    correct(the_room)

    again = set(sent(the_room, made_at=LATER))
    assert gone.name not in again
    assert moved.name in again, "who sat at the meeting may still read its minutes"


def test_terms_name_others_and_seats():
    change = {"draft_goes_to": ["coordinator"], "issued_to": {"to": ["chair"], "seats": ["brokerage"]}}
    terms = load.read_otherwise(load.merged("ror"), {"minutes": change})
    the_room = a_room(cases=1, terms=terms).closed()
    assert set(sent(the_room, "minutes-draft")) == {the_room.week.coordinating.name}

    the_room.approve()

    expected = {the_room.week.chairing.name, the_room.week.holder_of("brokerage").name}
    assert expected <= set(sent(the_room))
    assert len(sent(the_room)) <= 4


def test_where_the_terms_name_nobody_nothing_is_sent():
    terms = load.merged("ror").model_copy(
        update={
            "minutes": load.merged("ror").minutes.model_copy(update={"draft_goes_to": (), "issued_to": None})
        }
    )
    the_room = a_room(cases=1, terms=terms).closed()
    the_room.approve()

    assert not Message.objects.filter(kind__startswith="minutes").exists()
