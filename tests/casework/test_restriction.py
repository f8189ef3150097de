"""Who may say who alone sees a record, and what follows at once: for the record, the meetings, the audit."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from remit.casework import restriction
from remit.records.audit import AuditEvent
from remit.records.children import Person, Restriction
from remit.records.meetings import Meeting
from remit.records.visibility import hidden_from
from remit.rules.outcomes import NotAllowed, NotFound, Refused, Stale
from remit.rules.viewers import Post
from tests.casework.weeks import a_week, rated
from tests.factories import NOW, TODAY, a_child, a_team, staff, viewer_of
from tests.factories.children import restrict_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def area():
    """A team with its service and area, so that heads of service can be above it."""
    return a_team()


@pytest.fixture
def child(area):
    return a_child(worker=staff(), team=area)


@pytest.fixture
def head(area):
    return staff(posts=[(Post.HEAD_OF_SERVICE, area.parent.parent)])


@pytest.fixture
def governance():
    return viewer_of(staff(posts=[Post.INFORMATION_GOVERNANCE]))


def version(child: Person) -> int:
    return Restriction.version_of(child.pk)


def restrict(child, *named, actor, why="A relative works here", **more):
    given = {"seen": version(child), "since": TODAY, "why": why, "actor": actor, "now": NOW} | more
    restriction.restrict(child_id=child.pk, staff_ids=[one.pk for one in named], **given)


def change(verb, child, *, actor, why="Needed for the work", **more):
    given = {"seen": version(child), "why": why, "actor": actor, "now": NOW} | more
    verb(child_id=child.pk, **given)


def sees(person, child) -> bool:
    return not hidden_from(viewer_of(person), child.pk, now=NOW)


def test_the_head_of_service_restricts_a_record_to_some_at_once(child, head):
    worker, other = child.allocations.get().worker, staff()
    restrict(child, worker, head, actor=viewer_of(head))

    assert (sees(worker, child), sees(head, child), sees(other, child)) == (True, True, False)
    assert Restriction.objects.get(staff=worker).why == "A relative works here"
    event = AuditEvent.objects.get(verb="child.restricted")
    assert (event.subject_id, event.detail) == (child.pk, {"named": sorted([worker.pk, head.pk])})


@pytest.mark.parametrize("post", [Post.INFORMATION_GOVERNANCE, Post.DIRECTOR, Post.DATA_OFFICER])
def test_others_who_may_restrict_a_record(child, post):
    restrict(child, staff(), actor=viewer_of(staff(posts=[post])))
    assert Person.objects.get(pk=child.pk).restricted


@pytest.mark.parametrize("post", [Post.TEAM_MANAGER, Post.SERVICE_MANAGER, Post.QUALITY_ASSURANCE])
def test_who_sees_the_child_otherwise_does_not_restrict_the_record(child, area, post):
    unit = {Post.TEAM_MANAGER: area, Post.SERVICE_MANAGER: area.parent}.get(post)
    actor = viewer_of(staff(posts=[(post, unit)] if unit else [post]))

    with pytest.raises((NotAllowed, NotFound)):
        restrict(child, staff(), actor=actor)


def test_the_worker_does_not_restrict_the_record(child):
    worker = child.allocations.get().worker
    with pytest.raises(NotAllowed):
        restrict(child, worker, actor=viewer_of(worker))


def test_the_head_of_another_area_does_not_learn_that_the_child_is_there(child):
    stranger = viewer_of(staff(posts=[(Post.HEAD_OF_SERVICE, a_team().parent.parent)]))
    with pytest.raises(NotFound):
        restrict(child, staff(), actor=stranger)


def test_the_head_who_is_not_named_finds_no_such_child_any_more(child, head):
    restrict_to(child, staff())
    for verb in (restriction.lift, lambda **by: restriction.name_people(staff_ids=[head.pk], **by)):
        with pytest.raises(NotFound):
            change(verb, child, actor=viewer_of(head))


def test_information_governance_names_somebody_where_nobody_named_is_left(child, head, governance):
    restrict_to(child, staff(is_active=False))
    change(restriction.name_people, child, staff_ids=[head.pk], actor=governance)
    assert sees(head, child)


def test_taking_somebody_off_ends_it_and_keeps_that_they_were_named(child, governance):
    first, second = staff(), staff()
    restrict_to(child, first, second)

    change(restriction.take_off, child, staff_id=first.pk, why="Left the team", actor=governance)

    assert (sees(first, child), sees(second, child)) == (False, True)
    ended = Restriction.objects.known().get(person=child, staff=first)
    assert (ended.until, ended.ended_why) == (TODAY, "Left the team")
    assert Restriction.objects.on(TODAY - timedelta(days=1)).filter(person=child, staff=first).exists()


def test_the_last_who_can_see_it_is_not_taken_off(child, governance):
    last = staff()
    restrict_to(child, last, staff(is_active=False))
    with pytest.raises(Refused, match="Nobody else could see"):
        change(restriction.take_off, child, staff_id=last.pk, actor=governance)


def test_lifting_opens_the_record_to_everybody_whose_work_it_is(child, head, governance):
    restrict_to(child, staff())
    change(restriction.lift, child, why="The relative left", actor=governance)

    assert sees(head, child)
    assert not Restriction.objects.open().filter(person=child).exists()
    assert AuditEvent.objects.filter(verb="restriction.lifted", subject=child.pk).count() == 1


def test_it_can_be_restricted_lifted_and_restricted_again_on_one_day(child, governance):
    person = staff()
    for _ in range(2):
        restrict(child, person, actor=governance)
        assert sees(person, child)
        change(restriction.lift, child, actor=governance)
    assert not Restriction.objects.open().exists()


REFUSED = {
    "no reason": (restriction.name_people, {"staff_ids": [1], "why": " "}, "Enter why"),
    "a long reason": (restriction.lift, {"why": "x" * 501}, "500 characters or fewer"),
    "nobody": (restriction.name_people, {"staff_ids": []}, "at least one"),
    "somebody who left": (restriction.name_people, {"staff_ids": [999_999]}, "does not work here"),
    "not named": (restriction.take_off, {"staff_id": 999_999}, "cannot see the record any more"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_of_a_restricted_record(child, governance, case):
    verb, said, words = REFUSED[case]
    restrict_to(child, staff())
    with pytest.raises(Refused, match=words):
        change(verb, child, actor=governance, **said)
    assert not AuditEvent.objects.exists()


def test_who_is_named_already_is_not_named_again(child, governance):
    person = staff()
    restrict_to(child, person)
    with pytest.raises(Refused, match="already"):
        change(restriction.name_people, child, staff_ids=[person.pk], actor=governance)


@pytest.mark.parametrize("verb", [restriction.lift, restriction.take_off, restriction.name_people])
def test_a_record_that_is_not_restricted_has_nothing_to_change(child, governance, verb):
    more = {restriction.take_off: {"staff_id": 1}, restriction.name_people: {"staff_ids": [1]}}.get(verb, {})
    with pytest.raises(Refused, match="not restricted"):
        change(verb, child, actor=governance, **more)


def test_a_change_meanwhile_is_not_overwritten(child, governance):
    restrict_to(child, staff())
    before = version(child)
    change(restriction.name_people, child, staff_ids=[staff().pk], actor=governance)
    with pytest.raises(Stale):
        change(restriction.lift, child, seen=before, actor=governance)


def test_pages_of_meetings_to_come_move_on_and_those_of_closed_ones_do_not(governance):
    week = a_week()
    (item,) = week.choose(rated("high"))
    before = week.revision
    restrict(item.subject.person, staff(), actor=governance)
    assert week.revision == before + 1

    Meeting.objects.filter(pk=week.meeting.pk).update(state="closed")
    change(restriction.lift, item.subject.person, actor=governance)
    assert week.revision == before + 1


def test_nobody_is_named_twice_at_a_time_whoever_writes_it(child):
    person = staff()
    restrict_to(child, person)
    with (
        pytest.raises(IntegrityError, match=r"named_once_at_a_time|person_id, .*staff_id"),
        transaction.atomic(),
    ):
        restrict_to(child, person)


def test_the_data_officer_says_what_the_case_system_says_without_a_reason(child):
    officer = viewer_of(staff(posts=[Post.DATA_OFFICER]))
    restrict(child, staff(), actor=officer, why="", seen=None)
    assert Restriction.objects.get().why == ""


def test_naming_people_anew_replaces_those_named_before(child):
    officer = viewer_of(staff(posts=[Post.DATA_OFFICER]))
    first, second = staff(), staff()
    for day, named in enumerate((first, second)):
        restrict(child, named, actor=officer, since=TODAY - timedelta(days=1 - day), seen=None)

    assert (sees(first, child), sees(second, child)) == (False, True)
    assert Restriction.objects.on(TODAY - timedelta(days=1)).get(person=child).staff == first


def test_a_head_of_service_who_manages_a_team_elsewhere_does_not_restrict_its_records(child, area):
    """There they see the child as the team's manager, who does not say who sees the record."""
    elsewhere = a_team()
    both = staff(posts=[(Post.HEAD_OF_SERVICE, elsewhere.parent.parent), (Post.TEAM_MANAGER, area)])
    theirs = a_child(worker=staff(), team=elsewhere)

    with pytest.raises(NotAllowed):
        restrict(child, staff(), actor=viewer_of(both))
    restrict(theirs, staff(), actor=viewer_of(both))

    assert Person.objects.get(pk=theirs.pk).restricted
    assert not Person.objects.get(pk=child.pk).restricted
