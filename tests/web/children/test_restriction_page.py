"""The page on which is said who alone may see a record: who opens it, what it shows to whom, and what it answers."""

import pytest

from remit.records.audit import AuditEvent, Look, LookPerson
from remit.records.children import Person, Restriction
from tests.factories import a_restricted_child, staff
from tests.factories.children import number_of, restrict_to
from tests.web.children.world import a_world, on_list


@pytest.fixture
def world(db):
    world = a_world()
    on_list(world)
    return world


@pytest.fixture
def address(world):
    return f"/children/{world.child.subject.ref}/named"


def sent(do, world=None, token="one", **more):
    seen = Restriction.version_of(world.child.pk) if world else 0
    plain = {"do": do, "form_token": token}
    given = {"why": "A relative works in the team", "seen": seen} | more
    return plain | {f"{do}-{name}": value for name, value in given.items()}


def words(answer) -> str:
    return answer.content.decode()


ROLES = {
    "head_of_service": 200,
    "director": 200,
    "information_governance": 200,
    "coordinator": 403,
    "chair": 403,
    "member": 403,
    "brokerage": 403,
    "social_worker": 403,
    "team_manager": 403,
    "service_manager": 403,
    "quality_assurance": 403,
    "administrator": 403,
    "action_holder": 403,
}


@pytest.mark.parametrize("role", ROLES)
def test_who_opens_the_page(world, signed_in, address, role):
    client = signed_in(world.people[role], raise_request_exception=False)
    assert client.get(address).status_code == ROLES[role]
    if ROLES[role] == 403:
        assert client.post(address, sent("lift", world)).status_code == 403
        assert not AuditEvent.objects.filter(verb__startswith="restriction").exists()


def test_the_head_of_service_restricts_the_record_from_the_childs_page(world, signed_in, address):
    head, worker = world.people["head_of_service"], world.people["social_worker"]
    client = signed_in(head)
    assert f'href="{address}">Restrict this record' in words(
        client.get(f"/children/{world.child.subject.ref}")
    )
    page = words(client.get(address))
    assert world.child.family_name in page
    assert "This record is not restricted" in page
    assert worker.name in page

    people = [worker.pk, head.pk]
    answer = client.post(address, sent("restrict", world, people=people), follow=True)

    assert "The record is restricted." in words(answer)
    assert "A relative works in the team" in words(answer)
    assert Person.objects.get(pk=world.child.pk).restricted
    named = Restriction.objects.open().filter(person=world.child)
    assert set(named.values_list("staff_id", flat=True)) == set(people)
    coordinator = signed_in(world.people["coordinator"], raise_request_exception=False)
    assert coordinator.get(f"/children/{world.child.subject.ref}").status_code == 404


@pytest.mark.look
def test_who_restricts_it_to_others_is_led_home(world, signed_in, address):
    client = signed_in(world.people["head_of_service"], raise_request_exception=False)
    other = world.people["social_worker"].pk
    asked = client.post(address, sent("restrict", world, people=[other]), follow=True)
    assert "You are not among those named: you will not see this record." in words(asked)
    assert not Person.objects.get(pk=world.child.pk).restricted

    answer = client.post(
        address, sent("restrict", world, people=[other], sure="on") | {"form_token": "sure"}, follow=True
    )

    assert answer.redirect_chain == [("/", 302)]
    assert "The record is restricted." in words(answer)
    assert "Information governance can lift the restriction." in words(answer)
    assert world.child.family_name not in words(answer)
    assert client.get(address).status_code == 404
    assert Look.objects.get(route="restriction", kind="denied").viewer == world.people["head_of_service"]


def test_information_governance_changes_it_by_key_and_learns_no_name(world, signed_in, address):
    child, officer = world.child, world.people["information_governance"]
    restrict_to(child, world.people["social_worker"])
    Restriction.objects.update(why=f"{child.given_name}’s aunt works here")
    client, adviser = signed_in(officer), staff("Newly Named")

    answers = [client.get("/governance/restricted"), client.get(address)]
    answers.append(client.post(address, sent("name", world, other=adviser.pk), follow=True))
    taken = world.people["social_worker"].pk
    answers.append(client.post(address, sent("take-off", world, token="two", person=taken), follow=True))
    answers.append(client.post(address, sent("lift", world, token="three"), follow=True))

    assert "Newly Named" in words(answers[2])
    assert "no longer see the record" in words(answers[3])
    assert "The restriction is lifted." in words(answers[4])
    for answer in answers:
        assert answer.status_code == 200
        assert child.subject.ref in words(answer)
        for kept in (child.given_name, child.family_name, number_of(child)):
            assert kept not in words(answer)
    assert not LookPerson.objects.exists(), "by its key nobody is shown"


def test_a_record_that_nobody_can_see_any_more_is_pointed_out(world, signed_in):
    restrict_to(world.child, staff(is_active=False))
    client = signed_in(world.people["information_governance"])
    assert "Nobody</strong>" in words(client.get("/governance/restricted"))
    page = words(client.get(f"/children/{world.child.subject.ref}/named"))
    assert "Account out of use" in page


def test_the_list_of_restricted_records_says_when_there_is_none(world, signed_in):
    client = signed_in(world.people["information_governance"])
    assert "No record is restricted" in words(client.get("/governance/restricted"))


@pytest.mark.look
def test_whoever_opens_the_page_seeing_the_child_is_in_the_log(world, signed_in, address):
    signed_in(world.people["director"]).get(address)
    assert LookPerson.objects.get(look__route="restriction").subject_id == world.child.pk


FAULTS = {
    "nobody": ("restrict", {"people": []}, "Select at least one person"),
    "no reason": ("restrict", {"why": " "}, "Enter why"),
    "a stranger": ("restrict", {"other": 999_999}, "Select somebody else from the list"),
    "a long reason": ("lift", {"why": "x" * 501}, "Why must be 500 characters or fewer"),
    "nobody to take off": ("take-off", {"person": ""}, "Select person to take off"),
    "the last one": ("take-off", {}, "Nobody else could see this record."),
    "nobody to name": ("name", {}, "Select at least one person"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_what_is_wrong_stands_beside_its_field_and_what_was_written_stays(world, signed_in, address, case):
    do, more, said = FAULTS[case]
    head = world.people["head_of_service"]
    if do != "restrict":
        restrict_to(world.child, head)
        more = {"person": head.pk} | more
    answer = signed_in(head).post(address, sent(do, world, **{"why": "Kept words"} | more))

    page = words(answer)
    assert answer.status_code == 422
    assert page.count(said) == 2, "in the summary and beside the field"
    assert "<title>Error: " in page
    assert "why" in more or "Kept words" in page
    assert not AuditEvent.objects.exists()


def test_a_change_meanwhile_is_shown_and_the_words_stay(world, signed_in, address):
    head = world.people["head_of_service"]
    restrict_to(world.child, head)
    before = sent("lift", world, why="They moved away")
    restrict_to(world.child, staff("Just Named"))

    client = signed_in(head)
    answer = client.post(address, before)

    assert answer.status_code == 409
    assert "Somebody else has changed this" in words(answer)
    assert "Just Named" in words(answer)
    assert "They moved away" in words(answer)
    again = sent("lift", world, token="two", why="They moved away")
    assert f'name="lift-seen" id="lift-seen" value="{again["lift-seen"]}"' in words(answer)
    assert "The restriction is lifted." in words(client.post(address, again, follow=True))


def test_a_button_that_is_not_there_is_not_found(world, signed_in, address):
    client = signed_in(world.people["director"], raise_request_exception=False)
    assert client.post(address, {"do": "erase", "form_token": "one"}).status_code == 404


def test_another_childs_page_is_not_found_by_a_head_who_has_nothing_to_do_with_the_child(world, signed_in):
    child = a_restricted_child(staff())
    client = signed_in(world.people["head_of_service"], raise_request_exception=False)
    where = f"/children/{child.subject.ref}/named"
    assert client.get(where).status_code == client.post(where, sent("lift")).status_code == 404
    assert client.get("/children/nobody12/named").status_code == 404
