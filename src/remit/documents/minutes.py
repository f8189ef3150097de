"""The minutes of a meeting as a Word document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from remit.documents.pdf import Paper, to_pdf
from remit.documents.word import Word, to_bytes
from remit.rules.clock import shown_clock, shown_due, shown_moment
from remit.rules.text import shown_day


@dataclass(frozen=True, slots=True)
class MinutesAction:
    """What was asked of somebody."""

    what: str
    lead: str
    due_at: datetime
    key: str = ""


@dataclass(frozen=True, slots=True)
class MinutesSeat:
    """A seat, and who is recorded for it."""

    name: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MinutesItem:
    """One item with what was said and decided."""

    name: str
    person_id: str
    risk: str
    left: str
    """How it was left, in words."""
    came: str
    texts: tuple[tuple[str, str], ...]
    actions: tuple[MinutesAction, ...]
    present: str = ""
    """Who was in the room for it, in words."""
    quorum: str = ""
    """What the quorum wanted at its time; empty where it was quorate."""


@dataclass(frozen=True, slots=True)
class MinutesSection:
    """A part of the agenda."""

    name: str
    items: tuple[MinutesItem, ...]


@dataclass(frozen=True, slots=True)
class MinutesCorrection:
    """What was corrected: how it read, how it reads, and why."""

    what: str
    was: str
    now: str
    why: str


@dataclass(frozen=True, slots=True)
class MinutesVersion:
    """A version of the minutes up to this one, with what it corrected."""

    number: int
    at: datetime
    by: str
    corrections: tuple[MinutesCorrection, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreed:
    """That minutes were agreed: of which day they are, or at which they were, and in which version."""

    day: date
    version: int


@dataclass(frozen=True, slots=True)
class Minutes:
    """Approved minutes, whole."""

    forum: str
    short: str
    date: date
    start: time
    end: time
    approved_by: str
    approved_at: datetime | None
    quoracy: str
    seats: tuple[MinutesSeat, ...]
    others: tuple[str, ...]
    sections: tuple[MinutesSection, ...]
    general_actions: tuple[MinutesAction, ...] = ()
    waived: tuple[tuple[str, str], ...] = ()
    """What the meeting closed without, as a kind of `WAIVED`, and why."""
    agreed: Agreed | None = None
    """Which minutes this meeting agreed."""
    agreed_at: Agreed | None = None
    """At which meeting these were agreed."""
    versions: tuple[MinutesVersion, ...] = ()
    """Those up to this one, the first one first."""

    @property
    def version(self) -> int:
        return self.versions[-1].number if self.versions else 1


WAIVED = {
    "seat": "A seat without an answer",
    "outcome": "A case without an outcome",
    "discussed": "A case that was not discussed",
    "presence": "A case without a word on who came",
    "answer": "A question without an answer",
    "required": "An outcome without an answer it requires",
}
"""What a meeting may close without, in words that name no child."""
SEVERAL_WAIVED = {
    "seat": "seats without an answer",
    "outcome": "cases without an outcome",
    "discussed": "other cases were not discussed",
    "presence": "cases without a word on who came",
    "answer": "questions without an answer",
    "required": "outcomes without an answer they require",
}


def closed_without(waived: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What was waived in words, and why: things of one kind that were waived for one reason stand together."""
    return [
        (f"{count} {SEVERAL_WAIVED.get(kind, kind)}" if count > 1 else WAIVED.get(kind, kind), reason)
        for (kind, reason), count in Counter(waived).items()
    ]


def filename(minutes: Minutes, ending: str = "docx") -> str:
    """`ror-minutes-2026-10-15.docx`; of a corrected version `ror-minutes-2026-10-15-version-2.docx`."""
    version = f"-version-{minutes.version}" if minutes.version > 1 else ""
    return f"{minutes.short.lower()}-minutes-{minutes.date.isoformat()}{version}.{ending}"


def write_minutes(minutes: Minutes) -> bytes:
    """The Word document: who was there, then each part of the agenda in its order."""
    word = Word(f"{minutes.forum}: minutes", language="en-GB")
    _compose(word, minutes)
    return to_bytes(word)


def write_minutes_pdf(minutes: Minutes) -> bytes:
    """The same as tagged PDF. Refuses: the machine cannot write it."""
    paper = Paper(f"{minutes.forum}: minutes", language="en-GB")
    _compose(paper, minutes)
    return to_pdf(paper)


def _compose(word: Word | Paper, minutes: Minutes) -> None:
    word.heading(f"{minutes.forum}: minutes", level=0)
    hours = f"{shown_clock(minutes.start)} to {shown_clock(minutes.end)}"
    word.paragraph(f"{shown_day(minutes.date)}, {hours}")
    if minutes.approved_at is not None:
        word.paragraph(f"Approved by {minutes.approved_by} on {shown_moment(minutes.approved_at)}.")
        word.paragraph(_version(minutes))
        if minutes.agreed_at is not None:
            word.paragraph(agreed_later(minutes.agreed_at))
    word.heading("Attendance", level=1)
    word.table(
        ("Seat", "Who"), [(seat.name, "; ".join(seat.people) or "Nobody recorded") for seat in minutes.seats]
    )
    if minutes.others:
        word.paragraph(f"Also present: {'; '.join(minutes.others)}.")
    word.paragraph(f"{minutes.quoracy}.")
    if minutes.agreed is not None:
        word.paragraph(agreed_here(minutes.agreed))
    for section in minutes.sections:
        word.heading(section.name, level=1)
        if not section.items:
            word.paragraph("Nothing in this part of the agenda.")
        for item in section.items:
            _item(word, item)
    if minutes.general_actions:
        word.heading("Other actions", level=1)
        actions_table(word, minutes.general_actions)
    if minutes.waived:
        word.heading("Closed without", level=1)
        word.facts(closed_without(minutes.waived))
    _corrections(word, minutes.versions)


def agreed_here(minutes: Agreed) -> str:
    """That a meeting agreed the minutes of the one before."""
    return f"The minutes of {shown_day(minutes.day)} were agreed{_as(minutes)}."


def agreed_later(meeting: Agreed) -> str:
    """That a later meeting agreed these minutes."""
    return f"Agreed at the meeting of {shown_day(meeting.day)}{_as(meeting)}."


def _as(minutes: Agreed) -> str:
    return f", as corrected (version {minutes.version})" if minutes.version > 1 else ""


def _version(minutes: Minutes) -> str:
    last = minutes.versions[-1] if minutes.versions else None
    if last is None or last.number == 1:
        return "Version 1."
    return f"Version {last.number}: corrected, and approved by {last.by} on {shown_moment(last.at)}."


def _corrections(word: Word | Paper, versions: tuple[MinutesVersion, ...]) -> None:
    """What each version corrected, how it read before and how it reads."""
    if not any(version.corrections for version in versions):
        return
    word.heading("Corrections", level=1)
    for version in versions:
        if version.corrections:
            word.heading(f"Version {version.number}, {shown_moment(version.at)}", level=2)
            word.table(
                ("What", "Before", "Corrected", "Why"),
                [(one.what, one.was or "Nothing", one.now, one.why) for one in version.corrections],
            )


def _item(word: Word | Paper, item: MinutesItem) -> None:
    named = f"{item.name} ({item.person_id})" if item.person_id else item.name
    word.heading(named, level=2)
    known = [("Risk", item.risk.capitalize()), ("Came for the case", item.came)]
    known += [("Present for this case", item.present), ("Quorum", item.quorum), ("Outcome", item.left)]
    word.facts([(label, text) for label, text in known if text])
    for name, text in item.texts:
        word.heading(name, level=3)
        word.written(text)
    if item.actions:
        word.heading("Actions", level=3)
        actions_table(word, item.actions)


def actions_table(word: Word | Paper, actions: tuple[MinutesAction, ...]) -> None:
    """Actions as a table: what, who, by when."""
    word.table(
        ("Action", "Lead", "Due"),
        [(action.what, action.lead, shown_due(action.due_at)) for action in actions],
    )


WRITTEN = {"docx": write_minutes, "pdf": write_minutes_pdf}
"""How minutes are written, by the ending of their file."""
