"""A child whose record is restricted to others is not there for who runs the forum: no verb, page or extract finds it."""

from datetime import datetime, time

import pytest
from django.urls import reverse

from remit.casework import actions, agenda, attendance, decisions, minutes, restriction, room, selection
from remit.casework.attendance_rows import Somebody
from remit.casework.duties import sweep
from remit.records.actions import Action
from remit.records.audit import Look
from remit.records.duties import Duty
from remit.records.meetings import AgendaItem
from remit.records.people import PostHolding
from remit.rules.outcomes import NotAllowed, NotFound, Refused
from remit.rules.viewers import Post
from tests.casework.rooms import DURING, NEXT_DAY, Room, a_room
from tests.casework.weeks import a_later_meeting, a_week, rated
from tests.factories import (
    NOW,
    TODAY,
    a_child,
    a_forum,
    a_meeting,
    a_restricted_child,
    a_team,
    staff,
    viewer_of,
)
from tests.factories.children import allocate, restrict_to
from tests.factories.forums import in_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return NEXT_DAY


@pytest.fixture
def worker():
    return staff()


@pytest.fixture
def the_room(worker) -> Room:
    """An open meeting; the record of its child has since been restricted to the child's worker."""
    the_room = a_room(cases=1).open()
    the_room.agree("Ask the aunt in Farbury", item=the_room(0))
    child = the_room(0).subject.person
    allocate(child, worker)
    restrict_to(child, worker)
    return the_room


ITEM_VERBS = {
    "answer": lambda r, who: r.write(r(0), "discussion", "Words.", actor=who),
    "outcome": lambda r, who: r.decide(r(0), "support-at-home", actor=who),
    "defer": lambda r, who: decisions.defer_item(item_ref=r(0).ref, why="No time", actor=who, now=DURING),
    "agree": lambda r, who: r.agree(item=r(0), actor=who),
    "take": lambda r, who: room.take_item(item_ref=r(0).ref, actor=who, now=DURING),
    "note": lambda r, who: room.note_item(item_ref=r(0).ref, actor=who, now=DURING),
    "presence": lambda r, who: attendance.record_case_presence(
        item_ref=r(0).ref, who=Somebody(name="Visiting worker"), actor=who, now=DURING
    ),
    "absence": lambda r, who: attendance.record_case_absence(
        item_ref=r(0).ref, reason="Ill", actor=who, now=DURING
    ),
    "release": lambda r, who: minutes.release_wording(
        item_ref=r(0).ref, key="discussion", wording="", seen=1, actor=who, now=DURING
    ),
}


@pytest.mark.parametrize("verb", ITEM_VERBS)
def test_who_runs_the_forum_and_is_not_named_finds_no_such_item(the_room, verb):
    with pytest.raises(NotFound):
        ITEM_VERBS[verb](the_room, the_room.coordinator)


def test_who_runs_the_forum_and_is_named_works_with_the_item(the_room):
    restrict_to(the_room(0).subject.person, the_room.week.coordinating)

    assert the_room.write(the_room(0), "discussion", "Words.").version == 1


def test_neither_its_lead_nor_who_runs_the_forum_updates_an_action_about_it(the_room):
    ref = Action.objects.get().ref

    for who in (the_room.week.sitting, the_room.week.coordinating):
        with pytest.raises(NotFound):
            actions.update_action(
                action_ref=ref, seen=1, text="Asked.", actor=viewer_of(who, now=NEXT_DAY), now=NEXT_DAY
            )


@pytest.mark.look
def test_an_action_about_it_is_there_for_neither_and_the_refusal_is_kept(the_room, signed_in):
    where = reverse("action", kwargs={"action": Action.objects.get().ref})

    for who in (the_room.week.sitting, the_room.week.coordinating):
        assert signed_in(who).get(where).status_code == 404
        assert "aunt in Farbury" not in signed_in(who).get("/").content.decode()

    assert Look.objects.filter(kind="denied", route="action").count() == 2


@pytest.fixture
def governance():
    return viewer_of(staff(posts=[Post.INFORMATION_GOVERNANCE]), now=NEXT_DAY)


@pytest.fixture
def reported(worker) -> Duty:
    """What is owed of an action about a child with a worker, and a manager above."""
    the_room = a_room(cases=1).open()
    the_room.agree("Ask the aunt in Farbury", item=the_room(0))
    child = the_room(0).subject.person
    team = a_team()
    allocate(child, worker, team)
    staff(posts=[(Post.TEAM_MANAGER, team)])
    return Duty.objects.get(action__isnull=False)


def close_to(duty: Duty, *named, actor) -> None:
    restriction.restrict(
        child_id=duty.subject_id, staff_ids=[one.pk for one in named], since=TODAY, why="A relative works here",
        seen=None, actor=actor, now=NEXT_DAY,
    )  # fmt: skip


def change_who_sees(verb, duty: Duty, *, actor, **said) -> None:
    verb(child_id=duty.subject_id, why="Needed for the work", seen=None, actor=actor, now=NEXT_DAY, **said)


def owner_of(duty: Duty):
    duty.refresh_from_db()
    return (duty.state, duty.owner)


def test_what_a_lead_who_is_not_named_owes_falls_to_the_childs_worker_until_the_record_is_opened(
    reported, worker, governance, signed_in
):
    lead = reported.action.lead
    where = reverse("action", kwargs={"action": reported.action.ref})
    assert where in signed_in(lead).get("/").content.decode()

    close_to(reported, worker, actor=governance)

    assert owner_of(reported) == ("open", worker)
    assert "Say how the action stands" not in signed_in(lead).get("/").content.decode()
    home = signed_in(worker).get("/").content.decode()
    assert "Say how the action stands" in home
    assert where in home
    assert signed_in(worker).get(where).status_code == 200

    change_who_sees(restriction.lift, reported, actor=governance)

    assert owner_of(reported) == ("open", lead)
    assert "Say how the action stands" not in signed_in(worker).get("/").content.decode()
    assert where in signed_in(lead).get("/").content.decode()


def test_who_owes_it_in_the_leads_place_reports_and_meets_the_duty(reported, worker, governance):
    report = {"action_ref": reported.action.ref, "seen": 1, "text": "Asked.", "now": NEXT_DAY}
    with pytest.raises(NotAllowed):
        actions.update_action(actor=viewer_of(worker, now=NEXT_DAY), **report)

    close_to(reported, worker, actor=governance)
    actions.update_action(actor=viewer_of(worker, now=NEXT_DAY), **report)

    assert owner_of(reported) == ("met", worker)


def test_where_the_worker_is_not_named_it_falls_to_the_manager_who_is(reported, governance):
    manager = PostHolding.objects.get(post=Post.TEAM_MANAGER.value).staff
    close_to(reported, manager, actor=governance)
    assert owner_of(reported) == ("open", manager)


def test_naming_the_lead_gives_it_back_and_taking_the_lead_off_takes_it(reported, worker, governance):
    lead = reported.action.lead
    close_to(reported, worker, actor=governance)
    change_who_sees(restriction.name_people, reported, staff_ids=[lead.pk], actor=governance)
    assert owner_of(reported) == ("open", lead)
    change_who_sees(restriction.take_off, reported, staff_id=lead.pk, actor=governance)
    assert owner_of(reported) == ("open", worker)


def test_where_nobody_who_works_with_the_child_is_named_nothing_is_owed_until_somebody_is(
    reported, worker, governance
):
    sweep(now=NEXT_DAY)
    close_to(reported, staff(), actor=governance)
    assert owner_of(reported)[0] == "void"
    assert "nobody who works with the child" in reported.evidence
    change_who_sees(restriction.name_people, reported, staff_ids=[worker.pk], actor=governance)
    assert owner_of(reported) == ("open", worker)
    assert not any(sweep(now=NEXT_DAY).changes.values())


def test_who_runs_the_forum_sees_that_a_report_is_owed_and_of_whom_nothing(
    reported, worker, governance, signed_in
):
    ref = reported.action.ref
    close_to(reported, worker, actor=governance)

    said = (
        signed_in(in_seat(reported.meeting.forum, "coordinator"))
        .get("/")
        .content.decode()
        .split("Owed by others")[-1]
    )

    assert "Say how the action stands" in said
    assert "Restricted record: " in said
    assert ref not in said


def test_an_action_about_the_forums_own_work_stays_on_its_leads_home_page(the_room, signed_in):
    the_room.agree("Write to the agencies")

    assert "Write to the agencies" in signed_in(the_room.week.sitting).get("/").content.decode()


def test_it_is_not_chosen_by_somebody_not_named():
    week = a_week()
    entry = rated("high", child=a_restricted_child(staff()))

    with pytest.raises(NotFound):
        week.choose(entry)


PREPARING = {
    "off": lambda week, item: agenda.withdraw_item(item_ref=item.ref, why="Not now", **by(week)),
    "move": lambda week, item: agenda.move_item(item_ref=item.ref, position=2, **by(week)),
    "slot": lambda week, item: agenda.set_slot(item_ref=item.ref, at=time(15, 5), minutes=20, **by(week)),
    "other": lambda week, item: selection.pass_over_late(item_ref=item.ref, why="Quiet now", **by(week)),
    "later": lambda week, item: decisions.defer_item(item_ref=item.ref, why="Not now", **by(week)),
}


def by(week) -> dict[str, object]:
    return {"seen": None, "actor": week.coordinator, "now": NOW}


@pytest.mark.parametrize("verb", PREPARING)
def test_who_prepares_the_meeting_and_is_not_named_finds_no_such_item(verb):
    week = a_week()
    item, _ = week.issued_with(rated("high"), rated("high"))
    AgendaItem.objects.filter(pk=item.pk).update(late=True)
    restrict_to(item.subject.person, staff())

    with pytest.raises(NotFound):
        PREPARING[verb](week, item)

    assert AgendaItem.objects.get(pk=item.pk).state == "planned"


def test_taking_back_a_choice_says_the_same_of_it_as_of_a_case_nobody_chose():
    week = a_week()
    entry, never = rated("high"), rated("high")
    week.choose(entry)
    restrict_to(entry.person, staff())

    said = set()
    for one in (entry, never):
        with pytest.raises(Refused) as refused:
            selection.unselect_case(meeting_id=week.meeting.pk, entry_ref=one.ref, **by(week))
        said.add(str(refused.value))

    assert len(said) == 1
    assert week.item_of(entry).state == "planned"


def test_the_others_are_moved_and_timed_around_it():
    week = a_week()
    closed, second, third = week.issued_with(rated("high"), rated("high"), rated("high"))
    restrict_to(closed.subject.person, staff())

    agenda.set_slot(item_ref=second.ref, at=time(15, 25), minutes=20, **by(week))

    assert AgendaItem.objects.get(pk=closed.pk).slot_at == time(15)
    assert AgendaItem.objects.get(pk=third.pk).slot_at == time(15, 45)


def test_its_place_on_the_agenda_has_no_button_and_no_page_of_its_own(signed_in, settings):
    settings.FIXED_NOW = NOW
    week = a_week()
    a_later_meeting(week)
    item, other = week.issued_with(rated("high"), rated("high"))
    restrict_to(item.subject.person, staff())
    client, at = signed_in(week.coordinating), {"forum": "ror", "date": week.meeting.nominal_date.isoformat()}

    page = client.get(reverse("agenda", kwargs=at)).content.decode()

    assert item.ref not in page
    assert other.ref in page
    for route in ("agenda_off", "agenda_later"):
        assert client.get(reverse(route, kwargs={**at, "item": item.ref})).status_code == 404


def test_choosing_says_that_it_keeps_its_place_and_not_that_it_left_the_list(signed_in, settings):
    settings.FIXED_NOW = NOW
    week = a_week()
    entry = rated("high", child=a_child(given="Hushwell", family="Quietham"))
    week.choose(entry)
    restrict_to(entry.person, staff())
    where = reverse("selection", kwargs={"forum": "ror", "date": week.meeting.nominal_date.isoformat()})

    page = signed_in(week.coordinating).get(where).content.decode()

    assert "1 restricted record is chosen too" in page
    assert "not on the list any more" not in page
    assert "Hushwell" not in page


def test_it_is_not_added_in_the_room_by_somebody_not_named(the_room):
    entry = rated("low", child=a_restricted_child(staff()))

    with pytest.raises(NotFound):
        room.add_item_in_room(
            meeting_id=the_room.id,
            section="focus",
            entry_ref=entry.ref,
            why="Asked for.",
            actor=the_room.coordinator,
            now=DURING,
        )


@pytest.mark.look
def test_the_extract_is_not_for_a_member_of_another_forum_that_hears_the_child_now(signed_in):
    """Seeing what one forum decided is no reason to read what another did."""
    the_room = a_room(cases=1).closed()
    the_room.approve()
    other = a_forum("rrg")
    reader = other.seat_holdings.order_by("id").first().staff
    meeting = a_meeting(other, TODAY, issued_at=NOW)
    item = the_room(0)
    meeting.items.create(section="focus", position=1, subject=item.subject, added_by=reader, added_at=NOW)
    where = reverse("extract", kwargs={"item": item.ref})

    assert signed_in(reader).get(where).status_code == 404
    assert signed_in(the_room.week.coordinating).get(where).status_code == 200
    assert Look.objects.filter(kind="denied", route="extract").count() == 1
