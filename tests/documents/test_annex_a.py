"""Lists 8 and 9 of Annex A are read whatever their headings are called."""

import csv
import io
import zipfile
from datetime import date

import openpyxl
import pytest

from remit.documents.returns import AnnexAFile, Unreadable, read_annex_a, read_ssda903
from remit.documents.uploads import opening

TODAY = date(2026, 10, 14)
EIGHT = {
    "Child Unique ID": "0012345",
    "Gender": "b) Female",
    "Ethnicity": "a) WBRI",
    "Date of Birth": "27/03/2012",
    "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N))": "b) No",
    "Date Started to be Looked After": "06/08/2025",
    "Start date of current legal status": "12/07/2026",
    "Child's Legal Status": "C2: FCO",
    "Date of Latest Statutory Review": "12/09/2026",
    "Start Date of Most Recent Placement": "02/11/2025",
    "Placement Type": "n) K2: Children's homes",
    "Placement Provider": "e) PR4 - Private provision",
    "Placement postcode": "qx1 1aa",
    "URN of Placement": "SC012345",
    "Placement Location": "b) OUT",
    "LA of Placement": "Othershire",
    "Allocated Team": "North",
    "Allocated Worker": "Orla\xa0Quist",
}
NINE = {
    "Child Unique ID": "0077",
    "Date of Birth": "27/03/2007",
    "Allocated Personal Advisor": "Bryn Tolle",
    "Eligibility Category": "b) Former relevant child",
    "Latest Pathway Plan Review Date": "01/09/2026",
    "LA in Touch": "a) Yes",
    "Type of Accommodation": "U: Independent living",
    "Suitability of Accommodation": "b) Unsuitable",
    "Activity Status": "F2: Full time in education other than higher",
}


def table(*rows: dict[str, str]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def workbook(**sheets: list[dict[str, str]]) -> bytes:
    book = openpyxl.Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append(list(row.values()))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes, filename: str = "annex.csv") -> AnnexAFile:
    answer = read_annex_a(content, filename, today=TODAY)
    assert isinstance(answer, AnnexAFile), answer
    return answer


def test_both_lists_of_a_workbook_are_read_and_the_others_passed_over():
    answer = read(workbook(List_7=[EIGHT], List_8=[EIGHT], List_9=[NINE]), "Annex A.xlsx")
    assert (answer.lists, answer.faults, answer.warnings) == (("8", "9"), (), ())
    (one,) = answer.looked_after
    assert (one.child, one.sex, one.ethnicity, one.born) == ("0012345", "F", "WBRI", date(2012, 3, 27))
    assert (one.legal_status, one.placement, one.provider, one.inside) == ("C2", "K2", "PR4", False)
    assert (one.since, one.placement_since) == (date(2025, 8, 6), date(2025, 11, 2))
    assert (one.worker, one.authority_of_placement, one.placement_postcode) == (
        "Orla Quist",
        "Othershire",
        "QX1 1AA",
    )
    (leaver,) = answer.leavers
    assert (leaver.eligibility, leaver.in_touch, leaver.adviser) == ("former_relevant", True, "Bryn Tolle")
    assert (leaver.accommodation, leaver.suitable, leaver.activity) == ("U", False, "F2")


@pytest.mark.parametrize(
    "heading, field, cell, value",
    [
        ("Child ID", "child", "0012345", "0012345"),
        ("Mosaic ID", "child", "0012345", "0012345"),
        ("Person Identifier", "child", "0012345", "0012345"),
        ("LAC Start Date", "since", "2025-08-06", date(2025, 8, 6)),
        ("Date became looked after", "since", "06/08/2025", date(2025, 8, 6)),
        ("Date of Last Statutory Review", "last_review", "12/09/2026", date(2026, 9, 12)),
        ("LAC Review Date", "last_review", "12/09/2026", date(2026, 9, 12)),
        ("Current Legal Status", "legal_status", "Interim Care Order", "C1"),
        ("Legal status", "legal_status", "Section 20", "V2"),
        ("Legal Status Start", "legal_status_since", "12/07/2026", date(2026, 7, 12)),
        ("Current placement start date", "placement_since", "02/11/2025", date(2025, 11, 2)),
        ("Type of Placement", "placement", "Children’s Home", "K2"),
        ("Placement", "placement", "Secure children's home", "K1"),
        ("Placement type code", "placement", "U6", "U6"),
        ("Provider Type", "provider", "PR1", "PR1"),
        ("Placement Post Code", "placement_postcode", "QX1 1AA", "QX1 1AA"),
        ("Inside or outside LA boundary", "inside", "Inside", True),
        ("In/Out of borough", "inside", "Out", False),
        ("Local authority of placement", "authority_of_placement", "Otherly", "Otherly"),
        ("Placement LA", "authority_of_placement", "Otherly", "Otherly"),
        ("Social Worker", "worker", "Orla Quist", "Orla Quist"),
        ("Team", "team", "North", "North"),
        ("DoB", "born", "27/03/2012", date(2012, 3, 27)),
        ("UASC", "unaccompanied", "Y", True),
        ("Disabled?", "disabled", "a) Yes", True),
        ("Start of care", "since", "06/08/2025", date(2025, 8, 6)),
        ("Date Started to be Looked After (dd/mm/yyyy)", "since", "06/08/2025", date(2025, 8, 6)),
        ("Date child became LAC", "since", "06/08/2025", date(2025, 8, 6)),
        ("LS", "legal_status", "C2", "C2"),
        ("Date placed", "placement_since", "02/11/2025", date(2025, 11, 2)),
        ("Gender (M/F)", "sex", "F", "F"),
        ("Need", "need", "N1", "N1"),
        ("Plan for permanence", "plan", "Adoption", "Adoption"),
        ("Ofsted number", "urn", "SC012345", "SC012345"),
        ("LA where placed", "authority_of_placement", "Otherly", "Otherly"),
        ("Key worker", "worker", "Orla Quist", "Orla Quist"),
        ("Mosaic person ID", "child", "0012345", "0012345"),
        ("Placement location", "inside", "Not in area", False),
    ],
)
def test_a_heading_is_known_by_its_meaning(heading, field, cell, value):
    others = {
        "child": "Child Unique ID", "since": "Date Started to be Looked After", "born": "Date of Birth",
        "legal_status": "Child's Legal Status", "legal_status_since": "Start date of current legal status",
        "last_review": "Date of Latest Statutory Review", "placement_since": "Start Date of Most Recent Placement",
        "placement": "Placement Type", "provider": "Placement Provider", "placement_postcode": "Placement postcode",
        "inside": "Placement Location", "sex": "Gender", "urn": "URN of Placement", "authority_of_placement": "LA of Placement", "worker": "Allocated Worker",
        "team": "Allocated Team", "disabled": "Does the Child have a Disability",
        "unaccompanied": "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N))",
    }  # fmt: skip
    row = {name: said for name, said in EIGHT.items() if name != others.get(field)} | {heading: cell}
    (one,) = read(table(row), "list_8.csv").looked_after
    assert getattr(one, field) == value


@pytest.mark.parametrize(
    "heading, field, cell, value",
    [
        ("Young Person's ID", "child", "0077", "0077"),
        ("Care leaver ID", "child", "0077", "0077"),
        ("YP advisor", "adviser", "Bryn Tolle", "Bryn Tolle"),
        ("CL status", "eligibility", "Relevant", "relevant"),
        ("PP reviewed on", "pathway_review", "01/09/2026", date(2026, 9, 1)),
        ("Contact within 8 weeks", "in_touch", "Yes", True),
        ("Accomodation", "accommodation", "U", "U"),
        ("ETE", "activity", "F2", "F2"),
    ],
)
def test_a_heading_of_care_leavers_is_known_by_its_meaning(heading, field, cell, value):
    standard = {
        "child": "Child Unique ID",
        "adviser": "Allocated Personal Advisor",
        "eligibility": "Eligibility Category",
        "pathway_review": "Latest Pathway Plan Review Date",
        "in_touch": "LA in Touch",
        "accommodation": "Type of Accommodation",
        "activity": "Activity Status",
    }[field]
    row = {heading if name == standard else name: said for name, said in NINE.items()} | {heading: cell}
    (one,) = read(table(row)).leavers
    assert getattr(one, field) == value


def test_a_column_that_decides_and_is_not_recognised_is_said_with_those_that_were_not_read():
    row = {
        "Whenabouts" if name == "Date Started to be Looked After" else name: said
        for name, said in EIGHT.items()
    }
    (said,) = read(table(row)).warnings
    assert said.column == "Date Started to be Looked After"
    assert "“Whenabouts”" in said.says


def test_words_that_stand_for_no_code_and_days_to_come_are_said():
    answer = read(
        table(
            EIGHT | {"Placement Type": "Somewhere new", "Child's Legal Status": "n/a"},
            EIGHT | {"Child Unique ID": "0012346", "Start Date of Most Recent Placement": "02/11/2027"},
        )
    )
    assert [(one.row, one.column) for one in answer.warnings] == [
        (2, "Placement Type"),
        (3, "Start Date of Most Recent Placement"),
    ]
    (said,) = read(table(NINE | {"Eligibility Category": "Perhaps"})).warnings
    assert said.says.startswith("“Perhaps” is no kind of care leaver")
    assert read(table(NINE | {"Eligibility Category": "Not eligible"})).warnings == ()


def test_a_hidden_copy_of_a_list_is_not_read_beside_one_that_is_shown():
    book = openpyxl.load_workbook(io.BytesIO(workbook(List_8=[EIGHT], List_8_old=[EIGHT])))
    book["List 8 old"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    answer = read(out.getvalue(), "Annex A.xlsx")
    assert (len(answer.looked_after), answer.faults) == (1, ())
    assert [one.says for one in answer.warnings] == ["The sheet “List 8 old” is hidden, and was not read."]


def test_a_list_without_its_name_is_known_by_its_columns():
    assert read(table(EIGHT)).lists == ("8",)
    assert read(table(NINE)).lists == ("9",)


def test_words_that_mean_nothing_are_kept_as_written_and_left_uncoded():
    (one,) = read(
        table(EIGHT | {"Placement Type": "Somewhere new", "Child's Legal Status": "tbc"})
    ).looked_after
    assert (one.placement, one.placement_written) == ("", "Somewhere new")
    assert (one.legal_status, one.legal_status_written) == ("", "tbc")


def test_what_is_not_understood_and_decides_nothing_is_left_out_and_said():
    answer = read(table(EIGHT | {"Placement postcode": "nope", "Placement Location": "Perhaps"}))
    assert [(one.row, one.column) for one in answer.warnings] == [
        (2, "Placement postcode"),
        (2, "Placement Location"),
    ]
    assert (answer.looked_after[0].placement_postcode, answer.looked_after[0].inside) == ("", None)


@pytest.mark.parametrize(
    "says, column",
    [
        ({"Child Unique ID": ""}, "Child Unique ID"),
        ({"Date of Birth": "27/03/1985"}, "Date of Birth"),
        ({"Date of Birth": "27/03/2027"}, "Date of Birth"),
        ({"Date of Birth": "31/02/2012"}, "Date of Birth"),
        ({"Date Started to be Looked After": "06/08/2027"}, "Date Started to be Looked After"),
    ],
)
def test_what_cannot_be_right_is_a_fault_and_sets_the_row_aside(says, column):
    answer = read(table(EIGHT | {"Child Unique ID": "1"}, EIGHT | says))
    assert [(one.row, one.column) for one in answer.faults] == [(3, column)]
    assert [one.row for one in answer.looked_after] == [2]
    assert [one.row for one in answer.set_aside] == [3]


@pytest.mark.parametrize(
    "column, says",
    [
        ("Start date of current legal status", "The legal status begins on 12 September 2026"),
        ("Start Date of Most Recent Placement", "The placement begins on 12 September 2026"),
    ],
)
def test_what_begins_after_care_ended_is_a_fault_and_sets_the_row_aside(column, says):
    ended = EIGHT | {"Date Ceased to be Looked After": "01/09/2026"}
    answer = read(table(ended, ended | {"Child Unique ID": "1", column: "12/09/2026"}))
    (fault,) = answer.faults
    assert (fault.row, fault.column) == (3, column)
    assert fault.problem == f"{says}, after care ended on 1 September 2026."
    assert [one.row for one in answer.looked_after] == [2]
    assert [one.row for one in answer.set_aside] == [3]


def test_what_is_wrong_is_said_list_by_list_and_row_by_row():
    wrong, later = {"Date of Birth": "31/02/2012"}, {"Date of Birth": "27/03/2027"}
    answer = read(
        workbook(
            List_9=[NINE | later, NINE | wrong],
            List_8=[
                EIGHT,
                EIGHT | later | {"Child Unique ID": "1"},
                EIGHT | wrong | {"Child Unique ID": "2"},
            ],
        ),
        "Annex A.xlsx",
    )
    assert [(one.table, one.row) for one in answer.faults] == [
        ("List 8", 3),
        ("List 8", 4),
        ("List 9", 2),
        ("List 9", 3),
    ]
    assert ([one.row for one in answer.looked_after], answer.leavers) == ([2], ())


def test_ages_are_asked_on_the_latest_day_of_the_list_and_not_when_it_is_loaded():
    """Who was 24 when an old list was made may be 30 by now."""
    old = {name: said.replace("/2026", "/2019").replace("/2025", "/2018") for name, said in EIGHT.items()}
    grown = old | {"Child Unique ID": "1", "Date of Birth": "27/03/1995"}
    assert read(table(old, grown), "list 8.csv").faults == ()
    (fault,) = read(table(EIGHT, EIGHT | {"Child Unique ID": "1", "Date of Birth": "27/03/1995"})).faults
    assert fault.problem == "Born on 27 March 1995, this person would be 31."
    # A list 9 beside it that is newer is asked on its own days, and changes nothing of list 8.
    both = read(workbook(List_8=[old, grown], List_9=[NINE | {"Date of Birth": "27/03/1995"}]), "a.xlsx")
    assert [(one.table, one.row) for one in both.faults] == [("List 9", 2)]


def test_the_rows_are_given_list_by_list_while_the_file_is_read_and_the_answer_is_without_them():
    given: list[object] = []
    content = workbook(List_9=[NINE], List_8=[EIGHT, EIGHT | {"Child Unique ID": "1"}])
    answer = read_annex_a(content, "a.xlsx", today=TODAY, each=given.extend)
    assert isinstance(answer, AnnexAFile)
    assert (answer.lists, answer.looked_after, answer.leavers) == (("8", "9"), (), ())
    whole = read(content, "a.xlsx")
    assert given == [*whole.looked_after, *whole.leavers]
    assert len(given) == 3


@pytest.mark.parametrize("said", ["Infinity", "1e999", "-inf"])
def test_a_number_without_end_is_no_number(said):
    answer = read(table(EIGHT | {"Number of placements": said}), "list 8.csv")
    assert (answer.looked_after[0].placements_in_a_year, answer.faults) == (None, ())
    assert [one.says for one in answer.warnings] == [f"“{said}” is not a number. It was left out."]


def test_a_number_is_known_to_have_been_one():
    answer = read(workbook(List_8=[EIGHT | {"Child Unique ID": 12345}]), "a.xlsx")
    assert (answer.looked_after[0].child, answer.looked_after[0].child_is_number) == ("12345", True)


def test_a_list_without_ids_is_a_fault():
    answer = read(
        table({name: said for name, said in EIGHT.items() if name != "Child Unique ID"}), "list 8.csv"
    )
    assert answer.faults[0].problem == "No column was recognised as the child's id."


def test_a_file_with_neither_list_is_refused():
    answer = read_annex_a(b"a,b,c\n1,2,3\n", "x.csv", today=TODAY)
    assert isinstance(answer, Unreadable)
    assert answer.problem == "It has no list 8 or 9 of Annex A."


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for name, content in files.items():
            parts.writestr(name.replace("_", "."), content)
    return out.getvalue()


@pytest.mark.parametrize("reader", [read_annex_a, read_ssda903], ids=["annex-a", "ssda903"])
@pytest.mark.parametrize(
    "content, what",
    [
        (b"Dear all,\nthe workbook follows.\n", "It is text."),
        (b"a,b,c\n1,2,3\n", "It is text."),
        (zipped(notes_docx=b"PK"), "It is a zip of other files."),
    ],
    ids=["text", "a table of something else", "a zip without tables"],
)
def test_what_is_named_a_workbook_and_is_none_is_told_to_be_none(reader, content, what):
    answer = reader(content, "Annex A.xlsx", today=TODAY)
    assert isinstance(answer, Unreadable)
    assert answer.problem == f"The file is named .xlsx but is not an Excel workbook. {what}"


def test_a_zip_of_another_table_is_told_to_be_no_workbook():
    answer = read_annex_a(zipped(notes_csv=b"a,b,c\n1,2,3\n"), "Annex A.xlsx", today=TODAY)
    assert "It is a zip of other files." in answer.problem


def test_a_list_saved_as_csv_under_the_name_of_a_workbook_is_read_all_the_same():
    answer = read_annex_a(table(EIGHT), "List 8.xlsx", today=TODAY)
    assert (answer.faults, len(answer.looked_after)) == ((), 1)


def test_who_is_18_and_on_list_8_without_an_end_is_a_warning():
    grown = {**EIGHT, "Date of Birth": "01/09/2008"}
    answer = read_annex_a(table(grown), "list 8.csv", today=TODAY)
    (warning,) = (one for one in answer.warnings if "turned 18" in one.says)
    assert (warning.row, warning.children) == (2, ("0012345",))
    assert "turned 18 on 1 September 2026 and has no end of care" in warning.says
    staying = {**grown, "Child's Legal Status": "V2: Single period of accommodation"}
    answer = read_annex_a(table(staying), "list 8.csv", today=TODAY)
    assert not [one for one in answer.warnings if "turned 18" in one.says]


def test_each_faulty_row_is_told_of_with_all_that_is_wrong_and_the_others_are_read():
    many = [EIGHT | {"Child Unique ID": f"00{number}"} for number in range(60)]
    many[10] |= {"Date of Birth": "31/02/2012", "Placement postcode": "nope", "Gender": "b) Male"}
    many[20] |= {"Placement postcode": "nope", "Gender": ""}
    many[30] |= {"Date of Birth": "31/02/2012", "Date Started to be Looked After": "soon"}
    answer = read(workbook(List_8=many, List_9=[NINE]), "Annex A.xlsx")
    assert [(one.row, one.column) for one in answer.faults] == [
        (12, "Date of Birth"),
        (32, "Date of Birth"),
        (32, "Date Started to be Looked After"),
    ]
    assert [(one.row, one.child) for one in answer.set_aside] == [(12, "0010"), (32, "0030")]
    assert [(one.row, one.column) for one in answer.warnings] == [
        (12, "Placement postcode"),
        (22, "Placement postcode"),
    ]
    told = {one.child: (one.row, one.sex, one.placement_postcode) for one in answer.looked_after}
    assert len(told) == 58
    assert (told["0020"], told["0021"]) == ((22, "", ""), (23, "F", "QX1 1AA"))


def test_a_row_that_says_the_same_again_is_left_out_and_one_that_says_other_things_is_read():
    other = EIGHT | {"Placement postcode": "nope"}
    answer = read(table(EIGHT, EIGHT, other, EIGHT | {"Placement postcode": ""}))
    assert [one.row for one in answer.looked_after] == [2, 4, 5]
    said = [one.says for one in answer.warnings if one.column == "Child Unique ID"]
    assert said == [
        "0012345 is on row 2 already, in the same words.",
        "0012345 is on row 2 too, and the rows do not say the same. Both were read.",
        "0012345 is on row 2 too, and the rows do not say the same. Both were read.",
    ]


def test_sheets_too_large_to_be_kept_together_are_read_all_the_same(monkeypatch):
    content = workbook(List_7=[EIGHT], List_8=[EIGHT], List_9=[NINE])
    monkeypatch.setattr("remit.documents.uploads.workbook.MOST_KEPT", 0)
    sheets = opening.open_grid(content, "a.xlsx", lambda rows: None)
    assert [[len(list(sheet.rows())) for sheet in sheets] for _ in range(2)] == [[0, 2, 2, 2]] * 2


def test_a_row_that_reaches_beyond_the_headings_is_read_and_said():
    slipped = table(EIGHT, EIGHT | {"Child Unique ID": "0012346"}).rstrip(b"\r\n") + b",North\n"
    answer = read(slipped)
    assert [row.child for row in answer.looked_after] == ["0012345", "0012346"]
    assert [(one.row, one.says.partition(".")[0]) for one in answer.warnings] == [
        (3, "There is more on this row than there are columns with a name")
    ]


def test_headings_that_come_again_further_down_are_passed_over_and_said():
    content = table(EIGHT, {name: name for name in EIGHT}, EIGHT | {"Child Unique ID": "0012346"})
    answer = read(content)
    assert [row.child for row in answer.looked_after] == ["0012345", "0012346"]
    assert answer.faults == ()
    assert [(one.row, one.says) for one in answer.warnings] == [
        (3, "Row 3 has the headings again, and was not read.")
    ]


def test_an_id_that_excel_has_shortened_is_a_fault():
    answer = read(table(EIGHT | {"Child Unique ID": "1.23E+11"}))
    assert not answer.looked_after
    (fault,) = answer.faults
    assert (fault.row, fault.column) == (2, "Child Unique ID")
    assert fault.problem == "Excel has shortened the id to “1.23E+11”."


def test_a_list_8_without_anybody_is_a_fault_and_a_list_9_a_warning():
    answer = read(
        workbook(List_8=[dict.fromkeys(EIGHT, "")], List_9=[dict.fromkeys(NINE, "")]), "Annex A.xlsx"
    )
    assert [(one.table, one.problem) for one in answer.faults] == [
        ("List 8", "There is not one row below the headings of “List 8”.")
    ]
    assert [one.says for one in answer.warnings] == ["There is not one row below the headings of “List 9”."]


def test_a_sheet_called_list_8_whose_headings_are_missing_is_not_passed_over_in_silence():
    answer = read(workbook(List_8=[{"Children, week 42": "0012345"}], List_9=[NINE]), "Annex A.xlsx")
    assert answer.lists == ("9",)
    (fault,) = answer.faults
    assert (fault.table, fault.row) == ("List 8", 1)
    assert fault.problem == "The headings of “List 8” were not recognised."
