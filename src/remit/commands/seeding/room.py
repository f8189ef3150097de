"""A meeting as it goes in the room: who came, what was said, how each case was left, what was asked of whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from remit.casework.actions import agree_action, update_action
from remit.casework.answers import save_answer
from remit.casework.attendance import (
    leave,
    record_apologies,
    record_case_absence,
    record_case_presence,
    record_presence,
)
from remit.casework.attendance_rows import Somebody
from remit.casework.closing import close_meeting, waive
from remit.casework.decisions import record_outcome
from remit.casework.room import note_item, open_meeting, take_item
from remit.commands.seeding import words
from remit.commands.seeding.correcting import agree_the_last
from remit.commands.seeding.people import People
from remit.records.actions import Action
from remit.records.children import Allocation
from remit.records.closing_facts import closing_facts
from remit.records.forums import SeatHolding
from remit.records.meetings import AgendaItem, Attendance, Meeting, Waiver
from remit.records.visibility import hidden_from
from remit.rules.closing import unsettled
from remit.rules.viewers import Viewer

OUTCOMES = ("search-continues", "residential-start", "support-at-home", "search-continues", "other-placement")
CHANGES = {
    1: {"fostering": ("substitute", "team TAC Duty")},
    2: {"children-in-care": ("deputy", "team Children in care, west"), "locality": ("apologies", "")},
    3: {"duty-officer": ("nobody", ""), "placement-support": ("deputy", "placements 2")},
}
"""Weeks in which a seat was not taken by its holder: how it was, and by whom."""
LATE, EARLY = {1: "locality", 3: "fostering"}, {2: "fostering", 3: "service-manager-commissioning"}
"""Weeks in which the holder of a seat arrived after the second case, and in which one left before the last."""


@dataclass
class Room:
    """One meeting being held. Afterwards `outcomes` has how each child's case was left, `agreed` the actions."""

    meeting_id: int
    number: int
    people: People
    random: Random
    start: datetime
    outcomes: dict[int, str] = field(default_factory=dict)
    agreed: list[str] = field(default_factory=list)

    def hold(self) -> None:
        """From opening to the last case; it stays open."""
        chair = self.people.viewer("service Commissioning", self.start)
        open_meeting(meeting_id=self.meeting_id, seen=None, actor=chair, now=self.start)
        self._attendance(self.start + timedelta(minutes=1))
        agree_the_last(Meeting.objects.get(pk=self.meeting_id), chair, self.start + timedelta(minutes=2))
        focus = list(self._items("focus"))
        for place, item in enumerate(focus):
            at = self.start + timedelta(minutes=3 + place * 15)
            if place == 2:
                self._arrive(at)
            if place == len(focus) - 1:
                self._leave(at)
            if self.number == 2 and place == len(focus) - 1:
                self._defer(item, at)
            else:
                self._focus(item, place, at)
        for place, item in enumerate(self._items("other", "any-other-business")):
            self._other(item, place, self.start + timedelta(minutes=75, seconds=20 * place))

    def close(self, when: datetime) -> None:
        """Waive what is unfinished, each with a reason, then close."""
        actor = self.people.viewer("brokerage", when)
        meeting = Meeting.objects.get(pk=self.meeting_id)
        waived = set(Waiver.objects.filter(meeting=meeting).values_list("what", flat=True))
        for one in unsettled(closing_facts(meeting), waived):
            reason = "Time ran out; first on the list next week."
            waive(meeting_id=meeting.pk, key=one.key, reason=reason, actor=actor, now=when)
        meeting.refresh_from_db()
        close_meeting(
            meeting_id=meeting.pk, seen=meeting.revision, actor=actor, now=when + timedelta(minutes=4)
        )

    def _attendance(self, at: datetime) -> None:
        actor, changes = self._coordinator(at), CHANGES.get(self.number, {})
        day = at.date()
        held = SeatHolding.objects.on(day).filter(capacity="holder").order_by("id")
        for seat, holder in held.values_list("seat", "staff_id"):
            how, who = changes.get(seat, ("holder", ""))
            somebody = Somebody(staff_id=self.people.staff[who] if who else holder)
            if seat == LATE.get(self.number):
                continue
            if how == "apologies":
                record_apologies(meeting_id=self.meeting_id, seat=seat, who=somebody, actor=actor, now=at)
            elif how != "nobody":
                record_presence(
                    meeting_id=self.meeting_id, who=somebody, capacity=how, seat=seat, actor=actor, now=at
                )

    def _arrive(self, at: datetime) -> None:
        """Whoever is late is here now."""
        if seat := LATE.get(self.number):
            holder = SeatHolding.objects.on(at.date()).filter(capacity="holder", seat=seat).order_by("id")
            who = Somebody(staff_id=holder.values_list("staff_id", flat=True)[0])
            actor = self._coordinator(at)
            record_presence(
                meeting_id=self.meeting_id, who=who, capacity="holder", seat=seat, actor=actor, now=at
            )

    def _leave(self, at: datetime) -> None:
        """Whoever must go early leaves now."""
        if seat := EARLY.get(self.number):
            there = Attendance.objects.filter(
                meeting=self.meeting_id, seat=seat, item__isnull=True, arrived_at__isnull=False
            )
            for row in there.filter(left_at__isnull=True, superseded_at__isnull=True):
                leave(attendance_ref=row.ref, actor=self._coordinator(at), now=at)

    def _focus(self, item: AgendaItem, place: int, at: datetime) -> None:
        actor = self._coordinator(at)
        take_item(item_ref=item.ref, actor=actor, now=at)
        self._presence(item, place, actor, at)
        outcome = OUTCOMES[(place + 2 * self.number) % len(OUTCOMES)]
        for question, text in self._said(outcome):
            self._write(item, question, text, actor, at + timedelta(minutes=9))
        record_outcome(
            item_ref=item.ref, outcome=outcome, seen=0, actor=actor, now=at + timedelta(minutes=12)
        )
        self.outcomes[item.subject_id] = outcome
        for _ in range(1 + place % 2):
            self._agree(item, actor, at + timedelta(minutes=13))

    def _said(self, outcome: str) -> Iterator[tuple[str, str]]:
        yield "discussion", self.random.choice(words.DISCUSSIONS)
        yield "alternatives-considered", self.random.choice(words.ALTERNATIVES)
        if outcome == "residential-start":
            yield "interim-arrangements", words.INTERIM
            yield "step-down-actions", words.STEP_DOWN

    def _presence(self, item: AgendaItem, place: int, actor: Viewer, at: datetime) -> None:
        worker = self._worker(item)
        if worker is None or (place + self.number) % 4 == 3:
            reason = words.ABSENCES[(place + self.number) % len(words.ABSENCES)]
            record_case_absence(item_ref=item.ref, reason=reason, actor=actor, now=at)
        else:
            record_case_presence(item_ref=item.ref, who=Somebody(staff_id=worker), actor=actor, now=at)

    def _worker(self, item: AgendaItem) -> int | None:
        allocation = Allocation.objects.open().filter(person=item.subject_id).first()
        return allocation.worker_id if allocation else None

    def _agree(self, item: AgendaItem, actor: Viewer, at: datetime) -> None:
        """Ask something of the worker, of brokerage, or of somebody from another service."""
        others = [self.people.staff["holder"], self.people.staff["broker"], self.people.staff["brokerage"]]
        lead = self.random.choice([self._worker(item) or others[0], *others])
        agreed = agree_action(
            meeting_id=self.meeting_id,
            item_ref=item.ref,
            what=self.random.choice(words.ACTIONS),
            lead_id=lead,
            due_on=(at + timedelta(days=14)).date() if self.random.random() < 0.25 else None,
            actor=actor,
            now=at,
        )
        self.agreed.append(agreed.ref)

    def _other(self, item: AgendaItem, place: int, at: datetime) -> None:
        """Another case: noted, now and then with a comment or an action. In one week time runs out for the last two."""
        actor = self._coordinator(at)
        if item.section == "other" and self.number == 3 and place in (4, 5):
            return
        if item.section == "other" and place % 6 == 0:
            self._write(item, "comments", self.random.choice(words.COMMENTS), actor, at)
        if item.section == "other" and place % 11 == 5:
            self._agree(item, actor, at)
        note_item(item_ref=item.ref, actor=actor, now=at)

    def _defer(self, item: AgendaItem, at: datetime) -> None:
        why = "The worker was called away; the group wants to hear from them."
        actor = self._coordinator(at)
        self._presence(item, 3 - self.number, actor, at)
        record_outcome(item_ref=item.ref, outcome="deferred", why=why, seen=0, actor=actor, now=at)

    def _write(self, item: AgendaItem, question: str, text: str, actor: Viewer, at: datetime) -> None:
        save_answer(item_ref=item.ref, question=question, text=text, base_version=0, actor=actor, now=at)

    def _items(self, *sections: str) -> list[AgendaItem]:
        items = AgendaItem.objects.filter(meeting=self.meeting_id, section__in=sections, state="planned")
        return list(items.order_by("section", "position", "pk"))

    def _coordinator(self, at: datetime) -> Viewer:
        return self.people.viewer("coordinator", at)

    @staticmethod
    def report(ref: str, finished: bool, people: People, random: Random, at: datetime) -> None:
        """The lead of an action says how it stands; the coordinator, where the child's record is closed to the lead.

        Where it is closed to both, nobody does.
        """
        action = Action.objects.get(ref=ref)
        may = [people.viewer_of(action.lead_id, at), people.viewer("coordinator", at)]
        reporter = next((one for one in may if not hidden_from(one, action.subject_id, now=at)), None)
        if action.state == Action.State.OPEN and reporter is not None:
            update_action(
                action_ref=ref,
                seen=action.version,
                text=random.choice(words.UPDATES),
                finished=finished,
                actor=reporter,
                now=at,
            )
