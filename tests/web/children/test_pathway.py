"""A case shows where it stands on the way through a forum, on its own page and in the room."""

import re
from datetime import date

import pytest

from remit.records.fact_store import put_facts
from remit.rules.facts import fact
from remit.rules.viewers import Post
from tests.casework.rooms import DURING, NEXT_DAY, a_room
from tests.factories import NOW, staff
from tests.web.record.test_cohorts import PLACED, in_a_home

pytestmark = pytest.mark.django_db


def way(client, address: str) -> dict[str, str]:
    """Each stage with what is said of it."""
    page = " ".join(client.get(address).content.decode().split())
    shown = re.search(r'<ol class="govuk-list govuk-list--number">(.*?)</ol>', page)
    return dict(re.findall(r"<strong>(.*?)</strong> (.*?)</li>", shown[1])) if shown else {}


@pytest.mark.clause("ROR-25")
def test_a_case_shows_where_it_stands_from_the_list_to_sign_off(signed_in, settings):
    room = a_room(cases=2, others=0)
    coordinator, cases = (
        signed_in(room.week.coordinating),
        [f"/children/{room(n).subject.ref}" for n in (0, 1)],
    )
    before = way(coordinator, cases[0])
    assert before["Placements action list"].startswith("Here since")
    assert before["Risk of Residential group"] == "Ahead: the case is on an agenda"

    room.open()
    for question in ("interim-arrangements", "step-down-actions"):
        room.write(room(0), question, "At home with help until then.")
    room.decide(room(0), "residential-start")
    room.decide(room(1), "search-continues")
    room.settle()
    room.close()
    settings.FIXED_NOW = NEXT_DAY

    coordinator = signed_in(room.week.coordinating)
    after = way(coordinator, cases[0])
    assert after["Risk of Residential group"] == "15 October 2026"
    assert after["Sign-off of the placement"] == "Here since 15 October 2026"
    assert after["Residential start"] == "Ahead: the child moves in"
    assert way(coordinator, cases[1])["Risk of Residential group"] == "Here since 15 October 2026"


@pytest.mark.clause("ROR-25")
def test_a_child_who_moved_in_is_in_residential_care_and_one_who_left_again_is_not(signed_in, settings):
    room = a_room(cases=2, others=0).closed()
    settings.FIXED_NOW = NEXT_DAY
    moved_in, left = room(0).subject.person, room(1).subject.person
    assert moved_in.date_of_birth, "nobody stays a child for ever, so that each stay has its end"
    in_a_home(moved_in, since=date(2026, 10, 15))
    there = fact("placement", date(2026, 10, 14), date(2026, 10, 16), place="K2", **PLACED)
    care = fact("care", date(2026, 10, 14), need="N1", why_ended="")
    put_facts([(left.pk, care), (left.pk, there)], now=NOW, source="seed")

    coordinator = signed_in(room.week.coordinating)
    assert way(coordinator, f"/children/{moved_in.subject.ref}")["Residential start"] == (
        "Here since 15 October 2026"
    )
    assert way(coordinator, f"/children/{left.subject.ref}")["Residential start"] == (
        "Ahead: the child moves in"
    )


def test_the_room_leads_there(signed_in, settings):
    settings.FIXED_NOW = DURING
    room = a_room(cases=1, others=0).open()
    address = f"/forums/ror/{room.meeting.nominal_date}/room/items/{room(0).ref}"
    page = signed_in(room.week.chairing).get(address).content.decode()
    assert f"/children/{room(0).subject.ref}#way-ror" in page


@pytest.mark.parametrize("post", [Post.BROKERAGE, Post.QUALITY_ASSURANCE])
def test_who_may_not_read_the_outcome_sees_no_way(post, signed_in):
    room = a_room(cases=1, others=0).closed()
    assert way(signed_in(staff(posts=[post])), f"/children/{room(0).subject.ref}") == {}
