"""How does the closing of a meeting read?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from remit.casework.closing import ComesBack
from remit.reading.closing import ClosingPage, WaivedLine
from remit.rules.closing import Unfinished, item_of
from remit.rules.outcomes import Refused
from remit.rules.text import counted, shown_date
from remit.web import formats

AT_ONCE = 8
"""More unfinished things than these make a page too long for a phone."""


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
class Sent:
    """What was sent and refused: about one thing (`keys` holds it alone) or about several."""

    keys: frozenset[str] = frozenset()
    reason: str = ""
    several: bool = False
    refusal: Refused | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """An item of other business that nobody took."""

    ref: str
    title: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and the box it is wrong in; empty where no box can mend it."""

    words: str
    box: str


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
    few: int
    """So many of them are shown at once, the others behind a heading."""
    refused_below: bool
    """Whether a reason was refused for one of those others."""
    waived: tuple[WaivedLine, ...]
    sent: Sent
    fault: Fault | None
    business: str
    """What is left of other business, which nobody has to waive; empty where nothing is."""
    matters: tuple[Matter, ...]
    carry: str
    """What the button says that carries one to the next meeting; empty where there is none."""


def present(page: ClosingPage, sent: Sent = Sent()) -> ClosingView:
    """The page; `sent` where a waiver was refused."""
    head = page.head
    at = {"forum": head.forum, "date": head.nominal}
    closed = (
        f"{page.closed_by or 'Somebody'} closed it on {formats.when(head.closed_at)}"
        if head.closed_at
        else ""
    )
    things = tuple(
        _thing(number, one, at, sent.reason, refused=not sent.several and one.key in sent.keys)
        for number, one in enumerate(page.unfinished, start=1)
    )
    return ClosingView(
        caption=f"{head.forum_name}, {formats.weekday(head.date)}",
        forum=head.forum,
        date=head.nominal,
        revision=head.revision,
        is_open=head.is_open,
        closed=closed,
        things=things,
        few=AT_ONCE,
        refused_below=any(thing.refused for thing in things[AT_ONCE:]),
        waived=page.waived,
        sent=sent,
        fault=_fault(sent, things),
        business=_business(len(page.business)),
        matters=tuple(Matter(ref, title) for ref, title in page.business),
        carry=f"Carry over to {formats.date(page.next_meeting)}" if page.next_meeting else "",
    )


def _fault(sent: Sent, things: Sequence[Thing]) -> Fault | None:
    """What was refused, at its box, with a sentence that says without what the meeting was to close."""
    if (refusal := sent.refusal) is None:
        return None
    words = f"{refusal.problem} {refusal.remedy}"
    if sent.several:
        boxes = {"reason": "several-reason", "keys": "several-1"}
        return Fault(words, boxes.get(refusal.field or "", ""))
    about = next((thing for thing in things if thing.refused), None)
    if about is None:
        return Fault(words, "")
    return Fault(f"{about.what}: {words[:1].lower()}{words[1:]}", about.field)


def _business(left: int) -> str:
    if not left:
        return ""
    one = left == 1
    return (
        f"{counted(left, 'item')} of other business {'was' if one else 'were'} not taken."
        f" What you do not carry over is dropped when the meeting closes."
    )


def comes_back(back: ComesBack) -> str:
    """Where cases stand that were left to come back, in a sentence."""
    one = back.cases == 1
    who = counted(back.cases, "case")
    if back.on is None:
        return f"{who} that {'was' if one else 'were'} to come back {'stands' if one else 'stand'} on no later meeting."
    day = shown_date(back.on)
    if back.already:
        return f"{who} {'stands' if one else 'stand'} on the meeting of {day} already, and {'comes' if one else 'come'} back there."
    return f"{who} {'comes' if one else 'come'} back to the meeting of {day}."


def _where(one: Unfinished, at: dict[str, str]) -> str:
    """Where it is settled: at its item, for a seat with who is here, and for a case of somebody else's nowhere."""
    if one.item:
        return reverse("room_item", kwargs={**at, "item": one.item})
    return reverse("room_attendance", kwargs=at) if item_of(one.key) is None else ""


def _thing(number: int, one: Unfinished, at: dict[str, str], reason: str, *, refused: bool) -> Thing:
    return Thing(
        one.key,
        f"reason-{number}",
        one.what,
        one.clause or "",
        one.remedy,
        _where(one, at),
        reason if refused else "",
        refused,
    )
