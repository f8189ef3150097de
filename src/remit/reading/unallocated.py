"""Which children who are looked after wait for somebody to work with them?

A return puts children on record and does not say who works with them here: a file of allocations does. Until then no
worker and no team sees the child.
"""

from __future__ import annotations

from datetime import datetime

from remit.reading.cohort_pages import CohortPage, Filter, cohort_export, cohort_page
from remit.reading.cohorts import cohort_named
from remit.records.cohort_pages import how_many_unallocated
from remit.rules.clock import london_day
from remit.rules.outcomes import refuse_if
from remit.rules.permissions import why_not_load_staff
from remit.rules.viewers import Viewer

LOOKED_AFTER = "looked-after"


def how_many_wait(viewer: Viewer, *, now: datetime) -> int:
    """How many children looked after have no worker and no team today. It names none. Refuses whoever may not load allocations.

    Restricted records are not counted: who is named for one sees it whether or not anybody works with the child.
    """
    refuse_if(why_not_load_staff(viewer))
    return how_many_unallocated(cohort_named(LOOKED_AFTER), on=london_day(now))


def who_waits(viewer: Viewer, *, after: int = 0, now: datetime) -> CohortPage:
    """A page of those whom this viewer meets in cohorts."""
    return cohort_page(viewer, name=LOOKED_AFTER, asked=Filter(unallocated=True), after=after, now=now)


def numbers_of_who_waits(viewer: Viewer, *, now: datetime) -> tuple[str, ...]:
    """The number of each of them, for a file that is to say who works with them."""
    found = cohort_export(viewer, name=LOOKED_AFTER, asked=Filter(unallocated=True), now=now)
    return tuple(line.person_id for line in found.lines if line.person_id)
