"""Who entered a cohort in a period, who left it, and because of which fact?"""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from remit.rules.cohorts import LISTED, Cohort, History, Membership, counted_in, membership
from remit.rules.text import shown_date
from remit.terms.cohort_codes import CohortCodes


class Move(NamedTuple):
    """A child who came into a cohort or went out of it: when, why, and by which source."""

    way: Literal["entered", "left"]
    on: date
    because: str
    source: str


def moved(cohort: Cohort, child: History, *, first: date, last: date, codes: CohortCodes) -> Move | None:
    """How a child's place in a cohort on the last day differs from that on the first; None where it does not.

    Who came and went between the two days stands in neither.
    """
    before = membership(cohort, child, on=first, codes=codes)
    after = membership(cohort, child, on=last, codes=codes)
    was, is_now = counted_in(before), counted_in(after)
    if was == is_now:
        return None
    if is_now and after is not None:
        return Move("entered", max(after.since, first), after.because, after.source)
    return _left(cohort, child, before, last)


def _left(cohort: Cohort, child: History, before: Membership | None, last: date) -> Move:
    """The fact that put the child out: care that ended, a placement of another kind, or a fact of the cohort's own."""
    care = [one for one in child.of("care") if one.fact.until is not None and one.fact.until <= last]
    if "care" in cohort.kinds and child.on("care", last) is None and care:
        ended = care[-1].fact.until
        assert ended is not None
        return Move("left", ended, f"Stopped being looked after on {shown_date(ended)}", care[-1].source)
    current = child.on("placement", last) if "placement" in cohort.kinds else None
    if current is not None:
        words = f"Placement {current.fact.said[0]} since {shown_date(current.fact.since)}"
        return Move("left", current.fact.since, words, current.source)
    kind = LISTED if LISTED in cohort.kinds else cohort.narrowed_by or "leaver"
    over = [one for one in child.of(kind) if one.fact.until is not None and one.fact.until <= last]
    if over and over[-1].fact.until is not None:
        ended = over[-1].fact.until
        return Move("left", ended, f"It ended on {shown_date(ended)}", over[-1].source)
    return Move("left", last, "The facts on record no longer say so", before.source if before else "")
