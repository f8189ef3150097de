"""When is a message tried again, and when is it given up?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from remit.rules.outcomes import Refused

PAUSES = (1, 2, 5, 10, 20, 30)
"""Minutes between one try and the next; the last one is kept to. A server that is back is found within half an hour."""
GIVE_UP_AFTER = timedelta(days=4)
"""So long after it was to go, a message nobody took is marked as failed. A mail server that is down for a day loses none."""
LEASE = timedelta(minutes=10)
"""So long a worker has a message; longer than a mail server is waited for. After that another may take it up."""


TRIED_AGAIN = frozenset({"failed", "returned"})
"""The states from which a message is tried again, by hand."""


class Answer(StrEnum):
    """What a mail server said to a message."""

    TAKEN = "taken"
    NOT_NOW = "not now"
    """It may take it later."""
    NEVER = "never"
    """It will not take it: there is no such address, or it is too large."""
    NOT_THERE = "not there"
    """The server did not answer, or not as agreed. That says nothing about the message."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer, and the server's own words for it."""

    answer: Answer
    words: str = ""


TAKEN = Answered(Answer.TAKEN)


def next_try(attempts: int, *, now: datetime) -> datetime:
    """When a message that was tried so often is tried again."""
    return now + timedelta(minutes=PAUSES[min(max(attempts, 1), len(PAUSES)) - 1])


def given_up(answered: Answered, *, wanted_since: datetime, now: datetime) -> bool:
    """Whether it is not tried any more: the server will never take it, or has not for days."""
    if answered.answer == Answer.NEVER:
        return True
    return answered.answer != Answer.TAKEN and now - wanted_since >= GIVE_UP_AFTER


def why_not_try_again(state: str, *, leaver: str) -> Refused | None:
    """Only what failed or came back is tried again, and not to somebody who has left. `leaver`: their name; empty of others."""
    if state not in TRIED_AGAIN:
        return Refused(
            "This message did not fail.", remedy="Only one that failed or came back is tried again."
        )
    if leaver:
        return Refused(
            f"This message cannot be sent again, since {leaver} does not work here any more.",
            remedy="Tell whoever is there in their place what it asks for.",
        )
    return None


def may_attach(address: str, domains: Collection[str]) -> bool:
    """Whether files may go to an address: only to a domain that is named in full. Links and calendar entries go anywhere."""
    _, at, domain = address.rpartition("@")
    return bool(at) and domain.lower() in {one.lower() for one in domains}
