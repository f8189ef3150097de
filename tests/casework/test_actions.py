"""What a meeting asks of somebody, by when, and what its lead reports of it."""

from datetime import date

import pytest

from remit.casework import actions
from remit.casework.duties import sweep
from remit.records.actions import Action, ActionUpdate
from remit.records.audit import AuditEvent
from remit.records.duties import Duty
from remit.rules.outcomes import NotAllowed, NotFound, Refused, Stale
from tests.casework.rooms import AFTER, DURING, NEXT_DAY, Room, a_room, hold_the_next, london
from tests.factories import staff, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def the_room() -> Room:
    return a_room(cases=1).open()


def updated(the_room: Room, ref: str, **options: object) -> int:
    options = {
        "seen": 1,
        "text": "Asked, no answer yet.",
        "actor": viewer_of(the_room.week.sitting),
        "now": NEXT_DAY,
        **options,
    }
    return actions.update_action(action_ref=ref, **options)


@pytest.mark.clause("ROR-4")
def test_an_action_without_a_date_is_due_when_the_next_meeting_starts(the_room):
    agreed = the_room.agree(item=the_room(0))

    assert agreed.due_at == london("2026-10-22 15:00")
    assert Action.objects.get().due_on == date(2026, 10, 22)


@pytest.mark.clause("ROR-4")
def test_its_lead_owes_an_update_by_then(the_room):
    agreed = the_room.agree(item=the_room(0))

    duty = Duty.objects.get(term="report-on-action")
    assert (duty.owner, duty.due_at, duty.state) == (the_room.week.sitting, agreed.due_at, "open")


@pytest.mark.clause("ROR-4")
def test_an_update_in_time_meets_that_duty(the_room):
    agreed = the_room.agree(item=the_room(0))

    updated(the_room, agreed.ref)

    duty = Duty.objects.get(term="report-on-action")
    assert (duty.state, duty.discharged_at) == ("met", NEXT_DAY)


@pytest.mark.clause("ROR-4")
def test_an_update_without_words_is_none(the_room):
    agreed = the_room.agree(item=the_room(0))

    with pytest.raises(Refused) as refused:
        updated(the_room, agreed.ref, text="  ", finished=True)

    assert (refused.value.clause, refused.value.field) == ("ROR-4", "text")


def test_an_action_with_a_day_is_due_at_the_end_of_it(the_room):
    agreed = the_room.agree(due_on=date(2026, 10, 19))

    assert agreed.due_at == london("2026-10-20 00:00")
    assert Action.objects.get().due_on == date(2026, 10, 19)


@pytest.mark.parametrize(
    "given, field",
    [({"what": " "}, "what"), ({"due_on": date(2026, 10, 14)}, "due_on"), ({"what": "x" * 1001}, "what")],
)
def test_an_action_that_is_not_accepted(the_room, given, field):
    with pytest.raises(Refused) as refused:
        the_room.agree(**given)

    assert refused.value.field == field
    assert not Action.objects.exists()


def test_an_action_has_somebody_who_leads_it(the_room):
    with pytest.raises(Refused, match="who leads"):
        the_room.agree(lead=staff(is_active=False))


def test_without_a_later_meeting_an_action_needs_a_day(the_room):
    the_room.later.delete()

    with pytest.raises(Refused) as refused:
        the_room.agree()

    assert (refused.value.clause, refused.value.field) == ("ROR-4", "due_on")


def test_a_member_agrees_no_action(the_room):
    with pytest.raises(NotAllowed):
        the_room.agree(actor=the_room.member)


def test_an_action_can_be_updated_after_the_meeting_has_closed(the_room):
    agreed = the_room.agree(item=the_room(0))
    the_room.settle()
    the_room.close()

    assert updated(the_room, agreed.ref, finished=True) == 2
    action = Action.objects.get()
    assert (action.state, action.ended_at, action.version) == ("done", NEXT_DAY, 2)


def test_no_new_action_after_the_meeting_has_closed(the_room):
    the_room.settle()
    the_room.close()

    with pytest.raises(Refused, match="closed"):
        the_room.agree(now=AFTER)


def test_an_update_gives_an_action_a_later_date(the_room):
    agreed = the_room.agree()

    updated(the_room, agreed.ref, due_on=date(2026, 11, 2))

    assert Action.objects.get().due_at == london("2026-11-03 00:00")
    assert ActionUpdate.objects.get().due_on == date(2026, 11, 2)


def test_an_update_over_somebody_elses_is_refused_and_nothing_is_lost(the_room):
    agreed = the_room.agree()
    updated(the_room, agreed.ref, text="Done by the coordinator.", actor=the_room.coordinator)

    with pytest.raises(Stale):
        updated(the_room, agreed.ref, text="Done by its lead.")

    assert [update.text for update in ActionUpdate.objects.all()] == ["Done by the coordinator."]


def test_a_finished_action_is_not_updated_again(the_room):
    agreed = the_room.agree()
    updated(the_room, agreed.ref, finished=True)

    with pytest.raises(Refused, match="finished already"):
        updated(the_room, agreed.ref, seen=2)


def test_a_finished_action_has_no_new_date(the_room):
    agreed = the_room.agree()

    with pytest.raises(Refused, match="no new date"):
        updated(the_room, agreed.ref, finished=True, due_on=date(2026, 11, 2))


def cancelled(the_room: Room, ref: str, **options: object) -> None:
    given = {
        "seen": 1,
        "why": "The child has moved.",
        "actor": the_room.coordinator,
        "now": NEXT_DAY,
        **options,
    }
    actions.cancel_action(action_ref=ref, **given)


def test_an_action_is_cancelled_with_its_reason_and_nothing_is_owed_for_it(the_room):
    agreed = the_room.agree()

    cancelled(the_room, agreed.ref)

    action, told, duty = (
        Action.objects.get(),
        ActionUpdate.objects.get(),
        Duty.objects.get(term="report-on-action"),
    )
    assert (action.state, action.ended_at, action.version) == ("cancelled", NEXT_DAY, 2)
    assert (told.text, told.state, told.by_id) == (
        "The child has moved.",
        "cancelled",
        the_room.coordinator.staff_id,
    )
    assert (duty.state, duty.evidence) == ("void", "the action was cancelled")
    assert "moved" not in str(AuditEvent.objects.get(verb="action.cancelled").detail)
    assert set(sweep(now=NEXT_DAY).changes) <= {"create"}, "of other duties"


def test_what_was_reported_before_it_was_cancelled_stays_met(the_room):
    agreed = the_room.agree()
    updated(the_room, agreed.ref)

    cancelled(the_room, agreed.ref, seen=2)

    assert Duty.objects.get(term="report-on-action").state == "met"


def test_a_cancelled_action_is_not_asked_about_again(the_room):
    agreed = the_room.agree()
    cancelled(the_room, agreed.ref)
    the_room.settle()
    the_room.close()

    hold_the_next(the_room)

    assert [duty.state for duty in Duty.objects.filter(term="report-on-action")] == ["void"]


@pytest.mark.parametrize(
    "given, refused",
    [
        ({"why": " "}, Refused),
        ({"why": "x" * 501}, Refused),
        ({"seen": 2}, Stale),
    ],
)
def test_an_action_is_not_cancelled_without_a_reason_nor_over_somebody_elses_update(the_room, given, refused):
    agreed = the_room.agree()
    with pytest.raises(refused):
        cancelled(the_room, agreed.ref, **given)
    assert Action.objects.get().state == "open"


def test_its_lead_does_not_cancel_it(the_room):
    agreed = the_room.agree()
    with pytest.raises(NotAllowed):
        cancelled(the_room, agreed.ref, actor=the_room.member)


def test_an_action_is_cancelled_once_and_not_updated_after(the_room):
    agreed = the_room.agree()
    cancelled(the_room, agreed.ref)
    with pytest.raises(Refused, match="finished or cancelled already"):
        cancelled(the_room, agreed.ref, seen=2)
    with pytest.raises(Refused, match="This action is cancelled"):
        updated(the_room, agreed.ref, seen=2)


def test_somebody_elses_action_is_not_theirs_to_update(the_room):
    agreed = the_room.agree()

    with pytest.raises(NotAllowed, match="led by somebody else"):
        updated(the_room, agreed.ref, actor=viewer_of(staff()))


def test_an_action_that_is_not_there_is_not_found(the_room):
    with pytest.raises(NotFound):
        updated(the_room, "nothing")


def test_an_action_belongs_to_an_item_of_its_meeting(the_room):
    with pytest.raises(NotFound):
        actions.agree_action(
            meeting_id=the_room.later.pk,
            item_ref=the_room(0).ref,
            what="Ask",
            lead_id=the_room.week.sitting.pk,
            actor=the_room.coordinator,
            now=DURING,
        )
