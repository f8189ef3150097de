"""A case newly rated between the selection and the meeting joins by itself."""

from datetime import timedelta

import pytest

from remit.casework import agenda, selection
from remit.casework.action_list import Child, add_entry, change_entry
from remit.records.audit import AuditEvent
from remit.records.meetings import Meeting, PassedOver
from remit.records.placements_list import ListEntry
from remit.rules.action_list import EntryValues
from remit.rules.outcomes import Refused, Stale
from tests.casework.weeks import Week, a_week, off_the_list, rated
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def week() -> Week:
    return a_week()


def put_on_the_list(week: Week, risk: str) -> ListEntry:
    ref = add_entry(
        child=Child("0077001", "Tavra", "Quillmere"),
        values=EntryValues(risk=risk),
        actor=week.coordinator,
        now=NOW,
    )
    return ListEntry.objects.get(ref=ref)


def rate(week: Week, entry: ListEntry, risk: str) -> None:
    seen = entry.details.get(until__isnull=True, superseded_at__isnull=True).pk
    change_entry(
        entry_ref=entry.ref, seen=seen, values=EntryValues(risk=risk), actor=week.coordinator, now=NOW
    )


@pytest.mark.clause("ROR-16")
@pytest.mark.parametrize("risk", ["high", "medium", "low"])
def test_a_child_put_on_the_list_after_the_selection_joins_the_focus_cases_by_itself(week, risk):
    week.finish()

    entry = put_on_the_list(week, risk)

    item = week.item_of(entry)
    assert (item.section, item.late) == ("focus", True)


@pytest.mark.clause("ROR-16")
def test_a_child_rated_after_the_selection_joins_too_and_moves_the_meeting_on(week):
    entry = rated("unrated")
    week.finish()
    before = week.revision

    rate(week, entry, "medium")

    assert week.item_of(entry).late
    assert week.revision > before


@pytest.mark.clause("ROR-16")
def test_it_joins_an_agenda_that_has_been_issued_as_well(week):
    week.issued_with(rated("high"))

    assert week.item_of(put_on_the_list(week, "high")).late


@pytest.mark.clause("ROR-16")
@pytest.mark.parametrize(
    "moment, risk",
    [
        ("before the selection", "high"),
        ("after the meeting opened", "high"),
        ("after the selection", "unrated"),
    ],
)
def test_at_other_times_and_unrated_nobody_joins_by_themselves(week, moment, risk):
    if moment != "before the selection":
        week.finish()
    if moment == "after the meeting opened":
        Meeting.objects.update(state="open", opened_at=NOW)

    put_on_the_list(week, risk)

    assert not week.meeting.items.exists()


@pytest.mark.clause("ROR-16")
def test_a_change_of_rating_of_a_case_that_was_rated_before_makes_nobody_join(week):
    entry = rated("low")
    week.finish()

    rate(week, entry, "high")

    assert not week.meeting.items.exists()


def test_an_admission_leaves_an_event_that_names_its_clause(week):
    week.finish()
    entry = put_on_the_list(week, "high")

    event = AuditEvent.objects.get(verb="case.admitted-late")
    assert (event.clause, event.meeting_id, event.subject_id) == ("ROR-16", week.meeting.pk, entry.person_id)
    assert event.detail["risk"] == "high"


@pytest.mark.clause("ROR-16")
def test_a_low_one_is_made_an_other_case_with_a_reason(week):
    week.finish()
    item = week.item_of(put_on_the_list(week, "low"))

    with pytest.raises(Refused, match="Say why") as refused:
        selection.pass_over_late(item_ref=item.ref, why=" ", seen=None, actor=week.coordinator, now=NOW)
    selection.pass_over_late(
        item_ref=item.ref, why="Settled at home.", seen=week.revision, actor=week.coordinator, now=NOW
    )

    item.refresh_from_db()
    assert (refused.value.clause, refused.value.field) == ("ROR-16", "why")
    assert (item.state, item.left_why) == ("withdrawn", "Settled at home.")
    assert PassedOver.objects.get().entry_id == item.entry_id


@pytest.mark.clause("ROR-16")
def test_a_high_one_stays_a_focus_case(week):
    week.finish()
    item = week.item_of(put_on_the_list(week, "high"))

    for leave in (selection.pass_over_late, agenda.withdraw_item):
        with pytest.raises(Refused) as refused:
            leave(item_ref=item.ref, why="No time.", seen=None, actor=week.coordinator, now=NOW)
        assert refused.value.clause == "ROR-16"

    item.refresh_from_db()
    assert item.state == "planned"


def test_a_late_one_whose_entry_has_ended_can_be_taken_off(week):
    week.finish()
    entry = put_on_the_list(week, "high")
    item = week.item_of(entry)
    off_the_list(entry)

    agenda.withdraw_item(item_ref=item.ref, why="Went home.", seen=None, actor=week.coordinator, now=NOW)

    item.refresh_from_db()
    assert item.state == "withdrawn"


def test_a_case_chosen_by_hand_is_not_made_an_other_case(week):
    (item,) = week.choose(rated("low"), why="Complex.")

    with pytest.raises(Refused, match="Only a late addition"):
        selection.pass_over_late(
            item_ref=item.ref, why="No time.", seen=None, actor=week.coordinator, now=NOW
        )


def test_nobody_passes_over_a_late_case_from_an_older_page(week):
    week.finish()
    seen = week.revision
    item = week.item_of(put_on_the_list(week, "low"))

    with pytest.raises(Stale):
        selection.pass_over_late(
            item_ref=item.ref, why="No time.", seen=seen, actor=week.coordinator, now=NOW
        )


def test_a_late_case_joins_every_meeting_whose_selection_is_over(week):
    later = a_second_meeting(week)
    week.finish()
    selection.finish_selection(
        meeting_id=later.pk, took_part=[week.coordinating.ref], seen=None, actor=week.coordinator, now=NOW
    )

    entry = put_on_the_list(week, "high")

    assert set(entry.items.values_list("meeting", flat=True)) == {week.meeting.pk, later.pk}


def a_second_meeting(week: Week) -> Meeting:
    from tests.factories import a_meeting

    return a_meeting(week.forum, week.meeting.date + timedelta(days=7))
