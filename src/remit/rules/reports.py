"""For which sitting or month is a report owed, over which days does it count, and who shares it?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from remit.rules.calendar import month_later
from remit.rules.deadlines import MeetingTime, Occasion, stands_at
from remit.rules.measures import Window, before, window_of
from remit.rules.outcomes import NotAllowed, Refused
from remit.rules.permissions import why_not_act_as
from remit.rules.text import shown_date
from remit.rules.viewers import Post, Viewer
from remit.terms.model import ForumTerms, Measure, Report

LONGEST = 5000
"""Characters of a part of the narrative."""


def report_named(terms: ForumTerms, name: str) -> Report | None:
    """The report of that id, where the product carries it out."""
    return next((one for one in terms.reports if one.id == name and one.runs), None)


def ends_its_period(report: Report, month: date) -> bool:
    """Whether a report by month falls to this month: every third one, say, counted from January."""
    return report.by_month and month.month % report.every.count == 0


def month_of(occasion: str) -> date | None:
    """The first day of a month written 2026-10; None where it is no such thing."""
    try:
        return date.fromisoformat(f"{occasion}-01") if len(occasion) == len("2026-10") else None
    except ValueError:
        return None


def month_window(report: Report, month: date) -> Window:
    """The months a report by month tells of: so many, the last of them this one."""
    return Window(month_later(month, 1 - report.every.count), month_later(month, 1))


def sitting_window(report: Report, day: date, sat: Sequence[MeetingTime]) -> Window:
    """The days a report at a sitting tells of: from the last sitting it was told at, that one's own included, to this.

    The meeting at which it is shared is not over yet, so it is the first that the next report tells of.
    `sat`: the forum's sittings up to and with this one, in their order.
    """
    turns = [one.day for one in sat if stands_at(report.due, Occasion(one, sittings=tuple(sat)))]
    told_at = [turn for turn in turns if turn < day]
    since = before(day, report.every)
    return Window(told_at[-1] if told_at and told_at[-1] > before(since, report.every) else since, day)


def measured_over(measure: Measure, report: Report, window: Window) -> Window:
    """Over which days a measure in a report counts: those of the report where its period is the same, else its own."""
    return window if measure.period == report.every else window_of(measure, window.until)


def why_not_see_figures(viewer: Viewer, forum: str) -> NotAllowed | None:
    """Figures about a forum's work: who runs it, its members, heads of service and the director."""
    if forum in viewer.runs or forum in viewer.sits_on:
        return None
    if viewer.holds(Post.HEAD_OF_SERVICE) or viewer.holds(Post.DIRECTOR):
        return None
    return NotAllowed(
        "Only members of this forum, heads of service and the director see its figures.",
        remedy="Ask the forum's coordinator.",
    )


def why_not_share(viewer: Viewer, forum: str, report: Report) -> NotAllowed | None:
    """Writing what a report tells and sharing it: who owes it, their deputy, or whoever chairs in their place."""
    owed_by = report.owed_by
    if owed_by.seat is not None and ((forum, owed_by.seat) in viewer.seats or forum in viewer.chairs):
        return None
    if owed_by.role is not None:
        return why_not_act_as(viewer, forum, owed_by.role, clause=report.clause)
    return NotAllowed(
        "Somebody else owes this report.", remedy="Ask the chair of the forum.", clause=report.clause
    )


def why_not_share_now(report: Report, window: Window, *, today: date) -> Refused | None:
    """Whether what a report tells of is over: a month that is not cannot be told of, nor days before a meeting that are
    still to come."""
    if report.by_month and today < window.until:
        return Refused(
            f"{report.name} tells of a month that is not over yet.",
            remedy="Share it when the month is over. You can write the narrative now.",
            clause=report.clause,
        )
    if report.at_a_sitting and today < window.until:
        return Refused(
            f"{report.name} stands at the meeting of {shown_date(window.until)}, which is still to come.",
            remedy="Share it on that day. You can write the narrative now.",
            clause=report.clause,
        )
    return None


def why_not_told(report: Report, named: Sequence[str], verb: Literal["kept", "shared"]) -> Refused | None:
    """Whether a narrative names a child, in a report that goes to people who see none."""
    if named and not report.names_children:
        return Refused(
            f"This cannot be {verb}: it names a child ({named[0]}), and {report.name} goes to people who see no child.",
            remedy="Tell it without the name or number.",
            clause=report.clause,
            field="text",
        )
    return None
