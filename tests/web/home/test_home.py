"""One's own home page: what one owes, one's meetings, actions and children; nobody else's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from remit.casework import selection
from remit.casework.duties import reconcile
from remit.records.actions import ActionUpdate
from remit.records.audit import Look
from remit.records.duties import Duty
from remit.records.meetings import AgendaItem, Attendance, Meeting
from tests.factories import NOW, TODAY, a_child, a_meeting, a_restricted_child, an_entry, staff, viewer_of
from tests.web.children.world import a_world, heard, on_list

DAY = timedelta(days=1)
STEPS = (
    "Choose the cases",
    "Draft the agenda",
    "Confirm the agenda",
    "Read the agenda",
    "Open the meeting",
    "Go to the room",
    "Approve the minutes",
)


@pytest.fixture
def world(db):
    return a_world()


@pytest.fixture
def home(signed_in):
    def ask(person):
        return signed_in(person).get("/").content.decode()

    return ask


def on_agenda(world, child, meeting, **fields):
    return AgendaItem.objects.create(
        meeting=meeting,
        section="focus",
        position=1,
        subject=child.subject,
        added_by=world.people["chair"],
        added_at=NOW,
        **fields,
    )


def test_somebody_new_is_told_what_will_stand_here(world, home):
    words = home(staff())
    for empty in (
        "You owe nothing now",
        "You have no open actions",
        "you have no meetings in the next 4 weeks",
    ):
        assert empty in words
    assert Look.objects.count() == 0


@pytest.mark.clause("ROR-8")
def test_what_one_owes_stands_with_its_time_its_clause_and_where_it_is_done(world, home):
    meeting = a_meeting(world.forum)
    reconcile(meeting_ids=[meeting.pk], now=NOW)
    words = home(Duty.objects.get(clause="ROR-8").owner)
    assert "ROR-8" in words
    assert "Monday 12 October 2026, 11am" in words
    assert "Overdue" in words
    assert f'href="/forums/ror/{meeting.nominal_date}' in words
    assert "You owe nothing now" in home(world.people["social_worker"])


def test_each_duty_leads_to_the_page_it_is_done_on(world, home):
    meeting = a_meeting(world.forum)
    reconcile(meeting_ids=[meeting.pk], now=NOW)
    brokerage = Duty.objects.get(clause="ROR-8").owner
    at = f"/forums/ror/{meeting.nominal_date}"
    assert f'href="{at}/selection">Choose the focus cases' in home(brokerage)
    assert f'href="{at}">Close the meeting' in home(brokerage), "there is nothing to close before it is open"
    meeting.state, meeting.opened_at = "open", NOW
    meeting.save()
    words = home(brokerage)
    assert f'href="{at}/close">Close the meeting' in words
    assert f'href="{at}">Choose the focus cases' in words


def test_what_is_due_after_two_weeks_is_counted_only(world, home):
    near, far = a_meeting(world.forum), a_meeting(world.forum, TODAY + 30 * DAY)
    reconcile(meeting_ids=[near.pk, far.pk], now=NOW)
    words = home(Duty.objects.filter(clause="ROR-8").first().owner)
    assert words.count("Choose the focus cases") == 1
    assert "3 more are due later, and will stand here from two weeks before." in words


def test_who_runs_a_forum_sees_what_others_owe_there_and_who_and_by_when(world, home):
    meeting = a_meeting(world.forum)
    reconcile(meeting_ids=[meeting.pk], now=NOW)
    owner = Duty.objects.get(clause="ROR-8").owner
    words = home(world.people["coordinator"])
    assert "You owe nothing now" in words
    listed = words.split("Owed by others in your forums")[-1]
    assert "Choose the focus cases" in listed
    assert owner.name in listed
    assert "Monday 12 October 2026, 11am" in listed
    assert "Owed by others" not in home(world.people["member"])
    assert owner.name not in home(world.people["member"])
    others = home(owner).partition("Owed by others in your forums")[2]
    assert "Choose the focus cases" not in others, "it is their own"


def test_what_others_owe_is_folded_past_the_first_five_and_says_how_much_of_it_is_overdue(world, home):
    for days in range(1, 4):
        reconcile(meeting_ids=[a_meeting(world.forum, TODAY + days * DAY).pk], now=NOW)
    first = Duty.objects.filter(state="open").order_by("due_at", "pk")
    for days, duty in enumerate(first[:7]):
        Duty.objects.filter(pk=duty.pk).update(due_at=NOW - (7 - days) * DAY)
    owed = Duty.objects.filter(state="open", due_at__lte=NOW + 14 * DAY).count()

    words = home(world.people["coordinator"])

    shown, folded = words.split("Owed by others in your forums")[2].split("<details", 1)
    assert shown.count("</tr>") == 1 + 5
    assert f"Show {owed - 5} more, 2 of them overdue" in folded
    assert folded.split("</details>")[0].count("</tr>") == 1 + owed - 5


def test_a_duty_that_nobody_can_owe_is_said_to_who_runs_the_forum(world, home):
    meeting = a_meeting(world.forum)
    reconcile(meeting_ids=[meeting.pk], now=NOW)
    Duty.objects.update(owner=None)
    assert "Nobody holds this seat" in home(world.people["coordinator"])


def test_a_restricted_child_is_not_named_in_what_others_owe(world, home):
    child = a_restricted_child(world.people["action_holder"])
    heard(world, child)
    ActionUpdate.objects.all().delete()
    reconcile(meeting_ids=list(Meeting.objects.values_list("pk", flat=True)), now=NOW)
    words = home(world.people["coordinator"]).split("Owed by others")[-1]
    assert "Say how the action stands" in words
    assert child.family_name not in words
    assert "aunt in Farbury" not in words


@pytest.mark.parametrize(
    "changed, coordinator, chair, member",
    [
        ({}, "Choose the cases", "Choose the cases", ""),
        ({"selected_at": NOW}, "Draft the agenda", "Draft the agenda", ""),
        ({"selected_at": NOW, "drafted_at": NOW}, "", "Confirm the agenda", ""),
        ({"state": "issued", "issued_at": NOW}, *["Read the agenda"] * 3),
        ({"state": "issued", "issued_at": NOW, "date": TODAY}, *["Open the meeting"] * 2, "Read the agenda"),
        ({"state": "open", "opened_at": NOW, "date": TODAY - DAY}, *["Go to the room"] * 3),
        ({"state": "closed", "closed_at": NOW, "date": TODAY - 9 * DAY}, "", "Approve the minutes", ""),
        ({"state": "cancelled"}, "", "", ""),
    ],
)
def test_each_meeting_says_what_one_does_next_for_it(world, home, changed, coordinator, chair, member):
    a_meeting(world.forum, **changed)
    for role, words in {"coordinator": coordinator, "chair": chair, "member": member}.items():
        page = home(world.people[role])
        offered = [step for step in STEPS if f">{step}<span" in page]
        assert offered == ([words] if words else []), role


def test_only_the_next_meeting_to_prepare_asks_for_something(world, home):
    for days in (1, 8, 15):
        a_meeting(world.forum, TODAY + days * DAY)
    assert home(world.people["coordinator"]).count(">Choose the cases<") == 1


def test_an_action_stands_with_its_leads_and_no_one_elses(world, home):
    heard(world)
    words = home(world.people["action_holder"])
    assert "Visit the aunt in Farbury" in words
    assert world.child.given_name in words
    assert "Visit the aunt" not in home(world.people["social_worker"])


def test_an_action_about_a_restricted_child_is_not_on_the_page_of_a_lead_who_is_not_named(world, home):
    child = a_restricted_child(world.people["chair"])
    heard(world, child)
    words = home(world.people["action_holder"])
    assert "Visit the aunt in Farbury" not in words
    assert child.given_name not in words
    assert child.family_name not in words


@pytest.mark.parametrize("role", ["social_worker", "team_manager", "service_manager", "head_of_service"])
def test_a_worker_sees_that_their_childs_case_was_chosen_and_once_it_is_confirmed_its_time(world, home, role):
    meeting = a_meeting(world.forum)
    on_agenda(world, world.child, meeting, slot_at=meeting.start)
    words = home(world.people[role])
    assert "cases to be heard" in words
    assert world.child.given_name in words
    assert "Thursday 15 October 2026, agenda not confirmed yet" in words
    meeting.issued_at = NOW
    meeting.save()
    words = home(world.people[role])
    assert "cases to be heard" in words
    assert "Thursday 15 October 2026, 3pm" in words
    assert world.child.given_name in words
    meeting.state = "cancelled"
    meeting.save()
    assert "cases to be heard" not in home(world.people[role])


def test_a_case_stands_on_the_home_pages_of_who_works_with_it_from_its_choice_until_that_is_taken_back(
    world, home
):
    meeting, entry = a_meeting(world.forum), an_entry(world.child)
    coordinating = viewer_of(world.people["coordinator"])
    chosen = {
        "meeting_id": meeting.pk,
        "entry_ref": entry.ref,
        "seen": None,
        "actor": coordinating,
        "now": NOW,
    }

    selection.select_case(**chosen)

    for role in ("social_worker", "team_manager"):
        assert "agenda not confirmed yet" in home(world.people[role])
    assert "cases to be heard" not in home(world.people["action_holder"])
    selection.unselect_case(**chosen)
    assert "cases to be heard" not in home(world.people["social_worker"])


def test_a_case_that_only_comes_along_stands_there_from_issue(world, home):
    meeting = a_meeting(world.forum)
    AgendaItem.objects.filter(pk=on_agenda(world, world.child, meeting).pk).update(section="other")
    assert "cases to be heard" not in home(world.people["social_worker"])
    meeting.issued_at = NOW
    meeting.save()
    assert "15 October 2026, among other cases" in home(world.people["social_worker"])


def test_meetings_of_the_next_four_weeks_stand_for_who_sits_there(world, home):
    for days in (0, 28, 29):
        a_meeting(world.forum, TODAY + days * DAY)
    words = home(world.people["member"])
    assert "14 October 2026" in words
    assert "11 November 2026" in words
    assert "12 November 2026" not in words
    assert "have no meetings" in home(world.people["social_worker"])


def test_a_substitute_sees_the_meeting_they_were_named_for(world, home):
    meeting, substitute = a_meeting(world.forum), staff()
    row = Attendance.objects.create(
        meeting=meeting,
        seat="locality",
        staff=substitute,
        capacity="substitute",
        recorded_by=substitute,
        recorded_at=NOW,
    )
    assert "15 October 2026" in home(substitute)
    row.superseded_at = NOW
    row.save()
    assert "have no meetings" in home(substitute)


def test_an_address_that_is_protected_is_not_on_it(world, home):
    on_list(world)
    heard(world)
    for person in world.people.values():
        assert "Hidden Row" not in home(person)


@pytest.mark.look
def test_children_shown_are_one_look(world, home):
    heard(world)
    home(world.people["social_worker"])
    look = Look.objects.get()
    assert (look.kind, look.route, look.persons.count()) == ("listed", "home", 1)


@pytest.mark.long
@pytest.mark.parametrize("role", ["social_worker", "coordinator", "action_holder", "team_manager"])
def test_queries_are_as_many_for_60_as_for_3(world, signed_in, role):
    client, counts = signed_in(world.people[role]), []
    meeting = a_meeting(world.forum, issued_at=NOW)
    chosen_for = a_meeting(world.forum, TODAY + 8 * DAY)
    for many in (3, 57):
        for _ in range(many):
            child = a_child("Nebulous" * 12, "x" * 90, worker=world.people["social_worker"], team=world.team)
            on_agenda(world, child, meeting)
            on_agenda(world, child, chosen_for)
            heard(world, child)
        reconcile(meeting_ids=[meeting.pk], now=NOW)
        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/").status_code == 200
        counts.append([q["sql"] for q in asked if "SAVEPOINT" not in q["sql"]])
    assert len(counts[0]) == len(counts[1]) <= 18
