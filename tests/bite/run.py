"""`make bite`: take out each promise in turn, and see that a test notices.

A promise is a gate or a duty of a clause in the terms, the event of a verb in the audit, or the look of a route. Each
is taken out alone, in a process of its own, and the tests marked with it are run until one fails. One that nobody
notices is a survivor, and one survivor fails.
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import os
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remit.settings.testing")

import django  # noqa: E402
import pytest  # noqa: E402

QUIET = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header", "-x", "-m", "not browser"]
AT_ONCE = 2
Tests = dict[tuple[str, str], list[str]]


@dataclass(frozen=True)
class Promise:
    """One thing to take out: its kind (clause, verb, look), whose tests are to notice, and what exactly."""

    kind: str
    name: str
    what: str


class Collector:
    """Which tests are marked with what?"""

    def __init__(self) -> None:
        self.tests: Tests = defaultdict(list)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            for kind in ("clause", "verb", "look"):
                for mark in item.iter_markers(kind):
                    self.tests[kind, mark.args[0]].append(item.nodeid)


def promises() -> list[Promise]:
    """Everything there is to take out."""
    from remit.terms.load import forum_ids, merged
    from remit.terms.removals import removals
    from tests.consistency.test_audit import all_verbs
    from tests.consistency.test_looks import SHOWS_CHILDREN

    terms = [
        Promise("clause", removal.clause, f"{forum}:{removal.path}")
        for forum in forum_ids()
        for removal in removals(merged(forum))
    ]
    verbs = [Promise("verb", verb, verb) for verb in sorted(all_verbs())]
    return terms + verbs + [Promise("look", route, route) for route in SHOWS_CHILDREN]


@contextlib.contextmanager
def taken_out(promise: Promise):
    """Inside, the promise is not kept."""
    from remit.casework import acts
    from remit.reading import looks
    from remit.terms import load

    if promise.kind == "clause":
        with load.taking_out(promise.what):
            yield
    else:
        silenced = acts.SILENCED if promise.kind == "verb" else looks.SILENCED
        silenced.add(promise.what)
        yield
        silenced.discard(promise.what)


def collected() -> Tests:
    """The marked tests, collected once."""
    collector = Collector()
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main([*QUIET, "--collect-only", "tests"], plugins=[collector])
    return dict(collector.tests)


def bitten(job: tuple[Promise, list[str]]) -> tuple[Promise, int, bool, float]:
    """Take a promise out and run its tests: how many there are, and whether one failed."""
    promise, tests = job
    began = time.monotonic()
    noticed = False
    if tests:
        with (
            taken_out(promise),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            noticed = pytest.main([*QUIET, *tests]) == pytest.ExitCode.TESTS_FAILED
    return promise, len(tests), noticed, time.monotonic() - began


def main() -> int:
    """Take out everything (or what the arguments name), and say who survived."""
    django.setup()
    from tests import databases

    databases.begin()
    wanted = set(sys.argv[1:])
    try:
        with_databases_built()
        tests = collected()
        jobs = [
            (promise, tests.get((promise.kind, promise.name), []))
            for promise in promises()
            if not wanted or wanted & {promise.kind, promise.name, promise.what}
        ]
        survivors = []
        with multiprocessing.get_context("fork").Pool(AT_ONCE, maxtasksperchild=1) as pool:
            for promise, count, noticed, took in pool.imap_unordered(bitten, jobs):
                said = (
                    "noticed" if noticed else "SURVIVED" if count else "SURVIVED (no test is marked with it)"
                )
                print(
                    f"{promise.kind:7}{promise.name:30}{promise.what:45}{count:4} tests {took:6.1f} s  {said}",
                    flush=True,
                )
                if not noticed:
                    survivors.append(promise)
        print(f"\n{len(jobs)} promises were taken out, {len(survivors)} survived.")
        for promise in survivors:
            print(f"  {promise.kind} {promise.name}: {promise.what}")
        return 1 if survivors or not jobs else 0
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
