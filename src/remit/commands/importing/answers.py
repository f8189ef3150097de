"""In which shape does an import answer, whichever kind it is?"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from remit.commands.printing import print_answer
from remit.rules.outcomes import Refused
from remit.rules.text import counted

Answer = dict[str, Any]
COUNTS = ("new", "changed", "unchanged", "vanished", "conflicts")
MOST_SAID = 50


def nothing() -> Answer:
    """The shape every answer has, with nothing in it."""
    return outline(None, {}, [], rows=[], warnings=[])


def outline(
    import_ref: str | None,
    counts: Mapping[str, int],
    faults: list[Answer],
    *,
    rows: list[Answer],
    warnings: Iterable[str],
    unlinked: Iterable[str] = (),
) -> Answer:
    """An answer of that shape. `import_ref`: as what it was loaded; None where it was only looked at."""
    return {
        "import_id": import_ref,
        "applied": import_ref is not None,
        **{name: counts.get(name, 0) for name in COUNTS},
        "rows": rows,
        "faults": faults,
        "warnings": list(warnings),
        "unlinked": list(unlinked),
    }


class _Fault(Protocol):
    """What is wrong in a file, whichever kind it is."""

    @property
    def row(self) -> int | None: ...
    @property
    def column(self) -> str: ...
    @property
    def problem(self) -> str: ...
    @property
    def remedy(self) -> str: ...


def told(faults: Iterable[tuple[str, _Fault]], *, where: str) -> list[Answer]:
    """Faults as an answer has them, each given with its table or sheet; `where` says which of the two that is."""
    return [
        {
            where: place,
            "row": fault.row,
            "column": fault.column,
            "problem": fault.problem,
            "remedy": fault.remedy,
        }
        for place, fault in faults
    ]


def unreadable(refusal: Refused, *, where: str) -> Answer:
    """A file from which nothing can be read, in the same shape: one fault, of no row."""
    fault = {where: "", "row": None, "column": "", "problem": refusal.problem, "remedy": refusal.remedy}
    return nothing() | {"faults": [fault]}


def not_loaded(answer: Answer, refusal: Refused, *, where: str) -> Answer:
    """The answer where nothing was loaded: why, as a fault of no row, unless the faults say so already."""
    return answer if answer["faults"] else answer | {"faults": unreadable(refusal, where=where)["faults"]}


def say(args: argparse.Namespace, answer: Answer, refusal: Refused | None, *, where: str) -> None:
    """Print the answer: one document where JSON was asked for, words otherwise."""
    if refusal is not None:
        print(f"{refusal.problem} {refusal.remedy}", file=sys.stderr)
    if args.json:
        print_answer(answer)
        return
    told = [*answer["warnings"], *answer["unlinked"]]
    said = refusal.problem if refusal is not None else ""
    told += [fault_line(fault, where) for fault in answer["faults"] if fault["problem"] != said]
    for line in told[:MOST_SAID]:
        print(line, file=sys.stderr)
    if len(told) > MOST_SAID:
        print(f"There are {len(told) - MOST_SAID:,} more; --json gives all of them.", file=sys.stderr)
    done = f"Loaded as {answer['import_id']}" if answer["applied"] else "Nothing was stored"
    restricted = sum(row["kind"] == "withheld" for row in answer["rows"])
    closed = f"{restricted} of restricted records, " if restricted else ""
    print(
        f"{done}: {answer['new']} new, {answer['changed']} changed, {answer['unchanged']} unchanged,"
        f" {closed}{answer['vanished']} not in the file, {counted(answer['conflicts'], 'contradiction')},"
        f" {counted(len(answer['faults']), 'fault')}."
    )
    for cohort, (entered, left) in _moves(answer).items():
        enter, leave = ("entered", "left") if answer["applied"] else ("would enter", "would leave")
        print(f"{cohort}: {entered} {enter}, {left} {leave}.")


def _moves(answer: Answer) -> Mapping[str, tuple[int, int]]:
    """By cohort, how many of the children of a return enter it today, and how many leave it."""
    entered = Counter(cohort for row in answer["rows"] for cohort in row.get("entered", ()))
    left = Counter(cohort for row in answer["rows"] for cohort in row.get("left", ()))
    return {cohort: (entered[cohort], left[cohort]) for cohort in sorted({*entered, *left})}


def fault_line(fault: Answer, where: str) -> str:
    """A fault in a line: its place as far as it is known, what is wrong, what to do."""
    parts = (fault[where], f"row {fault['row']}" if fault["row"] else "", fault["column"])
    return f"{', '.join(part for part in parts if part)}: {fault['problem']} {fault['remedy']}"
