"""What do the terms say of the placements action list: who keeps it, and when is an entry flagged?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from remit.records.holidays import working_calendar
from remit.records.people import PostHolding
from remit.records.viewers import terms_in_force
from remit.rules.action_list import untouched_for
from remit.rules.viewers import Post
from remit.terms.values import Span


@dataclass(frozen=True, slots=True)
class ListRule:
    """When an entry of the list is flagged as untouched, by which clause; `after` is None where no forum flags any."""

    clause: str = ""
    says: str = ""
    reading: str = ""
    after: Span | None = None

    def untouched_for(self, touched: date, *, today: date) -> int | None:
        """Days since anybody touched an entry, where that is long enough to be flagged."""
        return untouched_for(touched, after=self.after, today=today, calendar=working_calendar())


def list_rule(*, on: date) -> ListRule:
    """The rule in force that day, of the forum that works from the list."""
    for terms in terms_in_force(on).values():
        for cohort in terms.cohorts:
            if cohort.source == "action_list" and cohort.untouched is not None:
                clause = terms.clauses[cohort.untouched.clause]
                return ListRule(
                    cohort.untouched.clause, clause.says, clause.reading or "", cohort.untouched.after
                )
    return ListRule()


def kept_by(*, on: date) -> tuple[str, ...]:
    """The names of those in brokerage, who keep the list."""
    holdings = PostHolding.objects.on(on).filter(post=Post.BROKERAGE.value, staff__is_active=True)
    return tuple(holdings.order_by("staff__name_folded").values_list("staff__name", flat=True))
