"""The file of a cohort is written row by row: it opens in Excel, and takes little more memory than itself."""

import tracemalloc
from datetime import date, datetime

import openpyxl

from remit.documents.cohort_sheet import HEADS, as_excel


def rows(count):
    return (
        (f"{number:07d}", f"Wren {number}", 14, "North", "", date(2026, 4, 1), "=1+1", "An import")
        for number in range(count)
    )


def test_ids_stay_text_and_nothing_is_a_formula():
    sheet = openpyxl.load_workbook(as_excel("In residential care", rows(3))).active
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert lines[0][0] == "In residential care"
    assert tuple(lines[1]) == HEADS
    assert lines[2][:3] == ["0000000", "Wren 0", 14]
    assert {cell.data_type for cell in sheet["G"][2:]} == {"s"}


def test_days_can_be_sorted_and_read_as_on_the_pages():
    cell = openpyxl.load_workbook(as_excel("In residential care", rows(1))).active["F3"]
    assert (cell.value, cell.number_format) == (datetime(2026, 4, 1), "d mmmm yyyy")


def test_many_rows_take_little_more_memory_than_the_file():
    def most(count):
        tracemalloc.start()
        try:
            as_excel("Looked after", rows(count)).close()
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    most(10)
    assert most(12_000) < most(1_000) + 2_000_000
