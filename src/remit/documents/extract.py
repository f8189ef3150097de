"""What a meeting decided about one child, as a Word document for that child's file: nobody else is in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from remit.documents.minutes import MinutesAction, actions_table
from remit.documents.word import Word, to_bytes
from remit.rules.clock import shown_moment
from remit.rules.text import shown_date

LONGEST_NAME = 80
"""Characters of a file name, its ending included."""
ENDING = ".docx"


@dataclass(frozen=True, slots=True)
class Extract:
    """One child's part of a meeting."""

    forum: str
    short: str
    date: date
    person_id: str
    name: str
    section: str
    outcome_id: str
    outcome: str
    why: str
    texts: tuple[tuple[str, str], ...]
    actions: tuple[MinutesAction, ...]
    approved_at: datetime | None
    corrected: tuple[int, datetime] | None = None
    """The last version of the minutes that corrected this child's part, and when it was approved."""


def filename(extract: Extract) -> str:
    """`0012345_2026-10-15_ror_support-at-home.docx`, at most 80 characters: the outcome is cut, never the number or date."""
    number = re.sub(r"[^A-Za-z0-9.-]+", "-", extract.person_id).strip("-.")[:40] or "no-id"
    short = re.sub(r"[^a-z0-9]+", "", extract.short.lower())
    begins = f"{number}_{extract.date.isoformat()}_{short}_"
    outcome = extract.outcome_id[: LONGEST_NAME - len(begins) - len(ENDING)].rstrip("-")
    return f"{begins}{outcome}{ENDING}"


def write_extract(extract: Extract) -> bytes:
    """The document."""
    word = Word(f"{extract.forum}: extract", language="en-GB")
    word.heading(f"{extract.forum}: extract from the minutes", level=0)
    word.facts(
        [
            ("Name", extract.name),
            ("Person id", extract.person_id),
            ("Meeting", shown_date(extract.date)),
            ("Discussed under", extract.section),
            ("Outcome", extract.outcome),
        ]
    )
    if extract.why:
        word.paragraph(f"Why: {extract.why}")
    for name, text in extract.texts:
        word.heading(name, level=1)
        word.written(text)
    if extract.actions:
        word.heading("Actions", level=1)
        actions_table(word, extract.actions)
    if extract.approved_at is not None:
        version, at = extract.corrected or (1, extract.approved_at)
        corrected = f", corrected on {shown_moment(at)}" if extract.corrected else ""
        word.paragraph(
            f"From minutes approved on {shown_moment(extract.approved_at)}{corrected}. Version {version}."
        )
    else:
        word.paragraph("The minutes of this meeting are not approved yet.")
    return to_bytes(word)
