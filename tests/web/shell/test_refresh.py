"""A page asks whether anything is new with the revision it has; an answer is kept with the version it was based on."""

import re
from importlib.resources import files

import pytest

from remit.commands import serving

pytestmark = pytest.mark.django_db


def test_nothing_new_is_an_empty_answer(sign_in):
    answer = sign_in().get("/room/parts?revision=1")
    assert answer.status_code == 204
    assert answer.content == b""


@pytest.mark.parametrize("revision", ["0", "", "x"])
def test_anything_new_comes_with_its_revision(sign_in, revision):
    answer = sign_in().get(f"/room/parts?revision={revision}")
    assert answer.status_code == 200
    assert answer["X-Remit-Revision"] == "1"
    assert "<html" not in answer.content.decode()


def test_an_answer_is_kept(sign_in):
    answer = sign_in().post("/room/autosave", {"discussion": "Yes", "discussion-base": "1"})
    assert answer.json() == {"version": 2, "words": "Saved 10am"}


def test_an_answer_over_other_words_brings_both(sign_in, samples):
    samples.store.text, samples.store.version = "Theirs", 2
    page = sign_in().post("/room/autosave", {"discussion": "Mine", "discussion-base": "1"}).content.decode()
    assert "Theirs" in page
    assert "Mine" in page
    assert samples.store.text == "Theirs"


def test_a_refused_answer_says_why(sign_in):
    answer = sign_in().post("/room/autosave", {"discussion": "no", "discussion-base": "1"})
    assert answer.json() == {"problem": "The item is closed. Open it again first."}


def test_a_connection_is_still_open_when_a_page_asks_again():
    script = files("remit.web").joinpath("static", "remit.js").read_text()
    milliseconds = int(re.search(r"^const EVERY = ([\d_]+);", script, re.MULTILINE)[1])
    assert serving.keepalive > 2 * milliseconds / 1000
