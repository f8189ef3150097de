"""Whoever runs a forum meets the children of the cohorts its terms name, and nobody else through them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from remit.records.audit import Look
from remit.records.fact_store import put_facts
from remit.records.forums import SeatHolding
from remit.rules.facts import fact
from tests.factories import NOW, TODAY, a_child, a_forum, a_restricted_child, seat, staff
from tests.factories.forums import in_seat
from tests.web.record.test_cohorts import PLACED, in_a_home, text


@pytest.fixture
def rrg(db):
    return a_forum("rrg")


def in_care(child, since, until=None, **said):
    said = {"need": "N1", "why_ended": "", **said}
    put_facts([(child.pk, fact("care", since, until, **said))], now=NOW, source="seed")


def shown(client, cohort):
    """Which of the children of these tests the page of a cohort shows."""
    page = text(client, f"/cohorts/{cohort}")
    return {name for name in ("Wren", "Moss", "Fern", "Ivy", "Lark") if f"{name} Tarnquill" in page}


@pytest.mark.clause("RRG-1")
@pytest.mark.parametrize("role", ["chair", "deputy", "coordinator"])
def test_who_runs_the_review_group_sees_the_children_in_residential_care(rrg, signed_in, role):
    in_a_home(a_child("Wren", "Tarnquill"))
    in_a_home(a_child("Moss", "Tarnquill"), place="U4")
    left = a_child("Fern", "Tarnquill")
    in_care(left, date(2026, 4, 1), TODAY, why_ended="E4A")
    put_facts(
        [(left.pk, fact("placement", date(2026, 4, 1), TODAY, place="K2", **PLACED))], now=NOW, source="seed"
    )
    client = signed_in(in_seat(rrg, role))
    assert shown(client, "residential") == {"Wren"}
    assert shown(client, "looked-after") == {"Wren"}
    assert "Moss Tarnquill" not in text(client, "/children?q=Tarnquill")


def test_who_runs_it_is_led_to_the_cohorts_and_not_to_an_action_list_that_is_not_theirs(rrg, signed_in):
    home = text(signed_in(in_seat(rrg, "chair")), "/")
    assert 'href="/cohorts"' in home
    assert 'href="/action-list"' not in home


def test_a_deputy_of_the_chair_sees_them_too(rrg, signed_in):
    in_a_home(a_child("Wren", "Tarnquill"))
    assert shown(signed_in(seat(rrg, "chair", capacity="deputy")), "residential") == {"Wren"}


def test_the_page_of_such_a_child_opens_and_the_look_is_kept(rrg, signed_in):
    child, other = a_child("Wren", "Tarnquill"), a_child("Moss", "Tarnquill")
    in_a_home(child)
    in_a_home(other, place="U4")
    chair = in_seat(rrg, "chair")
    client = signed_in(chair)
    assert "Wren Tarnquill" in text(client, f"/children/{child.subject.ref}")
    assert Look.objects.filter(viewer=chair, persons__subject=child.subject).exists()
    assert client.get(f"/children/{other.subject.ref}").status_code == 404


def test_a_member_meets_nobody_through_the_cohort(rrg, signed_in):
    child = a_child("Wren", "Tarnquill")
    in_a_home(child)
    client = signed_in(in_seat(rrg, "member"))
    assert client.get("/cohorts/residential").status_code == 403
    assert client.get(f"/children/{child.subject.ref}").status_code == 404


def test_a_restricted_child_stays_closed_to_who_runs_the_forum(rrg, signed_in):
    child = a_restricted_child(staff(), given="Wren", family="Tarnquill")
    in_a_home(child)
    client = signed_in(in_seat(rrg, "chair"))
    assert shown(client, "residential") == set()
    assert client.get(f"/children/{child.subject.ref}").status_code == 404
    assert "Wren" not in text(client, "/children?q=Tarnquill")


def test_who_gave_the_seat_up_sees_nobody(rrg, signed_in):
    in_a_home(a_child("Wren", "Tarnquill"))
    chair = in_seat(rrg, "chair")
    SeatHolding.objects.filter(staff=chair).update(until=TODAY)
    assert signed_in(chair).get("/cohorts/residential").status_code == 403


@pytest.mark.clause("CLP-1")
def test_the_risk_panel_sees_the_relevant_and_former_relevant_only(db, signed_in):
    panel = a_forum("clp")
    leavers = {
        "Wren": (date(2009, 3, 4), date(2024, 1, 1), date(2025, 9, 1)),  # relevant
        "Moss": (date(2006, 3, 4), date(2021, 1, 1), date(2024, 3, 4)),  # former relevant
        "Fern": (date(2009, 3, 4), date(2024, 1, 1), None),  # eligible
        "Ivy": (date(2009, 3, 4), date(2025, 6, 1), date(2025, 7, 1)),  # qualifying
    }
    for name, (born, since, until) in leavers.items():
        child = a_child(name, "Tarnquill", date_of_birth=born)
        in_care(child, since, until, why_ended="E6" if until else "")
    assert shown(signed_in(in_seat(panel, "chair")), "care-leavers") == {"Wren", "Moss"}


@pytest.mark.clause("PPM-1")
def test_the_permanency_forum_sees_every_child_looked_after_with_as_many_queries_for_sixty(db, signed_in):
    client = signed_in(in_seat(a_forum("ppm"), "chair"))

    def statements():
        with CaptureQueriesContext(connection) as asked:
            page = text(client, "/cohorts/looked-after")
        return len(asked), page.count("remit-id")

    for _ in range(3):
        in_a_home(a_child())
    text(client, "/cohorts/looked-after")
    few, three = statements()
    for _ in range(40):
        in_a_home(a_child(), since=TODAY - timedelta(days=30))
    many, all_of_them = statements()
    assert (three, all_of_them) == (3, 43)
    assert many == few <= 12


def test_who_left_the_cohort_is_not_met_through_it_any_more_on_no_past_day_either(rrg, signed_in):
    child = a_child("Wren", "Tarnquill")
    in_care(child, date(2026, 4, 1))
    home = fact("placement", date(2026, 4, 1), TODAY, place="K2", **PLACED)
    carers = fact("placement", TODAY, place="U4", **PLACED)
    put_facts([(child.pk, home), (child.pk, carers)], now=NOW, source="seed")
    client = signed_in(in_seat(rrg, "chair"))
    past = text(client, "/cohorts/residential?as_of-day=1&as_of-month=5&as_of-year=2026")
    assert "Wren Tarnquill" not in past
    assert "Wren Tarnquill" not in text(client, "/cohorts/residential/moves")
