"""How long do a year of every forum's calendar and the start of a command without a database take?

python -m benchmarks.calendars
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from remit.rules.calendar import WorkCalendar
from remit.rules.forum_calendar import by_cadence, calendar_of
from remit.terms import load
from remit.terms.bank_holidays import bank_holidays

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
TIMES = 7
MOST_FOR_A_YEAR = 0.2
MOST_TO_START = 0.5
COMMANDS = (["terms", "list"], ["terms", "calendar", "ror", "--from", "2026-01-01", "--to", "2026-12-31"])


@dataclass(frozen=True)
class Taken:
    """Seconds of the quickest of several runs: what else the machine does only ever slows one down."""

    clock: float
    processor: float


def main() -> int:
    """Print the best of several runs of each; ends with 1 where an aim is missed."""
    terms = [load.merged(forum) for forum in load.forum_ids()]
    found = [("a year of every calendar", best(partial(a_year, terms)), MOST_FOR_A_YEAR)]
    found += [
        (f"remit {' '.join(command)}", best(partial(started, command)), MOST_TO_START) for command in COMMANDS
    ]
    for name, taken, most in found:
        shown = f"{taken.clock * 1000:5.0f} ms, {taken.processor * 1000:4.0f} ms of them computing"
        print(f"{shown}; at most {most * 1000:.0f} ms: {name}")
    return int(any(taken.clock > most for _, taken, most in found))


def best(run: Callable[[], object]) -> Taken:
    """The quickest of several runs, on the clock and on the processor, its processes' time with it."""
    taken = []
    for _ in range(TIMES):
        began, computed = time.perf_counter(), sum(os.times()[:4])
        run()
        taken.append((time.perf_counter() - began, sum(os.times()[:4]) - computed))
    return Taken(min(clock for clock, _ in taken), min(computing for _, computing in taken))


def a_year(terms: list) -> None:
    """Every sitting of a year with its deadlines, arithmetic and clashes."""
    since, until = YEAR
    calendar = WorkCalendar(bank_holidays())
    held = [by_cadence(one, since=since, until=until) for one in terms]
    for one in held:
        calendar_of(one, since=since, until=until, calendar=calendar, others=held)


def started(command: list[str]) -> None:
    """A whole process, from nothing to its answer."""
    subprocess.run(
        [sys.executable, "-m", "remit.commands.main", *command], stdout=subprocess.DEVNULL, check=True
    )


if __name__ == "__main__":
    sys.exit(main())
