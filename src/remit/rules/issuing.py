"""How does the word that minutes are there read? It names no child: it leads to pages that ask who looks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from remit.rules.text import shown_date, shown_day

DRAFT, MINUTES = "minutes-draft", "minutes"
"""The kinds of message."""
WHOLE, EXTRACT = "minutes", "minutes-extract"
"""What somebody was sent: the whole, or the part about the children they work with."""


@dataclass(frozen=True, slots=True)
class Word:
    """A mail about minutes, without its links."""

    heading: str
    says: str

    def with_links(self, minutes: str, extracts: Sequence[str]) -> str:
        """With the addresses of the minutes (empty where they are not for this reader) and of extracts."""
        parts = [self.says]
        if minutes:
            parts.append(f"The minutes:\n{minutes}")
        if extracts:
            head = (
                "The extract for the child you work with"
                if len(extracts) == 1
                else "The extracts for the children you work with"
            )
            parts.append("\n".join([f"{head}:", *extracts]))
        return "\n\n".join(parts) + "\n"


def word_of(kind: str, forum: str, day: date, *, version: int = 1) -> Word:
    """The word of a draft, of approved minutes, or of a later version of them."""
    if kind == DRAFT:
        return Word(
            f"{forum}: draft minutes of {shown_date(day)}",
            f"The meeting of {shown_day(day)} is closed, and its draft minutes are there. Please check and approve them.",
        )
    if version > 1:
        return Word(
            f"{forum}: minutes of {shown_date(day)} corrected",
            f"The minutes of {shown_day(day)} were corrected. Version {version} takes the place of what you were sent"
            " before; the page shows what was changed, and why.",
        )
    return Word(
        f"{forum}: minutes of {shown_date(day)}",
        f"The minutes of {shown_day(day)} are approved.",
    )


@dataclass(frozen=True, slots=True)
class Chairing:
    """Somebody who could have sat at a meeting in some role: they hold or deputise for a seat that does."""

    staff: int
    seat: int
    """The place of the seat among those of the role, in the order of the terms; those that stand in for it come after."""
    deputises: bool
    came: bool
    """Whether they are recorded in such a seat at the meeting."""
    opened: bool
    """Whether they opened it."""
    sent_apologies: bool


def who_chaired(known: Collection[Chairing]) -> int | None:
    """The one of them who sat there: who came, and of several who opened the meeting, then the first seat of the terms.

    Where nobody is recorded it is whose turn it was: the first who sent no apologies. None where nobody holds a seat.
    """
    likeliest = min(
        known,
        key=lambda one: (
            *(not one.came, one.sent_apologies, not one.opened),
            *(one.seat, one.deputises, one.staff),
        ),
        default=None,
    )
    return likeliest.staff if likeliest else None


def key_of(kind: str, meeting: int, version: int, staff: int) -> str:
    """What makes a message about minutes this one: each version goes to each reader once."""
    return f"{kind}:{meeting}:{version}:{staff}"


def version_in(key: str) -> int:
    """The version a message with this key is about; 0 of a draft."""
    return int(key.split(":")[2])
