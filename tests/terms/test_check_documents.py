"""What documents get wrong is found in anyone's terms, and in the ten that ship."""

import json
from datetime import date
from pathlib import Path

import pytest

from remit.commands.main import main
from remit.rules.terms_check import check
from remit.rules.terms_documents import QUESTIONS
from remit.rules.terms_together import check_together
from remit.terms import load

TODAY = date(2026, 1, 5)
ELSEWHERE = Path(__file__).parents[1] / "authorities" / "elsewhere"

BROKEN = {
    "cutoffs_whose_halves_disagree": (
        "huddle", "submission: {cutoff: {due: {days: null, on: Monday, leaving: 3 working days, before: meeting, at: '10:00'}}}",
        "finding", "HUD-13", "Monday before the meeting leaves 1, the one that leaves enough leaves 6",
    ),
    "papers_too_late_to_be_read": (
        "huddle", "submission: {cutoff: {due: {days: 0, at: '08:00'}}}", "finding", "HUD-13", "1 hour and 30 minutes before the meeting",
    ),
    "owed_by_nobody_or_at_no_time": (
        "huddle", "owed: [{id: write-to-family, owed_by: null}]", "error", "HUD-12", "Nobody owes write-to-family",
    ),
    "what_waits_for_what_is_due_later": (
        "huddle", "owed: [{id: write-to-family, due: {working_days: 3, after: null, before: meeting, at: '15:00', holiday: previous_working_day}}]",
        "finding", "HUD-12", "due no later than it",
    ),
    "seats_nobody_is_named_for": (
        "huddle", "seats: [{id: clerk, to_be_named: true}]", "finding", "HUD-3", "names nobody for the seat Clerk, which owes",
    ),
    "seats_that_only_absent_people_fill": (
        "huddle", "quorum: {seats: [clerk]}", "error", "HUD-4", "which has no vote",
    ),
    "forms_that_ask_twice": (
        "huddle", "forms: [{id: in-depth-talk, questions: [{id: home-by, asks: 'what does a week COST?'}]}]", "finding", "HUD-1", "asks twice for the same",
    ),
    "figures_that_cannot_be_measured": (
        "huddle", "measures: [{id: promises-kept, source: null}]", "finding", "HUD-10", "not measurable yet",
    ),
    "reports_due_before_what_they_tell": (
        "huddle", "reports: [{id: yearly, due: {after: null, before: month}}]", "error", "HUD-13", "before the month it tells of is over",
    ),
}  # fmt: skip


def found(forum: str, text: str):
    terms = load.read_otherwise(load.merged(forum, ELSEWHERE), load_text(text))
    return check(terms, today=TODAY, place=lambda path: ("a file", 1))


def load_text(text: str):
    from ruamel.yaml import YAML

    return YAML(typ="safe", pure=True).load(text)


def test_every_question_has_a_case_here():
    assert [question.__name__ for question in QUESTIONS] == list(BROKEN)


@pytest.mark.parametrize("question", BROKEN)
def test_it_is_found_in_anyones_terms_with_its_clause(question):
    forum, text, severity, clause, problem = BROKEN[question]
    new = [one for one in found(forum, text) if problem in one.problem]
    assert new
    assert (new[0].severity, new[0].clause) == (severity, clause)
    assert new[0].remedy


def test_elsewhere_as_it_is_has_no_error():
    for forum in load.forum_ids(ELSEWHERE):
        loaded = load.loaded(forum, ELSEWHERE)
        assert [
            one for one in check(loaded.terms, today=TODAY, place=loaded.place) if one.severity == "error"
        ] == []


@pytest.mark.parametrize(
    "owed",
    [
        "owed: [{id: write-to-family, due: null}]",
        "owed: [{id: write-to-family, follows: nothing-there}]",
        "owed: [{id: write-to-family, owed_by: {seat: null, role: coordinator}}]\nseats: [{id: clerk, role: member}]",
    ],
)
def test_a_duty_without_a_time_an_owner_or_what_it_waits_for_is_an_error(owed):
    errors = [one for one in found("huddle", owed) if one.severity == "error"]
    assert "HUD-12" in {one.clause for one in errors}


@pytest.fixture
def rows(capsys, monkeypatch):
    monkeypatch.delenv("REMIT_TERMS_DIR", raising=False)
    assert main(["terms", "check", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_check_answers_rows_of_these_keys_and_none_is_an_error(rows):
    assert {tuple(row) for row in rows} == {("severity", "clause", "file", "line", "problem", "remedy")}
    assert {row["severity"] for row in rows} == {"warning", "finding"}
    assert all(row["file"].startswith("terms/") and row["line"] for row in rows)


@pytest.mark.parametrize(
    "clause, problem",
    [
        pytest.param(
            "MARP-6",
            "Tuesday and 7 working days do not meet: the Tuesday before the meeting leaves 5",
            marks=pytest.mark.clause("MARP-6"),
        ),
        pytest.param(
            "RAP-6", "Papers may come in 2 hours before the meeting", marks=pytest.mark.clause("RAP-6")
        ),
        pytest.param(
            "RAP-23",
            "RAP names nobody for the seat Lead coordinating manager",
            marks=pytest.mark.clause("RAP-23"),
        ),
        pytest.param(
            "GOV-10", "PCT names nobody for the seat Administrator", marks=pytest.mark.clause("GOV-10")
        ),
        pytest.param(
            "GOV-10", "PF1 names nobody for the seat Administrator", marks=pytest.mark.clause("GOV-10")
        ),
        pytest.param(
            "GOV-10", "PF2 names nobody for the seat Administrator", marks=pytest.mark.clause("GOV-10")
        ),
        pytest.param(
            "GOV-10", "PF3 names nobody for the seat Administrator", marks=pytest.mark.clause("GOV-10")
        ),
        pytest.param("ROR-22", "were due for review by 30 April 2023", marks=pytest.mark.clause("ROR-22")),
        pytest.param("RRG-14", "were due for review by 31 August 2024", marks=pytest.mark.clause("RRG-14")),
        pytest.param("PPM-2", "ROR (ROR-3) and PPM sit at the same time", marks=pytest.mark.clause("PPM-2")),
        pytest.param("PF3-7", "Two of the three are named twice", marks=pytest.mark.clause("PF3-7")),
        pytest.param("CLP-2", "The criteria leave gaps", marks=pytest.mark.clause("CLP-2")),
        pytest.param("ROR-20", "with neither a day nor a person named", marks=pytest.mark.clause("ROR-20")),
        pytest.param("PF3-1", "with neither who nor when", marks=pytest.mark.clause("PF3-1")),
        pytest.param("CLP-6", "twenty-five rows", marks=pytest.mark.clause("CLP-6")),
        pytest.param("PCT-2", "one sitting or one hour", marks=pytest.mark.clause("PCT-2")),
    ],
)
def test_the_known_faults_of_the_documents_are_findings_with_their_clause(rows, clause, problem):
    assert any(
        row["severity"] == "finding" and row["clause"] == clause and problem in row["problem"] for row in rows
    )


def test_an_administrator_who_has_a_name_is_not_missed(rows):
    told = " ".join(row["problem"] for row in rows)
    assert "MARP names nobody" not in told
    assert "PPM names nobody" not in told


def test_forums_that_share_no_service_or_no_hour_do_not_clash():
    forums = {forum: load.loaded(forum) for forum in load.forum_ids()}

    def together(*names: str):
        return check_together([(forums[name].terms, forums[name].place) for name in names])

    assert together("pf1", "pct-pre") == ()  # one ends when the other begins an hour later
    assert together("pct-pre", "pct-court") == ()  # the same hours on alternate Fridays
    assert [one.clause for one in together("ror", "ppm")] == ["PPM-2"]
