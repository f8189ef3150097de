"""What there is to take out, and how each is taken out.

The effect of a clause in the terms, the event of a verb in the audit, and each single call that says in the audit what
an act was about or in the log of looks who was shown. The list is made from the terms and the code.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.bite.calls import Place, calls, carried_out_where


@dataclass(frozen=True)
class Promise:
    """One thing to take out: its kind (clause, verb, call), whose it is, and what exactly."""

    kind: str
    name: str
    what: str
    place: Place | None = None


def promises() -> list[Promise]:
    """Everything there is to take out."""
    return [*_effects(), *_events(), *_calls()]


def _effects() -> Iterator[Promise]:
    from remit.terms.load import forum_ids, merged
    from remit.terms.removals import removals

    for forum in forum_ids():
        for removal in removals(merged(forum)):
            yield Promise("clause", removal.clause, f"{forum}:{removal.path}")


def _events() -> Iterator[Promise]:
    from tests.consistency.test_audit import all_verbs

    for verb in sorted(all_verbs()):
        yield Promise("verb", verb, "its event")


def _calls() -> Iterator[Promise]:
    for call in calls():
        where = call.place.module.removeprefix("remit.")
        yield Promise("call", f"{where}.{call.within}", f"{call.noting}, line {call.place.line}", call.place)


@contextmanager
def taken_out(promise: Promise) -> Iterator[None]:
    """Inside, the promise is not kept."""
    from remit.terms import load

    if promise.kind == "clause":
        with load.taking_out(promise.what):
            yield
    elif promise.kind == "verb":
        with _no_event_of(promise.name):
            yield
    else:
        with carried_out_where(lambda place: place != promise.place):
            yield


@contextmanager
def _no_event_of(verb: str) -> Iterator[None]:
    from remit.casework import acts

    write = acts.write_event

    def write_others(name: str, *parts: Any, **given: Any) -> None:
        if name != verb:
            write(name, *parts, **given)

    acts.write_event = write_others
    try:
        yield
    finally:
        acts.write_event = write
