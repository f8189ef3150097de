"""Who works here, who holds which seat and who works with which child, from plain files."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from remit.documents.returns import (
    RowsFile,
    StaffRow,
    Unreadable,
    read_allocations,
    read_people,
    read_seats,
)
from remit.documents.returns.staff import HEADINGS

PEOPLE = ",".join(HEADINGS["people"])


def people(*rows: str, head: str = PEOPLE) -> RowsFile[StaffRow]:
    answer = read_people("\n".join((head, *rows, "")).encode(), "people.csv")
    assert isinstance(answer, RowsFile), answer
    return answer


def test_the_headings_of_the_template_are_the_ones_that_are_read():
    answer = people(
        "orla.q,Orla Quist,orla@x.uk,Manager,Team manager,North,Long term,Children,01/02/2024,14/10/2026"
    )
    (one,) = answer.rows
    assert (answer.faults, answer.warnings) == ((), ())
    assert (one.username, one.role, one.team, one.service, one.area) == (
        "orla.q", "team_manager", "North", "Long term", "Children"
    )  # fmt: skip
    assert (one.since, one.until) == (date(2024, 2, 1), date(2026, 10, 14))


def test_headings_vary_and_a_name_may_stand_in_two_columns():
    answer = people(
        "orla@x.uk;Orla;Quist;Senior social worker;North;2024-02-01;",
        head="E-mail address;First name;Surname;Role;Team name;Start date;Leaving date",
    )
    (one,) = answer.rows
    assert (one.username, one.name, one.role, one.since) == ("orla@x.uk", "Orla Quist", "", date(2024, 2, 1))


def test_all_that_is_wrong_with_people_is_said():
    answer = people(
        "Orla Quist,Orla Quist,,,,North,,,,",
        "bryn,Bryn Tolle,nowhere,,,North,,,,",
        "cass,Cass Wend,,,Wizard,North,,,,",
        "dara,,,,,North,,,,",
        "ewan,Ewan Lisk,,,Team manager,,,,,",
        "fern,Fern Ode,,,,North,,,01/02/2026,01/01/2026",
    )
    assert [(one.row, one.column) for one in answer.faults] == [
        (2, "Username"),
        (3, "Email"),
        (4, "Role"),
        (5, "Name"),
        (6, "Team"),
        (7, "Until"),
    ]
    assert answer.rows == ()
    assert [one.row for one in answer.set_aside] == [2, 3, 4, 5, 6, 7]


def test_one_person_may_have_two_posts_and_the_same_row_counts_once():
    row = "orla.q,Orla Quist,,,{},North,,,,"
    answer = people(row.format("Team manager"), row.format("Brokerage"), row.format("Brokerage"))
    assert [one.role for one in answer.rows] == ["team_manager", "brokerage"]
    assert answer.warnings[0].says == "Row 3 says the same."


def test_a_column_nobody_knows_is_said():
    answer = people("orla.q,Orla Quist,blue", head="Username,Name,Colour")
    assert [one.says for one in answer.warnings] == ["The column “Colour” was not read."]


def test_seats_have_holders_and_deputies():
    text = "Panel,Seat,Held by,Capacity,From\nmarp,chair,orla.q,Holder,01/01/2026\nmarp,chair,bryn,Deputy,\n"
    answer = read_seats(text.encode(), "seats.csv")
    assert isinstance(answer, RowsFile)
    assert [(one.forum, one.seat, one.username, one.deputy) for one in answer.rows] == [
        ("marp", "chair", "orla.q", False),
        ("marp", "chair", "bryn", True),
    ]


def test_a_seat_needs_a_forum_a_seat_and_a_person():
    answer = read_seats(b"Forum,Seat,Username\nmarp,,orla.q\n,chair,\n", "seats.csv")
    assert isinstance(answer, RowsFile)
    assert [(one.row, one.column) for one in answer.faults] == [(2, "Seat"), (3, "Forum"), (3, "Username")]


def test_allocations_name_a_worker_or_only_a_team():
    text = (
        "Child ID,Social worker,Team,From\n0012345,Orla Quist,North,05/01/2026\n77,,North,\n78,,,\n,bryn,,\n"
    )
    answer = read_allocations(text.encode("utf-8-sig"), "allocations.csv")
    assert isinstance(answer, RowsFile)
    assert [(one.child, one.worker, one.team) for one in answer.rows] == [
        ("0012345", "Orla Quist", "North"),
        ("77", "", "North"),
    ]
    assert [(one.row, one.column) for one in answer.faults] == [(4, "Social worker"), (5, "Child ID")]
    assert [(one.row, one.child) for one in answer.set_aside] == [(4, "78"), (5, "")]


@pytest.mark.parametrize("read", [read_people, read_seats, read_allocations])
def test_a_file_without_the_headings_says_which_it_needs(read):
    answer = read(b"alpha,beta\n1,2\n", "x.csv")
    assert isinstance(answer, Unreadable)
    assert answer.remedy.startswith("The first row must name the columns: ")


HEADS = [
    (read_people, PEOPLE),
    (read_seats, ",".join(HEADINGS["seats"])),
    (read_allocations, ",".join(HEADINGS["allocations"])),
]


@pytest.mark.parametrize("read, head", HEADS)
def test_headings_without_a_row_below_are_a_fault(read, head):
    answer = read(f"{head}\n,,,\n".encode(), "x.csv")
    assert answer.rows == ()
    (fault,) = answer.faults
    assert (fault.row, fault.problem) == (1, "There is not one row below the headings of “x.csv”.")
    assert "load it again" in fault.remedy


def test_a_file_of_which_every_row_is_set_aside_has_rows_below_its_headings():
    answer = people("dara,,,,,North,,,,")
    assert [(one.row, one.column) for one in answer.faults] == [(2, "Name")]


@pytest.mark.parametrize("read, head", HEADS)
def test_headings_that_stand_again_are_passed_over_and_told(read, head):
    row = {read_people: "ada,Ada Thimble", read_seats: "ror,chair,ada", read_allocations: "701,ada,North"}[
        read
    ]
    answer = read(f"{head}\n{row}\n{head},,\n{row}1\n".encode(), "x.csv")
    assert (answer.faults, [one.row for one in answer.rows]) == ((), [2, 4])
    (told,) = answer.warnings
    assert (told.row, told.says) == (3, "Row 3 has the headings again, and was not read.")


def test_cells_beyond_the_last_heading_are_told():
    answer = people("ada,Ada Thimble", "bea,Lockhart, Bea,,", head="Username,Name")
    (told,) = answer.warnings
    assert (told.row, told.says[:64]) == (
        3,
        "There is more on this row than there are columns with a name. Wh",
    )
    assert [one.name for one in answer.rows] == ["Ada Thimble", "Lockhart"]


def test_another_sheet_with_the_same_headings_is_told():
    book = openpyxl.Workbook()
    book.active.title = "North"
    for sheet, name in ((book.active, "ada"), (book.create_sheet("South"), "bea")):
        sheet.append(["Username", "Name"])
        sheet.append([name, name.title()])
    book.create_sheet("Codes").append(["Role", "Means"])
    whole = io.BytesIO()
    book.save(whole)
    answer = read_people(whole.getvalue(), "people.xlsx")
    assert [one.username for one in answer.rows] == ["ada"]
    (told,) = answer.warnings
    assert told.says == "“South” has the headings of “North” too, and was not read. Load it by itself."


def test_of_several_files_in_a_zip_each_that_was_not_read_is_told():
    answer = read_people(zipped({"people.csv": "Username,Name\nada,Ada\n", "more.csv": ""}), "x.zip")
    assert [(one.table, one.problem) for one in answer.faults] == [("more.csv", "The file is empty.")]
    answer = read_people(zipped({"people.csv": "Username,Name\nada,Ada\n", "notes.docx": "x"}), "x.zip")
    assert [one.says for one in answer.warnings] == ["The file notes.docx was not read."]


def zipped(files):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return whole.getvalue()
