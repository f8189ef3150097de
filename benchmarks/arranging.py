"""How long does it take to work out the times of sixty cases of twenty managers?

python -m benchmarks.arranging
"""

import random
import sys
import time

from remit.rules.arranging import Away, Problem, Wanted, cost, one_after_another
from remit.rules.arranging_solver import arrange

CASES, MANAGERS, MINUTES, BEGINS = 60, 20, 20, 9 * 60
MOST = 5.0
"""Seconds, with loading the solver."""


def main() -> int:
    """Print how long it took and how good it is; ends with 1 where the aim is missed."""
    problem = made_up()
    began, there = time.perf_counter(), time.process_time()
    found = arrange(problem)
    took, busy = time.perf_counter() - began, time.process_time() - there
    at = {one.item: one.at for one in found.placed}
    simple = cost(problem, one_after_another(problem))
    print(
        f"{CASES} cases of {MANAGERS} managers: {took:.1f} s (at most {MOST:.0f}), {busy:.1f} s of processor time, {found.together} of"
        f" {found.together + found.apart} managers without a gap, {sum(len(one.misses) for one in found.placed)}"
        f" wanted when they cannot come; costs {cost(problem, at):,}, one after another {simple:,}. {found.words}"
    )
    return 1 if took > MOST else 0


def made_up() -> Problem:
    """Each manager cannot come for two hours of the day."""
    chance = random.Random("arranging")
    managers = [f"manager {number}" for number in range(MANAGERS)]
    away = {}
    for manager in managers:
        at = BEGINS + MINUTES * chance.randrange(CASES)
        away[manager] = (Away(at, at + 120),)
    of = [chance.choice(managers) for _ in range(CASES)]
    cases = tuple(Wanted(f"case {rank}", MINUTES, (one,), one, rank) for rank, one in enumerate(of))
    return Problem(BEGINS, BEGINS + CASES * MINUTES, cases, away, MINUTES)


if __name__ == "__main__":
    sys.exit(main())
