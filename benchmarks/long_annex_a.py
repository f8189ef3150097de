"""How fast are lists 8 and 9 of Annex A of so many rows read, previewed and applied? In a database with nobody else in it."""

import subprocess
import sys

from benchmarks.long_return import measured

NAME = "Annex A.xlsx"
LEAVERS = 0.4
"""Of all rows, those of list 9."""


def carry_out(count: int) -> dict[str, object]:
    leavers = round(count * LEAVERS)
    # In a process of its own: what is left in memory from writing a workbook would be measured with reading it.
    maker = [sys.executable, "-m", "benchmarks.annex_a_workbook", str(count - leavers), str(leavers)]
    content = subprocess.run(maker, stdout=subprocess.PIPE, check=True).stdout
    return measured("annex-a", NAME, content, rows=count, children=count)
