"""What a cell means, and which cells are faults."""

import datetime

import pytest

from remit.documents.action_list import Mapping, PersonName, Risk, Urgency
from remit.documents.action_list.reading import read_here
from remit.documents.action_list.values import read_age, read_days, read_name, read_person_id, read_two_people
from remit.documents.action_list.words import risk_reader, urgency_reader
from remit.documents.cells.dates import read_date
from remit.documents.cells.fault import CellFaultError
from remit.documents.cells.safe import safe_text
from tests.documents import uploads

DAY = datetime.date(2026, 11, 2)


@pytest.mark.parametrize(
    "written",
    [
        DAY,
        datetime.datetime(2026, 11, 2, 9, 30),
        "02/11/2026",
        "2/11/26",
        "02/11/2026 00:00:00",
        "02/11/2026 14:05",
        "2026-11-02",
        "2026-11-02T09:30:00",
        "02.11.2026",
        "02-11-2026",
        "02-Nov-26",
        "2 Nov 2026",
        "2nd November 2026",
        "Mon 2 Nov 2026",
        "Monday, 2 November 2026",
        " 02/11/2026 ",
        46328.0,
    ],
)
def test_a_day_is_read_however_it_is_written(written):
    assert read_date(written).value == DAY


@pytest.mark.parametrize(
    "written, year", [("22-May-09", 2009), ("01/02/25", 2025), ("3 Mar 98", 1998), ("29/02/24", 2024)]
)
def test_two_digits_of_a_year_get_a_century_that_makes_sense(written, year):
    assert read_date(written).value.year == year


@pytest.mark.parametrize(
    "written", ["31/02/2026", "29-Feb-26", "2026-13-01", "00/01/2026", "11/13/2026", "2 Nix 2026"]
)
def test_a_day_that_is_not_in_the_calendar_is_a_fault(written):
    with pytest.raises(CellFaultError) as fault:
        read_date(written)
    assert fault.value.problem == f"“{written}” is not a day in the calendar."


@pytest.mark.parametrize("written", ["soon", "02/11", "1/1/0001", "Feb 2026", 7.0, True])
def test_what_is_no_date_is_a_fault(written):
    with pytest.raises(CellFaultError):
        read_date(written)


@pytest.mark.parametrize("written", ["", "tbc", "?", "n/a", "-", "Unborn", None])
def test_a_day_that_is_not_known_stays_as_written(written):
    cell = read_date(written)
    assert (cell.value, cell.as_written) == (None, written or "")


@pytest.mark.parametrize(
    "code, words",
    [
        (Risk.HIGH, ["H", "h", "High", "HIGH", " high ", "High."]),
        (Risk.MEDIUM, ["M", "Med", "medium"]),
        (Risk.LOW, ["L", "low", "LOW"]),
        (Risk.UNRATED, ["", "N/A", "None", "-", "n/a", "Unrated", "tbc", "?"]),
    ],
)
def test_risk_is_read_from_the_words_for_it(code, words):
    read = risk_reader({})
    assert [read(word).value for word in words] == [code] * len(words)


@pytest.mark.parametrize("word", ["Hgh", "M/H", "High/Low", "yes", "1", "h" * 300])
def test_a_word_for_risk_that_is_not_known_is_a_fault_with_a_remedy(word):
    with pytest.raises(CellFaultError) as fault:
        risk_reader({})(word)
    assert "is not a risk that Remit knows" in fault.value.problem
    assert "say in the mapping" in fault.value.remedy


@pytest.mark.parametrize(
    "code, words",
    [
        (Urgency.TODAY, ["asap", "ASAP", "Same day", "Today", 1.0, "1"]),
        (Urgency.WITHIN_5_DAYS, ["<5 days", "< 5 Days", "Within 5 days", 2, "2"]),
        (Urgency.PLANNED, [">5 days", "Planned", 3.0]),
        (Urgency.NOT_KNOWN, ["tbc", "?", "", "??", "TBC"]),
    ],
)
def test_urgency_is_read_from_the_words_for_it(code, words):
    read = urgency_reader({})
    assert [read(word).value for word in words] == [code] * len(words)


def test_what_means_not_known_is_kept_as_written():
    assert urgency_reader({})("tbc").as_written == "tbc"
    assert read_days("?").as_written == "?"


def test_a_mapping_changes_what_words_mean():
    read = urgency_reader({"1": Urgency.PLANNED, "Whenever": Urgency.PLANNED, "tbc": Urgency.TODAY})
    assert read(1.0).value is Urgency.PLANNED
    assert read("WHENEVER").value is Urgency.PLANNED
    assert read("tbc").value is Urgency.TODAY
    assert read.by_custom() == {}


def test_words_are_counted_with_their_meaning():
    content = uploads.table(
        ["Person ID", "Risk", "Priority"],
        *[[f"{900 + at}", risk, "2"] for at, risk in enumerate(["H", "H", "M/H", ""])],
    )
    answer = read_here(content, "list.csv")
    assert [(one.as_written, one.count, one.meaning) for one in answer.words.risk] == [
        ("H", 2, "high"),
        ("M/H", 1, None),
    ]
    assert [(one.as_written, one.count, one.meaning) for one in answer.words.urgency] == [
        ("2", 4, "within_5_days")
    ]
    told = read_here(content, "list.csv", mapping=Mapping(risk={"m/h": Risk.HIGH}))
    assert not told.faults
    assert [row.risk.as_written for row in told.rows] == ["H", "H", "M/H", ""]


@pytest.mark.parametrize(
    "written, days", [(0.0, 0), (21, 21), ("7", 7), ("5 days", 5), ("tbc", None), ("?", None), ("", None)]
)
def test_days_to_place(written, days):
    assert read_days(written).value == days


@pytest.mark.parametrize("written", [-1, 2.5, "soon", "3-5", DAY, "12345", True])
def test_days_to_place_that_are_no_number_of_days_are_a_fault(written):
    with pytest.raises(CellFaultError):
        read_days(written)


@pytest.mark.parametrize(
    "written, read",
    [
        ("00407600", ("00407600", False)),
        (411411.0, ("411411", True)),
        (411411, ("411411", True)),
        (" LL-00123/4 ", ("LL-00123/4", False)),
        ('="00123"', ("00123", False)),
    ],
)
def test_ids_are_exact_text(written, read):
    assert read_person_id(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "",
        None,
        "see above",
        "TBC",
        "=1+1",
        "+44",
        "@x1",
        "-5",
        1.5,
        -3.0,
        0,
        1e300,
        float("nan"),
        True,
        DAY,
        "9" * 41,
        "4.07E+05",
        "٣٤٥",
    ],
)
def test_what_cannot_be_an_id_is_a_fault(written):
    with pytest.raises(CellFaultError):
        read_person_id(written)


@pytest.mark.parametrize(
    "written, family, given",
    [
        ("SMYTHE-QUORN, Zed", "SMYTHE-QUORN", "Zed"),
        ("O’QUORN, Ána Zed", "O’QUORN", "Ána Zed"),
        ("Zed Smythe-Quorn", "Smythe-Quorn", "Zed"),
        ("SMYTHE-QUORN Zed", "SMYTHE-QUORN", "Zed"),
        ("Zed", "Zed", ""),
    ],
)
def test_names_are_split(written, family, given):
    assert read_name(written) == PersonName(family, given, written)


def test_initials_in_a_column_of_names_are_initials():
    row = read_here(uploads.table(["Person ID", "Name", "Risk"], ["90001", "zq", "H"]), "list.csv").rows[0]
    assert (row.initials, row.name) == ("zq", None)


def test_a_name_in_two_columns_is_one_name():
    row = read_here(
        uploads.table(["Person ID", "Surname", "Forename", "Risk"], ["90001", "Quorn", "Zed", "H"]),
        "list.csv",
    ).rows[0]
    assert row.name == PersonName("Quorn", "Zed", "Quorn, Zed")


@pytest.mark.parametrize(
    "written, age", [(9.0, 9), ("9", 9), ("15 yrs", 15), ("5y 3m", 5), ("unborn", None), ("", None)]
)
def test_ages(written, age):
    assert read_age(written).value == age


def test_two_people_in_a_cell():
    assert read_two_people("Worker 14 / Manager 7") == ("Worker 14", "Manager 7")
    assert read_two_people("Worker 14") == ("Worker 14", "")


def test_text_longer_than_the_record_has_room_for_is_a_fault():
    answer = read_here(uploads.table(["Person ID", "Risk", "Team"], ["90001", "H", "t" * 121]), "list.csv")
    assert answer.faults[0].problem == "The text is 121 characters long; there is room for 120."


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-5", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1"])
def test_text_that_would_be_live_is_held_back(text):
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "High", "1=1", "a-b", "'=1"])
def test_other_text_is_left_alone(text):
    assert safe_text(text) == text
