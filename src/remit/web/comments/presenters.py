"""How does the list of cases read on which members comment?"""

from __future__ import annotations

from dataclasses import dataclass

from remit.reading.comments import CommentedCase, CommentsPage
from remit.web.addresses import address
from remit.web.formats import count


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case of the list."""

    case: CommentedCase
    href: str
    facts: str
    act: str
    """What can be done there, in words."""


@dataclass(frozen=True, slots=True)
class CommentsView:
    """The list, ready to be shown."""

    page: CommentsPage
    so_far: str
    cases: tuple[CaseView, ...]
    previous: str
    next: str
    words: str


def present(page: CommentsPage) -> CommentsView:
    """One page of the list."""
    where = {"forum": page.head.forum, "date": page.head.nominal}
    here = address("comments", section=page.section, **where)
    return CommentsView(
        page=page,
        so_far=f"You have commented on {page.with_mine or 'none'} of {count(page.in_all, 'case')}.",
        cases=tuple(
            CaseView(
                case,
                address("comment", item=case.item, **where),
                ". ".join(f"{label}: {text}" for label, text in case.facts),
                "" if page.refused else "Change your comment" if case.mine else "Write a comment",
            )
            for case in page.cases
        ),
        previous=f"{here}?page={page.number - 1}" if page.number > 1 else "",
        next=f"{here}?page={page.number + 1}" if page.number < page.pages else "",
        words=f"Page {page.number} of {page.pages}" if page.pages > 1 else "",
    )
