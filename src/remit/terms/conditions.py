"""How do terms write a condition on facts, and what does it mean once read? Plain Python, so that reading one is quick.

    when:
      kind: admission                          # the fact is this
      age: [16, 17]                            # or one of these
      weekly_cost: {at_least: 4000}            # over, at_least, under, at_most; a number, or a threshold of a forum's terms
      funding: {includes: [health, education], several: true}
      already_happened_on: {known: true}
      any: [{complex: true}, {homeless: true}] # one of these holds as well
      unless: {legal_gateway_decided: true}    # and this does not

Everything in one condition has to hold together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

COMPARISONS = ("over", "at_least", "under", "at_most")
_KEYS = (*COMPARISONS, "includes", "several", "known")


@dataclass(frozen=True, slots=True)
class Test:
    """One fact held against something: `how` is `is`, `includes`, `several`, `known` or a comparison."""

    fact: str
    how: str
    against: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class When:
    """A condition: all of the tests, one of `any_of` where there are some, and not `unless`."""

    tests: tuple[Test, ...]
    any_of: tuple[When, ...] = ()
    unless: When | None = None

    def every_test(self) -> Iterator[Test]:
        """Every test in it, those of its parts too."""
        yield from self.tests
        for part in (*self.any_of, *([self.unless] if self.unless else [])):
            yield from part.every_test()

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts it asks about, each once."""
        return tuple(dict.fromkeys(test.fact for test in self.every_test()))


def understood(written: object) -> When:
    """A condition as written. Raises `ValueError` with a sentence about what cannot be one."""
    if not isinstance(written, Mapping) or not written:
        raise ValueError("a condition names facts, each with what it has to be")
    tests = [
        test for fact, said in written.items() if fact not in ("any", "unless") for test in _tests(fact, said)
    ]
    parts = written.get("any", ())
    if not isinstance(parts, list | tuple):
        raise ValueError("`any` is a list of conditions")
    unless = written.get("unless")
    return When(
        tuple(tests), tuple(map(understood, parts)), understood(unless) if unless is not None else None
    )


def _tests(fact: str, said: object) -> Iterator[Test]:
    if isinstance(said, Mapping):
        for how, against in said.items():
            yield _compared(fact, how, against)
        if not said:
            raise ValueError(f"`{fact}` is held against nothing")
        return
    values = tuple(said) if isinstance(said, list | tuple) else (said,)
    if not values or any(value is None or not isinstance(value, bool | int | str) for value in values):
        raise ValueError(f"`{fact}` has to be a value, or one of a list of values")
    yield Test(fact, "is", values)


def _compared(fact: str, how: object, against: object) -> Test:
    if how in COMPARISONS and isinstance(against, int | str) and not isinstance(against, bool):
        return Test(fact, str(how), (against,))
    if how == "includes" and isinstance(against, list | tuple) and against:
        return Test(fact, "includes", tuple(against))
    if how in ("several", "known") and isinstance(against, bool):
        return Test(fact, str(how), (against,))
    raise ValueError(f"`{fact}: {{{how}: {against}}}` is no test; the tests are {', '.join(_KEYS)}")


def with_figures(when: When, thresholds: Mapping[str, int]) -> When:
    """The condition with the figure of each threshold it names. Raises `KeyError` for one that is not there."""
    return When(
        tuple(_with_figure(test, thresholds) for test in when.tests),
        tuple(with_figures(part, thresholds) for part in when.any_of),
        with_figures(when.unless, thresholds) if when.unless else None,
    )


def _with_figure(test: Test, thresholds: Mapping[str, int]) -> Test:
    if test.how in COMPARISONS and isinstance(test.against[0], str):
        return Test(test.fact, test.how, (thresholds[test.against[0]],))
    return test
