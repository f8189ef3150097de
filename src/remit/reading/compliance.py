"""Does a forum do what its own terms promise: how often in time, by clause and month, and what is overdue now?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from django.db.models import Count, DateTimeField, ExpressionWrapper, F, Max, QuerySet, Value
from django.db.models.functions import TruncMonth

from remit.records.children import Person
from remit.records.duties import Duty
from remit.records.duty_counts import became, counted_duties
from remit.records.duty_steps import DutyStep
from remit.records.forums import Forum
from remit.records.viewers import terms_in_force
from remit.records.visibility import visible_to
from remit.rules.calendar import month_later
from remit.rules.clock import LONDON, MIDNIGHT, instant, london_day
from remit.rules.compliance import Became, Counted, Tally, by_month, months_until, tally
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.permissions import why_not_see_compliance
from remit.rules.viewers import Viewer
from remit.terms.model import ForumTerms
from remit.terms.running import not_running

MOST_OVERDUE = 200
NO_TIME = "Nothing of it has a due time of its own, so there is nothing to count."
MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class DutyFigures:
    """What one term asks: its clause as we say and read it, and how often it was done."""

    clause: str
    says: str
    reading: str
    term: str
    what: str
    whole: Tally
    months: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class ForumFigures:
    """One forum's figures."""

    slug: str
    name: str
    live_from: date
    whole: Tally
    months: tuple[Tally, ...]
    duties: tuple[DutyFigures, ...]
    not_counted: tuple[tuple[str, str, str], ...]
    """Clauses that ask for something and of which nothing is counted: (clause, what it says, why not)."""


@dataclass(frozen=True, slots=True)
class OverdueLine:
    """A duty that is overdue: whose it is, for what, and with whom it is now. No child is named."""

    ref: str
    forum: str
    forum_name: str
    clause: str
    what: str
    owner: str
    """Empty where nobody holds the seat or role."""
    due_at: datetime
    meeting: str
    """Nominal date of its meeting, as in its address; empty where it belongs to none."""
    meeting_on: date | None
    action: str
    """Reference of the action it is about, where the viewer may see the child; empty otherwise."""
    child: str
    """Reference of the child it is about, where the viewer may see the child; empty otherwise."""
    with_whom: str
    """To whom it went since; empty where to nobody."""
    may_waive: bool


@dataclass(frozen=True, slots=True)
class Compliance:
    """The figures of some forums, over the same months."""

    months: tuple[date, ...]
    forums: tuple[ForumFigures, ...]
    overdue: tuple[OverdueLine, ...]
    more_overdue: bool
    """Whether there are more than these."""
    earlier: date
    later: date | None
    """The last month of the figures before these, and of those after; None where these are the latest."""


def compliance(
    viewer: Viewer, *, forum: str | None = None, until: date | None = None, now: datetime
) -> Compliance:
    """The figures of a forum, or of all this viewer answers for, over the twelve months to `until` (default: this month).

    Refuses a forum that is not this viewer's to ask about.
    """
    today = london_day(now)
    last = min(until or today, today).replace(day=1)
    months = months_until(last)
    terms = terms_in_force(today)
    live = dict(Forum.objects.order_by("slug").values_list("slug", "live_from"))
    asked = _asked(viewer, forum, live)
    rows = _counted(asked, live, months, now)
    found = _overdue(asked, live, now)
    return Compliance(
        months=months,
        forums=tuple(_figures(terms[slug], live[slug], rows[slug], months) for slug in asked),
        overdue=_overdue_lines(viewer, found[:MOST_OVERDUE], terms, now),
        more_overdue=len(found) > MOST_OVERDUE,
        earlier=month_later(last, -len(months)),
        later=min(month_later(last, len(months)), today.replace(day=1))
        if last < today.replace(day=1)
        else None,
    )


def _asked(viewer: Viewer, forum: str | None, there: Collection[str]) -> list[str]:
    """The forums to show; those this viewer chairs stand first."""
    if forum is not None:
        refuse_if(None if forum in there else NotFound("forum"))
        refuse_if(why_not_see_compliance(viewer, forum) and NotFound("forum"))
        return [forum]
    allowed = [slug for slug in there if why_not_see_compliance(viewer, slug) is None]
    return sorted(allowed, key=lambda slug: slug not in viewer.chairs)


def _of(forums: Sequence[str], live: Mapping[str, date]) -> QuerySet[Duty]:
    return counted_duties({slug: live[slug] for slug in forums})


def _counted(
    forums: Sequence[str], live: Mapping[str, date], months: Sequence[date], now: datetime
) -> Mapping[str, list[Counted]]:
    """The counts of these months by forum, term, month and what became of it: one query that counts in the database."""
    # What is due at the end of a month is due at the midnight that begins the next, and belongs to the month it ends.
    begins, ends = months[0], month_later(months[-1], 1)
    rows = _of(forums, live).filter(due_at__gt=instant(begins, MIDNIGHT), due_at__lte=instant(ends, MIDNIGHT))
    just_before = ExpressionWrapper(F("due_at") - Value(MOMENT), output_field=DateTimeField())
    groups = rows.annotate(month=TruncMonth(just_before, tzinfo=LONDON), became=became(now)).order_by()
    counts = groups.values("at_forum", "clause", "term", "month", "became").annotate(
        many=Count("pk"), said=Max("what")
    )
    found: dict[str, list[Counted]] = defaultdict(list)
    for row in counts:
        found[row["at_forum"]].append(
            Counted(
                forum=row["at_forum"],
                clause=row["clause"],
                term=row["term"],
                month=row["month"].date(),
                became=cast(Became, row["became"]),
                count=row["many"],
                what=row["said"],
            )
        )
    return found


def _figures(
    terms: ForumTerms, live_from: date, rows: Sequence[Counted], months: Sequence[date]
) -> ForumFigures:
    said = {(duty.clause, duty.id): duty.what for duty in terms.duties}
    said |= {(owed.clause, owed.id): owed.what for owed in terms.owed if owed.runs}
    said |= {(one.clause, one.id): f"Share: {one.name}" for one in terms.reports if one.runs}
    known = said | {(row.clause, row.term): row.what for row in rows if (row.clause, row.term) not in said}
    order = {clause: place for place, clause in enumerate(terms.clauses)}
    lines = []
    for (clause, term), what in sorted(known.items(), key=lambda one: order.get(one[0][0], len(order))):
        own = [row for row in rows if (row.clause, row.term) == (clause, term)]
        text = terms.clauses.get(clause)
        lines.append(
            DutyFigures(
                clause=clause,
                says=text.says if text else "",
                reading=(text.reading or "") if text else "",
                term=term,
                what=what,
                whole=tally(own),
                months=by_month(own, months),
            )
        )
    return ForumFigures(
        slug=terms.id,
        name=terms.name,
        live_from=live_from,
        whole=tally(rows),
        months=by_month(rows, months),
        duties=tuple(lines),
        not_counted=tuple(_not_counted(terms, {clause for clause, _ in known})),
    )


def _not_counted(terms: ForumTerms, counted: Collection[str]) -> Iterable[tuple[str, str, str]]:
    missing = {line.clause: line.missing for line in not_running(terms) if line.effect == "duty"}
    for clause, text in terms.clauses.items():
        if "duty" in text.effects and clause not in counted:
            yield clause, text.says, missing.get(clause, NO_TIME)


def _overdue(forums: Sequence[str], live: Mapping[str, date], now: datetime) -> list[Duty]:
    """What is overdue at these forums, the longest first: as many as are shown, and one more."""
    rows = _of(forums, live).filter(state=Duty.State.OPEN, due_at__lte=now)
    rows = rows.select_related("meeting__forum", "action", "owner", "subject").order_by("due_at", "pk")
    return list(rows[: MOST_OVERDUE + 1])


def _overdue_lines(
    viewer: Viewer, duties: Sequence[Duty], terms: Mapping[str, ForumTerms], now: datetime
) -> tuple[OverdueLine, ...]:
    about = {duty.subject_id for duty in duties}
    seen = set(Person.objects.filter(visible_to(viewer, now=now), pk__in=about).values_list("pk", flat=True))
    steps = DutyStep.objects.filter(
        duty__in=[duty.pk for duty in duties], kind=DutyStep.Kind.ESCALATION, duty__due_at=F("due_at")
    )
    whom = dict(steps.order_by("at", "pk").values_list("duty_id", "to__name"))
    return tuple(_overdue_line(viewer, duty, terms, seen, whom.get(duty.pk) or "") for duty in duties)


def _overdue_line(
    viewer: Viewer, duty: Duty, terms: Mapping[str, ForumTerms], seen: Collection[int], with_whom: str
) -> OverdueLine:
    meeting, slug = duty.meeting, str(getattr(duty, "at_forum"))  # noqa: B009 (annotated, unknown to the model)
    told = duty.subject_id in seen
    return OverdueLine(
        ref=duty.ref,
        forum=slug,
        forum_name=terms[slug].name,
        clause=duty.clause,
        what=duty.what,
        owner=duty.owner.name if duty.owner else "",
        due_at=duty.due_at,
        meeting=meeting.nominal_date.isoformat() if meeting else "",
        meeting_on=meeting.date if meeting else None,
        action=duty.action.ref if duty.action and told else "",
        child=duty.subject.ref if told else "",
        with_whom=with_whom,
        may_waive=slug in viewer.chairs,
    )


@dataclass(frozen=True, slots=True)
class ToWaive:
    """A duty its chair may waive."""

    forum: str
    forum_name: str
    clause: str
    says: str
    what: str
    owner: str
    due_at: datetime
    meeting_on: date


def to_waive(viewer: Viewer, *, ref: str, now: datetime) -> ToWaive:
    """An open duty of a forum this viewer chairs; anything else is not found."""
    rows = Duty.objects.filter(ref=ref, state=Duty.State.OPEN, meeting__forum__slug__in=viewer.chairs)
    duty = rows.select_related("meeting__forum", "owner").first()
    if duty is None or duty.meeting is None:
        raise NotFound("duty")
    terms = terms_in_force(london_day(now))[duty.meeting.forum.slug]
    clause = terms.clauses.get(duty.clause)
    return ToWaive(
        forum=terms.id,
        forum_name=terms.name,
        clause=duty.clause,
        says=clause.says if clause else "",
        what=duty.what,
        owner=duty.owner.name if duty.owner else "",
        due_at=duty.due_at,
        meeting_on=duty.meeting.date,
    )
