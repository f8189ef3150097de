"""How a case is left: outcomes with what they require, and what comes back to the next meeting."""

import pytest

from remit.casework.decisions import defer_item
from remit.records.answers import Decision
from remit.records.audit import AuditEvent
from remit.rules.outcomes import NotAllowed, Refused, Stale
from tests.casework.rooms import AFTER, DURING, Room, a_room
from tests.casework.weeks import Week, off_the_list
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def the_room() -> Room:
    return a_room(cases=2).open()


@pytest.mark.clause("ROR-2")
def test_a_residential_start_asks_for_care_until_then_and_for_stepping_down(the_room):
    with pytest.raises(Refused) as refused:
        the_room.decide(the_room(0), "residential-start")

    assert (refused.value.clause, refused.value.field) == ("ROR-2", "interim-arrangements")
    assert "interim arrangements and step-down actions" in refused.value.problem
    assert not Decision.objects.exists()


@pytest.mark.clause("ROR-2")
@pytest.mark.parametrize("only", ["interim-arrangements", "step-down-actions"])
def test_one_of_the_two_is_not_enough(the_room, only):
    the_room.write(the_room(0), only, "Agreed.")

    with pytest.raises(Refused, match="needs an answer"):
        the_room.decide(the_room(0), "residential-start")


@pytest.mark.clause("ROR-2")
def test_with_both_a_residential_start_is_recorded(the_room):
    the_room.write(the_room(0), "interim-arrangements", "Stays with an aunt.")
    the_room.write(the_room(0), "step-down-actions", "A family by spring.")

    assert the_room.decide(the_room(0), "residential-start") == 1
    assert the_room(0).state == "discussed"


@pytest.mark.clause("ROR-2")
def test_an_answer_that_was_emptied_again_does_not_count(the_room):
    the_room.write(the_room(0), "interim-arrangements", "Stays.")
    the_room.write(the_room(0), "step-down-actions", "Soon.")
    the_room.write(the_room(0), "step-down-actions", "", base=1)

    with pytest.raises(Refused, match="step-down actions"):
        the_room.decide(the_room(0), "residential-start")


@pytest.mark.clause("ROR-2")
def test_putting_a_case_off_asks_why(the_room):
    with pytest.raises(Refused) as refused:
        the_room.decide(the_room(0), "deferred")

    assert (refused.value.clause, refused.value.field) == ("ROR-2", "why")
    the_room.decide(the_room(0), "deferred", why="No report yet")
    assert Decision.objects.get().why == "No report yet"


def test_a_case_that_was_put_off_stands_on_the_next_agenda(the_room):
    the_room.decide(the_room(0), "deferred", why="No report yet")

    item = the_room.later.items.get()
    assert (item.entry, item.section, item.state) == (the_room(0).entry, "focus", "planned")
    assert (the_room(0).state, the_room(0).deferred_to) == ("deferred", the_room.later)


def test_a_case_that_was_chosen_already_says_that_it_comes_back_as_long_as_it_does(the_room):
    next_week = Week(the_room.week.forum, the_room.later)
    chosen = next_week.choose(the_room.cases[0].entry)[0]
    before = chosen.suggestion

    the_room.decide(the_room(0), "deferred", why="No report yet")

    chosen.refresh_from_db()
    assert chosen.suggestion == f"Comes back from the meeting of 15 October 2026. {before}".removesuffix(". ")
    assert the_room.later.items.filter(subject=chosen.subject).count() == 1

    the_room.decide(the_room(0), "support-at-home", seen=1)

    chosen.refresh_from_db()
    assert (chosen.state, chosen.suggestion) == ("planned", before)


def test_a_case_is_put_off_by_its_own_verb_too(the_room):
    defer_item(item_ref=the_room(0).ref, why="No report yet", actor=the_room.coordinator, now=DURING)

    assert Decision.objects.get().outcome == "deferred"
    assert the_room.later.items.get().entry == the_room(0).entry


def test_a_case_put_off_before_the_meeting_has_no_decision():
    the_room = a_room(cases=1)

    defer_item(item_ref=the_room(0).ref, why="No report yet", actor=the_room.coordinator, now=NOW)

    assert the_room.later.items.get().entry == the_room(0).entry
    assert not Decision.objects.exists()


def test_a_case_discussed_after_all_leaves_the_next_agenda_again(the_room):
    the_room.decide(the_room(0), "deferred", why="No report yet")

    the_room.decide(the_room(0), "support-at-home", seen=1)

    assert the_room.later.items.get().state == "withdrawn"
    assert (the_room(0).state, the_room(0).deferred_to) == ("discussed", None)


@pytest.mark.clause("ROR-2")
def test_a_search_that_continues_comes_back_when_the_meeting_closes(the_room):
    the_room.decide(the_room(0), "search-continues")
    the_room.settle()
    assert not the_room.later.items.exists()

    the_room.close()

    assert the_room.later.items.get().entry == the_room(0).entry


def test_a_child_who_left_the_list_does_not_come_back(the_room):
    the_room.decide(the_room(0), "search-continues")
    the_room.settle()
    off_the_list(the_room(0).entry)

    the_room.close()

    assert not the_room.later.items.exists()


def test_an_outcome_is_changed_by_a_new_version(the_room):
    the_room.decide(the_room(0), "support-at-home")

    assert the_room.decide(the_room(0), "no-longer-at-risk", seen=1) == 2
    kept = Decision.objects.order_by("version")
    assert [(one.outcome, one.superseded_at is None) for one in kept] == [
        ("support-at-home", False),
        ("no-longer-at-risk", True),
    ]


def test_an_outcome_recorded_meanwhile_is_not_overwritten(the_room):
    the_room.decide(the_room(0), "support-at-home")

    with pytest.raises(Stale):
        the_room.decide(the_room(0), "no-longer-at-risk", actor=the_room.chair)

    assert Decision.objects.get().outcome == "support-at-home"


@pytest.mark.parametrize("outcome", ["", "no-such-outcome"])
def test_an_outcome_is_one_of_those_of_the_terms(the_room, outcome):
    with pytest.raises(Refused, match="Choose an outcome"):
        the_room.decide(the_room(0), outcome)


def test_a_member_records_no_outcome(the_room):
    with pytest.raises(NotAllowed):
        the_room.decide(the_room(0), "support-at-home", actor=the_room.member)


def test_no_outcome_before_the_meeting_opens():
    the_room = a_room(cases=1)

    with pytest.raises(Refused, match="not open"):
        the_room.decide(the_room(0), "support-at-home")


@pytest.mark.clause("ROR-20")
def test_after_closing_no_outcome_changes(the_room):
    the_room.decide(the_room(0), "support-at-home")
    the_room.settle()
    the_room.close()

    with pytest.raises(Refused) as refused:
        the_room.decide(the_room(0), "no-longer-at-risk", seen=1, now=AFTER)

    assert "next meeting" in refused.value.remedy
    assert the_room(0).decisions.get().outcome == "support-at-home"


def test_the_audit_says_which_outcome_by_which_clause(the_room):
    the_room.decide(the_room(0), "deferred", why="A secret about a child")

    event = AuditEvent.objects.get(verb="outcome.recorded")
    assert (event.clause, event.subject_id) == ("ROR-2", the_room(0).subject_id)
    assert event.detail == {"item": the_room(0).ref, "outcome": "deferred", "version": 1}
