"""The action list on screen: who is on it, in which order, what was touched; rating, changing, adding, ending."""

import re
from datetime import timedelta

import pytest

from remit.casework.action_list import change_entry, end_entry
from remit.records.audit import AuditEvent, Look
from remit.records.children import Person
from remit.records.entry_details import values_of
from remit.records.placements_list import EntryDetail, EntryEnding
from remit.rules.viewers import Post
from tests.casework.lists import a_list, entry_of, load
from tests.factories import NOW, TODAY, a_child, a_forum, a_restricted_child, an_entry, staff, viewer_of
from tests.factories.forums import in_seat, terms
from tests.web.imports.pages import send, text

DAY = timedelta(days=1)


@pytest.fixture
def person(db):
    return staff(posts=[Post.BROKERAGE])


@pytest.fixture
def client(signed_in, person):
    return signed_in(person)


def row_of(entry):
    return EntryDetail.objects.open().get(entry=entry)


def names(page):
    """The children of the table, in its order."""
    return [found.strip() for found in re.findall(r'role="rowheader"><a[^>]*>([^<]+)</a>', text(page))]


def name(entry):
    return f"{entry.person.given_name} {entry.person.family_name}"


# Reading


def test_the_list_is_in_order_of_risk_then_urgency_then_days(client):
    low = an_entry(risk="low", urgency="today")
    later = an_entry(risk="high", urgency="planned", days_to_place=9)
    soon = an_entry(risk="high", urgency="planned", days_to_place=2)
    unknown = an_entry(risk="high", urgency="planned")
    today = an_entry(risk="high", urgency="today")
    unrated = an_entry(risk="unrated", urgency="today")
    assert names(client.get("/action-list")) == [
        name(entry) for entry in (today, soon, later, unknown, low, unrated)
    ]


@pytest.mark.parametrize("sort, first", [("urgency", "low"), ("days", "high"), ("touched", "medium")])
def test_it_can_be_put_in_another_order(client, sort, first):
    made = {
        "low": an_entry(risk="low", urgency="today", days_to_place=5),
        "high": an_entry(risk="high", urgency="planned", days_to_place=1),
        "medium": an_entry(
            risk="medium", urgency="planned", days_to_place=9, last_action_on=TODAY - 90 * DAY
        ),
    }
    assert names(client.get(f"/action-list?sort={sort}"))[0] == name(made[first])


def test_accents_and_capitals_do_not_matter_to_the_search(client):
    orla = an_entry(a_child("Órla", "Vexcombe-Náir"))
    an_entry()
    for words in ("orla", "ÓRLA", "nair"):
        assert names(client.get("/action-list", {"words": words})) == [name(orla)]


def test_a_child_is_found_by_id_with_or_without_its_zeros(client):
    entry = an_entry(a_child(person_id="0040550"))
    an_entry()
    for words in ("0040550", "40550", "405"):
        assert names(client.get("/action-list", {"words": words})) == [name(entry)]


def test_risk_and_team_narrow_the_list(client):
    one = an_entry(risk="high", team="Harbour team")
    an_entry(risk="low", team="Harbour team")
    an_entry(risk="high", team="Quay team")
    page = client.get("/action-list", {"risk": "high", "team": "Harbour team"})
    assert names(page) == [name(one)]
    assert "3 children: 2 high and 1 low" in text(page)


def test_nobody_fitting_is_said(client):
    an_entry()
    assert "Nobody on the list fits this filter" in text(client.get("/action-list?words=nobodyatall"))


def test_an_empty_list_says_what_to_do(client):
    assert "No child is on the action list" in text(client.get("/action-list"))


def test_nonsense_in_the_address_is_taken_for_nothing(client):
    an_entry()
    page = client.get("/action-list?sort=;drop&page=-1&risk=<b>&team=%25")
    assert page.status_code == 200


def test_a_restricted_child_is_on_nobody_elses_list(client, signed_in):
    named = staff(posts=[Post.BROKERAGE])
    child = a_restricted_child(named)
    entry = an_entry(child)
    assert child.family_name not in text(client.get("/action-list"))
    assert client.get(f"/action-list/{entry.ref}").status_code == 404
    assert child.family_name in text(signed_in(named).get("/action-list"))


def test_a_long_list_comes_a_hundred_at_a_time(client):
    for _ in range(101):
        an_entry()
    assert len(names(client.get("/action-list"))) == 100
    assert len(names(client.get("/action-list?page=2"))) == 1


@pytest.mark.long
@pytest.mark.parametrize("role", ["brokerage", "coordinator", "chair"])
def test_the_list_asks_as_many_queries_for_three_as_for_sixty(signed_in, role, db, connection_queries):
    forum = a_forum()
    person = staff(posts=[Post.BROKERAGE]) if role == "brokerage" else in_seat(forum, role)
    client = signed_in(person)

    def asked(address):
        with connection_queries() as made:
            assert client.get(address).status_code == 200
        return len(made)

    client.get("/action-list")
    entries = [an_entry() for _ in range(3)]
    few = asked("/action-list"), asked(f"/action-list/{entries[0].ref}"), asked("/action-list/ended")
    for _ in range(57):
        an_entry()
    many = asked("/action-list"), asked(f"/action-list/{entries[0].ref}"), asked("/action-list/ended")
    assert few == many


@pytest.mark.look
def test_who_is_shown_is_logged(client):
    shown, other = an_entry(risk="high"), an_entry(risk="low")
    client.get("/action-list?risk=high")
    look = Look.objects.latest("pk")
    assert (look.kind, [row.subject_id for row in look.persons.all()]) == ("listed", [shown.person_id])
    client.get(f"/action-list/{other.ref}")
    look = Look.objects.latest("pk")
    assert (look.kind, [row.subject_id for row in look.persons.all()]) == ("opened", [other.person_id])


# Who may


@pytest.mark.parametrize("post", [post for post in Post if post is not Post.BROKERAGE])
def test_nobody_else_sees_or_changes_the_list(signed_in, client, post):
    entry = an_entry()
    other = signed_in(staff(posts=[post]))
    for address in ("", "/ended", "/add", f"/{entry.ref}", f"/{entry.ref}/change", f"/{entry.ref}/end"):
        assert other.get(f"/action-list{address}").status_code == 403
    for act in ("change", "rate", "end"):
        assert send(other, f"/action-list/{entry.ref}/{act}", seen=row_of(entry).pk).status_code == 403
    assert not AuditEvent.objects.exists()


@pytest.mark.clause("ROR-24")
def test_the_page_says_who_keeps_the_list(client, person):
    a_forum()
    an_entry()
    page = text(client.get("/action-list"))
    assert f"Brokerage keeps the list: {person.name}" in page
    assert "ROR-24" in page


# Touched


@pytest.mark.clause("ROR-24")
def test_an_entry_nobody_touched_for_seven_days_is_flagged(client):
    a_forum()
    stale = an_entry(since=TODAY - 7 * DAY, last_action_on=TODAY - 7 * DAY)
    fresh = an_entry(since=TODAY - 6 * DAY, last_action_on=TODAY - 6 * DAY)
    page = client.get("/action-list?untouched=yes")
    assert names(page) == [name(stale)]
    assert "Untouched 7 days" in text(page)
    assert "7 days or more (1)" in text(page)
    assert name(fresh) not in text(page)
    assert "Nobody has touched this entry for 7 days" in text(client.get(f"/action-list/{stale.ref}"))


@pytest.mark.clause("ROR-24")
def test_changing_an_entry_counts_as_touching_it(client, person):
    a_forum()
    entry = an_entry(since=TODAY - 30 * DAY, last_action_on=TODAY - 30 * DAY)
    send(client, f"/action-list/{entry.ref}/rate", seen=row_of(entry).pk, risk="low")
    assert "Untouched" not in text(client.get("/action-list")).split("<table")[1]


@pytest.mark.clause("ROR-24")
def test_how_long_is_a_matter_of_the_terms(client, db):
    from remit.terms import load
    from remit.terms.values import Span

    shipped = load.merged("ror")
    cohort = shipped.cohorts[0]
    later = cohort.untouched.model_copy(update={"after": Span.model_validate("10 days")})
    a_forum(terms=shipped.model_copy(update={"cohorts": (cohort.model_copy(update={"untouched": later}),)}))
    an_entry(since=TODAY - 9 * DAY, last_action_on=TODAY - 9 * DAY)
    assert "Untouched 9 days" not in text(client.get("/action-list"))
    an_entry(since=TODAY - 10 * DAY, last_action_on=TODAY - 10 * DAY)
    assert "Untouched 10 days" in text(client.get("/action-list"))


# Changing


def test_a_child_is_rated_in_one_step(client):
    entry = an_entry(risk="unrated")
    assert "#rate" in text(client.get("/action-list"))
    answer = send(client, f"/action-list/{entry.ref}/rate", seen=row_of(entry).pk, risk="medium")
    assert answer.status_code == 302
    assert (row_of(entry).risk, row_of(entry).risk_written) == ("medium", "Medium")


@pytest.mark.clause("ROR-1")
def test_rating_a_child_moves_them_from_those_to_be_rated_to_those_discussed(client):
    cohort = terms(a_forum()).cohorts[0]
    entry = an_entry(risk="unrated")
    assert "Unrated" in text(client.get("/action-list")).split("<table")[1]
    assert row_of(entry).risk in cohort.shown
    send(client, f"/action-list/{entry.ref}/rate", seen=row_of(entry).pk, risk="low")
    assert row_of(entry).risk in cohort.discussed


def test_a_rating_on_a_stale_page_changes_nothing(client, person):
    entry = an_entry(risk="high")
    seen = row_of(entry).pk
    send(client, f"/action-list/{entry.ref}/rate", seen=seen, risk="low")
    assert send(client, f"/action-list/{entry.ref}/rate", seen=seen, risk="medium").status_code == 409
    assert row_of(entry).risk == "low"


def filled(client, address):
    """The fields of a form as the browser would send them."""
    page = text(client.get(address))
    given = dict(
        re.findall(r'<input[^>]*name="([^"]+)"[^>]*type="(?:text|hidden)"[^>]*value="([^"]*)"', page)
    )
    given |= dict(re.findall(r'<input type="hidden" name="([^"]+)"[^>]*value="([^"]*)"', page))
    given |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', page))
    given |= dict(re.findall(r'name="([^"]+)" type="radio" value="([^"]+)" checked', page))
    given.pop("csrfmiddlewaretoken", None)
    given.pop("form_token", None)
    return given


def test_saving_an_entry_as_it_is_changes_nothing(client, person):
    load(a_list("00771,QZ,H,asap,tbc,two searches"), viewer_of(person))
    entry = entry_of("00771").entry
    before = values_of(row_of(entry))
    address = f"/action-list/{entry.ref}/change"
    assert send(client, address, **filled(client, address)).status_code == 302
    assert values_of(row_of(entry)) == before
    assert EntryDetail.objects.count() == 1


def test_a_change_is_kept_with_what_was_said_before(client, person):
    entry = an_entry(comments="first words")
    address = f"/action-list/{entry.ref}/change"
    send(client, address, **(filled(client, address) | {"comments": "other words"}))
    page = text(client.get(f"/action-list/{entry.ref}"))
    assert "Comments: first words → other words" in page
    assert person.name in page


def test_two_who_change_one_entry_both_keep_their_words(client, person):
    entry = an_entry(comments="first words")
    address = f"/action-list/{entry.ref}/change"
    mine = filled(client, address) | {"comments": "my words"}
    theirs = values_of(row_of(entry))
    from dataclasses import replace

    change_entry(
        entry_ref=entry.ref,
        seen=row_of(entry).pk,
        values=replace(theirs, comments="their words", team="Their team"),
        actor=viewer_of(staff(posts=[Post.BROKERAGE])),
        now=NOW,
    )
    page = send(client, address, **mine)
    assert page.status_code == 409
    assert "my words" in text(page)
    assert "their words" in text(page)
    assert row_of(entry).comments == "their words"
    assert 'value="Their team"' in text(page), "what was left alone is as it is now"
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', text(page))[1]
    again = mine | {"seen": seen, "team": "Their team"}
    assert send(client, address, **again).status_code == 302
    assert (row_of(entry).comments, row_of(entry).team) == ("my words", "Their team")


def test_a_day_to_come_is_refused_beside_its_field(client):
    entry = an_entry()
    address = f"/action-list/{entry.ref}/change"
    future = {"last_action_on-day": "1", "last_action_on-month": "1", "last_action_on-year": "2030"}
    page = send(client, address, **(filled(client, address) | future))
    assert page.status_code == 422
    assert "cannot be in the future" in text(page)


# Adding


NEW = {"person_id": "0066123", "risk": "high", "urgency": "today", "initials": "AB"}


def test_a_child_is_added_with_the_zeros_of_the_id(client):
    answer = send(client, "/action-list/add", **NEW)
    assert answer.status_code == 302
    page = text(client.get(answer["Location"]))
    assert "0066123" in page
    row = EntryDetail.objects.open().get()
    assert (row.risk, row.listed_on, row.source.split(":")[0]) == ("high", TODAY, "staff")


def test_a_child_on_record_is_not_made_twice(client):
    child = a_child(person_id="0066123")
    send(client, "/action-list/add", **NEW)
    assert EntryDetail.objects.open().get().entry.person_id == child.pk
    assert Person.objects.count() == 1


def test_a_child_on_the_list_is_not_added_again(client):
    an_entry(a_child(person_id="0066123"))
    page = send(client, "/action-list/add", **NEW)
    assert page.status_code == 422
    assert "on the action list already" in text(page)


def test_an_id_that_looks_like_anothers_is_asked_about(client):
    a_child(person_id="66123")
    page = send(client, "/action-list/add", **NEW)
    assert page.status_code == 422
    assert 'href="#another"' in text(page)
    assert send(client, "/action-list/add", **NEW, another="on").status_code == 302
    assert Person.objects.count() == 2


def test_a_restricted_child_is_not_added_by_somebody_not_named(client):
    child = a_restricted_child(staff(), person_id="0066123")
    page = send(client, "/action-list/add", **NEW)
    assert page.status_code == 422
    assert child.family_name not in text(page)
    assert not EntryDetail.objects.exists()


def test_a_form_sent_twice_adds_one_child(client):
    send(client, "/action-list/add", **NEW, form_token="the-same")
    send(client, "/action-list/add", **NEW, form_token="the-same")
    assert EntryDetail.objects.count() == 1


def test_an_empty_form_says_what_is_missing(client):
    page = send(client, "/action-list/add")
    assert page.status_code == 422
    assert 'href="#person_id"' in text(page)
    assert "Enter the child" in text(page)


@pytest.mark.clause("ROR-16")
def test_a_child_added_after_the_selection_joins_the_focus_cases(client):
    from remit.casework.selection import finish_selection, select_case
    from remit.records.meetings import AgendaItem
    from tests.factories import a_meeting

    forum = a_forum()
    meeting = a_meeting(forum)
    coordinator = in_seat(forum, "coordinator")
    options = {"meeting_id": meeting.pk, "seen": None, "actor": viewer_of(coordinator), "now": NOW}
    select_case(entry_ref=an_entry().ref, **options)
    finish_selection(took_part=[coordinator.ref], **options)
    send(client, "/action-list/add", **NEW)
    entry = entry_of("0066123").entry
    assert AgendaItem.objects.filter(meeting=meeting, entry=entry, late=True, section="focus").exists()


# Ending


def test_a_child_leaves_the_list_with_a_reason_and_a_day(client):
    entry = an_entry()
    day = {"on-day": "13", "on-month": "10", "on-year": "2026"}
    seen = row_of(entry).pk
    answer = send(
        client, f"/action-list/{entry.ref}/end", seen=seen, reason="home", note="with an aunt", **day
    )
    assert answer.status_code == 302
    assert "No child is on the action list" in text(client.get("/action-list"))
    page = text(client.get("/action-list/ended"))
    assert entry.person.family_name in page
    assert "13 Oct 2026" in page
    assert "with an aunt" in page
    page = text(client.get(f"/action-list/{entry.ref}"))
    assert "Left the list: Home, 13 October 2026" in page
    assert "Change this entry" not in page
    assert client.get(f"/action-list/{entry.ref}/change").status_code == 302


@pytest.mark.parametrize(
    "given, problem",
    [
        ({"reason": ""}, "Select why the child left the list"),
        ({"on-day": "15"}, "in the future"),
        ({"on-year": "2020"}, "not on the list yet"),
        ({"on-day": "31", "on-month": "2"}, "must be a real date"),
    ],
)
def test_an_ending_that_cannot_be_is_refused(client, given, problem):
    entry = an_entry()
    fine = {"seen": row_of(entry).pk, "reason": "home", "on-day": "14", "on-month": "10", "on-year": "2026"}
    page = send(client, f"/action-list/{entry.ref}/end", **(fine | given))
    assert page.status_code == 422
    assert problem in text(page)
    assert not EntryEnding.objects.exists()


def test_who_left_long_ago_is_no_longer_shown(client, person):
    entry = an_entry(since=TODAY - 90 * DAY)
    end_entry(
        entry_ref=entry.ref,
        seen=row_of(entry).pk,
        reason="home",
        on=TODAY - 28 * DAY,
        note="",
        actor=viewer_of(person),
        now=NOW,
    )
    assert entry.person.family_name not in text(client.get("/action-list/ended"))
    assert client.get(f"/action-list/{entry.ref}").status_code == 404


def test_an_entry_that_is_not_there_is_not_found(client):
    assert client.get("/action-list/nothing").status_code == 404
    assert send(client, "/action-list/nothing/rate", seen=1, risk="low").status_code == 404


def test_a_form_without_its_token_does_nothing(signed_in, person):
    entry = an_entry()
    forged = signed_in(person, enforce_csrf_checks=True)
    assert (
        send(forged, f"/action-list/{entry.ref}/rate", seen=row_of(entry).pk, risk="low").status_code == 400
    )
    assert row_of(entry).risk == "high"
