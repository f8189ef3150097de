"""How do the outcomes of a case read, to be chosen from; and two texts, of which one is to be kept?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from remit.casework.answers import Conflict
from remit.reading.case_questions import Asked
from remit.reading.case_shown import Case, OutcomeChoice, Returning
from remit.web import formats


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """An outcome to choose, with the questions that appear with it."""

    choice: OutcomeChoice
    questions: tuple[Asked, ...]
    words: str


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Two texts side by side."""

    name: str
    question: str
    yours: str
    theirs: str
    by: str
    at: datetime
    base: int


def outcomes(case: Case) -> tuple[OutcomeView, ...]:
    """Each question appears with the first outcome it is asked for."""
    shown: set[str] = set()
    views = []
    for choice in case.outcomes:
        questions = tuple(one for one in case.questions if choice.id in one.outcomes and one.id not in shown)
        shown |= {one.id for one in questions}
        words = _comes_back(case.returning) if choice.returns else ""
        views.append(OutcomeView(choice, questions, words))
    return tuple(views)


def _comes_back(found: Returning) -> str:
    """What becomes of a case that is left to come back."""
    if found.with_cohort:
        return "Comes back with the rest of the list."
    if found.on is None:
        return "Comes back to the next meeting."
    if found.later:
        return (
            f"Stands on the meeting of {formats.date(found.later)} already, and does not come back to the next one"
            f" on {formats.date(found.on)}."
        )
    return f"Comes back to the next meeting on {formats.date(found.on)}."


def conflict_view(conflict: Conflict, name: str = "") -> ConflictView:
    """Two texts side by side, as the panel shows them."""
    return ConflictView(
        conflict.question,
        name or conflict.question.replace("-", " ").capitalize(),
        conflict.mine,
        conflict.theirs,
        conflict.by,
        conflict.at,
        conflict.version,
    )
