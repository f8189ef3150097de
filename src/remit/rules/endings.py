"""How was an item left at a meeting that is closed? The same words in minutes, register, extract and time line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from remit.terms.model import ForumTerms, Outcome


@dataclass(frozen=True, slots=True)
class Ending:
    """How an item was left."""

    id: str
    """For the name of a file: the outcome of the terms, or what stands in its place."""
    name: str
    reason: str = ""
    """Why the meeting closed without it; may name another child, so it is for those who read the minutes."""
    extract: bool = True
    """Whether there is something to hand out: not of a case that the meeting closed without having discussed."""

    @property
    def words(self) -> str:
        """With the reason, where there is one."""
        return f"{self.name}: {self.reason}" if self.reason else self.name


NOTED, DISCUSSED = Ending("noted", "Noted"), Ending("discussed", "Discussed")


def ending(
    terms: ForumTerms, *, ref: str, state: str, outcome: str, waived: Mapping[str, str], is_case: bool = True
) -> Ending:
    """How the item `ref` was left: `outcome` by its id, `waived` the reasons by the keys of `rules.closing`."""
    if outcome:
        return Ending(outcome, next((one.name for one in terms.outcomes if one.id == outcome), outcome))
    if state == "deferred":
        return _deferred(putting_off(terms) if is_case else None)
    without = waived.get(f"outcome:{ref}", "")
    if without:
        return Ending("no-outcome", "No outcome", without)
    if state == "planned":
        reason = waived.get(f"discussed:{ref}", "")
        return Ending("not-discussed", "Not discussed", reason, extract=not reason)
    return NOTED if is_case else DISCUSSED


def _deferred(outcome: Outcome | None) -> Ending:
    return Ending(outcome.id, outcome.name) if outcome else Ending("deferred", "Put off to the next meeting")


def putting_off(terms: ForumTerms) -> Outcome | None:
    """The outcome that leaves a case for the next meeting without its having been heard."""
    return next((outcome for outcome in terms.outcomes if outcome.returns and not outcome.heard), None)


def presence_words(
    terms: ForumTerms, *, ref: str, section: str, recorded: str, waived: Mapping[str, str]
) -> str:
    """Whether the child's worker or manager came, in words; `recorded` is what the register kept of it (ROR-7)."""
    if recorded:
        return recorded.capitalize()
    asked = [one.id for one in terms.presenters if section in one.sections]
    if not asked:
        return "Not asked"
    reasons = dict.fromkeys(waived[key] for one in asked if (key := f"presence:{one}:{ref}") in waived)
    return f"Not recorded (waived: {'; '.join(reasons)})" if reasons else "Not recorded"
