"""Approved minutes are corrected by a version: proposed with a reason, approved, and nothing that hangs on it rewritten."""

import pytest

from remit.casework import corrections
from remit.casework.answers import Conflict
from remit.records.actions import Action
from remit.records.answers import Answer, Decision, ReleasedWording
from remit.records.corrections import MinutesCorrection, MinutesVersion
from remit.records.meetings import RegisterEntry
from remit.records.trajectories import Trajectory
from remit.rules.outcomes import NotAllowed, NotFound, Refused, Stale
from tests.casework.rooms import NEXT_DAY, Room, a_room, timedelta
from tests.factories.children import restrict_to

pytestmark = pytest.mark.django_db
LATER = NEXT_DAY + timedelta(hours=3)


@pytest.fixture
def the_room() -> Room:
    """Minutes that are approved, with one word wrong in them."""
    the_room = a_room(cases=2).open()
    the_room.write(the_room(0), "discussion", "An ant offers a home.")
    the_room.settle()
    the_room.close()
    the_room.approve()
    return the_room


def propose(the_room: Room, text: str = "An aunt offers a home.", **options: object) -> str:
    options = {
        "item_ref": the_room(0).ref,
        "key": "discussion",
        "seen": 1,
        "why": "A letter was left out",
        "actor": the_room.coordinator,
        "now": LATER,
        **options,
    }
    return corrections.propose_correction(text=text, **options)


def approve(the_room: Room, **options: object) -> int:
    options = {"seen": the_room.meeting.revision, "actor": the_room.chair, "now": LATER, **options}
    return corrections.approve_corrections(meeting_id=the_room.id, **options)


def standing(the_room: Room, question: str = "discussion") -> str:
    return Answer.objects.get(response__item=the_room(0), question=question, superseded_at__isnull=True).value


def test_the_approved_version_stands_until_the_correction_is_approved(the_room):
    propose(the_room)
    assert standing(the_room) == "An ant offers a home."

    assert approve(the_room) == 2

    assert standing(the_room) == "An aunt offers a home."
    kept = Answer.objects.filter(question="discussion", response__item=the_room(0)).order_by("version")
    assert [row.value for row in kept] == ["An ant offers a home.", "An aunt offers a home."]
    version = MinutesVersion.objects.get()
    assert (version.number, version.by, version.at) == (2, the_room.week.chairing, LATER)


def test_only_whoever_approves_minutes_approves_a_correction(the_room):
    propose(the_room)
    for actor in (the_room.coordinator, the_room.member):
        with pytest.raises(NotAllowed, match="Only the chair"):
            approve(the_room, actor=actor)
    assert standing(the_room) == "An ant offers a home."


def test_members_propose_none(the_room):
    with pytest.raises(NotAllowed):
        propose(the_room, actor=the_room.member)


def test_corrections_are_approved_once_and_as_they_were_read(the_room):
    with pytest.raises(Refused, match="No correction waits"):
        approve(the_room)
    propose(the_room)
    with pytest.raises(Stale):
        approve(the_room, seen=the_room.meeting.revision - 1)
    approve(the_room)
    with pytest.raises(Refused, match="No correction waits"):
        approve(the_room)


def test_a_correction_from_an_old_page_is_shown_what_stands_there_now(the_room):
    propose(the_room)
    approve(the_room)

    with pytest.raises(Conflict) as found:
        propose(the_room, "An uncle offers a home.", seen=1)

    assert (found.value.mine, found.value.theirs) == ("An uncle offers a home.", "An aunt offers a home.")
    assert found.value.version == 2


@pytest.mark.parametrize(
    "options, words",
    [
        ({"text": "An ant offers a home."}, "stands there already"),
        ({"text": "  "}, "Enter the words for Discussion"),
        ({"why": " "}, "Enter why"),
        ({"why": "x" * 501}, "500 characters"),
    ],
)
def test_a_correction_says_something_new_and_why(the_room, options, words):
    with pytest.raises(Refused, match=words):
        propose(the_room, **{"text": "An aunt offers a home.", **options})
    assert not MinutesCorrection.objects.exists()


def test_one_correction_waits_for_a_text_at_a_time(the_room):
    propose(the_room)
    with pytest.raises(Refused, match="waits for approval already"):
        propose(the_room, "An uncle offers a home.")


def test_a_draft_is_corrected_itself():
    the_room = a_room(cases=1).closed()
    with pytest.raises(Refused, match="are a draft"):
        propose(the_room)


def test_a_text_that_names_another_child_comes_with_a_wording_for_the_extract(the_room):
    person = the_room(1).subject.person
    text = f"Could move in with {person.given_name} {person.family_name}."
    with pytest.raises(Refused, match="may name another child") as refused:
        propose(the_room, text)
    assert refused.value.field == "wording"
    with pytest.raises(Refused, match="still names another child"):
        propose(the_room, text, wording=text)

    propose(the_room, text, wording="Could move in with another child.")
    approve(the_room)

    released = ReleasedWording.objects.get(item=the_room(0), superseded_at__isnull=True)
    assert (released.wording, released.answer_version) == ("Could move in with another child.", 2)


def test_a_corrected_outcome_is_a_new_decision_and_rewrites_nothing_that_hangs_on_it(the_room):
    later_action = the_room(0)
    before = list(Action.objects.values_list("pk", "state", "what"))

    propose(the_room, "search-continues", key="outcome", why="The other outcome was meant")
    approve(the_room)

    old, new = Decision.objects.filter(item=later_action).order_by("version")
    assert (old.outcome, new.outcome, old.superseded_at) == ("support-at-home", "search-continues", LATER)
    assert RegisterEntry.objects.get(item=later_action).outcome == "search-continues"
    assert list(Action.objects.values_list("pk", "state", "what")) == before
    assert not the_room.later.items.filter(subject=later_action.subject).exists()


def test_an_outcome_is_corrected_with_all_that_it_requires(the_room):
    with pytest.raises(Refused, match="needs an answer for interim arrangements and step-down actions"):
        propose(the_room, "residential-start", key="outcome")

    propose(the_room, "Stays with the carer", key="interim-arrangements", seen=0)
    propose(the_room, "Weekends with the aunt", key="step-down-actions", seen=0)
    propose(the_room, "residential-start", key="outcome")
    assert approve(the_room) == 2

    begun = Trajectory.objects.get(person=the_room(0).subject_id)
    assert (begun.until_then, begun.step_down) == ("Stays with the carer", "Weekends with the aunt")


def test_a_trajectory_that_was_begun_stays_where_its_outcome_is_corrected():
    the_room = a_room(cases=1).open()
    the_room.write(the_room(0), "interim-arrangements", "Stays with the carer")
    the_room.write(the_room(0), "step-down-actions", "Weekends with the aunt")
    the_room.decide(the_room(0), "residential-start")
    the_room.settle()
    the_room.close()
    the_room.approve()
    kept = list(Trajectory.objects.values_list("pk", "version", "superseded_at"))

    propose(the_room, "support-at-home", key="outcome")
    approve(the_room)

    assert kept
    assert list(Trajectory.objects.values_list("pk", "version", "superseded_at")) == kept


def test_a_correction_is_turned_down_by_who_approves_or_taken_back_by_who_proposed_it(the_room):
    ref = propose(the_room)
    with pytest.raises(Refused, match="Enter why"):
        corrections.turn_down_correction(correction_ref=ref, why="", actor=the_room.chair, now=LATER)
    corrections.turn_down_correction(correction_ref=ref, why="Not so", actor=the_room.chair, now=LATER)
    with pytest.raises(Refused, match="turned down already"):
        corrections.turn_down_correction(correction_ref=ref, why="Not so", actor=the_room.chair, now=LATER)

    mine = propose(the_room)
    corrections.turn_down_correction(correction_ref=mine, why="A slip", actor=the_room.coordinator, now=LATER)
    assert standing(the_room) == "An ant offers a home."
    theirs = propose(the_room, actor=the_room.chair)
    with pytest.raises(NotAllowed):
        corrections.turn_down_correction(
            correction_ref=theirs, why="No", actor=the_room.coordinator, now=LATER
        )


def test_a_note_corrects_what_stands_in_no_text_and_names_no_child(the_room):
    person = the_room(0).subject.person
    by = {"meeting_id": the_room.id, "why": "Left out", "actor": the_room.coordinator, "now": LATER}
    with pytest.raises(Refused, match="seems to be about a child"):
        corrections.note_correction(text=f"{person.given_name} {person.family_name} was here.", **by)

    corrections.note_correction(text="Fostering was there from the start.", **by)

    assert approve(the_room) == 2


def test_a_correction_about_a_record_closed_to_the_approver_waits_for_somebody_named(the_room):
    propose(the_room)
    corrections.note_correction(
        meeting_id=the_room.id, text="Fostering was there.", why="Left out", actor=the_room.chair, now=LATER
    )
    restrict_to(the_room(0).subject.person, the_room.week.coordinating)

    approve(the_room)

    assert standing(the_room) == "An ant offers a home."
    (left,) = MinutesCorrection.objects.filter(state="waiting")
    with pytest.raises(NotFound):
        corrections.turn_down_correction(correction_ref=left.ref, why="No", actor=the_room.chair, now=LATER)
