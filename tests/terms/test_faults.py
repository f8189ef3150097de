"""A file with mistakes in it: what its writer is told, and where."""

from pathlib import Path

import pytest

from remit.terms import load
from remit.terms.faults import TermsRefused

SOUND = (load.SHIPPED / "ror.yaml").read_text(encoding="utf-8")


@pytest.fixture
def faults(tmp_path: Path):
    """Faults of an authority's file that replaces parts of the shipped text."""

    def of(*changes: tuple[str, str]):
        text = SOUND.replace("id: ror\n", "id: spoiled\n", 1)
        for old, new in changes:
            assert text.count(old) >= 1, old
            text = text.replace(old, new, 1)
        (tmp_path / "spoiled.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(TermsRefused) as refused:
            load.merged("spoiled", tmp_path)
        return refused.value.faults, text.splitlines()

    return of


@pytest.mark.parametrize(
    "old, new, on_line, clause, problem, remedy",
    [
        ("on: Thursday", "on: Thorsday", "meets:", "ROR-3", "'Thorsday' cannot stand here.", "'Thursday'"),
        ("owed_by: {seat: brokerage}", "owed_by: {seat: brokarage}", "seat: brokarage", "ROR-8", "no seat brokarage", "mean brokerage"),
        ("    met_by: selection-finished", "    met_by: selection-done", "met_by: selection-done", "ROR-8", "'selection-done' cannot", "'selection-finished'"),
        ("      of: focus-cases", "      of: focus", "of: focus", "ROR-18", "no selection focus", "focus-cases"),
        ("slot: {usual: 20 minutes,", "slot: {usual: a while,", "a while", "ROR-15", "'a while' is not a length of time", "Change it"),
        ("requires: [interim-arrangements,", "requires: [interim-care,", "requires: [interim-care", "ROR-2", "no question interim-care", "interim-arrangements"),
        ("    what: Choose the focus cases\n", "", "- id: select-focus-cases", "ROR-8", "`what` is missing", "Add it"),
        ("due: {action: due}", "due: {action: due, days: 3}", "due: {action: due, days: 3}", "ROR-4", "one thing", "Change"),
        ("clause: ROR-24}", "clause: ROR-26}", "untouched:", "ROR-26", "no clause ROR-26", "Did you mean"),
        ("clause: ROR-20\n\nminutes", "clause: ror20\n\nminutes", "clause: ror20", "ror20", "not written as it has to be", "fit"),
        ("drafted_by: coordinator", "drafted_bye: coordinator", "drafted_bye", "ROR-18", "no `drafted_bye` here", "drafted_by"),
        ("effects: [structure, prompt]", "effects: [structure, prompts]", "effects: [structure, prompts]", "ROR-1", "'prompts' cannot stand", "'prompt'"),
        ("    when: {outcome: [residential-start]}", "    when: {outcome: [deferred]}", "requires:", "ROR-2", "not asked with that outcome", "when"),
        ("quorum: {chair: warn}", "quorum: {chair: warn, people: -1, clause: ROR-6}", "quorum:", "ROR-6", "-1 is out of bounds.", "Write 0 or more."),
        ("review_due: 2023-04", "review_due: 2023-02-30", "review_due:", None, "out of range", "Change it: it says '2023-02-30' now."),
        ("    sections: [other]\n", "", "- id: other-case", "ROR-17", "no part of the agenda asks it", "Add `sections`"),
        ("id: report-on-action", "id: complete-tracker", "id: complete-tracker", "ROR-4", "is given twice", "another id"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_its_clause_and_what_to_do(
    faults, old, new, on_line, clause, problem, remedy
):
    changes = [(old, new)]
    if "when:" in old:
        changes = [(old, new)] * SOUND.count(old)
    found, lines = faults(*changes)
    fault = found[0]
    assert fault.file.endswith("spoiled.yaml")
    assert on_line in lines[fault.line - 1]
    assert fault.clause == clause
    assert problem in fault.problem
    assert remedy in fault.remedy


def test_every_mistake_is_told_at_once(faults):
    found, _ = faults(
        ("on: Thursday", "on: Thorsday"),
        ("slot: {usual: 20 minutes,", "slot: {usual: a while,"),
        ("    what: Choose the focus cases\n", ""),
        ("chair: warn", "chair: shout"),
    )
    assert len(found) == 4
    assert len({fault.line for fault in found}) == 4


def test_a_value_that_could_be_two_kinds_is_one_fault(faults):
    found, _ = faults(('at: "11:00"', "at: 25:00"))
    assert len(found) == 1
    assert "09:30" in found[0].problem
    assert "end_of_day" in found[0].remedy


@pytest.mark.parametrize(
    "text, line, problem",
    [
        ("id: x\n  name: y\n", 2, "not YAML"),
        ("id: x\nseats: [a\nname: z", 3, "not YAML"),
        ("id: x\nname: one\nname: two\n", 3, "`name` is said twice"),
        ("a: &a [x]\nb: *c\n", 2, "not YAML"),
        (f"a: {'[' * 30}{']' * 30}", None, "nested more than"),
        ("- just\n- a list\n", 1, "valid dictionary"),
        ("", 1, "is missing"),
    ],
)
def test_a_file_that_is_no_file_of_terms_is_refused_kindly(tmp_path, text, line, problem):
    (tmp_path / "odd.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(TermsRefused) as refused:
        load.merged("odd", tmp_path)
    assert refused.value.faults[0].line == line
    assert problem in str(refused.value)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    (tmp_path / "odd.yaml").write_bytes(b"id: \xff\xfe")
    with pytest.raises(TermsRefused, match="UTF-8"):
        load.merged("odd", tmp_path)


def test_a_forum_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(TermsRefused, match=r"no forum rhubarb.*There are: ror"):
        load.merged("rhubarb")


def test_a_word_that_older_yaml_took_for_a_boolean_stays_a_word(tmp_path):
    (tmp_path / "ror.yaml").write_text("meets: {on: Friday}\npurpose: yes\n", encoding="utf-8")
    terms = load.merged("ror", tmp_path)
    assert (terms.meets.on, terms.purpose) == ("Friday", "yes")
