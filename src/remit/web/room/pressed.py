"""Which button of an item's page was pressed, and what else stands in its boxes? The page is one form: nothing is left behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict

from remit.reading.case_shown import Case
from remit.rules.outcomes import Refused

ENTER = "enter"
"""What a press of the Enter key sends, wherever it is pressed: it does what the words are for."""
BESIDE = ("action", "case_presence", "absence", "take-back")
"""Buttons for what is recorded, or taken back, beside the outcome."""
BY_NAME = ("take-back", "move")
"""Buttons that are known by their names, and say with their values about what."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """Words for which another button is there: that button, its words, and the box of its form where they stand."""

    button: str
    words: str
    box: str = ""


def pressed(sent: QueryDict, case: Case) -> str:
    """The button that was pressed; for the Enter key the one that what is typed is for, where that is only one."""
    wanted = sent.get("do", "") or next((name for name in BY_NAME if name in sent), "")
    if wanted != ENTER:
        return str(wanted)
    meant = list(unsent(sent, case, "answers"))
    return meant[0].button if len(meant) == 1 else "answers"


def unsent(sent: QueryDict, case: Case, wanted: str) -> Iterator[Unsent]:
    """What was typed or chosen for another button than the one that was wanted."""

    def typed(*names: str) -> bool:
        return any(str(sent.get(name, "")).strip() for name in names)

    if wanted != "action" and typed("action-what", "action-lead"):
        yield Unsent("action", "An action is written and not agreed yet. Agree it", "what")
    if wanted != "case_presence" and typed("case-who", "case-service"):
        yield Unsent("case_presence", "Who came is written and not recorded yet. Record it", "who")
    if wanted != "absence" and typed("absence-reason"):
        yield Unsent("absence", "Why nobody came is written and not recorded yet. Record it", "reason")
    if wanted != "defer" and typed("why"):
        yield Unsent("defer", "A reason for putting the item off is written. Put it off")
    if wanted != "outcome" and _chose(sent, case):
        yield Unsent("outcome", "An outcome is chosen and not recorded yet. Record it")


def refusal_of(left: Unsent) -> Refused:
    """What is said of words that another button is there for."""
    or_else = "" if left.button == "outcome" else ", or empty its box"
    return Refused(f"{left.words} first{or_else}.", remedy="Everything you wrote is still here.")


def stays_chosen(sent: QueryDict, wanted: str) -> str:
    """The outcome that goes on being chosen while something beside it is recorded.

    Nobody can un-choose an outcome, so that it may not stand in the way of an action, nor of who came.
    """
    return str(sent.get("outcome", "")) if wanted in BESIDE else ""


def _chose(sent: QueryDict, case: Case) -> bool:
    """Whether another outcome is chosen than the one recorded, or another reason is given for it."""
    chosen = sent.get("outcome", "")
    if not chosen:
        return False
    recorded, why = (case.left.outcome, case.left.why) if case.left else ("", "")
    return chosen != recorded or str(sent.get(f"why-{chosen}", why)).strip() != why
