"""The cases of a list that nobody chose: from which act on do they stand on an agenda, as the list had them then?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import QuerySet

from remit.casework.acts import touch
from remit.casework.items import last_position, said
from remit.casework.locks import lock_meetings
from remit.records.meetings import AgendaItem, Meeting, PassedOver
from remit.records.placements_list import EntryDetail
from remit.rules.preparing import OPENING, frozen_before_opening, live_while_open
from remit.rules.viewers import Viewer
from remit.terms.model import ForumTerms, MeetingAct, Section

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
        if section.takes == "rest_of_cohort" and act in (section.frozen_by, OPENING)
    )


def _freeze(
    meeting: Meeting, terms: ForumTerms, section: Section, act: MeetingAct, actor: Viewer, now: datetime
) -> int:
    selection = next(selection for selection in terms.selection if selection.id == section.of)
    rest = (
        EntryDetail.objects.open()
        .filter(risk__in=terms.cohort(selection.cohort).discussed)
        .exclude(entry__in=_standing(meeting).exclude(section=section.id).values("entry"))
        .select_related("entry")
        .order_by("risk_order", "urgency_order", "pk")
    )
    if act == OPENING and frozen_before_opening(section):
        left = AgendaItem.objects.filter(meeting=meeting, section=selection.section, state=WITHDRAWN)
        rest = rest.filter(entry__in=left.filter(entry__isnull=False).values("entry"))
        return _join(meeting, section, list(rest), actor, now)
    details = list(rest)
    there = _bring_up_to_date(meeting, section, details)
    return _join(meeting, section, [one for one in details if one.entry_id not in there], actor, now)


def _standing(meeting: Meeting) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.filter(meeting=meeting, entry__isnull=False).exclude(state=WITHDRAWN)


def _bring_up_to_date(meeting: Meeting, section: Section, details: list[EntryDetail]) -> Collection[int]:
    """Give those that stand here already what the list says now, and take off who is not among the rest any more."""
    items = list(_standing(meeting).filter(section=section.id))
    now_said = {detail.entry_id: detail for detail in details}
    for item in items:
        item.snapshot = now_said.get(item.entry_id or 0, item.snapshot)
        if item.entry_id not in now_said and item.state == PLANNED:
            item.state = WITHDRAWN
    AgendaItem.objects.bulk_update(items, ["snapshot", "state"])
    return {item.entry_id for item in items if item.entry_id}


def _join(
    meeting: Meeting, section: Section, details: list[EntryDetail], actor: Viewer, now: datetime
) -> int:
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
    AgendaItem.objects.bulk_create(items)
    return len(items)


def leave_the_rest(meeting: Meeting, entry_id: int, *, chosen_for: str) -> None:
    """A case that is chosen for a part of the agenda stands among the rest no longer."""
    rest = _standing(meeting).filter(entry=entry_id, state=PLANNED).exclude(section=chosen_for)
    rest.update(state=WITHDRAWN)


def follow_the_list() -> None:
    """Let parts that are frozen by the closing show what the list says now, while their meeting is open.

    Called with the list locked, after it changed. All meetings that a change of the list can reach are locked at once.
    """
    if not any(
        _live(meeting) for meeting in Meeting.objects.select_related("terms").filter(state=Meeting.State.OPEN)
    ):
        return
    reached = Meeting.objects.filter(selected_at__isnull=False, closed_at__isnull=True)
    for meeting in lock_meetings(list(reached.values_list("pk", flat=True))).values():
        if meeting.state == Meeting.State.OPEN and (sections := _live(meeting)):
            _follow(meeting, sections)


def _live(meeting: Meeting) -> list[str]:
    return [section.id for section in said(meeting).agenda.sections if live_while_open(section)]


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
