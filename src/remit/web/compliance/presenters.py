"""How do the figures of compliance read?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from remit.reading.compliance import Compliance, DutyFigures, ForumFigures, OverdueLine
from remit.rules.compliance import Tally
from remit.rules.viewers import Viewer
from remit.web import formats


@dataclass(frozen=True, slots=True)
class Figures:
    """A line of figures: its words, the counts in order, and the share."""

    name: str
    counts: tuple[int, ...]
    share: str
    not_yet_due: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A duty with its clause, its figures and, month by month, how many of how many were in time."""

    clause: str
    says: str
    reading: str
    figures: Figures
    months: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForumShown:
    """A forum's figures."""

    slug: str
    name: str
    href: str
    live_from: date
    whole: Figures
    duties: tuple[Asked, ...]
    months: tuple[Figures, ...]
    not_counted: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class OverdueShown:
    """An overdue duty."""

    what: str
    clause: str
    about: str
    href: str
    """Where it is done; empty where there is no page for this reader."""
    child_href: str
    owner: str
    due: str
    with_whom: str
    waive_href: str


@dataclass(frozen=True, slots=True)
class CompliancePage:
    """The page of one forum, or of several."""

    period: str
    months: tuple[str, ...]
    forums: tuple[ForumShown, ...]
    several: bool
    overdue: tuple[OverdueShown, ...]
    more_overdue: bool
    earlier: str
    later: str


HEADS = ("Fell due", "In time", "Late", "Missed", "Waived", "Overdue")


def present(page: Compliance, viewer: Viewer, *, several: bool) -> CompliancePage:
    """The page, ready to be shown."""
    first, last = month_name(page.months[0]), month_name(page.months[-1])
    return CompliancePage(
        period=f"{first} to {last}",
        months=tuple(f"{formats.MONTHS[month.month - 1][:3]} {month.year}" for month in page.months),
        forums=tuple(_forum(forum, page.months) for forum in page.forums),
        several=several,
        overdue=tuple(_overdue(line, viewer) for line in page.overdue),
        more_overdue=page.more_overdue,
        earlier=f"{page.earlier:%Y-%m}",
        later=f"{page.later:%Y-%m}" if page.later else "",
    )


def month_name(month: date) -> str:
    """October 2026."""
    return f"{formats.MONTHS[month.month - 1]} {month.year}"


def _figures(name: str, tally: Tally) -> Figures:
    counts = (tally.fell_due, tally.met, tally.late, tally.missed, tally.waived, tally.overdue)
    share = "None fell due" if tally.share_in_time is None else f"{tally.share_in_time}%"
    return Figures(name, counts, share, tally.not_yet_due)


def _forum(forum: ForumFigures, months: Sequence[date]) -> ForumShown:
    return ForumShown(
        slug=forum.slug,
        name=forum.name,
        href=reverse("forum_compliance", kwargs={"forum": forum.slug}),
        live_from=forum.live_from,
        whole=_figures(forum.name, forum.whole),
        duties=tuple(_asked(duty) for duty in forum.duties),
        months=tuple(
            _figures(month_name(month), tally) for month, tally in zip(months, forum.months, strict=True)
        ),
        not_counted=forum.not_counted,
    )


def _asked(duty: DutyFigures) -> Asked:
    months = tuple(f"{month.met} of {month.fell_due}" if month.fell_due else "–" for month in duty.months)
    return Asked(duty.clause, duty.says, duty.reading, _figures(duty.what, duty.whole), months)


def _overdue(line: OverdueLine, viewer: Viewer) -> OverdueShown:
    of = formats.date(line.meeting_on) if line.meeting_on else ""
    return OverdueShown(
        what=line.what,
        clause=line.clause,
        about=f"{line.forum_name}, {of}" if of else line.forum_name,
        href=_where(line, viewer),
        child_href=reverse("case", kwargs={"child": line.child}) if line.child else "",
        owner=line.owner or "Nobody holds this seat",
        due=formats.due(line.due_at),
        with_whom=line.with_whom,
        waive_href=reverse("waive_duty", kwargs={"duty": line.ref}) if line.may_waive else "",
    )


def _where(line: OverdueLine, viewer: Viewer) -> str:
    if line.action and line.forum in viewer.runs:
        return reverse("action", kwargs={"action": line.action})
    if line.meeting and (line.forum in viewer.runs or line.forum in viewer.sits_on):
        return reverse("meeting", kwargs={"forum": line.forum, "date": line.meeting})
    return ""
