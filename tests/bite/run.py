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
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remit.settings.testing")

import django  # noqa: E402
import pytest  # noqa: E402

from tests.bite.calls import Place, carried_out_where  # noqa: E402
from tests.bite.promises import Promise, promises, taken_out  # noqa: E402

MARKED = "(clause or verb or look) and not (browser or postgres or race or long)"
OPTIONS = ["-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", MARKED, "tests"]
AT_ONCE = 2
TOGETHER = 8
"""So many tests are run in one process to see what they reach."""

Key = tuple[str, str]
"""A kind of mark, and the clause or verb it names."""


@dataclass(eq=False)
class Tests:
    """The marked tests, as collected; shared with the processes that are forked from this one."""

    items: dict[str, pytest.Item] = field(default_factory=dict)
    marked: dict[Key, list[str]] = field(default_factory=lambda: defaultdict(list))
    reaching: dict[Place, list[str]] = field(default_factory=lambda: defaultdict(list))
    failed: bool = False

    def collect(self, items: Iterable[pytest.Item]) -> None:
        for item in items:
            self.items[item.nodeid] = item
            for mark in item.iter_markers():
                if mark.name in {"clause", "verb", "look"}:
                    self.marked[mark.name, "".join(mark.args)].append(item.nodeid)

    def of_the_record(self) -> list[str]:
        """The tests that show what stands in the audit or in the log of looks."""
        found = (test for (kind, _), tests in self.marked.items() if kind != "clause" for test in tests)
        return list(dict.fromkeys(found))

    def of(self, promise: Promise) -> list[str]:
        """The tests that are to notice."""
        if promise.place:
            return self.reaching[promise.place]
        return self.marked[promise.kind, promise.name]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed

    def passes(self, test: str) -> bool:
        """Run one test."""
        self.failed = False
        item = self.items[test]
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        return not self.failed


TESTS = Tests()


@dataclass(frozen=True)
class Outcome:
    """What came of taking out a promise."""

    promise: Promise
    tests: int
    noticed: bool
    seconds: float

    def __str__(self) -> str:
        said = (
            "noticed" if self.noticed else "SURVIVED" if self.tests else "SURVIVED (no test is there for it)"
        )
        what = f"{self.promise.kind:7}{self.promise.name:45}{self.promise.what:45}"
        return f"{what}{self.tests:4} tests {self.seconds:6.1f} s  {said}"


def bitten(promise: Promise) -> Outcome:
    """Take a promise out, and run its tests until one fails."""
    began = time.monotonic()
    tests = TESTS.of(promise)
    with taken_out(promise):
        noticed = not all(TESTS.passes(test) for test in tests)
    return Outcome(promise, len(tests), noticed, time.monotonic() - began)


def reached(tests: list[str]) -> list[tuple[str, bool, set[Place]]]:
    """Run tests with everything in place: whether each passes, and which calls it reaches."""
    return [(test, *_reached(test)) for test in tests]


def _reached(test: str) -> tuple[bool, set[Place]]:
    places: set[Place] = set()

    def note(place: Place) -> bool:
        places.add(place)
        return True

    with carried_out_where(note):
        return TESTS.passes(test), places


def in_processes_of_their_own(function: Callable[[Any], Any], jobs: list[Any]) -> Iterator[Any]:
    with multiprocessing.get_context("fork").Pool(AT_ONCE, maxtasksperchild=1) as pool:
        yield from pool.imap_unordered(function, jobs)


@dataclass(eq=False)
class Bite:
    """Stands in for the loop that runs the tests: every promise is taken out in turn."""

    wanted: set[str]
    said: TextIO
    survived: bool = True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            self.say("The tests cannot be collected: see what pytest says of them.")
            return True
        TESTS.collect(session.items)
        if self.all_pass():
            self.take_out_each()
        return True

    def all_pass(self) -> bool:
        """Run the tests of the record with everything in place, and note what they reach."""
        tests = TESTS.of_the_record()
        together = [tests[at : at + TOGETHER] for at in range(0, len(tests), TOGETHER)]
        found = [one for some in in_processes_of_their_own(reached, together) for one in some]
        for test, _, places in sorted(found, key=lambda one: len(one[2])):
            for place in places:
                TESTS.reaching[place].append(test)
        failing = [test for test, passed, _ in found if not passed]
        self.say(f"{len(found)} tests of the record were run as it is, {len(failing)} failed.", *failing)
        return not failing

    def take_out_each(self) -> None:
        jobs = [one for one in promises() if not self.wanted or self.wanted & {one.kind, one.name, one.what}]
        survivors = []
        for outcome in in_processes_of_their_own(bitten, jobs):
            self.say(str(outcome))
            if not outcome.noticed:
                survivors.append(outcome.promise)
        self.say(f"\n{len(jobs)} promises were taken out, {len(survivors)} survived.")
        self.say(*(f"  {one.kind} {one.name}: {one.what}" for one in survivors))
        self.survived = bool(survivors) or not jobs

    def say(self, *lines: str) -> None:
        print(*lines, sep="\n", file=self.said, flush=True)


def main() -> int:
    """Take out everything (or what the arguments name), and say who survived."""
    django.setup()
    from tests import databases

    databases.begin()
    bite = Bite(set(sys.argv[1:]), sys.stdout)
    try:
        with_databases_built()
        with contextlib.redirect_stdout(io.StringIO()) as heard:
            code = pytest.main(OPTIONS, plugins=[bite, TESTS])
        print(code, heard.getvalue()[-3000:])
        return int(bite.survived)
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
