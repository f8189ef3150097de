"""What is whoever runs the meeting reminded of, before a case is settled?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from remit.rules.room import asked_here
from remit.rules.text import counted, listed
from remit.terms.model import ForumTerms


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing that is still to be thought of, and by which clause. It stops nothing."""

    words: str
    clause: str


def before_outcome(
    terms: ForumTerms,
    section: str,
    *,
    rating: str,
    answered: Collection[str],
    came: Collection[str],
    open_actions: int,
) -> tuple[Prompt, ...]:
    """What is open about a case that is being discussed: who came, what was asked before, what is not written yet.

    `came`: presenters (ids of the terms) of whom somebody came, or whose absence has its reason.
    """
    prompts = [
        Prompt(f"It is not recorded yet whether the {_whom(asked.any_of)} came.", asked.clause)
        for asked in terms.presenters
        if section in asked.sections and asked.id not in came
    ]
    if open_actions and terms.actions:
        were = "was" if open_actions == 1 else "were"
        prompts.append(
            Prompt(
                f"{counted(open_actions, 'action')} asked for before {were} not reported as done.",
                terms.actions.clause,
            )
        )
    prompts += [
        Prompt(f"Nothing is written yet under {question.name}.", question.clause)
        for question in asked_here(terms, section, outcome=None, rating=rating)
        if question.id not in answered
    ]
    return tuple(prompts)


def _whom(any_of: Collection[str]) -> str:
    return listed([worker.replace("_", " ") for worker in any_of], last="or")
