"""People sign in with an account an administrator made; a demonstration offers one click as well."""

from types import SimpleNamespace

import pytest
from django.test import Client

from remit.records.people import Staff
from tests.factories.people import PASSWORD, staff, viewer_of

pytestmark = pytest.mark.django_db
WRONG = "Enter the user name and password of your account"


@pytest.fixture
def person():
    return staff("Wilhelmina Sample", username="w.sample")


def signed_in(client):
    return "_auth_user_id" in client.session


def test_signing_in_leads_to_where_one_wanted_to_go(samples, client, person):
    answer = client.post("/sign-in", {"username": "w.sample", "password": PASSWORD, "next": "/went"})
    assert answer["Location"] == "/went"
    assert signed_in(client)


def test_signing_in_never_leads_elsewhere(samples, client, person):
    answer = client.post(
        "/sign-in", {"username": "w.sample", "password": PASSWORD, "next": "https://elsewhere.example/"}
    )
    assert "elsewhere" not in answer["Location"]


@pytest.mark.parametrize("username, password", [("w.sample", "not it"), ("nobody", PASSWORD)])
def test_the_page_says_the_same_whichever_is_wrong(client, person, username, password):
    page = client.post("/sign-in", {"username": username, "password": password}).content.decode()
    assert WRONG in page
    assert "<title>Error: Sign in – Remit</title>" in page
    assert not signed_in(client)


def test_what_is_missing_is_said_beside_its_field(client):
    page = client.post("/sign-in", {}).content.decode()
    assert '<a href="#username">Enter user name</a>' in page
    assert '<a href="#password">Enter password</a>' in page


@pytest.mark.parametrize("fields", [{"is_service_account": True}, {"is_active": False}])
def test_service_accounts_and_accounts_out_of_use_cannot_sign_in(client, fields):
    staff("Data Officer Sample", username="data", **fields)
    page = client.post("/sign-in", {"username": "data", "password": PASSWORD}).content.decode()
    assert WRONG in page
    assert not signed_in(client)


def test_five_wrong_passwords_lock_the_account_for_a_while(client, person, settings):
    settings.AXES_ENABLED = True
    for _ in range(5):
        answer = client.post("/sign-in", {"username": "w.sample", "password": "not it"})
    assert answer.status_code == 429
    assert "Sign-in is locked for 15 minutes" in answer.content.decode()
    assert client.post("/sign-in", {"username": "w.sample", "password": PASSWORD}).status_code == 429
    assert not signed_in(client)


def test_signing_out_is_a_button(client, person):
    client.force_login(person, backend="remit.records.accounts.Accounts")
    assert client.get("/sign-out").status_code == 405
    assert signed_in(client)
    assert client.post("/sign-out")["Location"] == "/sign-in"
    assert not signed_in(client)


def test_a_password_given_by_an_administrator_must_be_changed_first(samples, client):
    new = staff("New Sample", username="new", must_change_password=True)
    answer = client.post("/sign-in", {"username": "new", "password": PASSWORD, "next": "/went"})
    assert answer["Location"] == "/account/password"
    assert client.get("/went")["Location"] == "/account/password"
    chosen = {
        "old_password": PASSWORD,
        "new_password1": "correct horse battery",
        "new_password2": "correct horse battery",
    }
    assert client.post("/account/password", chosen).status_code == 302
    new.refresh_from_db()
    assert new.must_change_password is False
    assert client.get("/went").status_code == 200


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"old_password": "not it"}, "The password you have now is not the one you entered"),
        ({"new_password2": "another long one"}, "The new password is not the same in both boxes"),
        ({"new_password1": "short", "new_password2": "short"}, "at least 12 characters long"),
        ({"new_password1": "wilhelmina sample", "new_password2": "wilhelmina sample"}, "too like the name"),
    ],
)
def test_an_unsound_new_password(client, person, changes, words):
    client.force_login(person, backend="remit.records.accounts.Accounts")
    sound = {
        "old_password": PASSWORD,
        "new_password1": "correct horse battery",
        "new_password2": "correct horse battery",
    }
    page = client.post("/account/password", {**sound, **changes}).content.decode()
    assert words in page
    assert "There is a problem" in page


def test_one_click_signs_in_as_a_person_of_the_demonstration(client, person, monkeypatch):
    made_up = SimpleNamespace(
        staff_id=person.pk,
        username="w.sample",
        name=person.name,
        role="Chair",
        does="Confirms the agenda.",
        viewer=viewer_of(person),
    )
    monkeypatch.setattr("remit.web.demo.views.demo_people", lambda now: [made_up])
    page = client.get("/demo/sign-in").content.decode()
    assert "Confirms the agenda." in page
    assert client.post("/demo/sign-in", {"username": "w.sample"})["Location"] == "/"
    assert signed_in(client)


def test_one_click_signs_in_as_nobody_else(client, person, monkeypatch):
    monkeypatch.setattr("remit.web.demo.views.demo_people", lambda now: [])
    assert client.post("/demo/sign-in", {"username": "w.sample"}).status_code == 404
    assert not signed_in(client)
    assert "There is nobody here yet" in client.get("/demo/sign-in").content.decode()


def test_nobody_can_sign_up():
    assert Client().get("/sign-up").status_code == 404
    assert Staff.objects.filter(is_active=True, is_service_account=False).count() == 0
