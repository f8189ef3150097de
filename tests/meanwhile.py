"""One act while another has been carried out and is not yet stored: the second waits for a lock, or goes through.

No clock decides: the first is stored as soon as the second is held up by it in the database, or has ended.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, connections, transaction
from django.db.models.query import QuerySet

from tests.races import A_MOMENT, LONG_ENOUGH, Outcome


def meanwhile(
    first: Callable[[], object], second: Callable[[], object], *, then: Callable[[], object] | None = None
) -> tuple[Outcome, Outcome]:
    """Carry out `first`; start `second` before `first` is stored; carry out `then` too, once `second` waits or is done."""
    begun, outcome = threading.Event(), Outcome(error=TimeoutError("stuck"))

    def carry_out() -> None:
        nonlocal outcome
        try:
            connections["default"].ensure_connection()
            begun.wait(LONG_ENOUGH)
            outcome = Outcome(value=second())
        except Exception as error:
            outcome = Outcome(error=error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=carry_out, daemon=True)
    thread.start()
    try:
        with transaction.atomic():
            value = first()
            begun.set()
            _wait_until(lambda: not thread.is_alive() or somebody_waits())
            if then is not None:
                then()
        ours = Outcome(value=value)
    except Exception as error:
        ours = Outcome(error=error)
        begun.set()
    thread.join(LONG_ENOUGH)
    return ours, outcome


def somebody_waits() -> bool:
    """Whether anybody waits for a lock of ours.

    Asked of the locks themselves: what `pg_stat_activity` says stays the same for the whole of our transaction, so
    that somebody who came after our first look would never be seen.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return int(cursor.fetchone()[0]) > 0


def _wait_until(so: Callable[[], bool]) -> None:
    pause, give_up = threading.Event(), time.monotonic() + LONG_ENOUGH
    while not so():
        if time.monotonic() > give_up:
            raise TimeoutError("The second act neither waits for the first nor ends.")
        pause.wait(A_MOMENT)


@contextmanager
def locked_otherwise(**changed: object) -> Iterator[None]:
    """Rows are locked with other options than ours; `no=True`: not at all."""
    original = QuerySet.select_for_update

    def select_for_update(queryset: QuerySet, **options: object) -> QuerySet:
        return queryset._chain() if changed.get("no") else original(queryset, **{**options, **changed})

    QuerySet.select_for_update = select_for_update
    try:
        yield
    finally:
        QuerySet.select_for_update = original
