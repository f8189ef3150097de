"""Does a condition hold, as far as the facts are known, and which facts would settle it?

Three answers: it holds, it does not, or what is known leaves it open. A fact that is `None` or absent is not known.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from remit.terms.conditions import Test, When

Facts = Mapping[str, Any]
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "over": operator.gt,
    "at_least": operator.ge,
    "under": operator.lt,
    "at_most": operator.le,
}


class AtLeast(NamedTuple):
    """A number of which only a part is known: it is this or more, and these facts would tell."""

    floor: float
    missing: tuple[str, ...]


class Verdict(NamedTuple):
    """Whether it holds, `None` while that is open; then the facts that would settle it."""

    holds: bool | None
    missing: tuple[str, ...] = ()


YES, NO = Verdict(True), Verdict(False)


def judged(when: When, facts: Facts) -> Verdict:
    """Whether the whole condition holds."""
    return all_of(_parts(when, facts))


def _parts(when: When, facts: Facts) -> Iterator[Verdict]:
    for test in when.tests:
        yield _tested(test, facts)
    if when.any_of:
        yield any_of(judged(part, facts) for part in when.any_of)
    if when.unless is not None:
        yield opposite(judged(when.unless, facts))


def all_of(verdicts: Iterator[Verdict]) -> Verdict:
    """Together: one that does not hold settles it, whatever is not known of the others."""
    missing: dict[str, None] = {}
    for verdict in verdicts:
        if verdict.holds is False:
            return NO
        missing.update(dict.fromkeys(verdict.missing))
    return Verdict(None, tuple(missing)) if missing else YES


def any_of(verdicts: Iterator[Verdict]) -> Verdict:
    """One of them: one that holds settles it, whatever is not known of the others."""
    return opposite(all_of(opposite(verdict) for verdict in verdicts))


def opposite(verdict: Verdict) -> Verdict:
    """It does not hold where this does."""
    return verdict if verdict.holds is None else Verdict(not verdict.holds)


def _tested(test: Test, facts: Facts) -> Verdict:
    value = facts.get(test.fact)
    if test.how == "known":
        return Verdict((value is not None) is test.against[0])
    if value is None:
        return Verdict(None, (test.fact,))
    if isinstance(value, AtLeast):
        return _tested_from(test, value)
    return Verdict(passes(test, value))


def _tested_from(test: Test, value: AtLeast) -> Verdict:
    """More can only be added: what is enough stays enough, and what is too much stays too much."""
    enough = test.how in ("over", "at_least")
    return Verdict(enough) if passes(test, value.floor) is enough else Verdict(None, value.missing)


def passes(test: Test, value: Any) -> bool:
    """Whether a value that is known passes a test. `True` is not 1 here."""
    if test.how == "is":
        return any(
            value == wanted and isinstance(value, bool) is isinstance(wanted, bool) for wanted in test.against
        )
    if test.how == "includes":
        return not set(test.against).isdisjoint(value)
    if test.how == "several":
        return (len(set(value)) > 1) is test.against[0]
    return _COMPARE[test.how](value, test.against[0])
