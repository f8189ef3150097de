"""The decision table of the ratings: what must hold of it whatever the facts are."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.rules.handed_in import Unusable
from remit.rules.ratings import Table
from remit.terms.decision_tables import decision_table

TABLE = Table(decision_table())
AREAS = {area.id: area for area in TABLE.areas}
COLOURS = ("red", "amber", "green")
EDGES = {
    "days_since_contact": (0, 13, 14, 15, 41, 42, 43, 69, 70, 71),
    "months_out_of_eet": (0, 2, 3, 5, 6, 7),
    "days_to_release": (0, 91, 92, 93),
}


def values(key):
    """What a fact can be, a number at and around each figure of the criteria."""
    return EDGES.get(key) or TABLE.kinds[key].examples


def usable(facts):
    try:
        return TABLE.rate(facts)
    except Unusable:
        return None


def every_combination(area):
    keys = AREAS[area].facts
    for combination in product(*map(values, keys)):
        yield dict(zip(keys, combination, strict=True))


@pytest.mark.parametrize("area", AREAS)
def test_every_combination_is_coloured_or_named_silent(area):
    for facts in every_combination(area):
        if facts.get("in_eet") and facts["months_out_of_eet"]:
            continue
        if "days_to_release" in facts and not facts["in_custody"]:
            del facts["days_to_release"]
        found = usable(facts)
        if found is None:
            assert (facts["accommodation"], facts["in_custody"]) == ("custody", False)
            continue
        assert found[area].rating in COLOURS or found[area].because.startswith("The criteria are silent: ")
        assert not found[area].missing
        assert (found[area].criterion is None) == (found[area].rating is None)
        assert found[area].rating or found[area].nearest


@pytest.mark.parametrize("area", sorted(set(AREAS) - {"health"}))
def test_only_health_has_gaps_that_no_silence_of_the_document_names(area):
    for facts in every_combination(area):
        outcome = AREAS[area].outcome(facts)
        assert outcome.fits or outcome.silence, facts


def facts_of(area):
    return st.fixed_dictionaries({key: st.sampled_from((None, *values(key))) for key in AREAS[area].facts})


@pytest.mark.parametrize("area", AREAS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_colour_stands_however_the_unknown_comes_out(area, data):
    facts = data.draw(facts_of(area))
    found = usable(facts)
    if found is None or found[area].missing:
        return
    unknown = [key for key in AREAS[area].facts if facts[key] is None and key != "in_custody"]
    filled = facts | {key: data.draw(st.sampled_from(values(key)), label=key) for key in unknown}
    completed = usable(filled)
    if completed is not None:
        assert completed[area].rating == found[area].rating


@pytest.mark.parametrize("area", AREAS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_what_is_missing_is_not_known_and_leaves_it_without_a_colour(area, data):
    facts = data.draw(facts_of(area))
    found = usable(facts)
    if found is None or not found[area].missing:
        return
    assert found[area].rating is None
    assert all(facts[key] is None for key in found[area].missing)


@given(first=st.integers(43, 69), second=st.integers(43, 69))
def test_each_persons_reason_has_their_own_number(first, second):
    for days in (first, second):
        said = TABLE.rate({"vulnerable": True, "days_since_contact": days})["contact"]
        assert said.rating == "red"
        assert f" {days} days" in said.because


def test_the_facts_that_are_asked_about_are_those_the_command_takes():
    assert len(TABLE.kinds) == 29
    assert {fact for area in TABLE.areas for fact in area.keys} == set(TABLE.kinds)
