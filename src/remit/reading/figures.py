"""What do a forum's figures come to, and what has it told others of them? No child is named in any of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from remit.documents.reports import ReportDocument
from remit.reading.sittings import opens_to
from remit.records.forums import Forum
from remit.records.meetings import Meeting
from remit.records.reports import ReportText, SharedReport, texts_of_report
from remit.records.terms_store import adopted, terms_of
from remit.records.told_reports import Standing, figures_of, find_standing, read, told_now
from remit.rules.calendar import month_later
from remit.rules.clock import london_day
from remit.rules.deadlines import MeetingTime, Occasion, stands_at
from remit.rules.figures_told import ReportTold, report_told
from remit.rules.measures import window_of
from remit.rules.outcomes import NotFound, Refused
from remit.rules.reports import ends_its_period, why_not_see_figures, why_not_share, why_not_share_now
from remit.rules.text import shown_date
from remit.rules.viewers import Viewer
from remit.terms.model import ForumTerms, Report, Told

MONTHS_BACK = 12
DAYS_AHEAD = timedelta(days=62)


@dataclass(frozen=True, slots=True)
class OccasionLine:
    """A report for one sitting or month, in the list of them."""

    report: str
    name: str
    clause: str
    occasion: str
    words: str
    """October 2026, or the meeting it is shared at."""
    shared_at: datetime | None


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """Everything a forum counts, each over its own period up to today, and its reports."""

    forum: str
    forum_name: str
    reports: tuple[OccasionLine, ...]
    told: ReportTold


@dataclass(frozen=True, slots=True)
class Version:
    """What somebody wrote before it was changed."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of the narrative as it stands, with what stood there before."""

    id: str
    name: str
    asks: str
    text: str
    version: int
    by: str
    at: datetime | None
    earlier: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report for one sitting or month."""

    forum: str
    forum_name: str
    short: str
    report: str
    name: str
    occasion: str
    words: str
    days: str
    goes_to: tuple[str, ...]
    clause: str
    meeting: str
    """The nominal date of the meeting at which it is shared, where this reader can open that; empty of one by month."""
    shared: tuple[Version, ...]
    """Who shared it when, the latest first."""
    told: ReportTold
    as_shared: bool
    """Whether the figures are those that were shared, and not as they would be now."""
    parts: tuple[PartLine, ...]
    writes: bool
    """Whether this viewer writes the narrative and shares it."""
    not_now: str
    """Why it cannot be shared today."""


def figures(viewer: Viewer, *, forum: str, now: datetime) -> FiguresPage:
    """A forum's figures up to today. A fixed number of queries, however many children there are.

    Refuses: no such forum, or not for this viewer to see.
    """
    row = _forum(viewer, forum, now)
    today = london_day(now)
    terms = terms_of(adopted(forum, today))
    counted = [(one, window_of(one, today + timedelta(days=1))) for one in terms.measures]
    told = report_told(figures_of(row.pk, terms, counted, now=now), (), terms)
    return FiguresPage(forum, terms.name, tuple(_occasions(row, terms, today)), told)


def _forum(viewer: Viewer, forum: str, now: datetime) -> Forum:
    row = Forum.objects.filter(slug=forum, live_from__lte=london_day(now)).first()
    if row is None or why_not_see_figures(viewer, forum) is not None:
        raise NotFound("page")
    return row


def _occasions(row: Forum, terms: ForumTerms, today: date) -> list[OccasionLine]:
    """The sittings and months of the last year for which each report is owed, the latest first."""
    since = max(month_later(today.replace(day=1), -MONTHS_BACK), row.live_from.replace(day=1))
    meetings = list(
        Meeting.objects.filter(forum=row, nominal_date__gte=since, nominal_date__lt=today + DAYS_AHEAD)
        .order_by("starts_at", "pk")
        .values_list("nominal_date", "date", "starts_at", "ends_at", "state")
    )
    held = [
        (nominal, MeetingTime(day, starts_at, ends_at))
        for nominal, day, starts_at, ends_at, state in meetings
        if state != Meeting.State.CANCELLED
    ]
    sat = tuple(one for _, one in held)
    months = sorted({nominal.replace(day=1) for nominal, *_ in meetings if nominal <= today})
    shared = _shared(row, since)
    lines: list[OccasionLine] = []
    for report in terms.reports:
        if not report.runs:
            continue
        found = [(f"{month:%Y-%m}", f"{month:%B %Y}") for month in months if ends_its_period(report, month)]
        if report.at_a_sitting:
            turns = [nominal for nominal, one in held if stands_at(report.due, Occasion(one, sittings=sat))]
            found = [(nominal.isoformat(), f"Meeting of {shown_date(nominal)}") for nominal in turns]
        lines += [_occasion(report, *one, shared) for one in reversed(found)]
    return lines


def _occasion(
    report: Report, occasion: str, words: str, shared: dict[tuple[str, str], datetime]
) -> OccasionLine:
    at = shared.get((report.id, occasion))
    return OccasionLine(report.id, report.name, report.clause, occasion, words, at)


def _shared(row: Forum, since: date) -> dict[tuple[str, str], datetime]:
    rows = SharedReport.objects.filter(forum=row, meeting__nominal_date__gte=since).order_by("-at", "-pk")
    return {(report, occasion): at for report, occasion, at in rows.values_list("report", "occasion", "at")}


def _sharings(forum: int, report: str, occasion: str) -> list[SharedReport]:
    """Each time it was shared, the latest first, each with its figures as they were."""
    rows = SharedReport.objects.filter(forum=forum, report=report, occasion=occasion)
    return list(rows.select_related("by").order_by("-at", "-pk"))


def _leads_to_meeting(viewer: Viewer, standing: Standing, now: datetime) -> bool:
    return standing.report.at_a_sitting and opens_to(viewer, standing.meeting, now=now)


def told_report(
    viewer: Viewer, *, forum: str, report: str, occasion: str, now: datetime, current: bool = False
) -> ReportPage:
    """A report for a sitting or a month: as it was last shared, or (`current`, or never shared) as it is now.

    Refuses: no such report for it, or not for this viewer to see.
    """
    _forum(viewer, forum, now)
    standing = find_standing(forum, report, occasion)
    if standing is None:
        raise NotFound("report")
    shared = _sharings(standing.meeting.forum_id, report, occasion)
    texts = list(texts_of_report(standing.meeting.forum_id, report, occasion))
    known = {row.part: row.text for row in texts if row.superseded_at is None}
    as_shared = bool(shared) and not current
    told = read(shared[0].document) if as_shared else told_now(standing, known, now=now)
    refusal = why_not_share_now(standing.report, standing.window, today=london_day(now))
    return ReportPage(
        forum=forum,
        forum_name=standing.terms.name,
        short=standing.terms.short,
        report=report,
        name=standing.report.name,
        occasion=occasion,
        words=_words(standing),
        days=f"{shown_date(standing.window.first)} to {shown_date(standing.window.last)}",
        goes_to=standing.report.goes_to,
        clause=standing.report.clause,
        meeting=occasion if _leads_to_meeting(viewer, standing, now) else "",
        shared=tuple(Version("", row.by.name, row.at) for row in shared),
        told=told,
        as_shared=as_shared,
        parts=tuple(_parts(standing, texts)),
        writes=why_not_share(viewer, forum, standing.report) is None,
        not_now=f"{refusal.problem} {refusal.remedy}" if refusal else "",
    )


def _words(standing: Standing) -> str:
    if standing.report.at_a_sitting:
        return f"Meeting of {shown_date(standing.meeting.date)}"
    return f"{standing.window.last:%B %Y}"


def _parts(standing: Standing, texts: list[ReportText]) -> list[PartLine]:
    versions: dict[str, list[ReportText]] = defaultdict(list)
    for row in texts:
        versions[row.part].append(row)
    return [_part(part, versions[part.id]) for part in standing.report.tells]


def _part(part: Told, versions: list[ReportText]) -> PartLine:
    """A part as it stands: the first of its versions, which come latest first."""
    if not versions:
        return PartLine(part.id, part.name, part.asks, "", 0, "", None, ())
    latest, *earlier = versions
    before = tuple(Version(row.text, row.by.name, row.at) for row in earlier)
    written = (latest.text, latest.version, latest.by.name, latest.at)
    return PartLine(part.id, part.name, part.asks, *written, before)


def report_document(
    viewer: Viewer, *, forum: str, report: str, occasion: str, now: datetime
) -> ReportDocument:
    """The same, to be written into a file. Whoever takes it notes that with `casework.reports.take_report`."""
    page = told_report(viewer, forum=forum, report=report, occasion=occasion, now=now)
    shared = page.shared[0] if page.shared else None
    return ReportDocument(
        forum=page.forum_name,
        short=page.short,
        name=page.name,
        occasion=page.occasion,
        days=f"{page.words}: {page.days}",
        goes_to=page.goes_to,
        clause=page.clause,
        shared_by=shared.by if shared else "",
        shared_at=shared.at if shared else None,
        told=page.told,
    )


def reports_of(*, forum: str, nominal: str, by_month: bool) -> tuple[str, ...]:
    """The reports shared at the meeting of that nominal date; or, `by_month`, those of the months its own month ends."""
    day = date.fromisoformat(nominal)
    terms = terms_of(adopted(forum, day))
    occasion = f"{day:%Y-%m}" if by_month else nominal
    return tuple(
        one.id for one in terms.reports if one.runs and find_standing(forum, one.id, occasion) is not None
    )


def its_turn(viewer: Viewer, *, forum: str, nominal: str, now: datetime) -> str:
    """Nominal date of the first meeting, from this one on, at which a report is shared: its figures take in this one.

    Refuses: no such forum, or not for this viewer to see; no such meeting planned.
    """
    row = _forum(viewer, forum, now)
    today = london_day(now)
    terms = terms_of(adopted(forum, today))
    sat_at = {one.id for one in terms.reports if one.at_a_sitting}
    there = [line.occasion for line in _occasions(row, terms, today) if line.report in sat_at]
    found = min((occasion for occasion in there if occasion >= nominal), default=None)
    if found is None:
        raise Refused(
            "No such report is owed for that meeting, nor for one after it.",
            remedy="See the forum's page of figures for the meetings at which it stands.",
        )
    return found
