"""How do members' comments on a case reach a page?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from remit.reading.sittings import Found
from remit.records.comments import Comment, comments_at, comments_on
from remit.rules.comments import commented
from remit.rules.viewers import Viewer


@dataclass(frozen=True, slots=True)
class CommentLine:
    """What one member wrote."""

    by: str
    at: datetime
    text: str
    mine: bool = False


def comment_lines(rows: Iterable[Comment], viewer: Viewer | None = None) -> tuple[CommentLine, ...]:
    """Comments as they are shown; those taken back are left out."""
    own = viewer.staff_id if viewer else 0
    return tuple(CommentLine(row.by.name, row.at, row.text, row.by_id == own) for row in rows if row.text)


def told_by_members(found: Found) -> Mapping[int, tuple[CommentLine, ...]]:
    """All comments written for a meeting, by child; one query, where its terms let members comment."""
    if not commented(found.terms):
        return {}
    return {subject: comment_lines(rows) for subject, rows in comments_at(found.meeting.pk).items()}


def told_of(found: Found, subject_id: int) -> tuple[CommentLine, ...]:
    """The comments on one child; one query, where its terms let members comment."""
    if not commented(found.terms):
        return ()
    return comment_lines(comments_on(found.meeting.pk, subject_id))
