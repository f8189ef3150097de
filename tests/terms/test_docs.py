"""The reference pages are made from the product, and the tests' marks are found where they are."""

import ast
import json
from pathlib import Path

from remit.commands.reference.marks import clauses_tested
from remit.commands.reference.pages import RULEBOOK, stale
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


def test_pages_that_are_missing_old_or_not_made_any_more_are_told(tmp_path):
    folder = tmp_path / RULEBOOK
    folder.mkdir(parents=True)
    (folder / "kept.md").write_text("as made", encoding="utf-8")
    (folder / "old.md").write_text("as it was", encoding="utf-8")
    (folder / "gone.md").write_text("no forum's any more", encoding="utf-8")
    made = {f"{RULEBOOK}/{name}.md": "as made" for name in ("kept", "old", "new")}
    assert stale(tmp_path, made) == [f"{RULEBOOK}/{name}.md" for name in ("old", "new", "gone")]


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
clause = pytest.mark.clause
@pytest.mark.parametrize("c", [pytest.param(1, marks=clause("ROR-3"))])
def test_c(c): ...
CASES = [pytest.param(1, marks=clause("ROR-4"))]
@pytest.mark.parametrize("d", CASES)
def test_d(d): ...
@pytest.mark.clause("ROR-9")
class TestThese:
    def test_b(self): ...
def helper(): ...
""",
        encoding="utf-8",
    )
    assert json.loads(clauses_tested(tests)) == {
        "ROR-1": [
            f"tests/test_one.py::{test}" for test in ("TestThese::test_b", "test_a", "test_c", "test_d")
        ],
        "ROR-2": ["tests/test_one.py::test_a"],
        "ROR-3": ["tests/test_one.py::test_c"],
        "ROR-4": ["tests/test_one.py::test_d"],
        "ROR-9": ["tests/test_one.py::TestThese::test_b"],
        "ROR-10": ["tests/test_one.py::test_a"],
    }


def test_every_mark_that_stands_in_a_test_is_told_and_its_clause_stands_with_it():
    """A mark whose clause only a run would know is missing from what `remit terms coverage` tells."""
    folder = Path(__file__).parents[1]
    files = sorted(set(folder.rglob("test_*.py")) - {Path(__file__)})
    told = {
        (test.split("::")[0], clause)
        for clause, tests in json.loads(clauses_tested(folder)).items()
        for test in tests
    }
    written = {
        (path.relative_to(folder.parent).as_posix(), getattr(arg, "value", None))
        for path in files
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        if (getattr(call.func, "attr", "") or getattr(call.func, "id", "")) == "clause"
        for arg in call.args
    }
    assert len(files) > 60
    assert written - told == set()
