"""What is found in terms that do not hold together."""

from datetime import date

import pytest

from remit.rules.terms_check import QUESTIONS, check
from remit.terms import load
from remit.terms.running import not_running

TODAY = date(2026, 1, 5)


def found(tmp_path, text: str, *, today: date = TODAY):
    (tmp_path / "ror.yaml").write_text(text, encoding="utf-8")
    loaded = load.loaded("ror", tmp_path)
    return check(loaded.terms, today=today, place=loaded.place)


def test_the_terms_that_ship_have_no_error_and_say_what_does_not_run():
    loaded = load.loaded("ror")
    findings = check(loaded.terms, today=TODAY, place=loaded.place)
    by_severity = {
        severity: [f for f in findings if f.severity == severity]
        for severity in ("error", "warning", "finding")
    }
    assert by_severity["error"] == []
    assert [f.clause for f in by_severity["warning"]] == [line.clause for line in not_running(loaded.terms)]
    assert {f.clause for f in by_severity["finding"]} == {"ROR-8", "ROR-14", "ROR-20", "ROR-22"}
    assert {f.file for f in findings} == {"terms/forums/ror.yaml"}


BROKEN = {
    "effects_without_a_term": ("clauses: {ROR-24: {effects: [duty, gate]}}", "error", "ROR-24", "effect gate"),
    "readings_without_a_value": ("clauses: {ROR-12: {reading: So or so., set_by: []}}", "error", "ROR-12", "sets no value"),
    "duties_nobody_can_owe": ("duties: [{id: complete-tracker, owed_by: {seat: null, role: deputy}}]", "error", "ROR-20", "no seat has that role"),
    "duties_met_by_no_act_of_theirs": ("duties: [{id: complete-tracker, met_by: action-updated}]", "error", "ROR-20", "is not done with one"),
    "duties_missed_before_due": ("duties: [{id: complete-tracker, missed_when: meeting-opened}]", "error", "ROR-20", "missed before it"),
    "roles_without_a_seat": ("minutes: {approved_by: deputy}", "error", "ROR-18", "No seat has the role deputy"),
    "quorum_out_of_reach": ("quorum: {people: 8}", "error", None, "8 people make a quorum, and there are 7 places"),
    "selections_outside_the_cohort": ("selection: [{id: focus-cases, as_a_rule: [high, unrated]}]", "error", "ROR-8", "takes unrated"),
    "slots_longer_than_the_meeting": ("agenda: {sections: [{id: focus, slot: {usual: 2 hours}}]}", "error", "ROR-15", "does not fit"),
    "questions_asked_two_ways": ("forms: [{id: other-case, questions: [{id: alternatives-considered, kind: yes_no}]}]", "error", "ROR-1", "asked in two ways"),
    "duties_at_the_same_moment": ("duties: [{id: send, what: Send it, per: meeting, owed_by: {role: coordinator}, due: {on: Monday, at: '11:00', before: meeting, holiday: next_working_day}, met_by: agenda-confirmed, follows: select-focus-cases, clause: ROR-14}]", "finding", "ROR-14", "at the same moment"),
    "where_the_document_says_otherwise": ("clauses: {ROR-15: {as_written: Fifteen to twenty.}}", "finding", "ROR-15", "As written: Fifteen"),
    "what_does_not_run_yet": ("not_yet: [{clause: ROR-24, effect: duty, missing: Nothing is flagged.}]", "warning", "ROR-24", "Nothing is flagged"),
}  # fmt: skip


def test_every_question_of_the_check_has_a_case_here():
    assert [question.__name__ for question in QUESTIONS] == list(BROKEN)


@pytest.mark.parametrize("question", BROKEN)
def test_it_is_found_with_its_clause_and_its_place(tmp_path, question):
    text, severity, clause, problem = BROKEN[question]
    new = [f for f in found(tmp_path, text) if problem in f.problem]
    assert new, found(tmp_path, text)
    assert (new[0].severity, new[0].clause) == (severity, clause)
    assert new[0].file == str(tmp_path / "ror.yaml")
    assert new[0].line == 1
    assert new[0].remedy


@pytest.mark.parametrize("text", [
    "duties: [{id: complete-tracker, owed_by: {seat: null, lead: action}}]",
    "duties: [{id: complete-tracker, owed_by: {seat: null, worker: social_worker}}]",
    "duties: [{id: complete-tracker, due: {working_days: null, after: null, action: due}}]",
])  # fmt: skip
def test_a_duty_without_an_owner_or_a_time_is_an_error(tmp_path, text):
    assert "error" in {f.severity for f in found(tmp_path, text)}


def test_a_reading_whose_value_was_taken_out_is_a_warning(tmp_path):
    text = "outcomes: [{id: search-continues, removed: true}]"
    assert any(
        f.severity == "warning" and "search-continues.returns" in f.problem for f in found(tmp_path, text)
    )


@pytest.mark.clause("ROR-22")
@pytest.mark.parametrize(
    "due, today, overdue",
    [
        ("2026-01", date(2026, 1, 31), False),
        ("2026-01", date(2026, 2, 1), True),
        ("2026-01-05", date(2026, 1, 5), False),
        ("2026-01-05", date(2026, 1, 6), True),
    ],
)
def test_a_review_is_overdue_from_the_day_after(tmp_path, due, today, overdue):
    findings = found(tmp_path, f"review_due: {due}", today=today)
    assert any("due for review" in f.problem for f in findings) is overdue
