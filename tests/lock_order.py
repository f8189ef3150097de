"""Are locks taken in the one order of `remit.casework.locks`? Watched while verbs run, in every test of the suite.

Watched is what Django fetches with a lock and what it saves of a locked kind, so SQLite, which has no row locks, is
held to the same order.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field

from django.db.models import Model
from django.db.models.query import QuerySet
from django.db.models.signals import post_save, pre_save
from django.db.transaction import Atomic

from remit.casework.locks import ORDER

RANK = {model: rank for rank, model in enumerate(ORDER)}
WITH_LOCKS = QuerySet.select_for_update
"""Another function stands in its place while a race test proves its race."""


class OutOfOrder(AssertionError):
    """A lock taken after one that comes later, or a row changed that was not locked."""


@dataclass
class Watch:
    """What was seen: how many locks were taken, the kinds locked together in one transaction, and what was wrong."""

    taken: int = 0
    chains: set[tuple[str, ...]] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


class _Held(threading.local):
    """The rows the transaction of this thread has locked, in that order, and those it made."""

    def __init__(self) -> None:
        self.depth = 0
        self.forget()

    def forget(self) -> None:
        self.rows: list[tuple[int, int]] = []
        self.made: set[tuple[int, int]] = set()


_held = _Held()


_watch: Watch | None = None


@contextmanager
def watched() -> Iterator[Watch]:
    """Watch every lock from here on; leaving raises what was out of order. What is open already is no transaction of ours."""
    global _watch
    outer, _watch = _watch, Watch()
    try:
        with nullcontext() if outer else _hooks():
            yield _watch
    finally:
        found, _watch = _watch, outer
        _held.depth = 0
        _held.forget()
    if found.faults:
        raise OutOfOrder("\n".join(found.faults))


@contextmanager
def _hooks() -> Iterator[None]:
    fetch, enter, leave = QuerySet._fetch_all, Atomic.__enter__, Atomic.__exit__

    def fetch_all(queryset: QuerySet) -> None:
        fresh = queryset._result_cache is None
        fetch(queryset)
        if fresh and queryset.query.select_for_update and _held.depth:
            _note_locked(queryset)

    def entered(atomic: Atomic) -> None:
        enter(atomic)
        _held.depth += 1

    def left(atomic: Atomic, *error: object) -> None:
        _held.depth -= 1
        if _held.depth <= 0:
            _watch.chains.add(tuple(dict.fromkeys(ORDER[rank].__name__ for rank, _ in _held.rows)))
            _held.forget()
        leave(atomic, *error)

    QuerySet._fetch_all, Atomic.__enter__, Atomic.__exit__ = fetch_all, entered, left
    pre_save.connect(_before_saving, dispatch_uid="lock order")
    post_save.connect(_after_saving, dispatch_uid="lock order")
    try:
        yield
    finally:
        QuerySet._fetch_all, Atomic.__enter__, Atomic.__exit__ = fetch, enter, leave
        pre_save.disconnect(dispatch_uid="lock order")
        post_save.disconnect(dispatch_uid="lock order")


def _before_saving(sender: type[Model], instance: Model, **kwargs: object) -> None:
    lock = (RANK.get(sender, -1), instance.pk)
    if sender not in RANK or not _held.depth or instance._state.adding:
        return
    if QuerySet.select_for_update is WITH_LOCKS and lock not in _held.rows and lock not in _held.made:
        _watch.faults.append(f"{_named(lock)} is changed and was not locked.")


def _after_saving(sender: type[Model], instance: Model, created: bool, **kwargs: object) -> None:
    if sender in RANK and _held.depth and created:
        _held.made.add((RANK[sender], instance.pk))


def _note_locked(queryset: QuerySet) -> None:
    if queryset.model not in RANK:
        return  # Django's own, of a row written at once: `update_or_create`
    if any(not isinstance(row, Model) for row in queryset._result_cache):
        _watch.faults.append(f"{queryset.model.__name__} is not locked through `casework.locks`.")
        return
    for row in queryset._result_cache:
        lock = (RANK[queryset.model], row.pk)
        if lock in _held.rows or lock in _held.made:
            continue
        _watch.taken += 1
        if _held.rows and lock < max(_held.rows):
            _watch.faults.append(f"{_named(lock)} is locked after {', '.join(map(_named, _held.rows))}.")
        _held.rows.append(lock)


def _named(lock: tuple[int, int]) -> str:
    return f"{ORDER[lock[0]].__name__} {lock[1]}"
