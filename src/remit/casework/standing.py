"""What stands on the agenda of a meeting being prepared, and what comes to stand there?"""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet

from remit.casework.items import last_position, said
from remit.casework.letters import tell_of_case
from remit.casework.locks import lock_meeting
from remit.records.answers import Decision
from remit.records.meetings import AgendaItem, Meeting
from remit.records.placements_list import EntryDetail
from remit.records.section_cohorts import still_there
from remit.records.sittings import previous_sitting
from remit.rules.clock import london_day
from remit.rules.outcomes import Stale, refuse_if
from remit.rules.permissions import why_not_run
from remit.rules.selection import Candidate, capacity, minutes_between, suggestions
from remit.rules.text import shown_date
from remit.rules.viewers import Viewer
from remit.terms.model import Cohort, ForumTerms, Selection

DEFERRED, WITHDRAWN = AgendaItem.State.DEFERRED, AgendaItem.State.WITHDRAWN
LONGEST_SUGGESTION = 300
"""Characters that are kept of why an item stands on an agenda."""


def selection_of(terms: ForumTerms) -> Selection | None:
    """How this forum chooses its cases; None where it does not choose them from a list."""
    return next(iter(terms.selection), None)


def cohort_of(terms: ForumTerms) -> Cohort | None:
    """What this forum chooses its cases from."""
    selection = selection_of(terms)
    return terms.cohort(selection.cohort) if selection else None


def lock_to_run(meeting_id: int, actor: Viewer, seen: int | None) -> Meeting:
    """Lock a meeting for somebody who runs its forum; who does not is told so before anything else."""
    meeting = lock_meeting(meeting_id)
    refuse_if(why_not_run(actor, meeting.forum.slug))
    return as_seen(meeting, seen)


def as_seen(meeting: Meeting, seen: int | None) -> Meeting:
    """The locked meeting, where it has not moved since the actor saw it (`seen` is its revision; None: not asked)."""
    if seen is not None and meeting.revision != seen:
        raise Stale
    return meeting


def standing(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The items of a meeting, those taken off left out."""
    return AgendaItem.objects.filter(meeting=meeting).exclude(state=WITHDRAWN)


def detail_of(entry_id: int) -> EntryDetail | None:
    """What the list says of an entry now; None where it has ended."""
    found: EntryDetail | None = (
        EntryDetail.objects.open().select_related("entry").filter(entry=entry_id).first()
    )
    return found


def stand_case(
    meeting: Meeting,
    detail: EntryDetail,
    actor: Viewer,
    now: datetime,
    *,
    why: str = "",
    late: bool = False,
) -> AgendaItem:
    """Put a case at the end of the section its forum chooses cases for."""
    terms = said(meeting)
    selection = selection_of(terms)
    assert selection is not None
    return AgendaItem.objects.create(
        meeting=meeting,
        section=selection.section,
        position=last_position(meeting, selection.section) + 1,
        subject_id=detail.entry.person_id,
        entry=detail.entry,
        snapshot=detail if meeting.state == Meeting.State.OPEN else None,
        why=why,
        suggestion=_reason(meeting, terms, selection, detail),
        late=late,
        added_by_id=actor.staff_id,
        added_at=now,
    )


def _reason(meeting: Meeting, terms: ForumTerms, selection: Selection, detail: EntryDetail) -> str:
    """What the suggestion says of a case by itself; nothing where it would not be suggested."""
    holds = capacity(terms, selection, minutes=minutes_between(meeting.start, meeting.end))
    one = Candidate(detail.entry.ref, detail.risk, detail.urgency, detail.days_to_place)
    said_of_it = suggestions(selection, [one], holds=max(holds, 1))[0]
    return said_of_it.reason if said_of_it.suggested else ""


def carry_over(meeting: Meeting, actor: Viewer, now: datetime, *, once: bool = False) -> int:
    """Put on a locked meeting what was put off to it, and the chosen cases whose outcome returns; answers with how many.

    A case comes back while it is on the list. What stands there is left alone, so doing it again changes nothing;
    `once`: what was there and has been taken off stays off as well.
    """
    there = AgendaItem.objects.filter(meeting=meeting) if once else standing(meeting)
    carried = 0
    for item in _returning(meeting):
        same = Q(title="", subject=item.subject_id) if item.is_case else Q(title=item.title)
        here = there.filter(same)
        if here.exists():
            _say_it_comes_back(here, item)
        elif _stand_again(meeting, item, actor, now):
            carried += 1
    return carried


def comes_back_from(day: date) -> str:
    """Why an item stands on an agenda that comes back from the meeting of that day."""
    return f"Comes back from the meeting of {shown_date(day)}"


def _say_it_comes_back(here: QuerySet[AgendaItem], item: AgendaItem) -> None:
    """A case that was chosen already, before the earlier meeting left it to come back, says so before its own reason."""
    words = comes_back_from(item.meeting.date)
    chosen = here.filter(title="", state=AgendaItem.State.PLANNED)
    for one in chosen.exclude(suggestion__startswith=words):
        one.suggestion = f"{words}. {one.suggestion}".removesuffix(". ")[:LONGEST_SUGGESTION]
        one.save(update_fields=["suggestion"])


def says_no_longer_it_comes_back(here: QuerySet[AgendaItem], day: date) -> None:
    """Take that back again: the earlier meeting has left the case otherwise."""
    words = comes_back_from(day)
    for one in here.filter(suggestion__startswith=words):
        one.suggestion = one.suggestion.removeprefix(words).removeprefix(". ")
        one.save(update_fields=["suggestion"])


def _returning(meeting: Meeting) -> list[AgendaItem]:
    """Items of earlier meetings that come back to this one: put off to it, or left with an outcome that returns."""
    earlier = AgendaItem.objects.filter(
        meeting__forum=meeting.forum_id, meeting__starts_at__lt=meeting.starts_at, state=DEFERRED
    )
    here = Q(deferred_to=meeting) | Q(deferred_to__state=Meeting.State.CANCELLED)
    put_off = list(earlier.filter(here).select_related("meeting").order_by("meeting__starts_at", "position"))
    AgendaItem.objects.filter(pk__in=[item.pk for item in put_off]).update(deferred_to=meeting)
    known = {item.pk for item in put_off}
    return put_off + [item for item in _left_open(meeting) if item.pk not in known]


def _left_open(meeting: Meeting) -> list[AgendaItem]:
    """The chosen cases of the meeting right before this one, if it is closed, whose outcome returns."""
    last = previous_sitting(meeting)
    if last is None or last.closed_at is None or _last_before(meeting) != last.pk:
        return []
    terms = said(last)
    rows = Decision.objects.filter(
        item__meeting=last,
        item__section__in=[section.id for section in terms.agenda.sections if section.one_by_one],
        outcome__in=[outcome.id for outcome in terms.outcomes if outcome.returns],
        superseded_at__isnull=True,
    )
    return [row.item for row in rows.select_related("item__meeting").order_by("item__position", "item_id")]


def _last_before(meeting: Meeting) -> int | None:
    """The meeting right before this one, cancelled ones left out: a case returns to the very next."""
    before = Meeting.objects.filter(forum=meeting.forum_id, starts_at__lt=meeting.starts_at)
    kept = before.exclude(state=Meeting.State.CANCELLED)
    return kept.order_by("-starts_at", "-pk").values_list("pk", flat=True).first()


def _stand_again(meeting: Meeting, item: AgendaItem, actor: Viewer, now: datetime) -> bool:
    """Put an item on a later agenda at the end of its section; not where the child has left the list, or the cohort."""
    detail = None
    if not still_there(said(meeting), item.section, item.subject_id, on=london_day(now)):
        return False
    if item.entry_id is not None:
        listed = EntryDetail.objects.open().select_related("entry")
        detail = listed.filter(entry__person=item.subject_id).first()
        if detail is None:
            return False
    stands = AgendaItem.objects.create(
        meeting=meeting,
        section=item.section,
        position=last_position(meeting, item.section) + 1,
        subject_id=item.subject_id,
        entry=detail.entry if detail else None,
        snapshot=detail if meeting.state == Meeting.State.OPEN else None,
        title=item.title,
        request=item.request,
        why=item.why,
        suggestion=comes_back_from(item.meeting.date),
        added_by_id=actor.staff_id,
        added_at=now,
    )
    if stands.is_case:
        tell_of_case(meeting, stands, actor=actor, now=now)
    return True
