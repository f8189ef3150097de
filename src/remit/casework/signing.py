"""Who came and went, and who tried to: signing in and out is on the record, like every other act."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, get_args

from remit.casework import acts
from remit.records.people import Staff

SignVerb = Literal[
    "account.signed-in", "account.signed-out", "account.sign-in-failed", "account.sign-in-locked"
]


def note_signing(verb: SignVerb, *, staff_id: int, now: datetime) -> None:
    """Put on record that somebody signed in or out."""
    _note(verb, staff_id, {}, now)


def note_failed_sign_in(*, username: str, locked: bool, now: datetime) -> None:
    """Put on record that a sign-in failed, or was not even tried because the account is locked for a while.

    A name that is no account's is left out: people type their password into the wrong box.
    """
    known = Staff.objects.filter(username=username).exists()
    verb: SignVerb = "account.sign-in-locked" if locked else "account.sign-in-failed"
    _note(verb, None, {"account": username} if known else {}, now)


def _note(verb: SignVerb, staff_id: int | None, detail: dict[str, object], now: datetime) -> None:
    acts.write_event(verb, acts.Event(detail=detail), actor_id=staff_id, at=now)


for _verb in get_args(SignVerb):
    acts.VERBS[_verb] = note_failed_sign_in if "sign-in-" in _verb else note_signing
