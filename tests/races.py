"""Two at once: threads with connections of their own, set off together; and the same with the locks taken out.

A race test first proves the race: under `locks_taken_out()` it must go wrong on PostgreSQL. For databases of their own
ask for the fixture `own_database` or `own_authority`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query import QuerySet

from remit.casework import locks

LONG_ENOUGH = 120
"""Seconds after which a race counts as stuck: far more than any needs, for a machine with much else to do."""
A_MOMENT = 0.02
"""Seconds between two looks at who waits for whom."""


@dataclass(frozen=True)
class Outcome:
    """What one of them came to: its answer, or what it raised."""

    value: object = None
    error: Exception | None = None


def at_once(*acts: Callable[[], object]) -> list[Outcome]:
    """Carry these out at the same time, each in a thread with a connection of its own, and answer in their order."""
    outcomes: list[Outcome] = [Outcome(error=TimeoutError("stuck"))] * len(acts)
    start = threading.Barrier(len(acts))
    gate = _gate
    if gate is not None:
        gate.enter(len(acts))

    def carry_out(place: int, act: Callable[[], object]) -> None:
        _who.party = place
        try:
            connections["default"].ensure_connection()
            start.wait(LONG_ENOUGH)
            outcomes[place] = Outcome(value=act())
        except Exception as error:
            outcomes[place] = Outcome(error=error)
        finally:
            connections.close_all()
            if gate is not None:
                gate.leave(place)

    threads = [threading.Thread(target=carry_out, args=each, daemon=True) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG_ENOUGH)
    return outcomes


@contextmanager
def locks_taken_out() -> Iterator[None]:
    """No row is locked, and nobody's work is seen before the others have done theirs: each commit waits for the others.

    So the accident the lock prevents happens every time on PostgreSQL, however slow or busy the machine.
    """
    global _gate
    original_lock, original_commit = QuerySet.select_for_update, BaseDatabaseWrapper.commit
    lock_number = locks.lock_number

    def select_for_update(queryset: QuerySet, *args: object, **kwargs: object) -> QuerySet:
        return queryset._chain()

    def commit(connection: BaseDatabaseWrapper) -> None:
        if _gate is not None:
            _gate.wait()
        original_commit(connection)

    QuerySet.select_for_update, BaseDatabaseWrapper.commit = select_for_update, commit
    locks.lock_number = lambda number: True
    _gate = _Gate()
    try:
        yield
    finally:
        QuerySet.select_for_update, BaseDatabaseWrapper.commit = original_lock, original_commit
        locks.lock_number = lock_number
        _gate = None


class _Gate:
    """Where a party waits before it commits, until every other one waits here too, is held up, or has ended."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.running: set[int] = set()
        self.waiting: set[int] = set()

    def enter(self, parties: int) -> None:
        """So many are about to run, each under its number."""
        self.running, self.waiting = set(range(parties)), set()

    def leave(self, party: int) -> None:
        """This one has ended, well or badly."""
        with self.changed:
            self.running.discard(party)
            self._let_go_if_all_wait()

    def wait(self) -> None:
        """Wait, when a party of a race; anybody else goes through."""
        party = getattr(_who, "party", None)
        if party is None:
            return
        with self.changed:
            self.waiting.add(party)
            self._let_go_if_all_wait()
            while party in self.waiting:
                self.changed.wait(A_MOMENT)
                if _held_up() >= len(self.running - self.waiting):
                    self.waiting.discard(party)

    def _let_go_if_all_wait(self) -> None:
        if self.waiting >= self.running:
            self.waiting.clear()
            self.changed.notify_all()


def _held_up() -> int:
    """How many wait in this database for a lock of another, as for a row both want to insert."""
    onlooker = connections.create_connection("default")
    try:
        with onlooker.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0"
            )
            return int(cursor.fetchone()[0])
    finally:
        onlooker.close()


_who = threading.local()
_gate: _Gate | None = None
