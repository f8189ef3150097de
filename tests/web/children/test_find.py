"""Finding a child: by parts of a name however written, by id with zeros and without, and nobody one may not see."""

import pytest

from remit.records.audit import Look
from remit.records.children import Identifier, Person
from tests.factories import a_child, a_restricted_child, allocate
from tests.web.children.world import a_world, heard


@pytest.fixture
def world(db):
    return a_world()


@pytest.fixture
def find(world, signed_in):
    def ask(role, words):
        return signed_in(world.people[role]).get("/children", {"q": words}).content.decode()

    return ask


@pytest.mark.parametrize("asked", ["orla", "ÓRLA", "Órla", " o'wren ", "O’Wren", "orla o'w"])
def test_a_name_is_found_however_it_is_written(world, find, asked):
    a_child("Órla", "O’Wren", worker=world.people["social_worker"])
    assert "Órla O’Wren" in find("social_worker", asked)


@pytest.mark.parametrize("asked", ["0012345", "12345", "012345", "0012"])
def test_an_id_is_found_with_and_without_its_zeros(world, find, asked):
    a_child("Zed", "Numberwell", worker=world.people["social_worker"], person_id="0012345")
    words = find("social_worker", asked)
    assert "Zed Numberwell" in words
    assert "0012345" in words


def test_a_child_of_whom_only_initials_are_known_is_found_by_them(world, find):
    a_child("", "", worker=world.people["social_worker"], person_id="0077001")
    child = Identifier.objects.get(value="0077001").person
    Person.objects.filter(pk=child.pk).update(given_name="", family_name="", name_folded="", initials="QZ")
    assert "0077001" in find("social_worker", "qz")
    assert "0077001" not in find("social_worker", "q")


def test_family_name_first_is_found_too(world, find):
    a_child("Tamsin", "Quarrywell", worker=world.people["social_worker"])
    assert "Tamsin Quarrywell" in find("social_worker", "quarrywell tamsin")
    assert "Tamsin Quarrywell" in find("social_worker", "Quarrywell, Tamsin")


@pytest.mark.parametrize("asked", ["%", "_", "0", "00", "'", "<script>", "x" * 300])
def test_odd_words_find_nobody_and_break_nothing(world, find, asked):
    words = find("social_worker", asked)
    assert world.child.given_name not in words
    assert "<script>" not in words.replace("<script src", "").replace('<script type="module"', "")


def test_a_character_no_text_has_is_a_bad_request(world, signed_in):
    client = signed_in(world.people["social_worker"])
    assert client.get("/children", {"q": "a\x00"}).status_code == 400


def test_before_anything_is_asked_nobody_is_shown(world, find):
    words = find("social_worker", "")
    assert world.child.given_name not in words
    assert "No child you may see" not in words
    assert Look.objects.count() == 0


def test_nobody_one_may_not_see_is_found_or_counted(world, find):
    name = world.child.family_name
    assert world.child.given_name in find("social_worker", name)
    for role in ("member", "brokerage", "quality_assurance"):
        words = find(role, name)
        assert "No child you may see is called" in words
        assert world.child.given_name not in words
    hidden = a_restricted_child(worker=world.people["social_worker"])
    assert hidden.given_name not in find("social_worker", hidden.family_name)


def test_an_address_that_is_protected_is_in_no_list(world, find):
    assert "Hidden Row" not in find("social_worker", world.child.family_name)


@pytest.mark.look
def test_what_is_shown_is_kept_as_one_look(world, find):
    for _ in range(3):
        a_child("Same", worker=world.people["social_worker"])
    find("social_worker", "same")
    look = Look.objects.get()
    assert (look.kind, look.route, look.persons.count()) == ("listed", "find_child", 3)


def test_more_than_fifty_asks_for_more_words_and_as_few_queries(
    world, find, django_assert_num_queries, signed_in
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    client = signed_in(world.people["social_worker"])
    for many in (3, 57):
        for _ in range(many):
            a_child("Multi", "x" * 60, worker=world.people["social_worker"])
        client.get("/children?q=multi")
        with CaptureQueriesContext(connection) as asked:
            words = client.get("/children?q=multi").content.decode()
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 18
    assert words.count("Multi ") == 50
    assert "There are more. Write more of the name to see them." in words


@pytest.mark.parametrize("role", ["information_governance", "administrator", "action_holder"])
def test_whose_work_meets_no_children_cannot_search(world, role, signed_in):
    assert signed_in(world.people[role]).get("/children?q=a").status_code == 403


def test_a_child_of_yesterday_is_not_found_by_yesterdays_worker(world, find):
    row = allocate(a_child("Moved", "Onward"), world.people["other_worker"], world.team)
    assert "Moved Onward" in find("other_worker", "onward")
    row.until = row.since
    row.save()
    heard(world, row.person)
    assert "Moved Onward" not in find("team_manager", "onward")
