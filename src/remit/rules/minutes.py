"""May these texts leave the meeting? Only one child's in an extract, as far as a finder and a person can tell."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from remit.rules.outcomes import Refused
from remit.rules.text import counted, listed
from remit.terms.model import ForumTerms


def why_not_release(named: Sequence[str]) -> Refused | None:
    """A wording for one child's extract names no other child, in full or by number."""
    if not named:
        return None
    return Refused(
        f"This wording still names another child: {listed(sorted(set(named)))}.",
        remedy="Take the name or number out, for example “another child”.",
        field="wording",
    )


def why_not_issue_texts(texts: Sequence[str]) -> Refused | None:
    """Every text that may name another child has a wording that somebody released."""
    if not texts:
        return None
    return Refused(
        f"{counted(len(texts), 'text')} may name another child: {listed(sorted(set(texts)))}.",
        remedy="Release a wording for each of them first.",
    )


def why_not_leave_out(closed: int) -> Refused | None:
    """No text about a record that the approver may not see waits for a wording, unless it is left out of the extract."""
    if not closed:
        return None
    return Refused(
        f"{counted(closed, 'text')} about a record that is closed to you may name another child.",
        remedy="Ask somebody who is named for the record and runs this forum to release a wording, or approve the"
        " minutes with it left out of the extract.",
    )


def why_not_yet(terms: ForumTerms, *, closed: bool, cancelled: bool) -> Refused | None:
    """What was recorded is settled by the closing: before it there are no minutes, not even a draft, and no register.

    The clause is the one that asks for the closing; where none does, that of the minutes.
    """
    if closed:
        return None
    if cancelled:
        return Refused(
            "This meeting was cancelled, so it has no minutes and no register.",
            remedy="Choose a meeting that was held.",
        )
    asked = (duty.clause for duty in terms.duties if duty.met_by == "meeting-closed")
    return Refused(
        "This meeting is not closed yet, so it has no minutes and no register.",
        remedy="Close the meeting first, or read what is recorded so far in its room.",
        clause=next(asked, terms.minutes.clause),
    )


def why_not_hand_out(*, approved: bool) -> Refused | None:
    """Minutes leave the product once they are approved."""
    if approved:
        return None
    return Refused(
        "These minutes are a draft.", remedy="Ask the chair to approve them; then they can be handed out."
    )


def extracts_are_out(terms: ForumTerms, happened: Collection[str]) -> bool:
    """Whether each child's extract can be handed out: from the act that the terms name."""
    return terms.minutes.extracts_from in happened


def why_not_hand_out_extract(
    terms: ForumTerms, happened: Collection[str], *, open_texts: Sequence[str]
) -> Refused | None:
    """An extract leaves the product from the act that the terms name, and never with a text that waits for a wording."""
    if extracts_are_out(terms, happened):
        return why_not_issue_texts(open_texts)
    return why_not_hand_out(approved=False) if "meeting-closed" in happened else _not_closed()


def why_not_extract(*, discussed: bool) -> Refused | None:
    """An extract tells what was decided about a child, so there is none of a case that was not discussed."""
    if discussed:
        return None
    return Refused(
        "This case was not discussed at the meeting, so there is no extract.",
        remedy="The minutes and the register say why it was not discussed.",
    )


def _not_closed() -> Refused:
    return Refused("This meeting is not closed yet.", remedy="Extracts are there when it is.")
