"""Is a reason given, and is it short enough to keep?"""

from __future__ import annotations

from remit.rules.outcomes import Refused

LONGEST_REASON = 500
"""Characters: the record has as much room for the reason of an act, wherever it is kept."""


def why_not_reason(why: str, *, field: str = "why") -> Refused | None:
    """Whether a reason is given, and is short enough to keep."""
    if not why.strip():
        return Refused("Give a reason.", remedy="A few words are enough.", field=field)
    return why_not_that_long(why, field=field)


def why_not_that_long(why: str, *, field: str = "why") -> Refused | None:
    """Whether a reason, where there is one, is short enough to keep."""
    if len(why.strip()) > LONGEST_REASON:
        return Refused(
            "The reason is too long.", remedy=f"Enter {LONGEST_REASON} characters or fewer.", field=field
        )
    return None
