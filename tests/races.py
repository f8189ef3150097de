"""Two at once: threads with connections of their own, set off together; and the same with the locks taken out.

A race test first proves the race: under `locks_taken_out()` it must go wrong on PostgreSQL. For databases of their own
ask for the fixture `own_database` or `own_authority`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.db import connection, connections
from django.db.models.query import QuerySet

LONG_ENOUGH = 30
"""Seconds after which a race counts as stuck."""


@dataclass(frozen=True)
class Outcome:
    """What one of them came to: its answer, or what it raised."""

    value: object = None
    error: Exception | None = None


def at_once(*acts: Callable[[], object]) -> list[Outcome]:
    """Carry these out at the same time, each in a thread with a connection of its own, and answer in their order."""
    outcomes: list[Outcome] = [Outcome(error=TimeoutError("stuck"))] * len(acts)
    start = threading.Barrier(len(acts))

    def carry_out(place: int, act: Callable[[], object]) -> None:
        try:
            connections["default"].ensure_connection()
            start.wait(LONG_ENOUGH)
            outcomes[place] = Outcome(value=act())
        except Exception as error:
            outcomes[place] = Outcome(error=error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=carry_out, args=each, daemon=True) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG_ENOUGH)
    return outcomes


@contextmanager
def locks_taken_out(parties: int = 2, patience: float = 10.0) -> Iterator[None]:
    """No row is locked, and whoever would have locked one waits until the others have read it too.

    So the accident the lock prevents happens every time, not once in a thousand.
    """
    original_lock, original_fetch = QuerySet.select_for_update, QuerySet._fetch_all
    meeting_point = threading.Barrier(parties)
    been_there = threading.local()

    def select_for_update(queryset: QuerySet, *args: object, **kwargs: object) -> QuerySet:
        unlocked = queryset._chain()
        unlocked.query.lock_taken_out = True
        return unlocked

    def fetch_all(queryset: QuerySet) -> None:
        original_fetch(queryset)
        if getattr(queryset.query, "lock_taken_out", False) and not getattr(been_there, "yes", False):
            been_there.yes = True
            with suppress(threading.BrokenBarrierError):
                meeting_point.wait(patience)

    QuerySet.select_for_update, QuerySet._fetch_all = select_for_update, fetch_all
    try:
        yield
    finally:
        QuerySet.select_for_update, QuerySet._fetch_all = original_lock, original_fetch


def inserts_take_a_while(table: str) -> None:
    """So that both have read before either has written, whichever thread runs first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION a_while() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN PERFORM pg_sleep(0.5); RETURN NEW; END $$"
        )
        cursor.execute(
            f"CREATE TRIGGER a_while BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION a_while()"
        )
