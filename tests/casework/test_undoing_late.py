"""What an import put on agendas by itself leaves them again when the import is undone, unless somebody worked on it."""

import pytest

from remit.casework.action_list import rate_entry
from remit.casework.agenda import withdraw_item
from remit.casework.selection import finish_selection
from remit.casework.undoing import undo_import
from remit.casework.undoing_late import FILE_UNDONE
from remit.records.actions import Action
from remit.records.answers import Answer, Decision, Response
from remit.records.audit import AuditEvent
from remit.records.children import Identifier
from remit.records.duties import Duty
from remit.records.meetings import AgendaItem, Meeting
from remit.rules.viewers import Viewer
from tests import lock_order
from tests.casework.lists import a_list, brokerage, entry_of, load, on_the_list
from tests.casework.weeks import Week, a_later_meeting, a_week, rated
from tests.factories import NOW

FILE = a_list("00801,AB,High,Today,1,", "00802,CD,Low,Today,1,", "00803,EF,,Today,1,")

pytestmark = pytest.mark.django_db


@pytest.fixture
def week() -> Week:
    return a_week()


@pytest.fixture
def actor() -> Viewer:
    return brokerage()


def item_of(person_id: str) -> AgendaItem:
    return AgendaItem.objects.get(subject=Identifier.objects.get(value=person_id).person_id)


def standing(meeting: Meeting) -> list[tuple[int, bool]]:
    items = meeting.items.exclude(state="withdrawn").filter(section="focus").order_by("position")
    return list(items.values_list("position", "late"))


@pytest.mark.clause("ROR-16")
def test_cases_that_joined_by_the_import_leave_the_agenda_with_the_reason_and_an_event_each(week, actor):
    week.issued_with(rated("high"))
    loaded = load(FILE, actor, confirmed_vanished=1)
    assert len(standing(week.meeting)) == 3
    before = week.revision

    undone = undo_import(import_ref=loaded.import_ref, actor=actor, now=NOW)

    assert standing(week.meeting) == [(1, False)]
    gone = week.meeting.items.filter(state="withdrawn")
    assert set(gone.values_list("left_why", flat=True)) == {FILE_UNDONE}
    events = AuditEvent.objects.filter(verb="case.late-undone")
    assert {(event.clause, event.meeting_id) for event in events} == {("ROR-16", week.meeting.pk)}
    assert {event.subject_id for event in events} == set(gone.values_list("subject_id", flat=True))
    assert week.revision > before
    (there,) = undone.agendas
    assert (there.meeting, there.taken_off, there.left) == (week.meeting.pk, 2, 0)


def test_they_leave_every_meeting_they_joined_and_no_duty_for_them_stays_open(week, actor):
    later = a_later_meeting(week)
    week.finish()
    finish_selection(
        meeting_id=later.pk, took_part=[week.coordinating.ref], seen=None, actor=week.coordinator, now=NOW
    )
    loaded = load(FILE, actor)

    undone = undo_import(import_ref=loaded.import_ref, actor=actor, now=NOW)

    assert [(one.meeting, one.taken_off) for one in undone.agendas] == [(week.meeting.pk, 2), (later.pk, 2)]
    assert not AgendaItem.objects.exclude(state="withdrawn").exists()
    gone = AgendaItem.objects.filter(state="withdrawn").values("subject")
    assert not Duty.objects.filter(state="open", subject__in=gone).exists()


def test_what_stands_behind_them_moves_up(week, actor):
    week.finish()
    loaded = load(FILE, actor)
    (own,) = week.choose(rated("high"))

    undo_import(import_ref=loaded.import_ref, actor=actor, now=NOW)

    own.refresh_from_db()
    assert own.position == 1
    assert week.meeting.items.exclude(state="withdrawn").get() == own


def decided(week: Week, item: AgendaItem) -> None:
    Decision.objects.create(item=item, outcome="support-at-home", version=1, by=week.coordinating, at=NOW)


def written_about(week: Week, item: AgendaItem) -> None:
    response = Response.objects.create(
        item=item, subject_id=item.subject_id, form="case-discussion", terms=week.meeting.terms
    )
    Answer.objects.create(
        response=response, question="discussion", value="Said.", version=1, by=week.coordinating, at=NOW,
        source="page",
    )  # fmt: skip


def given_an_action(week: Week, item: AgendaItem) -> None:
    Action.objects.create(
        subject_id=item.subject_id, meeting=week.meeting, item=item, what="Ask", lead=week.coordinating,
        due_on=NOW.date(), due_at=NOW, raised_by=week.coordinating, raised_at=NOW,
    )  # fmt: skip


def put_off(week: Week, item: AgendaItem) -> None:
    AgendaItem.objects.filter(pk=item.pk).update(state="deferred")


@pytest.mark.parametrize("worked_on", [decided, written_about, given_an_action, put_off])
def test_a_case_somebody_worked_on_stays_and_is_counted(week, actor, worked_on):
    week.finish()
    loaded = load(FILE, actor)
    item = item_of("00801")
    worked_on(week, item)

    undone = undo_import(import_ref=loaded.import_ref, actor=actor, now=NOW)

    item.refresh_from_db()
    assert item.state != "withdrawn"
    (there,) = undone.agendas
    assert (there.taken_off, there.left) == (1, 1)


def test_a_meeting_that_opened_keeps_all_of_them(week, actor):
    week.finish()
    loaded = load(FILE, actor)
    Meeting.objects.update(state="open", opened_at=NOW)

    undone = undo_import(import_ref=loaded.import_ref, actor=actor, now=NOW)

    (there,) = undone.agendas
    assert (there.taken_off, there.left) == (0, 2)
    assert len(standing(week.meeting)) == 2


def test_a_child_whom_somebody_rated_again_stays_on_the_list_and_on_the_agenda(week, actor):
    week.finish()
    loaded = load(FILE, actor)
    row = entry_of("00801")
    rate_entry(entry_ref=row.entry.ref, seen=row.pk, risk="medium", actor=actor, now=NOW)

    undone = undo_import(import_ref=loaded.import_ref, actor=actor, now=NOW)

    assert set(on_the_list()) == {"00801"}
    assert item_of("00801").state == "planned"
    assert (undone.agendas[0].taken_off, undone.agendas[0].left) == (1, 1)


def test_a_case_taken_off_by_hand_keeps_its_own_reason_and_counts_nowhere(week, actor):
    week.finish()
    loaded = load(FILE, actor)
    item = item_of("00801")
    AgendaItem.objects.filter(pk=item.pk).update(late=False)
    withdraw_item(item_ref=item.ref, why="Went home.", seen=None, actor=week.coordinator, now=NOW)

    undone = undo_import(import_ref=loaded.import_ref, actor=actor, now=NOW)

    item.refresh_from_db()
    assert item.left_why == "Went home."
    assert (undone.agendas[0].taken_off, undone.agendas[0].left) == (1, 0)


def test_late_cases_that_did_not_come_by_this_import_stay(week, actor):
    load(a_list("00810,GH,,Today,1,"), actor)
    week.finish()
    row = entry_of("00810")
    rate_entry(entry_ref=row.entry.ref, seen=row.pk, risk="high", actor=actor, now=NOW)
    loaded = load(FILE, actor, confirmed_vanished=1)

    undo_import(import_ref=loaded.import_ref, actor=actor, now=NOW)

    assert item_of("00810").state == "planned"
    assert standing(week.meeting) == [(1, True)]


def test_a_child_rated_by_the_import_only_leaves_too_while_the_entry_stays_unrated(week, actor):
    load(a_list("00801,AB,,Today,1,"), actor)
    week.finish()
    loaded = load(a_list("00801,AB,High,Today,1,"), actor)

    undo_import(import_ref=loaded.import_ref, actor=actor, now=NOW)

    assert on_the_list() == {"00801": "unrated"}
    assert item_of("00801").state == "withdrawn"


@pytest.mark.clause("ROR-16")
def test_loaded_again_the_children_are_found_new_and_join_again(week, actor):
    week.finish()
    first = load(FILE, actor)
    undo_import(import_ref=first.import_ref, actor=actor, now=NOW)
    assert not Identifier.objects.known().exists()

    again = load(FILE, actor)

    assert again.new == 3
    assert len(standing(week.meeting)) == 2


def test_locks_are_taken_in_their_order_whichever_meetings_wait(week, actor):
    earlier = a_later_meeting(week)
    week.finish()
    loaded = load(FILE, actor)
    Meeting.objects.filter(pk=earlier.pk).update(selected_at=NOW, state="open", opened_at=NOW)
    with lock_order.watched() as watch:
        undo_import(import_ref=loaded.import_ref, actor=actor, now=NOW)
    assert watch.taken > 0
