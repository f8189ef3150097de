"""How fast does `remit rate --lines` answer? Facts that are made up go in, and each line that comes out is counted.

    PYTHONPATH=src python benchmarks/rate.py [HOW_MANY]

The whole process is measured, its start too. The aim: more than 20,000 a second.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time

from remit.rules.ratings import Table
from remit.terms.decision_tables import decision_table

AIM = 20_000


def made_up(table: Table, dice: random.Random) -> bytes:
    """The facts of one young person, most of them known and none against another."""
    facts = {
        key: None
        if dice.random() < 0.1
        else dice.randrange(200)
        if kind.is_number
        else dice.choice(kind.examples)
        for key, kind in table.kinds.items()
    }
    facts["in_custody"] = facts["in_custody"] or facts["accommodation"] == "custody"
    facts["days_to_release"] = facts["days_to_release"] if facts["in_custody"] else None
    facts["months_out_of_eet"] = None if facts["in_eet"] else facts["months_out_of_eet"]
    return json.dumps(facts).encode()


def main(count: int) -> int:
    table, dice = Table(decision_table() or {}), random.Random(20)
    given = b"\n".join(made_up(table, dice) for _ in range(count))
    start = time.perf_counter()
    command = [sys.executable, "-m", "remit.commands.main", "rate", "--lines"]
    answer = subprocess.run(command, input=given, capture_output=True, check=True).stdout
    took = time.perf_counter() - start
    lines = answer.count(b"\n")
    print(f"{lines} answers in {took:.2f} s: {lines / took:,.0f} a second (the aim is {AIM:,})")
    return 0 if lines == count and lines / took > AIM else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
