"""Which principles and limits do the terms put to people, and where?"""

from __future__ import annotations

from dataclasses import dataclass

from remit.terms.model import ForumTerms, Place


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """What people are shown, by which clause, and on which pages."""

    says: str
    clause: str
    at: tuple[Place, ...]


def notices_of(terms: ForumTerms) -> tuple[NoticeLine, ...]:
    """Everything the terms put to people, in their order."""
    return tuple(NoticeLine(one.says, one.clause, one.at) for one in terms.notices)
