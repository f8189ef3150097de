"""Is it on record whom only one part of a page or one command showed? Each part logs its own; without that, its test here fails."""

from datetime import date

import pytest
from django.urls import reverse

from remit.casework.facts import record_fact
from remit.commands.main import main
from remit.records.audit import Look, LookPerson
from remit.rules.facts import fact
from remit.rules.viewers import Post
from tests.casework.returned import a_return, episode, load
from tests.casework.rooms import DURING, a_room
from tests.factories import NOW, a_child, a_meeting, a_restricted_child, a_team, an_entry, staff, viewer_of
from tests.web.children.world import a_world, heard

pytestmark = pytest.mark.look


@pytest.fixture
def shown(signed_in):
    """Open a page as somebody: its words, and the children whom its looks name."""

    def ask(person, address):
        page = signed_in(person).get(address)
        logged = LookPerson.objects.filter(look__viewer=person, look__kind__in=("listed", "opened"))
        return page.content.decode(), set(logged.values_list("subject_id", flat=True))

    return ask


@pytest.fixture
def denied(signed_in):
    """Ask as somebody for what they may not see: the children whom they tried to see."""

    def ask(person, address):
        assert signed_in(person).get(address).status_code == 404
        tried = Look.objects.get(viewer=person)
        assert tried.kind == "denied"
        return set(tried.persons.values_list("subject_id", flat=True))

    return ask


@pytest.fixture
def listed(db, capsys):
    """Run a command: what it prints, and the children whom its one look names."""

    def run(*words):
        main([*words, "--json"])
        look = Look.objects.get(route=f"remit {' '.join(words[: 2 if words[0] == 'import' else 1])}")
        return capsys.readouterr().out, set(look.persons.values_list("subject_id", flat=True))

    return run


# The home page


def test_the_child_of_an_action_one_leads(db, shown):
    world = a_world()
    heard(world)
    page, logged = shown(world.people["action_holder"], "/")
    assert world.child.family_name in page
    assert logged == {world.child.pk}


def test_the_children_allocated_to_one(db, shown):
    worker = staff()
    child = a_child(worker=worker)
    page, logged = shown(worker, "/")
    assert child.family_name in page
    assert logged == {child.pk}


def test_the_child_of_what_others_owe(db, shown, settings):
    settings.FIXED_NOW = DURING
    the_room = a_room(cases=1, others=0).open()
    the_room.agree(item=the_room(0))
    page, logged = shown(the_room.week.coordinating, "/")
    assert the_room(0).subject.person.family_name in page
    assert logged == {the_room(0).subject_id}


def test_the_child_a_manager_hears_of_at_a_coming_meeting(db, shown):
    world = a_world()
    meeting = a_meeting(world.forum, issued_at=NOW)
    meeting.items.create(
        section="focus", position=1, subject=world.child.subject, added_by=world.people["chair"], added_at=NOW
    )
    page, logged = shown(world.people["team_manager"], "/")
    assert world.child.family_name in page
    assert logged == {world.child.pk}


# The agenda and the room


def test_the_cases_nobody_chose_as_they_stood_when_the_meeting_was_opened(db, shown, settings):
    settings.FIXED_NOW = DURING
    the_room = a_room(others=1).open()
    (other,) = the_room.others
    at = {"forum": the_room.week.forum.slug, "date": the_room.meeting.nominal_date.isoformat()}
    page, logged = shown(the_room.week.coordinating, reverse("agenda", kwargs=at))
    assert other.person.family_name in page
    assert other.person_id in logged


def test_the_child_of_an_action_of_an_earlier_meeting(db, shown, settings):
    settings.FIXED_NOW = DURING
    the_room = a_room().open()
    the_room.agree(item=the_room(0))
    the_room.settle()
    the_room.close()
    at = {"forum": the_room.week.forum.slug, "date": the_room.later.nominal_date.isoformat()}
    page, logged = shown(
        the_room.week.coordinating, reverse("room_section", kwargs={**at, "section": "actions"})
    )
    assert the_room(0).subject.person.family_name in page
    assert the_room(0).subject_id in logged


# What somebody may not see


def test_an_entry_of_a_restricted_child(db, denied):
    entry = an_entry(a_restricted_child(staff()))
    asked = reverse("list_entry", kwargs={"entry": entry.ref})
    assert denied(staff(posts=[Post.BROKERAGE]), asked) == {entry.person_id}


def test_the_form_to_record_a_fact_of_somebody_elses_child(db, denied):
    child, worker = a_child(), staff()
    a_child(worker=worker)
    asked = reverse("record_fact", kwargs={"child": child.subject.ref})
    assert denied(worker, asked) == {child.pk}


# The record


def test_the_child_of_a_contradiction(db, shown):
    worker = staff()
    child = a_child(person_id="701", worker=worker)
    placed = fact("placement", date(2026, 10, 5), place="K2", location="")
    record_fact(child_id=child.pk, fact=placed, told="A call", actor=viewer_of(worker), now=NOW)
    load(a_return(episode("701", "2026-10-05", place="K3")))
    page, logged = shown(worker, reverse("contradictions"))
    assert child.family_name in page
    assert logged == {child.pk}


# Commands


def test_the_preview_of_a_return(listed, tmp_path):
    child = a_child(person_id="701")
    path = tmp_path / "header.csv"
    path.write_text("CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n701,F,04/03/2012,WBRI,UN1,,\n")
    printed, logged = listed("import", "ssda903", str(path))
    assert "701" in printed
    assert logged == {child.pk}


def test_the_preview_of_who_works_with_whom(listed, tmp_path):
    child, team = a_child(person_id="00701"), a_team("North")
    path = tmp_path / "allocations.csv"
    path.write_text(f"Child id,Worker,Team,From,Until\n00701,{staff(team=team).username},North,01/10/2026,\n")
    printed, logged = listed("import", "allocations", str(path))
    assert "00701" in printed
    assert logged == {child.pk}


def test_what_is_owed_for_a_child(listed, settings):
    settings.FIXED_NOW = DURING
    the_room = a_room(cases=1, others=0).open()
    the_room.agree(item=the_room(0))
    printed, logged = listed("due", "--as", the_room.week.coordinating.username)
    assert logged == {the_room(0).subject_id}
    assert the_room(0).subject.person.identifiers.get().value in printed
