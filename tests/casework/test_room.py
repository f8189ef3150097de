"""Holding a meeting: opening it freezes the list, items are taken one by one, and some are added while it goes on."""

import pytest

from remit.casework import room
from remit.casework.agenda import move_item
from remit.casework.decisions import defer_item
from remit.records.audit import AuditEvent
from remit.records.placements_list import EntryDetail
from remit.rules.outcomes import NotAllowed, NotFound, Refused, Stale
from tests.casework.rooms import DURING, Room, a_room, london
from tests.casework.weeks import off_the_list, rated
from tests.factories import NOW, viewer_of
from tests.factories.people import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def the_room() -> Room:
    return a_room()


def opening(the_room: Room, **options: object) -> int:
    options = {"seen": None, "actor": the_room.coordinator, "now": DURING, **options}
    return room.open_meeting(meeting_id=the_room.id, **options)


@pytest.mark.clause("ROR-17")
def test_opening_makes_other_cases_of_whom_nobody_chose(the_room):
    opening(the_room)

    others = the_room.meeting.items.filter(section="other")
    assert [item.entry for item in others] == the_room.others
    assert all(item.snapshot.risk == "medium" for item in others)


@pytest.mark.clause("ROR-1")
def test_unrated_children_are_not_among_the_cases(the_room):
    unrated = rated("unrated")

    opening(the_room)

    assert not the_room.meeting.items.filter(entry=unrated).exists()


@pytest.mark.clause("ROR-17")
def test_what_the_list_says_later_does_not_change_the_case(the_room):
    opening(the_room)
    before = the_room(0).snapshot.pk

    EntryDetail.objects.filter(entry=the_room(0).entry).update(comments="changed since")
    off_the_list(the_room.others[0])

    assert the_room(0).snapshot.pk == before
    assert the_room.other().snapshot is not None


def test_a_chosen_case_that_left_the_list_keeps_what_the_list_last_said(the_room):
    off_the_list(the_room(0).entry)

    opening(the_room)

    assert the_room(0).snapshot.risk == "high"


def test_the_meeting_begins_with_the_first_focus_case(the_room):
    opening(the_room)

    meeting = the_room.meeting
    assert (meeting.state, meeting.opened_at, meeting.current_item) == ("open", DURING, the_room(0))
    event = AuditEvent.objects.get(verb="meeting.opened")
    assert (event.meeting_id, event.detail) == (the_room.id, {"other_cases": 1})


def test_a_meeting_opens_once(the_room):
    opening(the_room)

    with pytest.raises(Refused, match="open already"):
        opening(the_room)


def test_a_meeting_does_not_open_before_its_day(the_room):
    with pytest.raises(Refused, match="15 October 2026"):
        opening(the_room, now=NOW)


@pytest.mark.clause("ROR-18")
def test_a_meeting_without_a_confirmed_agenda_does_not_open(the_room):
    with pytest.raises(Refused) as refused:
        room.open_meeting(
            meeting_id=the_room.later.pk,
            seen=None,
            actor=the_room.coordinator,
            now=london("2026-10-22 15:00"),
        )

    assert refused.value.clause == "ROR-18"
    assert "chair confirm" in refused.value.remedy


def test_a_page_that_is_behind_opens_nothing(the_room):
    with pytest.raises(Stale):
        opening(the_room, seen=the_room.meeting.revision - 1)

    assert the_room.meeting.opened_at is None


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_only_who_runs_the_forum_opens_takes_notes_and_adds(the_room, who):
    actor = the_room.member if who == "member" else viewer_of(staff())
    with pytest.raises(NotAllowed):
        opening(the_room, actor=actor)

    the_room.open()
    for act in (
        lambda: room.take_item(item_ref=the_room(1).ref, actor=actor, now=DURING),
        lambda: room.note_item(item_ref=the_room.other().ref, actor=actor, now=DURING),
        lambda: room.add_item_in_room(
            meeting_id=the_room.id, section="any-other-business", title="x", actor=actor, now=DURING
        ),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_taking_an_item_makes_it_the_current_one(the_room):
    the_room.open()
    before = the_room.meeting.revision

    room.take_item(item_ref=the_room(1).ref, actor=the_room.chair, now=DURING)

    assert the_room.meeting.current_item == the_room(1)
    assert the_room.meeting.revision == before + 1


def test_nothing_is_taken_before_the_meeting_opens(the_room):
    with pytest.raises(Refused, match="not open"):
        room.take_item(item_ref=the_room(1).ref, actor=the_room.coordinator, now=DURING)


@pytest.mark.clause("ROR-17")
def test_an_other_case_can_be_noted_without_an_outcome(the_room):
    the_room.open()

    the_room.note(the_room.other())

    assert the_room.other().state == "discussed"
    assert not the_room.other().decisions.exists()


def test_a_focus_case_is_not_just_noted(the_room):
    the_room.open()

    with pytest.raises(Refused, match="left with an outcome"):
        the_room.note(the_room(0))


def test_a_case_can_be_added_at_the_meeting_with_a_reason(the_room):
    the_room.open()
    new = rated("low")

    ref = room.add_item_in_room(
        meeting_id=the_room.id,
        section="focus",
        entry_ref=new.ref,
        why="It became pressing this morning",
        actor=the_room.coordinator,
        now=DURING,
    )

    item = the_room.meeting.items.get(ref=ref)
    assert (item.entry, item.section, item.position) == (new, "focus", 3)
    assert item.snapshot.risk == "low"


def test_an_other_case_becomes_a_focus_case_with_what_was_written_of_it(the_room):
    the_room.open()
    the_room.write(the_room.other(), "comments", "Worth more time.")

    ref = room.add_item_in_room(
        meeting_id=the_room.id,
        section="focus",
        entry_ref=the_room.others[0].ref,
        why="Worth more time",
        actor=the_room.coordinator,
        now=DURING,
    )

    assert the_room.meeting.items.get(entry=the_room.others[0]).ref == ref
    assert the_room.other().section == "focus"
    assert the_room.other().responses.get().answers.get().value == "Worth more time."


@pytest.mark.parametrize(
    "given, problem",
    [
        ({"section": "focus"}, "Choose the child"),
        ({"section": "focus", "chosen": True, "why": "Again"}, "on the agenda already"),
        ({"section": "focus", "new": True}, "why it is added"),
        ({"section": "actions", "title": "A report"}, "Nothing is added"),
        ({"section": "any-other-business"}, "Enter what is to be discussed"),
        ({"section": "no-such-part", "title": "x"}, "where it belongs"),
    ],
)
def test_what_cannot_be_added(the_room, given, problem):
    the_room.open()
    entry = (
        the_room(0).entry if given.pop("chosen", False) else rated("low") if given.pop("new", False) else None
    )

    with pytest.raises(Refused, match=problem):
        room.add_item_in_room(
            meeting_id=the_room.id,
            entry_ref=entry.ref if entry else None,
            actor=the_room.coordinator,
            now=DURING,
            **given,
        )


def test_a_child_who_is_not_on_the_list_is_not_found(the_room):
    the_room.open()

    with pytest.raises(NotFound):
        room.add_item_in_room(
            meeting_id=the_room.id,
            section="focus",
            entry_ref="nobody",
            actor=the_room.coordinator,
            now=DURING,
        )


@pytest.mark.clause("ROR-18")
def test_the_order_gives_way_while_the_meeting_goes_on(the_room):
    the_room.open()

    move_item(item_ref=the_room(1).ref, position=1, seen=None, actor=the_room.coordinator, now=DURING)

    assert (the_room(1).position, the_room(0).position) == (1, 2)


def test_a_matter_of_business_is_put_off_to_the_next_meeting(the_room):
    the_room.open()
    ref = room.add_item_in_room(
        meeting_id=the_room.id,
        section="any-other-business",
        title="A new form",
        actor=the_room.coordinator,
        now=DURING,
    )

    defer_item(item_ref=ref, why="No time left", actor=the_room.coordinator, now=DURING)

    assert the_room.meeting.items.get(ref=ref).state == "deferred"
    assert the_room.later.items.get().title == "A new form"
