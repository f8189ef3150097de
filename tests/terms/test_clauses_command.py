"""`remit terms clauses`: what is counted for a clause, over how long, and what of it no screen does yet."""

import io
import json
from contextlib import redirect_stdout
from functools import cache

import pytest

from remit.commands.main import main

clause = pytest.mark.clause


@cache
def said_of(forum: str) -> dict[str, str]:
    """What the command says of each clause of a forum, in words."""
    with redirect_stdout(io.StringIO()) as said:
        assert main(["terms", "clauses", forum, "--inherited"]) == 0
    return {block.partition("  (")[0]: block for block in said.getvalue().split("\n\n")}


@pytest.fixture
def told(monkeypatch):
    """What the command says of one clause."""
    monkeypatch.delenv("REMIT_TERMS_DIR", raising=False)
    return lambda forum, wanted: said_of(forum)[wanted]


COUNTED = [
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


TOLD = [
    pytest.param("ror", "ROR-23", ["of arrivals, cohort residential, earlier 12 months", "of placements, provider internal", "of services, presence yes"], marks=clause("ROR-23")),
    pytest.param('rrg', 'RRG-7', ["Recommendation to the child's team", 'Nothing to add'], marks=clause('RRG-7')),
    pytest.param('rrg', 'RRG-10', ["The child's part of the minutes", 'due days 7, after meeting', 'Filing is confirmed, with who and when'], marks=clause('RRG-10')),
    pytest.param('rrg', 'RRG-18', ['name Not reached', 'usual 15 minutes'], marks=clause('RRG-18')),
    pytest.param('marp', 'MARP-1', ['A section 17 package counts as high cost from; at_least 500', 'in all from; at_least 10000', 'at_least 4000', 'The request is one of the three kinds'], marks=clause('MARP-1')),
    pytest.param('marp', 'MARP-10', ['On which day was the virtual placement consultation?', 'when Health needs together with any'], marks=clause('MARP-10')),
    pytest.param('marp', 'MARP-11', ['before agree', 'anyone up to 25', 'unless by service_manager, when In an emergency'], marks=clause('MARP-11')),
    pytest.param('marp', 'MARP-15', ['name Agreed', 'name Not agreed', 'name Deferred'], marks=clause('MARP-15')),
    pytest.param('marp', 'GOV-6', ['See what it costs in all'], marks=clause('GOV-6')),
    pytest.param('marp', 'GOV-8', ["What would make this child's time in care shorter?", 'Which lasting homes other than care'], marks=clause('GOV-8')),
    pytest.param('pct-pre', 'PCT-1', ['from pre_proceedings', 'together family', 'name On course', 'name Ended', 'Families heard in the last two weeks'], marks=clause('PCT-1')),
    pytest.param('pct-court', 'PCT-1', ['from court_proceedings'], marks=clause('PCT-1')),
    pytest.param('pct-pre', 'PCT-5', ['Which meetings took place and which are planned?', 'What does the pre-proceedings plan say now?', 'What did the latest case management order direct?'], marks=clause('PCT-5')),
    pytest.param('pct-pre', 'PCT-6', ['Which tasks are under way, whose, and until when?', 'longest one page', 'fits on a page', 'due working_days 1, before meeting'], marks=clause('PCT-6')),
    pytest.param('pct-court', 'PCT-7', ['Do what the court directed', 'owed_by worker social_worker; due action due', 'Directions filed or done by their day'], marks=clause('PCT-7')),
    pytest.param('pct-pre', 'PCT-8', ['name Drifting; returns yes; asks_why yes'], marks=clause('PCT-8')),
    pytest.param('pct-pre', 'PCT-9', ['What is the plan?', 'What is the plan if that one fails?'], marks=clause('PCT-9')),
    pytest.param('ppm', 'PPM-1', ['from looked_after_children; until A lasting home is reached'], marks=clause('PPM-1')),
    pytest.param('ppm', 'PPM-4', ['due days 14, after second-review-held', 'A place to be tracked', 'usual 20 minutes'], marks=clause('PPM-4')),
    pytest.param('ppm', 'PPM-8', ['On which day was the permanency planning meeting?', 'On which day was the review?'], marks=clause('PPM-8')),
    pytest.param('pf1', 'PF1-1', ['name Agreed', 'name Not agreed', 'name Deferred'], marks=clause('PF1-1')),
    pytest.param('pf1', 'PF1-2', ['for admission, search, move, match', 'Who decided in the emergency?', 'Why could it not wait for the forum?', 'before next_meeting, at meeting_starts'], marks=clause('PF1-2')),
    pytest.param('pf1', 'PF1-3', ['name Unaccompanied child', 'Placement Forum part 2'], marks=clause('PF1-3')),
    pytest.param('pf1', 'PF1-4', ['What does the support cost each week?', 'Accommodation with support costs'], marks=clause('PF1-4')),
    pytest.param('pf1', 'PF1-5', ['only 16 or 17 on the day they came', 'On which day did the young person turn up?', 'otherwise warn', 'due days 10, after child-presented'], marks=clause('PF1-5')),
    pytest.param('pf1', 'PF1-8', ['sent_when agenda-confirmed', 'any_of social_worker', 'any_of team_manager, service_manager'], marks=clause('PF1-8')),
    pytest.param('pf1', 'PF1-9', ['What is the forum to agree?'], marks=clause('PF1-9')),
    pytest.param('pf1', 'PF1-10', ['due on Friday, leaving 1 working day, after placement-agreed, at 12:30', 'Placement Forum part 3'], marks=clause('PF1-10')),
    pytest.param('pf2', 'PF2-1', ['name Continues', 'name To change; asks_why yes', "New children's home", 'Review of a placement'], marks=clause('PF2-1')),
    pytest.param('pf2', 'PF2-2', ['What was looked for and not found, for which age and need, and why?'], marks=clause('PF2-2')),
    pytest.param('pf2', 'PF2-5', ['any_of service_manager;', 'any_of social_worker, team_manager', 'name Back on a date; returns yes', 'The invitation to bring a case', 'usual 15 minutes'], marks=clause('PF2-5')),
    pytest.param('pf3', 'PF3-1', ['name Goes on; returns yes', 'when The place is unregistered', 'owed_by role chair; due working_days 1, after placement-recorded'], marks=clause('PF3-1')),
    pytest.param('pf3', 'PF3-2', ['discussed 1 month', 'Say what was done to find a place in the area', 'Children placed outside the area'], marks=clause('PF3-2')),
    pytest.param('pf3', 'PF3-4', ['The place is regulated; closes yes', 'The child has left it; closes yes', 'permanency is to be confirmed'], marks=clause('PF3-4')),
    pytest.param('pf3', 'PF3-8', ['due working_days 3, after notes-sent'], marks=clause('PF3-8')),
    pytest.param('rap', 'RAP-1', ['choices Care, Placement breakdown, Reunification', 'since when is it known?', 'Days from the need being known to the panel'], marks=clause('RAP-1')),
    pytest.param('rap', 'RAP-3', ['name Resource allocated', 'name Not allocated', 'Seat that offered it'], marks=clause('RAP-3')),
    pytest.param('rap', 'RAP-10', ['for section-20', 'who decided that?', 'Which circumstances made it so?', 'Bring a child admitted before the panel', 'The panel has heard a section 20 request'], marks=clause('RAP-10')),
    pytest.param('rap', 'RAP-11', ['On which day does the accommodation end?', 'twelve weeks after admission at most', 'unless by chair', 'due weeks 12, after child-admitted'], marks=clause('RAP-11')),
    pytest.param('rap', 'RAP-12', ['stands instead', 'confirmed_by team_manager'], marks=clause('RAP-12')),
    pytest.param('rap', 'RAP-18', ['Requests heard, settled in the filter and sent back', 'goes_to The panel'], marks=clause('RAP-18')),
    pytest.param('rap', 'RAP-24', ['stands after'], marks=clause('RAP-24')),
    pytest.param('rap', 'RAP-25', ['Which level of the local framework is it?'], marks=clause('RAP-25')),
    pytest.param('rap', 'RAP-26', ['raised_by member, deputy; resolved_by chair'], marks=clause('RAP-26')),
    pytest.param('clp', 'CLP-3', ['Release the red list to partners', 'Send who turned red since', 'Notice that the list is out', 'Areas in red', 'due days 14, before meeting'], marks=clause('CLP-3')),
    pytest.param('clp', 'CLP-2', ['Local: every 6 weeks', 'at most every 2 months', 'How is contact?', 'How are work and learning?', 'How is housing?', 'How does it stand with the justice system?', 'How is health?'], marks=clause('CLP-2')),
    pytest.param('clp', 'CLP-11', ['Young people whose colour changed, with what was done before'], marks=clause('CLP-11')),
    pytest.param('clp', 'CLP-1', ['from care_leavers; only Relevant and former relevant', 'Young people in each colour', 'due after month, last_day_of_month yes'], marks=clause('CLP-1')),
    pytest.param('clp', 'CLP-5', ['line 1 month; discussed 2 months'], marks=clause('CLP-5')),
]  # fmt: skip


@pytest.mark.parametrize("forum, asks, words", TOLD)
def test_what_is_asked_settled_and_owed_for_a_clause_is_told_with_its_figures(told, forum, asks, words):
    block = told(forum, asks)
    assert [said for said in words if said not in block] == []


@pytest.mark.clause("RRG-17")
@pytest.mark.clause("PF2-10")
@pytest.mark.clause("RAP-20")
def test_a_measure_that_has_no_source_is_found_and_not_invented(capsys, monkeypatch):
    monkeypatch.delenv("REMIT_TERMS_DIR", raising=False)
    assert main(["terms", "check", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {row["clause"] for row in found if "not measurable yet" in row["problem"]} == {
        "RRG-17", "PF2-10", "RAP-20",
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
