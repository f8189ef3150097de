"""When something does not go, the page says what to do; the log says where; neither names a child."""

import io
import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from remit.rules.viewers import Post
from remit.settings.logs import WithoutWords

pytestmark = pytest.mark.django_db


@pytest.fixture
def logged():
    """What reaches standard error, as it is written there."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(WithoutWords("%(name)s [%(reference)s] %(message)s"))
    loggers = [logging.getLogger(name) for name in ("", "django", "remit")]
    for logger in loggers:
        logger.addHandler(handler)
    yield written
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.mark.parametrize(
    "how, status, words",
    [
        ("refused", 422, ["Too late.", "MARP-6", "Ask the chair to admit it."]),
        ("stale", 409, ["Somebody else has changed this", "Look at what changed"]),
        ("missing", 404, ["Page not found"]),
        ("not-allowed", 403, ["Only the chair may do this.", "ROR-16", "Ask the chair."]),
    ],
)
def test_a_refusal_nobody_handled_is_a_page(sign_in, how, status, words):
    answer = sign_in().get("/refusing", {"how": how})
    assert answer.status_code == status
    for part in words:
        assert part in answer.content.decode()


def test_a_page_that_is_not_for_this_person_says_so_and_names_nobody(sign_in):
    answer = sign_in().get("/for-administrators")
    assert answer.status_code == 403
    assert "You cannot see this page" in answer.content.decode()
    assert sign_in(posts=frozenset({Post.ADMINISTRATOR})).get("/for-administrators").status_code == 200


def test_a_fault_of_ours_shows_a_reference_that_stands_in_the_log(sign_in, logged):
    answer = sign_in().get("/refusing", {"how": "broken"})
    assert answer.status_code == 500
    reference = answer.content.decode().split('id="reference">')[1].split("<")[0]
    assert len(reference) == 8
    assert f"[{reference}] GET refusing failed" in logged.getvalue()
    assert "ZeroDivisionError" in logged.getvalue()
    assert "sample.py" in logged.getvalue()


def test_the_log_holds_no_words_of_the_error_nor_of_the_address(sign_in, logged):
    client = sign_in()
    client.get("/refusing", {"how": "broken", "q": "Bryony Sentinel-Sample"})
    client.get("/Bryony-Sentinel-Sample")
    assert "Sentinel" not in logged.getvalue()


def test_a_fault_page_asks_nothing_of_the_database(rf):
    from remit.web import errors

    def no_questions(*args):
        raise AssertionError("asked the database")

    with connection.execute_wrapper(no_questions):
        assert errors.broken(rf.get("/")).status_code == 500


def test_page_not_found(client):
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert "<title>Page not found – Remit</title>" in answer.content.decode()


def test_a_forged_form_is_turned_away_in_plain_english(logged):
    answer = Client(enforce_csrf_checks=True).post("/sign-in", {"username": "a", "password": "b"})
    assert answer.status_code == 400
    assert "We could not check where this form came from" in answer.content.decode()
    assert "came without its token" in logged.getvalue()


def test_an_address_for_a_form_cannot_be_opened(client):
    answer = client.get("/sign-out")
    assert answer.status_code == 405
    assert "This address is for a form" in answer.content.decode()
    assert answer["Allow"] == "POST"


def test_too_large_a_file_is_turned_away_before_it_is_read(sign_in, settings):
    settings.UPLOAD_LIMIT = 2**20
    answer = sign_in().post("/everything", {"paper": SimpleUploadedFile("a.xlsx", b"x" * (2**20 + 1))})
    assert answer.status_code == 413
    page = answer.content.decode()
    assert "The file is too large" in page
    assert "At most 1 MB can be uploaded at once" in page
    assert "into a .zip" in page


def test_too_many_words_are_too_large_as_well(sign_in, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = sign_in().post("/everything", {"name": "x" * 200})
    assert answer.status_code == 413


def test_a_form_of_too_many_fields_is_a_bad_request(sign_in, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    answer = sign_in().post("/everything", {str(n): "x" for n in range(5)})
    assert answer.status_code == 400
    assert "We could not read that request" in answer.content.decode()


def test_an_upload_cut_off_half_way_stores_nothing_and_says_so(sign_in):
    answer = sign_in().generic(
        "POST", "/everything", b"--x\r\nContent-Disposition: form-", content_type="multipart/form-data"
    )
    assert answer.status_code == 400


def test_the_way_back_leads_only_to_our_own_pages(sign_in):
    client = sign_in()
    page = client.get(
        "/refusing", {"how": "refused"}, headers={"referer": "https://elsewhere.example/x"}
    ).content.decode()
    assert "elsewhere" not in page
    page = client.get(
        "/refusing", {"how": "refused"}, headers={"referer": "http://testserver/room"}
    ).content.decode()
    assert 'href="http://testserver/room"' in page
