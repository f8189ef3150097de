"""Choosing the cases a meeting discusses in full: by hand, all at once, and finished by an act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from remit.casework.acts import about, audited, touch
from remit.casework.duties import reconcile_meeting
from remit.casework.items import said
from remit.casework.letters import send_at_once, tell_of_case
from remit.casework.letters_changed import take_back_of_case
from remit.casework.locks import lock_action_list
from remit.casework.rest_of_cohort import bring_rest_along, freeze_rest, leave_the_rest, lock_reached
from remit.casework.standing import (
    cohort_of,
    detail_of,
    lock_to_run,
    selection_of,
    stand_case,
    standing,
)
from remit.records.answers import Answer
from remit.records.duty_facts import acts_of
from remit.records.forums import SeatHolding
from remit.records.meetings import AgendaItem, Meeting, PassedOver, SelectionPart
from remit.records.people import Staff
from remit.records.placements_list import EntryDetail, ListEntry
from remit.records.visibility import hidden_from
from remit.rules import meeting_gates, preparing
from remit.rules import selection as choosing
from remit.rules.clock import london_day
from remit.rules.outcomes import Finding, NotFound, Refused, refuse_if
from remit.rules.reasons import why_not_reason, why_not_that_long
from remit.rules.viewers import Viewer
from remit.terms.model import Selection

NOT_FROM_A_LIST = Refused(
    "This forum does not choose its cases from a list.", remedy="Add items to its agenda by hand."
)


@dataclass(frozen=True, slots=True)
class Finished:
    """What finishing a selection found."""

    cases: int
    taking_part: Finding | None
    """Whether those the terms want among the choosers were; None where they want nobody."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a page with a box for each case sends: who was offered, who is ticked, and the reasons written."""

    offered: Collection[str]
    ticked: Collection[str]
    why: Mapping[str, str] = field(default_factory=dict)


@audited("case.selected")
def select_case(
    *, meeting_id: int, entry_ref: str, why: str = "", seen: int | None, actor: Viewer, now: datetime
) -> str:
    """Choose an entry of the action list as a case of this meeting; answers with the item's reference.

    Refuses: not theirs to run; changed since seen; the meeting opened; not on the list, not rated, or chosen already;
    a rating for which the terms ask why, without a reason (ROR-8).
    """
    meeting = lock_to_run(meeting_id, actor, seen)
    terms, selection = said(meeting), _selection(meeting)
    entry = ListEntry.objects.filter(ref=entry_ref).first()
    if entry is None or hidden_from(actor, entry.person_id, now=now):
        raise NotFound("entry")
    refuse_if(meeting_gates.why_not_choose(meeting.state))
    detail = detail_of(entry.pk)
    chosen = standing(meeting).filter(entry=entry, section=selection.section).exists()
    refuse_if(preparing.why_not_choose_again(selection, on_list=detail is not None, chosen=chosen))
    assert detail is not None
    refuse_if(choosing.why_not_select(terms, selection, risk=detail.risk, why=why))
    refuse_if(why_not_that_long(why))
    late = meeting.selected_at is not None
    leave_the_rest(meeting, entry.pk, chosen_for=selection.section)
    item = stand_case(meeting, detail, actor, now, why=why.strip(), late=late)
    tell_of_case(meeting, item, actor=actor, now=now)
    touch(meeting)
    reconcile_meeting(meeting, now=now)
    about(subject=entry.person_id, meeting=meeting.pk, clause=selection.clause)
    about(entry=entry.ref, item=item.ref, risk=detail.risk, late=late)
    return item.ref


@audited("case.unselected")
def unselect_case(*, meeting_id: int, entry_ref: str, seen: int | None, actor: Viewer, now: datetime) -> None:
    """Take back a choice while choosing goes on.

    Refuses: not theirs to run; changed since seen; the meeting opened; not chosen, or closed to the actor; the
    selection is finished, or the case came back from an earlier meeting by itself (it then leaves by
    `agenda.withdraw_item`, with a reason).
    """
    meeting = lock_to_run(meeting_id, actor, seen)
    selection = _selection(meeting)
    finished = meeting.selected_at is not None
    refuse_if(preparing.why_not_drop(meeting.state, finished=finished, clause=selection.clause))
    item = standing(meeting).filter(entry__ref=entry_ref, section=selection.section).first()
    if item is None or hidden_from(actor, item.subject_id, now=now):
        raise Refused("This case is not chosen.", remedy="There is nothing to take back.")
    came_back = AgendaItem.objects.filter(deferred_to=meeting, subject=item.subject_id).exists()
    refuse_if(preparing.why_not_drop_silently(came_back=came_back, clause=selection.clause))
    item.state = AgendaItem.State.WITHDRAWN
    item.save(update_fields=["state"])
    take_back_of_case(meeting, item, now=now)
    touch(meeting)
    reconcile_meeting(meeting, now=now)
    about(
        subject=item.subject_id, meeting=meeting.pk, clause=selection.clause, entry=entry_ref, item=item.ref
    )


@transaction.atomic
def choose_cases(*, meeting_id: int, choices: Choices, seen: int | None, actor: Viewer, now: datetime) -> int:
    """Choose those ticked and take back those not ticked, as `select_case` and `unselect_case` do; all or none.

    Answers with how many changed. Refuses what they refuse; the field of a missing reason is `why_<entry>`.
    """
    meeting = lock_to_run(meeting_id, actor, seen)
    cases = standing(meeting).filter(entry__isnull=False, section=_selection(meeting).section)
    chosen = set(cases.values_list("entry__ref", flat=True))
    ticked = set(choices.ticked)
    dropped = [ref for ref in choices.offered if ref in chosen and ref not in ticked]
    added = [ref for ref in choices.offered if ref in ticked and ref not in chosen]
    for ref in dropped:
        unselect_case(meeting_id=meeting_id, entry_ref=ref, seen=None, actor=actor, now=now)
    for ref in added:
        why = choices.why.get(ref, "")
        try:
            select_case(meeting_id=meeting_id, entry_ref=ref, why=why, seen=None, actor=actor, now=now)
        except Refused as refusal:
            if refusal.field == "why":
                refusal.field = f"why_{ref}"
            raise
    return len(added) + len(dropped)


@audited("selection.finished")
def finish_selection(
    *, meeting_id: int, took_part: Collection[str], seen: int | None, actor: Viewer, now: datetime
) -> Finished:
    """Finish choosing; from now on a newly rated case joins by itself. `took_part`: references of staff.

    Refuses: not theirs to run; changed since seen; the meeting opened; finished already; nobody said to have taken
    part, or somebody who does not sit on the forum; where the terms stop it, those they want not among them (ROR-8).
    """
    lock_action_list()  # so that a rating in flight is either on the list by now, or finds the selection over
    meeting = lock_to_run(meeting_id, actor, seen)
    terms, selection = said(meeting), _selection(meeting)
    seats = _seats_of_those(meeting, took_part, actor, now)
    finding = choosing.took_part(terms, selection, list(seats.values()))
    refuse_if(
        meeting_gates.why_not_finish_selection(
            meeting.state,
            finished=meeting.selected_at is not None,
            part=seats,
            taking_part=finding,
            stops=choosing.stops_without(selection),
        )
    )
    for asked in preparing.asked_to_select(terms, selection):
        refuse_if(preparing.why_not_unanswered(asked, cases=_unanswered(meeting, selection, asked.id)))
    SelectionPart.objects.bulk_create(SelectionPart(meeting=meeting, staff_id=pk) for pk in sorted(seats))
    freeze_rest(meeting, "selection-finished", actor, now)
    meeting.selected_at = now
    send_at_once(meeting, "selection-finished", actor=actor, now=now)
    touch(meeting, "selected_at")
    reconcile_meeting(meeting, now=now)
    cases = standing(meeting).filter(section=selection.section).count()
    about(meeting=meeting.pk, clause=selection.clause, cases=cases, took_part=sorted(seats))
    return Finished(cases, finding)


@audited("case.passed-over")
def pass_over_late(*, item_ref: str, why: str, seen: int | None, actor: Viewer, now: datetime) -> None:
    """Discuss a late addition with the rest of the list instead, with a reason.

    Refuses: no such case for the actor; not theirs to run; changed since seen; the meeting opened; not a late
    addition; of a rating that stays among the chosen ones (ROR-16); no reason.
    """
    known = AgendaItem.objects.filter(ref=item_ref).values_list("meeting_id", "subject_id").first()
    if known is None or hidden_from(actor, known[1], now=now):
        raise NotFound("case")
    meeting = lock_to_run(known[0], actor, seen)
    item = standing(meeting).filter(ref=item_ref, late=True, entry__isnull=False).first()
    if item is None or item.entry_id is None:
        raise Refused(
            "Only a late addition can be left out.",
            remedy="Take the case off the agenda instead, with a reason.",
        )
    refuse_if(meeting_gates.why_not_choose(meeting.state))
    selection, detail = _selection(meeting), detail_of(item.entry_id)
    if detail is not None:
        refuse_if(choosing.why_not_leave_out(selection, risk=detail.risk, why=why))
    refuse_if(why_not_reason(why))
    item.state, item.left_why = AgendaItem.State.WITHDRAWN, why.strip()
    item.save(update_fields=["state", "left_why"])
    noted = {"why": why.strip(), "by_id": actor.staff_id, "at": now}
    PassedOver.objects.update_or_create(meeting=meeting, entry_id=item.entry_id, defaults=noted)
    bring_rest_along(meeting, actor, now)
    touch(meeting)
    reconcile_meeting(meeting, now=now)
    take_back_of_case(meeting, item, now=now)
    clause = selection.late.clause if selection.late else selection.clause
    about(subject=item.subject_id, meeting=meeting.pk, clause=clause, item=item.ref)


def admit_newly_rated(*, entry_ids: Collection[int], actor: Viewer, now: datetime) -> dict[int, list[str]]:
    """Let entries that have just been rated join the meetings whose selection is over and which take late cases.

    Called by the verbs of the action list inside their transaction: while they hold the list nobody finishes a
    selection, so that none is missed. Answers with the references of the items that joined, by meeting.
    """
    if not entry_ids:
        return {}
    found = [one for one in lock_reached(now=now) if one.selected_at is not None]
    joined = {one.pk: _admit(one, entry_ids, actor, now) for one in found}
    return {meeting: items for meeting, items in joined.items() if items}


def _admit(meeting: Meeting, entry_ids: Collection[int], actor: Viewer, now: datetime) -> list[str]:
    selection, cohort = selection_of(said(meeting)), cohort_of(said(meeting))
    if selection is None or cohort is None:
        return []
    happened = acts_of(meeting)
    there = set(standing(meeting).filter(entry__in=entry_ids).values_list("entry_id", flat=True))
    rated = EntryDetail.objects.open().select_related("entry").filter(entry__in=entry_ids)
    joining = [
        detail
        for detail in rated.order_by("risk_order", "urgency_order", "pk")
        if detail.entry_id not in there
        and choosing.joins_late(selection, risk=detail.risk, discussed=cohort.discussed, happened=happened)
    ]
    items = [admit_late(meeting=meeting, detail=detail, actor=actor, now=now) for detail in joining]
    if joining:
        touch(meeting)
        reconcile_meeting(meeting, now=now)
    return items


@audited("case.admitted-late")
def admit_late(*, meeting: Meeting, detail: EntryDetail, actor: Viewer, now: datetime) -> str:
    """Put a newly rated entry among the cases of a locked meeting, marked late; answers with the item's reference."""
    selection = _selection(meeting)
    item = stand_case(meeting, detail, actor, now, late=True)
    tell_of_case(meeting, item, actor=actor, now=now)
    clause = selection.late.clause if selection.late else selection.clause
    about(subject=item.subject_id, meeting=meeting.pk, clause=clause)
    about(item=item.ref, entry=detail.entry.ref, risk=detail.risk)
    return item.ref


def _unanswered(meeting: Meeting, selection: Selection, question: str) -> int:
    """How many of the chosen cases have no answer in words to that question."""
    answered = Answer.objects.filter(
        response__item__meeting=meeting, question=question, superseded_at__isnull=True
    ).exclude(value="")
    cases = standing(meeting).filter(section=selection.section, entry__isnull=False)
    return cases.exclude(pk__in=answered.values("response__item")).count()


def _selection(meeting: Meeting) -> Selection:
    selection = selection_of(said(meeting))
    if selection is None:
        raise NOT_FROM_A_LIST
    return selection


def _seats_of_those(
    meeting: Meeting, refs: Collection[str], actor: Viewer, now: datetime
) -> dict[int, frozenset[str]]:
    """The staff meant, each with the seats they hold today; somebody who holds none is not let in, but for the actor."""
    known = dict(Staff.objects.filter(ref__in=refs, is_active=True).values_list("pk", "ref"))
    held = SeatHolding.objects.on(london_day(now)).filter(forum=meeting.forum, staff__in=known)
    seats: dict[int, set[str]] = defaultdict(set)
    for staff, seat in held.values_list("staff_id", "seat"):
        seats[staff].add(seat)
    sitting = {pk: frozenset(seats[pk]) for pk in known if pk in seats or pk == actor.staff_id}
    if len(sitting) != len(set(refs)):
        raise Refused(
            "Somebody named does not sit on this forum.", remedy="Select from the list.", field="part"
        )
    return sitting
