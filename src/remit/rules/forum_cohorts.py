"""Whom must a forum look at, of those in the cohorts that are computed?

Terms name where a cohort comes from (`from: residential_placements`); here stands which computed cohorts that is. Families in
pre-proceedings or in court are not computed yet, and the action list has rows of its own: neither puts anybody here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from remit.terms.model import ForumTerms


class Followed(NamedTuple):
    """A cohort, or the part of it, that a forum follows."""

    cohort: str
    part: str = ""


SOURCES: Mapping[str, tuple[Followed, ...]] = {
    "residential_placements": (Followed("residential"),),
    # PF2: residential, parent and baby (residential by its code), unaccompanied, or dear.
    "reviewed_placements": (Followed("residential"), Followed("unaccompanied"), Followed("high-cost")),
    # PF3: which places are unregulated no code says; supported accommodation is not, since it is registered.
    "irregular_placements": (Followed("unregistered"),),
    "distant_placements": (Followed("out-of-authority"),),
    "looked_after_children": (Followed("looked-after"),),
    # CLP-1: every relevant and former relevant care leaver. The eligible are looked after, the qualifying are advised only.
    "care_leavers": (Followed("care-leavers", "relevant"), Followed("care-leavers", "former_relevant")),
}
NOT_COMPUTED = frozenset({"action_list", "pre_proceedings", "court_proceedings"})
FOLLOWABLE = frozenset(one.cohort for followed in SOURCES.values() for one in followed)
"""Every cohort that some source names."""


def followed_by(terms: ForumTerms) -> frozenset[Followed]:
    """The computed cohorts these terms make the forum look at."""
    return frozenset(one for cohort in terms.cohorts for one in SOURCES.get(cohort.source, ()))
