"""Which meetings do the forums have over a stretch of days, planned or by their terms, and what is due before each?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Max, Q

from remit.reading.clashes import At, ClashLine, clashes_of, taking_place
from remit.reading.terms_by_day import TermsByDay, terms_by_day
from remit.records.duties import Duty
from remit.records.holidays import working_calendar
from remit.records.meetings import Attendance, Meeting
from remit.records.sitters import sitters
from remit.records.terms_store import terms_by_id
from remit.rules.calendar import DAY, sittings
from remit.rules.clashes import Sitter
from remit.rules.clock import due_date
from remit.rules.deadlines import MeetingTime
from remit.rules.forum_calendar import Due, Held, calendar_of
from remit.rules.viewers import Post, Viewer
from remit.terms.model import Evidence, ForumTerms

EXPECTED = "expected"
"""The state of a meeting that the terms have and nobody has planned yet."""
AROUND = timedelta(days=100)
"""Due times may be counted from meetings so far away."""
OVER = (Meeting.State.CANCELLED, Meeting.State.CLOSED)


@dataclass(frozen=True, slots=True)
class CutOff:
    """One thing that is due before a meeting, by when, and how that was worked out."""

    what: str
    clause: str
    due_at: datetime
    due_on: date
    because: tuple[str, ...]
    kept: bool = True
    """Whether Remit holds somebody to it; otherwise the terms alone ask for it."""
    term: str = ""
    """The duty it is, by the terms."""


@dataclass(frozen=True, slots=True)
class MonthMeeting:
    """A meeting in the calendar."""

    forum: str
    short: str
    name: str
    nominal: date
    """The date it was planned for, which its address keeps."""
    date: date
    start: time
    end: time
    state: str
    """As on record, or `EXPECTED`."""
    extraordinary: bool
    holiday: str
    mine: bool
    """Whether the reader sits on the forum, or comes to this meeting."""
    opens: bool
    """Whether the reader may open its page."""
    cut_offs: tuple[CutOff, ...] = ()
    clashes: tuple[ClashLine, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether it is held on another day than planned."""
        return self.date != self.nominal


@dataclass(frozen=True, slots=True)
class Around:
    """What is on record of the forums that are live or the reader's own, around a stretch of days."""

    terms: Mapping[str, TermsByDay]
    meetings: Mapping[str, list[Meeting]]
    expected: Mapping[str, list[date]]
    """Days on which the terms have a meeting that nobody has planned yet."""
    coming_to: frozenset[int]
    """Meetings the reader comes to, as a substitute for instance."""
    sitters: tuple[Sitter, ...]
    settled: Mapping[tuple[int, str], tuple[datetime, tuple[str, ...]]]
    """By when what is done was due, and how that was worked out; by meeting and term. It keeps its time (`duty_changes`)."""


def _on_record(forums: Sequence[str], since: date, until: date) -> dict[str, list[Meeting]]:
    """The meetings of each forum from a day to a day, both included, by time."""
    rows = Meeting.objects.filter(forum__slug__in=forums, date__gte=since, date__lte=until)
    found: dict[str, list[Meeting]] = defaultdict(list)
    for row in rows.select_related("forum", "terms").defer("terms__document").order_by("starts_at", "id"):
        found[row.forum.slug].append(row)
    return found


def around(viewer: Viewer, *, since: date, until: date, today: date) -> Around:
    """What is on record from a day to a day, both included, and around them. Six queries."""
    terms = terms_by_day(viewer, since=since - AROUND, until=until + AROUND, today=today)
    meetings = _on_record(list(terms), since - AROUND, until + AROUND)
    planned = Meeting.objects.filter(forum__slug__in=list(terms)).values_list("forum__slug").order_by()
    last = dict(planned.annotate(Max("nominal_date")))
    expected: dict[str, list[date]] = {}
    for slug, said in terms.items():
        after_last = last.get(slug, today - DAY) + DAY
        days = _by_terms(said, max(today, since - AROUND, after_last), until + AROUND)
        expected[slug] = [day for day in days if all(row.date != day for row in meetings[slug])]
    coming_to = Attendance.objects.filter(
        meeting__date__gte=since, meeting__date__lte=until, staff=viewer.staff_id,
        superseded_at__isnull=True, item__isnull=True,
    ).exclude(answer=Attendance.Answer.APOLOGIES)  # fmt: skip
    return Around(
        terms,
        meetings,
        expected,
        frozenset(coming_to.values_list("meeting_id", flat=True)),
        sitters(since, until),
        _settled(terms, since, until),
    )


def _settled(
    terms: Iterable[str], since: date, until: date
) -> dict[tuple[int, str], tuple[datetime, tuple[str, ...]]]:
    here = Q(meeting__date__range=(since, until)) | Q(meeting__nominal_date__range=(since, until))
    done = Duty.objects.filter(here, meeting__forum__slug__in=list(terms), action__isnull=True)
    done = done.filter(subject__forum__isnull=False).exclude(state__in=(Duty.State.OPEN, Duty.State.VOID))
    return {
        (meeting, term): (due, tuple(map(str, because)) if isinstance(because, list) else ())
        for meeting, term, due, because in done.values_list("meeting_id", "term", "due_at", "because")
    }


def _by_terms(terms: TermsByDay, since: date, until: date) -> Iterator[date]:
    """The days a forum sits from a day until (and without) another, each by the terms that are in force on it."""
    for said, first, last in terms.parts(max(since, terms.live_from), until):
        yield from sittings(said.meets, since=first, until=last)


def meetings_of(viewer: Viewer, found: Around, *, since: date, until: date) -> tuple[MonthMeeting, ...]:
    """Every meeting held or planned for a day from one to another, both included, in order of time."""
    taking_part = [
        (row, taking_place(row))
        for rows in found.meetings.values()
        for row in rows
        if since <= row.date <= until and row.state not in OVER
    ]
    others = [at for _, at in taking_part]
    others += [_as_expected(found, slug, day) for slug, days in found.expected.items() for day in days]
    lines = [line for slug in found.terms for line in _of_forum(viewer, found, slug, since, until, others)]
    return tuple(sorted(lines, key=lambda line: (line.date, line.start, line.short, line.nominal)))


def _of_forum(
    viewer: Viewer, found: Around, slug: str, since: date, until: date, others: Iterable[At]
) -> Iterator[MonthMeeting]:
    dues = _due_before(found, slug, since, until)
    for row in found.meetings[slug]:
        if since <= row.date <= until or since <= row.nominal_date <= until:
            over = row.state in OVER
            clashes = () if over else clashes_of(viewer, taking_place(row), others, found.sitters)
            due = () if row.state == Meeting.State.CANCELLED else dues.get(row.date, ())
            cut_offs = tuple(_as_kept(found, row, one) for one in due)
            yield _planned(viewer, found, row, cut_offs, clashes)
    for day in found.expected[slug]:
        if since <= day <= until:
            at = _as_expected(found, slug, day)
            clashes = clashes_of(viewer, at, others, found.sitters)
            yield _expected(viewer, at, dues.get(day, ()), clashes)


def _due_before(found: Around, slug: str, since: date, until: date) -> dict[date, tuple[CutOff, ...]]:
    """By the day of each meeting, what is due before it by the terms it is held on."""
    rows = [row for row in found.meetings[slug] if row.state != Meeting.State.CANCELLED]
    expected = [_as_expected(found, slug, day) for day in found.expected[slug]]
    times = (
        *(MeetingTime(row.date, row.starts_at, row.ends_at) for row in rows),
        *(at.held for at in expected),
    )
    in_order = tuple(sorted(times, key=lambda at: at.starts_at))
    held_on = {at.held.day: at.terms for at in expected}
    held_on |= {row.date: terms_by_id(row.terms_id, row.terms.digest) for row in rows}
    versions = {id(said): said for said in held_on.values()}
    calendar, dues = working_calendar(), {}
    for said in versions.values():
        for sitting in calendar_of(Held(said, in_order), since=since, until=until, calendar=calendar):
            if held_on[sitting.meeting.day] is said:
                twice = _said_by_a_duty(said)
                dues[sitting.meeting.day] = tuple(
                    _cut_off(due) for due in sitting.before if due.path not in twice
                )
    return dues


def _said_by_a_duty(terms: ForumTerms) -> frozenset[str]:
    """Where the letters stand that somebody is held to send: the day tells of the duty and not of the letter as well."""
    return frozenset(
        f"letters.{one.met_by.sent}" for one in terms.owed if one.runs and isinstance(one.met_by, Evidence)
    )


def _cut_off(due: Due) -> CutOff:
    return CutOff(
        due.what,
        due.clause,
        due.due,
        due_date(due.due),
        due.because,
        due.kept,
        due.path.removeprefix("duties."),
    )


def _as_kept(found: Around, row: Meeting, one: CutOff) -> CutOff:
    """What is done keeps the time it was due by, here as on the meeting's own page."""
    settled = found.settled.get((row.pk, one.term))
    if settled is None:
        return one
    return replace(one, due_at=settled[0], due_on=due_date(settled[0]), because=settled[1])


def _as_expected(found: Around, slug: str, day: date) -> At:
    terms = found.terms[slug].on(day)
    hours = terms.meets
    return At(terms, MeetingTime.on(day, hours.starts, hours.ends), hours.starts, hours.ends)


def _planned(
    viewer: Viewer, found: Around, row: Meeting, cut_offs: tuple[CutOff, ...], clashes: tuple[ClashLine, ...]
) -> MonthMeeting:
    slug, said = row.forum.slug, terms_by_id(row.terms_id, row.terms.digest)
    mine = slug in viewer.sits_on or slug in viewer.runs or row.pk in found.coming_to
    return MonthMeeting(
        forum=slug,
        short=said.short,
        name=said.name,
        nominal=row.nominal_date,
        date=row.date,
        start=row.start,
        end=row.end,
        state=row.state,
        extraordinary=row.extraordinary,
        holiday=working_calendar().holiday(row.date) or "",
        mine=mine,
        opens=mine or (viewer.holds(Post.QUALITY_ASSURANCE) and row.closed_at is not None),
        cut_offs=cut_offs,
        clashes=clashes,
    )


def _expected(
    viewer: Viewer, at: At, cut_offs: tuple[CutOff, ...], clashes: tuple[ClashLine, ...]
) -> MonthMeeting:
    day = at.held.day
    return MonthMeeting(
        forum=at.terms.id,
        short=at.terms.short,
        name=at.terms.name,
        nominal=day,
        date=day,
        start=at.start,
        end=at.end,
        state=EXPECTED,
        extraordinary=False,
        holiday=working_calendar().holiday(day) or "",
        mine=at.terms.id in viewer.sits_on or at.terms.id in viewer.runs,
        opens=False,
        cut_offs=cut_offs,
        clashes=clashes,
    )
