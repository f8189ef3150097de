"""The cases of a list that nobody chose: from which act on do they stand on an agenda, as the list had them then?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from remit.casework.acts import touch
from remit.casework.duties import reconcile
from remit.casework.items import last_position, said
from remit.casework.locks import lock_meetings
from remit.records.duty_facts import acts_of
from remit.records.kept_lists import meetings_held_to_lists
from remit.records.meetings import AgendaItem, Meeting, PassedOver
from remit.records.placements_list import EntryDetail
from remit.rules.preparing import (
    OPENING,
    brings_rest,
    frozen_before_opening,
    live_while_open,
    rest_is_live,
    rest_stands,
)
from remit.rules.viewers import Viewer
from remit.terms.model import ForumTerms, MeetingAct, Section, Selection

OVER = (Meeting.State.CLOSED, Meeting.State.CANCELLED)
WITHDRAWN, PLANNED = AgendaItem.State.WITHDRAWN, AgendaItem.State.PLANNED


def freeze_rest(meeting: Meeting, act: MeetingAct, actor: Viewer, now: datetime) -> int:
    """Keep, in the parts of the agenda that are frozen by this act, the cases nobody chose; answers with how many joined.

    By the opening they stand there at the latest, since they are discussed one by one. Where they were kept before, the
    opening adds who left the chosen cases since. Done again before the opening, it brings them up to date.
    """
    terms = said(meeting)
    return sum(
        _freeze(meeting, terms, section, act, actor, now)
        for section in terms.agenda.sections
        if section.takes == "rest_of_cohort" and brings_rest(section, act)
    )


def _freeze(
    meeting: Meeting, terms: ForumTerms, section: Section, act: MeetingAct, actor: Viewer, now: datetime
) -> int:
    rest = _rest(meeting, terms, section)
    if act == OPENING and frozen_before_opening(section):
        left = AgendaItem.objects.filter(
            meeting=meeting, section=_selection(terms, section).section, state=WITHDRAWN
        )
        rest = rest.filter(entry__in=left.filter(entry__isnull=False).values("entry"))
        return len(_join(meeting, section, list(rest), actor, now))
    return _bring_up_to_date(meeting, section, list(rest), actor, now).joined


def _selection(terms: ForumTerms, section: Section) -> Selection:
    return next(selection for selection in terms.selection if selection.id == section.of)


def _rest(meeting: Meeting, terms: ForumTerms, section: Section) -> QuerySet[EntryDetail]:
    """What the list says of those nobody chose and nobody took off by hand, the highest risk first."""
    discussed = terms.cohort(_selection(terms, section).cohort).discussed
    open_rows: QuerySet[EntryDetail] = EntryDetail.objects.open().filter(risk__in=discussed)
    elsewhere = _standing(meeting).exclude(section=section.id)
    return (
        open_rows.exclude(entry__in=elsewhere.values("entry"))
        .exclude(entry__in=_taken_off(meeting, section).values("entry"))
        .select_related("entry")
        .order_by("risk_order", "urgency_order", "pk")
    )


def _taken_off(meeting: Meeting, section: Section) -> QuerySet[AgendaItem]:
    """Those somebody took off, with the reason asked for; who goes with the list gives none, and may come back with it."""
    off = AgendaItem.objects.filter(meeting=meeting, section=section.id, state=WITHDRAWN, entry__isnull=False)
    return off.exclude(left_why="")


def _standing(meeting: Meeting) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.filter(meeting=meeting, entry__isnull=False).exclude(state=WITHDRAWN)


@dataclass(frozen=True, slots=True)
class _Moved:
    """How many cases joined the rest, and how many of those there changed or left."""

    joined: int
    changed: int


def _bring_up_to_date(
    meeting: Meeting, section: Section, details: list[EntryDetail], actor: Viewer, now: datetime
) -> _Moved:
    """Give those that stand here already what the list says now, each where it is; take off who is not among the rest any more.

    Who joins stands behind them, in the list's order: the order of those there may have been changed by hand (ROR-18).
    """
    there = {item.entry_id: item for item in _standing(meeting).filter(section=section.id)}
    new = [detail for detail in details if detail.entry_id not in there]
    joined = _join(meeting, section, new, actor, now)
    changed = []
    for detail in details:
        item = there.pop(detail.entry_id, None)
        if item is not None and item.snapshot_id != detail.pk:
            item.snapshot = detail
            changed.append(item)
    for item in there.values():
        if item.state == PLANNED:
            item.state = WITHDRAWN
            changed.append(item)
    AgendaItem.objects.bulk_update(changed, ["snapshot", "state"])
    return _Moved(len(joined), len(changed))


def _join(
    meeting: Meeting, section: Section, details: list[EntryDetail], actor: Viewer, now: datetime
) -> list[AgendaItem]:
    why = dict(PassedOver.objects.filter(meeting=meeting).values_list("entry_id", "why"))
    items = [
        AgendaItem(
            meeting=meeting,
            section=section.id,
            position=place,
            subject_id=detail.entry.person_id,
            entry_id=detail.entry_id,
            snapshot=detail,
            why=why.get(detail.entry_id, ""),
            added_by_id=actor.staff_id,
            added_at=now,
        )
        for place, detail in enumerate(details, start=last_position(meeting, section.id) + 1)
    ]
    return AgendaItem.objects.bulk_create(items)


def leave_the_rest(meeting: Meeting, entry_id: int, *, chosen_for: str) -> None:
    """A case that is chosen for a part of the agenda stands among the rest no longer."""
    rest = _standing(meeting).filter(entry=entry_id, state=PLANNED).exclude(section=chosen_for)
    rest.update(state=WITHDRAWN)


def follow_the_list(actor: Viewer, now: datetime) -> None:
    """Let cases that nobody chose show what the list says now, as long as no act has kept them as they are.

    Before the opening who is on the list comes and goes with it; while the meeting is open those there are brought up to
    date. Called with the list locked, after it changed. All meetings that a change of the list can reach are locked at once.
    """
    reached = Meeting.objects.filter(selected_at__isnull=False, closed_at__isnull=True)
    reached = reached.exclude(state=Meeting.State.CANCELLED)
    if not any(_live(meeting) for meeting in reached.select_related("terms")):
        return
    for meeting in lock_reached(now=now):
        if meeting.selected_at is None:
            continue
        if meeting.state == Meeting.State.OPEN and (sections := _live(meeting)):
            _follow(meeting, [section.id for section in sections])
        else:
            bring_rest_along(meeting, actor, now)


def reached_by_the_list(*, now: datetime) -> set[int]:
    """The keys of all meetings that a change of the list can reach: those whose cases are chosen, and those for which
    somebody is held to keep the list. Whoever locks one of them locks them all at once.
    """
    chosen = Meeting.objects.exclude(state__in=OVER).filter(selected_at__isnull=False)
    return {*chosen.values_list("pk", flat=True), *meetings_held_to_lists(now=now)}


def lock_reached(*, now: datetime) -> list[Meeting]:
    """Lock them, by key; answers with those still to be held or closed."""
    return [one for one in lock_meetings(reached_by_the_list(now=now)).values() if one.state not in OVER]


def hold_to_the_list(*, now: datetime) -> None:
    """Let what is owed of the list for the meetings ahead stand as the list is now. Called with the list locked, after it changed."""
    if held := meetings_held_to_lists(now=now):
        lock_reached(now=now)
        reconcile(meeting_ids=held, now=now)


def bring_rest_along(meeting: Meeting, actor: Viewer, now: datetime) -> None:
    """Before the opening: let the cases nobody chose, where they stand already, be those the list has now."""
    terms = said(meeting)
    moved = [
        _bring_up_to_date(meeting, section, list(_rest(meeting, terms, section)), actor, now)
        for section in _live(meeting)
    ]
    if any(one.joined or one.changed for one in moved):
        touch(meeting)


def _live(meeting: Meeting) -> list[Section]:
    """The parts of the agenda whose cases stand there one by one and are not kept yet."""
    happened = acts_of(meeting)
    return [
        section
        for section in said(meeting).agenda.sections
        if rest_is_live(section, happened) and (OPENING not in happened or live_while_open(section))
        if rest_stands(section, happened) or _standing(meeting).filter(section=section.id).exists()
    ]


def _follow(meeting: Meeting, sections: Collection[str]) -> None:
    items = list(_standing(meeting).filter(section__in=sections))
    details = latest_details(item.entry_id for item in items if item.entry_id)
    moved = []
    for item in items:
        detail = details.get(item.entry_id or 0)
        if detail is not None and detail.pk != item.snapshot_id:
            item.snapshot = detail
            moved.append(item)
    if moved:
        AgendaItem.objects.bulk_update(moved, ["snapshot"])
        touch(meeting)


def latest_details(entry_ids: Iterable[int]) -> dict[int, EntryDetail]:
    """The row known now of each entry that holds, or held last."""
    rows = EntryDetail.objects.known().filter(entry__in=list(entry_ids)).order_by("entry_id", "since", "pk")
    return {row.entry_id: row for row in rows}
