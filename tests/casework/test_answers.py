"""Writing what is said: a version for each change, and nobody's words lost."""

import pytest

from remit.casework.answers import Conflict, correct_answer
from remit.casework.closing import close_meeting
from remit.records.answers import Answer
from remit.records.audit import AuditEvent
from remit.rules.outcomes import NotAllowed, NotFound, Refused, Stale
from tests.casework.rooms import AFTER, DURING, Room, Somebody, a_room
from tests.factories import staff, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def the_room() -> Room:
    return a_room(cases=1).open()


def test_each_change_is_a_version_of_its_own(the_room):
    first = the_room.write(the_room(0), "discussion", "One.")
    second = the_room.write(the_room(0), "discussion", "Two.\r\n", base=first.version)

    assert (first.version, second.version) == (1, 2)
    kept = Answer.objects.filter(question="discussion").order_by("version")
    assert [(answer.value, answer.superseded_at is None) for answer in kept] == [
        ("One.", False),
        ("Two.", True),
    ]


def test_two_people_who_write_at_once_both_get_both_texts(the_room):
    the_room.write(the_room(0), "discussion", "Written by the coordinator.")

    with pytest.raises(Conflict) as found:
        the_room.write(the_room(0), "discussion", "Written by the chair.", base=0, actor=the_room.chair)

    conflict = found.value
    assert (conflict.mine, conflict.theirs) == ("Written by the chair.", "Written by the coordinator.")
    assert (conflict.version, conflict.by, conflict.at) == (1, the_room.coordinator.name, DURING)
    assert Answer.objects.get().value == "Written by the coordinator."


def test_what_a_person_chose_is_saved_over_the_version_they_saw(the_room):
    the_room.write(the_room(0), "discussion", "Theirs.")

    saved = the_room.write(the_room(0), "discussion", "Theirs.\n\nMine.", base=1)

    assert saved.version == 2


def test_the_same_words_are_no_conflict(the_room):
    the_room.write(the_room(0), "discussion", "The same.")

    again = the_room.write(the_room(0), "discussion", "The same.  ", base=0)

    assert (again.version, again.changed) == (1, False)
    assert Answer.objects.count() == 1


def test_an_empty_answer_to_a_question_without_one_is_nothing(the_room):
    assert the_room.write(the_room(0), "discussion", "   ").version == 0
    assert not Answer.objects.exists()


def test_an_answer_can_be_emptied_and_keeps_its_past(the_room):
    the_room.write(the_room(0), "discussion", "Wrong child.")

    the_room.write(the_room(0), "discussion", "", base=1)

    assert Answer.objects.get(superseded_at__isnull=True).value == ""
    assert Answer.objects.count() == 2


def test_a_base_that_never_was_is_behind(the_room):
    with pytest.raises(Stale):
        the_room.write(the_room(0), "discussion", "Text", base=3)


@pytest.mark.clause("ROR-10")
def test_brokerage_writes_its_considerations_before_the_meeting():
    the_room = a_room(cases=1)

    the_room.write(
        the_room(0),
        "commissioning-considerations",
        "Three offers.",
        actor=viewer_of(the_room.week.holder_of("brokerage")),
    )

    assert Answer.objects.get().value == "Three offers."


@pytest.mark.clause("ROR-17")
def test_the_placement_team_comments_on_an_other_case(the_room):
    the_room.write(
        the_room.other(),
        "comments",
        "Moved closer.",
        actor=viewer_of(the_room.week.holder_of("placement-support")),
    )

    assert Answer.objects.get(question="comments").value == "Moved closer."


def test_a_member_writes_while_the_meeting_is_open(the_room):
    the_room.write(the_room(0), "discussion", "Said by a member.", actor=the_room.member)

    assert Answer.objects.get().by == the_room.week.sitting


def test_a_member_does_not_write_before_the_meeting():
    the_room = a_room(cases=1)

    with pytest.raises(NotAllowed, match="while the meeting is open"):
        the_room.write(the_room(0), "discussion", "Too early.", actor=the_room.member)


def test_a_substitute_who_is_present_writes(the_room):
    substitute = staff()
    with pytest.raises(NotAllowed):
        the_room.write(the_room(0), "discussion", "Text", actor=viewer_of(substitute))

    the_room.present("fostering", who=Somebody(substitute.pk, service="TAC Duty"), capacity="substitute")

    assert the_room.write(the_room(0), "discussion", "Text", actor=viewer_of(substitute)).changed


def test_a_question_of_another_form_is_not_found(the_room):
    with pytest.raises(NotFound):
        the_room.write(the_room(0), "comments", "Text")


def test_an_answer_has_a_length(the_room):
    with pytest.raises(Refused, match="20,000 characters"):
        the_room.write(the_room(0), "discussion", "x" * 20_001)


def test_after_closing_no_text_changes(the_room):
    the_room.write(the_room(0), "discussion", "Said.")
    the_room.settle()
    close_meeting(meeting_id=the_room.id, seen=the_room.meeting.revision, actor=the_room.chair, now=AFTER)

    with pytest.raises(Refused, match="closed"):
        the_room.write(the_room(0), "discussion", "Never said.", base=1)

    assert Answer.objects.get().value == "Said."


@pytest.mark.verb("answer.saved")
def test_the_audit_knows_that_but_not_what_was_written(the_room):
    the_room.write(the_room(0), "discussion", "A secret about a child.")

    event = AuditEvent.objects.get(verb="answer.saved")
    assert event.subject_id == the_room(0).subject_id
    assert event.detail == {"item": the_room(0).ref, "question": "discussion", "version": 1}


@pytest.mark.verb("answer.saved")
def test_the_audit_says_of_an_answer_sent_as_it_was_that_it_is_unchanged(the_room):
    the_room.write(the_room(0), "discussion", "")
    the_room.write(the_room(0), "discussion", "Said.")
    the_room.write(the_room(0), "discussion", "Said.", base=1)
    the_room.write(the_room(0), "discussion", "Said more.", base=1)
    the_room.write(
        the_room(0), "discussion", "Said.", base=1
    )  # as it was shown, whatever stands there by now

    events = AuditEvent.objects.filter(verb="answer.saved").order_by("pk")
    said = [(event.detail.get("version"), event.detail.get("unchanged")) for event in events]
    assert said == [(None, True), (1, None), (None, True), (2, None), (None, True)]
    assert Answer.objects.get(superseded_at__isnull=True).value == "Said more."


@pytest.mark.verb("answer.corrected")
def test_the_audit_says_of_a_text_sent_as_it_was_that_it_was_not_corrected(the_room):
    the_room.write(the_room(0), "discussion", "Said.")
    the_room.settle()
    close_meeting(meeting_id=the_room.id, seen=the_room.meeting.revision, actor=the_room.chair, now=AFTER)
    asked = {"item_ref": the_room(0).ref, "question": "discussion", "base_version": 1}

    for words in ("Said.", "Said so."):
        correct_answer(text=words, actor=the_room.chair, now=AFTER, **asked)

    first, second = AuditEvent.objects.filter(verb="answer.corrected").order_by("pk")
    assert (first.detail.get("unchanged"), second.detail.get("unchanged")) == (True, None)
    assert Answer.objects.filter(question="discussion", superseded_at__isnull=True).get().version == 2
