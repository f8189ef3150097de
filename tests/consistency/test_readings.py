"""Every reading bites: where an authority reads a clause otherwise, what people see and may do is another.

Each act below is carried out twice: on the terms that ship, and on terms in which that one reading is changed as an
authority would change it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from remit.casework import actions, agenda, attendance, selection
from remit.casework.action_list import Child, add_entry, change_entry
from remit.casework.answers import save_answer
from remit.casework.attendance_rows import Somebody
from remit.casework.comments import write_comment
from remit.casework.duties import reconcile
from remit.casework.inviting import invite_ahead
from remit.casework.reminding import take_steps
from remit.commands.main import main
from remit.records.duties import Duty
from remit.records.placements_list import EntryDetail, ListEntry
from remit.rules.action_list import EntryValues
from remit.rules.clock import written_due
from remit.rules.outcomes import Refused
from remit.terms import load
from remit.terms.model import ForumTerms
from tests.casework.rooms import DURING, NEXT_DAY, Room, a_room, hold_the_next
from tests.casework.weeks import Week, a_week, rated
from tests.factories import NOW, TODAY, a_child, a_forum, a_meeting, a_team, london, staff, viewer_of
from tests.factories.forums import in_seat
from tests.terms.test_overrides import READINGS

pytestmark = pytest.mark.django_db


@dataclass
class Scene:
    """One authority: the terms it reads in its own way, the folder they stand in, and how its people sign in."""

    terms: ForumTerms
    folder: Path
    signed_in: Callable[..., object]
    capsys: pytest.CaptureFixture[str]
    settings: object

    def week(self) -> Week:
        return a_week(terms=self.terms)

    def room(self, **options: int) -> Room:
        self.settings.FIXED_NOW = DURING
        return a_room(terms=self.terms, **options).open()

    def page(self, person: object, address: str) -> str:
        return " ".join(self.signed_in(person).get(address).content.decode().split())

    def printed(self, *command: str) -> object:
        main([*command, "--authority", str(self.folder), "--json"])
        return json.loads(self.capsys.readouterr().out)

    def due(self, clause: str, meeting: str = "2026-10-15") -> list[str]:
        """When the calendar of that meeting's month says that what the clause asks is due."""
        days = ("--from", "2026-04-01", "--to", "2026-12-31")
        found = next(one for one in self.printed("terms", "calendar", "ror", *days) if one["date"] == meeting)
        return [one["at"] for one in (*found["deadlines"], *found["after"]) if one["clause"] == clause]


Act = Callable[[Scene], object]
ACTS: dict[str, tuple[Act, object, object]] = {}


def bites(path: str, *, shipped: object, otherwise: object) -> Callable[[Act], Act]:
    """Register an act for the reading that sets this value of the terms, and what it comes to either way."""

    def register(act: Act) -> Act:
        ACTS[path] = (act, shipped, otherwise)
        return act

    return register


def outcome_of(verb: Callable[[], object]) -> str:
    """What somebody is told who does this: nothing, or why not."""
    try:
        verb()
    except Refused as refused:
        return refused.problem
    return "done"


DONE = "done"


@bites(
    "cohorts.action-list.discussed",
    shipped=DONE,
    otherwise="The forum does not discuss children of this rating.",
)
def choose_a_medium_case(scene: Scene) -> str:
    week = scene.week()
    return outcome_of(lambda: week.choose(rated("medium")))


@bites("cohorts.action-list.shown", shipped=True, otherwise=False)
def see_the_unrated_when_choosing(scene: Scene) -> bool:
    week = scene.week()
    rated("unrated")
    return "Unrated: 1 case" in scene.page(week.coordinating, at(week, "selection"))


@bites("outcomes", shipped=True, otherwise=False)
def be_offered_support_at_home(scene: Scene) -> bool:
    room = scene.room(cases=1)
    return "Support at home" in scene.page(room.week.coordinating, of_item(room))


@bites(
    "outcomes.residential-start.requires",
    shipped="The outcome “Residential start appropriate” needs an answer for step-down actions first.",
    otherwise=DONE,
)
def start_without_a_way_down(scene: Scene) -> str:
    room = scene.room(cases=1)
    room.write(room(0), "interim-arrangements", "An aunt takes the child in.")
    return outcome_of(lambda: room.decide(room(0), "residential-start"))


@bites("outcomes.search-continues.returns", shipped=1, otherwise=0)
def come_back_next_week(scene: Scene) -> int:
    room = scene.room(cases=1)
    room.decide(room(0), "search-continues")
    room.settle()
    room.close()
    return room.later.items.filter(subject=room(0).subject).count()


@bites("outcomes.deferred.asks_why", shipped="Say why the outcome is “Deferred”.", otherwise=DONE)
def put_off_without_a_reason(scene: Scene) -> str:
    room = scene.room(cases=1)
    return outcome_of(lambda: room.decide(room(0), "deferred"))


@bites("seats.coordinator.role", shipped=True, otherwise=False)
def run_the_forum_as_coordinator(scene: Scene) -> bool:
    week = scene.week()
    return "ror" in viewer_of(week.holder_of("coordinator")).runs


@bites("actions.due", shipped="2026-10-22T15:00:00+01:00", otherwise="2026-10-20T15:00:00+01:00")
def agree_an_action_without_a_date(scene: Scene) -> str:
    return written_due(scene.room(cases=1).agree().due_at)


@bites(
    "duties.report-on-action.due",
    shipped="2026-10-22T15:00:00+01:00",
    otherwise="2026-10-18T23:59:59+01:00",
)
def owe_word_of_an_action(scene: Scene) -> str:
    scene.room(cases=1).agree()
    return written_due(Duty.objects.get(clause="ROR-4").due_at)


@bites("duties.report-on-action.again", shipped=1, otherwise=0)
def leave_an_action_open_after_its_meeting(scene: Scene) -> int:
    room = scene.room(cases=1)
    agreed = room.agree()
    report = {"seen": 1, "text": "Asked.", "actor": viewer_of(room.week.sitting), "now": DURING}
    actions.update_action(action_ref=agreed.ref, **report)
    room.settle()
    room.close()
    hold_the_next(room)
    return Duty.objects.filter(clause="ROR-4", state="open").count()


@bites("attendance.settled_by", shipped=True, otherwise=False)
def be_asked_for_each_seat_on_closing(scene: Scene) -> bool:
    room = scene.room(cases=1)
    return "Nobody is recorded for the seat of Duty officer" in scene.page(
        room.week.coordinating, at(room.week, "close")
    )


@bites("attendance.shown_to", shipped=(False, True), otherwise=(True, True))
def see_the_seats_without_an_answer(scene: Scene) -> tuple[bool, bool]:
    week = scene.week()
    people = (week.coordinating, week.chairing)
    first, second = (
        "No apologies or presence recorded yet for 7 seats" in scene.page(person, at(week))
        for person in people
    )
    return first, second


@bites(
    "seats.brokerage.substitutes",
    shipped="A substitute for the Senior commissioning officer, brokerage comes from the same service area:"
    " Commissioning or Brokerage.",
    otherwise=DONE,
)
def stand_in_from_elsewhere(scene: Scene) -> str:
    room = scene.room(cases=1)
    visitor = Somebody(name="Somebody Standing-In", service="Youth justice")
    return outcome_of(lambda: room.present("brokerage", who=visitor, capacity="substitute"))


@bites("invitations.members-invited.ahead", shipped=False, otherwise=True)
def be_invited_to_a_meeting_more_than_four_weeks_off(scene: Scene) -> bool:
    later = a_meeting(scene.week().forum, TODAY + timedelta(days=33))
    invite_ahead(now=NOW)
    return later.invitations.exists()


@bites("invitations.time-of-case.sent_when", shipped=False, otherwise=True)
def be_invited_to_the_time_of_a_case_on_a_draft(scene: Scene) -> bool:
    week, team = scene.week(), a_team()
    week.choose(rated("high", child=a_child(worker=staff(team=team), team=team)))
    week.finish()
    week.draft()
    return week.meeting.invitations.exists()


@bites("presenters.childs-workers.any_of", shipped=True, otherwise=False)
def expect_the_social_worker_for_a_case(scene: Scene) -> bool:
    room = scene.room(cases=1)
    return "Expected: social worker or team manager" in scene.page(room.week.coordinating, of_item(room))


@bites(
    "presenters.childs-workers.reason_if_absent",
    shipped="Enter why nobody who works with the child came.",
    otherwise=DONE,
)
def say_that_nobody_came_and_not_why(scene: Scene) -> str:
    room = scene.room(cases=1)
    return outcome_of(
        lambda: attendance.record_case_absence(
            item_ref=room(0).ref, reason="", actor=room.coordinator, now=DURING
        )
    )


@bites(
    "duties.select-focus-cases.due.at",
    shipped=["2026-10-12T11:00:00+01:00"],
    otherwise=["2026-10-12T09:00:00+01:00"],
)
def choose_by(scene: Scene) -> list[str]:
    return scene.due("ROR-8")


@bites(
    "duties.select-focus-cases.due.holiday",
    shipped=["2026-05-26T11:00:00+01:00"],
    otherwise=["2026-05-25T11:00:00+01:00"],
)
def choose_in_a_week_with_a_bank_holiday(scene: Scene) -> list[str]:
    return scene.due("ROR-8", "2026-05-28")


@bites(
    "selection.focus-cases.rank_by",
    shipped="High risk, planned move, 20 days to place",
    otherwise="Planned move, High risk",
)
def be_told_why_a_case_is_suggested(scene: Scene) -> str:
    week = scene.week()
    rated("high", days_to_place=20)
    page = scene.page(week.coordinating, at(week, "selection"))
    reasons = ("High risk, planned move, 20 days to place", "Planned move, High risk")
    return next(reason for reason in reasons if reason in page)


@bites("selection.focus-cases.capacity", shipped=4, otherwise=2)
def have_room_for(scene: Scene) -> int:
    week = scene.week()
    page = scene.page(week.coordinating, at(week, "selection"))
    return next(number for number in range(9) if f"It holds {number} cases of 20 minutes" in page)


@bites("selection.focus-cases.rated_first", shipped="This child is not rated yet.", otherwise=DONE)
def choose_an_unrated_case(scene: Scene) -> str:
    week = scene.week()
    return outcome_of(lambda: week.choose(rated("unrated")))


@bites("selection.focus-cases.asks_why", shipped=DONE, otherwise="Say why a case rated Medium is chosen.")
def choose_a_medium_case_without_a_reason(scene: Scene) -> str:
    return choose_a_medium_case(scene)


@bites(
    "selection.focus-cases.taking_part.absent",
    shipped=DONE,
    otherwise="Nobody took part for Senior commissioning officer, brokerage",
)
def choose_without_brokerage(scene: Scene) -> str:
    week = scene.week()
    return outcome_of(lambda: week.finish(week.coordinating))


@bites("actions.tracker.shows", shipped=True, otherwise=False)
def see_what_was_done_since(scene: Scene) -> bool:
    room = scene.room(cases=1)
    done = room.agree("Ask the agency for a report")
    actions.update_action(
        action_ref=done.ref, seen=1, text="It came.", finished=True, actor=room.coordinator, now=DURING
    )
    room.settle()
    room.close()
    later = Week(room.week.forum, room.later)
    return "Ask the agency for a report" in scene.page(
        room.week.coordinating, at(later, "room/parts-of-agenda/actions")
    )


@bites("agenda.sections.focus.slot.usual", shipped=[20, 20], otherwise=[15, 15])
def be_given_time(scene: Scene) -> list[int]:
    week = scene.week()
    week.issued_with(rated("high"), rated("high"))
    return list(week.meeting.items.filter(section="focus").values_list("slot_minutes", flat=True))


@bites("selection.focus-cases.late.to", shipped=1, otherwise=0)
def join_after_the_agenda_was_confirmed(scene: Scene) -> int:
    week = scene.week()
    week.issued_with(rated("high"))
    late(week, "high")
    return week.meeting.items.filter(late=True).count()


@bites(
    "selection.focus-cases.late.may_be_left_out",
    shipped=DONE,
    otherwise="A late case rated Low stays among the chosen ones.",
)
def leave_a_low_late_case_out(scene: Scene) -> str:
    week = scene.week()
    week.finish()
    item = week.item_of(late(week, "low"))
    return outcome_of(
        lambda: selection.pass_over_late(
            item_ref=item.ref, why="It can wait.", seen=None, actor=week.coordinator, now=NOW
        )
    )


@bites("agenda.sections.other.frozen_by", shipped="medium", otherwise="low")
def see_a_rating_changed_during_the_meeting(scene: Scene) -> str:
    room = scene.room(cases=1, others=1)
    actor = viewer_of(room.week.holder_of("brokerage"))
    entry = room.others[0]
    seen = EntryDetail.objects.open().get(entry=entry).pk
    change_entry(entry_ref=entry.ref, values=EntryValues(risk="low"), seen=seen, actor=actor, now=DURING)
    page = scene.page(room.week.coordinating, at(room.week, "room/parts-of-agenda/other"))
    return next(risk for risk in ("medium", "low") if f"{risk.capitalize()}" in page)


@bites("agenda.sections.other.columns", shipped=True, otherwise=False)
def see_the_legal_status_of_another_case(scene: Scene) -> bool:
    room = scene.room(cases=1, others=1)
    EntryDetail.objects.update(legal_status="Interim care order")
    return "Legal status: Interim care order" in scene.page(
        room.week.coordinating, at(room.week, "room/parts-of-agenda/other")
    )


@bites("agenda.sections.other.comments.from", shipped="agenda is confirmed", otherwise="")
def comment_on_an_other_case_of_a_draft(scene: Scene) -> str:
    week = scene.week()
    rated("medium")
    week.choose(rated("high"))
    week.finish()
    week.draft()
    page = scene.page(week.coordinating, at(week, "comments/other"))
    return (
        "" if "Write a comment" in page else "agenda is confirmed" if "agenda is confirmed" in page else page
    )


@bites(
    "agenda.sections.other.comments.to",
    shipped="Comments on other cases ended when the meeting opened.",
    otherwise=DONE,
)
def comment_on_an_other_case_in_the_room(scene: Scene) -> str:
    room = scene.room(cases=1, others=1)
    item = room.other()
    return outcome_of(
        lambda: write_comment(item_ref=item.ref, text="Said", seen=0, actor=room.member, now=DURING)
    )


@bites("agenda.sections.other.settled_by", shipped=True, otherwise=False)
def be_asked_for_each_other_case_on_closing(scene: Scene) -> bool:
    room = scene.room(cases=1, others=1)
    return "has not been discussed" in scene.page(room.week.coordinating, at(room.week, "close"))


@bites("agenda.reorderable", shipped=DONE, otherwise="The terms fix the order of this agenda.")
def move_a_case(scene: Scene) -> str:
    week = scene.week()
    items = week.issued_with(rated("high"), rated("high"))
    return outcome_of(
        lambda: agenda.move_item(
            item_ref=items[1].ref, position=1, seen=None, actor=week.coordinator, now=NOW
        )
    )


@bites("agenda.sections.analysis.only.in_months", shipped=True, otherwise=False)
def have_the_analysis_on_the_agenda(scene: Scene) -> bool:
    forum = a_forum(terms=scene.terms)
    week = Week(forum, a_meeting(forum, date(2026, 10, 29)))
    return "Analysis of cases" in scene.page(week.coordinating, at(week, "agenda"))


@bites(
    "duties.complete-tracker.due.working_days",
    shipped=["2026-10-16T23:59:59+01:00"],
    otherwise=["2026-10-19T23:59:59+01:00"],
)
def complete_the_tracker_by(scene: Scene) -> list[str]:
    return scene.due("ROR-20")


@bites("duties.complete-tracker.owed_by", shipped="brokerage", otherwise="service-manager-commissioning")
def owe_the_tracker(scene: Scene) -> str:
    room = scene.room(cases=1)
    duty = Duty.objects.get(clause="ROR-20", meeting=room.meeting)
    return str(room.week.forum.seat_holdings.filter(staff=duty.owner).order_by("id").first().seat)


@bites("letters.focus-case-mail.carries", shipped=["sheet", "link"], otherwise=["sheet"])
def print_what_the_mail_carries(scene: Scene) -> object:
    letters = scene.printed("terms", "show", "ror")["letters"]
    return next(one["carries"] for one in letters if one["id"] == "focus-case-mail")


@bites(
    "owed.send-the-tool.due.at",
    shipped=["2026-10-12T12:00:00+01:00", "2026-10-14T23:59:59+01:00"],
    otherwise=["2026-10-12T13:00:00+01:00", "2026-10-14T23:59:59+01:00"],
)
def send_the_tool_by(scene: Scene) -> list[str]:
    return scene.due("ROR-14")


@bites(
    "owed.send-the-tool.due.holiday",
    shipped=["2026-05-26T12:00:00+01:00", "2026-05-27T23:59:59+01:00"],
    otherwise=["2026-05-25T12:00:00+01:00", "2026-05-27T23:59:59+01:00"],
)
def send_the_tool_in_a_week_with_a_bank_holiday(scene: Scene) -> list[str]:
    return scene.due("ROR-14", "2026-05-28")


@bites(
    "owed.social-work-part.due",
    shipped=["2026-10-12T12:00:00+01:00", "2026-10-14T23:59:59+01:00"],
    otherwise=["2026-10-12T12:00:00+01:00", "2026-10-14T17:00:00+01:00"],
)
def fill_in_the_sheet_by(scene: Scene) -> list[str]:
    return scene.due("ROR-14")


@bites(
    "owed.keep-the-list.due", shipped=["2026-10-15T15:00:00+01:00"], otherwise=["2026-10-14T15:00:00+01:00"]
)
def keep_the_list_until(scene: Scene) -> list[str]:
    return scene.due("ROR-24")


@bites("owed.keep-the-list.missed_when", shipped="open", otherwise="missed")
def leave_an_entry_untouched_until_the_meeting_is_open(scene: Scene) -> str:
    room = scene.room(cases=1)
    EntryDetail.objects.update(last_action_on=TODAY - timedelta(days=20))
    reconcile(meeting_ids=[room.meeting.pk], now=DURING)
    return str(Duty.objects.get(term="keep-the-list", meeting=room.meeting).state)


@bites(
    "measures.internal-and-external.numerator.provider",
    shipped=["internal"],
    otherwise=["internal", "parents"],
)
def print_who_provides_from_inside(scene: Scene) -> object:
    measures = scene.printed("terms", "show", "ror")["measures"]
    return next(one["numerator"]["provider"] for one in measures if one["id"] == "internal-and-external")


def steps_taken(scene: Scene, now: str) -> int:
    """How many reminders and escalations of choosing the focus cases there are then, if nobody does anything."""
    week = scene.week()
    reconcile(meeting_ids=[week.meeting.pk], now=london("2026-10-01 09:00"))
    return take_steps(now=london(now))


@bites("neighbours.sign-off.reached", shipped=False, otherwise=True)
def stand_with_sign_off_after_another_placement_was_found(scene: Scene) -> bool:
    room = scene.room(cases=1, others=0)
    room.decide(room(0), "other-placement")
    room.everybody_comes()
    room.somebody_comes_for(room(0))
    room.close()
    scene.settings.FIXED_NOW = NEXT_DAY
    page = scene.page(room.week.coordinating, f"/children/{room(0).subject.ref}")
    return "Sign-off of the placement</strong> Here" in page


@bites("reminders.before", shipped=0, otherwise=1)
def be_reminded_on_thursday(scene: Scene) -> int:
    return steps_taken(scene, "2026-10-08 09:00")


@bites("reminders.escalates", shipped=1, otherwise=0)
def leave_the_choosing_until_tuesday(scene: Scene) -> int:
    return steps_taken(scene, "2026-10-13 12:00")


@bites("earlier.offers", shipped=True, otherwise=False)
def be_offered_what_was_answered_three_weeks_ago(scene: Scene) -> bool:
    week, entry = scene.week(), rated("high")
    (before,) = Week(week.forum, a_meeting(week.forum, week.meeting.date - timedelta(days=21))).choose(entry)
    (item,) = week.choose(entry)
    save_answer(
        item_ref=before.ref,
        question="childs-view",
        text="To stay.",
        base_version=0,
        actor=week.coordinator,
        now=NOW - timedelta(days=21),
    )
    return "Answered before: What the child says" in scene.page(week.coordinating, f"/sheets/{item.ref}")


@bites("reports.two-monthly-analysis.due.in_months", shipped=1, otherwise=0)
def owe_the_analysis_in_october(scene: Scene) -> int:
    return len(scene.due("ROR-19", "2026-10-29"))


@bites("reports.monthly-pack.due.working_day_of_month", shipped=5, otherwise=3)
def print_the_day_of_the_pack(scene: Scene) -> object:
    reports = scene.printed("terms", "show", "ror")["reports"]
    return next(one["due"]["working_day_of_month"] for one in reports if one["id"] == "monthly-pack")


@bites("measures.starts-avoided.numerator.without.within", shipped="6 months", otherwise="9 months")
def print_how_long_nothing_may_come(scene: Scene) -> object:
    measures = scene.printed("terms", "show", "ror")["measures"]
    avoided = next(one for one in measures if one["id"] == "starts-avoided")
    return avoided["numerator"]["without"]["within"]


@bites("review.shown_ahead", shipped=True, otherwise=False)
def be_told_of_the_review(scene: Scene) -> bool:
    document = load.to_document(scene.terms) | {"review_due": "2026-12-31"}
    forum = a_forum(terms=load.from_document(document))
    return "are due for review by 31 December 2026" in scene.page(in_seat(forum, "chair"), "/forums/ror")


@bites("cohorts.action-list.untouched.after", shipped=True, otherwise=False)
def be_told_that_nobody_touched_an_entry(scene: Scene) -> bool:
    week = scene.week()
    rated("high", last_action_on=TODAY - timedelta(days=10))
    return "10 days" in scene.page(week.holder_of("brokerage"), "/action-list")


def at(week: Week, part: str = "") -> str:
    where = f"/forums/ror/{week.meeting.nominal_date}"
    return f"{where}/{part}" if part else where


def of_item(room: Room) -> str:
    return at(room.week, f"room/items/{room(0).ref}")


def late(week: Week, risk: str) -> ListEntry:
    ref = add_entry(
        child=Child("0077001", "Tavra", "Quillmere"),
        values=EntryValues(risk=risk),
        actor=week.coordinator,
        now=NOW,
    )
    return ListEntry.objects.get(ref=ref)


def test_there_is_an_act_for_every_reading():
    assert set(ACTS) == set(READINGS)
    assert len(ACTS) == 53


@pytest.fixture
def scene_of(tmp_path, signed_in, capsys, settings) -> Callable[[str], Scene]:
    """The authority that changes this much of the shipped terms."""

    def scene(change: str) -> Scene:
        (tmp_path / "ror.yaml").write_text(change, encoding="utf-8")
        return Scene(load.merged("ror", tmp_path), tmp_path, signed_in, capsys, settings)

    return scene


@pytest.mark.parametrize("path", READINGS)
def test_as_shipped_people_meet_our_reading(path, scene_of):
    act, shipped, _ = ACTS[path]
    assert act(scene_of("{}")) == shipped


@pytest.mark.parametrize("path", READINGS)
def test_another_reading_changes_what_people_meet(path, scene_of):
    act, shipped, otherwise = ACTS[path]
    assert shipped != otherwise
    assert act(scene_of(READINGS[path])) == otherwise
