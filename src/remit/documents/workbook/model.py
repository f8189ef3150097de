"""What is in the workbook of a meeting? Sheets of facts that are locked, and cells for those who fill them in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from remit.terms.model import QuestionKind

Fact = str | int | date
"""What stands in a locked cell. Text is always written as text."""


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of a column; `choices`: what its cells can say, as a drop-down."""

    label: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the answer that stands, and the cell it is answered in."""

    key: str
    """Names the cell wherever it is moved to: the item's reference and the question's id."""
    form: str
    name: str
    asks: str
    hint: str
    filled_by: str
    """Who answers, in words."""
    kind: QuestionKind
    choices: tuple[str, ...]
    kept: str
    """The answer as it is kept; empty where there is none."""
    version: int
    """Of the answer; 0 where there is none."""
    open: bool
    """Whether whoever the workbook is for may answer it."""


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier discussion: when, under what, and what was said in labelled lines."""

    on: date
    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """The sheet of one case."""

    item: str
    person_id: str
    """Names the sheet."""
    title: str
    facts: tuple[tuple[str, Fact], ...]
    questions: tuple[Question, ...]
    earlier: tuple[Past, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """The summary: the meeting's date, and a row a case."""

    name: str
    title: str
    on: date
    heads: tuple[Head, ...]
    rows: tuple[tuple[Fact, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ListLine:
    """A case in a list: facts, and the questions in the columns beside them."""

    item: str
    """Empty where the case is no item of the meeting yet: then nothing can be answered."""
    facts: tuple[Fact, ...]
    questions: tuple[Question | None, ...]
    """One for each of the list's questions; none where it is not asked of this case."""
    said: str
    """What members wrote of it, each under their name."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Cases a row each, with a column for each question."""

    name: str
    heads: tuple[Head, ...]
    questions: tuple[Head, ...]
    said: str
    """Heading of what members wrote; empty where they write nothing."""
    lines: tuple[ListLine, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class TrackedAction:
    """An action that came along."""

    raised_on: date
    person_id: str
    what: str
    lead: str
    due: date
    state: str
    updates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tracker:
    """The actions of earlier meetings, in the order they are to stand."""

    name: str
    actions: tuple[TrackedAction, ...]
    note: str = ""


Sheet = Brief | CaseSheet | Listing | Tracker


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the file says of itself, where nobody looks: which meeting, which terms, when, for whom."""

    forum: str
    meeting: str
    """Its nominal date, 2026-11-12."""
    terms: str
    """Digest of the terms it was shaped by."""
    made_at: datetime
    made_for: str
    """User name."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """The workbook of one meeting, or one child's sheet of it."""

    title: str
    filename: str
    folder: str
    sheets: tuple[Sheet, ...]
    manifest: Manifest
