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
    _, out, _ = remit("clauses", "ror", "--json", "--detail")
    rows = {row["id"]: row for row in json.loads(out)}
    assert len(rows) == 25
    assert rows["ROR-8"]["terms"] == [
        "selection.focus-cases",
        "selection.focus-cases.taking_part",
        "duties.select-focus-cases",
    ]
    assert rows["ROR-8"]["effects"] == ["duty", "gate"]
    assert rows["ROR-13"]["terms"] == ["letters.focus-case-mail"]
    assert rows["ROR-13"]["not_yet"] == []
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


def test_without_a_forum_each_of_the_161_clauses_comes_once_with_its_forums(remit):
    _, out, _ = remit("clauses", "--json")
    rows = {row["id"]: row for row in json.loads(out)}
    assert len(rows) == len(json.loads(out)) == 161
    keys = {"id", "forums", "says", "reading", "effects", "terms", "tests"}
    assert all(set(row) == keys for row in rows.values())
    assert rows["MARP-6"]["forums"] == ["marp"]
    _, out, _ = remit("clauses", "--json", "--detail")
    detailed = {row["id"]: row for row in json.loads(out)}
    assert detailed["MARP-6"]["values"]["submission.cutoff"]["due"] == {
        "on": "Tuesday", "leaving": "7 working days", "before": "meeting", "at": "16:00",
    }  # fmt: skip
    assert all(list(row["values"]) == row["terms"] == rows[key]["terms"] for key, row in detailed.items())
    assert rows["PCT-1"]["forums"] == ["pct-pre", "pct-court"]
    assert rows["GOV-1"]["forums"] == ["marp", "pct-pre", "pct-court", "ppm", "pf1", "pf2", "pf3"]
    assert all(row["terms"] and row["says"] and row["effects"] for row in rows.values())


def test_a_forum_has_its_own_clauses_and_on_request_those_it_inherits(remit):
    own = [row["id"] for row in json.loads(remit("clauses", "pf2", "--json")[1])]
    both = [row["id"] for row in json.loads(remit("clauses", "pf2", "--json", "--inherited")[1])]
    assert own == [f"PF2-{number}" for number in range(1, 11)]
    assert both == [*own, *(f"GOV-{number}" for number in range(1, 12))]


@pytest.mark.clause("GOV-3")
def test_an_inherited_clause_that_gives_way_names_the_term_in_its_place(remit):
    rows = {row["id"]: row for row in json.loads(remit("clauses", "pf3", "--json", "--inherited")[1])}
    assert rows["GOV-3"]["terms"][0] == "duties.send-minutes"
    assert "duties.send-minutes" in rows["PF3-8"]["terms"]


def test_clauses_and_coverage_tell_the_tests_that_bear_a_clauses_mark(remit):
    (marp,) = [row for row in json.loads(remit("coverage", "--json")[1]) if row["forum"] == "marp"]
    assert list(marp) == ["forum", "clauses", "with_tests", "without_tests"]
    assert marp["clauses"] == len(marp["with_tests"]) + len(marp["without_tests"]) == 15
    rows = {row["id"]: row for row in json.loads(remit("clauses", "marp", "--json")[1])}
    assert rows["MARP-6"]["tests"] == marp["with_tests"]["MARP-6"]
    assert any(test.startswith("tests/terms/test_calendar_command.py::") for test in rows["MARP-6"]["tests"])
    listed = {row["id"]: row["tested"] for row in json.loads(remit("list", "--json")[1])}
    assert listed["marp"] == len(marp["with_tests"])


def test_coverage_counts_what_forums_inherit_once(remit):
    forums = [row["forum"] for row in json.loads(remit("coverage", "--json")[1])]
    assert forums.count("gov") == 1
    assert len(forums) == 12


def test_every_forum_can_be_shown_and_read_back(remit):
    for forum in load.forum_ids():
        assert load.from_document(json.loads(remit("show", forum, "--json")[1])) == load.merged(forum)


def test_an_authority_can_change_what_several_forums_inherit(remit, tmp_path):
    (tmp_path / "gov.yaml").write_text("duties:\n  - {id: send-minutes, due: {days: 5}}\n", encoding="utf-8")
    (tmp_path / "pct.yaml").write_text("seats:\n  - {id: locality, rotates: true}\n", encoding="utf-8")
    shown = {
        forum: json.loads(remit("show", forum, "--json", "--authority", tmp_path)[1])
        for forum in ("marp", "pf2", "pct-pre", "pct-court")
    }
    assert shown["marp"]["duties"][0]["due"]["days"] == 5
    assert shown["pf2"]["duties"][0]["due"]["days"] is None  # its own clause says working days
    for sitting in ("pct-pre", "pct-court"):
        (locality,) = [seat for seat in shown[sitting]["seats"] if seat["id"] == "locality"]
        assert locality["rotates"] is True


def test_a_file_to_inherit_from_that_is_not_there_is_a_fault_with_its_line(remit, tmp_path):
    (tmp_path / "rap.yaml").write_text("inherits:\n  - nowhere\n", encoding="utf-8")
    code, out, _ = remit("show", "rap", "--json", "--authority", tmp_path)
    assert code == 1
    assert [(row["line"], row["problem"]) for row in json.loads(out)] == [
        (2, "There is no file nowhere.yaml to inherit from.")
    ]


@pytest.mark.clause("RRG-4")
def test_the_review_groups_quorum_is_three_people_and_short_of_it_decisions_are_recommendations(remit):
    shown = json.loads(remit("show", "rrg", "--json")[1])["quorum"]
    assert shown["seats"] == ["virtual-school", "reviewing-officer"]
    assert (shown["people"], shown["short"]) == (3, "recommend")


@pytest.mark.clause("CLP-6")
def test_members_of_the_care_leavers_panel_answer_or_name_who_comes_instead(remit):
    shown = json.loads(remit("show", "clp", "--json")[1])
    assert shown["attendance"]["answers"] == ["attending", "substitute", "apologies"]
    assert {seat["substitutes"] for seat in shown["seats"] if seat["role"] != "coordinator"} == {"anyone"}
