"""A placement, review, legal status, order or cost is typed; a return confirms it, or a person says which is so."""

import html
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from remit.casework.facts import record_fact, settle_contradiction
from remit.records.facts import Contradiction, LegalStatus, Placement, Review, WeeklyCost
from remit.records.people import PostHolding
from remit.rules.facts import fact
from remit.rules.outcomes import NotAllowed, NotFound, Refused, Stale
from remit.rules.viewers import Post
from remit.terms.cohort_codes_file import cohort_codes
from tests.casework.returned import BORN, a_return, data_officer, episode, load
from tests.factories import (
    NOW,
    TODAY,
    a_child,
    a_forum,
    a_restricted_child,
    a_team,
    a_unit,
    seat,
    staff,
    viewer_of,
)
from tests.factories.children import restrict_to

WEEK = NOW + timedelta(days=7)


@pytest.fixture
def case(db):
    team = a_team()
    worker = staff(team=team)
    child = a_child("Wren", "Tarnquill", person_id="701", worker=worker, team=team, date_of_birth=BORN)
    return child, worker


def seen(client, child):
    """What the page carries of what was on record when it was drawn."""
    page = client.get(f"/children/{child.subject.ref}/record").content.decode()
    return re.search(r'name="seen"[^>]*value="([^"]*)"', page).group(1)


def sent(client, child, **said):
    said.setdefault("seen", seen(client, child))
    boxes = {"form_token": str(said), "told": "Email from the home"} | said
    return client.post(f"/children/{child.subject.ref}/record", boxes)


def on(day, name="since"):
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def test_the_worker_records_a_placement_with_its_source(case, signed_in):
    child, worker = case
    client = signed_in(worker)
    assert (
        "Record a fact of Wren Tarnquill"
        in client.get(f"/children/{child.subject.ref}/record").content.decode()
    )
    answer = sent(client, child, kind="placement", place="K2", location="out", **on(date(2026, 10, 1)))
    assert answer.status_code == 302
    row = Placement.objects.known().get()
    assert (row.place, row.location, row.provisional, row.told) == ("K2", "out", True, "Email from the home")
    assert row.source == f"staff:{worker.username}"
    shown = client.get(f"/children/{child.subject.ref}").content.decode()
    assert "Typed, and not yet confirmed by a return" in shown
    assert "Email from the home" in shown


def test_a_home_outside_registration_can_be_told_from_the_other_kinds(case, signed_in):
    child, worker = case
    page = signed_in(worker).get(f"/children/{child.subject.ref}/record").content.decode()
    chosen = dict(re.findall(r'<option value="(\w+)"[^>]*>(.*?)</option>', page))
    outside = {code for code, words in chosen.items() if "counts as a home outside registration" in words}
    assert outside == cohort_codes().placement_codes("unregistered")
    assert {"K2", "Z11"} <= set(chosen) - outside, "only these are told apart"


def test_a_review_and_a_cost_can_be_recorded_too(case, signed_in):
    child, worker = case
    client = signed_in(worker)
    assert sent(client, child, kind="review", **on(date(2026, 10, 2))).status_code == 302
    assert sent(client, child, kind="cost", cost="4120.50", **on(date(2026, 10, 1))).status_code == 302
    assert Review.objects.known().get().since == date(2026, 10, 2)
    assert WeeklyCost.objects.known().get().weekly_pence == 412_050


def test_a_care_order_can_be_recorded_and_a_return_confirms_it(case, signed_in):
    child, worker = case
    client = signed_in(worker)
    assert "Select legal status" in sent(client, child, kind="legal", **on(TODAY)).content.decode()
    assert sent(client, child, kind="legal", status="C2", **on(date(2026, 10, 1))).status_code == 302
    row = LegalStatus.objects.known().get()
    assert (row.status, row.provisional, row.told) == ("C2", True, "Email from the home")
    shown = client.get(f"/children/{child.subject.ref}").content.decode()
    assert "Legal status: Full care order" in shown
    load(a_return(episode("701", "2026-10-01", ls="C2")))
    assert [one.provisional for one in LegalStatus.objects.known()] == [False]


def test_what_is_missing_is_said_beside_its_field(case, signed_in):
    child, worker = case
    client = signed_in(worker)
    answer = sent(client, child, kind="placement", **on(date(2026, 10, 1)))
    assert answer.status_code == 422
    assert "Select kind of placement" in answer.content.decode()
    tomorrow = sent(client, child, kind="review", **on(TODAY + timedelta(days=1)))
    assert "cannot be in the future" in tomorrow.content.decode()


def test_both_days_that_are_wrong_are_said_at_once_each_beside_its_field(case, signed_in):
    child, worker = case
    days = on(TODAY + timedelta(days=1)) | on(TODAY - timedelta(days=1), "until")
    answer = sent(signed_in(worker), child, kind="placement", place="K2", told="", **days)
    page = " ".join(html.unescape(answer.content.decode()).split())
    assert answer.status_code == 422
    for field, words in {
        "since": "The day cannot be in the future. Enter today or earlier.",
        "until": "It cannot end before it began. Enter a later day.",
        "told": "where you have it from",
    }.items():
        (beside,) = re.findall(rf'<p id="{field}-error"[^>]*>(.*?)</p>', page)
        assert words in beside
    assert not Placement.objects.exists()
    early = sent(signed_in(worker), child, kind="review", **on(date(1999, 1, 1)))
    assert "not born yet on that day" in early.content.decode()


def test_a_new_placement_ends_the_one_that_went_on(case):
    child, worker = case
    load(a_return(episode("701", "2026-04-01")))
    moved = fact("placement", date(2026, 10, 5), place="K2", location="")
    record_fact(child_id=child.pk, fact=moved, told="A call", actor=viewer_of(worker), now=NOW)
    rows = Placement.objects.known().order_by("since").values_list("place", "until")
    assert list(rows) == [("U4", date(2026, 10, 5)), ("K2", None)]


def test_the_next_return_confirms_what_was_typed(case):
    child, worker = case
    load(a_return(episode("701", "2026-04-01")))
    moved = fact("placement", date(2026, 10, 5), place="K2", location="")
    record_fact(child_id=child.pk, fact=moved, told="A call", actor=viewer_of(worker), now=NOW)
    after = a_return(
        episode("701", "2026-04-01", "2026-10-05"), episode("701", "2026-10-05", place="K2", rne="P")
    )
    assert load(after, now=WEEK).conflicts == 0
    assert not Placement.objects.known().filter(provisional=True).exists()


def test_what_the_return_says_of_the_placement_before_is_no_contradiction(case):
    """Who typed the move said nothing of the earlier home but when it ended."""
    child, worker = case
    load(a_return(replace(episode("701", "2026-04-01"), urn="SC000001")))
    moved = fact("placement", date(2026, 10, 5), place="K2", location="")
    record_fact(child_id=child.pk, fact=moved, told="A call", actor=viewer_of(worker), now=NOW)
    earlier = replace(episode("701", "2026-04-01", "2026-10-05"), moved_because="CARPL", provider="PR4")
    assert load(a_return(earlier, episode("701", "2026-10-05", place="K2", rne="P")), now=WEEK).conflicts == 0
    assert not Contradiction.objects.exists()
    assert not Placement.objects.known().filter(provisional=True).exists()
    assert Placement.objects.known().get(place="U4").provider == "PR4"


@pytest.mark.parametrize(
    "said, problem",
    [
        ({"told": " "}, "where you have it from"),
        ({"place": "X9"}, "kind of placement"),
        ({"place": "T1"}, "kind of placement"),
        ({"since": date(1999, 1, 1)}, "not born yet"),
        ({"until": date(2026, 9, 1)}, "end before it began"),
    ],
)
def test_what_cannot_be_is_refused(case, said, problem):
    child, worker = case
    told, since = said.pop("told", "A call"), said.pop("since", date(2026, 10, 1))
    placed = fact("placement", since, said.pop("until", None), **{"place": "K2", "location": ""} | said)
    with pytest.raises(Refused, match=problem):
        record_fact(child_id=child.pk, fact=placed, told=told, actor=viewer_of(worker), now=NOW)


def test_the_same_again_is_refused(case):
    child, worker = case
    said = {"told": "A call", "actor": viewer_of(worker), "now": NOW}
    placed = fact("placement", date(2026, 10, 1), place="K2", location="")
    record_fact(child_id=child.pk, fact=placed, **said)
    with pytest.raises(Refused, match="on record already"):
        record_fact(child_id=child.pk, fact=placed, **said)


def test_who_may_not_see_the_child_cannot_record_and_is_not_told_that_it_is_there(case):
    child, _ = case
    review = fact("review", TODAY, TODAY + timedelta(days=1))
    with pytest.raises(NotFound):
        record_fact(child_id=child.pk, fact=review, told="A call", actor=viewer_of(staff()), now=NOW)
    restricted = a_restricted_child(staff())
    with pytest.raises(NotFound):
        record_fact(child_id=restricted.pk, fact=review, told="A call", actor=data_officer(), now=NOW)


def test_a_director_sees_the_child_and_does_not_record(case):
    child, _ = case
    review = fact("review", TODAY, TODAY + timedelta(days=1))
    director = viewer_of(staff(posts=[Post.DIRECTOR]))
    with pytest.raises(NotAllowed):
        record_fact(child_id=child.pk, fact=review, told="A call", actor=director, now=NOW)


# Two at once


@pytest.fixture
def two(case, signed_in):
    """The worker with a page of long ago, and brokerage who records meanwhile."""
    child, worker = case
    load(a_return(episode("701", "2026-04-01")))
    client = signed_in(worker)
    before = seen(client, child)
    placed = fact("placement", date(2026, 10, 5), place="K2", location="out")
    other = staff("Ada Thimble", posts=[Post.DATA_OFFICER])
    record_fact(child_id=child.pk, fact=placed, told="The home rang", actor=viewer_of(other), now=NOW)
    return client, child, before


@pytest.mark.parametrize("day", [5, 9])
def test_what_was_recorded_meanwhile_is_shown_and_not_replaced(two, day):
    client, child, before = two
    said = {"kind": "placement", "place": "K1", **on(date(2026, 10, day))}
    stale = sent(client, child, seen=before, **said)
    page = " ".join(stale.content.decode().split())
    assert stale.status_code == 409
    assert "A fact was recorded meanwhile (placement, 5 October 2026), so nothing was recorded now." in page
    told = page.split("Recorded meanwhile</h2>")[1].split("</form>")[0]
    assert "K2: " in told
    assert "U4: " not in told.split("<form")[0]
    assert "Ada Thimble" in told
    assert 'value="K1" selected' in told
    assert f'name="since-day" type="text" value="{day}"' in told
    assert "Email from the home" in told
    assert [one.place for one in Placement.objects.open()] == ["K2"]
    now_seen = re.search(r'name="seen"[^>]*value="([^"]*)"', page).group(1)
    assert sent(client, child, seen=now_seen, **said).status_code == 302
    assert [one.place for one in Placement.objects.open()] == ["K1"]


def test_another_kind_recorded_meanwhile_stands_in_nobodys_way(two):
    client, child, before = two
    assert sent(client, child, seen=before, kind="review", **on(date(2026, 10, 5))).status_code == 302
    assert sent(client, child, seen=before, kind="legal", status="C1", **on(TODAY)).status_code == 302


def test_the_same_recorded_meanwhile_is_on_record_already(two):
    client, child, before = two
    same = {"kind": "placement", "place": "K2", "location": "out", **on(date(2026, 10, 5))}
    again = sent(client, child, seen=before, **same)
    assert (again.status_code, "on record already" in again.content.decode()) == (422, True)


@pytest.mark.parametrize("carried", ["", "placement", "placement:x", "placement:" + "9" * 400])
def test_a_page_that_does_not_say_what_it_showed_replaces_nothing(two, carried):
    client, child, _ = two
    said = {"kind": "placement", "place": "K1", **on(date(2026, 10, 5))}
    assert sent(client, child, seen=carried, **said).status_code == 409
    assert [one.place for one in Placement.objects.open()] == ["K2"]


# Contradictions


@pytest.fixture
def contradicted(case):
    child, worker = case
    load(a_return(episode("701", "2026-04-01", place="U4")))
    placed = fact("placement", date(2026, 10, 5), place="K2", location="")
    record_fact(child_id=child.pk, fact=placed, told="A call", actor=viewer_of(worker), now=NOW)
    moved = a_return(
        episode("701", "2026-04-01", "2026-10-05"), episode("701", "2026-10-05", place="K3", rne="P")
    )
    assert load(moved, now=NOW).conflicts == 1
    return child, worker, Contradiction.objects.get()


def test_both_versions_stand_beside_each_other_with_what_follows(contradicted, signed_in):
    _, worker, _ = contradicted
    shown = signed_in(worker).get("/record/contradictions").content.decode()
    typed, loaded = shown.split("What the file says</h3>")
    assert "Placement: Wren Tarnquill" in typed
    assert "the child is in: In residential care" in typed
    assert "the child is in: In supported accommodation" in loaded
    assert "SSDA903 return loaded by" in loaded


def test_each_version_is_told_in_the_words_of_the_time_line(case, signed_in):
    child, worker = case
    load(a_return(episode("701", "2026-04-01", place="U4")))
    said = {"place": "K2", "provider": "PR4", "location": "out", "why_changed": "CARPL"}
    placed = fact("placement", date(2026, 10, 5), **said)
    record_fact(child_id=child.pk, fact=placed, told="A call", actor=viewer_of(worker), now=NOW)
    moved = replace(episode("701", "2026-10-05", place="K3", rne="P"), urn="SC0123456")
    load(a_return(episode("701", "2026-04-01", "2026-10-05"), moved), now=NOW)
    shown = html.unescape(signed_in(worker).get("/record/contradictions").content.decode())
    typed, loaded = shown.split("What the file says</h3>")
    for label, says in (
        ("Kind of placement", "K2: Children's home"),
        ("Where", "Outside the authority"),
        ("Provider", "PR4: Private provision"),
        ("Why it changed", "CARPL: Change to the care plan"),
    ):
        assert re.search(rf"{re.escape(label)}\s*</dt>\s*<dd[^>]*>\s*{re.escape(says)}", typed), label
    assert re.search(r"Number of the home at Ofsted \(URN\)\s*</dt>\s*<dd[^>]*>\s*SC0123456", loaded)
    assert ("Urn" in shown, "Location" in shown) == (False, False)


def settle(client, asked, take):
    boxes = {"form_token": take, "contradiction": asked.ref, "take": take, "why": "The home confirmed it"}
    return client.post("/record/contradictions", boxes)


@pytest.mark.parametrize("take, stands, state", [("typed", "K2", "kept"), ("loaded", "K3", "taken")])
def test_a_person_says_which_is_so(contradicted, signed_in, take, stands, state):
    _, worker, asked = contradicted
    assert settle(signed_in(worker), asked, take).status_code == 302
    open_now = Placement.objects.known().get(until__isnull=True)
    assert (open_now.place, open_now.provisional) == (stands, take == "typed")
    asked.refresh_from_db()
    assert (asked.state, asked.settled_by, asked.why) == (state, worker, "The home confirmed it")


def test_what_was_settled_is_not_asked_again_by_the_same_return(contradicted, signed_in):
    _, worker, asked = contradicted
    settle(signed_in(worker), asked, "typed")
    moved = a_return(
        episode("701", "2026-04-01", "2026-10-05"), episode("701", "2026-10-05", place="K3", rne="P")
    )
    load(moved, now=WEEK)
    assert Contradiction.objects.count() == 1


def test_a_reason_is_asked_and_nothing_is_settled_twice(contradicted):
    _, worker, asked = contradicted
    said = {"contradiction_ref": asked.ref, "take": True, "actor": viewer_of(worker), "now": NOW}
    with pytest.raises(Refused, match="how you know"):
        settle_contradiction(why=" ", **said)
    settle_contradiction(why="A letter", **said)
    with pytest.raises(Refused, match="settled already"):
        settle_contradiction(why="A letter", **said)


def test_a_contradiction_about_what_moved_since_is_looked_at_again(contradicted):
    _, worker, asked = contradicted
    Placement.objects.filter(pk=asked.held_id).update(superseded_at=NOW)
    with pytest.raises(Stale):
        settle_contradiction(
            contradiction_ref=asked.ref, take=True, why="A letter", actor=viewer_of(worker), now=NOW
        )


def test_a_contradiction_is_seen_by_who_may_see_the_child_only(contradicted, signed_in):
    other = staff(team=a_team())
    a_child(worker=other)
    shown = signed_in(other).get("/record/contradictions").content.decode()
    assert "Nothing contradicts what was typed" in shown


def test_the_data_officer_settles_what_their_file_contradicts_but_of_no_restricted_child(
    contradicted, signed_in
):
    child, _, asked = contradicted
    officer = signed_in(staff(posts=[Post.DATA_OFFICER]))
    assert "Wren Tarnquill" in officer.get("/record/contradictions").content.decode()
    assert "/record/contradictions" in officer.get("/data").content.decode()
    restrict_to(child, staff())
    assert "Wren Tarnquill" not in officer.get("/record/contradictions").content.decode()
    assert settle(officer, asked, "loaded").status_code == 404
    asked.refresh_from_db()
    assert asked.state == "open"


def test_the_data_officer_says_which_is_so(contradicted, signed_in):
    _, _, asked = contradicted
    officer = staff(posts=[Post.DATA_OFFICER])
    assert settle(signed_in(officer), asked, "loaded").status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.settled_by) == ("taken", officer)


def test_the_way_back_leads_where_one_may_go(contradicted, signed_in):
    _, worker, _ = contradicted
    for person, way in ((worker, "/cohorts"), (staff(posts=[Post.DATA_OFFICER]), "/data")):
        client = signed_in(person)
        page = client.get("/record/contradictions").content.decode()
        crumbs = page.split('<nav class="govuk-breadcrumbs"')[1].split("</nav>")[0]
        links = re.findall(r'href="([^"]+)"', crumbs)
        assert links == ["/", way]
        assert client.get(way).status_code == 200


def test_a_cost_is_understood_as_people_write_money(case, signed_in):
    child, worker = case
    client = signed_in(worker)
    assert sent(client, child, kind="cost", cost="£4,120.50", **on(date(2026, 10, 1))).status_code == 302
    assert WeeklyCost.objects.known().get().weekly_pence == 412_050
    answer = sent(client, child, kind="cost", cost="a lot", **on(date(2026, 10, 2))).content.decode()
    assert "Cost a week in pounds must be a number" in answer
    assert "Enter cost a week in pounds" not in answer, "it was entered, and one fault is said once"


def test_who_sees_a_contradiction_and_may_not_settle_it_is_told_whose_it_is(contradicted, signed_in):
    _, _, asked = contradicted
    forum = a_forum("rrg", seats=False)
    chair = seat(forum, "chair")  # meets who is in residential care, and manages another service
    PostHolding.objects.create(
        staff=chair,
        post="service_manager",
        unit=a_unit("service"),
        since=TODAY,
        recorded_at=NOW,
        source="seed",
    )
    client = signed_in(chair)
    shown = client.get("/record/contradictions").content.decode()
    assert "Wren Tarnquill" in shown
    assert "Settle" not in shown, "the verb refuses them"
    assert "Who works with the child, the manager of their team or brokerage says which is so." in shown
    assert settle(client, asked, "typed").status_code == 403


def test_both_versions_read_in_words_and_lead_to_the_child(case, signed_in):
    child, worker = case
    load(a_return(episode("701", "2026-04-01", place="U4")))
    placed = fact("placement", date(2026, 10, 5), place="K2", location="out")
    record_fact(child_id=child.pk, fact=placed, told="A call", actor=viewer_of(worker), now=NOW)
    said = (episode("701", "2026-04-01", "2026-10-05"), episode("701", "2026-10-05", place="K3", rne="P"))
    load(a_return(*said), now=NOW)
    shown = signed_in(worker).get("/record/contradictions").content.decode()
    assert "Outside the authority" in shown
    assert "Location" not in shown
    assert f'href="/children/{child.subject.ref}"' in shown
    assert ">Cohorts</a>" in shown


def test_the_data_officer_is_led_to_no_page_that_refuses_them(contradicted, signed_in):
    officer = signed_in(staff(posts=[Post.DATA_OFFICER]))
    shown = officer.get("/record/contradictions").content.decode()
    assert 'href="/data">Data</a>' in shown
    for page in set(re.findall(r'href="(/(?:cohorts|data|children)[^"]*)"', shown)):
        assert officer.get(page).status_code == 200, page
