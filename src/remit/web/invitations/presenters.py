"""How does an invitation read on the page on which it is answered?"""

from __future__ import annotations

from dataclasses import dataclass

from remit.reading.answering import InvitationPage
from remit.rules.answering import Reply, wish
from remit.rules.invitation_words import ANSWERED
from remit.web import formats

HOW = {"link": "by the link", "page": "signed in", "mail": "by mail"}
"""By which way an answer came."""


@dataclass(frozen=True, slots=True)
class View:
    """An invitation, ready to be shown."""

    title: str
    forum: str
    rows: tuple[tuple[str, str], ...]
    place: str
    answered: str
    """The answer that stands, in a sentence; empty where there is none."""
    moved_since: bool
    closed: str
    remedy: str


def present(page: InvitationPage) -> View:
    """The page of an invitation."""
    day = formats.weekday(page.starts_at)
    rows = (
        ("Date", day),
        ("Time", f"{formats.time(page.starts_at)} to {formats.time(page.ends_at)}"),
        ("You come as", page.role),
        *((("What for", "The time of a case"),) if page.of_case else ()),
    )
    return View(
        title="Invitation" if page.closed else "Can you come?",
        forum=page.forum_name,
        rows=rows,
        place="" if page.closed else page.place,
        answered=_answered(page),
        moved_since=page.moved_since and page.closed is None,
        closed=page.closed.problem if page.closed else "",
        remedy=page.closed.remedy if page.closed else "",
    )


def _answered(page: InvitationPage) -> str:
    said = page.answered
    if said is None:
        return ""
    words = ANSWERED[said.reply]
    times = wish(Reply(said.reply, None, said.can_from, said.can_until))
    return f"{words}{f' ({times})' if times else ''}, answered {formats.when(said.at)} {HOW[said.how]}"
