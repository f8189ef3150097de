"""The three action lists that councils are likely to send, read as they are."""

from collections import Counter
from pathlib import Path

import pytest

from remit.documents.action_list import ActionListFile, read_action_list

LISTS = Path(__file__).parents[2].parent / "shared/data/action-lists"

pytestmark = [
    pytest.mark.shared_data,
]


def read(name: str) -> ActionListFile:
    answer = read_action_list((LISTS / name).read_bytes(), name)
    assert isinstance(answer, ActionListFile)
    return answer


def test_list_one_has_57_children_on_its_open_sheet():
    answer = read("action-list-one.xlsx")
    assert answer.sheet == "Action List"
    assert (len(answer.rows), answer.faults, answer.header_rows) == (57, (), (4,))
    assert [(one.name, one.proposed) for one in answer.sheets] == [
        ("Action List", True),
        ("Closed", False),
        ("Lists", False),
    ]
    assert all(column.field for column in answer.columns)
    assert Counter(row.risk.value.value for row in answer.rows) == {
        "medium": 19,
        "high": 15,
        "low": 11,
        "unrated": 12,
    }
    assert (answer.rows[0].row, answer.rows[-1].row) == (5, 61)


def test_list_two_keeps_its_zeros_and_its_accents():
    answer = read("action-list-two.csv")
    assert (len(answer.rows), answer.faults) == (33, ())
    assert answer.rows[0].person_id == "00407600"
    families = {row.name.family for row in answer.rows if row.name}
    assert {"Müller", "O’BRIEN"} < families
    assert "Áine" in {row.name.given for row in answer.rows if row.name}
    assert all(row.date_of_birth.value and row.on_list_since.value for row in answer.rows)
    assert all(2009 <= row.date_of_birth.value.year <= 2021 for row in answer.rows)
    assert Counter(row.risk.value.value for row in answer.rows)["unrated"] == 7
    assert [row.row for row in answer.rows][15:17] == [17, 20]


def test_list_three_has_two_faults_and_22_sound_rows():
    answer = read("action-list-three.xlsx")
    assert answer.header_rows == (1, 2)
    assert [(one.sheet, one.row, one.column) for one in answer.faults] == [
        ("W-C 16 Nov", 22, "Risk (H/M/L)"),
        ("W-C 16 Nov", 27, "Risk (H/M/L)"),
    ]
    assert all("M/H" in one.problem for one in answer.faults)
    assert len(answer.rows) == 22
    assert {row.person_id for row in answer.faulty_rows} == {"412077", "412262"}
    assert {row.team for row in answer.rows} == {
        "LOCALITY NORTH",
        "LOCALITY SOUTH",
        "LOCALITY EAST",
        "CHILDREN IN CARE 1",
    }
    assert {row.days_to_place.as_written for row in answer.rows if row.days_to_place.value is None} == {"tbc"}
    assert {row.urgency.as_written for row in answer.rows if row.urgency.value == "not_known"} == {"?"}
    assert all(row.worker and row.manager and row.person_id_is_number for row in answer.rows)


def test_last_weeks_workbook_is_read_by_its_summary():
    answer = read("Risk of Resi Tool 12-11-26.xlsx")
    assert (answer.sheet, len(answer.rows), answer.faults) == ("Summary Sheet", 4, ())
