"""What became of the mails of the weeks behind: a made-up mail server took them. Nothing leaves the machine."""

from __future__ import annotations

from datetime import datetime

from remit.casework.delivery import deliver
from remit.documents.mail import Letter
from remit.rules.delivery import TAKEN, Answered


def hand_over(at: datetime) -> int:
    """Hand over what waits at that moment; answers with how many messages."""
    return deliver(_taken, clock=lambda: at).handed_over


def _taken(letter: Letter) -> Answered:
    return TAKEN
