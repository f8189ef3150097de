"""The register as a file: numbers keep their zeros, and nothing in it is run."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from remit.documents import register
from remit.documents.register import HEADS, Register, RegisterLine


def a_register(**fields: object) -> Register:
    values: dict[str, object] = {
        "meeting": date(2026, 10, 15),
        "person_id": "0012345",
        "name": "Wren Tarnquillow",
        "section": "Focus cases",
        "risk": "high",
        "outcome": "Support at home",
        "worker_present": "present",
        "seats_present": 5,
        "seats_in_all": 7,
        "team": "East",
        "actions": 2,
        **fields,
    }
    return Register(
        "Risk of Residential group", "ROR", date(2026, 10, 15), tuple(HEADS), (RegisterLine(**values),)
    )


def test_the_files_are_named_by_forum_and_date():
    assert register.filename(a_register(), "csv") == "ror-register-2026-10-15.csv"


def test_a_csv_opens_in_excel_with_its_letters():
    content = register.as_csv(a_register(name="Órla"))
    assert content.startswith(b"\xef\xbb\xbfMeeting,Person id,Name,")
    assert "15 October 2026,0012345,Órla,Focus cases,High" in content.decode("utf-8-sig")


@pytest.mark.parametrize("live", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_nothing_in_a_csv_is_run(live):
    assert f"'{live}" in register.as_csv(a_register(team=live)).decode("utf-8-sig")


def test_a_workbook_keeps_zeros_and_runs_nothing():
    sheet = load_workbook(BytesIO(register.as_excel(a_register(team="=1+1")))).active
    row = next(sheet.iter_rows(min_row=2, max_row=2))
    assert (row[1].value, row[1].data_type) == ("0012345", "s")
    assert (row[11].value, row[11].data_type) == ("=1+1", "s")
    assert row[7].value == 5
