"""The page of a child tells what the returns say, day by day and with where it comes from."""

from datetime import date

from remit.records.fact_store import put_facts
from remit.rules.facts import fact
from remit.rules.viewers import Post
from tests.casework.returned import a_return, episode, load, review
from tests.factories import NOW, a_child, staff


def page_of(child, person, signed_in):
    return signed_in(person).get(f"/children/{child.subject.ref}").content.decode()


def test_placements_legal_statuses_and_reviews_stand_on_the_time_line_with_their_source(db, signed_in):
    child = a_child(person_id="701")
    load(
        a_return(
            episode("701", "2026-04-01", "2026-06-01", place="K2", ls="V2"),
            episode("701", "2026-06-01", rne="B", place="U6", ls="C2"),
            review("701", "2026-05-10"),
        )
    )
    shown = page_of(child, staff(posts=[Post.DIRECTOR]), signed_in)
    for words in (
        "Placement: Children&#39;s home",
        "Legal status: Full care order",
        "Review held",
        "Looked after",
        "SSDA903 return loaded by",
        "Not known whether inside or outside",
        "1 June 2026",
    ):
        assert words in shown, words


def test_what_was_typed_says_that_no_return_confirmed_it(db, signed_in):
    child = a_child(person_id="701")
    cost = fact("cost", date(2026, 9, 1), weekly_pence=512_000)
    put_facts([(child.pk, cost)], now=NOW, source="staff:somebody", provisional=True)
    shown = page_of(child, staff(posts=[Post.DIRECTOR]), signed_in)
    assert "£5,120.00" in shown
    assert "Typed, and not yet confirmed by a return" in shown


def test_postcodes_are_told_nowhere(db, signed_in):
    child = a_child(person_id="701")
    placed = fact(
        "placement",
        date(2026, 9, 1),
        place="U6",
        provider="",
        urn="",
        postcode="ZZ99 9ZZ",
        location="",
        authority="",
        why_changed="",
    )
    put_facts([(child.pk, placed)], now=NOW, source="seed")
    shown = page_of(child, staff(posts=[Post.DIRECTOR]), signed_in)
    assert "Placement: " in shown
    assert "ZZ99" not in shown
