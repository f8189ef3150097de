"""Your account: the calendar address is shown once, can be made new, and can be stopped."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from remit.records.calendar_addresses import CalendarAddress
from tests.factories import staff

pytestmark = pytest.mark.django_db
ACCOUNT = reverse("account")
MAKE, STOP = reverse("make_calendar_address"), reverse("end_calendar_address")


@pytest.fixture
def person():
    return staff("Ottoline Calendar")


@pytest.fixture
def browser(person, signed_in):
    return signed_in(person)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def address_on(response) -> str:
    (found,) = re.findall(r"<code>http://testserver(/calendar/[^<]+\.ics)</code>", response.content.decode())
    return found


def test_the_way_there_stands_on_every_page(browser):
    assert f'href="{ACCOUNT}">Your account' in text(browser.get("/"))
    page = text(browser.get(ACCOUNT))
    assert "Ottoline Calendar" in page
    assert reverse("change_password") in page
    assert "You have no calendar address." in page
    assert "Stop" not in page


def test_an_address_is_shown_once_and_answers(browser):
    made = browser.post(MAKE, {"form_token": "a"}, follow=True)

    address = address_on(made)
    assert "it is not shown again" in text(made)
    assert Client().get(address).status_code == 200
    later = text(browser.get(ACCOUNT))
    assert address not in later
    assert "Your calendar address was made on 14 October 2026, 10am" in later
    assert "no-store" in made["Cache-Control"]


def test_a_new_one_takes_the_place_of_the_old(browser):
    first = address_on(browser.post(MAKE, {"form_token": "a"}, follow=True))
    second = address_on(browser.post(MAKE, {"form_token": "b"}, follow=True))

    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    assert CalendarAddress.objects.filter(ended_at__isnull=True).count() == 1


def test_a_form_sent_twice_makes_one_address_which_is_shown_and_answers(browser):
    for _ in range(2):
        sent = browser.post(MAKE, {"form_token": "a"})
        assert sent["Location"] == ACCOUNT
    page = browser.get(ACCOUNT)

    assert Client().get(address_on(page)).status_code == 200
    assert "You had already sent this form." in text(page)
    assert CalendarAddress.objects.count() == 1
    browser.post(MAKE, {"form_token": "a"})
    assert "<code>" not in text(browser.get(ACCOUNT)), "a reload shows it no second time"
    assert CalendarAddress.objects.filter(ended_at__isnull=True).count() == 1


def test_whoever_signs_in_next_in_the_same_browser_is_not_shown_it(browser):
    browser.post(MAKE, {"form_token": "a"})
    browser.force_login(staff(), backend="remit.records.accounts.Accounts")
    assert "<code>" not in text(browser.get(ACCOUNT))


def test_it_can_be_stopped_once(browser):
    address = address_on(browser.post(MAKE, {"form_token": "a"}, follow=True))

    page = text(browser.post(STOP, {"form_token": "b"}, follow=True))

    assert "Your calendar address has stopped." in page
    assert "You have no calendar address." in page
    assert Client().get(address).status_code == 404
    assert browser.post(STOP, {"form_token": "c"}).status_code == 422


def test_a_forged_form_makes_nothing(person):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person, backend="remit.records.accounts.Accounts")
    assert strict.post(MAKE, {"form_token": "a"}).status_code == 400
    assert not CalendarAddress.objects.exists()


def test_whoever_must_choose_a_password_does_that_first(signed_in):
    browser = signed_in(staff(must_change_password=True))
    assert browser.get(ACCOUNT)["Location"] == reverse("change_password")
    assert browser.post(MAKE, {"form_token": "a"})["Location"] == reverse("change_password")
    assert not CalendarAddress.objects.exists()


def test_a_stranger_is_asked_to_sign_in():
    for address in (ACCOUNT, MAKE, STOP):
        assert Client().get(address).status_code == 302
