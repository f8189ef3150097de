"""How are approved minutes corrected, and what follows of it? Nothing that hangs on them is rewritten unsaid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from remit.rules.outcomes import Refused
from remit.rules.text import counted, listed, shown_date
from remit.terms.model import ForumTerms

LONGEST_NOTE = 4_000


def why_not_propose(*, approved: bool, waiting: bool = False) -> Refused | None:
    """Proposing a correction: of approved minutes, one at a time for each text. A draft is corrected itself."""
    if not approved:
        return Refused(
            "These minutes are a draft, so they are corrected by changing them.",
            remedy="Correct the words in the draft.",
        )
    if waiting:
        return Refused(
            "A correction of this waits for approval already.",
            remedy="Have it approved or take it back first, on the page of the minutes.",
        )
    return None


def why_not_changed(was: str, text: str, *, name: str) -> Refused | None:
    """A correction says something, and something else than stands there."""
    if not text:
        return Refused(f"Enter the words for {name}.", remedy="Say how it should read.", field="text")
    if text == was:
        return Refused("This is what stands there already.", remedy="Change it, or go back.", field="text")
    return None


def why_not_reasoned(why: str) -> Refused | None:
    """A correction has its reason."""
    if why.strip():
        return None
    return Refused("Enter why this is corrected.", remedy="A sentence is enough.", field="why")


def why_not_worded(named: Sequence[str], *, wording: str | None) -> Refused | None:
    """A corrected text that may name another child comes with the wording for the extract."""
    if not named or wording is not None:
        return None
    return Refused(
        f"This text may name another child: {listed(sorted(set(named)))}.",
        remedy="Enter the wording for the child’s extract, or confirm that nobody else is meant.",
        field="wording",
    )


def why_not_noted(text: str, *, named: Sequence[str]) -> Refused | None:
    """A note about the minutes as a whole is read by everybody who reads them, so it is about no child."""
    if len(text) > LONGEST_NOTE:
        return Refused(
            f"The correction must be {LONGEST_NOTE:,} characters or fewer.",
            remedy=f"Shorten it: it has {len(text):,}.",
            field="text",
        )
    if named:
        return Refused(
            f"This seems to be about a child: {listed(sorted(set(named)))}.",
            remedy="Correct the text or the outcome of the child’s own case.",
            field="text",
        )
    return None


def why_not_settle(state: str) -> Refused | None:
    """Approving a correction or turning it down: once."""
    if state == "waiting":
        return None
    return Refused(
        f"This correction is {state.replace('-', ' ')} already.",
        remedy="Look at the versions of the minutes.",
    )


def why_not_agree(*, is_open: bool, approved: bool, waiting: int, agreed: bool) -> Refused | None:
    """Agreeing the minutes of the last meeting: at a meeting that is open, once they are approved and nothing waits."""
    if agreed:
        return Refused("The minutes are agreed already.", remedy="Go on with the agenda.")
    if not is_open:
        return Refused("Minutes are agreed at a meeting.", remedy="Open the meeting first.")
    if not approved:
        return Refused(
            "The minutes of the last meeting are still a draft.", remedy="Have them approved first."
        )
    if waiting:
        return Refused(
            f"{counted(waiting, 'correction')} of these minutes {'waits' if waiting == 1 else 'wait'} for approval.",
            remedy="Have them approved or turned down first, so that what is agreed is what stands.",
        )
    return None


def why_not_approve_none(corrections: int) -> Refused | None:
    """There is something to approve, for who approves."""
    if corrections:
        return None
    return Refused("No correction waits for your approval.", remedy="Look at the versions of the minutes.")


@dataclass(frozen=True, slots=True)
class Hanging:
    """What hangs on a case as its minutes have it."""

    actions: int
    """Actions that were agreed for it."""
    next_day: date | None
    """The day of a later meeting of the forum on whose agenda it stands; none where it does not."""


def what_follows(terms: ForumTerms, key: str, *, was: str, now: str, hanging: Hanging) -> tuple[str, ...]:
    """What becomes of what hangs on a case once this correction is approved, in sentences.

    `was` and `now`: ids of outcomes where the outcome is corrected; elsewhere not looked at.
    """
    found = []
    if key == "outcome":
        found += _of_outcome(terms, was, now, hanging.next_day)
        if hanging.actions:
            stand = "It stands as it was" if hanging.actions == 1 else "They stand as they were"
            found.append(
                f"{counted(hanging.actions, 'action')} {'was' if hanging.actions == 1 else 'were'} agreed for this case."
                f" {stand} agreed: change or finish {'it' if hanging.actions == 1 else 'each'} where it is kept."
            )
        found.append(
            "The register and the figures count the corrected outcome from then on. Reports that were shared keep"
            " the figures they were shared with."
        )
    elif terms.trajectory and key in (terms.trajectory.until_then, terms.trajectory.step_down):
        found.append(
            "If a trajectory was begun with these words, it stays as it is: who works with the child changes it, with a reason."
        )
    return tuple(found)


def _of_outcome(terms: ForumTerms, was: str, now: str, next_day: date | None) -> list[str]:
    known = {one.id: one for one in terms.outcomes}
    begun_by = terms.trajectory.begun_by if terms.trajectory else ()
    found = []
    if was in begun_by and now not in begun_by:
        found.append(
            "The outcome before began a trajectory for the child. It stays: who works with the child changes it, with a reason."
        )
    if now in begun_by and was not in begun_by:
        found.append("Approving it begins a trajectory for the child, with what was planned.")
    comes_back = now in known and known[now].returns
    if next_day is not None and not comes_back:
        found.append(
            f"The case stands on the agenda of {shown_date(next_day)}, and stays there until it is taken off."
        )
    if next_day is None and comes_back:
        found.append("The case is on no later agenda: choose it for the next meeting.")
    return found
