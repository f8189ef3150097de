"""What a check finds in a decision table."""

import pytest

from remit.rules.criteria_check import QUESTIONS
from remit.terms import load

CLP = load.merged("clp")


def found(terms):
    return [one for question in QUESTIONS for one in question(terms)]


def changed(**areas):
    """The panel's criteria with some areas' fields replaced."""
    criteria = CLP.criteria.model_copy(
        update={
            "areas": tuple(
                area.model_copy(update=areas[area.id]) if area.id in areas else area
                for area in CLP.criteria.areas
            )
        }
    )
    return CLP.model_copy(update={"criteria": criteria})


def test_every_silence_of_the_document_is_a_finding():
    silences = {area.id: len(area.silences) for area in CLP.criteria.areas}
    assert silences == {"contact": 3, "eet": 3, "accommodation": 1, "justice": 2, "health": 3}
    named = [one.path for one in found(CLP) if ".silences." in one.path]
    assert len(named) == sum(silences.values())
    assert {one.severity for one in found(CLP)} == {"finding"}
    assert {one.clause for one in found(CLP)} == {"CLP-2"}


def test_overlaps_are_told_by_the_rows_that_fit_at_once():
    eet = next(one for one in found(CLP) if one.path == "criteria.areas.eet")
    assert "eet-amber-may-end and eet-green-in" in eet.problem


def test_a_silence_taken_out_leaves_a_gap_that_is_found():
    gaps = [one.path for one in found(CLP) if "fit no row" in one.problem]
    assert gaps == ["criteria.areas.health"]
    gaps = [one.path for one in found(changed(eet={"silences": ()})) if "fit no row" in one.problem]
    assert gaps == ["criteria.areas.eet", "criteria.areas.health"]


def test_a_row_that_never_comes_first_is_a_warning():
    eet = next(area for area in CLP.criteria.areas if area.id == "eet")
    always = eet.silences[0].model_copy(update={"when": {"in_eet": True}})
    warned = [
        one for one in found(changed(eet={"silences": (*eet.silences, always)})) if one.severity == "warning"
    ]
    assert [one.path for one in warned] == ["criteria.areas.eet.criteria.eet-green-in"]


def test_terms_without_criteria_have_nothing_to_find():
    assert not found(load.merged("ror"))


@pytest.mark.parametrize("colour", ["red", "amber", "green"])
def test_every_area_can_come_out_in_every_colour(colour):
    assert all(colour in {row.rating for row in area.criteria} for area in CLP.criteria.areas)
