"""Times of an agenda when an item leaves it."""

from __future__ import annotations

from remit.casework.items import said
from remit.records.meetings import AgendaItem, Meeting
from remit.rules.slots import Slot, closed_up, usual_minutes


def close_up(meeting: Meeting, leaving: AgendaItem) -> int:
    """Let the items that follow one that leaves begin earlier, as far as they follow without a gap; answers with how many.

    Belongs before it leaves, with the meeting locked. What was discussed already keeps its time.
    """
    rows = AgendaItem.objects.filter(meeting=meeting, section=leaving.section).exclude(
        state__in=(AgendaItem.State.WITHDRAWN, AgendaItem.State.DEFERRED)
    )
    items = {item.ref: item for item in rows.order_by("position", "pk")}
    if leaving.slot_at is None or leaving.ref not in items:
        return 0
    usual = usual_minutes(said(meeting), leaving.section)
    slots = [Slot(item.ref, item.slot_minutes or usual, item.slot_at) for item in items.values()]
    moved = []
    for slot in closed_up(slots, leaving.ref):
        item = items[slot.item]
        if item.state == AgendaItem.State.PLANNED and item.slot_at != slot.at:
            item.slot_at = slot.at
            moved.append(item)
    AgendaItem.objects.bulk_update(moved, ["slot_at"])
    return len(moved)
