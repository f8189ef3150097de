"""How do minutes read on screen?"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from remit.documents.minutes import agreed_here, agreed_later, closed_without
from remit.documents.register import TEAM, RegisterLine
from remit.reading.minutes_page import MinutesLine, MinutesPage, MinutesPart
from remit.reading.minutes_texts import TextLine
from remit.reading.register import RegisterPage
from remit.rules.outcomes import Refused
from remit.rules.text import listed
from remit.web import formats
from remit.web.minutes.versions import VersionsView, present_versions


@dataclass(frozen=True, slots=True)
class TextView:
    """A text, with the names found in it marked, and the form that releases a wording."""

    item: str
    field: str
    key: str
    name: str
    marked: Markup
    version: int
    found: tuple[str, ...]
    needs_release: bool
    released: str | None
    wording: str
    """What stands in the box."""
    error: str
    is_answer: bool


@dataclass(frozen=True, slots=True)
class LineView:
    """An item."""

    line: MinutesLine
    texts: tuple[TextView, ...]
    state: str


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of the agenda."""

    name: str
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True)
class MinutesView:
    """The page, ready to be shown."""

    page: MinutesPage
    title: str
    caption: str
    forum: str
    date: str
    revision: int
    approved: str
    approver: str
    """Who approves them, in words."""
    parts: tuple[PartView, ...]
    waived: tuple[tuple[str, str], ...]
    closed: str
    """Which cases do not stand here, for this reader."""
    closed_texts: str
    """What keeps the minutes from being approved that this reader may not see, and who can help."""
    versions: VersionsView
    agreed: str
    """Which minutes this meeting agreed, in words."""
    agreed_at: str
    """At which meeting these were."""
    at_version: str
    """What to add to the address of a file, so that it is of the version that is read."""


APPROVERS = {
    "chair": "The chair",
    "deputy": "The vice chair",
    "coordinator": "The coordinator",
    "member": "A member",
}


def present(
    page: MinutesPage, *, key: str = "", wording: str = "", refusal: Refused | None = None
) -> MinutesView:
    """The page; `key` (item/text), `wording` and `refusal` where a wording was refused."""
    head = page.head
    approved = (
        f"Approved by {head.approved_by} on {formats.when(head.approved_at)}" if head.approved_at else ""
    )
    refused = (key, wording, f"{refusal.problem} {refusal.remedy}" if refusal else "")
    return MinutesView(
        page=page,
        title="Minutes" if approved else "Draft minutes",
        caption=f"{head.forum_name}, {formats.weekday(head.date)}",
        forum=head.forum,
        date=head.nominal,
        revision=head.revision,
        approved=approved,
        parts=tuple(_part(part, refused) for part in page.parts),
        approver=APPROVERS[page.approved_by],
        waived=tuple(closed_without(page.waived)),
        closed=_closed(page.closed.cases),
        closed_texts="" if head.approved_at else _closed_texts(page),
        versions=present_versions(page.versions),
        agreed=agreed_here(page.agreed) if page.agreed else "",
        agreed_at=agreed_later(page.agreed_at) if page.agreed_at else "",
        at_version=f"?version={page.versions.shown}" if page.versions.shown < page.versions.latest else "",
    )


def _closed(cases: int) -> str:
    if not cases:
        return ""
    words = "1 restricted record is" if cases == 1 else f"{cases} restricted records are"
    return f"{words} shown to the people named on {'it' if cases == 1 else 'them'} only, and not here."


def _closed_texts(page: MinutesPage) -> str:
    closed = page.closed
    if not closed.texts:
        return ""
    words = "1 text" if closed.texts == 1 else f"{closed.texts} texts"
    seats = listed(closed.can_release, last="or")
    ask = (
        f"To have a wording released, ask in this forum’s seats: {seats}."
        if seats
        else "Nobody who runs this forum is named for it: information governance can name somebody, who then"
        " releases a wording."
    )
    return f"{words} about a record that is closed to you may name another child. {ask}"


def _part(part: MinutesPart, refused: tuple[str, str, str]) -> PartView:
    return PartView(part.name, tuple(_line(line, refused) for line in part.lines))


def _line(line: MinutesLine, refused: tuple[str, str, str]) -> LineView:
    return LineView(
        line,
        tuple(
            _text(text, line.item.ref, refused) for text in line.texts if text.mentions or not text.is_action
        ),
        line.left.words,
    )


def _text(text: TextLine, item: str, refused: tuple[str, str, str]) -> TextView:
    wrong = refused[0] == f"{item}/{text.key}"
    wording = refused[1] if wrong else (text.suggestion if text.released is None else text.released)
    return TextView(
        item=item,
        field=f"wording-{item}-{text.key}".replace(":", "-"),
        key=text.key,
        name=text.name,
        marked=_marked(text),
        version=text.version,
        found=tuple(sorted({mention.written for mention in text.mentions})),
        needs_release=text.needs_release,
        released=text.released,
        wording=wording,
        error=refused[2] if wrong else "",
        is_answer=text.is_answer,
    )


def _marked(text: TextLine) -> Markup:
    """The text with each name that was found in it marked."""
    parts, at = [], 0
    for mention in text.mentions:
        parts += [escape(text.text[at : mention.start]), Markup("<mark>{}</mark>").format(mention.written)]
        at = mention.end
    return Markup("").join([*parts, escape(text.text[at:])])


@dataclass(frozen=True, slots=True)
class RegisterView:
    """The register of a meeting, ready to be shown."""

    caption: str
    forum: str
    date: str
    columns: tuple[tuple[str, str], ...]
    """What it shows of each case, with the heading."""
    lines: tuple[RegisterLine, ...]
    extracts: bool


HEADS = {
    "section": "Section",
    "rating": "Risk",
    "outcome": "Outcome",
    "presence": "Worker or manager",
    "attendance": "Seats",
    TEAM: "Team",
    "actions": "Actions",
}
"""The columns that the terms of a forum can want; the child stands first, the meeting above."""


def present_register(page: RegisterPage) -> RegisterView:
    """The page of the register."""
    head = page.head
    return RegisterView(
        f"{head.forum_name}, {formats.weekday(head.date)}",
        head.forum,
        head.nominal,
        tuple((column, head) for column, head in HEADS.items() if column in (*page.columns, TEAM)),
        page.lines,
        page.extracts,
    )
