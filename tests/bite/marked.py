"""The tests that are to notice: those marked with a clause or a verb, and those of the record by what they reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pytest

from tests.bite.calls import Place, carried_out_where
from tests.bite.promises import Promise
from tests.remembered import built_anew


class Marked:
    """The marked tests, as collected. Processes that are forked from this one find them here, ready to run."""

    def __init__(self) -> None:
        self._items: dict[str, pytest.Item] = {}
        self._marked: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._reaching: dict[Place, list[str]] = defaultdict(list)
        self._failed = False

    def collect(self, items: Iterable[pytest.Item]) -> None:
        for item in items:
            self._items[item.nodeid] = item
            for mark in item.iter_markers():
                if mark.name in {"clause", "verb", "look"}:
                    self._marked[mark.name, "".join(mark.args)].append(item.nodeid)

    def of_the_record(self) -> list[str]:
        """The tests that show what stands in the audit or in the log of looks."""
        marked = [tests for (kind, _), tests in self._marked.items() if kind in {"verb", "look"}]
        return list(dict.fromkeys(test for tests in marked for test in tests))

    def reach(self, found: dict[str, set[Place]]) -> None:
        """Note which places each test reaches; of a place, the test that reaches the fewest others comes first."""
        for test, places in sorted(found.items(), key=lambda one: len(one[1])):
            for place in places:
                self._reaching[place].append(test)

    def of(self, promise: Promise) -> list[str]:
        """The tests that are to notice it."""
        if promise.place:
            return self._reaching[promise.place]
        return self._marked[promise.kind, promise.name]

    def passes(self, test: str) -> bool:
        """Run one test."""
        self._failed = False
        item = self._items[test]
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        return not self._failed

    def reached_by(self, test: str) -> tuple[bool, set[Place]]:
        """Run one test with everything in place: whether it passes, and which calls it reaches."""
        places: set[Place] = set()

        def note(place: Place) -> bool:
            places.add(place)
            return True

        with carried_out_where(note), built_anew():
            return self.passes(test), places

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._failed = self._failed or report.failed
