"""A meeting with as many cases as wanted, each with everything that can hang on one."""

from __future__ import annotations

from remit.records.actions import Action
from remit.records.answers import Answer, Decision, Response
from remit.records.meetings import AgendaItem, Attendance, RegisterEntry
from tests.casework.rooms import DURING, Room
from tests.casework.weeks import rated


def grown_to(the_room: Room, number: int) -> None:
    """So many cases, each with a text, an outcome, an action, somebody who came, and a line in the register."""
    meeting, by = the_room.meeting, the_room.week.coordinating
    for place in range(meeting.items.filter(entry__isnull=False).count(), number):
        entry = rated("medium")
        item, _ = AgendaItem.objects.update_or_create(
            meeting=meeting,
            entry=entry,
            defaults={
                "section": "focus",
                "position": place,
                "subject_id": entry.person_id,
                "snapshot": entry.details.get(),
                "state": "discussed",
                "added_by": by,
                "added_at": DURING,
            },
        )
        response = Response.objects.create(
            item=item, subject_id=item.subject_id, form="case-discussion", terms=meeting.terms
        )
        Answer.objects.create(
            response=response,
            question="discussion",
            value="Said.",
            version=1,
            by=by,
            at=DURING,
            source="seed",
        )
        Decision.objects.create(item=item, outcome="support-at-home", version=1, by=by, at=DURING)
        Attendance.objects.create(
            meeting=meeting, item=item, staff=by, capacity="case", recorded_by=by, recorded_at=DURING
        )
        Action.objects.create(
            subject_id=item.subject_id,
            meeting=meeting,
            item=item,
            what="Ask",
            lead=by,
            due_on=meeting.date,
            due_at=DURING,
            raised_by=by,
            raised_at=DURING,
        )
        if meeting.closed_at:
            RegisterEntry.objects.create(
                meeting=meeting,
                item=item,
                subject_id=item.subject_id,
                section="focus",
                seats_present=7,
                seats_in_all=7,
            )
