"""May a fact that a person typed by mistake be taken back, and what holds again then? Plain facts in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from remit.rules.fact_comparison import key_of
from remit.rules.facts import EXCLUSIVE, KIND_WORDS, Fact, Held
from remit.rules.outcomes import NotFound, Refused, Stale
from remit.rules.text import shown_date

AS_RETURN = "Correct it with the next return, or record what is right."


def standing_again(before: Sequence[Held], stays: Sequence[Held]) -> tuple[list[Held], list[Held]]:
    """Of what gave way to a typed fact what can hold again, and what was typed since that is in the way of it.

    `stays`: what holds besides. What a return said since stands, and what it shuts out does not come back.
    """
    again: list[Held] = []
    in_the_way: list[Held] = []
    for one in before:
        against = [other for other in stays if _shut_out(one.fact, other.fact)]
        if not against:
            again.append(one)
        in_the_way += [other for other in against if other.provisional and other not in in_the_way]
    return again, in_the_way


def _shut_out(one: Fact, other: Fact) -> bool:
    return key_of(one) == key_of(other) or (one.kind in EXCLUSIVE and one.overlaps(other))


def why_not_take_back(
    kind: str, *, ended_by: date | None, in_the_way: Sequence[Held], contradicted: bool
) -> Refused | None:
    """Whether what somebody typed can be taken back by itself.

    `ended_by`: from when the fact holds with which this one was ended, where it was not typed by itself.
    """
    what = KIND_WORDS[kind]
    if ended_by is not None:
        return Refused(
            f"This ended when the {what} from {shown_date(ended_by)} was recorded.",
            remedy=f"Take back the {what} from {shown_date(ended_by)}, or record what is right.",
        )
    if contradicted:
        return Refused(
            "A return says otherwise, and that waits for somebody to say which is so.",
            remedy="Settle it under Contradictions.",
        )
    if in_the_way:
        since = shown_date(in_the_way[0].fact.since)
        return Refused(
            f"The {what} from {since} was recorded after this, and rests on it.",
            remedy=f"Take back the {what} from {since} first.",
        )
    return None


def why_gone(*, told_otherwise: bool, taken_back_on: date | None, typed_once: bool) -> Refused:
    """Why there is nothing typed to take back.

    `told_otherwise`: a return says that it is so, or what it says holds in its place.
    """
    if told_otherwise:
        return Refused("A return has confirmed this, so it cannot be taken back.", remedy=AS_RETURN)
    if taken_back_on is not None:
        return Refused(
            f"This was taken back already, on {shown_date(taken_back_on)}.", remedy="There is nothing to do."
        )
    return Stale("This was changed meanwhile, so nothing was taken back.") if typed_once else NotFound("fact")
