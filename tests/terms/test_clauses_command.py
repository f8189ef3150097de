"""`remit terms clauses`: what is counted for a clause, over how long, and what of it no screen does yet."""

import json

import pytest

from remit.commands.main import main

clause = pytest.mark.clause


@pytest.fixture
def told(capsys, monkeypatch):
    """What the command says of one clause, in words."""
    monkeypatch.delenv("REMIT_TERMS_DIR", raising=False)

    def tell(forum: str, wanted: str) -> str:
        assert main(["terms", "clauses", forum, "--inherited"]) == 0
        blocks = capsys.readouterr().out.split("\n\n")
        (block,) = [block for block in blocks if block.startswith(f"{wanted}  (")]
        return block

    return tell


COUNTED = [
    pytest.param("ror", "ROR-5", ["whose residential placement began", "period 1 month"], marks=clause("ROR-5")),
    pytest.param("ror", "ROR-21", ["from residential care to a family or to independence", "(an indication)", "no residential start in six months", "period 6 months", "every 1 month", "working_day_of_month 5"], marks=clause("ROR-21")),
    pytest.param("ror", "ROR-23", ["same months a year earlier", "inside and outside", "Services with somebody present"], marks=clause("ROR-23")),
    pytest.param("rrg", "RRG-6", ["Children with each answer, by team", "period 1 month"], marks=clause("RRG-6")),
    pytest.param("rrg", "RRG-8", ["Days in residential care", "denominator Days expected"], marks=clause("RRG-8")),
    pytest.param("rrg", "RRG-11", ["Placement performance meeting", "every 1 month", "owed_by role chair", "working_day_of_month 5", "drift"], marks=clause("RRG-11")),
    pytest.param("rrg", "RRG-12", ["SMART and on track, and a plan for stepping down", "stepped down from residential care", "Reviews overdue"], marks=clause("RRG-12")),
    pytest.param("rrg", "RRG-13", ["past the target day, off track at two reviews running, or two months without discussion"], marks=clause("RRG-13")),
    pytest.param("rrg", "RRG-17", ["Assessments received, with the days they took and how good they were found", "denominator Assessments commissioned"], marks=clause("RRG-17")),
    pytest.param("marp", "MARP-13", ["Members who opened the papers", "denominator Members who attended"], marks=clause("MARP-13")),
    pytest.param("marp", "GOV-5", ["at each threshold with each outcome, team by team", "Days between submission and outcome"], marks=clause("GOV-5")),
    pytest.param("marp", "GOV-6", ["Cost a week times the weeks agreed"], marks=clause("GOV-6")),
    pytest.param("ppm", "GOV-8", ["Days since the child came into care"], marks=clause("GOV-8")),
    pytest.param("pf2", "GOV-9", ["by level of need and by forum", "the mark for complexity"], marks=clause("GOV-9")),
    pytest.param("pct-court", "PCT-8", ["at_least 16; unit weeks", "at_least 26; unit weeks", "the reasons for extending them"], marks=clause("PCT-8")),
    pytest.param("pct-pre", "PCT-9", ["Cases with a first and a second plan", "denominator Cases followed"], marks=clause("PCT-9")),
    pytest.param("ppm", "PPM-9", ["Days to the first permanence plan", "Days until permanence was achieved", "Children whose next date is over", "Children with each kind of plan"], marks=clause("PPM-9")),
    pytest.param("pf2", "PF2-2", ["noted as unmet by kind and age", "What any forum noted as not to be had", "period 12 months"], marks=clause("PF2-2")),
    pytest.param("pf2", "PF2-10", ["The council's own places taken", "A home or a resource of the council's own"], marks=clause("PF2-10")),
    pytest.param("rap", "RAP-19", ["Allocations met, partly met and not met, by resource", "due weeks 12, after resource-allocated"], marks=clause("RAP-19")),
    pytest.param("rap", "RAP-20", ["came into care", "broke down", "went back to their family", "Children referred;", "referred again within a year", "Cost of the placements", "a story to tell"], marks=clause("RAP-20")),
    pytest.param("rap", "RAP-22", ["Members who opened the papers"], marks=clause("RAP-22")),
    pytest.param("rap", "RAP-25", ["Allocations at each level by team", "denominator Requests at that level"], marks=clause("RAP-25")),
    pytest.param("rap", "RAP-28", ["Cost of what was allocated", "denominator Allocations whose aim was met"], marks=clause("RAP-28")),
    pytest.param("rap", "RAP-29", ["Meetings with the seat filled and offers made by it"], marks=clause("RAP-29")),
    pytest.param("clp", "CLP-13", ["Young people in each colour by area", "every 1 month", "due after month, working_day_of_month 5", "The service, Partners"], marks=clause("CLP-13")),
]  # fmt: skip


@pytest.mark.parametrize("forum, asks, words", COUNTED)
def test_a_measure_is_told_with_what_it_counts_and_that_no_screen_computes_it_yet(told, forum, asks, words):
    block = told(forum, asks)
    assert [said for said in words if said not in block] == []
    assert "missing " in block
    assert "Not yet (measure): " in block


@pytest.mark.clause("ROR-23")
@pytest.mark.clause("RRG-17")
@pytest.mark.clause("PF2-10")
@pytest.mark.clause("RAP-20")
def test_a_measure_that_has_no_source_is_found_and_not_invented(capsys, monkeypatch):
    monkeypatch.delenv("REMIT_TERMS_DIR", raising=False)
    assert main(["terms", "check", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {row["clause"] for row in found if "not measurable yet" in row["problem"]} == {
        "ROR-23", "RRG-17", "PF2-10", "RAP-20",
    }  # fmt: skip


@pytest.mark.clause("CLP-13")
@pytest.mark.clause("CLP-11")
def test_no_report_of_the_care_leavers_panel_names_a_child(capsys, monkeypatch):
    monkeypatch.delenv("REMIT_TERMS_DIR", raising=False)
    assert main(["terms", "show", "clp"]) == 0
    reports = {one["id"]: one for one in json.loads(capsys.readouterr().out)["reports"]}
    assert {name: one["names_children"] for name, one in reports.items()} == {
        "patterns": False,
        "monthly-summary": False,
    }
    assert reports["patterns"]["goes_to"][-1] == "Corporate parenting board"


@pytest.mark.clause("RRG-18")
def test_how_often_a_child_in_residential_care_comes_up_is_a_reading_with_its_figures(told):
    block = told("rrg", "RRG-18")
    assert "As written: Nothing." in block
    assert "line 1 month; discussed 2 months" in block
    assert "sooner off track, no trajectory, near the target date, asked for" in block


@pytest.mark.clause("RAP-5")
def test_the_filter_is_told_with_its_hours_and_who_sits_in_it(told):
    block = told("rap", "RAP-5")
    assert "by chair, coordinating-manager" in block
    assert "from 11:00; to 13:00; may hear, settle, return" in block


@pytest.mark.clause("PF1-11")
def test_guidance_of_the_authoritys_own_is_linked_and_its_levels_are_its_to_set(capsys, tmp_path):
    (tmp_path / "pf1.yaml").write_text(
        "guides: [{id: places-to-live, link: 'https://guidance.example.org', levels: [Panel, Director]}]\n",
        encoding="utf-8",
    )
    assert main(["terms", "clauses", "pf1", "--authority", str(tmp_path)]) == 0
    (block,) = [one for one in capsys.readouterr().out.split("\n\n") if one.startswith("PF1-11")]
    assert "link https://guidance.example.org; levels Panel, Director" in block
    assert main(["terms", "clauses", "pf1"]) == 0
    assert "levels Service manager, Head of service, Director" in capsys.readouterr().out


@pytest.mark.clause("MARP-15")
def test_forums_decide_or_track_and_what_they_can_record_follows_from_it(capsys, monkeypatch):
    monkeypatch.delenv("REMIT_TERMS_DIR", raising=False)
    assert main(["terms", "list", "--json"]) == 0
    decides = {row["id"]: row["decides"] for row in json.loads(capsys.readouterr().out)}
    assert (decides["marp"], decides["pf1"]) == (True, True)
    assert not any(decides[forum] for forum in ("pct-pre", "pct-court", "ppm", "pf3"))
    outcomes = {}
    for forum in decides:
        assert main(["terms", "show", forum]) == 0
        outcomes[forum] = {one["id"] for one in json.loads(capsys.readouterr().out)["outcomes"]}
    assert {forum for forum, ids in outcomes.items() if {"agreed", "not-agreed"} <= ids} == {"marp", "pf1"}
