"""Where does a case stand on the way through a forum?"""

from datetime import date

import pytest

from remit.rules.pathway import PathFacts, Stay, pathway
from remit.terms import load
from tests.rules.shipped import ROR
from tests.terms.test_kinds import ELSEWHERE

SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 15), date(2026, 11, 2)
LISTED = Stay(SEPTEMBER)
SEEN = {"ror": (OCTOBER,)}
RIGHT = ("residential-start", OCTOBER)
MOVED_IN = {"residential_placements": NOVEMBER}
RRG = {"ror": frozenset({"action_list"}), "rrg": frozenset({"residential_placements"})}


def states(facts: PathFacts, terms=ROR) -> dict[str, str]:
    return {stage.id: stage.state for stage in pathway(terms, facts)}


def here(facts: PathFacts) -> str | None:
    return next((name for name, state in states(facts).items() if state == "here"), None)


@pytest.mark.parametrize(
    "facts, stands_at",
    [
        (PathFacts(), None),
        (PathFacts(LISTED), "action-list"),
        (PathFacts(LISTED, SEEN), "ror"),
        (PathFacts(LISTED, SEEN, ("search-continues", OCTOBER)), "ror"),
        (PathFacts(LISTED, SEEN, RIGHT), "sign-off"),
        (PathFacts(LISTED, SEEN, RIGHT, MOVED_IN), "residential-care"),
        (PathFacts(LISTED, SEEN, RIGHT, MOVED_IN, RRG), "residential-review"),
        (PathFacts(Stay(SEPTEMBER, NOVEMBER), SEEN, ("support-at-home", OCTOBER)), None),
        (PathFacts(Stay(SEPTEMBER, NOVEMBER), SEEN, RIGHT), "sign-off"),
    ],
)
def test_a_case_stands_at_the_furthest_stage_it_has_come_to(facts, stands_at):
    assert here(facts) == stands_at


def test_what_came_before_the_child_was_listed_again_belongs_to_an_earlier_way():
    facts = PathFacts(Stay(date(2026, 11, 20)), SEEN, RIGHT, MOVED_IN, RRG)
    assert here(facts) == "action-list"


def test_a_stage_nobody_recorded_is_passed_over():
    facts = PathFacts(LISTED, {}, None, MOVED_IN)
    assert states(facts) == {
        "action-list": "passed",
        "ror": "passed",
        "sign-off": "passed",
        "residential-care": "here",
        "residential-review": "ahead",
    }


def test_elsewhere_the_way_leads_home():
    huddle = load.merged("huddle", ELSEWHERE)
    facts = PathFacts(LISTED, {"huddle": (OCTOBER,), "homeward": (NOVEMBER,)})
    assert states(facts, huddle) == {
        "search": "passed",
        "huddle": "passed",
        "on-the-way-home": "here",
        "at-a-distance": "ahead",
    }


def test_a_forum_whose_terms_know_no_way_shows_none():
    assert pathway(load.merged("marp"), PathFacts(LISTED)) == ()
