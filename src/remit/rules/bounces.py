"""What does a mail server's code for a mail that came back (RFC 3463) mean to a person, and what can they do?"""

from __future__ import annotations

FAILED = "failed"
ON_ITS_WAY = ("delayed", "delivered", "relayed", "expanded")

ADDRESS = ("there is no such mailbox at that address", "Ask an administrator to put the address right")
SAID: dict[str, tuple[str, str]] = {
    "1": ADDRESS,
    "2.1": ("the mailbox takes no mail at the moment", "Ask them about their mailbox"),
    "2.2": ("their mailbox is full", "Ask them to make room"),
    "2.3": ("it was too large for their mailbox", "Tell them another way"),
    "2": ("their mailbox did not take it", "Ask them about their mailbox"),
    "3.4": ("it was too large for their mail server", "Tell them another way"),
    "3": ("their mail server could not take it", "Tell them another way"),
    "4.7": ("their mail server could not be reached for days", "Tell them another way"),
    "4": ("their mail server could not be reached", "Ask an administrator to look at the address"),
    "5": ("the two mail servers did not understand each other", "Tell whoever runs Remit"),
    "6": ("their mail server could not take what was in it", "Tell whoever runs Remit"),
    "7": ("their mail server refuses mail from Remit", "Tell whoever runs Remit"),
}
UNSAID = ("the mail server gave no reason that Remit can read", "Ask whether the address is right")


def came_back(status: str) -> str:
    """In plain words why a mail came back, and what to do; `status` is like "5.1.1", or empty."""
    _, _, detail = status.partition(".")
    words, remedy = SAID.get(detail) or SAID.get(detail.partition(".")[0]) or UNSAID
    code = f" ({status})" if status else ""
    return f"It came back: {words}{code}. {remedy}, then try again."
