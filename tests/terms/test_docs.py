"""The reference pages are made from the product, and the tests' marks are found where they are."""

import json
from pathlib import Path

import pytest

import remit
from remit.commands.main import main
from remit.commands.reference.marks import clauses_tested
from remit.commands.reference.rulebook import rulebook
from remit.terms import load


def test_every_clause_stands_in_the_rulebook_with_its_reading_and_its_terms():
    made = rulebook()
    assert set(made) == {"README.md", *(f"{forum}.md" for forum in load.forum_ids())}
    for forum in load.forum_ids():
        page, terms = made[f"{forum}.md"], load.merged(forum)
        for clause_id, clause in terms.clauses.items():
            assert f"### {clause_id}\n\n{clause.says}\n" in page
            assert not clause.reading or f"Reading: {clause.reading}" in page
    assert "- `submission.cutoff` (duty, gate and structure)" not in made["marp.md"]
    assert "`submission.cutoff` (duty and gate): what: Request forms are in" in made["marp.md"]


@pytest.mark.skipif(not (Path(remit.__file__).parents[2] / "docs").is_dir(), reason="only in a checkout")
def test_the_pages_are_current(capsys):
    assert main(["docs", "--check"]) == 0, capsys.readouterr().err


def test_marks_are_found_on_functions_classes_parameters_and_files(tmp_path):
    tests = tmp_path / "tests"
    tests.mkdir()
    (tests / "test_one.py").write_text(
        """
import pytest
pytestmark = pytest.mark.clause("ROR-1")
@pytest.mark.clause("ROR-10")
@pytest.mark.parametrize("a", [pytest.param(1, marks=pytest.mark.clause("ROR-2"))])
def test_a(a): ...
@pytest.mark.clause("ROR-9")
class TestThese:
    def test_b(self): ...
def helper(): ...
""",
        encoding="utf-8",
    )
    assert json.loads(clauses_tested(tests)) == {
        "ROR-1": ["tests/test_one.py::TestThese::test_b", "tests/test_one.py::test_a"],
        "ROR-2": ["tests/test_one.py::test_a"],
        "ROR-9": ["tests/test_one.py::TestThese::test_b"],
        "ROR-10": ["tests/test_one.py::test_a"],
    }
