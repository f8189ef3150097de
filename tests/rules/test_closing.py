"""What is unfinished, when a meeting is about to be closed?"""

from dataclasses import replace

import pytest

from remit.rules.closing import ClosingFacts, ItemFacts, unfinished, unsettled
from remit.terms import load
from tests.rules.shipped import ROR

SEATS = {seat.id: 1 for seat in ROR.seats}
CASE = ItemFacts(
    ref="abc",
    section="focus",
    state="discussed",
    outcome="search-continues",
    answered=frozenset(question.id for question in ROR.questions),
    rating="high",
    present=frozenset({"childs-workers"}),
    name="Case one",
)


def facts(*items: ItemFacts, seats=SEATS, terms=ROR) -> ClosingFacts:
    return ClosingFacts(terms, items, seats)


def keys(found) -> list[str]:
    return [one.key for one in found]


def test_a_meeting_where_everything_is_recorded_has_nothing_unfinished():
    assert unfinished(facts(CASE, replace(CASE, ref="def", section="other", outcome=""))) == ()


def test_each_seat_without_an_answer_is_listed_but_the_coordinators():
    found = unfinished(facts(seats={}))
    assert len(found) == 7
    assert {one.clause for one in found} == {"ROR-6"}
    assert "seat:coordinator" not in keys(found)


@pytest.mark.parametrize(
    "changed, key, clause",
    [
        ({"outcome": ""}, "outcome:abc", "ROR-18"),
        ({"state": "planned", "outcome": ""}, "outcome:abc", "ROR-18"),
        ({"section": "other", "state": "planned", "outcome": ""}, "discussed:abc", "ROR-17"),
        ({"present": frozenset()}, "presence:childs-workers:abc", "ROR-7"),
    ],
)
def test_what_a_case_lacks_is_listed_with_its_clause(changed, key, clause):
    found = unfinished(facts(replace(CASE, **changed)))
    assert [(one.key, one.clause, one.item) for one in found] == [(key, clause, "abc")]
    assert found[0].what.startswith("Case one ")
    assert found[0].remedy


def test_a_residential_start_lacks_each_answer_it_requires():
    found = unfinished(facts(replace(CASE, outcome="residential-start", answered=frozenset())))
    lacking = {one.key for one in found if one.clause == "ROR-2"}
    assert lacking == {"required:interim-arrangements:abc", "required:step-down-actions:abc"}


def test_a_question_wanted_before_closing_is_listed_where_it_is_asked():
    document = load.to_document(ROR)
    for form in document["forms"]:
        for question in form["questions"]:
            if question["id"] == "alternatives-considered":
                question["required"] = "to_close"
    terms = load.from_document(document)
    silent = replace(CASE, answered=frozenset())
    assert "answer:alternatives-considered:abc" in keys(unfinished(facts(silent, terms=terms)))


@pytest.mark.parametrize("state", ["deferred", "withdrawn"])
def test_a_case_put_off_or_taken_off_lacks_nothing(state):
    bare = ItemFacts("abc", "focus", state)
    assert unfinished(facts(bare)) == ()


def test_business_nobody_came_to_holds_nothing_up():
    assert unfinished(facts(ItemFacts("abc", "any-other-business"))) == ()


def test_what_is_waived_is_settled():
    bare = facts(ItemFacts("abc", "focus"))
    assert keys(unsettled(bare, {"outcome:abc"})) == ["presence:childs-workers:abc"]


def test_other_terms_ask_for_less():
    lenient = ROR.model_copy(update={"attendance": None, "presenters": ()})
    assert keys(unfinished(facts(ItemFacts("abc", "focus"), seats={}, terms=lenient))) == ["outcome:abc"]


def test_keys_fit_where_waivers_keep_them():
    longest = max(len(one.key) for one in unfinished(facts(ItemFacts("r" * 12, "focus"), seats={})))
    assert longest <= 100
