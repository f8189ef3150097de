"""The file of the Risk of Residential group against its catalogue of clauses."""

import pytest

from remit.terms import load
from remit.terms.placed import placed
from remit.terms.removals import removals, without
from remit.terms.running import not_running

OUT_OF_REACH: set[str] = set()
"""Nothing of these runs yet: their terms are written down and no screen carries them out."""


@pytest.fixture(scope="module")
def ror():
    return load.merged("ror")


def test_all_25_clauses_stand_in_the_file(ror):
    assert list(ror.clauses) == [f"ROR-{number}" for number in range(1, 26)]


def test_every_effect_has_a_term(ror):
    given = {(term.clause, effect) for term in placed(ror) for effect in term.gives}
    asked = {(clause, effect) for clause, said in ror.clauses.items() for effect in said.effects}
    assert len(asked) == 35
    assert asked <= given


def test_a_clause_of_which_nothing_runs_has_no_term_that_does_and_the_others_have(ror):
    running = {term.clause for term in placed(ror) if term.runs}
    assert set(ror.clauses) - running == OUT_OF_REACH


def test_every_figure_and_every_duty_runs_and_nothing_is_told_as_not_carried_out(ror):
    assert [term.path for term in placed(ror) if term.path.startswith("measures.") and not term.runs] == []
    assert not_running(ror) == ()


def test_each_gate_and_duty_in_force_can_be_taken_out_alone(ror):
    found = removals(ror)
    assert len(found) == 27
    document = load.to_document(ror)
    for removal in found:
        assert load.from_document(without(document, removal.path)) != ror, removal
    assert {removal.clause for removal in found} == {
        f"ROR-{n}" for n in (2, 4, 6, 7, 8, 10, 13, 14, 15, 16, 17, 19, 20, 21, 22, 24)
    }


def test_a_test_can_have_a_term_taken_out_and_put_back(ror):
    with load.taking_out("ror:duties.select-focus-cases"):
        assert [duty.id for duty in load.merged("ror").duties] == ["report-on-action", "complete-tracker"]
    assert load.merged("ror") == ror
    with pytest.raises(KeyError, match="select-nothing"), load.taking_out("ror:duties.select-nothing"):
        pass


def test_the_product_reads_no_variable_that_takes_terms_out(ror, monkeypatch):
    monkeypatch.setenv("REMIT_TERMS_WITHOUT", "ror:duties.select-focus-cases")
    assert load.merged("ror") == ror
