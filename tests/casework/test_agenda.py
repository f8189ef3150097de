"""The agenda: drafted, its order and times, what is added and taken off, confirmed, taken back to a draft."""

from datetime import date, time

import pytest

from remit.casework import agenda
from remit.casework.action_list import change_entry
from remit.casework.decisions import defer_item
from remit.casework.room import open_meeting
from remit.records.audit import AuditEvent
from remit.records.meetings import AgendaReopening, Meeting
from remit.rules.action_list import EntryValues
from remit.rules.outcomes import NotAllowed, NotFound, Refused, Stale
from tests.casework.rooms import DURING
from tests.casework.weeks import Week, a_later_meeting, a_week, rated
from tests.factories import NOW, a_meeting, staff, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def week() -> Week:
    return a_week()


def times(week: Week, section: str = "focus") -> list[tuple[str, int]]:
    items = week.meeting.items.filter(section=section, state="planned").order_by("position")
    return [(f"{item.slot_at:%H:%M}" if item.slot_at else "", item.slot_minutes) for item in items]


def order(week: Week, section: str = "focus") -> list[int]:
    items = week.meeting.items.filter(section=section, state="planned").order_by("position")
    return list(items.values_list("pk", flat=True))


def drafted(week: Week, number: int = 3) -> list:
    items = week.choose(*(rated("high") for _ in range(number)))
    week.finish()
    week.draft()
    return items


@pytest.mark.clause("ROR-15")
def test_drafting_gives_each_focus_case_the_usual_time_one_after_the_other(week):
    drafted(week)

    assert times(week) == [("15:00", 20), ("15:20", 20), ("15:40", 20)]
    assert week.now_at().drafted_at == NOW


@pytest.mark.clause("ROR-8")
def test_nothing_is_drafted_before_the_selection_is_finished(week):
    week.choose(rated("high"))

    with pytest.raises(Refused) as refused:
        week.draft()

    assert refused.value.clause == "ROR-8"
    assert "Finish the selection" in refused.value.remedy


@pytest.mark.clause("ROR-15")
def test_a_case_that_gets_longer_moves_the_later_ones(week):
    first, *_ = drafted(week)

    set_slot(week, first, "15:00", 35)

    assert times(week) == [("15:00", 35), ("15:35", 20), ("15:55", 20)]


@pytest.mark.clause("ROR-15")
def test_the_later_ones_stay_where_they_are_if_asked_to(week):
    first, *_ = drafted(week)

    set_slot(week, first, "15:00", 35, shift_later=False)

    assert times(week) == [("15:00", 35), ("15:20", 20), ("15:40", 20)]


@pytest.mark.clause("ROR-15")
def test_a_case_put_later_pushes_those_it_would_run_into(week):
    _, second, _ = drafted(week)

    set_slot(week, second, "15:30", 20)

    assert times(week) == [("15:00", 20), ("15:30", 20), ("15:50", 20)]


@pytest.mark.parametrize("at, minutes, field", [
    ("14:59", 20, "at"),
    ("16:30", 20, "at"),
    ("15:00", 0, "minutes"),
    ("15:00", 241, "minutes"),
])  # fmt: skip
def test_a_slot_outside_the_meeting_or_of_no_sensible_length_is_refused(week, at, minutes, field):
    first, *_ = drafted(week)

    with pytest.raises(Refused) as refused:
        set_slot(week, first, at, minutes)

    assert refused.value.field == field
    assert times(week)[0] == ("15:00", 20)


@pytest.mark.clause("ROR-18")
def test_an_item_moves_to_another_place_and_takes_the_times_with_it(week):
    first, second, third = drafted(week)
    set_slot(week, third, "15:40", 30)

    agenda.move_item(item_ref=third.ref, position=1, seen=week.revision, actor=week.coordinator, now=NOW)

    assert order(week) == [third.pk, first.pk, second.pk]
    assert times(week) == [("15:00", 30), ("15:30", 20), ("15:50", 20)]


@pytest.fixture
def by_hand(week) -> tuple[Week, list[int]]:
    """An issued agenda whose other cases were put in another order than the list's, and that order."""
    for risk in ("medium", "medium", "low"):
        rated(risk)
    week.issued_with(*(rated("high") for _ in range(2)))
    least = week.meeting.items.filter(section="other").get(snapshot__risk="low")
    agenda.move_item(item_ref=least.ref, position=1, seen=None, actor=week.coordinator, now=NOW)
    assert order(week, "other")[0] == least.pk
    return week, order(week, "other")


@pytest.mark.clause("ROR-18")
def test_other_cases_put_in_order_by_hand_stay_so_when_the_list_changes(by_hand):
    week, kept = by_hand
    times_of(week, kept)
    item = week.meeting.items.get(pk=kept[-1])
    change_entry(
        entry_ref=item.entry.ref,
        values=EntryValues(risk=item.snapshot.risk, team="Team Heron"),
        seen=item.snapshot_id,
        actor=week.coordinator,
        now=NOW,
    )

    assert order(week, "other") == kept
    assert times(week, "other") == [("16:00", 5), ("16:05", 5), ("16:10", 5)]
    assert week.meeting.items.get(pk=kept[-1]).snapshot.team == "Team Heron"


@pytest.mark.clause("ROR-18")
def test_other_cases_put_in_order_by_hand_stay_so_when_the_meeting_opens(by_hand):
    week, kept = by_hand
    times_of(week, kept)
    open_meeting(meeting_id=week.meeting.pk, seen=None, actor=week.coordinator, now=DURING)

    assert order(week, "other") == kept
    assert times(week, "other") == [("16:00", 5), ("16:05", 5), ("16:10", 5)]


@pytest.mark.clause("ROR-18")
def test_a_case_that_joins_the_others_stands_behind_those_put_in_order_by_hand(by_hand):
    week, kept = by_hand
    leaves = week.meeting.items.filter(section="focus").order_by("position")[0]
    agenda.withdraw_item(item_ref=leaves.ref, why="Placed", seen=None, actor=week.coordinator, now=NOW)

    joined = week.meeting.items.get(section="other", entry=leaves.entry)
    assert order(week, "other") == [*kept, joined.pk]


@pytest.mark.clause("ROR-18")
def test_one_of_the_other_cases_that_was_taken_off_by_hand_stays_off(by_hand):
    week, (first, *others) = by_hand
    item = week.meeting.items.get(pk=first)
    agenda.withdraw_item(item_ref=item.ref, why="Heard at court", seen=None, actor=week.coordinator, now=NOW)
    assert order(week, "other") == others

    open_meeting(meeting_id=week.meeting.pk, seen=None, actor=week.coordinator, now=DURING)
    assert order(week, "other") == others


def times_of(week: Week, items: list[int]) -> None:
    """Give these items five minutes each, from 4pm on."""
    for number, pk in enumerate(items):
        item = week.meeting.items.get(pk=pk)
        set_slot(week, item, f"16:{number * 5:02}", 5, shift_later=False)


@pytest.mark.parametrize("position", [0, 4])
def test_there_is_no_place_before_the_first_or_after_the_last(week, position):
    first, *_ = drafted(week)

    with pytest.raises(Refused, match="3 places"):
        agenda.move_item(item_ref=first.ref, position=position, seen=None, actor=week.coordinator, now=NOW)


def test_drafting_again_puts_the_times_in_order_and_keeps_the_lengths(week):
    _, second, _ = drafted(week)
    set_slot(week, second, "16:10", 30, shift_later=False)

    week.draft()

    assert times(week) == [("15:00", 20), ("15:20", 30), ("15:50", 20)]


@pytest.mark.clause("ROR-18")
def test_the_chair_confirms_what_the_coordinator_drafted_and_nobody_else_does(week):
    drafted(week)

    for actor in (week.coordinator, week.member, viewer_of(staff())):
        with pytest.raises(NotAllowed) as refused:
            agenda.confirm_agenda(meeting_id=week.meeting.pk, seen=None, actor=actor, now=NOW)
        assert refused.value.clause == "ROR-18"
    week.confirm()

    meeting = week.now_at()
    assert (meeting.state, meeting.issued_at) == ("issued", NOW)


def test_there_is_nothing_to_confirm_before_a_draft_or_twice(week):
    week.finish()
    with pytest.raises(Refused, match="not drafted yet"):
        week.confirm()
    week.draft()
    week.confirm()
    with pytest.raises(Refused, match="issued already"):
        week.confirm()


def test_a_member_prepares_nothing(week):
    first, *_ = drafted(week)

    for act in (
        lambda who: agenda.draft_agenda(meeting_id=week.meeting.pk, seen=None, actor=who, now=NOW),
        lambda who: agenda.set_slot(
            item_ref=first.ref, at=time(15), minutes=5, seen=None, actor=who, now=NOW
        ),
        lambda who: agenda.move_item(item_ref=first.ref, position=2, seen=None, actor=who, now=NOW),
        lambda who: agenda.withdraw_item(item_ref=first.ref, why="x", seen=None, actor=who, now=NOW),
        lambda who: agenda.add_business(meeting_id=week.meeting.pk, title="x", seen=None, actor=who, now=NOW),
        lambda who: agenda.reopen_draft(meeting_id=week.meeting.pk, why="x", seen=None, actor=who, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            act(week.member)


def test_an_issued_agenda_is_taken_back_to_a_draft_with_a_reason_that_is_kept(week):
    week.issued_with(rated("high"))

    with pytest.raises(Refused, match="Give a reason"):
        agenda.reopen_draft(meeting_id=week.meeting.pk, why=" ", seen=None, actor=week.chair, now=NOW)
    agenda.reopen_draft(
        meeting_id=week.meeting.pk,
        why="Two workers cannot come.",
        seen=week.revision,
        actor=week.chair,
        now=NOW,
    )

    meeting = week.now_at()
    assert (meeting.state, meeting.issued_at) == ("planned", None)
    assert AgendaReopening.objects.get().why == "Two workers cannot come."
    assert "workers" not in str(AuditEvent.objects.get(verb="agenda.reopened").detail)


def test_only_an_issued_agenda_is_taken_back_and_only_before_the_meeting(week):
    drafted(week)
    with pytest.raises(Refused, match="is a draft"):
        agenda.reopen_draft(meeting_id=week.meeting.pk, why="x", seen=None, actor=week.chair, now=NOW)
    Meeting.objects.update(state="open")
    with pytest.raises(Refused, match="open already"):
        agenda.reopen_draft(meeting_id=week.meeting.pk, why="x", seen=None, actor=week.chair, now=NOW)


@pytest.mark.clause("ROR-18")
def test_a_matter_of_business_stands_at_the_end_of_its_section(week):
    for title in ("Half term cover", "  New   contact list "):
        agenda.add_business(
            meeting_id=week.meeting.pk, title=title, seen=None, actor=week.coordinator, now=NOW
        )

    items = week.meeting.items.filter(section="any-other-business").order_by("position")
    assert [item.title for item in items] == ["Half term cover", "New contact list"]


@pytest.mark.parametrize("title, words", [(" ", "Enter what"), ("x" * 201, "too long")])
def test_a_matter_of_business_has_a_title_that_can_be_kept(week, title, words):
    with pytest.raises(Refused, match=words) as refused:
        agenda.add_business(
            meeting_id=week.meeting.pk, title=title, seen=None, actor=week.coordinator, now=NOW
        )
    assert refused.value.field == "title"


def test_an_item_leaves_the_agenda_with_a_reason_that_is_kept(week):
    first, second, third = drafted(week)

    with pytest.raises(Refused, match="Give a reason"):
        agenda.withdraw_item(item_ref=first.ref, why="", seen=None, actor=week.coordinator, now=NOW)
    agenda.withdraw_item(
        item_ref=first.ref, why="Moved to a relative.", seen=week.revision, actor=week.coordinator, now=NOW
    )

    first.refresh_from_db()
    assert (first.state, first.left_why) == ("withdrawn", "Moved to a relative.")
    assert order(week) == [second.pk, third.pk]
    with pytest.raises(NotFound):
        agenda.withdraw_item(item_ref=first.ref, why="x", seen=None, actor=week.coordinator, now=NOW)


def test_what_has_been_discussed_stays(week):
    first, *_ = drafted(week)
    first.state = "discussed"
    first.save()

    with pytest.raises(Refused, match="discussed or deferred"):
        agenda.withdraw_item(item_ref=first.ref, why="x", seen=None, actor=week.coordinator, now=NOW)


def test_who_saw_an_older_agenda_changes_nothing(week):
    first, second, _ = drafted(week)
    seen = week.revision
    set_slot(week, second, "15:25", 20)

    for act in (
        lambda: agenda.set_slot(
            item_ref=first.ref, at=time(15), minutes=5, seen=seen, actor=week.coordinator, now=NOW
        ),
        lambda: agenda.move_item(item_ref=first.ref, position=2, seen=seen, actor=week.coordinator, now=NOW),
        lambda: agenda.withdraw_item(item_ref=first.ref, why="x", seen=seen, actor=week.coordinator, now=NOW),
        lambda: agenda.draft_agenda(meeting_id=week.meeting.pk, seen=seen, actor=week.coordinator, now=NOW),
        lambda: agenda.confirm_agenda(meeting_id=week.meeting.pk, seen=seen, actor=week.chair, now=NOW),
    ):
        with pytest.raises(Stale):
            act()


def test_a_case_put_off_has_no_place_and_no_time_at_this_meeting(week):
    a_later_meeting(week)
    first, second, third = drafted(week)
    put_off(week, first)

    for act in (
        lambda: agenda.move_item(item_ref=first.ref, position=1, seen=None, actor=week.coordinator, now=NOW),
        lambda: set_slot(week, first, "15:30", 10),
        lambda: set_slot(week, first, "15:30", 10, shift_later=False),
    ):
        with pytest.raises(Refused, match="put off") as refused:
            act()
        assert "agenda of the next meeting" in refused.value.remedy
    assert order(week) == [second.pk, third.pk]


def test_a_case_put_off_stands_on_the_next_agenda_and_gets_its_time_there(week):
    later = a_later_meeting(week)
    first, *_ = drafted(week)
    defer_item(
        item_ref=first.ref, why="The worker is ill.", seen=week.revision, actor=week.coordinator, now=NOW
    )

    then = Week(week.forum, later)
    then.finish()
    then.draft()

    assert [item.entry_id for item in later.items.filter(section="focus")] == [first.entry_id]
    assert times(then) == [("15:00", 20)]


@pytest.mark.verb("item.deferred")
def test_a_case_put_off_lets_the_later_ones_begin_earlier_and_the_audit_says_how_many(week):
    a_later_meeting(week)
    first, *later = drafted(week)
    began = times(week)
    options = {"seen": week.revision, "actor": week.coordinator, "now": NOW}
    defer_item(item_ref=first.ref, why="The worker is ill.", shift_later=True, **options)

    assert AuditEvent.objects.get(verb="item.deferred").detail["moved"] == len(later)
    starts = [item.slot_at for item in week.meeting.items.filter(pk__in=[one.pk for one in later])]
    assert min(starts) == time.fromisoformat(began[0][0])


def test_a_case_put_off_to_a_meeting_that_was_then_cancelled_joins_the_one_after_it(week):
    cancelled = a_later_meeting(week)
    first, *_ = drafted(week)
    put_off(week, first)
    Meeting.objects.filter(pk=cancelled.pk).update(state="cancelled")

    then = Week(week.forum, a_meeting(week.forum, date(2026, 10, 29)))
    then.finish()
    then.draft()
    then.draft()

    assert [item.entry_id for item in then.meeting.items.filter(section="focus")] == [first.entry_id]


def test_a_case_that_came_back_and_was_taken_off_stays_off_when_drafted_again(week):
    later = a_later_meeting(week)
    first, *_ = drafted(week)
    put_off(week, first)
    then = Week(week.forum, later)
    then.finish()
    then.draft()
    back = later.items.get(section="focus")

    agenda.withdraw_item(item_ref=back.ref, why="Went home.", seen=None, actor=week.coordinator, now=NOW)
    then.draft()

    assert [item.state for item in later.items.filter(section="focus")] == ["withdrawn"]


@pytest.mark.clause("ROR-18")
@pytest.mark.parametrize(
    "on, stands",
    [(date(2026, 10, 22), False), (date(2026, 10, 29), True), (date(2026, 11, 26), False)],
    ids=["not the last of October", "the last of October", "the last of November"],
)
def test_the_analysis_is_an_item_of_the_last_meeting_of_an_even_month(week, on, stands):
    for day in (22, 29):
        if date(2026, 10, day) != on:
            a_meeting(week.forum, date(2026, 10, day))
    then = Week(week.forum, a_meeting(week.forum, on))
    then.finish()

    then.draft()

    assert then.meeting.items.filter(section="analysis").exists() == stands


def put_off(week: Week, item) -> None:
    defer_item(
        item_ref=item.ref, why="The worker is ill.", seen=week.revision, actor=week.coordinator, now=NOW
    )


def set_slot(week: Week, item, at: str, minutes: int, *, shift_later: bool = True) -> None:
    agenda.set_slot(
        item_ref=item.ref,
        at=time.fromisoformat(at),
        minutes=minutes,
        shift_later=shift_later,
        seen=week.revision,
        actor=week.coordinator,
        now=NOW,
    )
