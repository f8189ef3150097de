"""Do the forums of one authority get in each other's way?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import combinations

from remit.rules.clashes import Shared, shared_in_words, shared_services
from remit.rules.findings import Found, Place, TermsFinding
from remit.rules.forum_calendar import by_cadence
from remit.rules.text import counted, shown_date
from remit.terms.model import ForumTerms

A_YEAR = (date(2026, 1, 1), date(2026, 12, 31))
"""Long enough for every cadence there is to come round."""


def check_together(
    forums: Sequence[tuple[ForumTerms, Place]],
    *,
    shared: Callable[[ForumTerms, ForumTerms], Shared] = shared_services,
) -> tuple[TermsFinding, ...]:
    """Meetings of the same people at the same time, told once for each two forums, at the later one in order.

    `shared`: who is wanted at both; by the terms alone that is said in services.
    """
    return tuple(
        found.placed(place)
        for (first, _), (second, place) in combinations(forums, 2)
        for found in _at_once(first, second, shared(first, second))
    )


def _at_once(first: ForumTerms, second: ForumTerms, shared: Shared) -> Iterator[Found]:
    overlap = first.meets.starts < second.meets.ends and second.meets.starts < first.meets.ends
    if not shared or not overlap:
        return
    since, until = A_YEAR
    days = [
        {meeting.day for meeting in by_cadence(terms, since=since, until=until).meetings}
        for terms in (first, second)
    ]
    both = sorted(day for day in days[0] & days[1] if since <= day <= until)
    if both:
        problem = (
            f"{first.short} ({first.meets.clause}) and {second.short} sit at the same time on "
            f"{counted(len(both), 'day')} of a year, first on {shown_date(both[0])}, "
            f"and {shared_in_words(shared)}."
        )
        remedy = "Move one of them, or see that different people sit on them."
        yield Found("finding", second.meets.clause, "meets", problem, remedy)
