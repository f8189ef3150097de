"""A list crosses from the process that read it a column at a time, in short, and is the same list on the other side."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from remit.documents.returns.model import LeaverRow, LookedAfterRow
from remit.documents.returns.wire import plain_columns, rows_of_columns

DAY = date(2026, 3, 1)
YES_NO = (None, True, False)
ODD = (
    "",
    " ",
    '"',
    "\\",
    "\n",
    "\x7f",
    "\x80",
    "\x85",
    "\xff",
    "\u2028",
    "Ó",
    "\U0001f600",
    "null",
    "0",
    "1",
)
LEAVER = LeaverRow(
    2, "0077", False, "M", "WBRI", DAY, None, None, "", "", "", "", "", None, None, None, "", None, ""
)
LISTED = LookedAfterRow(
    2, "0012345", False, "F", "WBRI", DAY, None, None, None, "", None, None, "", "", None, None, "", None, None, "", None,
    "", "", "", "", "", None, "", "", "",
)  # fmt: skip


def across(kind: type[Any], rows: list[Any]) -> list[Any]:
    """The rows as they come out of what is written and read in JSON."""
    parts = [
        json.dumps(part, ensure_ascii=False).encode()
        for part in plain_columns(kind, list(zip(*rows, strict=True)))
    ]
    return [row for part in parts for row in rows_of_columns(kind, json.loads(part))]


def exactly(rows: list[Any]) -> list[list[tuple[type, Any]]]:
    """With the kind of each thing: True is 1 to Python, and must not become it."""
    return [[(type(one), one) for one in row] for row in rows]


@pytest.mark.parametrize("count", [1, 2, 127, 128, 129, 130, 256, 257])
def test_few_things_and_many_things_in_a_column_are_the_same_on_the_other_side(count):
    rows = [
        LEAVER._replace(
            row=2 + number,
            child=f"{number % count:04d}",
            born=DAY - timedelta(days=number % count),
            team=chr(0x100 + number % count),
        )
        for number in range(600)
    ]
    assert exactly(across(LeaverRow, rows)) == exactly(rows)


def test_what_is_not_known_stays_apart_from_no_and_from_nothing():
    rows = [
        LISTED._replace(
            row=number,
            child_is_number=number % 2 == 0,
            unaccompanied=YES_NO[number % 3],
            inside=YES_NO[number % 2],
            placements_in_a_year=(None, 0, 1)[number % 3],
            since=(None, DAY)[number % 2],
            need=ODD[number % len(ODD)],
        )
        for number in range(90)
    ]
    assert exactly(across(LookedAfterRow, rows)) == exactly(rows)


@pytest.mark.parametrize("count", [4_999, 5_000, 5_001, 10_001])
def test_a_column_may_say_few_things_in_one_batch_and_many_in_the_next(count):
    rows = [LEAVER._replace(row=number, team=str(max(0, number - 4_990))) for number in range(count)]
    assert across(LeaverRow, rows) == rows


def test_columns_in_which_nothing_is_said_at_all():
    blank = LEAVER._replace(child="", sex="", ethnicity="", born=None)
    assert across(LeaverRow, [blank] * 300) == [blank] * 300


def test_a_list_without_rows_has_no_parts():
    assert list(plain_columns(LeaverRow, [[] for _ in LEAVER])) == []
