"""The log: children by a key that says nothing; who a key is asks a reason, which is kept."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from remit.records.audit import AuditEvent, Look, LookPerson
from tests.factories import NOW, a_child, staff
from tests.web.children.world import a_world


@pytest.fixture
def world(db):
    return a_world()


@pytest.fixture
def client(world, signed_in):
    return signed_in(world.people["information_governance"], raise_request_exception=False)


def looked(viewer, *children, kind="listed", route="home", **fields):
    look = Look.objects.create(viewer=viewer, route=route, kind=kind, at=NOW, **fields)
    LookPerson.objects.bulk_create(LookPerson(look=look, subject=child.subject) for child in children)
    return look


def test_before_anybody_looked(client):
    assert "No look fits what you asked for" in client.get("/governance").content.decode()


def test_children_stand_by_their_key_only(world, client):
    looked(world.people["chair"], world.child, kind="opened", route="case")
    words = client.get("/governance").content.decode()
    assert world.child.subject.ref in words
    assert world.people["chair"].username in words
    assert "Opened" in words
    assert world.child.given_name not in words
    assert world.child.family_name not in words


@pytest.mark.look
def test_opening_an_identity_asks_a_reason_and_is_itself_in_the_log(world, client):
    address = f"/governance/children/{world.child.subject.ref}"
    for nothing in ("", "why", " " * 30):
        answer = client.post(address, {"reason": nothing, "form_token": "a"})
        assert answer.status_code == 422
        assert world.child.given_name not in answer.content.decode()
    assert Look.objects.count() == 0
    words = client.post(address, {"reason": "Complaint 17 of the mother", "form_token": "b"}).content.decode()
    assert f"{world.child.given_name} {world.child.family_name}" in words
    look = Look.objects.get()
    assert (look.kind, look.reason) == ("opened", "Complaint 17 of the mother")
    words = client.get("/governance").content.decode()
    assert "Reason: Complaint 17 of the mother" in words
    assert world.child.given_name not in words


def test_a_reason_too_long_is_said_so(world, client):
    answer = client.post(
        f"/governance/children/{world.child.subject.ref}", {"reason": "x" * 501, "form_token": "a"}
    )
    assert answer.status_code == 422
    assert "500 characters or fewer" in answer.content.decode()


def test_no_such_key_is_not_found(world, client):
    at = "/governance/children/bcdfghjkmnpq"
    assert client.post(at, {"reason": "A good long reason", "form_token": "a"}).status_code == 404


@pytest.mark.parametrize(
    "asked, found",
    [
        ("", {"home", "case", "room"}),
        ("kind=denied", {"case"}),
        ("kind=odd", {"home", "case", "room"}),
        ("who={chair}", {"home"}),
        ("who=nobody", set()),
        ("child={child}", {"case", "room"}),
        ("child={child}&kind=opened", {"room"}),
    ],
)
def test_the_log_can_be_narrowed(world, client, asked, found):
    looked(world.people["chair"], a_child(), route="home")
    looked(world.people["member"], world.child, route="case", kind="denied")
    looked(world.people["member"], world.child, a_child(), route="room", kind="opened")
    keys = {"chair": world.people["chair"].username, "child": world.child.subject.ref}
    words = client.get(f"/governance?{asked.format(**keys)}").content.decode()
    cells = {
        route
        for route in ("home", "case", "room")
        if re.search(rf"<td class=\"govuk-table__cell\"[^>]*>{route.capitalize()}", words)
    }
    assert cells == found


def test_the_log_goes_on_over_pages_with_every_look_once(world, client):
    for n in range(120):
        looked(staff(f"Lookalot {n}", username=f"lookalot{n}x"), world.child)
    address, seen, pages = "/governance", [], 0
    while address:
        page = client.get(address).content.decode()
        seen += [n for n in range(120) if f">lookalot{n}x<" in page]
        pages += 1
        following = page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
        address = f"/governance{following}".replace("&amp;", "&") if 'rel="next"' in page else ""
    assert pages == 3
    assert sorted(seen) == list(range(120))


def test_acts_stand_with_nobody_where_somebody_could_not_sign_in(world, client):
    AuditEvent.objects.create(verb="account.sign-in-failed", at=NOW)
    AuditEvent.objects.create(
        verb="item.put", actor=world.people["chair"], at=NOW, subject=world.child.subject, clause="ROR-8"
    )
    words = client.get("/governance/acts").content.decode()
    assert "Nobody signed in" in words
    assert "ROR-8" in words
    assert world.child.given_name not in words
    assert "Nothing fits" in client.get("/governance/acts?who=xyz").content.decode()


@pytest.mark.long
@pytest.mark.parametrize("address", ["/governance", "/governance/acts"])
def test_queries_are_as_many_for_60_as_for_3(world, client, address):
    counts = []
    for many in (3, 40):
        for _ in range(many):
            looked(staff(), *[a_child() for _ in range(4)])
            AuditEvent.objects.create(verb="x.y", actor=staff(), at=NOW, subject=a_child().subject)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


def test_the_log_is_for_information_governance_only(world, signed_in):
    for role, person in world.people.items():
        if role != "information_governance":
            other = signed_in(person, raise_request_exception=False)
            for address in (
                "/governance",
                "/governance/acts",
                f"/governance/children/{world.child.subject.ref}",
            ):
                assert other.get(address).status_code == 403, role
    assert len(world.people) == 14


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "0"])
def test_an_odd_place_in_the_log_breaks_nothing(client, before):
    assert client.get(f"/governance?before={before}").status_code == 200
