"""One child's page, as each role finds it."""

import re

import pytest
from django.db import DatabaseError, connection

from remit.records.actions import Action, ActionUpdate
from remit.records.answers import Answer, ReleasedWording
from remit.records.audit import Look, LookPerson
from remit.records.children import Person
from remit.records.meetings import AgendaItem, Attendance, Meeting
from remit.records.placements_list import EntryDetail, ListEntry
from tests.factories import NOW, TODAY, a_child, a_restricted_child, allocate, an_entry, staff
from tests.web.children.world import DAY, RELEASED, SAID, a_world, heard, on_list

ADDRESS = "4 Hidden Row"
ACTION = "Visit the aunt in Farbury"


@pytest.fixture
def world(db):
    world = a_world()
    on_list(world)
    return world


@pytest.fixture
def page(world, signed_in):
    """The page of a child (the one of the world) as somebody of that role; its words, or the status where it is not 200."""

    def ask(role, child: Person | None = None):
        client = signed_in(world.people[role], raise_request_exception=False)
        answer = client.get(f"/children/{(child or world.child).subject.ref}")
        return answer.content.decode() if answer.status_code == 200 else answer.status_code

    return ask


# role -> sees: the list's words, the discussion as written, as released, the action, the address
SEES = {
    "coordinator": (True, "written", True, False),
    "chair": (True, "written", True, False),
    "member": 404,
    "social_worker": (True, "released", True, True),
    "other_worker": 404,
    "team_manager": (True, "released", True, True),
    "service_manager": (True, "released", True, True),
    "head_of_service": (True, "released", True, True),
    "director": (True, "released", True, False),
    "brokerage": (True, "", False, False),
    "quality_assurance": (False, "written", True, False),
    "information_governance": 404,
    "administrator": 404,
    "action_holder": (False, "", True, False),
}


def test_each_role_reads_what_the_table_says(world, page):
    heard(world, approved=True, days_ago=40)
    walked = 0
    for role, sees in SEES.items():
        words = page(role)
        if isinstance(sees, int):
            assert words == sees, role
        else:
            listed, said, action, address = sees
            assert not isinstance(words, int), (role, words)
            assert (words.count("Looking for a family nearby") > 0) is listed, role
            assert (SAID in words, RELEASED in words) == (said == "written", said == "released"), role
            assert (ACTION in words) is action, role
            assert (ADDRESS in words) is address, role
            assert ('href="/forums/ror/' in words) is (said == "written"), role
        walked += 1
    assert walked == len(world.people) == 14


def test_who_works_with_the_child_reads_the_outcome_once_closed_and_the_words_once_approved(world, page):
    heard(world, closed=False)
    assert "Support at home" not in page("social_worker")
    assert "Support at home" in page("coordinator")


def test_before_the_minutes_are_approved_only_the_outcome_stands(world, page):
    heard(world, approved=False)
    words = page("social_worker")
    assert "Support at home" in words
    assert SAID not in words
    assert RELEASED not in words


def test_a_member_reads_earlier_discussions_while_the_child_is_on_a_current_agenda(world, page):
    heard(world, days_ago=300)
    assert page("member") == 404
    heard(world, days_ago=27)
    words = page("member")
    assert words.count(SAID) == 2


def names_another(world, item):
    """An action and its update in which somebody else's child is named, in full and by first name."""
    other = a_child("Zephyrine", "Wolkensaum")
    entry = an_entry(other)
    item.meeting.items.create(
        section="other", position=2, subject=other.subject, entry=entry, added_by=item.added_by, added_at=NOW
    )
    action = item.actions.get()
    action.what = "Ask for a home with Zephyrine Wolkensaum near by"
    action.save()
    ActionUpdate.objects.filter(action=action).update(
        text="Zephyrine’s carers agree; the file is at Wolkensaum Mill"
    )
    return action


def test_who_reads_an_action_by_the_child_reads_no_other_childs_name_in_it(world, page, signed_in):
    """Neither in what was asked nor in what was reported: nobody looks through what is written after the meeting."""
    action = names_another(world, heard(world))
    for role in ("social_worker", "team_manager", "service_manager", "head_of_service", "director"):
        client = signed_in(world.people[role])
        for words in (page(role), client.get(f"/actions/{action.ref}").content.decode()):
            assert "Ask for a home with [another child] near by" in words, role
            assert "[another child]’s carers agree" in words, role
            assert "Zephyrine" not in words, role
            assert "Wolkensaum" not in words, role


def test_who_reads_it_by_the_forum_or_has_to_do_it_reads_it_as_it_was_written(world, page, signed_in):
    action = names_another(world, heard(world))
    for role in ("coordinator", "chair", "quality_assurance", "action_holder"):
        client = signed_in(world.people[role])
        for words in (page(role), client.get(f"/actions/{action.ref}").content.decode()):
            assert "Ask for a home with Zephyrine Wolkensaum near by" in words, role
            assert "Zephyrine’s carers agree" in words, role


@pytest.mark.parametrize("wording", ["Ask for a home near the sister", ""])
def test_a_wording_somebody_released_stands_in_place_of_what_was_asked(world, page, signed_in, wording):
    item = heard(world, approved=True)
    action = names_another(world, item)
    by = {"by": world.people["coordinator"], "at": NOW}
    ReleasedWording.objects.create(
        item=item, question=f"action:{action.ref}", answer_version=1, wording=wording, **by
    )
    said = wording or "Its words are not for this child’s record"
    asked = signed_in(world.people["social_worker"]).get(f"/actions/{action.ref}").content.decode()
    assert said in page("social_worker")
    assert said in asked
    assert "Ask for a home with" not in page("social_worker") + asked


def test_a_word_that_is_only_like_a_name_stays(world, page):
    item = heard(world)
    other = a_child("Will", "Summerhay")
    item.meeting.items.create(
        section="other",
        position=2,
        subject=other.subject,
        entry=an_entry(other),
        added_by=item.added_by,
        added_at=NOW,
    )
    ActionUpdate.objects.update(text="She will ring; see 12 May")
    assert "She will ring; see 12 May" in page("social_worker")


def test_whoever_holds_an_action_keeps_it_and_the_childs_name_until_it_is_done(world, page):
    item = heard(world)
    words = page("action_holder")
    assert world.child.given_name in words
    assert "You hold an action about this child, so you see that action only." in words
    assert "Date of birth" not in words
    assert "Team" not in words
    item.actions.update(state="done", ended_at=NOW)
    assert page("action_holder") == 404


def test_a_restricted_record_is_there_for_the_people_named_only(world, page):
    named = world.people["social_worker"]
    child = a_restricted_child(named, worker=named, team=world.team)
    on_list(world, child)
    heard(world, child)
    assert "Only people named on the record can see it." in page("social_worker", child)
    others = [role for role in SEES if role != "social_worker"]
    assert [page(role, child) for role in others] == [404] * 13


def shown(page):
    """The page without what is new in every copy of it."""
    return re.sub(r'value="[^"]{30,}"', "", page)


@pytest.mark.look
def test_another_social_worker_is_told_nothing_and_the_attempt_is_kept(world, page, signed_in):
    """A social worker trying another child's address: not found, without a name; the denied look survives the refusal."""
    client = signed_in(world.people["other_worker"], raise_request_exception=False)
    answer = client.get(f"/children/{world.child.subject.ref}")
    words = answer.content.decode()
    assert answer.status_code == 404
    assert world.child.given_name not in words
    assert world.child.family_name not in words
    nowhere = client.get("/children/bcdfghjkmnpq").content.decode()
    assert shown(words) == shown(nowhere)
    look = Look.objects.get()
    assert (look.kind, look.viewer, look.route, look.at) == (
        "denied",
        world.people["other_worker"],
        "case",
        NOW,
    )
    assert [row.subject_id for row in look.persons.all()] == [world.child.pk]


@pytest.mark.look
def test_each_look_at_a_child_is_kept(world, page):
    page("social_worker")
    page("social_worker")
    assert (
        list(Look.objects.values_list("kind", "viewer__username"))
        == [("opened", world.people["social_worker"].username)] * 2
    )
    assert LookPerson.objects.count() == 2


def test_a_look_that_cannot_be_written_shows_nothing(own_database, signed_in):
    """The database refuses the row, and the page is the one for a fault of ours, without the child."""

    def refused(execute, sql, params, many, context):
        if f"INSERT INTO {LookPerson._meta.db_table}" in sql:
            raise DatabaseError("The disk is full.")
        return execute(sql, params, many, context)

    world = a_world()
    client = signed_in(world.people["social_worker"], raise_request_exception=False)
    with connection.execute_wrapper(refused):
        assert client.get(f"/children/{world.child.subject.ref}").status_code == 500
    assert Look.objects.count() == 0


def test_a_child_nothing_is_known_of(world, page):
    Person.objects.filter(pk=world.child.pk).update(
        given_name="", family_name="", initials="", date_of_birth=None
    )
    assert "Name not known" in page("social_worker")


def test_the_extract_can_be_had_from_the_case_once_the_minutes_are_approved(world, page, signed_in):
    item = heard(world, days_ago=40)
    AgendaItem.objects.filter(pk=item.pk).update(entry=ListEntry.objects.get(person=world.child))
    for role in ("social_worker", "coordinator"):
        assert f"/extracts/{item.ref}" not in page(role)
    Meeting.objects.update(minutes_approved_at=NOW)
    for role in ("social_worker", "team_manager", "coordinator", "quality_assurance"):
        assert f'href="/extracts/{item.ref}"' in page(role), role
        assert signed_in(world.people[role]).get(f"/extracts/{item.ref}").status_code == 200, role
    assert f"/extracts/{item.ref}" not in page("brokerage")


def test_who_entered_a_fact_stands_there_by_name(world, page):
    keeper = staff()
    EntryDetail.objects.update(source=f"staff:{keeper.username}")
    assert f"Source: {keeper.name}" in page("social_worker")
    assert keeper.username not in page("social_worker")


@pytest.mark.long
def test_queries_are_as_many_at_60_meetings_as_at_3(world, signed_in, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for meetings in (range(1, 4), range(4, 61)):
        for days_ago in meetings:
            heard(world, approved=True, days_ago=days_ago)
        row = []
        for role in ("coordinator", "social_worker", "quality_assurance", "action_holder", "director"):
            client = signed_in(world.people[role])
            client.get(f"/children/{world.child.subject.ref}")
            with CaptureQueriesContext(
                connection,
            ) as asked:
                client.get(f"/children/{world.child.subject.ref}")
            row.append(len(asked))
        counts.append(row)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 32


def in_no_seat_any_more(world, item):
    """Somebody who sat at the meeting of that item in a seat that has ended."""
    person = staff()
    Attendance.objects.create(
        meeting=item.meeting,
        seat="placement-support",
        staff=person,
        capacity="holder",
        answer="present",
        recorded_by=world.people["coordinator"],
        recorded_at=NOW,
    )
    world.people["left"] = person
    return person


def test_who_left_their_seat_reads_what_was_said_until_then_and_nothing_that_came_after(
    world, page, signed_in
):
    before = heard(world, days_ago=14)
    person = in_no_seat_any_more(world, before)
    after = heard(world, days_ago=7)
    Answer.objects.filter(response__item=after).update(value="Said only after that")
    Action.objects.filter(item=after).update(what="Asked only after that")
    ActionUpdate.objects.create(
        action=Action.objects.get(item=before),
        text="Reported only after that",
        state="done",
        by=world.people["coordinator"],
        at=NOW - 8 * DAY,
    )
    member = page("coordinator")
    assert [member.count(f"{word} only after that") for word in ("Said", "Asked", "Reported")] == [1, 1, 1]

    words = page("left")

    assert "on the agenda of a meeting you sat at" in words
    assert (SAID in words, ACTION in words, "Rang her" in words) == (True, True, True)
    assert "only after that" not in words
    assert "Looking for a family nearby" not in words, "what the list says is no part of what was said"
    client = signed_in(person, raise_request_exception=False)
    seen = client.get(f"/actions/{Action.objects.get(item=before).ref}")
    assert seen.status_code == 200
    assert "Rang her" in seen.content.decode()
    assert "only after that" not in seen.content.decode()
    assert client.get(f"/actions/{Action.objects.get(item=after).ref}").status_code == 404


def test_who_works_with_the_child_since_then_is_not_for_who_left_their_seat(world, page):
    in_no_seat_any_more(world, heard(world, days_ago=14))
    later = staff("Wilhelmina Latecomer")
    world.child.allocations.update(until=TODAY - 3 * DAY)
    allocate(world.child, later, world.team, since=TODAY - 3 * DAY)

    assert "Wilhelmina Latecomer" in page("coordinator")
    assert "Wilhelmina Latecomer" not in page("left")
