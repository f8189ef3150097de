"""A meeting in progress, and everything that can be done at it in one line: for the tests of room, closing and minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from remit.casework import actions, answers, attendance, closing, decisions, minutes, room
from remit.casework.attendance_rows import Somebody
from remit.records.closing_facts import closing_facts
from remit.records.forums import SeatHolding
from remit.records.meetings import AgendaItem, Meeting
from remit.records.placements_list import ListEntry
from remit.rules.closing import unfinished
from remit.rules.viewers import Viewer
from tests.casework.weeks import Week, a_later_meeting, a_week, rated
from tests.factories import london, staff, viewer_of
from tests.factories.children import a_child
from tests.remembered import remembered

DURING = london("2026-10-15 15:05")
AFTER = london("2026-10-15 16:40")
NEXT_DAY = london("2026-10-16 10:00")


@dataclass
class Room:
    """A meeting that can be opened, with who sits at it."""

    week: Week
    later: Meeting
    cases: list[AgendaItem]
    others: list[ListEntry]

    @property
    def id(self) -> int:
        return self.week.meeting.pk

    @property
    def meeting(self) -> Meeting:
        return self.week.now_at()

    @property
    def coordinator(self) -> Viewer:
        return viewer_of(self.week.coordinating, now=DURING)

    @property
    def chair(self) -> Viewer:
        return viewer_of(self.week.chairing, now=DURING)

    @property
    def member(self) -> Viewer:
        return viewer_of(self.week.sitting, now=DURING)

    def __call__(self, number: int) -> AgendaItem:
        """The case of that number, as it is now."""
        self.cases[number].refresh_from_db()
        return self.cases[number]

    def other(self, number: int = 0) -> AgendaItem:
        return self.week.item_of(self.others[number])

    def open(self) -> Room:
        room.open_meeting(meeting_id=self.id, seen=None, actor=self.coordinator, now=DURING)
        return self

    def write(
        self, item: AgendaItem, question: str, text: str, base: int = 0, **who: object
    ) -> answers.Saved:
        options = {"actor": self.coordinator, "now": DURING, **who}
        return answers.save_answer(
            item_ref=item.ref, question=question, text=text, base_version=base, **options
        )

    def decide(self, item: AgendaItem, outcome: str, seen: int = 0, **options: object) -> int:
        options = {"actor": self.coordinator, "now": DURING, **options}
        return decisions.record_outcome(item_ref=item.ref, outcome=outcome, seen=seen, **options)

    def note(self, item: AgendaItem) -> None:
        room.note_item(item_ref=item.ref, actor=self.coordinator, now=DURING)

    def present(self, seat: str, **options: object) -> str:
        options = {
            "who": Somebody(self.week.holder_of(seat).pk),
            "capacity": "holder",
            "actor": self.coordinator,
            "now": DURING,
            **options,
        }
        return attendance.record_presence(meeting_id=self.id, seat=seat, **options)

    def everybody_comes(self) -> None:
        held = SeatHolding.objects.filter(forum=self.week.forum)
        for seat in held.values_list("seat", flat=True).distinct():
            self.present(seat)

    def somebody_comes_for(self, item: AgendaItem) -> None:
        attendance.record_case_presence(
            item_ref=item.ref, who=Somebody(name="Visiting worker"), actor=self.coordinator, now=DURING
        )

    def agree(self, what: str = "Ask for a report", item: AgendaItem | None = None, **options: object):
        lead = options.pop("lead", None) or self.week.sitting
        options = {"actor": self.coordinator, "now": DURING, **options}
        return actions.agree_action(
            meeting_id=self.id, item_ref=item.ref if item else None, what=what, lead_id=lead.pk, **options
        )

    def settle(self) -> None:
        """Everything that closing wants."""
        self.everybody_comes()
        for item in self.cases:
            self.somebody_comes_for(item)
            if not item.decisions.exists():
                self.decide(item, "support-at-home")
        for entry in self.others:
            self.note(self.week.item_of(entry))

    def close(self, **options: object) -> closing.Closed:
        options = {"seen": self.meeting.revision, "actor": self.coordinator, "now": AFTER, **options}
        return closing.close_meeting(meeting_id=self.id, **options)

    def closed(self) -> Room:
        self.open()
        self.settle()
        self.close()
        return self

    def approve(self, **options: object) -> None:
        options = {"seen": self.meeting.revision, "actor": self.chair, "now": NEXT_DAY, **options}
        minutes.approve_minutes(meeting_id=self.id, **options)


def hold_the_next(the_room: Room) -> Meeting:
    """Hold next week's meeting from three until four, with all that is unfinished waived."""
    week, meeting = Week(the_room.week.forum, the_room.later), the_room.later
    week.finish()
    week.draft()
    week.confirm()
    begins, ends = london(f"{meeting.date} 15:00"), london(f"{meeting.date} 16:00")
    by = {"meeting_id": meeting.pk, "actor": week.coordinator}
    room.open_meeting(seen=None, now=begins, **by)
    keys = [one.key for one in unfinished(closing_facts(week.now_at()))]
    if keys:
        closing.waive_several(keys=keys, reason="Nobody could come", now=ends, **by)
    closing.close_meeting(seen=week.revision, now=ends, **by)
    return week.now_at()


@remembered
def a_room(cases: int = 2, others: int = 1, **options: object) -> Room:
    """This week's meeting with its agenda issued, so many focus and other cases, and next week's meeting planned."""
    week = a_week(**options)
    later = a_later_meeting(week)
    items = week.issued_with(*(rated("high") for _ in range(cases)))
    rest = [rated("medium") for _ in range(others)]
    for entry in rest:
        for late in week.meeting.items.filter(entry=entry):
            late.delete()
    return Room(week, later, items, rest)


__all__ = [
    "AFTER",
    "DURING",
    "NEXT_DAY",
    "Room",
    "Somebody",
    "a_child",
    "a_room",
    "hold_the_next",
    "london",
    "staff",
    "timedelta",
]
