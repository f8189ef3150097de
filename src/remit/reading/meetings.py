"""Which meeting is meant, may this viewer know of it, and how far has it come?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from remit.reading.clashes import ClashLine, clashes_at
from remit.reading.coming import Coming, coming_to, still_silent
from remit.reading.duties import DutyLine, duties_of
from remit.reading.letter_lines import LetterLine, letters_of
from remit.reading.sittings import Found, Head, found, opens_to, reads_minutes
from remit.reading.workbook import is_offered
from remit.records.closing_facts import seats_answered
from remit.records.comments import comments_at
from remit.records.duty_facts import acts_of, occasion_of
from remit.records.holidays import working_calendar
from remit.records.meetings import AgendaItem, AgendaReopening, Attendance, Meeting
from remit.records.visibility import seated
from remit.rules.clock import london_day
from remit.rules.comments import commented, why_not_comment, why_not_take_comments
from remit.rules.deadlines import Occasion
from remit.rules.forum_calendar import Due, dues_of
from remit.rules.meeting_gates import why_not_reschedule
from remit.rules.outcomes import NotFound
from remit.rules.permissions import why_not_act_as
from remit.rules.viewers import Post, Viewer
from remit.terms.model import ForumTerms, Section

PREPARED = (Meeting.State.PLANNED, Meeting.State.ISSUED)
Stage = Literal["select", "agenda", "meet", "close", "minutes"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a meeting: whether it is done and when, and what is missing or known of it."""

    stage: Stage
    done_at: datetime | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hub:
    """A meeting from outside: no child's name stands on it."""

    head: Head
    drafts: bool
    confirms: bool
    purpose: str
    holiday: str
    """The bank holiday it falls on; empty where it falls on none."""
    moved: bool
    extraordinary: bool
    why_changed: str
    """Why it was moved or cancelled, as the chair wrote it."""
    planned: int
    """Items on its agenda still to be taken, those left out that come back with the list: lost if it is cancelled."""
    drafted: bool
    """Whether the agenda is drafted and not issued."""
    opens_later: bool
    """Whether its day is still to come."""
    may_reschedule: bool
    """Whether this viewer may move or cancel it, as it stands."""
    steps: tuple[Step, ...]
    coming: Coming | None
    """Who comes by what they answered to their invitation, until it is opened; for who runs the forum."""
    duties: tuple[DutyLine, ...]
    clashes: tuple[ClashLine, ...]
    """Other meetings at the same time with the same people."""
    outside: tuple[Due, ...]
    """What the terms ask for about this meeting and no page of Remit does yet: nobody is held to it here."""
    commented: tuple[tuple[str, str, bool], ...]
    """The parts of the agenda whose cases stand open to comments, to read at least: id, name, whether this viewer may write."""
    letters: tuple[LetterLine, ...]
    """What somebody looks over and sends for it; for who runs the forum."""
    reopened: tuple[tuple[datetime, str], ...]
    """When an issued agenda was taken back to a draft, and why; for who runs the forum."""
    has_workbook: bool = False
    """Whether this viewer can have its workbook."""
    opens: bool = False
    """Whether this viewer can open what stood on it: a member only for so long after it."""
    reads_minutes: bool = False
    """Whether there are minutes this viewer can open."""


def find_meeting(viewer: Viewer, *, forum: str, nominal: str) -> Meeting:
    """The meeting of that forum and nominal date, for who runs it, sits at it, or assures the quality of a closed one.

    Refuses: no such meeting for this viewer.
    """
    try:
        day = date.fromisoformat(nominal)
    except ValueError:
        raise NotFound("meeting") from None
    meeting: Meeting | None = (
        Meeting.objects.select_related("forum", "terms", "minutes_approved_by")
        .defer("terms__document")
        .filter(forum__slug=forum, nominal_date=day)
        .first()
    )
    if meeting is None or not may_know_of(viewer, meeting):
        raise NotFound("meeting")
    return meeting


def may_know_of(viewer: Viewer, meeting: Meeting) -> bool:
    """Whether this viewer may know that and when a meeting is, and how far it has come."""
    slug = meeting.forum.slug
    if slug in viewer.runs or slug in viewer.sits_on:
        return True
    if viewer.holds(Post.QUALITY_ASSURANCE) and meeting.closed_at is not None:
        return True
    return sits_in(viewer, meeting)


def sits_in(viewer: Viewer, meeting: Meeting) -> bool:
    """Whether this viewer comes to this very meeting, as a substitute for instance."""
    there = Attendance.objects.filter(
        meeting=meeting, staff=viewer.staff_id, superseded_at__isnull=True, item__isnull=True
    )
    return there.exclude(answer=Attendance.Answer.APOLOGIES).exists()


def hub(viewer: Viewer, *, forum: str, nominal: str, now: datetime) -> Hub:
    """The page of one meeting: what is done and missing at each step, and what is owed for it."""
    meeting = find_meeting(viewer, forum=forum, nominal=nominal)
    seen = found(viewer, meeting, sits=forum in viewer.sits_on)
    terms, head, opens = seen.terms, seen.head, opens_to(viewer, meeting, now=now)
    items, occasion = _items(meeting), occasion_of(meeting)
    coming = coming_to(meeting, terms) if head.runs and _is_asked(meeting, terms) else None
    reopenings = AgendaReopening.objects.filter(meeting=meeting).order_by("at", "id") if head.runs else ()
    return Hub(
        head=head,
        drafts=why_not_act_as(viewer, forum, terms.agenda.drafted_by) is None,
        confirms=why_not_act_as(viewer, forum, terms.agenda.confirmed_by) is None,
        purpose=terms.purpose,
        holiday=working_calendar().holiday(meeting.date) or "",
        moved=meeting.date != meeting.nominal_date,
        extraordinary=meeting.extraordinary,
        why_changed=meeting.why_changed,
        planned=_would_be_lost(terms, items),
        drafted=meeting.drafted_at is not None and meeting.issued_at is None,
        opens_later=meeting.date > london_day(now),
        may_reschedule=head.chairs and why_not_reschedule(meeting.state) is None,
        steps=_steps(meeting, terms, items, _silent_seats(viewer, meeting, terms, coming)),
        coming=coming,
        duties=duties_of([meeting.pk], now=now).get(meeting.pk, ()),
        clashes=clashes_at(viewer, meeting),
        outside=_outside(meeting, terms, occasion),
        commented=_commented(viewer, seen),
        letters=letters_of(seen, occasion),
        reopened=tuple((one.at, one.why) for one in reopenings),
        has_workbook=is_offered(viewer, seen, sits=_is_there(viewer, seen), now=now),
        opens=opens,
        reads_minutes=opens and reads_minutes(viewer, head),
    )


def _is_there(viewer: Viewer, seen: Found) -> bool:
    """Whether this viewer sits at the meeting; asked of the record only of who does not sit on the forum."""
    slug = seen.head.forum
    return slug in viewer.runs or slug in viewer.sits_on or _seated(viewer, seen.meeting)


def _seated(viewer: Viewer, meeting: Meeting) -> bool:
    return seated().filter(meeting=meeting, staff=viewer.staff_id).exists()


def comments_at_it(viewer: Viewer, *, forum: str, nominal: str) -> int:
    """How many comments stand on the cases of a meeting, whoever wrote them. Refuses: no such meeting for this viewer."""
    meeting = find_meeting(viewer, forum=forum, nominal=nominal)
    return sum(bool(one.text) for rows in comments_at(meeting.pk).values() for one in rows)


def _would_be_lost(terms: ForumTerms, items: Counter[tuple[str, str, time | None]]) -> int:
    back = {section.id for section in terms.agenda.sections if section.takes == "rest_of_cohort"}
    return sum(
        count
        for (section, state, _), count in items.items()
        if state == AgendaItem.State.PLANNED and section not in back
    )


def _outside(meeting: Meeting, terms: ForumTerms, occasion: Occasion) -> tuple[Due, ...]:
    if meeting.state == Meeting.State.CANCELLED:
        return ()
    dues = dues_of(terms, occasion, working_calendar())
    return tuple(due for due in dues if not due.kept)


def _commented(viewer: Viewer, seen: Found) -> tuple[tuple[str, str, bool], ...]:
    """Until the meeting is closed, from when comments begin; a member finds nothing there before the agenda is issued."""
    meeting, happened = seen.meeting, acts_of(seen.meeting)
    if meeting.closed_at is not None or meeting.state == Meeting.State.CANCELLED:
        return ()
    if not seen.head.runs and meeting.issued_at is None:
        return ()
    return tuple(
        (section.id, section.name, _takes_from(viewer, seen, section, happened))
        for section in commented(seen.terms)
        if section.comments and section.comments.since in happened
    )


def _takes_from(viewer: Viewer, seen: Found, section: Section, happened: Collection[str]) -> bool:
    assert section.comments is not None
    slug = seen.head.forum
    return (
        why_not_take_comments(section, seen.meeting.state, happened=happened) is None
        and why_not_comment(viewer, slug, section.comments, seen.terms, present=True) is None
    )


def _items(meeting: Meeting) -> Counter[tuple[str, str, time | None]]:
    """How many items there are of each section, state and time."""
    rows = AgendaItem.objects.filter(meeting=meeting).exclude(state=AgendaItem.State.WITHDRAWN)
    return Counter(rows.values_list("section", "state", "slot_at"))


def _is_asked(meeting: Meeting, terms: ForumTerms) -> bool:
    """Whether invitations to it are out, or may be, and it has not begun."""
    return bool(terms.invitations) and meeting.state in PREPARED


def _silent_seats(
    viewer: Viewer, meeting: Meeting, terms: ForumTerms, coming: Coming | None
) -> tuple[str, ...]:
    """The seats nobody has answered for, until the meeting is closed; for whom the terms show them to."""
    asked = terms.attendance
    if asked is None or meeting.state not in (*PREPARED, Meeting.State.OPEN):
        return ()
    if why_not_act_as(viewer, meeting.forum.slug, asked.shown_to) is not None:
        return ()
    rows = Attendance.objects.filter(meeting=meeting, superseded_at__isnull=True, item__isnull=True)
    return still_silent(terms, seats_answered(rows), coming)


def _steps(
    meeting: Meeting,
    terms: ForumTerms,
    items: Counter[tuple[str, str, time | None]],
    silent: tuple[str, ...],
) -> tuple[Step, ...]:
    said = _silence(silent)
    steps = [
        Step("agenda", meeting.issued_at, _agenda_notes(meeting, terms, items)),
        Step("meet", meeting.closed_at or None, (*_room_notes(meeting, items), *said)),
        Step("close", meeting.closed_at),
        Step("minutes", meeting.minutes_approved_at),
    ]
    if terms.selection:
        section = terms.selection[0].section
        chosen = sum(count for (where, _, _), count in items.items() if where == section)
        steps.insert(0, Step("select", meeting.selected_at, (_cases(chosen, "on the agenda"),)))
    return tuple(steps)


def _agenda_notes(
    meeting: Meeting, terms: ForumTerms, items: Counter[tuple[str, str, time | None]]
) -> tuple[str, ...]:
    slotted = {section.id for section in terms.agenda.sections if section.slot}
    without = sum(
        count
        for (where, state, at), count in items.items()
        if where in slotted and at is None and state == AgendaItem.State.PLANNED
    )
    notes = []
    if meeting.drafted_at is not None and meeting.issued_at is None:
        notes.append("Drafted, not confirmed yet")
    if without and meeting.drafted_at is not None:
        notes.append(_cases(without, "without a time"))
    return tuple(notes)


def _room_notes(meeting: Meeting, items: Counter[tuple[str, str, time | None]]) -> tuple[str, ...]:
    if meeting.opened_at is None:
        return ()
    left = sum(count for (_, state, _), count in items.items() if state == AgendaItem.State.PLANNED)
    discussed = sum(count for (_, state, _), count in items.items() if state == AgendaItem.State.DISCUSSED)
    deferred = sum(count for (_, state, _), count in items.items() if state == AgendaItem.State.DEFERRED)
    put_off = (f"{deferred} deferred",) if deferred else ()
    settled = (f"{discussed} discussed", *put_off)
    if meeting.closed_at is not None:
        return (*settled, f"{left} not taken") if left else settled
    return (*settled, f"{left} still to be taken" if left else "nothing left to take")


def _silence(seats: tuple[str, ...]) -> tuple[str, ...]:
    if not seats:
        return ()
    counted = f"{len(seats)} {'seat' if len(seats) == 1 else 'seats'}"
    return (f"No apologies or presence recorded yet for {counted}: {'; '.join(seats)}",)


def _cases(count: int, words: str) -> str:
    return f"{count} {'case' if count == 1 else 'cases'} {words}"
