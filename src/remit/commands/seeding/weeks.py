"""The weeks of the forum: chosen, drafted, confirmed, held, closed and approved, by the verbs the screens use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.db.models import QuerySet

from remit.casework.agenda import add_business, confirm_agenda, draft_agenda
from remit.casework.answers import save_answer
from remit.casework.comments import write_comment
from remit.casework.duties import sweep
from remit.casework.inviting import invite_ahead
from remit.casework.letters import THINKING, send_letter
from remit.casework.minutes import approve_minutes
from remit.casework.reminding import take_steps
from remit.casework.selection import finish_selection, select_case
from remit.casework.sheets import complete_part, say_unchanged
from remit.commands.seeding import words
from remit.commands.seeding.answered import answer
from remit.commands.seeding.calendar import working_day
from remit.commands.seeding.children import RESTRICTED, Child, close_record
from remit.commands.seeding.correcting import correct
from remit.commands.seeding.entries import KEPT_AT, TheList
from remit.commands.seeding.mails import bring_one_back, hand_over
from remit.commands.seeding.people import People
from remit.commands.seeding.returned import come_back
from remit.commands.seeding.room import Room
from remit.commands.seeding.timeline import Act, Timeline, clock, monday_of
from remit.reading.letters import letter_page
from remit.reading.looks import looking
from remit.records.children import Allocation
from remit.records.meetings import AgendaItem, Meeting
from remit.records.people import Staff
from remit.records.placements_list import EntryDetail
from remit.rules.viewers import Viewer

FOCUS_CASES = 4
CLOSED_AFTER = 3
"""After this week (the last one held) a record is restricted to people who have no part in the forum."""
FORUM = "ror"
SAT_DOWN = timedelta(minutes=10)
"""So long after the first answers on screen the worker takes the rest to a desk, as a workbook."""
WORKERS_PART = "worker:social_worker"


@dataclass
class Week:
    """One meeting of the forum with the days before and after it. `number` counts from 0; None is the coming one."""

    number: int | None
    day: date
    people: People
    the_list: TheList
    line: Timeline
    random: Random

    def schedule(self, *, now: datetime) -> None:
        """Put what happens in this week on the line; for the coming meeting, as far as it has come by now."""
        choosing = working_day(monday_of(self.day))
        self._at(clock(choosing, "11:40" if self.number == 1 else "10:15"), self.choose, now, hours_before=3)
        self._at(clock(choosing + timedelta(days=1), "10:00"), self.draft, now, hours_before=2)
        self._at(clock(choosing, "16:30"), self.fill_in, now, hours_before=1)
        wednesday = clock(self.day - timedelta(days=1), "09:00")
        self.line.at(wednesday, self.consider)
        self.line.at(wednesday + timedelta(hours=2), self.add_late)
        self.line.at(wednesday + timedelta(hours=5), self.confirm)
        self.line.at(wednesday + timedelta(hours=6), self.comment)
        self.line.at(clock(choosing, "09:10"), self.keep_list)
        if self.number is not None:
            self.line.at(clock(self.day, "15:00"), self.hold)

    def _at(self, when: datetime, act: Act, now: datetime, *, hours_before: int) -> None:
        """The coming meeting is prepared by now even where its week has not begun: the coordinator works ahead."""
        latest = now - timedelta(hours=hours_before)
        self.line.at(min(when, latest) if self.number is None else when, act)

    def keep_list(self, when: datetime) -> None:
        """Brokerage goes through the list: some entries are brought up to date, new children join."""
        on_it = self.the_list.on_it()
        for child in self.random.sample(on_it, k=len(on_it) * 2 // 5):
            self.the_list.touch(child, when)
        while len(self.the_list.entries) < KEPT_AT and self.the_list.add_new(when):
            pass

    def choose(self, when: datetime) -> None:
        """The coordinator and brokerage choose the focus cases; once, a Low one with its reason."""
        actor = self._who("coordinator", when)
        meeting = self.meeting()
        stands = set(self._items(meeting).values_list("entry_id", flat=True))
        rated = self._rated("high", "medium")
        ranked = list(rated.order_by("risk_order", "urgency_order", "entry_id"))
        for row in [row for row in ranked if row.entry_id not in stands][: max(1, FOCUS_CASES - len(stands))]:
            select_case(meeting_id=meeting.pk, entry_ref=row.entry.ref, seen=None, actor=actor, now=when)
        if self.number == 2:
            self._choose_low(meeting, actor, when)
        took_part = Staff.objects.filter(pk__in=[self.people.staff[key] for key in self._choosers()])
        finish_selection(
            meeting_id=meeting.pk,
            took_part=list(took_part.values_list("ref", flat=True)),
            seen=None,
            actor=actor,
            now=when + timedelta(minutes=12),
        )
        self._send_the_mail(meeting, when + timedelta(minutes=30))

    def _send_the_mail(self, meeting: Meeting, when: datetime) -> None:
        """The coordinator sends the week's mail with the words it comes with."""
        actor = self._who("coordinator", when)
        with looking(actor, route="remit seed", now=when):
            page = letter_page(
                actor, forum=FORUM, nominal=self.day.isoformat(), letter="focus-case-mail", now=when
            )
        send_letter(
            meeting_id=meeting.pk,
            letter="focus-case-mail",
            heading=page.heading,
            text=page.text,
            seen=None,
            actor=actor,
            now=when,
        )
        hand_over(when + timedelta(minutes=1))
        if self.number == 2:
            bring_one_back(meeting, when + timedelta(hours=1))

    def _choosers(self) -> tuple[str, ...]:
        """Once brokerage was not there, which the terms warn about."""
        return ("coordinator",) if self.number == 0 else ("coordinator", "brokerage")

    def _choose_low(self, meeting: Meeting, actor: Viewer, when: datetime) -> None:
        row = self._rated("low").order_by("entry_id").first()
        if row is not None:
            why = words.LOW_WHY
            select_case(
                meeting_id=meeting.pk, entry_ref=row.entry.ref, why=why, seen=None, actor=actor, now=when
            )

    def _rated(self, *risks: str) -> QuerySet[EntryDetail]:
        """Who stands on the list with these ratings, as far as the coordinator sees them."""
        rows: QuerySet[EntryDetail] = EntryDetail.objects.open().filter(risk__in=risks)
        return rows.exclude(entry__person__in=self.the_list.closed).select_related("entry")

    def draft(self, when: datetime) -> None:
        """The coordinator drafts the agenda, now and then with a matter of business."""
        actor, meeting = self._who("coordinator", when), self.meeting()
        draft_agenda(meeting_id=meeting.pk, seen=None, actor=actor, now=when)
        if self.number in (1, 3, None):
            title = words.BUSINESS[(self.number or 0) // 2]
            add_business(meeting_id=meeting.pk, title=title, seen=None, actor=actor, now=when)
        if self.number is None:
            answer(meeting, self.people, when)

    def consider(self, when: datetime) -> None:
        """Brokerage writes what commissioning has to consider, for all cases but the last."""
        actor = self._who("brokerage", when)
        focus = self._items(self.meeting()).filter(section="focus").exclude(subject__in=self.the_list.closed)
        for item in list(focus.order_by("position"))[:-1]:
            save_answer(
                item_ref=item.ref,
                question="commissioning-considerations",
                text=self.random.choice(words.CONSIDERATIONS),
                base_version=0,
                actor=actor,
                now=when,
            )

    def fill_in(self, when: datetime) -> None:
        """The children's workers fill in their part: of the coming meeting one wholly, one by half, the others not yet.

        Who did half of it sends the rest by mail. Whose child comes back says that nothing has changed.
        """
        focus = self._items(self.meeting()).filter(section="focus").exclude(subject__in=self.the_list.closed)
        theirs = Allocation.objects.open().filter(worker__isnull=False, person__in=focus.values("subject"))
        workers = dict(theirs.values_list("person_id", "worker_id"))
        worked_with = [item for item in focus.order_by("position") if item.subject_id in workers]
        for place, item in enumerate(worked_with):
            actor = self.people.viewer_of(workers[item.subject_id], when)
            wholly = place == 0 if self.number is None else (place + self.number) % 4 != 3
            if (
                wholly
                and AgendaItem.objects.filter(subject=item.subject_id, parts_said__isnull=False).exists()
            ):
                say_unchanged(item_ref=item.ref, part=WORKERS_PART, actor=actor, now=when)
            elif wholly or (self.number is None and place == 1):
                self._fill_in(item, place, actor, when, wholly=wholly)
                if not wholly:
                    coordinator = self._who("coordinator", when)
                    come_back(item, worker=actor, coordinator=coordinator, when=when + SAT_DOWN)

    def _fill_in(self, item: AgendaItem, place: int, actor: Viewer, when: datetime, *, wholly: bool) -> None:
        told = list(words.SHEET.items())
        for question, texts in told if wholly else told[:2]:
            text = texts[(place + (self.number or 0)) % len(texts)]
            save_answer(
                item_ref=item.ref, question=question, text=text, base_version=0, actor=actor, now=when
            )
        if wholly:
            complete_part(item_ref=item.ref, part=WORKERS_PART, actor=actor, now=when)

    def add_late(self, when: datetime) -> None:
        """In two of the weeks a child is rated after the selection, and joins late."""
        if self.number in (3, None) and (unrated := self.the_list.unrated()):
            self.the_list.touch(unrated[0], when, risk="high" if self.number == 3 else "low")
            hand_over(when + THINKING)

    def confirm(self, when: datetime) -> None:
        """The chair confirms the agenda, which issues it."""
        actor = self._who("service Commissioning", when)
        confirm_agenda(meeting_id=self.meeting().pk, seen=None, actor=actor, now=when)
        hand_over(when + timedelta(minutes=1))

    def comment(self, when: datetime) -> None:
        """Two members read the other cases before the meeting, and write what they know of the first of them."""
        others = self._items(self.meeting()).filter(section="other", subject__person__restricted=False)
        for number, (item, text) in enumerate(
            zip(others.order_by("position"), words.SAID_BEFORE, strict=False)
        ):
            actor = self._who(words.COMMENTING[number % len(words.COMMENTING)], when)
            write_comment(item_ref=item.ref, text=text, seen=0, actor=actor, now=when)

    def hold(self, when: datetime) -> None:
        """The meeting itself, and what it leaves to do afterwards."""
        room = Room(self.meeting().pk, self.number or 0, self.people, self.random, when)
        room.hold()
        for action in room.agreed:
            self._schedule_update(action)
        closing = (
            clock(self.day, "16:55") if self.number != 1 else clock(self.day + timedelta(days=4), "10:05")
        )
        self.line.at(closing, room.close)
        self.line.at(closing + timedelta(minutes=6), self._deliver)
        self.line.at(working_day_after(self.day, "12:00"), lambda at: self._end_entries(room, at))
        if self.number == CLOSED_AFTER:
            self.line.at(working_day_after(self.day, "09:30"), lambda at: self._close_a_record(room, at))
        approval = clock(working_day(monday_of(self.day) + timedelta(days=7)), "10:10")
        self.line.at(approval, self.approve)

    def _deliver(self, when: datetime) -> None:
        hand_over(when)

    def _schedule_update(self, ref: str) -> None:
        """What becomes of an action: done in time, reported on, done late, or nothing yet."""
        fate = self.random.choices(("done", "reported", "late", "nothing"), (11, 4, 2, 3))[0]
        days = {"done": 5, "reported": 6, "late": 11}.get(fate)
        if days is not None:
            when = clock(self.day + timedelta(days=days), "11:00", self.random.randrange(200))
            self.line.at(when, lambda at: Room.report(ref, fate != "reported", self.people, self.random, at))

    def _end_entries(self, room: Room, when: datetime) -> None:
        by_key: dict[int, Child] = {child.key: child for child in self.the_list.on_it()}
        for subject, outcome in room.outcomes.items():
            if outcome in words.REASONS and subject in by_key:
                self.the_list.end(by_key[subject], words.REASONS[outcome], when)

    def _close_a_record(self, room: Room, when: datetime) -> None:
        """A child who was discussed and comes back turns out to be related to somebody who works with the list."""
        on_it = (child for child in self.the_list.on_it() if child.worker and child.number != RESTRICTED)
        by_key = {child.key: child for child in on_it}
        back = [
            subject
            for subject, outcome in room.outcomes.items()
            if outcome not in words.REASONS and subject in by_key
        ]
        if back:
            close_record(by_key[back[-1]], self.people, when)
            self.the_list.closed.add(back[-1])

    def approve(self, when: datetime) -> None:
        """The chair approves the minutes."""
        meeting = self.meeting()
        if meeting.closed_at is not None:
            actor = self._who("service Commissioning", when)
            approve_minutes(meeting_id=meeting.pk, seen=meeting.revision, actor=actor, now=when)
            hand_over(when + timedelta(minutes=1))
            self.line.at(when + timedelta(hours=3), self.correct)

    def correct(self, when: datetime) -> None:
        """Something is found wrong in the approved minutes."""
        coordinator, chair = self._who("coordinator", when), self._who("service Commissioning", when)
        correct(self.meeting(), self.number or 0, coordinator=coordinator, chair=chair, at=when)
        hand_over(when + timedelta(hours=2, minutes=1))

    def meeting(self) -> Meeting:
        """The meeting, as it stands."""
        return Meeting.objects.get(forum__slug=FORUM, nominal_date=self.day)

    def _items(self, meeting: Meeting) -> QuerySet[AgendaItem]:
        return AgendaItem.objects.filter(meeting=meeting).exclude(state=AgendaItem.State.WITHDRAWN)

    def _who(self, key: str, when: datetime) -> Viewer:
        return self.people.viewer(key, when)


def working_day_after(day: date, at: str) -> datetime:
    """That time on the next day that is worked."""
    return clock(working_day(day + timedelta(days=1)), at)


def sweep_nightly(line: Timeline, first: date, last: date) -> None:
    """The sweep of each night, which sees duties go by."""
    day = first
    while day <= last:
        line.at(clock(day, "03:00"), lambda at: _sweep_all(at))
        day += timedelta(days=1)


def _sweep_all(at: datetime) -> None:
    sweep(now=at)
    if invite_ahead(now=at):
        hand_over(at)
    take_steps(now=at)
