"""Choosing the cases a meeting discusses in full."""

import pytest

from remit.casework import selection
from remit.casework.decisions import defer_item
from remit.casework.selection import Choices
from remit.records.audit import AuditEvent
from remit.records.duties import Duty
from remit.records.meetings import Meeting, SelectionPart
from remit.rules.outcomes import NotAllowed, NotFound, Refused, Stale
from tests.casework.weeks import Week, a_later_meeting, a_week, off_the_list, rated
from tests.factories import NOW, staff, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def week() -> Week:
    return a_week()


def test_a_chosen_case_stands_in_the_section_the_terms_name_with_the_reason_it_was_suggested_for(week):
    entry = rated("high", urgency="today", days_to_place=3)

    (item,) = week.choose(entry)

    assert item.section == "focus"
    assert item.suggestion == "High risk, placement needed today, 3 days to place"
    assert not item.late


@pytest.mark.clause("ROR-8")
def test_a_low_case_is_chosen_only_with_a_reason_which_is_kept(week):
    entry = rated("low")

    with pytest.raises(Refused) as refused:
        week.choose(entry)
    (item,) = week.choose(entry, why="Two placements broke down within a month.")

    assert (refused.value.clause, refused.value.field) == ("ROR-8", "why")
    assert item.why == "Two placements broke down within a month."


@pytest.mark.clause("ROR-8")
def test_an_unrated_case_is_rated_before_it_can_be_chosen(week):
    with pytest.raises(Refused, match="not rated yet") as refused:
        week.choose(rated("unrated"))

    assert refused.value.clause == "ROR-8"
    assert "Rate the child" in refused.value.remedy


def test_a_child_no_longer_on_the_list_is_not_chosen(week):
    entry = rated("high")
    off_the_list(entry)

    with pytest.raises(Refused, match="not on the action list any more"):
        week.choose(entry)


def test_a_case_stands_once(week):
    entry = rated("high")
    week.choose(entry)

    with pytest.raises(Refused, match="on the agenda already"):
        week.choose(entry)


def test_an_unknown_case_is_not_found(week):
    with pytest.raises(NotFound):
        selection.select_case(
            meeting_id=week.meeting.pk, entry_ref="nosuchref222", seen=None, actor=week.coordinator, now=NOW
        )


def test_who_saw_an_older_page_changes_nothing(week):
    first, second = rated("high"), rated("high")
    seen = week.revision
    week.choose(first)

    with pytest.raises(Stale):
        selection.select_case(
            meeting_id=week.meeting.pk, entry_ref=second.ref, seen=seen, actor=week.coordinator, now=NOW
        )

    assert [item.entry for item in week.meeting.items.all()] == [first]


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_only_who_runs_the_forum_chooses(week, who):
    actor = week.member if who == "member" else viewer_of(staff())

    with pytest.raises(NotAllowed):
        selection.select_case(
            meeting_id=week.meeting.pk, entry_ref=rated("high").ref, seen=None, actor=actor, now=NOW
        )


@pytest.mark.parametrize(
    "state, words", [("open", "open already"), ("closed", "closed"), ("cancelled", "cancelled")]
)
def test_nothing_is_chosen_taken_back_or_finished_once_the_meeting_opened(week, state, words):
    chosen, other = rated("high"), rated("high")
    week.choose(chosen)
    Meeting.objects.update(state=state, opened_at=NOW)

    for act in (
        lambda: week.choose(other),
        lambda: selection.unselect_case(
            meeting_id=week.meeting.pk, entry_ref=chosen.ref, seen=None, actor=week.coordinator, now=NOW
        ),
        lambda: week.finish(),
    ):
        with pytest.raises(Refused, match=words):
            act()


def test_a_choice_is_taken_back_and_made_again_while_choosing_goes_on(week):
    entry = rated("high")
    (first,) = week.choose(entry)

    selection.unselect_case(
        meeting_id=week.meeting.pk, entry_ref=entry.ref, seen=week.revision, actor=week.coordinator, now=NOW
    )
    (again,) = week.choose(entry)

    first.refresh_from_db()
    assert (first.state, again.state) == ("withdrawn", "planned")
    assert again.pk != first.pk


def test_what_is_not_chosen_cannot_be_taken_back(week):
    with pytest.raises(Refused, match="not chosen"):
        selection.unselect_case(
            meeting_id=week.meeting.pk,
            entry_ref=rated("high").ref,
            seen=None,
            actor=week.coordinator,
            now=NOW,
        )


def test_after_the_selection_is_finished_a_case_leaves_with_a_reason_only(week):
    entry = rated("high")
    week.choose(entry)
    week.finish()

    with pytest.raises(Refused, match="finished") as refused:
        selection.unselect_case(
            meeting_id=week.meeting.pk, entry_ref=entry.ref, seen=None, actor=week.coordinator, now=NOW
        )

    assert refused.value.remedy == "Take the case off the agenda, with a reason."


def test_a_case_that_came_back_from_an_earlier_meeting_leaves_with_a_reason_only(week):
    later = a_later_meeting(week)
    (item,) = week.choose(rated("high"))
    defer_item(
        item_ref=item.ref, why="The worker is ill.", seen=week.revision, actor=week.coordinator, now=NOW
    )

    with pytest.raises(Refused, match="came back") as refused:
        selection.unselect_case(
            meeting_id=later.pk, entry_ref=item.entry.ref, seen=None, actor=week.coordinator, now=NOW
        )

    assert refused.value.remedy == "Take the case off the agenda, with a reason."
    assert later.items.get().state == "planned"


def test_a_page_of_boxes_chooses_what_is_ticked_and_takes_back_what_is_not(week):
    kept, dropped, added, elsewhere = (rated("high") for _ in range(4))
    week.choose(kept, dropped, elsewhere)

    changed = selection.choose_cases(
        meeting_id=week.meeting.pk,
        choices=Choices(offered=[e.ref for e in (kept, dropped, added)], ticked=[kept.ref, added.ref]),
        seen=week.revision,
        actor=week.coordinator,
        now=NOW,
    )

    standing = {item.entry for item in week.meeting.items.exclude(state="withdrawn")}
    assert changed == 2
    assert standing == {kept, added, elsewhere}


@pytest.mark.clause("ROR-8")
def test_of_a_page_of_boxes_all_are_chosen_or_none_and_the_missing_reason_is_named(week):
    high, low = rated("high"), rated("low")

    with pytest.raises(Refused) as refused:
        selection.choose_cases(
            meeting_id=week.meeting.pk,
            choices=Choices(offered=[high.ref, low.ref], ticked=[high.ref, low.ref]),
            seen=week.revision,
            actor=week.coordinator,
            now=NOW,
        )

    assert refused.value.field == f"why_{low.ref}"
    assert not week.meeting.items.exists()


def test_two_pages_of_boxes_from_one_moment_do_not_both_count(week):
    first, second = rated("high"), rated("high")
    seen = week.revision

    def send(entry):
        selection.choose_cases(
            meeting_id=week.meeting.pk,
            choices=Choices(offered=[first.ref, second.ref], ticked=[entry.ref]),
            seen=seen,
            actor=week.coordinator,
            now=NOW,
        )

    send(first)
    with pytest.raises(Stale):
        send(second)

    assert [item.entry for item in week.meeting.items.exclude(state="withdrawn")] == [first]


@pytest.mark.clause("ROR-8")
def test_finishing_notes_when_and_who_took_part_and_meets_the_duty(week):
    from remit.casework.duties import reconcile_meeting

    reconcile_meeting(week.meeting, now=NOW)
    duty = Duty.objects.get(term="select-focus-cases")
    assert duty.state == "open"

    finished = week.finish(week.coordinating, week.holder_of("brokerage"))

    duty.refresh_from_db()
    assert finished.taking_part.met
    assert week.now_at().selected_at == NOW
    assert {part.staff for part in SelectionPart.objects.all()} == {
        week.coordinating,
        week.holder_of("brokerage"),
    }
    assert duty.state in ("met", "late")
    assert duty.discharged_at == NOW


@pytest.mark.clause("ROR-8")
def test_brokerage_missing_among_the_choosers_is_said_and_stops_nothing(week):
    finished = week.finish(week.coordinating)

    assert not finished.taking_part.met
    assert finished.taking_part.clause == "ROR-8"
    assert "brokerage" in finished.taking_part.because
    assert week.now_at().selected_at == NOW


def test_a_selection_is_finished_by_somebody(week):
    with pytest.raises(Refused, match="Say who took part"):
        selection.finish_selection(
            meeting_id=week.meeting.pk, took_part=[], seen=None, actor=week.coordinator, now=NOW
        )


def test_who_does_not_sit_on_the_forum_did_not_take_part(week):
    with pytest.raises(Refused, match="does not sit on this forum"):
        week.finish(week.coordinating, staff())

    assert week.now_at().selected_at is None


def test_a_selection_is_finished_once(week):
    week.finish()

    with pytest.raises(Refused, match="finished already"):
        week.finish()

    assert SelectionPart.objects.count() == 2


def test_choosing_and_finishing_leave_their_events_without_a_word_about_a_child(week):
    entry = rated("low")
    (item,) = week.choose(entry, why="Her carer gave notice.")
    week.finish()

    chosen, finished = AuditEvent.objects.order_by("id").filter(
        verb__in=["case.selected", "selection.finished"]
    )
    assert (chosen.subject_id, chosen.meeting_id, chosen.clause) == (
        item.subject_id,
        week.meeting.pk,
        "ROR-8",
    )
    assert chosen.detail == {"entry": entry.ref, "item": item.ref, "risk": "low", "late": False}
    assert finished.detail["cases"] == 1
    assert "notice" not in str([chosen.detail, finished.detail])
