"""What arrives, and at whom: everything that waits in the outbox, handed over to a letter box that keeps it."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from remit.casework.delivery import deliver
from remit.casework.letters import THINKING
from remit.documents.mail import Letter
from remit.rules.delivery import TAKEN, Answered
from tests.factories import NOW

SOON = NOW + THINKING
"""When word of a case goes that was chosen now."""


def handed_over(now: datetime = SOON) -> dict[str, list[Letter]]:
    """Hand everything over that waits; answers with the mails by address."""
    found: dict[str, list[Letter]] = defaultdict(list)

    def take(letter: Letter) -> Answered:
        found[letter.to].append(letter)
        return TAKEN

    deliver(take, clock=lambda: now)
    return found
