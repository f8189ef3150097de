"""A fact that was typed by mistake is taken back from the time line, on a page that says what follows."""

import re
from datetime import date, timedelta

import pytest

from remit.casework.facts import record_fact
from remit.records.audit import LookPerson
from remit.records.facts import Placement, Review
from remit.rules.facts import fact
from remit.rules.viewers import Post
from tests.casework.returned import BORN, a_return, episode, load, review
from tests.factories import NOW, a_child, a_team, staff, viewer_of

OCTOBER = date(2026, 10, 2)
HELD = fact("review", OCTOBER, OCTOBER + timedelta(days=1))
HOME = fact("placement", date(2026, 10, 5), place="K2", location="out")


@pytest.fixture
def case(db):
    team = a_team()
    worker = staff(team=team)
    child = a_child("Wren", "Tarnquill", person_id="701", worker=worker, team=team, date_of_birth=BORN)
    return child, worker


def typed(case, said, *, now=NOW - timedelta(hours=1)):
    child, worker = case
    record_fact(child_id=child.pk, fact=said, told="A call", actor=viewer_of(worker), now=now)


def address(child, said):
    return f"/children/{child.subject.ref}/record/{said.kind}/{said.since.isoformat()}"


def shown(client, where):
    return " ".join(client.get(where).content.decode().split())


def seen_on(page):
    return re.search(r'name="seen"[^>]*value="([^"]*)"', page).group(1)


def test_from_the_time_line_to_the_page_and_back(case, signed_in):
    child, worker = case
    typed(case, HELD)
    client = signed_in(worker)
    line = shown(client, f"/children/{child.subject.ref}")
    assert f'href="{address(child, HELD)}"' in line
    assert "Take this back" in line
    page = shown(client, address(child, HELD))
    for words in ("Take back this review", "Wren Tarnquill", "2 October 2026", "A call"):
        assert words in page, words
    assert worker.name in page
    assert "Nothing takes its place." in page
    assert "The child stays in the cohorts of today." in page
    said = {"form_token": "1", "seen": seen_on(page), "why": "It was put off."}
    answer = client.post(address(child, HELD), said)
    assert (answer.status_code, answer["Location"]) == (302, f"/children/{child.subject.ref}")
    assert not Review.objects.known().exists()
    line = shown(client, f"/children/{child.subject.ref}")
    assert "Review of 2 October 2026 taken back" in line
    assert "It was put off." in line
    assert "Review held" not in line
    assert client.post(address(child, HELD), said)["Location"] == f"/children/{child.subject.ref}"
    again = client.post(address(child, HELD), said | {"form_token": "2"})
    assert again.status_code == 422
    assert "This was taken back already" in again.content.decode()


def test_the_page_says_what_holds_again_and_which_cohorts_follow(case, signed_in):
    child, worker = case
    load(a_return(episode("701", "2026-04-01")), now=NOW - timedelta(days=7))
    typed(case, HOME)
    client = signed_in(worker)
    page = shown(client, address(child, HOME))
    assert "It took the place of this, which holds again:" in page
    assert "1 April 2026" in page
    assert "SSDA903 return loaded by" in page
    assert re.search(r"Today the child leaves: [^.]*In residential care", page)
    assert re.search(r"Today the child comes into: [^.]*Not known whether placed outside", page)


def test_what_was_ended_by_it_is_not_offered_by_itself(case, signed_in):
    child, worker = case
    load(a_return(episode("701", "2026-04-01"), review("701", "2026-05-10")), now=NOW - timedelta(days=7))
    typed(case, HOME)
    line = shown(signed_in(worker), f"/children/{child.subject.ref}")
    assert line.count("Take this back") == 1
    assert f'href="{address(child, HOME)}"' in line
    page = signed_in(worker).get(address(child, fact("placement", date(2026, 4, 1))))
    assert page.status_code == 422
    assert "Take back the placement from 5 October 2026" in page.content.decode()


def test_a_page_that_is_no_longer_so_keeps_the_reason_and_asks_again(case, signed_in):
    child, worker = case
    typed(case, HELD)
    client = signed_in(worker)
    seen = seen_on(shown(client, address(child, HELD)))
    typed(case, fact("review", OCTOBER + timedelta(days=2), OCTOBER + timedelta(days=3)), now=NOW)
    answer = client.post(address(child, HELD), {"form_token": "1", "seen": seen, "why": "It was put off."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "It was put off." in page
    assert Review.objects.known().count() == 2
    said = {"form_token": "2", "seen": seen_on(page), "why": "It was put off."}
    assert client.post(address(child, HELD), said).status_code == 302


def test_without_a_reason_it_stays(case, signed_in):
    child, worker = case
    typed(case, HELD)
    client = signed_in(worker)
    seen = seen_on(shown(client, address(child, HELD)))
    answer = client.post(address(child, HELD), {"form_token": "1", "seen": seen, "why": " "})
    assert answer.status_code == 422
    assert "Enter why it was a mistake" in answer.content.decode()
    assert Review.objects.known().exists()


def test_what_a_return_confirmed_says_so(case, signed_in):
    child, worker = case
    typed(case, HELD)
    load(a_return(episode("701", "2026-04-01"), review("701", "2026-10-02")))
    client = signed_in(worker)
    assert "Take this back" not in shown(client, f"/children/{child.subject.ref}")
    answer = client.get(address(child, HELD))
    assert answer.status_code == 422
    assert "Correct it with the next return" in answer.content.decode()


def test_who_may_not_record_is_offered_nothing(case, signed_in):
    child, _ = case
    typed(case, HELD)
    director = signed_in(staff(posts=[Post.DIRECTOR]))
    assert "Take this back" not in shown(director, f"/children/{child.subject.ref}")
    assert director.get(address(child, HELD)).status_code == 403
    stranger = staff()
    a_child(worker=stranger)
    assert signed_in(stranger).get(address(child, HELD)).status_code == 404
    assert LookPerson.objects.filter(look__viewer=stranger, subject=child.subject).exists()


@pytest.mark.parametrize(
    "part", ["review/2026-10-03", "review/soon", "care/2026-10-02", "nonsense/2026-10-02"]
)
def test_what_nobody_typed_is_not_found(case, signed_in, part):
    child, worker = case
    typed(case, HELD)
    client = signed_in(worker)
    assert client.get(f"/children/{child.subject.ref}/record/{part}").status_code == 404


def test_a_placement_taken_back_leaves_the_time_line(case, signed_in):
    child, worker = case
    typed(case, HOME)
    client = signed_in(worker)
    seen = seen_on(shown(client, address(child, HOME)))
    said = {"form_token": "1", "seen": seen, "why": "Another child."}
    assert client.post(address(child, HOME), said).status_code == 302
    assert not Placement.objects.known().exists()
    assert "Placement of 5 October 2026 taken back" in shown(client, f"/children/{child.subject.ref}")
