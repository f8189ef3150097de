"""The file of the Risk of Residential group against its catalogue of clauses."""

import re
from pathlib import Path

import pytest

from remit.terms import load
from remit.terms.placed import placed
from remit.terms.removals import removals, without

SHARED = Path(__file__).parents[3] / "shared" / "terms-of-reference"
OUT_OF_REACH = {f"ROR-{n}" for n in (5, 9, 13, 14, 19, 21, 23, 25)}
"""Nothing of these runs yet, or no part that a term of their own gives."""


@pytest.fixture(scope="module")
def ror():
    return load.merged("ror")


def test_all_25_clauses_stand_in_the_file(ror):
    assert list(ror.clauses) == [f"ROR-{number}" for number in range(1, 26)]


def test_every_effect_has_a_term_or_a_line_that_says_what_is_missing(ror):
    given = {(term.clause, effect) for term in placed(ror) for effect in term.gives}
    missing = {(line.clause, line.effect) for line in ror.not_yet}
    asked = {(clause, effect) for clause, said in ror.clauses.items() for effect in said.effects}
    assert len(asked) == 35
    assert asked <= given | missing


def test_a_clause_of_which_nothing_runs_has_no_term_and_the_others_have(ror):
    with_terms = {term.clause for term in placed(ror)}
    assert set(ror.clauses) - with_terms == OUT_OF_REACH


def test_each_gate_and_duty_in_force_can_be_taken_out_alone(ror):
    found = removals(ror)
    assert len(found) == 14
    document = load.to_document(ror)
    for removal in found:
        assert load.from_document(without(document, removal.path)) != ror, removal
    assert {removal.clause for removal in found} == {f"ROR-{n}" for n in (2, 4, 6, 7, 8, 16, 17, 20, 22, 24)}


def test_a_test_can_have_a_term_taken_out_and_put_back(ror):
    with load.taking_out("ror:duties.select-focus-cases"):
        assert [duty.id for duty in load.merged("ror").duties] == ["report-on-action", "complete-tracker"]
    assert load.merged("ror") == ror
    with pytest.raises(KeyError, match="select-nothing"), load.taking_out("ror:duties.select-nothing"):
        pass


def test_the_product_reads_no_variable_that_takes_terms_out(ror, monkeypatch):
    monkeypatch.setenv("REMIT_TERMS_WITHOUT", "ror:duties.select-focus-cases")
    assert load.merged("ror") == ror


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.is_dir(), reason="the documents are not beside the project")
def test_the_effects_are_those_of_the_catalogue(ror):
    rows = re.findall(
        r"^\| (ROR-\d+) \|.*?\| ([a-z, ]+) \|", (SHARED / "ror.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(rows) == 25
    assert {clause: set(said.effects) for clause, said in ror.clauses.items()} == {
        clause: set(effects.split(", ")) for clause, effects in rows
    }


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9']+", text.lower())
    return {tuple(words[at : at + 8]) for at in range(len(words) - 7)}


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.is_dir(), reason="the documents are not beside the project")
@pytest.mark.parametrize("source", ["ror.md", "README.md", "sources/ror-risk-of-residential.txt"])
def test_no_sentence_of_the_documents_is_copied(source):
    ours = _shingles((load.SHIPPED / "ror.yaml").read_text(encoding="utf-8"))
    theirs = _shingles((SHARED / source).read_text(encoding="utf-8"))
    assert len(ours) > 1000
    assert len(theirs) > 300
    assert ours & theirs == set()
