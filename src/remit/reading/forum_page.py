"""What do a forum's terms ask, who sits on it, and when does it meet?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from remit.reading.duties import DutyLine, duties_of
from remit.reading.names_shown import names_shown
from remit.reading.notices import NoticeLine, notices_of
from remit.records.forums import Forum, SeatHolding
from remit.records.holidays import working_calendar
from remit.records.meetings import Meeting
from remit.records.terms_store import adopted, terms_of
from remit.rules.calendar import plus
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound
from remit.rules.past_meetings import why_not_load_past
from remit.rules.permissions import why_not_chair, why_not_run
from remit.rules.reports import why_not_see_figures
from remit.rules.text import shown_date
from remit.rules.viewers import Post, Viewer
from remit.terms.model import ForumTerms, Seat
from remit.terms.placed import placed, set_without_a_clause
from remit.terms.running import not_running
from remit.terms.told import told_whole

MOST_COMING, MOST_PAST = 12, 12
WITH_ARITHMETIC = 4
"""For so many of the next meetings the due times are shown with their arithmetic."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting of the forum, in the list of those past or coming."""

    nominal: str
    nominal_day: str
    """The nominal date in words."""
    date: date
    start: time
    end: time
    state: str
    drafted: bool
    moved: bool
    extraordinary: bool
    holiday: str
    opens: bool
    """Whether the reader may open its page."""
    duties: tuple[DutyLine, ...] = ()


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat, who holds it today, and how many of its places are empty."""

    name: str
    role: str
    represents: tuple[str, ...]
    rotates: bool
    substitutes: str
    holders: tuple[str, ...]
    deputies: tuple[str, ...]
    vacancies: int
    clause: str


@dataclass(frozen=True, slots=True)
class TermLine:
    """What gives a clause its effect: where in the terms it stands, and what it says."""

    path: str
    says: str


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """A clause: our words, how we read it, what gives it effect, and what of it does not run yet."""

    id: str
    says: str
    reading: str
    as_written: str
    effects: tuple[str, ...]
    given_by: tuple[TermLine, ...]
    set_by: tuple[str, ...]
    not_yet: tuple[tuple[str, str], ...]
    """(effect, what is missing)."""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """When the terms are due for review, and whether that is past, near or far."""

    due: date
    state: Literal["overdue", "soon", "later"]
    clause: str


@dataclass(frozen=True, slots=True)
class ForumPage:
    """A forum: its terms as adopted today, its seats, its meetings."""

    slug: str
    name: str
    short: str
    purpose: str
    cadence: str
    approved_on: str
    in_force_since: date
    digest: str
    review: ReviewLine | None
    seats: tuple[SeatLine, ...]
    vacancies: int
    names_shown: bool
    notices: tuple[NoticeLine, ...]
    clauses: tuple[ClauseLine, ...]
    settings: tuple[TermLine, ...]
    """What no clause asks for: set by the authority."""
    coming: tuple[Sitting, ...]
    past: tuple[Sitting, ...]
    may_plan: bool
    may_call: bool
    """Whether this viewer may call, move and cancel meetings: the chair."""
    usual_hours: tuple[time, time]
    sees_figures: bool
    loads_past: bool
    """Whether this viewer may load workbooks of meetings before Remit."""


def forum(viewer: Viewer, *, slug: str, now: datetime) -> ForumPage:
    """One forum's page.

    Refuses: no such forum that is live.
    """
    day = london_day(now)
    row = Forum.objects.filter(slug=slug, live_from__lte=day).first()
    if row is None:
        raise NotFound("forum")
    version = adopted(slug, day)
    terms = terms_of(version)
    named = names_shown(viewer, slug)
    seats = _seats(row, terms, day, named=named)
    return ForumPage(
        slug=slug,
        name=terms.name,
        short=terms.short,
        purpose=terms.purpose,
        cadence=_cadence(terms),
        approved_on=_month_or_day(str(terms.approved_on)) if terms.approved_on else "",
        in_force_since=version.effective_from,
        digest=version.digest[:12],
        review=_review(terms, day),
        seats=seats,
        vacancies=sum(seat.vacancies for seat in seats),
        names_shown=named,
        notices=notices_of(terms),
        clauses=tuple(_clauses(terms)),
        settings=tuple(_settings(terms)),
        coming=_coming(viewer, row, day, now),
        past=_past(viewer, row, day),
        may_plan=why_not_run(viewer, slug) is None,
        may_call=why_not_chair(viewer, slug) is None,
        usual_hours=(terms.meets.starts, terms.meets.ends),
        sees_figures=why_not_see_figures(viewer, slug) is None,
        loads_past=why_not_load_past(viewer, slug) is None,
    )


def _cadence(terms: ForumTerms) -> str:
    meets = terms.meets
    how_often = (
        f"every {meets.every}" if meets.every.count > 1 else f"every {meets.every.unit.removesuffix('s')}"
    )
    which = f"the {meets.week} " if isinstance(meets.week, str) else ""
    which = f"{which}{meets.on}" if not isinstance(meets.week, int) else f"{meets.on} number {meets.week}"
    return f"{how_often}, on {which}"


def _month_or_day(written: str) -> str:
    """2022-04 is April 2022, 2022-04-01 is 1 April 2022."""
    if len(written) == len("2022-04"):
        return f"{date.fromisoformat(written + '-01'):%B %Y}"
    return shown_date(date.fromisoformat(written))


def _review(terms: ForumTerms, day: date) -> ReviewLine | None:
    """When the terms are due for review; nothing where no clause asks for it."""
    if terms.review is None or terms.review_due is None:
        return None
    due = terms.review_due.last_day
    soon = plus(day, terms.review.shown_ahead, working_calendar()) >= due
    return ReviewLine(due, "overdue" if day > due else "soon" if soon else "later", terms.review.clause)


def _seats(row: Forum, terms: ForumTerms, day: date, *, named: bool) -> tuple[SeatLine, ...]:
    held: dict[tuple[str, str], list[str]] = defaultdict(list)
    rows = SeatHolding.objects.on(day).filter(forum=row, staff__is_active=True).order_by("since", "id")
    for seat, capacity, name in rows.values_list("seat", "capacity", "staff__name"):
        held[seat, capacity].append(name)
    return tuple(_seat(seat, held, named=named) for seat in terms.seats)


def _seat(seat: Seat, held: Mapping[tuple[str, str], list[str]], *, named: bool) -> SeatLine:
    holders = held.get((seat.id, SeatHolding.Capacity.HOLDER.value), [])
    deputies = held.get((seat.id, SeatHolding.Capacity.DEPUTY.value), [])
    return SeatLine(
        name=seat.name,
        role=seat.role,
        represents=seat.represents,
        rotates=seat.rotates,
        substitutes=seat.substitutes,
        holders=tuple(holders) if named else (),
        deputies=tuple(deputies) if named else (),
        vacancies=max(0, seat.holders - len(holders)),
        clause=seat.clause,
    )


def _clauses(terms: ForumTerms) -> Iterable[ClauseLine]:
    given: dict[str, list[TermLine]] = defaultdict(list)
    for found in placed(terms):
        given[found.clause].append(TermLine(found.path, told_whole(found.term)))
    missing: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in not_running(terms):
        missing[one.clause].append((one.effect, one.missing))
    for clause_id, clause in terms.clauses.items():
        yield ClauseLine(
            id=clause_id,
            says=clause.says,
            reading=clause.reading or "",
            as_written=clause.as_written or "",
            effects=clause.effects,
            given_by=tuple(given[clause_id]),
            set_by=clause.set_by,
            not_yet=tuple(missing[clause_id]),
        )


def _settings(terms: ForumTerms) -> Iterable[TermLine]:
    for path, term in set_without_a_clause(terms):
        if says := told_whole(term):
            yield TermLine(path, says)


def _coming(viewer: Viewer, row: Forum, day: date, now: datetime) -> tuple[Sitting, ...]:
    rows = list(
        Meeting.objects.filter(forum=row, date__gte=day)
        .select_related("forum")
        .order_by("starts_at", "id")[:MOST_COMING]
    )
    near = [meeting.pk for meeting in rows if meeting.state != Meeting.State.CANCELLED][:WITH_ARITHMETIC]
    owed = duties_of(near, now=now)
    return tuple(_sitting(viewer, meeting, owed.get(meeting.pk, ())) for meeting in rows)


def _past(viewer: Viewer, row: Forum, day: date) -> tuple[Sitting, ...]:
    before = Meeting.objects.filter(forum=row, date__lt=day, date__gte=day - timedelta(days=366))
    rows = before.select_related("forum").order_by("-starts_at", "-id")[:MOST_PAST]
    return tuple(_sitting(viewer, meeting, ()) for meeting in rows)


def _sitting(viewer: Viewer, meeting: Meeting, duties: tuple[DutyLine, ...]) -> Sitting:
    return Sitting(
        nominal=meeting.nominal_date.isoformat(),
        nominal_day=shown_date(meeting.nominal_date),
        date=meeting.date,
        start=meeting.start,
        end=meeting.end,
        state=meeting.state,
        drafted=meeting.drafted_at is not None,
        moved=meeting.date != meeting.nominal_date,
        extraordinary=meeting.extraordinary,
        holiday=working_calendar().holiday(meeting.date) or "",
        opens=opens(viewer, meeting),
        duties=duties,
    )


def opens(viewer: Viewer, meeting: Meeting) -> bool:
    """Whether this viewer may open the page of a meeting, as far as the lists of meetings lead there."""
    slug = meeting.forum.slug
    closed = viewer.holds(Post.QUALITY_ASSURANCE) and meeting.closed_at is not None
    return slug in viewer.runs or slug in viewer.sits_on or closed
