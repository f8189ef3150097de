"""How does the closing of a meeting read?"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from remit.reading.closing import ClosingPage, WaivedLine
from remit.rules.closing import Unfinished
from remit.web import formats


@dataclass(frozen=True, slots=True)
class Thing:
    """One unfinished thing: what, where it is settled, and the form by which it is waived."""

    key: str
    field: str
    what: str
    clause: str
    remedy: str
    href: str
    reason: str
    """What was written as a reason, where it was refused."""
    refused: bool


@dataclass(frozen=True, slots=True)
class ClosingView:
    """The page, ready to be shown."""

    caption: str
    forum: str
    date: str
    revision: int
    is_open: bool
    closed: str
    """By whom and when it was closed; empty while it is open."""
    things: tuple[Thing, ...]
    waived: tuple[WaivedLine, ...]


def present(page: ClosingPage, *, key: str = "", reason: str = "") -> ClosingView:
    """The page; `key` and `reason` where a waiver was refused."""
    head = page.head
    at = {"forum": head.forum, "date": head.nominal}
    closed = (
        f"{page.closed_by or 'Somebody'} closed it on {formats.when(head.closed_at)}"
        if head.closed_at
        else ""
    )
    return ClosingView(
        caption=f"{head.forum_name}, {formats.weekday(head.date)}",
        forum=head.forum,
        date=head.nominal,
        revision=head.revision,
        is_open=head.is_open,
        closed=closed,
        things=tuple(
            _thing(number, one, at, reason, refused=one.key == key)
            for number, one in enumerate(page.unfinished, start=1)
        ),
        waived=page.waived,
    )


def _thing(number: int, one: Unfinished, at: dict[str, str], reason: str, *, refused: bool) -> Thing:
    if one.item:
        href = reverse("room_item", kwargs={**at, "item": one.item})
    else:
        href = reverse("room_attendance", kwargs=at)
    return Thing(
        one.key,
        f"reason-{number}",
        one.what,
        one.clause or "",
        one.remedy,
        href,
        reason if refused else "",
        refused,
    )
