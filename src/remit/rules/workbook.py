"""Which workbook do a forum's terms ask for, what does it ask, and who can have it?"""

from __future__ import annotations

from remit.rules.outcomes import NotFound, Refused
from remit.terms.model import FilledBy, Form, ForumTerms, Paperwork, Question

CANCELLED = "cancelled"


def workbook_of(terms: ForumTerms) -> Paperwork | None:
    """The workbook made for each meeting; none where the terms ask for none."""
    return next((paper for paper in terms.paperwork if paper.runs), None)


def why_not_make(terms: ForumTerms, state: str) -> Refused | None:
    """A workbook is made where the terms ask for one, for a meeting that takes place."""
    if workbook_of(terms) is None:
        return NotFound("workbook")
    if state == CANCELLED:
        return Refused(
            "This meeting is cancelled, so there is no workbook for it.",
            remedy="Open the meeting that takes place instead of it.",
        )
    return None


def why_not_bring_in(terms: ForumTerms) -> Refused | None:
    """A workbook comes back where the terms say that it does."""
    paper = workbook_of(terms)
    if paper is None:
        return NotFound("workbook")
    if not paper.returns:
        return Refused(
            "By the terms of this forum its workbook does not come back in.",
            remedy="Write the answers on the page of the case.",
            clause=paper.clause,
        )
    return None


def asked_about(terms: ForumTerms, section: str, rating: str) -> tuple[tuple[Form, Question], ...]:
    """The questions about a case of that part of the agenda with that rating, each with its form, in the order of the terms."""
    return tuple(
        (form, question)
        for form in terms.forms
        if section in form.sections
        for question in form.questions
        if question.when is None or not question.when.rating or rating in question.when.rating
    )


def who_fills(terms: ForumTerms, question: Question) -> str:
    """Who answers a question, and when it is asked, in words."""
    outcomes = question.when.outcome if question.when else ()
    named = [outcome.name for outcome in terms.outcomes if outcome.id in outcomes]
    only = f"; where the outcome is: {', '.join(named)}" if named else ""
    return f"{_who(terms, question.filled_by)}{only}"


def _who(terms: ForumTerms, by: FilledBy) -> str:
    if by.seat is not None:
        return terms.seat(by.seat).name
    return (by.role or by.worker or "").replace("_", " ").capitalize()
