"""`remit terms`, as somebody at a terminal or a script meets it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from remit.commands.main import main
from remit.terms import load

HERE = Path(__file__).parent
ELSEWHERE = HERE.parent / "authorities" / "elsewhere"


@pytest.fixture
def remit(capsys, monkeypatch):
    monkeypatch.delenv("REMIT_TERMS_DIR", raising=False)

    def run(*args: str):
        code = main(["terms", *map(str, args)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_list_counts_each_forums_clauses(remit):
    code, out, err = remit("list", "--json")
    assert (code, err) == (0, "")
    rows = json.loads(out)
    assert rows[0] == {
        "id": "ror",
        "name": "Risk of Residential group",
        "decides": None,
        "clauses": 25,
        "inherits": [],
        "tested": rows[0]["tested"],
        "on": None,
        "approved_on": "2022-04",
        "review_due": "2023-04",
    }
    own = {row["id"]: row["clauses"] for row in rows}
    assert own == {
        "ror": 25, "rrg": 18, "marp": 15, "pct-pre": 10, "pct-court": 10, "ppm": 9, "pf1": 11, "pf2": 10, "pf3": 8, "rap": 31, "clp": 13,
    }  # fmt: skip
    assert {row["id"] for row in rows if row["inherits"] == ["gov"]} == {
        "marp", "pct-pre", "pct-court", "ppm", "pf1", "pf2", "pf3",
    }  # fmt: skip
    assert {row["id"]: row["decides"] for row in rows} == {
        "ror": None, "rrg": None, "marp": True, "pct-pre": False, "pct-court": False, "ppm": False,
        "pf1": True, "pf2": True, "pf3": False, "rap": True, "clp": None,
    }  # fmt: skip


def test_a_folder_is_named_by_option_or_environment(remit, monkeypatch):
    _, out, _ = remit("list", "--json", "--authority", ELSEWHERE)
    assert [(row["id"], row["on"]) for row in json.loads(out)] == [
        ("huddle", "2025-09-01"),
        ("homeward", "2025-10-01"),
    ]
    monkeypatch.setenv("REMIT_TERMS_DIR", str(ELSEWHERE))
    assert remit("list", "--json")[1] == out


def test_clauses_print_the_terms_that_give_them_effect(remit):
    _, out, _ = remit("clauses", "ror", "--json")
    rows = {row["id"]: row for row in json.loads(out)}
    assert len(rows) == 25
    assert rows["ROR-8"]["terms"] == [
        "selection.focus-cases",
        "selection.focus-cases.taking_part",
        "duties.select-focus-cases",
    ]
    assert rows["ROR-8"]["effects"] == ["duty", "gate"]
    assert rows["ROR-13"]["terms"] == ["letters.focus-case-mail"]
    assert rows["ROR-13"]["not_yet"] == [{"effect": "duty", "missing": "No mail is prepared or sent."}]
    assert rows["ROR-24"]["forums"] == ["ror"]


def test_show_prints_the_document_that_versions_keep(remit):
    _, out, _ = remit("show", "ror", "--json")
    assert load.from_document(json.loads(out)) == load.merged("ror")


def test_schema_prints_a_json_schema(remit):
    _, out, _ = remit("schema")
    schema = json.loads(out)
    assert schema["$defs"]["Span"]["type"] == "string"
    assert {"clauses", "seats", "agenda", "register"} <= set(schema["properties"])


@pytest.mark.parametrize("part", [["list"], ["clauses"], ["clauses", "ror"], ["check"], ["show", "ror"]])
def test_each_part_has_words_as_well(remit, part):
    code, out, err = remit(*part)
    assert code == 0
    assert "ROR-1" in out or "ror" in out
    assert err == ""


def test_check_ends_with_1_for_errors_only(remit, tmp_path):
    code, out, _ = remit("check", "--json")
    assert code == 0
    assert {row["severity"] for row in json.loads(out)} == {"warning", "finding"}
    (tmp_path / "ror.yaml").write_text("quorum: {people: 9}", encoding="utf-8")
    code, out, _ = remit("check", tmp_path, "--json")
    assert code == 1
    assert [row["line"] for row in json.loads(out) if row["severity"] == "error"] == [1]


def test_a_file_with_faults_is_one_document_of_faults(remit, tmp_path):
    (tmp_path / "ror.yaml").write_text("meets: {on: Thorsday}", encoding="utf-8")
    for part in (
        ["check", tmp_path],
        ["show", "ror", "--authority", tmp_path],
        ["list", "--authority", tmp_path],
    ):
        code, out, _ = remit(*part, "--json")
        assert code == 1
        errors = [row["clause"] for row in json.loads(out) if row["severity"] == "error"]
        assert errors == ["ROR-3"]


@pytest.mark.parametrize(
    "part", [["clauses", "nope"], ["show", "nope"], ["check", "/no/such/folder"], ["nope"], []]
)
def test_what_is_not_there_is_a_wrong_usage(remit, part):
    code, out, err = remit(*part)
    assert (code, out) == (2, "")
    assert err


def test_it_needs_neither_django_nor_a_database():
    script = "import sys; from remit.commands.main import main; main(['terms', 'check']); print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"
