"""Sending minutes round: the draft to who chaired, the approved ones to whom the terms name, a correction to the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import Q

from remit.casework import links
from remit.casework.items import said
from remit.casework.outbox import About, post, withdraw
from remit.records.addressees import in_seats, sat_as, seated_as, working_with
from remit.records.closing_facts import outcomes_of, waived_at
from remit.records.meetings import AgendaItem, Attendance, Meeting
from remit.records.messages import Message
from remit.records.people import Staff
from remit.rules.clock import london_day
from remit.rules.endings import ending
from remit.rules.issuing import DRAFT, EXTRACT, MINUTES, WHOLE, Word, key_of, word_of
from remit.rules.viewers import Viewer


def send_draft(meeting: Meeting, *, actor: Viewer, now: datetime) -> int:
    """Word that the draft is there, to who sat at the meeting in each role the terms name; answers with how many messages."""
    day, terms = london_day(now), said(meeting)
    found = {sat_as(meeting, role, on=day) for role in terms.minutes.draft_goes_to}
    staff = {one for one in found if one is not None}
    word = word_of(DRAFT, terms.name, meeting.date)
    return sum(
        _post(meeting, one, word, kind=DRAFT, version=0, whole=True, cases=(), actor=actor, now=now)
        for one in sorted(staff)
    )


def issue_minutes(meeting: Meeting, *, actor: Viewer, now: datetime) -> int:
    """Word that the minutes are approved, to whom the terms name; answers with how many messages."""
    withdraw(Q(meeting=meeting, kind=DRAFT), why="The minutes were approved.", now=now)
    whole, parts = _named(meeting, _discussed(meeting), london_day(now))
    return _issue(meeting, whole, parts, version=1, actor=actor, now=now)


def issue_correction(
    meeting: Meeting, *, version: int, items: Collection[int], actor: Viewer, now: datetime
) -> int:
    """Word of a corrected version, to everybody who had the minutes and is still there for them, and to who works with
    a child whose part was corrected; `items` are those parts. Answers with how many messages.

    Who left since, and did not sit at the meeting, is not written to.
    """
    whole, parts = _named(
        meeting, [item for item in _discussed(meeting) if item.pk in items], london_day(now)
    )
    had = set(
        Message.objects.filter(meeting=meeting, kind=MINUTES, term=WHOLE).values_list("recipient", flat=True)
    )
    sat = Attendance.objects.filter(
        meeting=meeting, superseded_at__isnull=True, item__isnull=True, staff__isnull=False
    ).exclude(seat="")
    there = {*whole, *sat.values_list("staff", flat=True)}
    active = Staff.objects.filter(pk__in=had & there, is_active=True).values_list("pk", flat=True)
    return _issue(meeting, set(active), parts, version=version, actor=actor, now=now)


def _named(
    meeting: Meeting, items: Iterable[AgendaItem], day: date
) -> tuple[set[int], Mapping[int, list[AgendaItem]]]:
    """Whom the terms name: for the whole, and for the parts about the children they work with."""
    asked = said(meeting).minutes.issued_to
    if asked is None:
        return set(), {}
    whole = {one for role in asked.to for one in seated_as(meeting, role, on=day)}
    whole.update(in_seats(meeting, asked.seats, on=day) if asked.seats else ())
    parts: dict[int, list[AgendaItem]] = defaultdict(list)
    cases = {item.subject_id: item for item in items}
    if asked.workers and cases:
        for child, theirs in working_with(cases, asked.workers, on=day).items():
            for staff in theirs:
                parts[staff].append(cases[child])
    return whole, parts


def _discussed(meeting: Meeting) -> list[AgendaItem]:
    """The cases of which there is an extract."""
    terms, outcomes, waived = said(meeting), outcomes_of(meeting), waived_at(meeting)
    rows = AgendaItem.objects.filter(meeting=meeting, title="").exclude(state=AgendaItem.State.WITHDRAWN)
    return [
        row
        for row in rows.order_by("pk")
        if ending(
            terms, ref=row.ref, state=row.state, outcome=outcomes.get(row.pk, ""), waived=waived
        ).extract
    ]


def _issue(
    meeting: Meeting,
    whole: Collection[int],
    parts: Mapping[int, list[AgendaItem]],
    *,
    version: int,
    actor: Viewer,
    now: datetime,
) -> int:
    word = word_of(MINUTES, said(meeting).name, meeting.date, version=version)
    return sum(
        _post(
            meeting,
            staff,
            word,
            kind=MINUTES,
            version=version,
            whole=staff in whole,
            cases=parts.get(staff, ()),
            actor=actor,
            now=now,
        )
        for staff in sorted({*whole, *parts})
    )


def _post(
    meeting: Meeting,
    staff: int,
    word: Word,
    *,
    kind: str,
    version: int,
    whole: bool,
    cases: Collection[AgendaItem],
    actor: Viewer,
    now: datetime,
) -> bool:
    """One message with what its reader may open; whether it is new."""
    minutes = links.minutes(meeting.forum.slug, meeting.nominal_date.isoformat()) if whole else ""
    extracts = [links.extract(item.ref) for item in cases]
    child = next((item.subject_id for item in cases), None) if len(cases) == 1 and not whole else None
    ref = post(
        key=key_of(kind, meeting.pk, version, staff),
        kind=kind,
        to=staff,
        heading=word.heading,
        text=word.with_links(minutes, extracts),
        about=About(
            clause=said(meeting).minutes.clause or "",
            term=WHOLE if whole else EXTRACT,
            meeting=meeting.pk,
            child=child,
        ),
        made_by=actor.staff_id,
        now=now,
    )
    return ref is not None
