"""Which reports are owed, by whom, by when, and were they shared?"""

from __future__ import annotations

from collections.abc import Iterator

from remit.rules.calendar import WorkCalendar
from remit.rules.deadlines import Occasion, WorkedOut, stands_at, work_out
from remit.rules.duties import DutyKey, MeetingDuties, OwedDuty, holder_of, named
from remit.rules.reports import ends_its_period
from remit.terms.model import ForumTerms, Owner, Report

SHARED = "report-shared"
"""The act that meets a report."""


def reports_owed(terms: ForumTerms, facts: MeetingDuties, calendar: WorkCalendar) -> Iterator[OwedDuty]:
    """The reports owed at this sitting; and for the month that stands with it, whether or not it is held."""
    for report in terms.reports:
        if not (report.runs and facts.live):
            continue
        if report.at_a_sitting and stands_at(report.due, facts.occasion):
            yield _report(report, facts, work_out(report.due, facts.occasion, calendar), facts.ended)
        elif facts.month is not None and ends_its_period(report, facts.month):
            yield _report(report, facts, work_out(report.due, Occasion(month=facts.month), calendar), None)


def _report(report: Report, facts: MeetingDuties, due: WorkedOut | None, ended: str | None) -> OwedDuty:
    month = f"month:{facts.month:%Y-%m}" if report.by_month and facts.month else ""
    owner = Owner(seat=report.owed_by.seat, role=report.owed_by.role)
    shared_at = facts.shared.get(report.id)
    return OwedDuty(
        key=DutyKey(report.clause, report.id, facts.forum, month or f"meeting:{facts.id}"),
        what=f"Share: {report.name}",
        owed_by=named(owner),
        owner=holder_of(owner, facts.holders, {}),
        due=due,
        met_at=shared_at,
        evidence=SHARED if shared_at else "",
        void=ended if shared_at is None else None,
        meeting=facts.id,
    )
