"""Keeping the action list is owed until each meeting: met by touching what is behind, late after its start, missed once it is closed."""

from datetime import timedelta

import pytest

from remit.casework import action_list
from remit.casework.duties import sweep
from remit.casework.undoing import undo_import
from remit.reading.compliance import compliance
from remit.reading.home import home
from remit.reading.looks import looking
from remit.records.duties import Duty
from remit.records.placements_list import EntryDetail, Import, ListEntry
from remit.terms import load as terms_loading
from remit.terms.values import Span
from tests.casework.lists import a_list, brokerage, entry_of
from tests.casework.lists import load as load_list
from tests.casework.rooms import DURING, NEXT_DAY, a_room
from tests.casework.weeks import Week, a_week
from tests.factories import NOW, TODAY, a_child, an_entry, london, viewer_of

pytestmark = pytest.mark.django_db
STARTS = london("2026-10-15 15:00")
WHAT = "Keep the action list up to date"
DAY = timedelta(days=1)


def the_duty(**where: object) -> Duty:
    return Duty.objects.get(term="keep-the-list", **where)


def touch(entry: ListEntry, *, now=NOW) -> None:
    """Say that somebody did something about it today."""
    row = EntryDetail.objects.open().get(entry=entry)
    action_list.rate_entry(
        entry_ref=entry.ref,
        seen=row.pk,
        risk="medium" if row.risk == "high" else "high",
        actor=brokerage(),
        now=now,
    )


def owed_of(week: Week, *, now=NOW) -> list[tuple[str, bool]]:
    """What the home page of who holds the seat says is owed of the list, and whether it is overdue."""
    viewer = viewer_of(week.holder_of("brokerage"), now=now)
    with looking(viewer, route="home", now=now):
        return [(one.what, one.overdue) for one in home(viewer, now=now).owed if one.clause == "ROR-24"]


def a_list_week(**options: object) -> tuple[Week, ListEntry, ListEntry]:
    """Two entries that nobody has touched for a fortnight, and one that came two days ago."""
    week = a_week(**options)
    stale = an_entry(), an_entry()
    an_entry(since=TODAY - 2 * DAY)
    sweep(now=NOW)
    return week, *stale


@pytest.mark.clause("ROR-24")
def test_brokerage_owes_a_list_without_untouched_entries_by_the_meetings_start_and_meets_it_by_touching_them():
    week, first, second = a_list_week()
    duty = the_duty()
    assert (duty.owner, duty.due_at, duty.state) == (week.holder_of("brokerage"), STARTS, "open")
    assert owed_of(week) == [(WHAT, False)]
    touch(first)
    assert owed_of(week) == [(WHAT, False)]
    touch(second, now=NOW + timedelta(minutes=5))
    assert owed_of(week) == []
    duty.refresh_from_db()
    assert (duty.state, duty.discharged_at, duty.evidence) == ("met", NOW + timedelta(minutes=5), "list-kept")


@pytest.mark.clause("ROR-24")
def test_one_brought_up_to_date_while_the_group_sits_is_late_and_one_left_so_is_missed_with_how_many():
    the_room = a_room(cases=1, others=1).open()
    sweep(now=DURING)
    assert owed_of(the_room.week, now=DURING) == [(WHAT, True), (WHAT, False)]  # the next meeting's too
    the_room.settle()
    the_room.close()
    this = the_duty(meeting=the_room.week.meeting)
    assert (this.state, this.evidence) == ("missed", "meeting-closed, 2 entries untouched")
    for entry in ListEntry.objects.all():
        touch(entry, now=NEXT_DAY)
    this.refresh_from_db()
    assert this.state == "missed"
    assert the_duty(meeting=the_room.later).state == "met"


@pytest.mark.clause("ROR-24")
def test_what_is_touched_after_the_start_and_before_the_close_is_late():
    the_room = a_room(cases=1, others=0).open()
    sweep(now=DURING)
    touch(ListEntry.objects.get(), now=DURING)
    duty = the_duty(meeting=the_room.week.meeting)
    assert (duty.state, duty.discharged_at) == ("late", DURING)


def test_a_sweep_after_it_changes_nothing_and_brings_back_a_duty_that_was_lost_as_it_was():
    _, first, second = a_list_week()
    touch(first)
    touch(second)
    before = (the_duty().state, the_duty().discharged_at, the_duty().evidence)
    assert sweep(now=NOW + DAY).changes == {}
    the_duty().delete()
    assert sweep(now=NOW + 9 * DAY).changes == {"create": 1}
    assert (the_duty().state, the_duty().discharged_at, the_duty().evidence) == before


def test_a_list_that_is_loaded_touches_what_it_changes_and_undoing_it_takes_that_back():
    a_week()
    keeper = brokerage()
    load_list(a_list("0070001,AB,High,Today,1,Looking"), keeper, now=NOW - 20 * DAY)
    sweep(now=NOW)
    assert the_duty().state == "open"
    load_list(a_list("0070001,AB,High,Today,1,An offer"), keeper)
    assert the_duty().state == "met"
    undo_import(import_ref=Import.objects.latest("pk").ref, actor=keeper, now=NOW + timedelta(minutes=1))
    assert the_duty().state == "open"
    action_list.end_entry(
        entry_ref=entry_of("0070001").entry.ref,
        seen=entry_of("0070001").pk,
        reason="home",
        on=TODAY,
        note="",
        actor=keeper,
        now=NOW + timedelta(minutes=2),
    )
    assert the_duty().state == "met"


def test_a_record_that_is_restricted_is_nothing_brokerage_can_be_held_to():
    a_week()
    an_entry(child=a_child(restricted=True))
    sweep(now=NOW)
    assert the_duty().state == "met"


@pytest.mark.clause("ROR-24")
def test_the_page_of_duties_counts_it_under_its_clause():
    week, first, second = a_list_week()
    touch(first)
    touch(second)
    figures = compliance(week.chair, forum="ror", now=STARTS + DAY).forums[0]
    line = next(one for one in figures.duties if one.clause == "ROR-24")
    assert (line.what, line.whole.fell_due, line.whole.met) == (WHAT, 1, 1)


def test_without_days_after_which_an_entry_is_flagged_nobody_is_held_to_the_list():
    shipped = terms_loading.merged("ror")
    cohort = shipped.cohorts[0].model_copy(update={"untouched": None})
    a_list_week(terms=shipped.model_copy(update={"cohorts": (cohort,)}))
    assert not Duty.objects.filter(term="keep-the-list").exists()


def test_another_number_of_days_holds_to_another_list():
    shipped = terms_loading.merged("ror")
    cohort = shipped.cohorts[0]
    longer = cohort.untouched.model_copy(update={"after": Span.model_validate("30 days")})
    changed = cohort.model_copy(update={"untouched": longer})
    a_list_week(terms=shipped.model_copy(update={"cohorts": (changed,)}))
    assert the_duty().state == "met"
