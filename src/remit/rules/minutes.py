"""May these texts leave the meeting? Only one child's in an extract, as far as a finder and a person can tell."""

from __future__ import annotations

from collections.abc import Sequence

from remit.rules.outcomes import Refused
from remit.rules.text import counted, listed


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


def why_not_hand_out(*, approved: bool) -> Refused | None:
    """Minutes and extracts leave the product once the minutes are approved."""
    if approved:
        return None
    return Refused(
        "These minutes are a draft.", remedy="Ask the chair to approve them; then they can be handed out."
    )
