"""The same list as different councils keep it: titles above, two header rows, sections, totals, several sheets, .csv."""

import datetime

import pytest

from remit.documents.action_list import Field, Mapping, Risk, Urgency
from remit.documents.action_list.reading import read_here
from tests.documents import uploads


def read(*sheets, names=(), hidden=(), sheet=None, mapping=None):
    content = uploads.workbook(*sheets, names=names, hidden=hidden)
    return read_here(content, "list.xlsx", sheet=sheet, mapping=mapping)


def fields(answer):
    return {column.header: column.field and column.field.value for column in answer.columns}


LIST = [uploads.HEADERS, *uploads.rows(3)]


def test_titles_above_the_headers_are_passed_over_and_rows_keep_their_numbers():
    answer = read([["ACTION LIST - DO NOT COPY"], ["Last updated:", datetime.date(2026, 11, 16)], [], *LIST])
    assert answer.header_rows == (4,)
    assert [row.row for row in answer.rows] == [5, 6, 7]
    assert not answer.faults


def test_blank_rows_and_rows_of_spaces_are_skipped_without_losing_count():
    answer = read([LIST[0], [], LIST[1], ["  ", None, "\xa0"], LIST[2]])
    assert [row.row for row in answer.rows] == [3, 5]
    assert not answer.faults


def test_two_header_rows_are_read_together():
    answer = read(
        [
            [None, "CHILD", None, "SEARCH", None, None],
            [None, "Mosaic", "Name (initials)", "Type", "Priority (1-3)", "SW / TM"],
            ["WEST (2)"],
            [1, 900001, "qz", "IFA", 2, "Worker 1 / Manager 2"],
            [2, 900002, "xz", "Residential", "?", "Worker 3"],
            ["EAST:"],
            [1, 900003, "vq", "IFA", 3, "Worker 4/Manager 5"],
            ["TOTAL", 3],
        ]
    )
    assert answer.header_rows == (1, 2)
    assert fields(answer) == {
        "Mosaic": "person_id",
        "Name (initials)": "initials",
        "Type": "placement_required",
        "Priority (1-3)": "urgency",
        "SW / TM": "worker_and_manager",
    }
    assert [(row.row, row.person_id, row.team) for row in answer.rows] == [
        (4, "900001", "WEST"),
        (5, "900002", "WEST"),
        (7, "900003", "EAST"),
    ]
    assert [(row.worker, row.manager) for row in answer.rows] == [
        ("Worker 1", "Manager 2"),
        ("Worker 3", ""),
        ("Worker 4", "Manager 5"),
    ]
    assert [row.urgency.value for row in answer.rows] == [
        Urgency.WITHIN_5_DAYS,
        Urgency.NOT_KNOWN,
        Urgency.PLANNED,
    ]
    assert Field.TEAM in answer.fields
    assert not answer.faults
    assert any(" in the urgency column w" in line and "taken to mean" in line for line in answer.warnings)
    assert all(row.extra == () for row in answer.rows)


def test_headers_merged_down_two_rows_are_found_in_the_upper_one():
    answer = read(
        [["Person ID", "Search", None, "Risk"], [None, "Urgency", "Days", None], ["900001", "Today", 4, "L"]]
    )
    assert answer.header_rows == (1, 2)
    assert set(fields(answer).values()) == {"person_id", "urgency", "days_to_place", "risk"}
    assert answer.rows[0].days_to_place.value == 4


def test_a_column_of_teams_is_believed_before_a_section():
    answer = read([uploads.HEADERS, ["LOCALITY NORTH"], *uploads.rows(1)])
    assert answer.rows[0].team == "Locality West"
    assert not answer.faults


def test_rows_under_a_section_that_is_closed_are_left_out_and_said():
    answer = read([*LIST, ["CLOSED CASES"], ["900099", "zz", "West", "High", "Planned", 1]])
    assert "900099" not in {row.person_id for row in answer.rows}
    assert any("CLOSED CASES" in line for line in answer.warnings)


def test_a_note_below_the_list_is_no_child_and_is_said():
    answer = read([*LIST, [], ["Key: H is high"]])
    assert len(answer.rows) == 3
    assert any("Key: H is high" in line for line in answer.warnings)


def test_headers_printed_again_and_lines_numbered_in_advance_are_no_children():
    answer = read(
        [
            ["Ref", *uploads.HEADERS],
            *[["G1", *row] for row in uploads.rows(1)],
            ["Ref", *uploads.HEADERS],
            ["G2"],
            ["G3"],
        ]
    )
    assert [row.person_id for row in answer.rows] == ["900001"]
    assert not answer.faults


def test_the_first_open_sheet_that_fits_is_proposed_and_the_others_are_listed():
    answer = read(
        [["High"], ["Low"]],
        LIST,
        LIST,
        LIST,
        LIST,
        [
            ["Date raised", "Mosaic ID", "Action", "Lead", "Status", "Update"],
            ["1/11/2026", "900001", "Ring", "", "Open", ""],
        ],
        names=["Lists", "Closed 2026", "Hidden one", "W-C 16 Nov", "W-C 23 Nov", "Actions Tracker"],
        hidden=["Hidden one"],
    )
    assert answer.sheet == "W-C 16 Nov"
    assert [(one.fits, one.proposed) for one in answer.sheets] == [
        (False, False),
        (True, False),
        (True, False),
        (True, True),
        (True, False),
        (False, False),
    ]
    assert "closed" in answer.sheets[1].why
    assert "hidden" in answer.sheets[2].why


def test_a_person_may_choose_any_sheet():
    answer = read(LIST, [*LIST, *uploads.rows(1)[:0]], names=["Now", "Closed"], sheet="closed")
    assert answer.sheet == "Closed"
    assert len(answer.rows) == 3
    assert not answer.faults


def test_a_closed_sheet_is_not_read_unless_it_is_chosen():
    answer = read(LIST, names=["Archive"])
    assert not answer.rows
    assert "Archive" in answer.faults[0].problem


def test_unknown_headers_are_one_fault_that_asks_for_the_person_id():
    answer = read([["Alpha", "Beta"], ["900001", "H"]])
    assert not answer.rows
    assert [(one.row, one.problem) for one in answer.faults] == [
        (1, "No column was recognised as the person id.")
    ]
    assert [column.header for column in answer.columns] == ["Alpha", "Beta"]
    told = read(
        [["Alpha", "Beta"], ["900001", "H"]],
        mapping=Mapping(columns={"alpha": Field.PERSON_ID, "Beta": Field.RISK}),
    )
    assert told.rows[0].risk.value is Risk.HIGH
    assert told.signature == answer.signature
    assert [column.guessed for column in told.columns] == [False, False]


def test_columns_without_a_meaning_survive():
    answer = read(
        [
            [*uploads.HEADERS, "Siblings", "Seen on"],
            [*uploads.rows(1)[0], 2, datetime.datetime(2026, 11, 2), "a note"],
        ]
    )
    assert answer.rows[0].extra == (("Siblings", "2"), ("Seen on", "02/11/2026"), ("Column I", "a note"))
    assert fields(answer)["Column I"] is None


def test_columns_of_the_same_name_are_told_apart():
    answer = read([["Mosaic ID", "Risk", "Notes", "Notes"], ["900001", "H", "one", "two"]])
    assert [column.header for column in answer.columns][2:] == ["Notes (column C)", "Notes (column D)"]
    assert answer.rows[0].comments == "one"
    assert answer.rows[0].extra == (("Notes (column D)", "two"),)


def test_a_child_on_two_rows_is_a_fault_naming_both_and_neither_is_read():
    answer = read([*LIST, uploads.rows(2)[1]])
    assert [row.person_id for row in answer.rows] == ["900001", "900003"]
    assert [(one.row, one.problem) for one in answer.faults] == [
        (5, "The person id 900002 is on rows 3 and 5.")
    ]
    assert [(one.row, one.person_id) for one in answer.faulty_rows] == [(3, "900002"), (5, "900002")]


def test_ids_alike_but_for_their_zeros_are_mentioned():
    answer = read([uploads.HEADERS, ["0077", *LIST[1][1:]], ["77", *LIST[1][1:]]])
    assert len(answer.rows) == 2
    assert "The person ids 0077 and 77 differ only in the zeros before them." in answer.warnings


def test_a_row_without_an_id_is_a_fault():
    answer = read([uploads.HEADERS, [None, "qz", "West", "High"]])
    assert [(one.row, one.column, one.problem) for one in answer.faults] == [
        (2, "Mosaic ID", "There is no person id.")
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_read_whoever_saved_it(encoding, separator):
    content = uploads.table(
        ["Person ID", "SURNAME, Forename", "Risk", "Comments"],
        ["0090001", "QUÖRKLE, Zoë", "H", "one\ntwo, “three”"],
        [],
        ["90002", "O’ZYX, Bé", "L", ""],
        encoding=encoding,
        separator=separator,
    )
    answer = read_here(content, "LIST.CSV")
    assert [row.person_id for row in answer.rows] == ["0090001", "90002"]
    assert answer.rows[0].name.family == "QUÖRKLE"
    assert answer.rows[0].comments == "one\ntwo, “three”"
    assert [row.row for row in answer.rows] == [2, 5]
    assert answer.sheet == "LIST.CSV"


def test_formulas_are_read_as_text_and_never_run():
    formula = '=HYPERLINK("http://example.org","x")'
    answer = read_here(
        uploads.table(["Person ID", "Risk", "Comments"], ["90001", "H", formula], ["=1+1", "H", ""]),
        "list.csv",
    )
    assert answer.rows[0].comments == formula
    assert [one.problem for one in answer.faults] == ["“=1+1” is not a person id."]


def test_a_table_that_quotes_ids_as_formulas_keeps_their_zeros():
    answer = read_here(uploads.table(["Person ID", "Risk"], ['="0090001"', "H"]), "list.csv")
    assert answer.rows[0].person_id == "0090001"


def test_the_file_says_what_it_speaks_of():
    answer = read([["Mosaic ID", "Risk"], ["900001", ""]])
    assert answer.fields == {Field.PERSON_ID, Field.RISK}
    assert answer.rows[0].urgency.as_written == ""
    assert len(answer.digest) == 64


def test_a_list_without_a_column_for_urgency_says_so_and_names_the_columns_it_did_not_know():
    answer = read([["Person ID", "Initials", "Risk", "Pace"], ["0012", "qz", "High", "today"]])
    assert answer.rows[0].urgency.value is Urgency.NOT_KNOWN
    (said,) = answer.warnings
    assert "No column was recognised as the urgency" in said
    assert said.endswith("Columns not recognised: “Pace”.")


def test_a_list_with_risk_and_urgency_has_nothing_to_say_about_its_columns():
    answer = read([["Person ID", "Initials", "Risk", "How soon?"], ["0012", "qz", "High", "today"]])
    assert answer.warnings == ()
    assert answer.rows[0].urgency.value is Urgency.TODAY
