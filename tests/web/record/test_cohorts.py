"""The pages of the cohorts: who is in one on any day, who came and went, and the file of it."""

import re
from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from remit.records.audit import Look
from remit.records.children import Allocation, Person
from remit.records.fact_store import put_facts
from remit.records.people import Unit
from remit.rules.facts import fact
from remit.rules.viewers import Post
from tests.casework.returned import a_return, episode, load
from tests.factories import NOW, a_child, a_team, allocate, staff

WEEK = timedelta(days=7)
PLACED = {"provider": "", "urn": "", "postcode": "", "location": "", "authority": "", "why_changed": ""}


def in_a_home(child, *, since=date(2026, 4, 1), place="K2"):
    care = fact("care", since, need="N1", why_ended="")
    facts = [(child.pk, care), (child.pk, fact("placement", since, place=place, **PLACED))]
    put_facts(facts, now=NOW, source="seed")


@pytest.fixture
def director(db):
    return staff(posts=[Post.DIRECTOR])


def text(client, address):
    page = client.get(address)
    assert page.status_code == 200, page.status_code
    return page.content.decode()


def test_every_cohort_has_its_page(director, signed_in):
    client = signed_in(director)
    listed = text(client, "/cohorts")
    for name in ("residential", "care-leavers", "action-list"):
        assert f'href="/cohorts/{name}"' in listed
        assert "No child that you may see" in text(client, f"/cohorts/{name}")
    assert client.get("/cohorts/lost").status_code == 422


@pytest.mark.look
def test_a_child_stands_there_with_the_fact_and_where_it_comes_from(director, signed_in):
    a_child("Wren", "Tarnquill", person_id="701")
    load(a_return(episode("701", "2026-04-01", place="K2")))
    shown = text(signed_in(director), "/cohorts/residential")
    for words in (
        "Wren Tarnquill",
        "701",
        "In residential care (K2) since 1 April 2026",
        "SSDA903 return loaded by",
    ):
        assert words in shown, words
    look = Look.objects.get(viewer=director, route="cohort")
    assert look.persons.count() == 1


def test_any_past_day_and_what_was_known_then(director, signed_in):
    a_child("Wren", "Tarnquill", person_id="701")
    load(a_return(episode("701", "2026-04-01", place="U4")), now=NOW - WEEK)
    load(a_return(episode("701", "2026-04-01", place="K2")), now=NOW)
    client = signed_in(director)
    on = "as_of-day=1&as_of-month=9&as_of-year=2026"
    known = "known_at-day=13&known_at-month=10&known_at-year=2026"
    assert "Wren Tarnquill" in text(client, f"/cohorts/residential?{on}")
    assert "Wren Tarnquill" not in text(client, f"/cohorts/residential?{on}&{known}")


def test_narrowed_to_a_team_an_age_and_a_day(director, signed_in):
    team = a_team()
    young = a_child("Moss", "Penhollow", date_of_birth=date(2016, 1, 1))
    older = a_child("Fern", "Oakhanger", date_of_birth=date(2010, 1, 1))
    allocate(young, None, team)
    in_a_home(young)
    in_a_home(older, since=date(2026, 9, 1))
    client = signed_in(director)

    def names(query):
        shown = text(client, f"/cohorts/residential?{query}")
        return ("Moss Penhollow" in shown, "Fern Oakhanger" in shown)

    assert names("") == (True, True)
    assert names(f"team={team.pk}") == (True, False)
    assert names("age_from=13") == (False, True)
    assert names("age_to=10") == (True, False)
    assert names("since-day=1&since-month=8&since-year=2026") == (False, True)


def test_each_sees_their_own_children_only(db, signed_in):
    worker, team = staff(), a_team()
    mine, other = a_child("Moss", "Penhollow", worker=worker, team=team), a_child("Fern", "Oakhanger")
    in_a_home(mine)
    in_a_home(other)
    shown = text(signed_in(worker), "/cohorts/residential")
    assert "Moss Penhollow" in shown
    assert "Fern Oakhanger" not in shown


@pytest.mark.look
def test_the_file_holds_everybody_with_ids_as_text(director, signed_in):
    in_a_home(a_child("Wren", "Tarnquill", person_id="00701"))
    answer = signed_in(director).get("/cohorts/residential/file.xlsx")
    sheet = openpyxl.load_workbook(BytesIO(answer.getvalue())).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1][:2] == ["Person id", "Name"]
    assert rows[2][:2] == ["00701", "Wren Tarnquill"]
    assert Look.objects.get(viewer=director, route="cohort_file").kind == "exported"


def test_a_page_says_how_many_children_it_has_and_as_known_when(director, signed_in):
    in_a_home(a_child("Wren", "Tarnquill", person_id="00701"))
    client = signed_in(director)
    assert "On 14 October 2026. 1 child." in text(client, "/cohorts/residential")
    known = "known_at-day=14&known_at-month=10&known_at-year=2026"
    words = "by what Remit knew at the end of 14 October 2026"
    assert words in text(client, f"/cohorts/residential?{known}")
    days = "first-day=1&first-month=9&first-year=2026&last-day=14&last-month=10&last-year=2026"
    assert words in text(client, f"/cohorts/residential/moves?{days}&{known}")


def test_what_will_have_been_known_on_a_day_to_come_is_not_asked(director, signed_in):
    ahead = "known_at-day=15&known_at-month=10&known_at-year=2026"
    answer = signed_in(director).get(f"/cohorts/residential?{ahead}")
    assert answer.status_code == 422
    assert "As Remit knew it must be today or earlier" in answer.content.decode()


@pytest.mark.look
def test_who_entered_and_who_left_and_because_of_which_fact(director, signed_in):
    a_child("Wren", "Tarnquill", person_id="701")
    a_child("Moss", "Penhollow", person_id="702")
    load(
        a_return(
            episode("701", "2026-04-01", "2026-10-01", place="K2"),
            episode("701", "2026-10-01", rne="P", place="U6"),
            episode("702", "2026-10-05", place="K1"),
        )
    )
    shown = text(signed_in(director), "/cohorts/residential/moves")
    entered, left = shown.split(">Left</h2>")
    assert "Moss Penhollow" in entered
    assert "In residential care (K1) since 5 October 2026" in entered
    assert "Wren Tarnquill" in left
    assert "Foster care, not long term (U6) since 1 October 2026" in left
    assert Look.objects.get(viewer=director, route="cohort_moves").persons.count() == 2


def test_many_who_entered_stand_on_several_pages_and_each_of_them_on_one(director, signed_in):
    numbers = [str(number) for number in range(7001, 7061)]
    for number in numbers:
        in_a_home(a_child(person_id=number), since=date(2026, 10, 1))
    client = signed_in(director)
    first = text(client, "/cohorts/residential/moves")
    (following,) = re.findall(r'href="(/cohorts/residential/moves\?after=\d+)"', first)
    second = text(client, following)
    assert "after=" not in second
    there = [[number for number in numbers if f">{number}<" in page] for page in (first, second)]
    assert [len(shown) for shown in there] == [50, 10]
    assert sorted(there[0] + there[1]) == numbers


def test_of_very_many_teams_one_is_written_and_not_chosen(director, signed_in):
    for _ in range(101):
        a_team()
    team = Unit.objects.filter(kind="team").order_by("pk").last()
    here, elsewhere = a_child(person_id="7101"), a_child(person_id="7102")
    allocate(here, team=team)
    for child in (here, elsewhere):
        in_a_home(child)
    client = signed_in(director)
    shown = text(client, f"/cohorts/residential?team={team.name.upper()}")
    assert ">7101<" in shown
    assert ">7102<" not in shown
    assert ">7102<" in text(client, "/cohorts/residential")
    refused = client.get("/cohorts/residential?team=Nobody")
    assert refused.status_code == 422
    assert "There is no team of that name" in refused.content.decode()


def test_leaving_care_is_why_a_child_left(director, signed_in):
    a_child("Wren", "Tarnquill", person_id="701")
    load(a_return(episode("701", "2026-04-01", "2026-10-01", rec="E4A")))
    left = text(signed_in(director), "/cohorts/looked-after/moves").split(">Left</h2>")[1]
    assert "Stopped being looked after on 1 October 2026" in left


@pytest.mark.long
def test_a_page_asks_as_often_for_sixty_as_for_three(director, signed_in):
    client = signed_in(director)

    def statements():
        with CaptureQueriesContext(connection) as asked:
            text(client, "/cohorts/residential")
        return len(asked)

    for _ in range(3):
        in_a_home(a_child())
    text(client, "/cohorts/residential")
    few = statements()
    for _ in range(57):
        in_a_home(a_child())
    assert statements() == few <= 20
    assert "after=" in text(client, "/cohorts/residential")


def test_the_next_page_goes_on_where_this_one_ended(director, signed_in):
    for _ in range(60):
        in_a_home(a_child())
    client = signed_in(director)
    first = text(client, "/cohorts/residential")
    following = first.split('rel="next"')[0].split('href="')[-1].split('"')[0]
    second = text(client, following)
    assert (first.count("remit-id"), second.count("remit-id")) == (50, 10)
    children = Person.objects.order_by("pk")  # whatever their names are
    shown = [child for page in (first, second) for child in children if child.subject.ref in page]
    assert shown == list(children)


def test_who_came_and_went_in_between_stands_in_both_lists(director, signed_in):
    a_child("Wren", "Tarnquill", person_id="701")
    load(
        a_return(
            episode("701", "2026-04-01", "2026-09-25"),
            episode("701", "2026-09-25", "2026-10-05", rne="P", place="K2"),
            episode("701", "2026-10-05", rne="P", place="U6"),
        )
    )
    entered, left = text(signed_in(director), "/cohorts/residential/moves").split(">Left</h2>")
    assert "In residential care (K2) since 25 September 2026" in entered
    assert "Foster care, not long term (U6) since 5 October 2026" in left


def test_who_moved_as_it_was_known_at_a_time(director, signed_in):
    a_child("Wren", "Tarnquill", person_id="701")
    load(a_return(episode("701", "2026-10-01", place="K2")))
    client = signed_in(director)
    days = "first-day=1&first-month=10&first-year=2026&last-day=14&last-month=10&last-year=2026"
    known = "known_at-day=13&known_at-month=10&known_at-year=2026"
    assert "Wren Tarnquill" in text(client, f"/cohorts/residential/moves?{days}")
    assert "Wren Tarnquill" not in text(client, f"/cohorts/residential/moves?{days}&{known}")


def test_outside_inside_and_not_known_are_pages_of_their_own(director, signed_in):
    in_a_home(a_child("Wren", "Tarnquill"))
    client = signed_in(director)
    outside = text(client, "/cohorts/out-of-authority")
    assert 'href="/cohorts/out-of-authority-unknown"' in outside
    assert "Wren Tarnquill" not in outside
    assert "Wren Tarnquill" in text(client, "/cohorts/out-of-authority-unknown")


@pytest.mark.parametrize(
    "query, words",
    [
        ("?age_from=17&age_to=3", "Enter 17 or more, or leave one of the ages blank"),
        ("?as_of-day=31&as_of-month=2&as_of-year=2026", "real date"),
        ("/moves?first-day=2&first-month=10&first-year=2026&last-day=1&last-month=10&last-year=2026",
         "Enter a day that is not before the first"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_beside_its_field(director, signed_in, query, words):
    page = signed_in(director).get(f"/cohorts/residential{query}")
    assert page.status_code == 422
    assert page.content.decode().count(words) >= 2, "in the summary and beside the field"


def test_who_turned_18_is_on_no_list_from_that_day_on_whichever_way_it_is_asked(director, signed_in):
    """With what is kept and with what was known at a time; who is accommodated in a community home stays."""
    grown = {"date_of_birth": date(2008, 10, 10)}
    a_child("Wren", "Tarnquill", person_id="701", **grown)
    a_child("Moss", "Penhollow", person_id="702", **grown)
    stays = episode("702", "2026-04-01", place="K2", ls="V2")
    load(a_return(episode("701", "2026-04-01", place="K2"), stays), now=NOW - timedelta(days=1))
    client = signed_in(director)
    known = "known_at-day=14&known_at-month=10&known_at-year=2026"
    for cohort in ("looked-after", "residential"):
        for query in ("", known):
            shown = text(client, f"/cohorts/{cohort}?{query}")
            assert ("Wren Tarnquill" in shown, "Moss Penhollow" in shown) == (False, True), (cohort, query)
            before = "as_of-day=9&as_of-month=10&as_of-year=2026"
            assert "Wren Tarnquill" in text(client, f"/cohorts/{cohort}?{before}&{query}")


def test_a_narrowed_list_says_so_on_the_page_and_in_its_file(director, signed_in):
    team = a_team("North assessment")
    child = a_child("Moss", "Penhollow", team=team)
    in_a_home(child)
    in_a_home(a_child("Fern", "Oakhanger"))
    client = signed_in(director)
    asked = f"team={team.pk}&age_from=10&since-day=1&since-month=4&since-year=2026"
    words = "in North assessment, aged 10 or over, in the cohort since 1 April 2026 or later"
    shown = text(client, f"/cohorts/residential?{asked}")
    assert f"Only those {words}. 1 child." in shown
    opened = '<details class="govuk-details" open>'
    assert opened not in shown, "on a phone the list would begin below the form"
    assert opened in text(client, f"/cohorts/residential?team={team.pk}&age_from=18"), "nobody: ask again"
    answer = client.get(f"/cohorts/residential/file.xlsx?{asked}")
    sheet = openpyxl.load_workbook(BytesIO(answer.getvalue())).active
    assert sheet["A1"].value == f"In residential care on 14 October 2026; only: {words}"
    assert "Only those" not in text(client, "/cohorts/residential")


def test_as_of_a_past_day_the_team_is_the_one_of_that_day(director, signed_in):
    then, today = a_team("North assessment"), a_team("South support")
    child = a_child("Moss", "Penhollow")
    put_holdings(child, (then, date(2026, 4, 1), date(2026, 9, 1)), (today, date(2026, 9, 1), None))
    in_a_home(child)
    client = signed_in(director)
    past = f"as_of-day=1&as_of-month=6&as_of-year=2026&team={then.pk}"
    assert "North assessment</td>" in text(client, f"/cohorts/residential?{past}")
    file = openpyxl.load_workbook(BytesIO(client.get(f"/cohorts/residential/file.xlsx?{past}").getvalue()))
    assert file.active["D3"].value == "North assessment"
    assert "South support</td>" in text(client, "/cohorts/residential")


def put_holdings(child, *held):
    for team, since, until in held:
        row = allocate(child, None, team, since=since)
        Allocation.objects.filter(pk=row.pk).update(until=until)


def test_a_file_of_what_was_not_understood_is_not_made(director, signed_in):
    in_a_home(a_child("Wren", "Tarnquill"))
    client = signed_in(director)
    asked = "as_of-day=31&as_of-month=2&as_of-year=2026"
    assert "file.xlsx" not in client.get(f"/cohorts/residential?{asked}").content.decode()
    answer = client.get(f"/cohorts/residential/file.xlsx?{asked}")
    assert (answer.status_code, answer["Location"]) == (302, f"/cohorts/residential?{asked}")


def test_a_long_cohort_says_so_and_its_later_pages_lead_back(director, signed_in):
    for _ in range(51):
        in_a_home(a_child())
    client = signed_in(director)
    first = text(client, "/cohorts/residential")
    assert "These are the first 50; the Excel file has everybody." in first
    following = first.split('rel="next"')[0].split('href="')[-1].split('"')[0]
    second = text(client, following)
    assert '<a class="govuk-link" href="/cohorts/residential">Back to the first page</a>' in second
    assert "These are the last 1; the Excel file has everybody." in second
    assert '<details class="govuk-details" open>' not in second, "nobody asked for another day or team"
    assert "Back to the first page" not in first


def test_a_day_to_come_is_said_to_be_one(director, signed_in):
    in_a_home(a_child("Wren", "Tarnquill"))
    client = signed_in(director)
    words = "this is what follows if nothing changes until then"
    assert words in text(client, "/cohorts/residential?as_of-day=1&as_of-month=12&as_of-year=2026")
    assert words not in text(client, "/cohorts/residential")
    days = "first-day=1&first-month=10&first-year=2026&last-day={}&last-month=10&last-year=2026"
    moves = "/cohorts/residential/moves?" + days
    ahead = "What lies ahead is what follows if nothing changes"
    assert (ahead in text(client, moves.format(14)), ahead in text(client, moves.format(15))) == (False, True)
