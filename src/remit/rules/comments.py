"""May this member write about this case now, outside the discussion? The terms say where, from when, until when, and who."""

from __future__ import annotations

from collections.abc import Collection

from remit.rules.act_words import IS, WAS
from remit.rules.meeting_gates import why_not_prepare
from remit.rules.outcomes import NotAllowed, Refused
from remit.rules.text import listed
from remit.rules.viewers import Viewer
from remit.terms.model import Comments, ForumTerms, Section

LONGEST_COMMENT = 2_000
"""In characters, as kept."""


def commented(terms: ForumTerms) -> tuple[Section, ...]:
    """The parts of the agenda whose cases are commented on."""
    return tuple(section for section in terms.agenda.sections if section.comments is not None)


def why_not_take_comments(section: Section, state: str, *, happened: Collection[str]) -> Refused | None:
    """Whether comments on this part of the agenda are taken now: between the two acts that the terms name."""
    said = section.comments
    if said is None:
        return Refused(
            f"{section.name} take no comments.", remedy="Say it at the meeting.", clause=section.clause
        )
    if refusal := why_not_prepare(state):
        return refusal
    if said.since not in happened:
        return Refused(
            f"Comments on {_lower(section)} begin when {IS[said.since]}.",
            remedy="Come back then.",
            clause=said.clause,
        )
    if said.until in happened:
        return Refused(
            f"Comments on {_lower(section)} ended when {WAS[said.until]}.",
            remedy="Say it at the meeting: what is said there is written down with the case.",
            clause=said.clause,
        )
    return None


def why_not_comment(
    viewer: Viewer, forum: str, said: Comments, terms: ForumTerms, *, present: bool = False
) -> NotAllowed | None:
    """Who comments: members of the forum and who sits in for one of them; where the terms name seats, who holds one of these.

    `present`: recorded as sitting at this very meeting.
    """
    if said.seats:
        if any((forum, seat) in viewer.seats for seat in said.seats):
            return None
        names = listed([terms.seat(seat).name for seat in said.seats])
        return NotAllowed(
            "The terms leave these comments to others.",
            remedy=f"Ask who holds the seat: {names}.",
            clause=said.clause,
        )
    if forum in viewer.sits_on or forum in viewer.runs or present:
        return None
    return NotAllowed(
        "You do not sit on this forum.", remedy="Ask one of its members to write it.", clause=said.clause
    )


def why_not_that_comment(text: str) -> Refused | None:
    """Whether a comment is short enough to be read before a meeting."""
    if len(text) <= LONGEST_COMMENT:
        return None
    return Refused(
        f"The comment must be {LONGEST_COMMENT:,} characters or fewer.",
        remedy="Say the rest at the meeting.",
        field="text",
    )


def _lower(section: Section) -> str:
    return section.name[:1].lower() + section.name[1:]
