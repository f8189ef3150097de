"""What would be gone if one gate or duty were not in force? Tests take each out in turn and must notice.

Terms that no screen carries out yet are not among them: nothing could notice.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from remit.terms.model import ForumTerms
from remit.terms.placed import Placed, at, placed
from remit.terms.values import Effect

BITING: tuple[Effect, ...] = ("gate", "duty")


@dataclass(frozen=True, slots=True)
class Removal:
    """One value to take out, and the clause that then has no effect."""

    clause: str
    effect: Effect
    path: str


def removals(terms: ForumTerms) -> tuple[Removal, ...]:
    """Everything that gives effect to a gate or a duty of a clause, each to be taken out alone."""
    return tuple(
        Removal(found.clause, effect, path)
        for found in placed(terms)
        if found.runs
        for effect in BITING
        if effect in terms.clauses[found.clause].effects
        for path in _giving(found, effect)
    )


def _giving(found: Placed, effect: Effect) -> Iterator[str]:
    if effect in found.term.kind_gives:
        yield found.path
    for field in found.term.effect_in.get(effect, ()):
        info = type(found.term).model_fields[field]
        if getattr(found.term, field) != info.default:
            yield f"{found.path}.{info.alias or field}"


def without(document: dict[str, Any], path: str) -> dict[str, Any]:
    """The document with what stands at the path taken out; raises `KeyError` where nothing does."""
    shorter = copy.deepcopy(document)
    above, _, last = path.rpartition(".")
    gone, holder = at(shorter, path), at(shorter, above) if above else shorter
    if isinstance(holder, list):
        holder.remove(gone)
    elif isinstance(holder, dict):
        del holder[last]
    return shorter
