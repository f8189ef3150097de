"""A text too long for where it is kept is refused by every verb in plain words, whatever the form lets through."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace

import pytest
from django.db import DatabaseError, transaction

from remit.rules.outcomes import Refused
from tests.consistency.each_call import Call, tried_before_each
from tests.consistency.every_verb import CARRIED_OUT

pytestmark = pytest.mark.long

TOO_LONG = "x" * 30_001
"""Longer than anything anybody writes here."""
TRIED: dict[str, int] = {}
KEPT: list[str] = []


def with_too_long(value: object) -> list[tuple[str, object]]:
    """The same with one of its texts too long, for each of them."""
    if isinstance(value, str):
        return [("", TOO_LONG)]
    if is_dataclass(value) and not isinstance(value, type):
        texts = [
            each.name for each in fields(value) if isinstance(getattr(value, each.name), str) and each.init
        ]
        return [(f".{name}", replace(value, **{name: TOO_LONG})) for name in texts]
    return []


def refuses_what_is_too_long(call: Call) -> None:
    tried = 0
    for argument, value in call.given.items():
        if argument in ("actor", "now") or call.name in TRIED:
            continue
        for part, changed in with_too_long(value):
            tried += 1
            undo = transaction.savepoint()
            try:
                call(**{argument: changed})
            except Refused:
                pass
            except DatabaseError as fault:
                KEPT.append(f"{call.name} leaves {argument}{part} to the database: {fault}")
            else:
                KEPT.append(f"{call.name} keeps a text of any length as {argument}{part}")
            transaction.savepoint_rollback(undo)
    TRIED.setdefault(call.name, tried)


@pytest.mark.parametrize("part", range(4))
def test_every_verb_refuses_a_text_that_is_too_long(db, part):
    acts = sorted(set(CARRIED_OUT.values()), key=lambda act: act.__code__.co_firstlineno)
    TRIED.clear()
    with tried_before_each(refuses_what_is_too_long) as called:
        for act in acts[part::4]:
            undo = transaction.savepoint()
            act()
            transaction.savepoint_rollback(undo)
    assert "\n".join(KEPT) == ""
    assert len(called) >= 8
    assert sum(TRIED.values()) >= 15
