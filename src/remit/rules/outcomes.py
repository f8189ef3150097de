"""What does a rule answer with, and how does the product say an anticipated "no"?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule's answer: whether it is met, by which clause, and because of what, in words a reader can check."""

    clause: str | None
    met: bool
    because: str

    def __bool__(self) -> bool:
        raise TypeError("A finding is not a yes or no by itself: ask finding.met.")


class Refused(Exception):
    """An anticipated "no": a plain sentence, the clause it comes from, and what to do about it.

    Anything else that goes wrong is a bug and is logged as one.
    """

    def __init__(
        self, problem: str, *, remedy: str, clause: str | None = None, field: str | None = None
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy
        self.clause = clause
        self.field = field


class Stale(Refused):
    """The record moved since the actor saw it: nothing was changed."""

    def __init__(self, problem: str = "Somebody else has changed this since you opened it.") -> None:
        super().__init__(problem, remedy="Look at what changed, then do it again if it still holds.")


class NotFound(Refused):
    """There is no such thing, or this viewer may not know whether there is."""

    def __init__(self, what: str = "page") -> None:
        super().__init__(
            f"We could not find that {what}.", remedy="Check the address, or go back to your home page."
        )


class NotAllowed(Refused):
    """This person may not do or see this."""

    def __init__(self, problem: str, *, remedy: str, clause: str | None = None) -> None:
        super().__init__(problem, remedy=remedy, clause=clause)


def refuse_if(reason: Refused | None) -> None:
    """Raise the refusal a `why_not_...` question answered with, if it did."""
    if reason is not None:
        raise reason
