"""How long does it take to write the papers of a meeting of 60 cases as one PDF? Cases are made up; no database is asked.

    PYTHONPATH=src python benchmarks/papers.py [HOW_MANY]

The aim: within 10 seconds. Processor time is told too, for a machine that does other work meanwhile.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from datetime import time as clock

from remit.documents.pack import Pack, PackPart, write_pack
from remit.documents.workbook.model import (
    Brief,
    CaseSheet,
    Head,
    Listing,
    ListLine,
    Past,
    Question,
    TrackedAction,
    Tracker,
)

AIM = 10.0
DAY = date(2026, 10, 15)
SAID = "Two carers were asked, and one of them can meet the child next week; the school is told. " * 4


def question(number: int, name: str) -> Question:
    return Question(f"{number}:{name}", "form", name, name, "", "Brokerage", "text", (), SAID, 1, True)


def case(number: int) -> CaseSheet:
    """A case with its facts, four answers and two earlier discussions."""
    facts = [
        (label, "As the list has it") for label in ("Team", "Worker", "Placement", "Legal status", "Risk")
    ]
    questions = tuple(
        question(number, name) for name in ("Considerations", "Discussion", "Alternatives", "Interim")
    )
    earlier = tuple(Past(DAY, "Focus case", (("Outcome", "Deferred"), ("Said", SAID))) for _ in range(2))
    return CaseSheet(str(number), f"00{number}", f"Focus case: A{number}", tuple(facts), questions, earlier)


def papers(count: int) -> Pack:
    heads = tuple(Head(label) for label in ("Person id", "Initials", "Risk", "Urgency", "Team"))
    rows = tuple((f"00{number}", "AB", "High", "Today", "North") for number in range(count))
    others = tuple(ListLine(str(number), row, (), SAID) for number, row in enumerate(rows))
    actions = tuple(
        TrackedAction(DAY, f"00{number}", SAID, "A lead", DAY, "Open", (SAID,)) for number in range(count)
    )
    agenda = PackPart("Focus cases", tuple(f"{number}. A child" for number in range(count)))
    sheets = (
        Brief("Summary", "Summary", DAY, heads, rows),
        *(case(number) for number in range(count)),
        Listing("Other cases", heads, (), "By members", others),
        Tracker("Actions", actions),
    )
    return Pack("A forum", "FORUM", DAY, clock(15), clock(16, 30), "Confirmed", (agenda,), sheets)


def main(count: int) -> int:
    write_pack(papers(1))
    began, there = time.perf_counter(), time.process_time()
    made = write_pack(papers(count))
    took, busy = time.perf_counter() - began, time.process_time() - there
    print(
        f"Papers of {count} cases in {took:.1f} s, {busy:.1f} s of processor time, {len(made) // 1024} kB (the aim is {AIM:.0f} s)"
    )
    return 0 if took < AIM else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 60))
