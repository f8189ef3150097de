"""How does what came in by mail read?"""

from __future__ import annotations

from dataclasses import dataclass

from remit.reading.came_in import CameInLine, CameInPage, MailboxState
from remit.web import formats
from remit.web.addresses import address

CAME_IN = {"bounce": "A mail came back", "reply": "An answer to an invitation", "workbook": "A workbook"}
BECAME = {
    "returned": ("Came back", "red"),
    "noted": ("Nothing to do", "grey"),
    "answered": ("Taken", "green"),
    "held": ("To be looked over", "blue"),
    "set-aside": ("Set aside", "yellow"),
}
BOOK = {
    "applied": ("Brought in", "green"),
    "undone": ("Brought in and undone", "grey"),
    "dropped": ("Let go", "grey"),
}
"""What became of a workbook that was kept."""
DEALT_WITH = ("Dealt with", "grey")


@dataclass(frozen=True, slots=True)
class CameInRow:
    """A mail that came in."""

    line: CameInLine
    kind: str
    at: str
    state: str
    colour: str
    why: str
    meeting_href: str
    book_href: str
    """Where a workbook that waits is looked over."""
    dealt_href: str
    """Where it is said of a mail that was set aside that it is dealt with."""
    dealt: str
    """Who said so, and when."""


@dataclass(frozen=True, slots=True)
class CameInView:
    """What came in, ready to be shown."""

    rows: tuple[CameInRow, ...]
    trouble: str
    """Why it is not up to date."""
    looked: str
    elsewhere: str
    next_href: str
    filters: tuple[tuple[str, str, bool], ...]


def present_came_in(found: CameInPage) -> CameInView:
    """What came in, the newest first."""
    mailbox = found.mailbox
    none = "No mailbox is set, so nothing that comes in is read. Whoever runs Remit sets REMIT_IMAP_URL."
    only = {True: "only=set-aside&", False: ""}[found.only_waiting]
    looked = f"Last read {formats.when(mailbox.looked_at)}." if mailbox and mailbox.looked_at else ""
    return CameInView(
        rows=tuple(map(_came_in_row, found.lines)),
        trouble=trouble(mailbox) if mailbox else none,
        looked=looked if mailbox and not mailbox.trouble else "",
        elsewhere=_elsewhere(found),
        next_href=f"{address('came_in')}?{only}after={found.after}" if found.after else "",
        filters=(
            ("All", address("came_in"), not found.only_waiting),
            (
                f"To be dealt with ({found.waiting})",
                f"{address('came_in')}?only=set-aside",
                found.only_waiting,
            ),
        ),
    )


def _elsewhere(found: CameInPage) -> str:
    if not found.elsewhere or found.latest is None:
        return ""
    count = formats.count(found.elsewhere, "other mail")
    return (
        f"{count} came that Remit has no use for, the last on {formats.when(found.latest)}."
        " They lie unread in the folder “Not for Remit” of the mailbox: look there now and then."
    )


def _came_in_row(line: CameInLine) -> CameInRow:
    state, colour = DEALT_WITH if line.dealt_with_at else BOOK.get(line.book_state) or BECAME[line.became]
    waits = line.became == "set-aside" and line.dealt_with_at is None
    at = {"forum": line.forum, "date": line.meeting}
    return CameInRow(
        line=line,
        kind=CAME_IN.get(line.kind, "A mail"),
        at=formats.when(line.at),
        state=state,
        colour=colour,
        why="" if line.book_state in BOOK else line.why,
        meeting_href=address("meeting", **at) if line.meeting else "",
        book_href=address("workbook_returned", book=line.book, **at) if line.book else "",
        dealt_href=address("mail_dealt_with", mail=line.ref) if waits else "",
        dealt=f"by {line.dealt_with_by}, {formats.when(line.dealt_with_at)}" if line.dealt_with_at else "",
    )


def trouble(mailbox: MailboxState) -> str:
    """Why nobody knows what came in lately; empty where the mailbox is read."""
    if not mailbox.trouble:
        return ""
    since = f" since {formats.when(mailbox.trouble_since)}" if mailbox.trouble_since else ""
    last = (
        f"It was last read {formats.when(mailbox.looked_at)}." if mailbox.looked_at else "It was never read."
    )
    return (
        f"The mailbox has not been read{since}, so nobody knows what came back. {mailbox.trouble} {last}"
        " Remit tries again every five minutes; tell whoever runs it if this stays."
    )
