"""An arrangement of times that somebody looked at and takes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from remit.casework.acts import about, audited, touch
from remit.casework.inviting import keep_invited
from remit.casework.items import said
from remit.casework.standing import lock_to_run, standing
from remit.records.meetings import AgendaItem
from remit.rules import meeting_gates, preparing
from remit.rules.outcomes import NotFound, Refused, refuse_if
from remit.rules.slots import minute_of, usual_minutes
from remit.rules.viewers import Viewer


@audited("agenda.arranged")
def accept_arrangement(
    *, meeting_id: int, section: str, times: Mapping[str, time], seen: int, actor: Viewer, now: datetime
) -> None:
    """Give the cases of a part of the agenda these times (by reference), in their order; those without one come after, untimed.

    Refuses: not theirs to run; changed since seen; closed or cancelled; a part without slots; the terms fix the order
    (ROR-18); a case that does not wait there any more; a time outside the meeting; two at one time.
    """
    meeting = lock_to_run(meeting_id, actor, seen)
    refuse_if(meeting_gates.why_not_prepare(meeting.state))
    terms = said(meeting)
    part = next((one for one in terms.agenda.sections if one.id == section and one.slot), None)
    if part is None or part.slot is None:
        raise NotFound("part of the agenda")
    items = list(standing(meeting).filter(section=section).exclude(state=AgendaItem.State.DEFERRED))
    refuse_if(preparing.why_not_move(terms, position=1, of=max(len(items), 1)))
    waiting = {item.ref for item in items if item.state == AgendaItem.State.PLANNED}
    if not set(times) <= waiting:
        raise Refused("A case does not wait there any more.", remedy="Have the times worked out again.")
    usual = usual_minutes(terms, section)
    for item in items:
        if item.ref in times:
            minutes = item.slot_minutes = item.slot_minutes or usual
            refuse_if(
                preparing.why_not_slot(
                    times[item.ref], minutes, start=meeting.start, end=meeting.end, clause=part.slot.clause
                )
            )
        if item.state == AgendaItem.State.PLANNED:
            item.slot_at = times.get(item.ref)
    _refuse_overlaps(items, usual)
    items.sort(key=lambda item: (item.slot_at is None, item.slot_at or time.max, item.position, item.pk))
    for number, item in enumerate(items, start=1):
        item.position = number
    AgendaItem.objects.bulk_update(items, ["slot_at", "slot_minutes", "position"])
    touch(meeting)
    keep_invited([meeting], now=now)
    untimed = sum(item.slot_at is None for item in items)
    about(meeting=meeting.pk, clause=part.slot.clause, section=section, cases=len(times), untimed=untimed)


def _refuse_overlaps(items: list[AgendaItem], usual: int) -> None:
    free = 0
    for item in sorted((one for one in items if one.slot_at), key=lambda one: (one.slot_at, one.pk)):
        assert item.slot_at is not None
        begins = minute_of(item.slot_at)
        if begins < free:
            raise Refused("Two cases stand at one time.", remedy="Have the times worked out again.")
        free = begins + (item.slot_minutes or usual)
