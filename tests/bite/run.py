"""`make bite`: take out each promise in turn, and see that a test notices.

The tests are collected once. Those of the audit and of the looks are run once with everything in place, to see which
of them reaches which call. Then each promise (`promises.py`) is taken out alone, in a process of its own, and the tests
that are marked with its clause or verb, or that reach its call, are run until one fails. A promise that nobody notices
is a survivor, and one survivor fails.
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remit.settings.testing")

import django  # noqa: E402
import pytest  # noqa: E402

from tests.bite.calls import Place  # noqa: E402
from tests.bite.marked import Marked  # noqa: E402
from tests.bite.promises import Promise, promises, taken_out  # noqa: E402

THESE = "(clause or verb or look) and not (browser or postgres or race or long)"
OPTIONS = ["-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", THESE, "tests"]
AT_ONCE = 2
TOGETHER = 8
"""So many tests are run in one process to see what they reach."""
PATIENCE = 900
"""Seconds to wait for the next answer: longer than a test that hangs is let run (its process is ended, and answers never)."""
TESTS = Marked()


@dataclass(frozen=True)
class Outcome:
    """What came of taking out a promise."""

    promise: Promise
    tests: int
    noticed: bool
    seconds: float

    def __str__(self) -> str:
        survived = "SURVIVED" if self.tests else "SURVIVED (no test is there for it)"
        said = "noticed" if self.noticed else survived
        what = f"{self.promise.kind:7}{self.promise.name:45}{self.promise.what:45}"
        return f"{what}{self.tests:4} tests {self.seconds:6.1f} s  {said}"


def bitten(promise: Promise) -> Outcome:
    """Take a promise out, and run its tests until one fails."""
    began = time.monotonic()
    tests = TESTS.of(promise)
    with taken_out(promise):
        noticed = not all(TESTS.passes(test) for test in tests)
    return Outcome(promise, len(tests), noticed, time.monotonic() - began)


def reached(tests: list[str]) -> dict[str, tuple[bool, set[Place]]]:
    """Run tests with everything in place: whether each passes, and which calls it reaches."""
    return {test: TESTS.reached_by(test) for test in tests}


def in_processes_of_their_own(function: Callable[[Any], Any], jobs: list[Any]) -> Iterator[Any]:
    with multiprocessing.get_context("fork").Pool(AT_ONCE, maxtasksperchild=1) as pool:
        answers = pool.imap_unordered(function, jobs)
        for _ in jobs:
            yield answers.next(timeout=PATIENCE)


class Bite:
    """Stands in for the loop that runs the tests."""

    def __init__(self, wanted: set[str], said: TextIO) -> None:
        self._wanted, self._said = wanted, said
        self.done = False
        """Whether promises were taken out and none survived."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if not session.testsfailed:
            TESTS.collect(session.items)
            everything = promises()  # every module with a call is imported by now, as hearing the calls needs
            wanted = [
                one for one in everything if not self._wanted or self._wanted & {one.kind, one.name, one.what}
            ]
            self.done = self._all_pass() and self._none_survives(wanted)
        return True

    def _all_pass(self) -> bool:
        """Whether the tests of the record pass as it is, noting what they reach."""
        tests = TESTS.of_the_record()
        together = [tests[at : at + TOGETHER] for at in range(0, len(tests), TOGETHER)]
        found = {
            test: one for some in in_processes_of_their_own(reached, together) for test, one in some.items()
        }
        TESTS.reach({test: places for test, (_, places) in found.items()})
        failed = [test for test, (passed, _) in found.items() if not passed]
        self._say(f"{len(found)} tests of the record were run as it is, {len(failed)} failed.", *failed)
        return not failed

    def _none_survives(self, wanted: list[Promise]) -> bool:
        survived = []
        for outcome in in_processes_of_their_own(bitten, wanted):
            self._say(str(outcome))
            if not outcome.noticed:
                survived.append(outcome.promise)
        self._say(f"\n{len(wanted)} promises were taken out, {len(survived)} survived.")
        self._say(*(f"  {one.kind} {one.name}: {one.what}" for one in survived))
        return bool(wanted) and not survived

    def _say(self, *lines: str) -> None:
        print(*lines, sep="\n", file=self._said, flush=True)


def main() -> int:
    """Take out everything (or what the arguments name), and say who survived."""
    django.setup()
    from tests import databases

    databases.begin()
    bite = Bite(set(sys.argv[1:]), sys.stdout)
    try:
        with_databases_built()
        with contextlib.redirect_stdout(io.StringIO()) as pytest_said:
            code = pytest.main(OPTIONS, plugins=[bite, TESTS])
        if code != pytest.ExitCode.OK:
            print(pytest_said.getvalue())
        return 0 if bite.done and code == pytest.ExitCode.OK else 1
    finally:
        databases.end()


def with_databases_built() -> None:
    """Make the templates before anything is taken out, so that the seed is what it is."""
    from django.db import connections

    from tests import databases

    before = databases.current()
    for kind in ("empty", "authority"):
        databases.drop(databases.copy_of(kind))
    databases.point_at(before)
    connections.close_all()


if __name__ == "__main__":
    sys.exit(main())
