"""The agenda of a meeting: drafted, its order and times, what is added and taken off, confirmed, taken back to a draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time

from remit.casework.acts import about, audited, touch
from remit.casework.duties import reconcile_meeting
from remit.casework.inviting import keep_invited
from remit.casework.items import last_position, said
from remit.casework.letters import send_at_once
from remit.casework.letters_changed import take_back_of_case
from remit.casework.locks import lock_forum_of, lock_meeting
from remit.casework.rest_of_cohort import bring_rest_along, freeze_rest
from remit.casework.slots import close_up
from remit.casework.standing import as_seen, carry_over, detail_of, lock_to_run, selection_of, standing
from remit.records.duty_facts import occasion_of
from remit.records.meetings import AgendaItem, AgendaReopening, Meeting
from remit.records.visibility import hidden_from
from remit.rules import meeting_gates, preparing
from remit.rules.deadlines import stands_at
from remit.rules.outcomes import NotFound, Refused, refuse_if
from remit.rules.permissions import why_not_act_as
from remit.rules.slot_order import moved
from remit.rules.slots import Slot, allotted, clock_at, minute_of, resized, retimed, usual_minutes
from remit.rules.viewers import Viewer
from remit.terms.model import ForumTerms, Section

PLANNED, DEFERRED, WITHDRAWN = (
    AgendaItem.State.PLANNED,
    AgendaItem.State.DEFERRED,
    AgendaItem.State.WITHDRAWN,
)


@audited("agenda.drafted")
def draft_agenda(*, meeting_id: int, seen: int | None, actor: Viewer, now: datetime) -> None:
    """Draft the agenda, or draft it again: what still waits to come back joins, and each case gets its time in the order it has.

    Refuses: not of the role that drafts; changed since seen; issued or opened; the selection is not finished (ROR-8).
    """
    lock_forum_of(meeting_id)  # what comes back from other meetings stands still meanwhile
    meeting = _locked_as(meeting_id, "drafted_by", actor, seen)
    terms = said(meeting)
    refuse_if(
        meeting_gates.why_not_draft(meeting.state, selected=meeting.selected_at is not None, terms=terms)
    )
    carried = carry_over(meeting, actor, now, once=True)
    _stand_analyses(meeting, terms, actor, now)
    start = meeting.start
    for section in terms.agenda.sections:
        if section.slot is None:
            continue
        items = _in_order(meeting, section.id)
        usual = usual_minutes(terms, section.id)
        slots = allotted(start, [Slot(item.ref, item.slot_minutes or usual) for item in items])
        start = _keep(items, slots) or start
    freeze_rest(meeting, "agenda-drafted", actor, now)
    meeting.drafted_at = now
    send_at_once(meeting, "agenda-drafted", actor=actor, now=now)
    touch(meeting, "drafted_at")
    reconcile_meeting(meeting, now=now)
    about(meeting=meeting.pk, clause=terms.agenda.clause, carried=carried)


@audited("agenda.slot-set")
def set_slot(
    *,
    item_ref: str,
    at: time,
    minutes: int,
    shift_later: bool = True,
    seen: int | None,
    actor: Viewer,
    now: datetime,
) -> None:
    """Give an item its time and length in minutes; with `shift_later` those after it in its section make room.

    Refuses: not theirs to run; changed since seen; closed or cancelled; put off; begins outside the meeting; no
    sensible length.
    """
    meeting, item = _locked_item(item_ref, actor, seen, now)
    refuse_if(meeting_gates.why_not_prepare(meeting.state))
    section = _section(said(meeting), item.section)
    clause = section.slot.clause if section and section.slot else None
    refuse_if(preparing.why_not_place(put_off=item.state == DEFERRED, clause=clause))
    refuse_if(preparing.why_not_slot(at, minutes, start=meeting.start, end=meeting.end, clause=clause))
    items = _in_order(meeting, item.section)
    usual = usual_minutes(said(meeting), item.section)
    slots = [Slot(each.ref, each.slot_minutes or usual, each.slot_at) for each in items]
    before = next(slot for slot in slots if slot.item == item_ref)
    if not shift_later:
        _keep([item], [Slot(item_ref, minutes, at)])
    else:
        new: Sequence[Slot] = slots
        if at != before.at:
            new = retimed(new, item_ref, at)
        if minutes != before.minutes:
            new = resized(new, item_ref, minutes)
        _keep(items, new)
    touch(meeting)
    keep_invited([meeting], now=now)
    about(subject=item.subject_id, meeting=meeting.pk, clause=clause, item=item.ref)
    about(at=at.isoformat("minutes"), minutes=minutes, shift_later=shift_later)


@audited("agenda.reordered")
def move_item(*, item_ref: str, position: int, seen: int | None, actor: Viewer, now: datetime) -> None:
    """Put an item at this place (1 is the first) of its section; the times of those it passes move with them.

    Refuses: not theirs to run; changed since seen; closed or cancelled; put off; the terms fix the order (ROR-18); no
    such place.
    """
    meeting, item = _locked_item(item_ref, actor, seen, now)
    refuse_if(meeting_gates.why_not_prepare(meeting.state))
    terms = said(meeting)
    refuse_if(preparing.why_not_place(put_off=item.state == DEFERRED, clause=terms.agenda.clause))
    items = _in_order(meeting, item.section)
    refuse_if(preparing.why_not_move(terms, position=position, of=len(items)))
    by_ref = {each.ref: each for each in items}
    usual = usual_minutes(said(meeting), item.section)
    slots = [Slot(each.ref, each.slot_minutes or usual, each.slot_at) for each in items]
    new = moved(slots, item_ref, position)
    for number, slot in enumerate(new, start=1):
        by_ref[slot.item].position = number
    AgendaItem.objects.bulk_update(items, ["position"])
    _keep(
        [by_ref[slot.item] for slot in new if slot.at is not None],
        [slot for slot in new if slot.at is not None],
    )
    touch(meeting)
    keep_invited([meeting], now=now)
    about(
        subject=item.subject_id,
        meeting=meeting.pk,
        clause=terms.agenda.clause,
        item=item.ref,
        position=position,
    )


@audited("agenda.business-added")
def add_business(*, meeting_id: int, title: str, seen: int | None, actor: Viewer, now: datetime) -> str:
    """Add a matter of business to the agenda; answers with its reference. A case is added by `selection.select_case`.

    Refuses: not theirs to run; changed since seen; closed or cancelled; no title; an agenda without such a section.
    """
    meeting = lock_to_run(meeting_id, actor, seen)
    refuse_if(meeting_gates.why_not_prepare(meeting.state))
    refuse_if(preparing.why_not_title(title))
    sections = said(meeting).agenda.sections
    section = next((section for section in sections if section.takes == "business"), None)
    if section is None:
        raise Refused(
            "This agenda has no room for other business.", remedy="Raise it under one of its cases."
        )
    item = _stand_business(meeting, section, title, actor, now)
    touch(meeting)
    about(meeting=meeting.pk, clause=section.clause, item=item.ref, section=section.id)
    return item.ref


@audited("agenda.item-withdrawn")
def withdraw_item(
    *,
    item_ref: str,
    why: str,
    seen: int | None,
    shift_later: bool = False,
    actor: Viewer,
    now: datetime,
) -> None:
    """Take an item off the agenda, with a reason; with `shift_later` those after it close the gap it leaves.

    Refuses: not theirs to run; changed since seen; closed or cancelled; discussed or deferred; no reason; a late case
    on the list still, which leaves only as the terms let it (ROR-16).
    """
    meeting, item = _locked_item(item_ref, actor, seen, now)
    terms = said(meeting)
    detail = detail_of(item.entry_id) if item.late and item.entry_id else None
    refuse_if(
        preparing.why_not_withdraw(
            meeting.state,
            settled=item.state != PLANNED,
            why=why,
            late_as=detail.risk if detail else None,
            selection=selection_of(terms),
        )
    )
    moved = close_up(meeting, item) if shift_later else 0
    item.state, item.left_why = WITHDRAWN, why.strip()
    item.save(update_fields=["state", "left_why"])
    _leave(meeting, item)
    if meeting.state != Meeting.State.OPEN:
        bring_rest_along(meeting, actor, now)
    touch(meeting, "current_item")
    reconcile_meeting(meeting, now=now)
    take_back_of_case(meeting, item, now=now)
    about(subject=item.subject_id, meeting=meeting.pk, clause=terms.agenda.clause, item=item.ref, moved=moved)


@audited("agenda.confirmed")
def confirm_agenda(*, meeting_id: int, seen: int | None, actor: Viewer, now: datetime) -> None:
    """Confirm the draft, which issues the agenda: from now on the members see it.

    Refuses: not of the role that confirms (ROR-18); not drafted; issued or opened already; changed since seen.
    """
    meeting = _locked_as(meeting_id, "confirmed_by", actor, None)
    terms = said(meeting)
    refuse_if(meeting_gates.why_not_issue(meeting.state, drafted=meeting.drafted_at is not None, terms=terms))
    as_seen(meeting, seen)
    meeting.state, meeting.issued_at = Meeting.State.ISSUED, now
    freeze_rest(meeting, "agenda-confirmed", actor, now)
    send_at_once(meeting, "agenda-confirmed", actor=actor, now=now)
    touch(meeting, "state", "issued_at")
    reconcile_meeting(meeting, now=now)
    about(meeting=meeting.pk, clause=terms.agenda.clause)


@audited("agenda.reopened")
def reopen_draft(*, meeting_id: int, why: str, seen: int | None, actor: Viewer, now: datetime) -> None:
    """Take an issued agenda back to a draft, with a reason: members do not see it until it is confirmed again.

    Refuses: not theirs to run; changed since seen; not issued; the meeting opened; no reason.
    """
    meeting = lock_to_run(meeting_id, actor, seen)
    clause = said(meeting).agenda.clause
    refuse_if(preparing.why_not_reopen(meeting.state, why=why, clause=clause))
    AgendaReopening.objects.create(meeting=meeting, why=why.strip(), by_id=actor.staff_id, at=now)
    meeting.state, meeting.issued_at = Meeting.State.PLANNED, None
    touch(meeting, "state", "issued_at")
    reconcile_meeting(meeting, now=now)
    about(meeting=meeting.pk, clause=clause)


def _stand_analyses(meeting: Meeting, terms: ForumTerms, actor: Viewer, now: datetime) -> None:
    """The analysis is an item of its own, at the meetings whose turn it is."""
    occasion = occasion_of(meeting)
    for section in terms.agenda.sections:
        if section.takes != "analysis" or not stands_at(section.only, occasion):
            continue
        if not standing(meeting).filter(section=section.id).exists():
            _stand_business(meeting, section, section.name, actor, now)


def _stand_business(
    meeting: Meeting, section: Section, title: str, actor: Viewer, now: datetime
) -> AgendaItem:
    """Put a matter that is no case at the end of a section."""
    return AgendaItem.objects.create(
        meeting=meeting,
        section=section.id,
        position=last_position(meeting, section.id) + 1,
        subject_id=meeting.forum_id,
        title=" ".join(title.split()),
        added_by_id=actor.staff_id,
        added_at=now,
    )


def _locked_as(meeting_id: int, act: str, actor: Viewer, seen: int | None) -> Meeting:
    meeting = lock_meeting(meeting_id)
    agenda = said(meeting).agenda
    role = agenda.drafted_by if act == "drafted_by" else agenda.confirmed_by
    refuse_if(why_not_act_as(actor, meeting.forum.slug, role, clause=agenda.clause))
    return as_seen(meeting, seen)


def _locked_item(item_ref: str, actor: Viewer, seen: int | None, now: datetime) -> tuple[Meeting, AgendaItem]:
    """The item with its locked meeting; none where the child's record is closed to the actor."""
    meeting_id = AgendaItem.objects.filter(ref=item_ref).values_list("meeting_id", flat=True).first()
    if meeting_id is None:
        raise NotFound("agenda item")
    meeting = lock_to_run(meeting_id, actor, seen)
    item = standing(meeting).filter(ref=item_ref).first()
    if item is None or hidden_from(actor, item.subject_id, now=now):
        raise NotFound("agenda item")
    return meeting, item


def _section(terms: ForumTerms, section_id: str) -> Section | None:
    return next((section for section in terms.agenda.sections if section.id == section_id), None)


def _in_order(meeting: Meeting, section: str) -> list[AgendaItem]:
    """The items of a section that are still to be taken or were, deferred ones left out."""
    return list(standing(meeting).filter(section=section).exclude(state=DEFERRED).order_by("position", "pk"))


def _keep(items: Iterable[AgendaItem], slots: Sequence[Slot]) -> time | None:
    """Store the slots of items; answers with the time at which the last one ends."""
    by_ref = {slot.item: slot for slot in slots}
    kept = list(items)
    for item in kept:
        slot = by_ref[item.ref]
        item.slot_at, item.slot_minutes = slot.at, slot.minutes if slot.at is not None else item.slot_minutes
    AgendaItem.objects.bulk_update(kept, ["slot_at", "slot_minutes"])
    last = max(
        (slot for slot in slots if slot.at is not None), key=lambda slot: (slot.at, slot.item), default=None
    )
    if last is None or last.at is None:
        return None
    return clock_at(minute_of(last.at) + last.minutes)


def _leave(meeting: Meeting, item: AgendaItem) -> None:
    """The room does not stay at an item that has left."""
    if meeting.current_item_id == item.pk:
        meeting.current_item = None
