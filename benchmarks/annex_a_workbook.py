"""A workbook with lists 8 and 9 of Annex A, of children as seeds have them.

python -m benchmarks.annex_a_workbook LOOKED_AFTER LEAVERS > FILE
"""

import sys
from datetime import timedelta
from io import BytesIO
from itertools import islice
from random import Random

import xlsxwriter
from django.conf import settings

from remit.commands.seeding.families import children_of, leaver
from remit.commands.seeding.lives import Life
from remit.rules.clock import london_day
from remit.rules.facts import Fact

EIGHT = (
    "Child Unique ID",
    "Gender",
    "Ethnicity",
    "Date of Birth",
    "Age of Child (Years)",
    "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)",
    "Does the Child have a Disability",
    "Date Started to be Looked After",
    "Child's Category of Need",
    "Start date of current legal status",
    "Child's Legal Status",
    "Date of Latest Statutory Review",
    "Start Date of Most Recent Placement",
    "Placement Type",
    "Placement Provider",
    "Placement postcode",
    "URN of Placement",
    "Placement Location",
    "LA of Placement",
    "Allocated Team",
    "Allocated Worker",
)
NINE = (
    "Child Unique ID",
    "Gender",
    "Ethnicity",
    "Date of Birth",
    "Allocated Team",
    "Allocated Personal Advisor",
    "Eligibility Category",
    "LA in Touch",
    "Type of Accommodation",
    "Suitability of Accommodation",
    "Activity Status",
)


def workbook(looked_after: int, leavers: int) -> bytes:
    made = BytesIO()
    book = xlsxwriter.Workbook(made)  # with the words of all cells in one table, as Excel saves it
    random, today = Random(1), london_day(settings.FIXED_NOW)
    eight = book.add_worksheet("List 8")
    eight.write_row(0, 0, EIGHT)
    family = written = 0
    while written < looked_after:
        for one in islice(children_of(random, family, written + 1, today), looked_after - written):
            written += 1
            eight.write_row(written, 0, _looked_after(f"A{written:06d}", one.life))
        family += 1
    nine = book.add_worksheet("List 9")
    nine.write_row(0, 0, NINE)
    for number in range(1, leavers + 1):
        one = leaver(random, 0, number, today)
        nine.write_row(number, 0, _leaver(f"B{number:06d}", one.life))
    book.close()
    return made.getvalue()


def _last(life: Life, kind: str) -> Fact | None:
    return next((fact for fact in reversed(life.facts) if fact.kind == kind), None)


def _looked_after(child: str, life: Life) -> list[str]:
    care, legal, placed, review = (_last(life, kind) for kind in ("care", "legal", "placement", "review"))
    assert care
    assert legal
    assert placed
    place, provider, urn, postcode, location, *_ = map(str, placed.said)
    return [
        child,
        "b) Female",
        "a) WBRI",
        f"{life.born:%d/%m/%Y}",
        "14",
        "b) No",
        "b) No",
        f"{care.since:%d/%m/%Y}",
        "a) N1",
        f"{legal.since:%d/%m/%Y}",
        str(legal.said[0]),
        f"{review.since:%d/%m/%Y}" if review else "",
        f"{placed.since:%d/%m/%Y}",
        place,
        provider,
        postcode,
        urn,
        {"in": "a) IN", "out": "b) OUT"}.get(location, ""),
        "Othershire",
        "North",
        "A worker",
    ]


def _leaver(child: str, life: Life) -> list[str]:
    return [
        child,
        "a) Male",
        "a) WBRI",
        f"{life.born - timedelta(days=1):%d/%m/%Y}",
        "Leaving care",
        "An adviser",
        "b) Former relevant child",
        "a) Yes",
        "U: Independent living",
        "a) Suitable",
        "F2: Full time in education other than higher",
    ]


if __name__ == "__main__":
    sys.stdout.buffer.write(workbook(*map(int, sys.argv[1:])))
